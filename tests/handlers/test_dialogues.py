"""What is said to the bot, and what it says back, through the real app."""

from __future__ import annotations

import pytest

from handlers.words import COMMANDS
from tests.handlers.fakes import FakeSlack, Talk, labels

TO_THE_COMMAND = [
    ("", "Casebook answers from your team"),
    ("help", "Casebook answers from your team"),
    ("vinnova", "Sweden · Vinnova"),
    ("vinnova", "Streets became places for biodiversity."),
    ("VINNOVA!", "Vinnova"),
    ("case Vinnova", "What got in the way"),
    ("case", "Which case?"),
    ("case Atlantis", "No case named Atlantis."),
    ("case studies of vinnova", "Sweden · Vinnova"),
    ("today", "Today's mission case\nSweden · Vinnova on 2023-11-14"),
    ("topics", "• Citizen engagement — 31 statements"),
    ("topics", "• Silos — 1 statement"),
    ("privacy", "no message and no question is stored"),
    ("privacy", "Until a daily mission case is switched off: where it comes"),
    ("privacy", "For 180 days: seconds that somebody called wrong"),
    ("porto alegre", "The notes have nothing on this. No note mentions Porto Alegre."),
    ("porto alegre", "No line matches participatory, budget.\nNearest:"),
    ("cost", "Nothing directly on cost. Closest:"),
    ("flibbertigibbet", "Vinnova"),
    (
        "compare Sweden and Norway on citizens",
        "Sweden and Norway, side by side on citizens\nWhat was tried\nSweden:",
    ),
    ("compare Sweden and Norway on citizens", "What got in the way\nSweden:\n• Government structures"),
    ("compare Sweden and Norway on citizens", "\nNorway: notes silent\nWhat helped: notes silent"),
    ("Comparing the Swedes with Norway", "side by side"),
    (
        "compare",
        "Which sides? Write two or three countries or cases, and a topic if you like, such as /mission compare",
    ),
    ("compare apples", "No country or case of these notes is called apples. Write two or three"),
    ("compare apples", "The notes tell most of Sweden and Norway."),
    ("compare Peru and Chile on song", "The notes have nothing on citizens for Sweden and Norway."),
    ("who prototyping", "Who tried prototyping — 2 countries, 1 case\nSweden\n• Vinnova: Streets became"),
    ("who else tried prototyping?", "Who tried prototyping"),
    ("Who has already piloted prototyping", "Who tried prototyping"),
    (
        "who",
        "• foresight — Finland, Ireland, Norway and 1 more\n• field labs — 1 case\nAlso: system mapping.",
    ),
    (
        "who porto alegre",
        "No note tells of anyone who tried porto alegre. Near it stand: foresight and field labs.",
    ),
    ("who let citizens design streets?", "Sweden · Vinnova"),
    ("who benefits from missions", "Sweden · Vinnova"),  # no method, and the notes answer it
]


@pytest.mark.parametrize(("typed", "said"), TO_THE_COMMAND)
async def test_the_command_answers_privately(talk: Talk, slack: FakeSlack, typed: str, said: str) -> None:
    await talk.command(typed)
    [message] = slack.said()
    assert said in message["text"]
    assert message["response_type"] == "ephemeral"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("examples streets", ("streets", "example")),
        ("Challenges in Sweden", ("in Sweden", "challenge")),
        ("approaches", ("approaches", "approach")),
        ("what   did the\nDutch do", ("what did the Dutch do", None)),
        ("today is a good day", ("today is a good day", None)),
        ("<@U2> in <#C2|general> &amp; <https://a.example|the page>", ("in general & the page", None)),
        ("x" * 9_000, ("x" * 3_000, None)),
    ],
)
async def test_the_casebook_is_asked(talk: Talk, typed: str, asked: tuple[str, str | None]) -> None:
    await talk.command(typed)
    assert talk.casebook.asked == [asked]


async def test_help_lists_exactly_the_commands_that_exist(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("help")
    listed = [
        row.removeprefix("• /mission ").split(" ")[0]
        for row in slack.said()[0]["text"].splitlines()
        if row.startswith("• ")
    ]
    assert listed == ["&lt;your", *COMMANDS]


async def test_every_command_of_help_is_understood(talk: Talk) -> None:
    for word in ("case", "compare", "who", "today", "topics", "digest next", "privacy", "help"):
        await talk.command(word)
    assert talk.casebook.asked == []


async def test_a_mention_is_answered_in_its_thread(talk: Talk, slack: FakeSlack) -> None:
    await talk.mention("vinnova", ts="5.5")
    await talk.mention("vinnova", ts="8.8", thread_ts="6.6")
    threads = [(m["channel"], m["thread_ts"]) for m in slack.said("chat.postMessage")]
    assert threads == [("C1", "5.5"), ("C1", "6.6")]
    assert "Streets became places" in slack.said()[0]["text"]


@pytest.mark.parametrize("words", ["", "this", "  This? ", "<@U2>"])
async def test_a_mention_without_words_asks_what_to_look_for(
    talk: Talk, slack: FakeSlack, words: str
) -> None:
    await talk.mention(words)
    assert "What shall I look for?" in slack.said()[0]["text"]
    assert talk.casebook.asked == []


async def test_a_direct_message_is_answered_where_it_stands(talk: Talk, slack: FakeSlack) -> None:
    await talk.direct("vinnova")
    await talk.direct("vinnova", thread_ts="3.3")
    assert [m.get("thread_ts") for m in slack.said("chat.postMessage")] == [None, "3.3"]


@pytest.mark.parametrize("greeting", ["hi", "Hello!", "help", ""])
async def test_a_greeting_brings_help(talk: Talk, slack: FakeSlack, greeting: str) -> None:
    await talk.direct(greeting)
    assert "/mission case" in slack.said()[0]["text"]


@pytest.mark.parametrize(
    "marks",
    [
        {"bot_id": "B9"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "1.1"}},
        {"user": None},
        {"user": "UBOT"},
    ],
)
async def test_bots_edits_and_joinings_are_left_alone(
    talk: Talk, slack: FakeSlack, marks: dict[str, object]
) -> None:
    responses = [await talk.mention("vinnova", **marks), await talk.direct("vinnova", **marks)]
    assert slack.told == []
    assert [response.status for response in responses] == [200, 200]


async def test_what_is_said_in_a_channel_without_a_mention_is_not_heard(talk: Talk, slack: FakeSlack) -> None:
    await talk.event({"type": "message", "channel_type": "channel", "channel": "C1", "text": "vinnova"})
    assert slack.told == []


async def test_a_private_answer_can_be_shared_and_a_public_one_removed(talk: Talk, slack: FakeSlack) -> None:
    await talk.command("vinnova")
    await talk.mention("vinnova")
    private, public = slack.said()
    assert labels(private) == ["Share", "Whole case", "Challenges", "What helped", "Wrong second?"]
    assert labels(public) == ["Whole case", "Challenges", "What helped", "Wrong second?", "Remove"]


async def test_a_question_the_notes_cannot_answer_is_counted(talk: Talk) -> None:
    await talk.command("porto alegre")
    await talk.mention("porto alegre")
    assert [(gap.words, gap.asked) for gap in talk.desk.journal.gaps()] == [(("budget", "participatory"), 2)]


@pytest.mark.parametrize("typed", ["compare Peru and Chile on song", "who porto alegre"])
async def test_what_no_side_and_nobody_tells_of_is_counted(talk: Talk, typed: str) -> None:
    await talk.command(typed)
    assert [gap.words for gap in talk.desk.journal.gaps()] in ([("song",)], [("voting",)])


@pytest.mark.parametrize("typed", ["compare Sweden and Norway", "who tried prototyping?"])
async def test_a_comparison_and_who_tried_it_are_the_same_in_a_mention_and_in_a_direct_message(
    talk: Talk, slack: FakeSlack, typed: str
) -> None:
    await talk.mention(typed)
    await talk.direct(typed)
    mentioned, direct = slack.said()
    assert mentioned["text"] == direct["text"]
    assert labels(mentioned) == ["Wrong second?", "Remove"]


@pytest.mark.parametrize("typed", ["compare Sweden and Norway", "who prototyping"])
async def test_a_comparison_and_who_tried_it_can_be_shared_and_judged(
    talk: Talk, slack: FakeSlack, typed: str
) -> None:
    await talk.command(typed)
    await talk.press("helpful")
    private, thanks = slack.said()
    await talk.press("share", on=private)
    shared = slack.said()[2]
    assert labels(private) == ["Share", "Wrong second?"]
    assert "counted" in thanks["text"]
    assert shared["text"] == f"{private['text']}\nShared by <@U1>"
    assert shared["response_type"] == "in_channel"


async def test_the_command_is_acknowledged_with_an_empty_body(talk: Talk) -> None:
    response = await talk.command("vinnova")
    assert (response.status, response.body) == (200, "")
