"""What a person sees who opens the bot: the Home tab, kept true, and a Messages tab with something to ask."""

from __future__ import annotations

from typing import Any

from handlers.answering import say_asked
from handlers.blocks.buttons import read
from handlers.blocks.home import QUESTION, Front, home
from handlers.blocks.saying import one
from handlers.boundary import described, lacks, log
from handlers.desk import Desk
from handlers.hearing import FAILURES
from handlers.prompting import prompts
from handlers.requests import Body, Place, entered, place, press
from handlers.upcoming import of_person
from handlers.voice import Voice
from handlers.words import heard, understand


async def opened(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows the Home tab, or what to ask in the Messages tab; whoever comes first is welcomed, once."""
    event, at = body["event"], place(body)
    if event.get("tab") == "home":
        await refresh(desk, voice, at, known=(event.get("view") or {}).get("hash", ""))
    elif event.get("tab") == "messages":
        await _ready(desk, voice, at)


async def refresh(
    desk: Desk, voice: Voice, at: Place, *, page: int = 0, known: str = "", meet: bool = True
) -> None:
    """Shows a person's Home tab anew; `known` is the hash of the one they look at, `page` that of saved cases.

    Unless it is to `meet` them, it is not kept that they were welcomed.
    """
    new = not await desk.record(desk.journal.greeted, at.workspace, at.person)
    if not await voice.publish(at.person, await _view(desk, at, page, new=new), known):
        # It was shown anew in between, from what may have changed since.
        await voice.publish(at.person, await _view(desk, at, page, new=new))
    if meet:
        await desk.record(desk.journal.greet, at.workspace, at.person, desk.clock())


async def ask(desk: Desk, body: Body, voice: Voice) -> None:
    """Answers in a dialog what was typed in the Home tab, or what the button asks."""
    pressed = press(body)
    wanted = pressed.ticket.key if pressed.ticket else ""
    words = heard(wanted or entered(body, QUESTION))
    if not words:
        await voice.whisper(one("home_empty"))
        return
    await voice.whisper(await say_asked(desk, understand(words), pressed.place, voice.audience))


async def turn(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows another page of the saved cases."""
    pressed = press(body)
    page = pressed.ticket.page if pressed.ticket else 0
    known = body["view"].get("hash", "")
    await refresh(desk, voice, pressed.place, page=page, known=known)


async def refresh_behind(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows the Home tab anew where something was pressed in it, or in a dialog over it."""
    view = body.get("view")
    if not view:
        return
    here = view.get("type") == "home"
    ticket = read(view.get("private_metadata") or "") if here else None
    page, known = (ticket.page if ticket else 0), (view.get("hash", "") if here else "")
    await refresh(desk, voice, press(body).place, page=page, known=known)


async def _view(desk: Desk, at: Place, page: int, *, new: bool) -> dict[str, Any]:
    casebook, day = desk.casebook, desk.today()
    saved = [each.case for each in await desk.record(desk.journal.saved, at.workspace, at.person)]
    known = await desk.question(casebook.listed, saved)
    front = Front(
        contents=await desk.question(casebook.contents),
        today=await desk.question(casebook.today, day),
        prompts=prompts(await desk.question(casebook.to_ask, day)),
        saved=tuple((name, known.get(name)) for name in saved),
        digests=await of_person(desk, at.workspace, at.person),
        page=page,
        new=new,
    )
    return home(front)


async def _ready(desk: Desk, voice: Voice, at: Place) -> None:
    offered = prompts(await desk.question(desk.casebook.to_ask, desk.today()))
    if await desk.record(desk.journal.greet, at.workspace, at.person, desk.clock()):
        await voice.post(one("welcome"), at.channel)
    try:
        await voice.suggest(at.channel, offered)
    except FAILURES as error:
        # The app's standing prompts stay; some workspaces know no others.
        if not lacks(desk, error):
            log.warning("could not set the prompts: %s", described(error))
