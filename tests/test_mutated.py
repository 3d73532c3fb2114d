"""Whatever is made of notes, captions and questions by thousands of small changes is borne: nothing is raised.

A few thousand each time; with make soak a million notes, and then the slowest are judged, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import bot
import handlers
from bot.casebook import Casebook
from bot.model import Note, Problem, Statement, Video
from bot.notes import anchors, captions, front_matter, library, linting, reading, seconds
from bot.notes.folder import Text
from bot.settings import seeds
from bot.shipped import shipped_lexicon
from handlers.blocks import rich
from tests.bot.digest.making import SOAK
from tests.bot.library import opened, seed_notes
from tests.bot.notes.test_captions import ROLLING, SUBRIP
from tests.bot.notes.test_reading_anything import HOSTILE, MARKUP, SIGNS, STAMPS, WORDS
from tests.conftest import Figure
from tests.mutating import Told, feed, pieces

FOLDERS = [f"{Path(each).resolve()}/" for package in (bot, handlers) for each in package.__path__]
NASTY = Path(__file__).parent / "nasty"
# What a note as long as the longest shipped one may cost.
MOST_MS = 100.0

IN_NOTES = [*SIGNS, *MARKUP, *STAMPS, *WORDS, *HOSTILE]
IN_HEADS = [
    *(
        "a",
        ": ",
        "- ",
        "\n",
        "  ",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "<<",
        "!!int ",
        "!!bool ",
        "!x ",
        "|\n",
        ">\n",
    ),
    *(
        "'",
        '"',
        "#",
        "? ",
        "%",
        "@",
        "`",
        "---\n",
        "...\n",
        "2021-13-45",
        "0o9",
        "1:99",
        "~",
        "\\x",
        "withdrawn: yes\n",
    ),
]
IN_CAPTIONS = [
    *(
        "-->",
        " --> ",
        "00:00:01.000 --> 00:00:02.000\n",
        "\n\n",
        "WEBVTT\n",
        "NOTE ",
        "STYLE\n",
        "99:59:59.999",
        "1\n",
    ),
    *("<v Ann>", "<c>", "</c>", ">>", "[Music]", "(", ")", "♪", "&gt;&gt;", "{\\an8}", "- ", "One. "),
]
IN_QUESTIONS = [
    *(
        "NEAR(",
        '"',
        "*",
        "^",
        "text:",
        "lead : ",
        " AND ",
        " OR ",
        " NOT ",
        "+",
        "-",
        "(",
        ")",
        "{",
        "}",
        "?",
        ":",
        "\n",
    ),
    *(
        "Sweden",
        "who ",
        "compare ",
        "what helped against ",
        "silos",
        "Vinnova",
        "vad är ",
        "pourquoi ",
        "l'",
        "co-",
        "R&D",
    ),
    *("<@U1>", "<https://a.example|b>", "@", "www.", "\u0301", "\u200d", "🚋", "''"),
]
IN_MRKDWN = [
    *(
        "<",
        ">",
        "&",
        "|",
        "*",
        "_",
        "`",
        "~",
        "<!channel>",
        "@channel",
        "@here",
        "<@U1>",
        "<https://a|b>",
        "```",
    ),
]
QUESTIONS = [
    *(
        "what helped against silos?",
        "challenges in Sweden",
        "kids redesigning roads",
        "Vinnova",
        "who prototyping",
    ),
    *(
        "compare Sweden and Norway on citizens",
        "hur kan kommuner arbeta med uppdrag?",
        "what did it cost",
        "R&D's",
    ),
]


def nasty(suffix: str) -> Iterator[str]:
    """The nasty files that are text."""
    for path in sorted(NASTY.glob(f"*{suffix}")):
        yield path.read_bytes().decode("utf-8", "replace")


@cache
def notes() -> tuple[str, ...]:
    """The shipped notes in parts, their heads apart, and the nasty ones."""
    shipped = [path.read_text(encoding="utf-8") for path in sorted((seeds() / "notes").glob("*.md"))]
    return (*(part for text in shipped for part in pieces(text)), *nasty(".md"))


def masked(said: str) -> str:
    """A message without what it quotes."""
    return re.sub(r"\d+|'.*'|\[\[.*\]\]|: .*", "…", said, flags=re.DOTALL)[:60]


def sound(note: Note | None, text: str) -> Collection[Hashable]:
    """What a note must keep to; its signs."""
    if note is None:
        return {"withdrawn"}
    end = text.count("\n") + text.count("\r") + 1
    for each in note.statements:
        assert 1 <= each.citation.line <= end
        assert all(shown.isprintable() for shown in shown_of(each)), (
            "what is shown holds what cannot be shown"
        )
        assert not any("data-t=" in shown or "yt-timestamp" in shown for shown in shown_of(each))
    assert len({each.id for each in note.statements}) == len(note.statements)
    assert note.title.isprintable()
    assert all(0 <= each.line <= end and each.message.isprintable() for each in note.problems)
    return {
        *(masked(each.message) for each in note.problems),
        ("statements", len(note.statements).bit_length()),
        ("stamps", sum(len(each.citation.seconds) for each in note.statements).bit_length()),
        *(("depth", len(each.headings), len(each.leads), bool(each.intro)) for each in note.statements[-3:]),
    }


def shown_of(statement: Statement) -> tuple[str, ...]:
    return (statement.text, *statement.leads, *statement.headings, statement.intro)


def read_note(text: str) -> Collection[Hashable]:
    return sound(reading.read("test", text), text)


def read_head(text: str) -> Collection[Hashable]:
    try:
        read = front_matter.read(text)
    except front_matter.Refused as refused:
        return {masked(str(refused))}
    return {len(read), len(repr(read).encode()).bit_length()}


def read_captions(text: str) -> Collection[Hashable]:
    return sound(captions.read("PMeGhXxyupE.vtt", text, {}), text)


def read_library(text: str) -> Collection[Hashable]:
    """A note with all that is made of notes, beside one that is sound and must not be lost."""
    texts = [Text("good", "good.md", GOOD), Text("test", "test.md", text)]
    talk = {"abcdefghijk": Video("abcdefghijk", "A talk", "", 3_600)}
    built = library.build(texts, talk, shipped_lexicon())
    assert any(each.name == "good" and each.statements for each in built.notes)
    assert not any("cannot be read (" in each.message for each in built.problems if each.line == 0)
    said = linting.conclude([linting.look(built.notes, {"streets"}.__contains__)])
    found: list[Problem] = [*built.problems, *(each for some in said.values() for each in some)]
    return {
        *(masked(each.message) for each in found),
        *((each.kind, each.country is not None) for note in built.notes for each in note.statements),
        ("cases", len(built.cases).bit_length()),
        *(how for each in built.cases for how in each.how),
    }


def read_seconds(text: str) -> Collection[Hashable]:
    found = anchors.find(text)
    stamps = [stamp for each in found for stamp in each.stamps] or [text]
    told = [seconds.read(stamp, 3_600) for stamp in stamps]
    for each, stamp in zip(told, stamps, strict=True):
        assert each.seconds is None or 0 <= each.seconds <= 3_600
        assert all(second is None or second >= 0 for second in seconds.readings(stamp))
    assert all(one.end <= other.start for one, other in pairwise(found))
    return {*((each.grade, len(each.raw)) for each in told[:3]), *(masked(each.fault) for each in found)}


def write_mrkdwn(text: str) -> Collection[Hashable]:
    elements = (
        rich.text(text),
        rich.text(text, "bold"),
        rich.link(text, "https://a.example/?t=1"),
        rich.person(text),
    )
    made = rich.mrkdwn(*elements)["text"]
    assert len(made) <= 3_000
    assert LIVE.search(made) is None, "it calls somebody or opens something"
    assert LIVE.search(rich.plain(*elements)) is None
    assert len(rich.clipped(text)) <= 3_952
    return {len(made).bit_length(), made.count("&"), made.count("<")}


# Only our own link may open, and only a person whose id is one.
LIVE = re.compile(
    r"<(?!https://a\.example/\?t=1\||@[UW][A-Z0-9]{1,30}>)|@(?:channel|everyone|here|group)\b", re.IGNORECASE
)
GOOD = """\
---
title: Streets for people
videoId: abcdefghijk
---
## Sweden
- **Vinnova:** Children drew their own streets <a class="yt-timestamp" data-t="00:01:00">[00:01:00]</a>.
"""
HEADS = [
    "title: A test\nvideoId: abcdefghijk",
    "a: [b, {c: d}]\n'e': |\n  f\n  g",
    'a: "\\x41"\n? b\n: - c\n  - d',
]
Share = Callable[[str], Collection[Hashable]]
# What is fed, how many times each day and in a soak, and in how many shares: the processors' work is shared out.
ROWS: list[tuple[str, Callable[[], tuple[str, ...]], list[str], Share, int, int]] = [
    ("notes", notes, IN_NOTES, read_note, 800, 1_000_000),
    ("heads", lambda: tuple(HEADS), IN_HEADS, read_head, 1_000, 200_000),
    ("captions", lambda: (ROLLING, SUBRIP, *nasty(".vtt")), IN_CAPTIONS, read_captions, 500, 200_000),
    ("libraries", notes, IN_NOTES, read_library, 40, 20_000),
    ("seconds", lambda: tuple(STAMPS), [*STAMPS, *MARKUP, *"0123456789:.–-"], read_seconds, 1_000, 200_000),
    ("mrkdwn", lambda: tuple(IN_MRKDWN), IN_MRKDWN, write_mrkdwn, 1_000, 200_000),
]  # fmt: skip
_SHARE = 50_000


def shares() -> Iterator[object]:
    for name, corpus, words, run, everyday, soak in ROWS:
        times = soak if SOAK else everyday
        for seed in range(-(-times // _SHARE)):
            yield pytest.param(corpus, words, run, min(times, _SHARE), seed, id=f"{name}-{seed}")


@pytest.mark.parametrize(("corpus", "words", "run", "times", "seed"), list(shares()))
def test_whatever_is_made_of_it_is_borne(
    corpus: Callable[[], tuple[str, ...]],
    words: list[str],
    run: Share,
    times: int,
    seed: int,
    figure: Figure,
) -> None:
    told = feed(corpus(), words, run, times=times, seed=seed, folders=FOLDERS)
    figure(f"{run.__name__}: {told}")
    judge(told, slow=run is not read_library)


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    """The shipped notes, searched by words alone."""
    from bot.search.building import build
    from tests.bot.library import language

    path: Path = tmp_path_factory.mktemp("mutated") / "index.db"
    build(seed_notes(), path, folders=[], language=language())
    return opened(path)


def test_whatever_is_made_of_questions_is_answered(casebook: Casebook, figure: Figure) -> None:
    def ask(text: str) -> Collection[Hashable]:
        answer = casebook.ask(text)
        return {answer.tier, answer.view, answer.kind, len(answer.hits).bit_length(), *answer.countries}

    told = feed(
        QUESTIONS, [*IN_QUESTIONS, *IN_NOTES], ask, times=20_000 if SOAK else 80, seed=0, folders=FOLDERS
    )
    figure(f"ask: {told}")
    judge(told, slow=True)


def judge(told: Told, *, slow: bool) -> None:
    """Nothing was raised; in a soak, nothing was slow either."""
    assert "\n\n".join(f"{each.said}\n{each.text!r}" for each in told.faults) == ""
    if SOAK and slow:
        assert [(cost, text) for cost, text in told.slowest if cost > MOST_MS] == []
