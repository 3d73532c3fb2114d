"""A MissionCheck as it reads in Slack, in a message or in the dialog the draft came from. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from bot.model import Finding, MissionCheck, Unread
from bot.sentences import say
from handlers.blocks import limits
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import line_elements
from handlers.blocks.modals import CHECK, DRAFT, Reply, View, errors, modal, prose
from handlers.blocks.rich import Block, Element, Row, block, plain, quote, section, sentence, text
from handlers.blocks.saying import Saying, below, one

_NOT_READ = {"empty": "check_empty", "long": "check_long", "language": "check_language"}


def check_said(check: MissionCheck, longest: int) -> Saying:
    """The findings, or why there are none; `longest` is how many characters a draft may have."""
    if check.unread:
        return not_read(check.unread, longest)
    rows = [sentence("check_head"), *chain.from_iterable(map(_rows, check.findings)), sentence("check_foot")]
    return Saying("\n".join(plain(*row) for row in rows), _blocks(check.findings))


def not_read(why: Unread, longest: int) -> Saying:
    """Why a draft was not read."""
    return one(_NOT_READ[why], longest=f"{longest:,}")


def draft_modal(longest: int) -> View:
    """The dialog that asks for a draft."""
    return _modal(longest, "", (block(section(*sentence("modal_check_note"))),))


def checked(check: MissionCheck, draft: str, longest: int) -> Reply:
    """The dialog with the findings below the draft, which may be changed and checked again."""
    if check.unread:
        return errors({DRAFT: not_read(check.unread, longest).text})
    view = _modal(longest, draft, _blocks(check.findings))
    limits.ensure(view, "modal")
    return {"response_action": "update", "view": view}


def _modal(longest: int, draft: str, under: Sequence[Block]) -> View:
    return modal(CHECK, Ticket(), (prose(DRAFT, say("modal_draft"), longest, known=draft), *under))


def _blocks(findings: Sequence[Finding]) -> tuple[Block, ...]:
    """One block for each finding, between the head and the foot."""
    return (
        block(section(*sentence("check_head"))),
        *(block(*_parts(each)) for each in findings),
        block(section(*sentence("check_foot"))),
    )


def _parts(finding: Finding) -> tuple[Element, ...]:
    *said, cited = _rows(finding)
    return section(*below(said)), quote(*cited)


def _rows(finding: Finding) -> list[Row]:
    """The question; what was found; what to ask oneself; at the end what the notes say."""
    asked = (text(finding.ask, "italic"),) if finding.verdict != "found" else ()
    cited = line_elements(finding.line) if finding.line else sentence("check_uncited")
    rows = [(text(finding.question, "bold"),), _verdict(finding), asked, cited]
    return [row for row in rows if row]


def _verdict(finding: Finding) -> Row:
    name = f"check_{finding.verdict.replace(' ', '_')}"
    if not finding.words:
        return sentence(name)
    marked = [(text("“"), text(each, "bold"), text("”")) for each in finding.words]
    return (*sentence(f"{name}_words"), *below(marked, ", "))
