"""The morning's mission case as it reads in Slack, and what is said when somebody marks it. Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.model import Line, Mark, MissionCase
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import line_elements, quoted, said_once, title
from handlers.blocks.rich import Block, Row, block, channel, plain, section, sentence, text
from handlers.blocks.saying import Saying, lines, one

# The buttons, and how each marks the case.
MARKS: Mapping[str, Mark] = {buttons.KEEP_CASE: "keep", buttons.SOONER: "sooner", buttons.NOT_FOR_US: "not"}
_VIDEO = re.compile(r"https://www\.youtube\.com/watch\?v=([\w-]{5,20})(?:&|$)")


def morning(told: MissionCase, subscription: str = "") -> Saying:
    """The case, one challenge it met, one question for the team, the links, and buttons; of a subscription too."""
    head: Row = title(told.title, told.notes, told.talks)
    challenge = (told.challenge,) if told.challenge else ()
    asked: Row = (*sentence("morning_question"), text(f" {told.question}")) if told.question else ()
    parts = [
        section(*head),
        *quoted(told.tried),
        *((section(text(say("case_obstacles"), "bold")), *quoted(challenge)) if challenge else ()),
        *((section(*asked),) if asked else ()),
    ]
    words = [
        say("case_today"),
        plain(*head),
        *_words(told.tried),
        *((say("case_obstacles"), *_words(challenge)) if challenge else ()),
        *((plain(*asked),) if asked else ()),
    ]
    shown = [buttons.button(action, Ticket("morning", told.case)) for action in MARKS]
    if buttons.can_hold(told.case):
        shown.append(buttons.button(buttons.CASE, Ticket("case", told.case)))
    if subscription:
        shown.append(buttons.button(buttons.DIGEST_CHANGE, Ticket("digest", subscription), "digest_settings"))
    return Saying("\n".join(words), (_heading(told), block(*parts))).under(buttons.row(*shown))


def marked(mark: Mark, case: str) -> Saying:
    """That a mark was taken, and what it does."""
    return one(f"morning_{mark}", case=case)


def halted(where: str) -> Saying:
    """That the case of a channel has stopped, why, and what can be done."""
    return lines([(*sentence("morning_halted"), channel(where)), sentence("morning_halted_why")])


def _heading(told: MissionCase) -> Block:
    """What it is, beside a picture of the talk where it lies on YouTube."""
    heading: Block = {
        "type": "section",
        "text": {"type": "plain_text", "text": say("case_today"), "emoji": False},
    }
    links = (link.url or "" for line in told.tried for link in line.links)
    video = next((found[1] for url in links if (found := _VIDEO.match(url))), "")
    if video:
        picture = f"https://i.ytimg.com/vi/{video}/hqdefault.jpg"
        heading["accessory"] = {"type": "image", "image_url": picture, "alt_text": say("morning_picture")}
    return heading


def _words(lines: tuple[Line, ...]) -> list[str]:
    return [plain(*line_elements(line)) for line in said_once(lines)]
