"""The catalogues say the same in each language: every sentence, with the same places and marks."""

from __future__ import annotations

import re
import threading
from collections import Counter
from contextvars import copy_context
from pathlib import Path

import pytest

from bot import sentences
from bot.sentences import languages, nearest, say, speak

OTHERS = [language for language in languages() if language != "en"]


def catalogue(language: str) -> dict[str, str]:
    def spoken() -> dict[str, str]:
        speak(language)
        return sentences.catalogue()

    return copy_context().run(spoken)


def places(sentence: str) -> set[str]:
    return set(re.findall(r"\{[^{}]*\}", sentence))


def marks(sentence: str) -> Counter[str]:
    """How often each mark stands in a sentence; never those inside a {place}."""
    return Counter(re.findall(r"[*`]|(?<![\w{])_|_(?![\w}])", sentence))


def test_it_speaks_the_languages_of_the_oecd_and_spanish() -> None:
    assert languages() == ("en", "es", "fr")


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_sentence_and_no_other(language: str) -> None:
    assert list(catalogue(language)) == list(catalogue("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_has_the_places_of_the_english_one_and_whole_marks(language: str) -> None:
    said = catalogue(language)
    for name, english in catalogue("en").items():
        assert said[name].strip(), name
        assert places(said[name]) == places(english), name
        assert all(number % 2 == 0 for number in marks(said[name]).values()), name
        assert re.findall(r"`[^`]*`", said[name]) == re.findall(r"`[^`]*`", english), name


@pytest.mark.parametrize("language", languages())
def test_no_sentence_hides_another_of_its_name(language: str) -> None:
    written = (Path(sentences.__file__).parent / f"{language}.yaml").read_text(encoding="utf-8")
    names = re.findall(r"^(\w+):", written, re.MULTILINE)
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("language", languages())
def test_what_slack_cuts_is_short_enough(language: str) -> None:
    said = catalogue(language)
    assert [name for name, each in said.items() if name.startswith("button_") and len(each) > 75] == []
    dialogs = ("report", "correction", "similar", "search", "whole_case")
    titles = (*(f"modal_{each}" for each in dialogs), "shortcut_similar", "shortcut_search", "app_name")
    assert [name for name in titles if len(said[name]) > 24] == []
    assert len(said["app_description"]) <= 140


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr-FR", "fr"), ("fr_CA", "fr"), ("es-419", "es"), ("EN", "en"), ("de-DE", None), ("", None)],
)
def test_a_locale_asks_for_the_nearest_language(locale: str, language: str | None) -> None:
    assert nearest(locale) == language


def test_each_request_speaks_its_own_language() -> None:
    said: dict[str, str] = {}

    def asked(language: str) -> None:
        speak(language)
        ready.wait()
        said[language] = say("case_tried")

    ready = threading.Barrier(len(languages()))
    threads = [threading.Thread(target=asked, args=(language,)) for language in languages()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == {language: catalogue(language)["case_tried"] for language in languages()}
