"""A draft of a mission against the criteria: found, not found, or to ask oneself. Pure; judges nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.answers.criteria import Criteria, Criterion
from bot.answers.lines import Shelf, clipped, line, right
from bot.answers.twins import Told
from bot.model import Finding, Line, MissionCheck, Statement, Unread, Verdict
from bot.words import fold

# A mission is a sentence, and its reasons are a page.
LONGEST = 3_000
_MOST_WORDS, _LONGEST_WORDS = 3, 90
_STRAIGHT = str.maketrans("’‘ʼ“”„–—‑‐", "'''\"\"\"----")
_BREAK = re.compile(r"(?:^|\s*\n)\s*(?:[-*•]|\d{1,2}[.)])\s+|\s*\n\s*\n\s*")
_SENTENCE = re.compile(r"[^.!?;•]+(?:[.!?;•](?!\s)[^.!?;•]*)*")
_CLAUSE = re.compile(r"[^,.!?;:•]+(?:[,.:](?=\d)[^,.!?;:•]*)*")
# Slack writes an emoji as :rocket:.
_EMOJI = re.compile(r":[a-z0-9_+'-]{1,100}:")
# What a cut may leave at the end of words.
_HANGING = re.compile(
    r"(?:[ ,]+(?:a|an|and|as|at|be|by|for|from|in|is|its|of|on|or|our|so|that|the|their|to|with))+$", re.I
)
_CLOSED = re.compile(r" ?(?:[,.!?;:•]|$)")
# Stands for what was taken out: no word, and as long.
_GONE = "\x1f"

Spans = list[tuple[int, int]]


def unread(draft: str) -> Unread:
    """Why a draft is not read, whatever its language; empty where it is."""
    if len(draft) > LONGEST:
        return "long"
    return "" if any(map(str.isalpha, _EMOJI.sub(" ", draft))) else "empty"


def check(draft: str, criteria: Criteria, told: Sequence[Statement], shelf: Shelf) -> MissionCheck:
    """The findings of a draft, each with the statement that asks for it where it is among those told."""
    listed = zip(findings(draft, criteria), criteria.listed, strict=True)
    return MissionCheck(tuple(replace(each, line=_cited(asked, told, shelf)) for each, asked in listed))


def findings(draft: str, criteria: Criteria) -> tuple[Finding, ...]:
    """What a draft of at most LONGEST characters has of each criterion, without the lines that ask for it."""
    said = _read(draft)
    shown = criteria.hidden.sub(_taken, said)
    return tuple(_finding(said, shown, each, criteria) for each in criteria.listed)


def _cited(asked: Criterion, told: Iterable[Statement], shelf: Shelf) -> Line | None:
    """The statement of the criterion's note that has its stamp and its words."""
    said = (
        each
        for each in told
        if each.citation.note == asked.note
        and asked.stamp in (stamp.raw for stamp in each.citation.seconds)
        and fold(asked.says) in fold(each.text)
    )
    return next((line(Told(each), shelf) for each in right(said, shelf)), None)


def _read(draft: str) -> str:
    """The draft in one line with straight quotes; its points and paragraphs stay apart."""
    return " ".join(_BREAK.sub(" • ", draft.translate(_STRAIGHT)).split())


def _finding(said: str, shown: str, criterion: Criterion, criteria: Criteria) -> Finding:
    judge = _JUDGES.get(criterion.id, _by_cues)
    verdict, spans = judge(shown, criterion, criteria)
    words = tuple(_words(said, spans))
    return Finding(criterion.id, criterion.question, verdict, words, criterion.ask)


def _by_cues(shown: str, criterion: Criterion, _: Criteria) -> tuple[Verdict, Spans]:
    shown = criterion.cue("leaves").sub(_taken, shown)
    if found := _spans(criterion.cue("found"), shown):
        return "found", found
    partly = _spans(criterion.cue("partly"), shown)
    return ("ask" if partly else "not found"), partly


def _direction(shown: str, criterion: Criterion, criteria: Criteria) -> tuple[Verdict, Spans]:
    """What will be different, and for whom: of one alone, or of what fits any mission, ask.

    What is counted, and is neither done nor spent, is something that will be different.
    """
    counted, amounts = _target(shown, criteria.named("target"), criteria)
    shown = criterion.cue("leaves").sub(_taken, shown)
    outcome = _spans(criterion.cue("outcome"), shown) + (amounts if counted == "found" else [])
    outcome = _clauses(shown, outcome)
    if outcome and criterion.cue("whom").search(shown):
        return "found", outcome
    partly = outcome or _spans(criterion.cue("general"), shown)
    return ("ask" if partly else "not found"), partly


def _target(shown: str, criterion: Criterion, criteria: Criteria) -> tuple[Verdict, Spans]:
    """An amount that is neither a date, nor of the past, nor only of what is done or spent."""
    dates = criteria.named("date").cue("found")
    for sentence in _SENTENCE.finditer(shown):
        if criterion.cue("past").search(sentence[0]) and not dates.search(sentence[0]):
            shown = f"{shown[: sentence.start()]}{_taken(sentence)}{shown[sentence.end() :]}"
    shown = dates.sub(_taken, shown)
    spent = _spans(criterion.cue("spent"), criterion.cue("leaves").sub(_taken, shown))
    verdict, spans = _by_cues(criterion.cue("spent").sub(_taken, shown), criterion, criteria)
    if verdict == "found" or not spent:
        return verdict, spans
    return "ask", sorted([*spent, *spans])


def _technology(shown: str, criterion: Criterion, _: Criteria) -> tuple[Verdict, Spans]:
    """Something besides technology; technology alone is not enough, and where there is neither, ask."""
    if found := _spans(criterion.cue("found"), shown):
        return "found", found
    alone = _spans(criterion.cue("technology"), shown)
    return ("not found" if alone else "ask"), alone


_JUDGES: dict[str, Callable[[str, Criterion, Criteria], tuple[Verdict, Spans]]] = {
    "direction": _direction,
    "target": _target,
    "not_only_technology": _technology,
}


def _spans(cue: re.Pattern[str], shown: str) -> Spans:
    return [each.span() for each in cue.finditer(shown)]


def _clauses(shown: str, spans: Spans) -> Spans:
    """The parts of sentences that begin at or before some places and hold their beginnings."""
    clauses = [each.span() for each in _CLAUSE.finditer(shown)]
    held = {clause for start, _ in spans for clause in clauses if clause[0] <= start < clause[1]}
    return sorted(held)


def _taken(found: re.Match[str]) -> str:
    return _GONE * len(found[0])


def _words(said: str, spans: Spans) -> Iterator[str]:
    """The first words of the draft at some places, each once."""
    words = (_whole(said, *span) for span in spans)
    once = {each.casefold(): each for each in reversed(list(words))}
    for each in list(reversed(once.values()))[:_MOST_WORDS]:
        yield clipped(each, _LONGEST_WORDS)


def _whole(said: str, start: int, end: int) -> str:
    """What stands at a place, without the small words that begin what was cut off."""
    words = said[start:end].strip(" ,-")
    return words if _CLOSED.match(said, end) else _HANGING.sub("", words)
