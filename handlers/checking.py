"""A draft mission, typed or in a dialog: held against what the notes ask of one, and not kept."""

from __future__ import annotations

from handlers.blocks.checking import check_said, checked, draft_modal, not_read
from handlers.blocks.modals import DRAFT, Reply
from handlers.blocks.saying import Saying, one
from handlers.desk import Desk
from handlers.requests import Body, submission, trigger
from handlers.voice import Voice
from handlers.words import LONGEST, Asked, was_cut


async def say_check(desk: Desk, asked: Asked) -> Saying:
    """What a draft has and lacks; without a draft, how to give one."""
    if not asked.words:
        return one("check_which", command=desk.settings.command)
    if was_cut(asked.typed):
        return not_read("long", LONGEST)
    return check_said(await desk.question(desk.casebook.check, asked.words), LONGEST)


async def ask_for_draft(body: Body, voice: Voice) -> None:
    """Opens the dialog for a draft."""
    await voice.open(trigger(body), draft_modal(LONGEST))


async def submit(desk: Desk, body: Body) -> Reply:
    """Shows in the dialog what its draft has and lacks."""
    draft = submission(body).values.get(DRAFT, "")
    return checked(await desk.question(desk.casebook.check, draft), draft, LONGEST)
