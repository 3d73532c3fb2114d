"""A note's head is hostile input: what is not plain keys and values is refused, by one exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.notes import front_matter, reading
from bot.notes.front_matter import Refused

ALIAS_BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a: &a {x: 1}\nb: {<<: [" + ", ".join(["*a"] * 50) + "]}"

REFUSED = [
    ("an alias bomb", ALIAS_BOMB, "anchors and aliases"),
    ("a merge bomb", MERGE_BOMB, "anchors and aliases"),
    ("an anchor", "title: &t Missions", "anchors and aliases"),
    ("an alias", "title: *t", "anchors and aliases"),
    ("an anchor on a list", "tags: &t [a]", "anchors and aliases"),
    ("a merge key", "<<: {title: x}", "merge keys"),
    ("a merge key within", "a:\n  <<: {title: x}", "merge keys"),
    ("a tag that runs code", "a: !!python/object/apply:os.system [id]", "tags"),
    ("a standard tag", "a: !!int x", "tags"),
    ("a tag of one's own", "a: !mine x", "tags"),
    ("the tag that means none", "a: ! x", "tags"),
    ("a tagged map", "!!map {a: b}", "tags"),
    ("flow nested deeply", "a: " + "[" * 1000, "nested too deeply"),
    ("maps nested deeply", "{a: " * 21, "nested too deeply"),
    ("lists nested deeply", "- " * 1000, "nested too deeply"),
    ("a head too long", "a: b\n" * 20_000, "longer than 64 KiB"),
    ("a list", "- a\n- b", "key: value"),
    ("a mere text", "only words", "key: value"),
    ("a broken quote", 'title: "never closed', "not valid YAML"),
    ("a tab for indentation", "a:\n\t- b", "not valid YAML"),
    ("a list as a key", "? [a]\n: b", "not valid YAML"),
    ("a map as a key", "{a: b}: c", "not valid YAML"),
    ("two documents", "a: b\n--- \nc: d", "not valid YAML"),
    ("a NUL", 'a: "\\0"', "a NUL"),
    ("a bare NUL", "a: \0", "not valid YAML"),
    ("a lone surrogate", 'a: "\\uD800"', "not valid YAML"),
    ("a raw lone surrogate", "a: \ud800", "not valid YAML"),
    ("a bell", "a: \a", "not valid YAML"),
]


@pytest.mark.parametrize(("head", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_hostile_head_is_refused_with_a_reason(head: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        front_matter.read(head)


# A second document cannot reach the note: its --- closes the head.
IN_A_NOTE = [row for row in REFUSED if row[0] != "two documents"]


@pytest.mark.parametrize("head", [row[1] for row in IN_A_NOTE], ids=[row[0] for row in IN_A_NOTE])
def test_a_hostile_head_does_not_stop_its_note(head: str) -> None:
    note = reading.read("test", f"---\n{head}\n---\nThe note goes on [00:21].")

    assert note is not None
    assert note.statements[-1].text == "The note goes on."
    assert any(1 <= problem.line <= 3 and "cannot be read" in problem.message for problem in note.problems)


@pytest.mark.parametrize(
    ("head", "read"),
    [
        ("country: NO", {"country": "NO"}),  # and not False
        ("length: 2:23:00", {"length": "2:23:00"}),  # and not 8580
        (
            "a: 1e3\nb: 0x10\nc: ~\nd: null\ne: yes\nf:",
            {"a": "1e3", "b": "0x10", "c": "~", "d": "null", "e": "yes", "f": ""},
        ),
        ("date: 2021-02-30", {"date": "2021-02-30"}),  # no such day, and no exception
        ("n: " + "9" * 5000, {"n": "9" * 5000}),
        ("tags: [a, NO]\nm: {x: 012}", {"tags": ["a", "NO"], "m": {"x": "012"}}),
        ("1: one", {"1": "one"}),
        ("title: Streets\ntitle: Roads", {"title": "Roads"}),
        ("=: x", {"=": "x"}),
        ("", {}),
        ("# only a comment", {}),
    ],
)
def test_every_scalar_is_the_text_that_stands_there(head: str, read: object) -> None:
    assert front_matter.read(head) == read


@pytest.mark.parametrize(
    ("text", "head", "body", "line"),
    [
        ("---\na: b\n---\nText", "a: b", "Text", 4),
        ("---\na: b\n...\nText", "a: b", "Text", 4),
        ("\ufeff---\na: b\n---\nText", "a: b", "Text", 4),
        ("--- \na: b\n---\t\nText", "a: b", "Text", 4),
        ("---\n---\nText\n\n---\nMore", "", "Text\n\n---\nMore", 3),  # an empty head ends at once
        ("---\na: b\n---", "a: b", "", 3),
        ("---\na: b\n\nText", "", "---\na: b\n\nText", 1),  # never closed: no head
        ("Text\n---\na: b\n---", "", "Text\n---\na: b\n---", 1),
        ("----\na: b\n---", "", "----\na: b\n---", 1),
        ("", "", "", 1),
    ],
)
def test_a_head_ends_where_it_says(text: str, head: str, body: str, line: int) -> None:
    assert front_matter.split(text) == (head, body, line)


def test_the_head_may_be_as_long_as_it_says_and_no_longer() -> None:
    longest = "a: " + "x" * (front_matter.MOST_CHARACTERS - 3)

    assert front_matter.read(longest) == {"a": longest[3:]}
    with pytest.raises(Refused):
        front_matter.read(longest + "x")


SIGNS = r"""a key : [ ] { } , &a *a !!int !!bool << | > ' " # ? % @ ` --- ... 2021-13-45 0o9 1:99 \x ~ é"""
YAMLISH = some.lists(
    some.sampled_from([*SIGNS.split(), ": ", "- ", "\n", "  ", "\t", "\0"]) | some.text(max_size=3),
    max_size=40,
).map("".join)


def plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(each) for key, each in value.items())
    return all(map(plain, value)) if isinstance(value, list) else isinstance(value, str)


@given(YAMLISH)
def test_whatever_the_head_it_is_strings_or_it_is_refused(head: str) -> None:
    try:
        read = front_matter.read(head)
    except Refused:
        return
    assert plain(read)
    repr(read).encode("utf-8")
