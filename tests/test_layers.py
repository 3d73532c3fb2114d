"""Who may import whom, and who may look at the world: the walls of the house, read from its source."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def parts(*folders: str, root: Path = ROOT) -> dict[str, ast.Module]:
    """The modules below some folders, by dotted name."""
    files = sorted(path for folder in folders for path in (root / folder).rglob("*.py"))
    return {named(path, root): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def named(path: Path, root: Path = ROOT) -> str:
    names = path.relative_to(root).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


HOUSE = parts("bot", "handlers")
MODULES = frozenset(HOUSE)


@cache
def imports(tree: ast.AST, modules: frozenset[str] = MODULES) -> frozenset[str]:
    """Every module imported anywhere in a tree; `from bot import lexicon` is bot.lexicon where that is a module."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import hides which wall it crosses"
            source = node.module or ""
            names = {f"{source}.{alias.name}" for alias in node.names}
            found |= (names & modules) or {source}
    return frozenset(found)


def within(module: str, *floors: str) -> bool:
    return any(module == floor or module.startswith(f"{floor}.") for floor in floors)


# Which floor may import which others of the house; the first floor that holds a module counts.
WALLS: list[tuple[str, tuple[str, ...], str]] = [
    ("bot.model", ("bot.model",), "the words everybody shares depend on nobody"),
    ("bot.errors", ("bot.model",), "errors may carry the Problems behind them"),
    ("bot.words", (), "folding is the same for notes and questions"),
    ("bot.sentences", (), "sentences know no answers"),
    ("bot.lexicon", ("bot.words",), "general knowledge of words"),
    ("bot.extending", ("bot.lexicon", "bot.words"), "and what a team adds to it"),
    (
        "bot.settings",
        ("bot.errors", "bot.sentences"),
        "settings are read before all else; which languages there are",
    ),
    ("bot.notes", ("bot.notes", "bot.lexicon", "bot.words", "bot.model", "bot.errors"), "text to statements"),
    (
        "bot.search.writing",
        ("bot.search", "bot.notes.library", "bot.lexicon", "bot.words", "bot.model"),
        "the one part of the search that takes notes apart",
    ),
    (
        "bot.search.building",
        ("bot.search", "bot.notes.library", "bot.lexicon", "bot.words", "bot.model", "bot.errors"),
        "the one part of the search that takes notes in",
    ),
    ("bot.search.embedding", ("bot.search", "bot.notes.library", "bot.model"), "so does what they mean"),
    ("bot.search", ("bot.search", "bot.lexicon", "bot.words", "bot.model", "bot.errors"), "question to hits"),
    (
        "bot.answers",
        (
            *("bot.answers", "bot.sentences", "bot.notes.seconds", "bot.notes.corrections"),
            "bot.notes.files",
            *("bot.words", "bot.model"),
        ),
        "hits to what is said; a second is spoken and corrected, and a file called, as the notes' side does it",
    ),
    ("bot.journal", ("bot.journal", "bot.model", "bot.errors"), "the journal knows no notes"),
    ("bot.contents", ("bot.search.index", "bot.model"), "walking through an index without a question"),
    (
        "bot.digest",
        ("bot.digest", "bot.sentences", "bot.words", "bot.model", "bot.errors"),
        "what is due, and which case; it is told what the notes and the journal hold",
    ),
    (
        "bot.shipped",
        ("bot.answers.criteria", "bot.search.language", "bot.notes.folder", "bot.lexicon", "bot.settings"),
        "what comes with Casebook, made of what reads it",
    ),
    (
        "bot.casebook",
        (
            *("bot.answers", "bot.search", "bot.notes", "bot.lexicon", "bot.extending", "bot.words"),
            *(
                "bot.shipped",
                "bot.settings",
                "bot.model",
                "bot.errors",
                "bot.mornings",
                "bot.digest.rotation",
            ),
            *("bot.browsing", "bot.comparing", "bot.contents", "bot.curating", "bot.helping", "bot.trying"),
        ),
        "the one object the outside holds",
    ),
    (
        "bot.curating",
        ("bot.answers", "bot.search", "bot.notes.corrections", "bot.notes.seconds", "bot.model"),
        "what waits for those who write the notes",
    ),
    (
        "bot.helping",
        ("bot.answers", "bot.search", "bot.lexicon", "bot.model"),
        "a challenge to what helped against it",
    ),
    (
        "bot.mornings",
        (
            "bot.answers",
            "bot.digest.rotation",
            "bot.search.index",
            "bot.notes.folder",
            "bot.settings",
            "bot.model",
        ),
        "from the index to the cases of the mornings",
    ),
    (
        "bot.sources",
        ("bot.notes", "bot.settings", "bot.model", "bot.errors"),
        "folders and what stands beside them",
    ),
    (
        "bot.browsing",
        ("bot.answers", "bot.search", "bot.lexicon", "bot.words", "bot.model"),
        "from the index to what somebody looks around for",
    ),
    (
        "bot.comparing",
        ("bot.answers", "bot.search", "bot.lexicon", "bot.words", "bot.model"),
        "from the index to sides beside each other",
    ),
    (
        "bot.trying",
        ("bot.answers", "bot.search", "bot.lexicon", "bot.words", "bot.model"),
        "from the index to who tried a method",
    ),
    (
        "bot.refreshing",
        (
            *("bot.sources", "bot.search", "bot.notes", "bot.extending"),
            *("bot.model", "bot.errors", "bot.settings"),
        ),
        "from folders to their index",
    ),
    (
        "bot.surveying",
        ("bot.sources", "bot.notes", "bot.search.language", "bot.model"),
        "the linter's way through many notes; it asks the search for nothing but its word list",
    ),
    ("bot.shapes", ("bot.surveying", "bot.model"), "what --json prints"),
    ("bot.figures", ("bot.search.quality",), "the tables of eval"),
    ("bot.counting", (), "numbers of things depend on nothing"),
    ("bot.examining", ("bot.counting", "bot.errors"), "verdicts over what was seen"),
    (
        "bot.doctor",
        (
            *("bot.examining", "bot.settings", "bot.errors", "bot.notes.folder", "bot.extending"),
            *("bot.journal.opening", "bot.journal.outcomes", "bot.journal.schema"),
            *("bot.search.calibrating", "bot.search.language", "bot.search.index", "bot.search.opening"),
        ),
        "a look at everything that Casebook stands on",
    ),
    (
        "bot.restoring",
        ("bot.digest.restoring", "bot.journal"),
        "what the digest decides of a journal that was restored, kept in it",
    ),
    ("bot.watching", ("bot.sources", "bot.errors"), "what can be seen of notes without opening one"),
    (
        "bot.taking_up",
        (
            *(
                "bot.refreshing",
                "bot.shipped",
                "bot.sources",
                "bot.casebook",
                "bot.notes",
                "bot.search.index",
            ),
            *("bot.search.language", "bot.model", "bot.errors"),
        ),
        "from changed notes to a newer index, in a process of its own",
    ),
    ("bot.starting", ("bot.errors", "bot.settings"), "a folder to begin with"),
    ("bot.listing", ("bot.model",), "what a list of cases looks like in a terminal"),
    ("bot.commands.options", (), "what several commands take"),
    ("bot.commands.printing", ("bot.model", "bot.notes.files"), "how commands print"),
    (
        "bot.commands.surroundings",
        ("bot.settings", "bot.casebook", "bot.sentences", "bot.journal"),
        "what a command finds around it",
    ),
    (
        "bot.commands.serving",
        (
            *("bot.commands", "bot.doctor", "bot.errors", "bot.settings", "handlers.runtime"),
            *("handlers.manifest", "handlers.inspection", "handlers.logs", "handlers.probing"),
            *("handlers.service", "handlers.starting"),
        ),
        "the one way from bot to Slack",
    ),
    (
        "bot.commands.digest",
        ("bot.commands", "bot.errors", "handlers.delivery", "handlers.runtime"),
        "but for posting what is due without a bot that runs",
    ),
    ("bot.commands", ("bot",), "the command line over all of the casebook, and none of Slack"),
    ("bot.__main__", ("bot.commands", "bot.errors"), "the commands, under headings"),
    ("handlers.blocks.shapes", (), "the playground needs it too"),
    ("handlers.blocks.limits", ("handlers.blocks.shapes",), "the playground needs it too"),
    (
        "handlers.playground",
        ("handlers.playground", "handlers.blocks.limits"),
        "a Slack for one knows nothing of the casebook",
    ),
    (
        "handlers.delivery",
        ("handlers", "bot.casebook", "bot.digest", "bot.journal", "bot.model", "bot.sentences"),
        "the one part of Slack's side that carries out what the digest decides",
    ),
    (
        "handlers.renewing",
        ("handlers", "bot.watching", "bot.taking_up", "bot.errors", "bot.sentences"),
        "it asks for a newer index, and builds none",
    ),
    ("handlers.words", ("bot.model", "bot.words"), "a message becomes words as a note's text does"),
    (
        "handlers.runtime",
        (
            *(
                "handlers",
                "bot.casebook",
                "bot.digest.delivering",
                "bot.errors",
                "bot.journal",
                "bot.sentences",
            ),
            "bot.settings",
        ),
        "it starts everything, the digest's deliveries too",
    ),
    (
        "handlers",
        (
            *("handlers", "bot.casebook", "bot.model", "bot.errors", "bot.settings", "bot.sentences"),
            *("bot.answers.pages", "bot.answers.plain", "bot.answers.briefs", "bot.answers.comparing"),
            *("bot.answers.trying", "bot.journal", "bot.digest", "bot.examining"),
        ),
        "Slack's side: pages and plain text are what an answer looks like anywhere; what Slack says is examined",
    ),
]
ENTRANCES = ("bot",)  # the package itself, which is empty


def walls(module: str) -> tuple[str, ...]:
    return next(allowed for floor, allowed, _ in WALLS if within(module, floor))


def breaches(module: str, tree: ast.AST) -> list[str]:
    """What a module imports of the house beyond its walls."""
    house = (each for each in imports(tree) if within(each, "bot", "handlers"))
    return sorted(each for each in house if not within(each, *walls(module)))


@pytest.mark.parametrize("module", sorted(MODULES - {*ENTRANCES}))
def test_a_floor_imports_only_what_lies_beneath_it(module: str) -> None:
    assert breaches(module, HOUSE[module]) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("bot.model", "import bot.words"),
        ("bot.notes.kinds", "from bot.search import finding"),
        ("bot.answers.lines", "from bot.notes.reading import read"),
        ("bot.search.finding", "from bot.casebook import Casebook"),
        ("bot.casebook", "from handlers import desk"),
        ("bot.casebook", "from bot import journal"),
        ("bot.digest.rotation", "from bot.casebook import Casebook"),
        ("bot.digest.delivering", "from bot import journal"),
        ("handlers.answering", "from bot.search.index import Index"),
        ("handlers.answering", "from bot.answers import answering"),
        ("bot.commands.asking", "def ask():\n    from handlers import runtime"),
        ("handlers.playground.page", "from bot.model import Answer"),
        ("handlers.playground.page", "def later():\n    from handlers.blocks import rich"),
        ("handlers.playground.page", "from handlers import desk"),
    ],
)
def test_a_hole_in_a_wall_is_seen(module: str, source: str) -> None:
    assert breaches(module, ast.parse(source))


def test_every_wall_stands_before_a_part_of_the_house() -> None:
    assert [floor for floor, _, _ in WALLS if not any(within(each, floor) for each in MODULES)] == []


# --- what only some may use -----------------------------------------------------------------------------------

KEEPERS: list[tuple[str, tuple[str, ...], str]] = [
    ("slack_bolt", ("handlers",), "the casebook knows no Slack"),
    ("slack_sdk", ("handlers",), "the casebook knows no Slack"),
    ("aiohttp", ("handlers",), "nor any network"),
    (
        "sqlite3",
        (
            *("bot.search.opening", "bot.search.building", "bot.search.writing", "bot.search.embedding"),
            *("bot.search.remembered", "bot.journal.files", "bot.journal.opening", "bot.journal.backups"),
        ),
        "the index; what was computed before; the journal's own type, to set its pragmas; and copies of its file",
    ),
    ("sqlite_utils", ("bot.search.writing",), "only the builder makes tables"),
    ("cryptography", ("bot.journal.sealing",), "tokens as they are kept"),
    ("sqlalchemy", ("bot.journal",), "only the journal keeps what must not be lost"),
    (
        "rapidfuzz",
        (
            *("bot.search.spelling", "bot.answers.twins", "bot.search.called"),
            *("bot.notes.linting", "bot.notes.merging"),
        ),
        "slips of the hand, near twins, names of cases and their spellings, what a curator may have meant",
    ),
    (
        "yaml",
        (
            *("bot.notes.front_matter", "bot.settings", "bot.sentences"),
            *("bot.answers.reviews", "handlers.manifest"),
        ),
        "corrections and the manifest are printed as YAML; all else reads it as strings",
    ),
    ("platformdirs", ("bot.settings",), "where data belongs is a setting"),
    (
        "numpy",
        tuple(f"bot.search.{each}" for each in ("meaning", "senses", "meanings", "embedding")),
        "what sentences mean; whoever imports these can do without",
    ),
    ("simsimd", ("bot.search.senses",), "comparing meanings"),
    ("holidays", ("bot.digest.calendar",), "on which days a country rests"),
    (
        "zoneinfo",
        ("bot.digest.calendar", "bot.doctor"),
        "what a clock on the wall means, and whether it is known",
    ),
    ("prometheus_client", ("handlers.metrics",), "figures in the form every monitoring reads"),
    ("pythonjsonlogger", ("handlers.logs",), "a line of the log as JSON"),
    ("threadpoolctl", ("bot.search.meaning",), "how numpy computes"),
    ("tokenizers", ("bot.search.meaning",), "taking words apart as the model expects"),
]


def users(package: str, house: dict[str, ast.Module] = HOUSE) -> list[str]:
    return [module for module, tree in house.items() if any(within(each, package) for each in imports(tree))]


@pytest.mark.parametrize(("package", "keepers"), [(package, keepers) for package, keepers, _ in KEEPERS])
def test_a_package_is_used_by_its_keepers_alone(package: str, keepers: tuple[str, ...]) -> None:
    assert [module for module in users(package) if not within(module, *keepers)] == []


@pytest.mark.parametrize(
    ("package", "keeper"), [(package, keeper) for package, keepers, _ in KEEPERS for keeper in keepers]
)
def test_a_keeper_still_needs_its_package(package: str, keeper: str) -> None:
    assert any(within(module, keeper) for module in users(package))


def test_what_a_stranger_imports_inside_a_function_is_seen() -> None:
    stranger = {"bot.model": ast.parse("def late():\n    import sqlalchemy.orm")}

    assert users("sqlalchemy", stranger) == ["bot.model"]


# --- the pure parts, the clock and the environment ------------------------------------------------------------

PURE = (
    *("bot.model", "bot.errors", "bot.words", "bot.lexicon", "bot.notes", "bot.answers"),
    *("bot.search.questions", "bot.search.ranking", "bot.search.sureness", "bot.search.spelling"),
    *("bot.search.quality", "bot.shapes", "bot.counting", "bot.examining"),
    *("bot.search.reading", "bot.search.reducing", "bot.search.languages", "bot.search.derivation"),
    *("bot.search.sides", "bot.search.called", "bot.search.methods"),
    "bot.digest",
)
IMPURE = ("bot.notes.folder",)  # the one place that opens note files
# Modules of the standard library that neither read, write, wait, ask the clock nor roll dice.
HARMLESS = {
    "__future__",
    "bisect",
    "collections",
    "contextlib",
    "dataclasses",
    "enum",
    "functools",
    "hashlib",
}
HARMLESS |= {
    "heapq",
    "html",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "statistics",
    "string",
    "typing",
    "unicodedata",
}
# Dates and zones harm nobody; reading the clock is seen all the same.
HARMLESS |= {"urllib.parse", "datetime", "zoneinfo"}
# What a package ships is as much part of it as its code: zoneinfo reads its tables so, too.
HARMLESS |= {"importlib.resources"}
WORLDLY_CALLS = {"open", "input", "print"}


def worldly(tree: ast.AST) -> list[str]:
    """What in a module touches the world: harmful imports, glances at the clock, calls of open, input, print."""
    foreign = [
        each
        for each in imports(tree)
        if each.partition(".")[0] in sys.stdlib_module_names and not within(each, *HARMLESS)
    ]
    called = [
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORLDLY_CALLS
    ]
    return sorted(foreign + called + clocks(tree))


@pytest.mark.parametrize(
    "module", sorted(each for each in MODULES if within(each, *PURE) and not within(each, *IMPURE))
)
def test_a_pure_module_touches_nothing_of_the_world(module: str) -> None:
    assert worldly(HOUSE[module]) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from pathlib import Path",
        "import sqlite3",
        "import time",
        "from datetime import datetime\n\ndatetime.now()",
        "import random",
        "def late():\n    from os import environ",
        "open('notes.md')",
    ],
)
def test_a_touch_of_the_world_is_seen(source: str) -> None:
    assert worldly(ast.parse(source))


CLOCKS = {"time", "time_ns", "monotonic", "perf_counter", "now", "utcnow", "today", "localtime", "gmtime"}
WHO_KNOWS_THE_TIME = {
    "bot.commands.surroundings": "hands the clock on",
    "bot.commands.digest": "asks which day it is",
    "handlers.playground": "a Slack for one has a clock of its own, which tests replace",
}


def clocks(tree: ast.AST) -> list[str]:
    """Where a tree reads, or hands on, a clock: an attribute of time, datetime or date, or a name from them."""
    read = [
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"time", "datetime", "date"}
        and node.attr in CLOCKS
    ]
    taken = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name in CLOCKS
    ]
    return read + taken


def environment(tree: ast.AST) -> list[str]:
    """Where a tree reads the environment."""
    names = {"environ", "environb", "getenv", "getenvb"}
    asked = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in names]
    taken = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        for alias in node.names
        if alias.name in names
    ]
    return asked + taken


def test_nobody_reads_the_clock_but_those_who_start_things() -> None:
    readers = {module for module, tree in HOUSE.items() if clocks(tree)}

    assert readers == WHO_KNOWS_THE_TIME.keys()


def test_nobody_reads_the_environment_but_the_command_line() -> None:
    assert [module for module, tree in HOUSE.items() if environment(tree)] == ["bot.commands.surroundings"]


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.time()",
        "from time import monotonic",
        "datetime.now(UTC)",
        "date.today()",
        "f = time.time",
    ],
)
def test_a_glance_at_the_clock_is_seen(source: str) -> None:
    assert clocks(ast.parse(source))


@pytest.mark.parametrize(
    "source", ["import os\nos.environ['HOME']", "from os import getenv", "os.getenv('HOME')"]
)
def test_a_glance_at_the_environment_is_seen(source: str) -> None:
    assert environment(ast.parse(source))


def test_the_parts_of_the_house_are_found() -> None:
    assert {"bot.model", "bot.search.index", "handlers.playground.web_api"} <= MODULES
