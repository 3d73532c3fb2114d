"""A curator's corrections: what `corrections.yaml` says, and statements with their seconds put right. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.model import Note, Problem, Seconds, Statement, Video
from bot.notes.seconds import clock, spoken

FILE = "corrections.yaml"
# By note, stamp as written, and the statement's id; without an id, every statement of the note with that stamp.
Table = Mapping[tuple[str, str, str | None], int]

_NO_LIST = f"{FILE} is no list. Write entries such as those that `casebook corrections` prints"
_LONGEST_TIME = 20
_LAST_HOUR = 23


def second(written: str, length: int | None = None) -> int | None:
    """The second of a talk that a person wrote, as 21:18 or 1:14:13; None where it is no time of that talk.

    `length` is the talk's, in seconds, where it is known. Stricter than what a note's stamp may look like.
    """
    said = clock(written.strip()) if len(written) <= _LONGEST_TIME else None
    if said is None or said[0] > _LAST_HOUR or max(said[1:]) > 59:
        return None
    meant = said[0] * 3600 + said[1] * 60 + said[2]
    return None if length is not None and meant > length else meant


def read(table: object) -> tuple[dict[tuple[str, str, str | None], int], tuple[Problem, ...]]:
    """The seconds that a table of the shape of `corrections.yaml` gives, and a Problem for each faulty entry.

    A later entry for the same stamp counts.
    """
    if not isinstance(table, Sequence) or isinstance(table, str):
        return {}, ((Problem(FILE, 0, _NO_LIST),) if table else ())
    found: dict[tuple[str, str, str | None], int] = {}
    problems: list[Problem] = []
    for number, entry in enumerate(table, 1):
        note, stamp, id_, meant = (_text(entry, key) for key in ("note", "stamp", "id", "second"))
        at = second(meant)
        if not note or not stamp:
            problems.append(Problem(note or FILE, 0, f"entry {number} of {FILE} names no note or stamp"))
        elif at is None:
            said = f"the second {meant[:40]}" if meant else "no second"
            wrong = f"entry {number} of {FILE} gives {stamp} {said}; write a time such as 21:18 or 1:14:13"
            problems.append(Problem(note, 0, wrong))
        else:
            found[note, stamp, id_ or None] = at
    return found, tuple(problems)


def applied(
    notes: Sequence[Note], table: Table, talks: Mapping[str, Video]
) -> tuple[tuple[Note, ...], tuple[Problem, ...]]:
    """The notes with corrected seconds, and a Problem for each correction that fits no stamp or no talk."""
    if not table:
        return tuple(notes), ()
    fits: set[tuple[str, str, str | None]] = set()
    problems: list[Problem] = []

    def mend(statement: Statement) -> Statement:
        by: dict[tuple[str, str], int] = {}
        for key in _keys(statement):
            if key not in table:
                continue
            fits.add(key)
            talk = talks.get(statement.citation.video or "")
            if talk and talk.length is not None and table[key] > talk.length:
                wrong = f"{FILE} corrects {key[1]} to {spoken(table[key])}, but the talk ends at"
                problems.append(
                    Problem(key[0], statement.citation.line, f"{wrong} {spoken(talk.length)}; left as it is")
                )
            else:
                by[statement.id, key[1]] = table[key]
        return corrected(statement, by)

    mended = tuple(replace(note, statements=tuple(map(mend, note.statements))) for note in notes)
    unused = (
        Problem(
            note, 0, f"{FILE} corrects {stamp}, which no statement{' of that id' if id_ else ''} has here now"
        )
        for note, stamp, id_ in table
        if (note, stamp, id_) not in fits
    )
    return mended, (*problems, *unused)


def corrected(statement: Statement, by: Mapping[tuple[str, str], int]) -> Statement:
    """The statement with the seconds that a curator gave its stamps; `by` is keyed by statement id and stamp."""
    citation = statement.citation
    if not any((statement.id, each.raw) in by for each in citation.seconds):
        return statement
    seconds = tuple(
        replace(mended(each.raw, by[statement.id, each.raw]), place=each.place)
        if (statement.id, each.raw) in by
        else each
        for each in citation.seconds
    )
    return replace(statement, citation=replace(citation, seconds=seconds))


def mended(raw: str, at: int) -> Seconds:
    """A stamp as a curator read it."""
    return Seconds(raw, at, grade="repaired", reason=f"a curator corrected {raw} to {spoken(at)}")


def _keys(statement: Statement) -> Iterator[tuple[str, str, str | None]]:
    """What a statement's corrections are found under; its own id comes last, so that it counts."""
    note = statement.citation.note
    stamps = dict.fromkeys(each.raw for each in statement.citation.seconds)
    for id_ in (None, statement.id):
        yield from ((note, raw, id_) for raw in stamps)


def _text(entry: object, key: str) -> str:
    value = entry.get(key) if isinstance(entry, Mapping) else None
    return value.strip() if isinstance(value, str) else ""
