"""What the documents say of the packages, and the links between them."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

from tests.documents import DOCUMENTS, ROOT

_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SCHEME = re.compile(r"[a-z]+:")


def locked(*names: str) -> set[str]:
    """The packages of the locks of those names."""
    text = "\n".join((ROOT / "deploy" / name).read_text(encoding="utf-8") for name in names)
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))


def licences() -> dict[str, str]:
    """The table of licences, by package."""
    text = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8").partition("## Licences")[2]
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", text.partition("\n## ")[0], re.MULTILINE))


def test_the_table_of_licences_names_what_is_installed_and_nothing_else() -> None:
    assert locked("requirements.txt", "requirements-weights.txt") == licences().keys()


def test_a_licence_stands_in_the_table_as_its_package_states_it() -> None:
    table = licences()
    stated = {
        package: expression
        for package in table
        if (expression := importlib.metadata.metadata(package).json.get("license_expression"))
    }

    assert stated == {package: table[package] for package in stated}


def links(text: str) -> list[str]:
    """What a document links to beside it or within it: no code, and no address elsewhere."""
    return [target for target in _LINK.findall(_CODE.sub("", text)) if not _SCHEME.match(target)]


def places(text: str) -> set[str]:
    """What a link may name behind #: the document's headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(target: str, document: Path) -> bool:
    """Whether what a link names is there, and the heading in it, where it names one."""
    name, _, heading = target.partition("#")
    path = document.parent / name if name else document
    return path.exists() and (not heading or heading in places(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["docs/admin.md#licences"], "See [the admin's page](docs/admin.md#licences)."),
        (["a.png"], "![A picture](a.png)"),
        (["#below"], "[Slack](https://slack.com) and [below](#below)"),
        ([], "`[[slug]](x.md)`\n```\n[in code](y.md)\n```\n"),
    ],
)
def test_links_are_told_from_code_and_addresses(expected: list[str], text: str) -> None:
    assert expected == links(text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")

    assert [target for target in links(text) if not leads_somewhere(target, document)] == []


@pytest.mark.parametrize(
    ("expected", "target"),
    [
        (True, "docs/admin.md#how-to-remove-it"),
        (False, "docs/admin.md#how-to-keep-it"),
        (True, "#read-on"),
        (False, "docs/nowhere.md"),
    ],
)
def test_a_heading_that_is_gone_is_missed(expected: bool, target: str) -> None:
    assert expected is leads_somewhere(target, ROOT / "README.md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_the_house_that_is_named_is_there(document: Path) -> None:
    named = re.findall(
        r"`((?:bot|handlers|seeds|tests|deploy|docs)/[\w./-]*)`", document.read_text(encoding="utf-8")
    )

    # What a reader is to fill in is not there yet.
    assert [each for each in named if not (ROOT / each).exists() and each != "deploy/notes"] == []


def test_the_changelog_says_of_every_dependency_what_it_buys() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[>=<;\[ ]", each)[0] for each in wanted} | locked("requirements-weights.txt")
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line.startswith("- `")]
    named = {name for entry in entries for name in re.findall(r"`([a-z0-9-]+)`", entry.partition(":")[0])}

    assert names == named
