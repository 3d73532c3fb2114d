"""What a stamp says, in seconds. Pure; never guesses."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.model import Seconds

# 0:21, 41:50, 1:16:39, 024:45:00, 01:00:17:51, 04:27:819, and the slips 00:43:0 and 01:26:
CLOCK = r"\d{1,3}:\d{1,3}(?::\d{1,3}){0,2}"
_CLOCK = re.compile(CLOCK)


@lru_cache(maxsize=100_000)
def clock(raw: str) -> tuple[int, int, int] | None:
    """Hours, minutes and seconds as written, or None where `raw` is no time.

    A fourth part, or a third of three digits, counts frames or thousandths and is dropped.
    """
    if not _CLOCK.fullmatch(raw.rstrip(":")):
        return None
    parts = raw.rstrip(":").split(":")
    if len(parts) == 4 or (len(parts) == 3 and len(parts[2]) == 3):
        parts = parts[:-1]
    numbers = [int(part) for part in parts]
    if len(numbers) == 2:
        # "75:10" is an hour and a quarter; nobody counts 75 hours.
        hours, minutes = divmod(numbers[0], 60)
        return hours, minutes, numbers[1]
    return numbers[0], numbers[1], numbers[2]


def same(raw: str, other: str) -> bool:
    """Whether two stamps say the same time, however they are written."""
    return clock(raw) is not None and clock(raw) == clock(other)


def read(raw: str, length: int | None, place: int | None = None) -> Seconds:
    """The second a stamp says in a talk of `length` seconds (None: unknown), or why it can mean none.

    `place` is where it stands among its note's stamps.
    """
    said = clock(raw)
    if said is None:
        return _unusable(raw, "which is no time", place)
    hours, minutes, seconds = said
    if minutes > 59 or seconds > 59:
        part = "minutes" if minutes > 59 else "seconds"
        return Seconds(raw, None, None, "unusable", f"the note says {raw}: {part} do not go beyond 59", place)
    second = hours * 3600 + minutes * 60 + seconds
    if length is not None and second > length:
        return _unusable(raw, f"but the talk ends at {spoken(length)}", place)
    return Seconds(raw, second, reason="as the note says", place=place)


def judged(seconds: Seconds) -> str:
    """How a stamp was read and why, behind what the note has where the reason does not say it."""
    told = f"{seconds.grade}; {seconds.reason}"
    return told if seconds.raw in seconds.reason else f"{seconds.raw}: {told}"


def _unusable(raw: str, why: str, place: int | None) -> Seconds:
    return Seconds(raw, None, None, "unusable", f"the note says {raw}, {why}", place)


def readings(raw: str) -> tuple[int | None, int | None]:
    """The seconds a stamp may mean: as hours, minutes and seconds; and as minutes, seconds and frames.

    None where a reading is no time; both are where neither is. Only three parts have the second reading.
    """
    said = clock(raw)
    if said is None:
        return None, None
    first, second, third = said
    as_hours = first * 3600 + second * 60 + third if second < 60 and third < 60 else None
    three_parts = raw.rstrip(":").count(":") == 2 and len(raw.rstrip(":").rsplit(":", 1)[1]) < 3
    as_minutes = first * 60 + second if three_parts and second < 60 else None
    return as_hours, as_minutes


def spoken(second: int) -> str:
    """A second of a talk as a player shows it: 85 is "1:25", 4453 is "1:14:13"."""
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
