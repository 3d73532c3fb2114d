"""Inputs made of others by small changes; those that reach something new are changed further. Knows no product."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappushpop
from random import Random
from types import CodeType, FrameType
from typing import Any

# What is fed, and what of the outcome tells it from others.
Feed = Callable[[str], Collection[Hashable]]

_LONGEST, _LONGEST_OF_ALL = 1_500, 20_000
# One in so many is one stretch over and over: what costs more than its length shows there.
_OVER_AND_OVER = 1_000
_SLOWEST = 5
_ODD = (
    *(
        "\0",
        "\t",
        "\r",
        "\x0b",
        "\x1b[31m",
        "\x85",
        "\u00a0",
        "\u2028",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
    ),
    *(
        "\ufeff",
        "\ufffd",
        "\ud800",
        "\ue000",
        "\U000f0000",
        "\U000ffffd",
        "\U0010ffff",
        "e\u0301\u0301\u0301",
    ),
    *("ﬁ", "İ", "ß", "٣", "²", "漢字", "مهمة", "🧑‍🤝‍🧑", "Ã©", "√©", "’s", "“", "”", "…", "–", "—"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that was not borne, made as small as can be, and what became of it."""

    said: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """How many inputs were fed in how many seconds, how many were kept to be changed further, which were not borne,
    and what the slowest cost when they were fed again alone, in milliseconds of this processor.
    """

    fed: int
    seconds: float
    kept: int
    faults: tuple[Fault, ...]
    slowest: tuple[tuple[float, str], ...]

    def __str__(self) -> str:
        slow = f"{self.slowest[0][0]:.1f} ms" if self.slowest else "none"
        pace = self.fed / max(self.seconds, 0.001)
        return f"{self.fed:,} fed, {pace:,.0f} a second, {self.kept} kept, {len(self.faults)} not borne; slowest {slow}"


class _Reached:
    """A trace function that notices lines of some folders when they are first reached.

    Code whose every line was reached is traced no more, so that it costs little after a while.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self.new = False
        self._folders = tuple(folders)
        self._left: dict[CodeType, set[int]] = {}

    def __call__(self, frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401  itself, or nothing
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            ours = code.co_filename.startswith(self._folders)
            left = {line for *_, line in code.co_lines() if line} if ours else set()
            left.discard(code.co_firstlineno)
            self._left[code] = left
        return self._line if left else None

    def _line(self, frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401
        left = self._left[frame.f_code]
        if frame.f_lineno in left:
            left.discard(frame.f_lineno)
            self.new = True
        return self._line


@dataclass(slots=True)
class _Run:
    """Where a run has got to."""

    feed: Feed
    corpus: list[str]
    reached: _Reached
    seen: set[Hashable] = field(default_factory=set)
    faults: dict[str, Fault] = field(default_factory=dict)
    slowest: list[tuple[float, str]] = field(default_factory=lambda: [(0.0, "")] * _SLOWEST)

    def one(self, text: str) -> bool:
        """Feeds a text; whether it reached anything new."""
        self.reached.new = False
        before = sys.gettrace()
        sys.settrace(self.reached)
        began = time.thread_time()
        try:
            signs = self.feed(text)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
            sys.settrace(before)
            said = _said(error)
            if said not in self.faults:
                self.faults[said] = Fault(said, _least(text, self.feed, said))
            return False
        finally:
            cost = time.thread_time() - began
            sys.settrace(before)
        heappushpop(self.slowest, (cost, text))
        new = self.reached.new or not self.seen.issuperset(signs)
        self.seen.update(signs)
        return new


def feed(
    corpus: Iterable[str], words: Sequence[str], run: Feed, *, times: int, seed: int, folders: Sequence[str]
) -> Told:
    """Feeds a corpus, and so many texts made of it and of some `words` at random; the same for the same seed.

    Whatever `run` raises is a fault. Lines of the `folders` that are reached, and the signs that `run` returns, are
    what a text may be new by.
    """
    random, began = Random(seed), time.perf_counter()  # noqa: S311  nothing is kept secret
    begun = list(corpus)
    going = _Run(run, begun[:], _Reached(folders))
    for text in begun:
        going.one(text)
    for _ in range(times):
        text = _changed(going.corpus, words, random)
        if going.one(text) and len(text) <= _LONGEST:
            going.corpus.append(text)
    seconds = time.perf_counter() - began
    slowest = sorted(((_alone(run, text), text) for cost, text in going.slowest if cost), reverse=True)
    faults = tuple(going.faults.values())
    return Told(len(begun) + times, seconds, len(going.corpus), faults, tuple(slowest))


def _changed(corpus: Sequence[str], words: Sequence[str], random: Random) -> str:
    # Those kept last lead furthest.
    place = max(random.randrange(len(corpus)), random.randrange(len(corpus)))
    text = corpus[place]
    if len(text) > _LONGEST:
        start = random.randrange(len(text) - _LONGEST)
        text = text[start : start + _LONGEST]
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        text = random.choice(_CHANGES)(text, corpus, words, random)[:_LONGEST]
    if random.randrange(_OVER_AND_OVER) == 0:
        start, end = _stretch(text, random)
        again = text[start : start + min(end - start, 40)] or random.choice(words)
        text = text[:start] + again * (_LONGEST_OF_ALL // len(again))
    return text


def _stretch(text: str, random: Random) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + random.choice((1, 2, 5, 20, 80, 400)))


def _without(text: str, _: Sequence[str], __: Sequence[str], random: Random) -> str:
    start, end = _stretch(text, random)
    return text[:start] + text[end:]


def _twice(text: str, _: Sequence[str], __: Sequence[str], random: Random) -> str:
    start, end = _stretch(text, random)
    return text[:end] + text[start:end] * random.choice((1, 2, 9)) + text[end:]


def _elsewhere(text: str, _: Sequence[str], __: Sequence[str], random: Random) -> str:
    start, end = _stretch(text, random)
    rest = text[:start] + text[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + text[start:end] + rest[at:]


def _crossed(text: str, corpus: Sequence[str], _: Sequence[str], random: Random) -> str:
    other = random.choice(corpus)
    start, end = _stretch(other, random)
    at, until = _stretch(text, random)
    return text[:at] + other[start:end] + text[until:]


def _with_word(text: str, _: Sequence[str], words: Sequence[str], random: Random) -> str:
    start, end = _stretch(text, random)
    return text[:start] + random.choice(words) + text[random.choice((start, end)) :]


def _with_odd(text: str, _: Sequence[str], __: Sequence[str], random: Random) -> str:
    start, end = _stretch(text, random)
    odd = random.choice(_ODD) if random.randrange(3) else chr(random.randrange(sys.maxunicode + 1))
    return text[:start] + odd + text[random.choice((start, end)) :]


def _in_other_case(text: str, _: Sequence[str], __: Sequence[str], random: Random) -> str:
    start, end = _stretch(text, random)
    return text[:start] + text[start:end].swapcase() + text[end:]


_CHANGES = (_without, _twice, _elsewhere, _crossed, _with_word, _with_word, _with_odd, _in_other_case)


def _said(error: BaseException) -> str:
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {at.filename.rpartition('/')[2]}, line {at.lineno}: {at.line}"


def _least(text: str, run: Feed, said: str) -> str:
    """The text without whatever can be left out while the same becomes of it."""
    size = len(text) // 2
    while size:
        for start in range(0, len(text), size):
            shorter = text[:start] + text[start + size :]
            if _becomes(shorter, run) == said:
                text = shorter
                break
        else:
            size //= 2
    return text


def _becomes(text: str, run: Feed) -> str:
    try:
        run(text)
    except Exception as error:  # noqa: BLE001
        return _said(error)
    return ""


def _alone(run: Feed, text: str) -> float:
    """What a text costs by itself, in milliseconds: the best of five, since others use the machine, too."""

    def cost() -> float:
        began = time.thread_time()
        run(text)
        return (time.thread_time() - began) * 1_000

    return min(cost() for _ in range(5))


def pieces(text: str, longest: int = 600) -> Iterator[str]:
    """A long text in parts of a few paragraphs."""
    part = ""
    for paragraph in text.split("\n\n"):
        if part and len(part) + len(paragraph) > longest:
            yield part
            part = ""
        part += f"{paragraph}\n\n"
    yield part
