"""A test's docstring is the note it reads."""

from __future__ import annotations

import inspect

import pytest

from bot import lexicon
from bot.lexicon import Lexicon
from bot.model import Note
from bot.notes import reading

HEAD = "---\ntitle: A test\nvideoId: abcdefghijk\n---\n"


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """The docstring of the test as a note, below a head of four lines: its first line is line 5."""
    read = reading.read("test", HEAD + inspect.cleandoc(request.function.__doc__))
    assert read is not None
    return read


@pytest.fixture(scope="session")
def places() -> Lexicon:
    """A lexicon of a few countries, made for these tests."""
    return lexicon.build(
        {
            "stop_words": ["the", "of", "in"],
            "countries": {
                "Sweden": {"people": ["swedish"], "elsewhere": [], "also": []},
                "Spain": {"people": ["spanish"], "elsewhere": ["espana"], "also": []},
                "Denmark": {"people": ["danish"], "elsewhere": [], "also": []},
                "Netherlands": {"people": ["dutch"], "elsewhere": [], "also": ["holland"]},
                "United Kingdom": {"people": ["british"], "elsewhere": [], "also": ["britain"]},
            },
            "acronyms_of_places": {"UK": "United Kingdom"},
            "cities": {"Sweden": ["Malmö"], "United Kingdom": ["Camden"]},
        }
    )
