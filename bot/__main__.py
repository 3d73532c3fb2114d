"""The command line: the same casebook, no Slack. It alone may import handlers, inside the commands that need them."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import random
import shlex
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import track

from bot import listing, shapes
from bot import settings as settings_module
from bot.answers import reviews
from bot.answers.plain import whole
from bot.casebook import Casebook, open_casebook, shipped_canaries, shipped_language
from bot.errors import CasebookError, IndexMissing, IndexUnusable, NotesUnreadable, TokenMissing
from bot.figures import tables
from bot.model import Problem, Reviewed
from bot.notes import files, folder
from bot.refreshing import Refreshed, refresh, unchanged
from bot.search import quality
from bot.search.language import sentence_model
from bot.sentences import speak
from bot.settings import Settings
from bot.starting import start
from bot.surveying import Survey, survey
from bot.taking_up import taken_up
from bot.watching import changes

if TYPE_CHECKING:
    from bot.journal import Journal

# What may not be read is said by whoever reads it, with the next step; click would only refuse it.
_PATH = click.Path(path_type=Path, readable=False)
_FOLDERS = click.argument("folders", nargs=-1, type=_PATH)
_INDEX = click.option("--index", type=_PATH, help="The index to ask; default CASEBOOK_INDEX.")
_JSON = click.option("--json", "as_json", is_flag=True, help="For programs: JSON on standard output.")
_MOST_HITS = 20
_COLOURS = {"ok": "green", "warn": "yellow", "wrong": "red"}
# Any would do; it stays, so that the same answers have the same intervals.
_SEED = 20261121


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="casebook", message="casebook %(version)s")
def cli() -> None:
    """Casebook answers from your team's own notes on public missions."""


@cli.command()
@click.argument("folder", type=_PATH)
def new(folder: Path) -> None:
    """Make a folder for your own notes: an example note, the settings, a README."""
    start(folder)
    click.echo(
        f"{folder} is ready: an example note, casebook.yaml and a README. Next:\n"
        f"  cd {shlex.quote(str(folder))}\n  casebook index\n  casebook play"
    )


@cli.command()
@_FOLDERS
@click.option("--into", type=_PATH, help="Where the index goes; default CASEBOOK_INDEX.")
@click.option("--watch", is_flag=True, help="Stay, and build it again whenever notes change.")
def index(folders: tuple[Path, ...], into: Path | None, *, watch: bool) -> None:
    """Build the index from folders of notes."""
    settings = _settings()
    folders = tuple(each.absolute() for each in folders) or settings.notes
    target = into or settings.index
    _print_made(_refreshed(folders, target, settings), target)
    if watch:
        with suppress(KeyboardInterrupt):
            click.echo("Watching the notes. Stop it with Ctrl-C.", err=True)
            for _ in changes(folders, time.monotonic, time.sleep):
                _take_up(folders, target, settings)


def _take_up(folders: tuple[Path, ...], target: Path, settings: Settings) -> None:
    """Brings the index up to date where it can be; where not, says why and leaves it as it is."""
    try:
        if made := taken_up(folders, target, settings.cache / "meanings.db"):
            _print_made(made, target)
    except CasebookError as error:
        click.echo(f"casebook: {error}", err=True)


def _print_made(made: Refreshed, target: Path) -> None:
    for problem in made.problems:
        click.echo(_placed(problem), err=True)
    held = (
        _counted(made.notes, "note"),
        _counted(made.statements, "statement"),
        _counted(made.cases, "case"),
    )
    news = "" if made.changed else " (nothing has changed)"
    click.echo(f"{', '.join(held)} → {target}{news}")
    if made.problems:
        problems = _counted(len(made.problems), "problem")
        click.echo(f"{problems} above; everything else is in the index.", err=True)


@cli.command()
@click.argument("question", nargs=-1, required=True)
@_INDEX
@click.option(
    "--limit", type=click.IntRange(1, _MOST_HITS), default=_MOST_HITS, help="At most so many hits (JSON)."
)
@_JSON
def ask(question: tuple[str, ...], index: Path | None, limit: int, *, as_json: bool) -> None:
    """Ask the notes."""
    casebook = _casebook(index)
    # What the terminal's encoding could not read arrives as lone surrogates, which nothing can print.
    text = " ".join(question).encode(errors="replace").decode()
    if as_json:
        _print_json(shapes.found(text, casebook.find(text), limit, casebook.link))
        return
    click.echo(whole(casebook.ask(text)))


@cli.command()
@_FOLDERS
@click.option("--all-stamps", is_flag=True, help="Every stamp, not only the doubtful ones.")
@_JSON
def lint(folders: tuple[Path, ...], *, all_stamps: bool, as_json: bool) -> None:
    """Report doubtful seconds and whatever else is wrong in notes; exit status 1 where anything is."""
    found = survey(tuple(each.absolute() for each in folders) or _settings().notes, all_stamps=all_stamps)
    if as_json:
        problems = [shapes.problem(each) for some in found.problems.values() for each in some]
        _print_json([shapes.stamp(each) for each in found.stamps] + problems)
    else:
        _print_lint(found)
    if any(found.problems.values()) or any(each.seconds.grade != "as written" for each in found.stamps):
        raise click.exceptions.Exit(1)


@cli.command()
@_INDEX
@_JSON
def cases(index: Path | None, *, as_json: bool) -> None:
    """List the cases the notes tell of, their other names, how each was found, and where it is told."""
    found = _casebook(index).cases()
    if as_json:
        _print_json([shapes.case(case, told) for case, told in found])
    else:
        click.echo(listing.cases(found))


@cli.command(name="eval")
@click.argument("files", nargs=-1, type=_PATH)
@click.option("--seconds", type=_PATH, help="A file of stamps and the seconds they mean.")
@_INDEX
@_JSON
def evaluate(files: tuple[Path, ...], seconds: Path | None, index: Path | None, *, as_json: bool) -> None:
    """Measure the search on files of labelled queries, and the seconds on a file of labelled stamps."""
    if not files and not seconds:
        raise click.UsageError("Name a file of labelled queries, or one of stamps with --seconds.")
    casebook = _casebook(index)
    asked = [query for file in files for query in quality.queries(_labelled(file))]
    labels = quality.stamps(_labelled(seconds)) if seconds else ()
    rows = quality.judged(_progress("Asking")(asked), casebook.find)
    figures = quality.figures(rows) | {"intervals": quality.intervals(rows, _drawn())} if files else {}
    meant = casebook.seconds(each.note for each in labels)
    stamps = quality.measure_stamps(labels, meant) if seconds else {}
    if as_json:
        _print_json(figures | stamps)
        return
    if files:
        Console().print(tables(rows, figures, figures["intervals"]))
    if seconds:
        click.echo(
            f"{stamps['stamps']} stamps: {stamps['right']:.1%} right, {stamps['wrong']:.1%} wrong,"
            f" {stamps['undecided']:.1%} undecided"
        )


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8100, or the next free one.")
@click.option("--keep", type=_PATH, help="A folder for index and journal; default a throwaway one.")
def play(port: int | None, keep: Path | None) -> None:
    """Run the bot in a small local workspace in the browser; no Slack account, no tokens."""
    from handlers import runtime  # noqa: PLC0415  only here is Slack needed

    with tempfile.TemporaryDirectory(prefix="casebook-") as throwaway:
        data = keep.absolute() if keep else Path(throwaway)
        _make(data)
        settings = replace(
            _settings(), index=data / "index.db", database_url=f"sqlite:///{data / 'journal.db'}"
        )
        _refreshed(settings.notes, settings.index, settings)
        _run(lambda casebook, journal: runtime.play(settings, casebook, journal, time.time, port), settings)


@cli.command()
def serve() -> None:
    """Run the bot: Socket Mode or HTTP, with the tokens of your Slack app."""
    from handlers import logs, runtime, service, starting  # noqa: PLC0415  only here is Slack needed

    settings = _settings()
    starting.check_tokens(settings)
    logs.begin(settings.log)
    tell = service.telling(os.environ.get("NOTIFY_SOCKET", ""))
    _run(lambda casebook, journal: runtime.serve(settings, casebook, journal, time.time, tell=tell), settings)


@cli.command()
def healthcheck() -> None:
    """Ask the bot that runs here whether it lives and is ready: one line, and exit status 1 where it is not."""
    from handlers.probing import probed  # noqa: PLC0415  only here is the network needed

    healthy, said = asyncio.run(probed(_settings().address))
    click.echo(said)
    if not healthy:
        raise click.exceptions.Exit(1)


@cli.command()
@_INDEX
@_JSON
def gaps(index: Path | None, *, as_json: bool) -> None:
    """List what the notes lack, for their curators: questions, unwritten links, cases told once, wrong seconds."""
    casebook = _casebook(index)
    with _journal() as journal:
        asked, reported, given = journal.gaps(), journal.reviews(), journal.corrections()
    casebook.use(given)
    waiting = casebook.waiting(asked, reported)
    if as_json:
        _print_json(reviews.for_programs(waiting))
    else:
        click.echo(reviews.listed(waiting))


@cli.command()
@_INDEX
def corrections(index: Path | None) -> None:
    """Print the seconds that curators put right, as YAML for a corrections.yaml beside the notes."""
    with _journal() as journal:
        given = journal.corrections()
    told: tuple[Reviewed, ...] = ()
    # What was corrected is in the journal alone; the index only adds the statements' words.
    with suppress(IndexMissing, IndexUnusable):
        told = _casebook(index).reviewed(reviews.asked_of(given))
    click.echo(reviews.as_yaml(given, told), nl=False)


@cli.group()
def digest() -> None:
    """The daily mission case: what would be posted, and posting what is due."""


@digest.command()
@_INDEX
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The local date; default today.",
)
def preview(index: Path | None, day: datetime | None) -> None:
    """Show what would be posted in each channel.

    Where nothing is set up, or nothing is wanted on that day, the case of the day.
    """
    from handlers.delivery import previewed  # noqa: PLC0415  only here is Slack needed

    casebook, wanted = _casebook(index), (day or datetime.now(UTC)).date()
    with _journal() as journal:
        told = list(previewed(casebook, journal, wanted))
    click.echo("\n\n".join(told) or "The notes tell of no case yet, so there is none to post.")


@digest.command()
@click.option("--once", is_flag=True, required=True, help="So that nobody waits for it to go on.")
def run(*, once: bool) -> None:
    """Post what is due now, then end.

    For cron, once a minute or rarer; casebook serve does so by itself, to the second.
    """
    from handlers import runtime  # noqa: PLC0415  only here is Slack needed

    settings = _settings()
    if not (once and (settings.bot_token or settings.client_id)):
        raise TokenMissing("SLACK_BOT_TOKEN is missing. Set it (xoxb-…), then run this again.")
    _run(lambda casebook, journal: runtime.post_once(settings, casebook, journal, time.time), settings)


@cli.group()
def keys() -> None:
    """The keys under which the tokens of many workspaces are kept."""


@keys.command(name="new")
def new_key() -> None:
    """Print a new key for CASEBOOK_KEYS."""
    from bot.journal import sealing  # noqa: PLC0415  only here is a key made

    click.echo(sealing.new_key())


@keys.command()
def rotate() -> None:
    """Seal every token anew under the first of CASEBOOK_KEYS; then the others can go."""
    with _journal() as journal:
        number = journal.installs.reseal()
    click.echo(f"The tokens of {_counted(number, 'workspace')} are under the first key.")


_WORKSPACE = click.option("--workspace", required=True, help="Its id, T…; E… of a whole organisation.")
_PERSON = click.option("--person", default="", help="Only what is kept of one person in it, by their id, U….")


@cli.group()
def privacy() -> None:
    """What is kept of a workspace, or of a person in it: ids and words, there is nothing else."""


@privacy.command()
@_WORKSPACE
@_PERSON
def export(workspace: str, person: str) -> None:
    """Print it as JSON."""
    from bot.journal.privacy import written  # noqa: PLC0415  ask, lint and eval open no journal

    with _journal() as journal:
        kept = journal.privacy
        rows = kept.of_person(workspace, person) if person else kept.of_workspace(workspace)
    click.echo(written(workspace, person, rows))


@privacy.command()
@_WORKSPACE
@_PERSON
def forget(workspace: str, person: str) -> None:
    """Forget it, at once and for good; a workspace's tokens too."""
    with _journal() as journal:
        kept = journal.privacy
        number = kept.forget_person(workspace, person) if person else kept.forget_workspace(workspace)
    click.echo(f"Forgotten: {_counted(number, 'row')}.")


@cli.command()
@click.argument("file", type=_PATH)
def backup(file: Path) -> None:
    """Copy the journal into a new file, also while the bot runs."""
    from bot.journal.backups import back_up  # noqa: PLC0415  it brings all the database's library

    back_up(_settings().database_url, file.absolute())
    click.echo(f"The journal is in {file}, and the copy is whole. Keep it as private as the journal.")


@cli.command()
@click.argument("file", type=_PATH)
def restore(file: Path) -> None:
    """Put a backup in the journal's place; stop the bot first."""
    from bot import restoring  # noqa: PLC0415  it brings all the database's library

    doubted = restoring.restore(_settings().database_url, file.absolute(), time.time())
    click.echo(f"{file} is the journal now; the one before stays beside it. {_doubts(doubted)}")


@cli.command()
def restored() -> None:
    """Say that the journal was restored by other means, before the bot starts again."""
    from bot.restoring import settle  # noqa: PLC0415  it brings all the database's library

    with _journal() as journal:
        click.echo(_doubts(settle(journal, time.time())))


@cli.command()
def manifest() -> None:
    """Print the Slack app manifest, to paste into "Create an app from a manifest"."""
    from handlers.manifest import written  # noqa: PLC0415  only here is Slack needed

    click.echo(written(_settings()), nl=False)


@cli.command()
def doctor() -> None:
    """Say what is as it should be, what is not, and the next step; exit status 1 where something is wrong."""
    from bot.doctor import examined  # noqa: PLC0415  it brings the journal and all its database's library

    found = list(examined(os.environ, Path.cwd(), settings_module.seeds(), _ask_slack))
    width = max(len(each.subject) for each in found)
    for each in found:
        verdict = click.style(f"{each.verdict:5}", fg=_COLOURS[each.verdict])
        click.echo(f"{verdict}  {each.subject:{width}}  {each.said}")
    if any(each.verdict == "wrong" for each in found):
        raise click.exceptions.Exit(1)


def _ask_slack(settings: Settings) -> Any:  # noqa: ANN401  what Slack says, and the scopes with their reasons
    from handlers.inspection import seen_slack  # noqa: PLC0415  only here is Slack needed
    from handlers.manifest import reasons  # noqa: PLC0415

    return asyncio.run(seen_slack(settings, time.time)), reasons(settings)


def main() -> None:
    """Runs a command. The one place where an error of ours becomes a message and an exit status."""
    try:
        cli(standalone_mode=True)
    except CasebookError as error:
        click.echo(f"casebook: {error}", err=True)
        raise SystemExit(1) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        # What is still held back would be tried again at the end, with a trace.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(
            f"casebook: Not all of it could be written ({error.strerror}). Make room, then try again.",
            err=True,
        )
        raise SystemExit(1) from error


def _refreshed(folders: tuple[Path, ...], into: Path, settings: Settings) -> Refreshed:
    try:
        if made := unchanged(folders, into, sentence_model(), shipped_canaries()):
            return made
        remembered = settings.cache / "meanings.db"
        return refresh(folders, into, shipped_language(), remembered, _progress("Indexing"))
    except NotesUnreadable as error:
        for problem in error.problems:
            click.echo(_placed(problem), err=True)
        raise


def _settings() -> Settings:
    settings = settings_module.load(os.environ, Path.cwd())
    speak(settings.locale)
    return settings


def _casebook(index: Path | None) -> Casebook:
    settings = _settings()
    return open_casebook(replace(settings, index=index.absolute()) if index else settings)


def _run(work: Any, settings: Settings) -> None:  # noqa: ANN401  a coroutine function of runtime
    casebook = open_casebook(settings)
    with _journal(settings) as journal:
        asyncio.run(work(casebook, journal))


def _journal(settings: Settings | None = None) -> closing[Journal]:
    from bot.journal import Journal  # noqa: PLC0415  ask, lint and eval open no journal

    settings = settings or _settings()
    return closing(Journal(settings.database_url, settings.keys))


def _doubts(deliveries: int) -> str:
    if not deliveries:
        return "No mission case was due that may have been posted since."
    cases = _counted(deliveries, "mission case")
    return f"{cases} may have been posted since: none is posted again unless its channel's history lacks it."


def _drawn() -> Callable[[int], Sequence[int]]:
    """Numbers by chance, the same at every run."""
    by = random.Random(_SEED)  # noqa: S311  no secret hangs on it
    return lambda size: by.choices(range(size), k=size)


def _progress(doing: str) -> Any:  # noqa: ANN401  keeps the type of whatever it counts
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)

    def counted(things: Iterable[Any]) -> Iterable[Any]:
        return track(things, doing, console=console, transient=True, disable=not console.is_terminal)

    return counted


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CasebookError(
            f"{folder} cannot be made a folder ({error.strerror}). Name another with --keep."
        ) from error


def _labelled(file: Path) -> object:
    if not file.is_file():
        raise CasebookError(f"There is no file {file}.")
    return folder.table(file)


def _placed(problem: Problem) -> str:
    return f"{files.of(problem.note)}:{problem.line}: {problem.message}"


def _print_lint(found: Survey) -> None:
    """Each place on a line of its own, then on standard error how many of what there are."""
    stamps = (
        f"{files.of(each.note)}:{each.line}: {each.seconds.raw}: {each.seconds.grade}; {each.seconds.reason}"
        for each in found.stamps
    )
    problems = (_placed(each) for some in found.problems.values() for each in some)
    # In one piece: a line at a time takes longer than finding what it says.
    if lines := [*stamps, *problems]:
        click.echo("\n".join(lines))
    grades: Counter[str] = Counter(stamp.seconds.grade for stamp in found.stamps)
    click.echo(f"{found.notes:6} {'note' if found.notes == 1 else 'notes'}", err=True)
    for heading, number in ((f"stamps: {grade}", grades[grade]) for grade in shapes.GRADES if grades[grade]):
        click.echo(f"{number:6} {heading}", err=True)
    for heading, some in found.problems.items():
        if some:
            click.echo(f"{len(some):6} {heading}", err=True)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
