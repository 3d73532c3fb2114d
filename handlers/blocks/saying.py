"""What is said: the whole of it as plain text, and the same as blocks. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.blocks.rich import Block, Element, Row, block, plain, section, sentence, text


@dataclass(frozen=True, slots=True)
class Saying:
    """A message before it is sent. `text` is all a screen reader and a notification read."""

    text: str
    blocks: tuple[Block, ...] = ()

    def under(self, *buttons: Block) -> Saying:
        """The same with rows of buttons under it."""
        return replace(self, blocks=(*self.blocks, *buttons))

    def without(self, *actions: str) -> Saying:
        """The same without the buttons of some actions."""
        return replace(self, blocks=tuple(each for block in self.blocks for each in _left(block, actions)))


def _left(block: Block, actions: Sequence[str]) -> list[Block]:
    if block["type"] not in ("actions", "context_actions"):
        return [block]
    kept = [each for each in block["elements"] if each["action_id"] not in actions]
    return [{**block, "elements": kept}] if kept else []


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
