"""A pasted link to a talk in the notes unfolds to what is said there; any other is left alone, silently."""

from __future__ import annotations

from handlers.blocks.rich import Block
from handlers.blocks.unfurls import unfolded
from handlers.desk import Desk
from handlers.requests import Body, keys, pasted, workspace
from handlers.voice import Voice

# Who pastes more links at once pastes a list, and wants to see it.
_MOST = 3


async def unfold(desk: Desk, body: Body, voice: Voice) -> None:
    """Shows beside each link what the notes have of its talk."""
    async with desk.once(workspace(body), keys(body)[0], resent=True) as ours:
        if not ours:
            return
        links = pasted(body)
        made: dict[str, tuple[Block, ...]] = {}
        for url in links.links:
            if len(made) < _MOST and (blocks := await _unfolded(desk, url)):
                made[url] = blocks
        if made:
            await voice.unfold(links, made)


async def _unfolded(desk: Desk, url: str) -> tuple[Block, ...]:
    moment = desk.casebook.leads_to(url)
    said = await desk.question(desk.casebook.said_at, moment.video, moment.second) if moment else None
    return unfolded(said) if said else ()
