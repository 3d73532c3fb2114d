"""What waits for the curators, as it reads in Slack: questions, links, lone cases, seconds. Sends nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.model import Gap, Group, Reviewed, Theme, Unwritten, Waiting
from bot.sentences import say
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.lines import count
from handlers.blocks.modals import CORRECTION, RIGHT, Reply, View, modal, notice, time
from handlers.blocks.rich import Block, Element, Row, block, bullets, plain, quote, section, sentence, text
from handlers.blocks.saying import Saying, below
from handlers.blocks.seconds import key, place, reason, ways, words_of

# Of each kind. A review needs two blocks, and a message may have fifty.
MOST = 10
# A theme's other words: enough to see what it is about.
_OTHERS = 3
_WORDS_OF_A_REVIEW, _LONGEST_SLUG, _LONGEST_RAW = 160, 80, 40


def gaps_list(waiting: Waiting, said: str = "") -> Saying:
    """The lists, each cut at ten; `said` is a sentence about what was just done."""
    lists = {
        "gaps_questions": [_theme(each) for each in waiting.themes],
        "gaps_unwritten": [_unwritten(each) for each in waiting.unwritten],
        "gaps_once": [_once(each) for each in waiting.once],
    }
    done = [sentence(said)] if said else []
    done += [_answered(waiting.answered)] if waiting.answered else []
    off = [_off(waiting.answered)] if waiting.answered else []
    if not (any(lists.values()) or waiting.reviews):
        rows = [*done, sentence("gaps_none")]
        return Saying("\n".join(plain(*row) for row in rows), (block(section(*below(rows))), *off))
    words = [plain(*row) for row in done] + [row for each in lists.items() for row in _plain(*each)]
    parts = [part for each in lists.items() for part in _part(*each)]
    blocks = [block(section(*row)) for row in done] + off + ([block(*parts)] if parts else [])
    shown, more = _reviews(waiting.reviews)
    return Saying("\n".join((*words, *shown)), (*blocks, *more))


def gap_key(gap: Gap) -> str:
    """What stands for a gap in a button, where the words of ten would not fit."""
    return hashlib.sha256(" ".join(gap.words).encode()).hexdigest()[:20]


def correction_modal(reviewed: Reviewed) -> View:
    """The stamp as it stands, and one input for the second it should be."""
    return modal(
        CORRECTION,
        _ticket(reviewed),
        (block(quote(*below(_review(reviewed)))), time(RIGHT, say("modal_right"), known=reviewed.suggested)),
    )


def corrected(reviewed: Reviewed) -> Reply:
    """The dialog once the correction is in use, with the way to the new second."""
    stamp = reviewed.stamp
    way = (*words_of(stamp, _WORDS_OF_A_REVIEW), *ways(stamp.links)) if stamp else ()
    return notice([sentence("review_corrected"), way, sentence("review_exported")])


def _answered(gaps: Sequence[Gap]) -> Row:
    """The words of what is no gap any more, and how many more there are."""
    words = "; ".join(", ".join(each.words) for each in gaps[:MOST])
    more = (text(" "), *_more(gaps)[0]) if len(gaps) > MOST else ()
    return (*sentence("gaps_answered", words=words), *more)


def _off(gaps: Sequence[Gap]) -> Block:
    """What takes those off the list that are shown."""
    keys = " ".join(map(gap_key, gaps[:MOST]))
    return buttons.row(buttons.button(buttons.CLOSE, Ticket("gap", keys)))


def _theme(theme: Theme) -> Row:
    """The words asked oftenest, how often all of them were asked, and the other words."""
    first, *others = (", ".join(each.words) for each in theme.gaps)
    also = sentence("gaps_also", words="; ".join(others[:_OTHERS])) if others else ()
    return (text(first, "bold"), text(f" — {count('gaps_asked', theme.asked)}"), *also)


def _unwritten(link: Unwritten) -> Row:
    return (text(link.slug[:_LONGEST_SLUG]), text(f" — {count('gaps_linked', link.notes)}"))


def _once(told: Group) -> Row:
    return (text(f"{told.title[:_LONGEST_SLUG]} — "), text(told.lines[0].source, "italic"))


def _reviews(reviews: Sequence[Reviewed]) -> tuple[list[str], list[Block]]:
    if not reviews:
        return [], []
    more = _more(reviews)
    words = [plain(*sentence("gaps_reviews"))]
    blocks = [block(section(*sentence("gaps_reviews")))]
    for each in reviews[:MOST]:
        rows = _review(each)
        words.append("• " + " ".join(plain(*row) for row in rows))
        blocks += [block(quote(*below(rows))), buttons.row(*_choices(each))]
    return [*words, *(plain(*row) for row in more)], [*blocks, *(block(section(*row)) for row in more)]


def _choices(reviewed: Reviewed) -> list[Element]:
    ticket = _ticket(reviewed)
    if reviewed.stamp is None:
        return [buttons.button(buttons.KEEP, ticket, "drop")]
    return [buttons.button(action, ticket) for action in (buttons.CORRECT, buttons.KEEP)]


def _review(reviewed: Reviewed) -> list[Row]:
    """The words with their links; the reason and the place; what was suggested and how often."""
    stamp, review = reviewed.stamp, reviewed.review
    reported = text(count("gaps_reported", review.asked))
    if stamp is None:
        return [
            sentence("gaps_gone", raw=review.raw[:_LONGEST_RAW], note=review.note[:_LONGEST_SLUG]),
            (reported,),
        ]
    suggested = (
        (*sentence("gaps_suggested", second=reviewed.suggested), text(" ")) if reviewed.suggested else ()
    )
    return [
        (*words_of(stamp, _WORDS_OF_A_REVIEW), *ways(stamp.links)),
        (*reason(stamp), *place(stamp)),
        (*suggested, reported),
    ]


def _ticket(reviewed: Reviewed) -> Ticket:
    return Ticket("review", key(reviewed.review.statement, reviewed.review.raw))


def _part(name: str, rows: Sequence[Row]) -> list[Element]:
    if not rows:
        return []
    more = (section(*row) for row in _more(rows))
    return [section(*sentence(name)), bullets(*rows[:MOST]), *more]


def _plain(name: str, rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    listed = (f"• {plain(*row)}" for row in rows[:MOST])
    return [plain(*sentence(name)), *listed, *(plain(*row) for row in _more(rows))]


def _more(listed: Sequence[object]) -> list[Row]:
    left = len(listed) - MOST
    return [sentence("gaps_more", count=left)] if left > 0 else []
