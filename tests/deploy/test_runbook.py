"""The runbooks name whatever can go wrong with a bot that runs, and no figure that is not measured."""

from __future__ import annotations

import re

from handlers.metrics import Metrics
from handlers.signs import Signs
from tests.documents import ROOT

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


class Closed:
    """A connection to Slack that is not open."""

    async def is_connected(self) -> bool:
        return False


async def test_the_table_of_alarms_has_whatever_makes_a_probe_fail() -> None:
    signs = Signs()
    signs.turned, signs.refused, signs.connections = 0.0, True, [Closed()]
    faults = {*signs.still(1_000.0), *await signs.unready(1_000.0)}

    assert faults
    assert {fault for fault in faults if f"| `{fault}` |" not in OPERATING} == set()


def test_every_figure_that_is_named_is_measured() -> None:
    named = set(re.findall(r"`(casebook_\w+)`", OPERATING)) - {"casebook_curators"}
    measured = set(re.findall(r"^# TYPE (\w+)", Metrics().written().decode(), re.MULTILINE))

    assert named
    assert named <= measured
