"""However many notes there are, and on however many processors, each is told of as it would be alone."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.model import Problem, Seconds
from bot.surveying import Placed, survey


def notes(folder: Path, first: int, beyond: int) -> Path:
    """Small notes, two of each talk, some with stamps that are repaired, or mean nothing."""
    folder.mkdir(exist_ok=True)
    for at in range(first, beyond):
        stamps = ("00:10:00", f"16:{at % 60:02}:00", "00:99:00")
        lines = [f"- Trams ring {stamp} often [{stamp}]." for stamp in stamps]
        head = f"---\ntitle: Trams\nvideoId: talk{at // 2:07}\n---\n"
        (folder / f"trams{at}.md").write_text("\n".join((head, *lines)), encoding="utf-8")
    return folder


def told(*folders: Path) -> list[tuple[Any, ...]]:
    found = [survey([folder], all_stamps=True) for folder in folders]
    return [
        (
            each.note,
            each.line,
            each.seconds.raw,
            each.seconds.seconds,
            each.seconds.grade,
            each.seconds.reason,
        )
        for some in found
        for each in some.stamps
    ]


def test_many_notes_are_told_of_as_a_few_are(tmp_path: Path) -> None:
    many = notes(tmp_path / "many", 0, 420)
    command = [sys.executable, "-m", "bot", "lint", "--json", "--all-stamps", str(many)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    stamps = [
        tuple(each[key] for key in ("note", "line", "raw", "seconds", "grade", "reason"))
        for each in json.loads(ran.stdout)
        if "raw" in each
    ]
    halves = told(notes(tmp_path / "one", 0, 210), notes(tmp_path / "other", 210, 420))
    assert {grade for *_, grade, _ in halves} == {"as written", "repaired", "unusable"}
    assert sorted(stamps, key=str) == sorted(halves, key=str)


def test_a_stamp_comes_whole_out_of_another_process() -> None:
    placed = Placed("trams", 7, Seconds("16:10:00", 970, None, "repaired", "as a test says", 4))
    # What is copied goes the way of what is sent.
    there = copy.copy(placed)
    assert (there, there.seconds.place) == (placed, 4)


def test_own_words_that_are_no_yaml_are_one_problem_and_the_notes_are_looked_at(tmp_path: Path) -> None:
    trams = notes(tmp_path / "notes", 0, 2)
    sound = survey([trams], all_stamps=False)
    (trams / "lexicon.yaml").write_text("synonyms:\n  - [tram, streetcar\n  - [bus, coach]\n")
    spoiled = survey([trams], all_stamps=False)

    said = "not valid YAML, at or before this line: did not find expected ',' or ']'"
    assert spoiled.problems["other problems"] == (Problem(f"{trams}/lexicon.yaml", 3, said),)
    assert (spoiled.notes, spoiled.stamps) == (sound.notes, sound.stamps)
