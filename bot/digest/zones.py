"""What people call a time zone to its name. Pure."""

from __future__ import annotations

import re
from functools import cache

from bot.digest import calendar
from bot.digest.terms import bare
from bot.errors import BadOrder
from bot.sentences import say

# EST is five hours behind Greenwich in summer too, and nobody who writes it means that.
_FIXED = re.compile(r"(?!utc$|gmt$)[a-z]{3}(?:\d[a-z]{3})?")


def zone(words: str) -> str:
    """The zone of that name or city, however it is spelled: "europe/oslo", "Oslo", "new york".

    Raises BadOrder, which says what to write.
    """
    wanted = re.sub(r"[\s_]+", "_", bare(words.strip()))
    if _FIXED.fullmatch(wanted) and wanted in _by_name():
        raise BadOrder(say("order_no_summer", zone=wanted.upper(), city=say("order_city")))
    found = _by_name().get(wanted) or _by_city().get(wanted)
    if found is None:
        raise BadOrder(say("order_no_zone", words=words[:40].strip(), city=say("order_city")))
    return found


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): name for name in calendar.zones()}


@cache
def _by_city() -> dict[str, str]:
    """The zones by the last part of their names; of two the shorter, which is the usual one."""
    named = sorted((each for each in calendar.zones() if "/" in each), key=lambda each: (-len(each), each))
    return {name.rpartition("/")[2].casefold(): name for name in named if not name.startswith("Etc/")}
