"""What says little alone comes with the words of the note that it leans on, to the letter."""

from __future__ import annotations

import pytest

from bot.answers.references import leans, leant_on, says
from bot.model import Citation, Line, Statement

LONG = "The city of Malmö " + "and many others " * 20 + "gave streets back to children."


def said(
    text: str,
    line: int = 1,
    *,
    heading: str = "Streets",
    leads: tuple[str, ...] = (),
    intro: str = "",
) -> Statement:
    headings = (heading,) if heading else ()
    return Statement(text, Citation("a", line, None, ()), text, headings, leads, intro)


BEFORE = said("Children drew their street.")


@pytest.mark.parametrize(
    ("text", "little"),
    [
        ("They drew it with chalk on the ground.", True),
        ("This was tried in a dozen other towns.", True),
        ("Its aim is to give streets back to people.", True),
        ("“Such streets are wicked problems,” said the mayor.", True),
        ("Raise biodiversity.", True),
        ("International collaboration and many shared tools.", False),
        ("Five words and no more.", True),
        ("Six words and no more here.", False),
        ("Children drew the street they wanted.", False),
        ("IT services are shared by all of the towns.", False),
        ("Italy has shared its services with all towns.", False),
        ("Theirstreet is the name of the first platform.", False),
        # These point at nothing before them.
        ("It is important to listen to the whole street.", False),
        ("It's also not easy to say what a street costs.", False),
        ("It is a street that children drew themselves.", True),
    ],
)
def test_what_says_little_alone(text: str, little: bool) -> None:
    assert leans(said(text)) is little


@pytest.mark.parametrize(
    ("statement", "before", "words"),
    [
        # In one paragraph, the sentence before.
        (said("They used chalk for all of the lines."), BEFORE, BEFORE.text),
        (said("Chalk was enough."), BEFORE, BEFORE.text),
        # In one bullet, too, whatever its lead.
        (
            said("They used chalk.", leads=("Malmö",)),
            said("Children drew.", leads=("Malmö",)),
            "Children drew.",
        ),
        # In the next paragraph of the section what refers back does so, and what is short has its heading.
        (said("They used chalk for all of the lines.", 3), BEFORE, BEFORE.text),
        (said("Chalk.", 3), BEFORE, "Streets"),
        # What begins a list's item leans on the line that opens the list; its lead stands before it anyway.
        (said("Chalk.", 3, intro="They used:"), BEFORE, "They used:"),
        (said("Chalk.", 3, intro="They used:"), said("Paint.", 2, intro="They used:"), "They used:"),
        (said("Their target is chalk.", 3, leads=("Malmö",), intro="The towns:"), BEFORE, ""),
        # What follows a list points at all of it.
        (said("These are cheap enough for all.", 4), said("Chalk.", 3, intro="They used:"), "They used:"),
        (said("These are cheap enough for all.", 4), said("Chalk.", 3, leads=("Malmö",)), "Streets"),
        # Nothing crosses a heading.
        (said("They used chalk for all of the lines.", 3), said("Meals.", 2, heading="Food"), "Streets"),
        (said("They used chalk.", heading=""), None, ""),
        # What says enough leans on nothing.
        (said("Children drew the street they wanted."), BEFORE, ""),
    ],
)
def test_what_it_leans_on(statement: Statement, before: Statement | None, words: str) -> None:
    assert leant_on(statement, before) == words


def test_of_long_words_they_point_at_the_beginning_and_this_at_the_end() -> None:
    before = said(LONG)
    they, this = leant_on(said("They drew."), before), leant_on(said("This was new."), before)

    assert they.startswith("The city of Malmö and many")
    assert they.endswith((" …", "others …"))
    assert this.startswith("… ")
    assert this.endswith("many others gave streets back to children.")
    assert max(len(they), len(this)) <= 160
    assert they.removesuffix(" …") in LONG
    assert this.removeprefix("… ") in LONG
    assert {*they.split(), *this.split()} - {"…"} <= set(LONG.split())  # cut between words


def test_a_word_no_row_holds_is_cut_too() -> None:
    endless = said("x" * 5_000)

    assert leant_on(said("They drew."), endless) == "x" * 158 + " …"
    assert leant_on(said("This was new."), endless) == "… " + "x" * 158


@pytest.mark.parametrize(
    ("above", "after", "told"),
    [
        ("Children drew.", "Children drew.", True),
        ("Children drew.", "Children", False),
        (LONG, leant_on(said("They drew."), said(LONG)), True),
        (LONG, leant_on(said("This was new."), said(LONG)), True),
    ],
)
def test_a_line_says_what_the_next_one_leans_on(above: str, after: str, told: bool) -> None:
    assert says(Line("id", above, "", "example", (), (), ""), after) is told


def test_a_line_that_leans_on_the_same_words_says_them() -> None:
    assert says(Line("id", "Chalk.", "", "example", (), (), "", after="They used:"), "They used:")
