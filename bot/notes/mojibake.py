"""Text that was decoded wrongly, noticed and, where the repair round-trips, repaired. Pure."""

from __future__ import annotations

import re

_RUN = re.compile(r"[^\x00-\x7f]{2,}")
# What a repair may bring forth: Western letters, dashes, quotes and the euro.
_EXPECTED = re.compile(r"[\u00a0-\u017f\u2010-\u2026\u20ac\u2122]+")
# „ASTRÄ“ and “HYVÄ” are right as they stand: a closing quotation mark behind a capital, at a word's end.
_QUOTED_CAPITAL = re.compile(r"[ÃÄÅ][\u2018-\u201f\u2026]")
_SIGNS = re.compile("\ufffd|Ã[\x80-\xbf]|â€|√[©®°±∏∫†•]|‚Ä")


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with what can surely be repaired repaired, and one message for each place noticed."""
    faults: list[str] = []

    def mend(match: re.Match[str]) -> str:
        run = match[0]
        if _QUOTED_CAPITAL.fullmatch(run) and not text[match.end() : match.end() + 1].isalpha():
            return run
        for codec in ("mac_roman", "cp1252"):
            mended = _round_trip(run, codec)
            if mended:
                faults.append(f"'{run}' was decoded wrongly; read as '{mended}'")
                return mended
        return run

    mended = _RUN.sub(mend, text)
    faults += [f"'{sign}' was decoded wrongly and cannot be repaired" for sign in _SIGNS.findall(mended)]
    return mended, tuple(faults)


def _round_trip(run: str, codec: str) -> str:
    try:
        mended = run.encode(codec).decode("utf-8")
    except UnicodeError:
        return ""
    fits = _EXPECTED.fullmatch(mended) and mended.encode("utf-8").decode(codec) == run
    return mended if fits else ""
