"""What is said: the whole of it as plain text, and the same as blocks. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.blocks.buttons import Ticket, read
from handlers.blocks.rich import Block, Element, Row, block, plain, section, sentence, text

_ROWS = ("actions", "context_actions")


@dataclass(frozen=True, slots=True)
class Saying:
    """A message before it is sent. `text` is all a screen reader and a notification read.

    `page` is the ticket of the page of an answer or a case that it shows; None where it shows none.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    page: Ticket | None = None

    def under(self, *buttons: Block) -> Saying:
        """The same with rows of buttons under it."""
        return replace(self, blocks=(*self.blocks, *buttons))

    def without(self, *actions: str, key: str = "") -> Saying:
        """The same without the buttons of some actions, or those of them that are about a key."""
        left = (each for block in self.blocks for each in _left(block, actions, key))
        return replace(self, blocks=tuple(left))

    def with_only(self, action: str) -> Saying:
        """The same without any button but those of an action."""
        rows = [block["elements"] for block in self.blocks if block["type"] in _ROWS]
        return self.without(*{each["action_id"] for row in rows for each in row} - {action})

    def below(self, *rows: Row) -> Saying:
        """The same below rows of elements; an empty row is left out."""
        if not any(rows):
            return self
        head = lines(rows)
        words = "\n".join(filter(None, (head.text, self.text)))
        return replace(self, text=words, blocks=(*head.blocks, *self.blocks))


def _left(block: Block, actions: Sequence[str], key: str) -> list[Block]:
    if block["type"] not in _ROWS:
        return [block]
    kept = [each for each in block["elements"] if each["action_id"] not in actions or not _about(each, key)]
    return [{**block, "elements": kept}] if kept else []


def _about(button: Element, key: str) -> bool:
    ticket = read(button.get("value", "")) if key else None
    return not key or (ticket is not None and ticket.key == key)


def one(name: str, /, **places: object) -> Saying:
    """A single sentence of the catalogue."""
    return lines([sentence(name, **places)])


def lines(rows: Iterable[Row]) -> Saying:
    """Rows of elements, one under the other; an empty row is left out."""
    kept = [row for row in rows if row]
    return Saying("\n".join(plain(*row) for row in kept), (block(section(*below(kept))),))


def below(rows: Iterable[Row], between: str = "\n") -> Iterator[Element]:
    """The rows in one run, a line break between them; an empty row is left out."""
    for index, row in enumerate(filter(None, rows)):
        if index:
            yield text(between)
        yield from row
