"""Plain text: what screen readers, notifications and the terminal say is the whole answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answers.plain import plain, whole
from bot.model import Answer, Group, Kind, Line, Link

AT = "https://www.youtube.com/watch?v=abc&t="


def line(text: str, *, kind: Kind = "example", lead: str = "", links: tuple[Link, ...] | None = None) -> Line:
    made = (Link("1:05", f"{AT}60s"),) if links is None else links
    return Line(f"id:{text}", text, lead, kind, made, (), "Streets, line 7")


STREETS = line("Children drew streets.")
GROUP = Group("Sweden · Vinnova", "Vinnova", "Sweden", 3, 1, (STREETS,))
SURE = Answer("confident", (GROUP,), ("id",))


def test_a_group_is_its_title_its_counts_and_its_lines() -> None:
    assert plain(SURE) == f"Sweden · Vinnova — 3 notes, 1 talk\n• Children drew streets. ▶ 1:05 {AT}60s"


@pytest.mark.parametrize(
    ("of", "reads"),
    [
        (line("One.", lead="Lessons"), f"• Lessons: One. ▶ 1:05 {AT}60s"),
        (line("One.", links=()), "• One. (Streets, line 7)"),
        (line("One.", links=(Link("1:05", None),)), "• One. ▶ 1:05"),
        (
            line("One.", links=(Link("0:01", "u1"), Link("0:02", "u2"))),
            "• One. ▶ 0:01 u1 ▶ 0:02 u2",
        ),
        (
            line("One.", links=(Link("2:46", "u1"), Link("2:46:00", "u2", instead=True))),
            "• One. ▶ 2:46 u1 or ▶ 2:46:00 u2",
        ),
        (replace(line("One."), also=(Link("2:00", "v"),)), f"• One. ▶ 1:05 {AT}60s · also ▶ 2:00 v"),
        (
            replace(line("They drew.", lead="Lessons"), after="Children came."),
            f"• [Children came.] Lessons: They drew. ▶ 1:05 {AT}60s",
        ),
        (
            replace(line("Air."), after="Four missions:", part="item"),
            f"• [Four missions:]\n  • Air. ▶ 1:05 {AT}60s",
        ),
        (replace(line("Air."), part="item"), f"  • Air. ▶ 1:05 {AT}60s"),
        (replace(line("Four missions:"), part="opener"), f"• Four missions: ▶ 1:05 {AT}60s"),
        (line("It is *so* and _so_ & <so>.", links=()), "• It is *so* and _so_ & <so>. (Streets, line 7)"),
    ],
)
def test_how_a_line_reads(of: Line, reads: str) -> None:
    assert plain(replace(SURE, groups=(replace(GROUP, lines=(of,)),))).partition("\n")[2] == reads


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (SURE, "Sweden · Vinnova"),
        (replace(SURE, slips=(("vinova", "vinnova"),)), "Read as vinnova."),
        (replace(SURE, understood=(("Bürger", "citizen"),)), "Read Bürger as citizen."),
        (
            replace(SURE, slips=(("x", "y"),), understood=(("ville", "city"), ("eau", "water"))),
            "Read as y. Read ville as city, eau as water.",
        ),
        (replace(SURE, absent=("cost",)), "No line found here mentions a cost."),
        (
            replace(SURE, absent=("cost", "date", "who led")),
            "No line found here mentions a cost, a date or who led it.",
        ),
        (replace(SURE, absent=("challenge",)), "mentions a challenge."),
        (
            replace(SURE, tier="closest", unmatched=("cost", "taxes")),
            "Nothing directly on cost, taxes. Closest:",
        ),
        (replace(SURE, tier="closest"), "Nothing answers this directly. Closest:"),
        (replace(SURE, tier="nothing"), "The notes have nothing on this. Nearest:"),
        (replace(SURE, tier="nothing", unmatched=("budget",)), "No line matches budget."),
        (replace(SURE, tier="nothing", unknown_places=("Porto Alegre",)), "No note mentions Porto Alegre."),
    ],
)
def test_the_whole_answer_says_how_sure_it_is_and_what_is_missing(answer: Answer, says: str) -> None:
    assert says in whole(answer)
    assert "Children drew streets." in whole(answer)


def test_silence_with_nothing_near_says_so_and_no_more() -> None:
    assert whole(Answer("nothing", (), ())) == "The notes have nothing on this."


def test_no_mark_of_a_sentence_is_left_in_plain_text() -> None:
    answer = replace(
        SURE,
        tier="nothing",
        slips=(("a", "b"),),
        understood=(("e", "f"),),
        unmatched=("c",),
        unknown_places=("D",),
        absent=("cost",),
    )

    assert not {"*", "_", "`", "{", "}"} & set(whole(answer).replace(AT, ""))


def test_each_page_has_its_own_text() -> None:
    groups = tuple(replace(GROUP, title=f"Group {n}", lines=(line(f"Line {n}."),)) for n in range(4))
    answer = Answer("confident", groups, tuple(f"id:Line {n}." for n in range(4)))

    assert "Line 3." not in plain(answer, 0)
    assert plain(answer, 1).startswith("Group 3")
