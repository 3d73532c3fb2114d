"""Answers as plain text: what screen readers, notifications and the terminal say. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.pages import apart, pages, quiet
from bot.model import Answer, Group, Kind, Line, Link
from bot.sentences import plain as say
from bot.words import tokens

_NEAREST = 3


def whole(answer: Answer) -> str:
    """An answer's first page with all that is said around it: doubt, silence and its reason, what is absent."""
    return "\n\n".join(part for part in (_opening(answer), plain(answer), _closing(answer)) if part)


def plain(answer: Answer, page: int = 0) -> str:
    """The lines of one page (from 0) of an answer, addresses included."""
    groups = pages(answer)[page]
    if answer.view == "helped":
        return "\n\n".join(_challenge(group, answer.topic) for group in groups)
    return "\n\n".join(_group(group, answer.kind) for group in groups)


def _opening(answer: Answer) -> str:
    said = []
    if answer.slips:
        said.append(say("answer_slips", words=", ".join(meant for _, meant in answer.slips)))
    if answer.understood:
        said.append(say("answer_understood", pairs=read_as(answer)))
    if answer.view == "helped":
        return " ".join(said)
    if answer.tier == "closest":
        words = ", ".join(answer.unmatched)
        said.append(say("answer_closest", words=words) if words else say("answer_closest_bare"))
    elif answer.tier == "nothing":
        said.append(say("answer_nothing"))
        if answer.unknown_places:
            said.append(say("answer_nothing_places", places=", ".join(answer.unknown_places)))
        if answer.unmatched:
            said.append(say("answer_nothing_words", words=", ".join(answer.unmatched)))
        if answer.groups:
            said.append(say("answer_nearest"))
    return " ".join(said)


def read_as(answer: Answer) -> str:
    """Each word of another language with what it was read as: "vieillissement as ageing"."""
    return ", ".join(
        say("answer_understood_pair", typed=typed, meant=meant) for typed, meant in answer.understood
    )


def _closing(answer: Answer) -> str:
    return " ".join(absent(answer.absent))


def absent(aspects: Sequence[str]) -> tuple[str, ...]:
    """That no line mentions some aspects; nothing where there are none."""
    if not aspects:
        return ()
    *most, last = [say(f"aspect_{each.replace(' ', '_')}") for each in aspects]
    joined = f"{', '.join(most)} {say('line_or')} {last}" if most else last
    return (say("answer_absent", aspects=joined),)


def alike(group: Group, topic: str) -> str:
    """Those of the words that a challenge was found by which stand in it, said; empty where none does."""
    challenge = group.lines[0]
    told = f" {' '.join(tokens(f'{challenge.text} {challenge.lead} {group.title}'))} "
    words = [each for each in topic.split(", ") if f" {' '.join(tokens(each))} " in told]
    return say("helped_alike", words=", ".join(words)) if topic and words else ""


def belongs(line: Line) -> str:
    """Where an approach belongs, and how to the challenge above it; empty where there is none."""
    return " · ".join(filter(None, (line.place, *(say(f"bond_{bond}") for bond in line.bonds))))


def helps(group: Group) -> bool:
    """Whether the notes pair the approaches of a group with its challenge."""
    return any(line.bonds for line in group.lines)


def _challenge(group: Group, topic: str) -> str:
    """A challenge, and below it what helped or what comes nearest."""
    challenge, *beside = quiet(group.lines)
    below = say("case_helped") if helps(group) else say("helped_nearest" if beside else "helped_none")
    rows = (_line(challenge), alike(group, topic), below, *map(_line, beside))
    return "\n".join((group.title + counts(group.notes, group.talks), *filter(None, rows)))


def _group(group: Group, wanted: Kind | None) -> str:
    rows = [group.title + counts(group.notes, group.talks)]
    for heading, lines in apart(group.lines, wanted):
        rows += [say(heading)] if heading else []
        rows += map(_line, quiet(lines))
    return "\n".join(rows)


def counts(notes: int, talks: int) -> str:
    """How many notes and talks tell of something, as it stands behind a title."""
    told = _count("group_notes", notes) if notes else say("group_captions")
    heard = _count("group_talks", talks) if talks else say("group_talks_none")
    return say("group_counts", notes=told, talks=heard)


def _count(name: str, number: int) -> str:
    return say(f"{name}_one") if number == 1 else say(f"{name}_many", count=number)


def _line(line: Line) -> str:
    after = say("line_after", words=line.after) if line.after else ""
    if after and line.part == "item":
        return f"• {after.strip()}\n{_line(replace(line, after=''))}"
    mark = "  •" if line.part == "item" else "•"
    lead = f"{line.lead}: " if line.lead else ""
    links = "".join(f"{_before(each)}{_link(each)}" for each in line.links) or f" ({line.source})"
    also = "".join(
        f" {say('line_or')} {_link(each)}" if each.instead else f" · {say('line_also')} {_link(each)}"
        for each in line.also
    )
    spoken = f" ({say('line_spoken')})" if line.origin == "captions" else ""
    where = f" ({belongs(line)})" if belongs(line) else ""
    return f"{mark} {after}{lead}{line.text}{links}{spoken}{also}{where}"


def _before(link: Link) -> str:
    return f" {say('line_or')} " if link.instead else " "


def _link(link: Link) -> str:
    return f"▶ {link.label} {link.url}" if link.url else f"▶ {link.label}"
