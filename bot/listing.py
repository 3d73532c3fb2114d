"""What the command line lists of cases, for people. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model import Case, Statement


def cases(found: Iterable[tuple[Case, Sequence[Statement]]]) -> str:
    """Each case with its country, other names, how it was found, and the places that tell of it."""
    return "\n\n".join(_one(case, told) for case, told in found) or "The notes tell of no case."


def _one(case: Case, told: Sequence[Statement]) -> str:
    about = [f"{len(told)} statements" if len(told) != 1 else "1 statement", f"found by {case.how}"]
    if case.parent:
        about.insert(0, f"part of {case.parent}")
    if case.aliases:
        about.append(f"also {', '.join(case.aliases)}")
    title = f"{', '.join(case.countries)} · {case.name}" if case.countries else case.name
    return "\n".join((f"{title}: {'; '.join(about)}", *map(_place, told)))


def _place(statement: Statement) -> str:
    citation = statement.citation
    return f"  {citation.note}.md:{citation.line}: " + (
        " ".join(each.raw for each in citation.seconds) or "–"
    )
