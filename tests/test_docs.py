"""What the documents say of the packages, and the links between them."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")])

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
    """What a document links to beside it: no code, no address, no place within the document itself."""
    targets = [target.partition("#")[0] for target in _LINK.findall(_CODE.sub("", text))]
    return [target for target in targets if target and not _SCHEME.match(target)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["docs/admin.md"], "See [the admin's page](docs/admin.md#licences)."),
        (["a.png"], "![A picture](a.png)"),
        ([], "[Slack](https://slack.com) and [below](#below)"),
        ([], "`[[slug]](x.md)`\n```\n[in code](y.md)\n```\n"),
    ],
)
def test_links_are_told_from_code_and_addresses(expected: list[str], text: str) -> None:
    assert expected == links(text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")

    assert [target for target in links(text) if not (document.parent / target).exists()] == []


def test_the_changelog_says_of_every_dependency_what_it_buys() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[>=<;\[ ]", each)[0] for each in wanted} | locked("requirements-weights.txt")
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line.startswith("- `")]
    named = {name for entry in entries for name in re.findall(r"`([a-z0-9-]+)`", entry.partition(":")[0])}

    assert names == named
