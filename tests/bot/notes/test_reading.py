"""A note becomes its statements, each with its line, its stamps and what stands above it."""

from __future__ import annotations

import pytest

from bot.model import Note, Problem
from bot.notes import reading

HEAD = "---\ntitle: A test\nvideoId: abcdefghijk\n---\n"


def texts(note: Note) -> list[str]:
    return [statement.text for statement in note.statements]


def stamps(note: Note) -> list[tuple[str, ...]]:
    return [tuple(each.raw for each in statement.citation.seconds) for statement in note.statements]


def read(body: str) -> Note:
    note = reading.read("test", HEAD + body)
    assert note is not None
    return note


def test_a_sentence_is_a_statement_and_so_is_a_bullet(note: Note) -> None:
    """
    # Streets

    Streets became places. Children helped <a class="yt-timestamp" data-t="00:27:35">[00:27:35]</a>.

    - Trade grew <a class="yt-timestamp" data-t="01:14:13">[01:14:13]</a>.
    """
    assert texts(note) == ["Streets became places.", "Children helped.", "Trade grew."]
    assert stamps(note) == [(), ("00:27:35",), ("01:14:13",)]
    assert [statement.citation.line for statement in note.statements] == [7, 7, 9]
    assert note.problems == ()


def test_a_statement_keeps_the_headings_above_it(note: Note) -> None:
    """
    # Missions
    ## In Sweden <a class="yt-timestamp" data-t="00:01">[00:01]</a>
    ### **Streets** ###
    One.
    ## In C#
    Two.
    """
    assert [statement.headings for statement in note.statements] == [
        ("Missions", "In Sweden", "Streets"),
        ("Missions", "In C#"),
    ]


def test_a_statement_keeps_its_bold_leads_outermost_first(note: Note) -> None:
    """
    Some barriers include:
    - **People:**
      - **Habits** They stay [00:01].
      - Fear grows.
    - **Money**: It ends.
    """
    told = [(statement.leads, statement.text, statement.intro) for statement in note.statements]
    assert told == [
        (("People", "Habits"), "They stay.", "Some barriers include:"),
        (("People",), "Fear grows.", "Some barriers include:"),
        (("Money",), "It ends.", "Some barriers include:"),
    ]


def test_a_list_opener_is_a_statement_only_where_it_cites(note: Note) -> None:
    """
    These are:
    - One.

    Danes do this [00:21]:
    - Two.
    """
    assert texts(note) == ["One.", "Danes do this:", "Two."]
    assert [statement.intro for statement in note.statements] == ["These are:", "", "Danes do this:"]


@pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "12)"])
def test_any_bullet_or_number_opens_a_statement(mark: str) -> None:
    assert texts(read(f"{mark} One thing\n{mark} Another thing\n  and its rest")) == [
        "One thing",
        "Another thing and its rest",
    ]


def test_a_sentence_may_open_with_a_wikilink_in_lower_case(note: Note) -> None:
    """
    Streets matter [00:01]. [[cocreation_in_cities | Co-creation]] helps [00:02]. [[trust]] too.
    """
    assert texts(note) == ["Streets matter.", "Co-creation helps.", "trust too."]
    assert [statement.links for statement in note.statements] == [(), ("cocreation_in_cities",), ("trust",)]
    assert note.links == ("cocreation_in_cities", "trust")


def test_a_stamp_belongs_to_the_sentence_it_follows_on_either_side_of_the_stop(note: Note) -> None:
    """
    One <a class="yt-timestamp" data-t="00:01">[00:01]</a>. Two. <a class="yt-timestamp" data-t="00:02">[00:02]</a>
    Three. [00:03], [00:04]. Four [00:05]-[00:06], [00:07].
    """
    assert texts(note) == ["One.", "Two.", "Three.", "Four."]
    assert stamps(note) == [("00:01",), ("00:02",), ("00:03", "00:04"), ("00:05", "00:06", "00:07")]


def test_a_lead_may_be_a_wikilink_and_a_stamp_may_stand_before_its_colon(note: Note) -> None:
    """
    - [[trust|Trust]]: It falls.
    - **Skill** <a class="yt-timestamp" data-t="00:21">[00:21]</a>: It grows.
    - **Nothing but a lead** [00:22]
    """
    assert [(statement.leads, statement.text) for statement in note.statements] == [
        (("Trust",), "It falls."),
        (("Skill",), "It grows."),
        ((), "Nothing but a lead"),
    ]
    assert stamps(note) == [(), ("00:21",), ("00:22",)]


def test_a_callout_titles_what_is_in_it_and_nothing_below(note: Note) -> None:
    """
    # Streets
    > [!INFO] Results
    > Trade grew [00:01].
    >
    > - Noise fell [00:02].

    [!NOTE|Next steps]
    More streets follow.

    It went on.
    """
    assert [(statement.headings, statement.text) for statement in note.statements] == [
        (("Streets", "Results"), "Trade grew."),
        (("Streets", "Results"), "Noise fell."),
        (("Streets", "Next steps"), "More streets follow."),
        (("Streets",), "It went on."),
    ]


def test_a_callout_that_says_a_sentence_is_that_sentence(note: Note) -> None:
    """
    - **Debunking:** It spreads.
        > [!WARNING] Avoid it online [00:21]. Myths grow.
        Facts help more.
    """
    assert texts(note) == ["It spreads.", "Avoid it online.", "Myths grow.", "Facts help more."]
    assert {statement.leads for statement in note.statements} == {("Debunking",)}
    assert {statement.headings for statement in note.statements} == {()}


def test_a_quotation_keeps_its_speaker_and_a_speaker_alone_is_no_statement(note: Note) -> None:
    """
    > "Something has to change." <a class="yt-timestamp" data-t="00:21">[00:21]</a> - Ann Lee
    > "Nothing will." [00:22]

    — Prime Minister Bo Ek
    """
    assert texts(note) == ['"Something has to change." - Ann Lee', '"Nothing will."']
    assert stamps(note) == [("00:21",), ("00:22",)]


def test_a_row_of_a_table_is_a_statement_where_it_cites(note: Note) -> None:
    """
    | Country | What they did | When |
    |---|---|---|
    | Finland | A trial of [[basic_income|basic income]] | [00:21] |
    | Norway | Nothing yet | |
    | Only this [00:22] |
    """
    assert [(statement.leads, statement.text) for statement in note.statements] == [
        (("Finland",), "A trial of basic income"),
        ((), "Only this"),
    ]
    assert stamps(note) == [("00:21",), ("00:22",)]
    assert [statement.citation.line for statement in note.statements] == [7, 9]
    assert note.links == ("basic_income",)


def test_what_is_no_prose_is_left_out(note: Note) -> None:
    """
    From: [[a_talk]] <br/>
    ---
    * * *
    ```python
    code = "[00:21]"
    ~~~
    ```
    Prose.
    """
    assert texts(note) == ["Prose."]


def test_lines_are_counted_through_anchors_and_leads_that_are_broken_over_lines(note: Note) -> None:
    """
    One <a class="yt
    -timestamp" data-t="00:01">[00:01]</a>. Two
    is here. Three.

    **A lead:**
    Four.
    """
    assert [(statement.text, statement.citation.line) for statement in note.statements] == [
        ("One.", 5),
        ("Two is here.", 6),
        ("Three.", 7),
        ("Four.", 10),
    ]


def test_a_malformed_stamp_is_a_problem_with_its_line_and_leaves_nothing_behind(note: Note) -> None:
    """
    One <a class="yt-timestamp" data-t="N/A">[N/A]</a>.

    Two <a class="yt-timestamp" data-t="00:01">[00:02]</a>.

    <a class="yt-timestamp" data-t="00:03">[00:03]</a>

    Three <a href="https://oecd.org">the OECD</a>.
    """
    assert texts(note) == ["One.", "Two.", "Three the OECD."]
    assert note.problems == (
        Problem("test", 5, "a stamp that cannot be read"),
        Problem("test", 7, "the label says 00:02, data-t says 00:01; data-t counts"),
        Problem("test", 9, "a stamp without words"),
    )


def test_mojibake_is_a_problem_on_its_own_line_each_time(note: Note) -> None:
    """
    In Lar√©do.

    Again in Lar√©do and Lar√©do.
    """
    assert texts(note) == ["In Larédo.", "Again in Larédo and Larédo."]
    assert [(problem.line, problem.message) for problem in note.problems] == [
        (5, "'√©' was decoded wrongly; read as 'é'"),
        (7, "'√©' was decoded wrongly; read as 'é'"),
    ]


def test_a_title_is_mended_like_any_text() -> None:
    note = reading.read("x", "---\ntitle: Lar√©do\nvideoId: abcdefghijk\n---\n")

    assert note is not None
    assert note.title == "Larédo"
    assert [problem.line for problem in note.problems] == [2]


@pytest.mark.parametrize(
    ("text", "title", "video", "problems"),
    [
        ("---\ntitle: T\nvideoId: -KQokCATILo\n---\n", "T", "-KQokCATILo", 0),
        ("\ufeff---\ntitle: T\nvideoId: -KQokCATILo\n---\n", "T", "-KQokCATILo", 0),
        ("---\ntitle: [T]\nvideoId: a b\n---\n", "My note", None, 2),
        ("---\ntitle: ' '\nvideoId: '<script>'\n---\n", "My note", None, 2),
        ("", "My note", None, 2),
        ("\ufeff# Heading", "My note", None, 2),
    ],
)
def test_a_note_without_a_title_or_talk_is_read_all_the_same(
    text: str, title: str, video: str | None, problems: int
) -> None:
    note = reading.read("my_note", text)

    assert note is not None
    assert (note.title, note.video, len(note.problems)) == (title, video, problems)
    assert note.statements == ()


@pytest.mark.parametrize(
    ("said", "withdrawn"),
    [
        ("true", True),
        ("True", True),
        ("yes", True),
        ("'1'", True),
        ("false", False),
        ("", False),
        ("[true]", False),
    ],
)
def test_a_note_that_says_so_is_withdrawn(said: str, withdrawn: bool) -> None:
    assert (reading.read("x", f"---\nwithdrawn: {said}\n---\nText.") is None) is withdrawn


def test_a_head_that_cannot_be_read_but_speaks_of_withdrawal_silences_its_note() -> None:
    note = reading.read("x", "---\nwithdrawn: true\ntitle: &t T\n---\nText.")

    assert note is not None
    assert note.statements == ()
    assert "the head cannot be read" in note.problems[0].message


def test_more_stamps_than_can_be_told_apart_are_a_problem_and_not_a_mixture() -> None:
    note = read("One [00:01].\n\n" + "[00:02]" * 65_533 + "\n\nTwo [00:03].")

    assert stamps(note)[0] == ("00:01",)
    assert any("more than 65533 stamps" in problem.message for problem in note.problems)


def ids(note: Note) -> dict[str, str]:
    return {statement.id: statement.text for statement in note.statements}


def test_an_id_outlives_lines_and_stamps_of_others() -> None:
    before = read("# Streets\n\nOne [00:01]. Two.\n\n- Three [00:02].")
    after = read(
        "# Roads\n\nNew [00:09].\n\nOne [00:01]. New too. **Two.**\n\n## More\n- Lead\n  - THREE [00:02]."
    )

    assert set(ids(before)) < set(ids(after))


def test_twins_keep_their_ids_whatever_stands_above() -> None:
    before = read("Same [00:01].\n\nSame [00:01].\n\n- Same [00:01].")
    after = read("New.\n\nSame [00:01].\n\nNew too.\n\nSame [00:01].\n\n- Same [00:01].")

    assert len(ids(before)) == 3
    assert set(ids(before)) < set(ids(after))


def test_an_id_changes_with_the_note_the_stamps_and_the_words() -> None:
    one = reading.read("one", "Same [00:01].")
    assert one is not None

    assert (
        len(
            {
                *ids(one),
                *ids(read("Same [00:01].")),
                *ids(read("Same [00:02].")),
                *ids(read("Other [00:01].")),
            }
        )
        == 4
    )


def test_a_stamp_knows_its_place_among_those_of_the_plain_form() -> None:
    plain = '<a class="yt-timestamp" data-t="{0}">[{0}]</a>'
    body = (
        f"One {plain.format('00:00:01')}{plain.format('0:00:02')}.\n\nTwo [00:00:03]"
        " <a class='yt-timestamp' data-t='00:00:04'>[00:00:04]</a>."
        f"\n## Three {plain.format('00:00:05')}\nFour {plain.format('01:88:00')}."
        f" Five {plain.format('1:00:06:00')}. Six {plain.format('16:16:16')}."
    )
    note = reading.read("a", f"---\ntitle: A\nvideoId: abcdefghijk\n---\n{body}")

    assert note is not None
    assert [(each.raw, each.place) for one in note.statements for each in one.citation.seconds] == [
        ("00:00:01", 0),
        ("0:00:02", 1),
        ("00:00:03", None),
        ("00:00:04", None),
        ("01:88:00", 3),  # the one in the heading is the third
        ("1:00:06:00", None),
        ("16:16:16", 4),
    ]
