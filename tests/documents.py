"""The documents of the repository, and the fenced blocks in them: what is run, what is saved, what is only shown.

A block is one of these, by what stands behind its fence or on the line above it:

    Save this as `name`:         a file, written where the page has come to
    console                      commands after `$`, each with what it prints; `…` stands for anything
    pycon                        Python after `>>>`, each with what it shows
    sh                           for a shell, run as it stands
    sh needs root and Slack      for a shell, not run here; what it needs is one of NEEDED
    yaml example                 shown, in whatever language
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")])
NEEDED = frozenset(
    ("root", "the network", "Slack", "Docker", "Kubernetes", "systemd", "a browser", "minutes")
)

_BLOCK = re.compile(
    r"(?:^Save this as `(?P<file>[^`\n]+)`:\n\n)?^(?P<text> *```(?P<info>[^\n]*)\n(?P<body>.*?)^) *```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block: what stands behind its fence, its text, and the file it is to be saved as, if any."""

    info: str
    text: str
    file: str = ""

    @property
    def way(self) -> str:
        """What is done with it: "save", "console", "pycon", "sh", "needs" or "example"; "" where nobody said."""
        if self.file:
            return "save"
        language, _, more = self.info.partition(" ")
        if language == "sh" and more.startswith("needs "):
            return "needs" if set(re.split(r", | and ", more.removeprefix("needs "))) <= NEEDED else ""
        if self.info in ("console", "pycon", "sh"):
            return self.info
        return "example" if more == "example" else ""


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a document, in its order; one in a list loses the list's indentation."""
    for found in _BLOCK.finditer(text):
        yield Block(found["info"], dedent(found["body"]), found["file"] or "")


def transcript(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it is said to print."""
    for said in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, shown = said.split("\n", 1)
        yield command, shown


def commands(text: str) -> set[str]:
    """The commands of casebook that a document names, in its blocks and between backticks."""
    code = "\n".join([*(each.text for each in blocks(text)), *re.findall(r"`([^`\n]+)`", text)])
    # Neither the namespace of Kubernetes nor a mention in Slack; a container's entrance is casebook itself.
    found = re.findall(
        r"(?<!-n )(?<![@/:.-])\bcasebook ([a-z]+)\b(?![./])|run --rm (?:socket|http) ([a-z]+)", code
    )
    return {name for either in found for name in either if name}
