"""What the notes cover: their titles, and what several statements link to. Asks the index; keeps nothing."""

from __future__ import annotations

from bot.model import Statement, Topic
from bot.search.index import Index

_FEWEST_STATEMENTS = 3


def covered(index: Index) -> tuple[Topic, ...]:
    """The topics, the largest first."""
    linked: dict[str, int] = {}
    for slug in index.linked():
        linked[slug] = linked.get(slug, 0) + 1
    titles = {name: Topic(title, number) for name, title, number in index.topics()}
    others = {
        slug: Topic(_spelled_out(slug), number) for slug, number in linked.items() if slug not in titles
    }
    both = [each for each in (titles | others).values() if each.statements >= _FEWEST_STATEMENTS]
    return tuple(sorted(both, key=lambda topic: (-topic.statements, topic.name)))


def of(name: str, index: Index) -> tuple[Statement, ...]:
    """The statements of a topic, in the notes' order; none where the notes have it no more."""
    notes = [note for note, title in index.titles.items() if title == name and note not in index.captions]
    if notes:
        return index.of_notes(notes)
    slug = next((slug for slug in index.linked() if _spelled_out(slug) == name), None)
    noted = index.of_notes(sorted(index.linking(slug))) if slug else ()
    return tuple(each for each in noted if slug in each.links)


def _spelled_out(slug: str) -> str:
    """A wikilink's target in words: what_helped is "What helped"."""
    return slug.replace("_", " ").capitalize()
