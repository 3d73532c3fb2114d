"""Which second a stamp means is told by its note, its talk and its twins; what they do not tell has two readings."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.model import Citation, Note, Seconds, Statement, Video
from bot.notes.evidence import LONGEST
from bot.notes.resolving import resolve
from bot.notes.seconds import read, readings

TALK = "talk0000001"
# An hour and a quarter, told in order: half a minute to a minute and a half between two statements.
CLEAN = [20 + 67 * at + 13 * (at % 5) for at in range(60)]


def note(name: str, stamps: Sequence[str], video: str | None = TALK, texts: Sequence[str] = ()) -> Note:
    statements = (
        Statement(
            f"{name}{at}", Citation(name, at + 1, video, (read(raw, None, at),)), texts[at] if texts else name
        )
        for at, raw in enumerate(stamps)
    )
    return Note(name, name, video, tuple(statements), ())


def in_hours(seconds: Iterable[int]) -> list[str]:
    return [f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}" for at in seconds]


def in_minutes(seconds: Iterable[int], frames: int = 0) -> list[str]:
    """The first hour as minutes, seconds and frames; what is later as it should be."""
    return [f"{at // 60:02}:{at % 60:02}:{frames:02}" if at < 3600 else in_hours([at])[0] for at in seconds]


def stamps(resolved: Note) -> list[Seconds]:
    return [each for statement in resolved.statements for each in statement.citation.seconds]


def resolved(*notes: Note, length: int | None = None, at_least: int | None = None) -> list[list[Seconds]]:
    talks = {TALK: Video(TALK, length=length, at_least=at_least)}
    return [stamps(each) for each in resolve(notes, talks)[0]]


def meant(*notes: Note, length: int | None = None) -> list[list[tuple[int | None, str]]]:
    return [[(each.seconds, each.grade) for each in of] for of in resolved(*notes, length=length)]


def test_a_note_without_doubtful_stamps_is_the_very_same() -> None:
    clean = note("a", in_hours(CLEAN[:50]))
    assert resolve([clean], {})[0][0] is clean


def test_a_clean_note_stays_as_written_past_the_hour_too() -> None:
    [found] = meant(note("a", in_hours(CLEAN)))
    assert found == [(second, "as written") for second in CLEAN]


@pytest.mark.parametrize("frames", [0, 1, 25])
def test_a_note_of_minutes_is_repaired_where_the_length_is_known(frames: int) -> None:
    [found] = meant(note("a", in_minutes(CLEAN, frames)), length=5000)
    assert [second for second, _ in found[2:]] == CLEAN[2:]
    assert {grade for _, grade in found[2:53]} == {"repaired"}
    assert {grade for second, grade in found if second and second >= 3600} == {"as written"}


def test_a_note_of_minutes_is_repaired_beside_a_clean_one() -> None:
    clean, damaged = meant(note("a", in_hours(CLEAN)), note("b", in_minutes(CLEAN)))
    assert clean == [(second, "as written") for second in CLEAN]
    assert all(
        grade == "two readings" or second == at for (second, grade), at in zip(damaged, CLEAN, strict=True)
    )
    assert sum(grade == "repaired" for _, grade in damaged) >= 50


def test_alone_and_without_a_length_only_the_impossible_is_repaired() -> None:
    [found] = meant(note("a", in_minutes(CLEAN)))
    grades = {raw: grade for raw, (_, grade) in zip(in_minutes(CLEAN), found, strict=True)}
    assert {grade for raw, grade in grades.items() if raw[:2] >= "12"} == {"repaired"}
    assert {grade for raw, grade in grades.items() if "02" <= raw[:2] < "12"} == {"two readings"}


def test_where_a_talk_is_known_to_be_long_its_hours_are_real() -> None:
    hours = in_hours(range(3700, 9000, 171))
    [found] = resolved(note("a", ["02:46:00", "03:09:00", "09:59:00", *hours]), at_least=13169)
    assert [each.grade for each in found[:3]] == ["two readings"] * 3
    assert {each.grade for each in found[3:] if not each.raw.endswith(":00")} == {"as written"}


def test_two_readings_are_both_linked_the_likelier_first() -> None:
    [[one]] = resolved(note("a", ["02:46:00"]))
    assert {one.seconds, one.other} == {166, 9960}
    assert one.reason == (
        "the note says 02:46:00, which may be 2 min 46 s or 2 h 46 min; no other note of the talk tells which,"
        " and videos.yaml does not have its length"
    )


@pytest.mark.parametrize(
    ("raw", "length", "reason"),
    [
        ("16:16:16", 8580, "read as 16 min 16 s, since the talk ends at 2:23:00"),
        ("16:16:00", None, "read as 16 min 16 s, since no talk runs that long"),
    ],
)
def test_a_repair_says_why(raw: str, length: int | None, reason: str) -> None:
    [[one]] = resolved(note("a", [raw]), length=length)
    assert (one.seconds, one.other, one.grade) == (976, None, "repaired")
    assert one.reason == f"the note says {raw}; {reason}"


SAID = "Municipal gardeners measured biodiversity along twelve streets"


def _said_at(place: int) -> list[str]:
    texts = [f"statement number{at} alone" for at in range(60)]
    texts[place] = SAID
    return texts


def test_the_same_statement_in_another_note_is_a_reason() -> None:
    raws = in_minutes(CLEAN)
    _, found = resolved(
        note("a", in_hours(CLEAN), texts=_said_at(30)),
        note("b", raws, texts=[*["other"] * 30, SAID, *["other"] * 29]),
    )
    assert (found[30].seconds, found[30].grade) == (CLEAN[30], "repaired")
    assert found[30].reason.endswith("another note has the same statement at 33:50")


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_twins_as_near_the_earlier_is_the_reason(first: int) -> None:
    told = [CLEAN[30] - 2, CLEAN[30] + 2]
    others = [
        note(f"other{at}", in_hours([*CLEAN[:30], second, *CLEAN[31:]]), texts=_said_at(30))
        for at, second in enumerate((told[first], told[1 - first]))
    ]
    *_, found = resolved(*others, note("z", in_minutes(CLEAN), texts=_said_at(30)))
    assert found[30].reason.endswith("another note has the same statement at 33:48")


def test_two_wrong_stamps_do_not_confirm_each_other() -> None:
    wrong = in_minutes(CLEAN)
    texts = [f"the same words number{at} are said again" for at in range(60)]
    one, other = resolved(note("a", wrong, texts=texts), note("b", wrong, texts=texts))
    assert not [each for each in (*one, *other) if each.grade == "as written" and each.seconds not in CLEAN]


@pytest.mark.parametrize(
    ("raw", "length"),
    [
        ("01:88:00", None),
        ("00:50:00", 1200),  # a second of the first hour past the end is a slip, never minutes
        ("N/A", None),
        ("13:00:00:00", None),
    ],
)
def test_what_cannot_be_right_is_unusable_and_says_so(raw: str, length: int | None) -> None:
    [[one]] = resolved(note("a", [raw]), length=length)
    assert (one.seconds, one.other, one.grade) == (None, None, "unusable")
    assert one.reason.startswith(f"the note says {raw}")


def test_a_length_that_certain_stamps_contradict_is_a_problem() -> None:
    notes = [note("a", in_hours(CLEAN)), note("b", in_hours(CLEAN))]
    found, [problem] = resolve(notes, {TALK: Video(TALK, length=3700)})

    assert (problem.note, problem.line) == ("a", 60)
    assert problem.message.startswith(
        "10 stamps of 2 notes stand past the end of the talk talk0000001, up to 1:07:05"
    )
    assert problem.message.endswith("videos.yaml says it ends at 1:01:40. Check that length")
    late = [each for of in found for each in stamps(of) if each.raw > "01:01:40"]
    assert {(each.seconds, each.grade) for each in late} == {(None, "unusable")}


def test_a_length_that_one_note_alone_runs_past_is_no_problem() -> None:
    notes = [note("a", in_hours(CLEAN)), note("b", in_minutes(CLEAN[:53]))]
    assert resolve(notes, {TALK: Video(TALK, length=3700)})[1] == ()


def test_notes_without_a_talk_tell_nothing_of_each_other() -> None:
    damaged = note("a", in_minutes(CLEAN), None)
    apart = meant(damaged, note("b", in_hours(CLEAN), None))[0]
    assert apart == meant(damaged)[0]


def test_a_stamp_keeps_its_place() -> None:
    [found] = resolved(note("a", in_minutes(CLEAN)), length=5000)
    assert [each.place for each in found] == list(range(60))


# --- whatever the notes ----------------------------------------------------------------------------------------

RAW = some.one_of(
    some.from_regex(r"\d{1,3}:\d{1,2}(:\d{1,3}){0,2}", fullmatch=True),
    some.builds("{:02}:{:02}:{:02}".format, *(some.integers(0, 59) for _ in range(3))),
    some.text(max_size=8),
)
TEXTS = ["one two", SAID, f"{SAID} in Sweden", ""]
NOTES = some.lists(
    some.lists(some.tuples(RAW, some.sampled_from(TEXTS)), max_size=12), min_size=1, max_size=4
)


@settings(deadline=None)
@given(NOTES, some.none() | some.integers(0, 50_000), some.none() | some.integers(0, 50_000))
def test_a_stated_second_is_a_reading_and_never_past_a_known_length(
    told: list[list[tuple[str, str]]], length: int | None, at_least: int | None
) -> None:
    notes = [
        note(f"n{number}", [raw for raw, _ in each], texts=[text for _, text in each])
        for number, each in enumerate(told)
    ]
    for found in resolve(notes, {TALK: Video(TALK, length=length, at_least=at_least)})[0]:
        for each in stamps(found):
            stated = [second for second in (each.seconds, each.other) if second is not None]
            assert all(
                second in readings(each.raw) or second == read(each.raw, None).seconds for second in stated
            )
            assert all(second >= 0 and (length is None or second <= length) for second in stated)
            assert len(stated) == {"unusable": 0, "two readings": 2}.get(each.grade, 1)
            assert each.reason


@settings(deadline=None)
@given(NOTES)
def test_to_read_notes_in_another_order_changes_nothing(told: list[list[tuple[str, str]]]) -> None:
    notes = [
        note(f"n{number}", [raw for raw, _ in each], texts=[text for _, text in each])
        for number, each in enumerate(told)
    ]
    one, _ = resolve(notes, {})
    other, _ = resolve(notes[::-1], {})
    for forward, backward in zip(one, other[::-1], strict=True):
        assert [each.grade for each in stamps(forward)] == [each.grade for each in stamps(backward)]


@pytest.mark.parametrize("frames", ["00", "any"])
def test_damage_put_into_clean_notes_is_rarely_read_wrong(frames: str) -> None:
    chance = random.Random(0)  # noqa: S311  the same damage every time
    wrong = number = 0
    for _ in range(12):
        seconds = sorted(chance.sample(range(30, 4500), 45))
        others = [note(f"o{at}", in_hours(sorted(chance.sample(range(30, 4500), 40)))) for at in range(3)]
        raws = [
            in_minutes([at], 0 if frames == "00" else chance.randrange(60))[0]
            if chance.random() < 0.6
            else in_hours([at])[0]
            for at in seconds
        ]
        found = resolved(note("a", raws), *others)[0]
        number += len(found)
        wrong += sum(
            each.grade in ("as written", "repaired")
            and each.seconds is not None
            and abs(each.seconds - at) > 20
            for each, at in zip(found, seconds, strict=True)
        )
    assert wrong <= number * 0.02


def test_no_second_is_past_the_longest_talk() -> None:
    assert readings("11:59:59")[0] == LONGEST - 1
    [found] = resolved(note("a", ["11:59:59", "12:00:01", "13:00:00:00"]))
    assert all(each.seconds is None or each.seconds <= LONGEST for each in found)
