"""A folder to begin with: an example note, the settings, a README. Writes into no folder that holds anything."""

from __future__ import annotations

from pathlib import Path

from bot.errors import FolderTaken
from bot.settings import seeds


def start(folder: Path) -> None:
    """Makes a small wiki in a folder that is empty or not there yet. Raises FolderTaken."""
    wiki = seeds() / "wiki"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FolderTaken(f"{folder} is not empty. Name a folder that is, or one that is not there yet.")
        for path in sorted(each for each in wiki.rglob("*") if each.is_file()):
            made = folder / path.relative_to(wiki)
            made.parent.mkdir(exist_ok=True)
            made.write_bytes(path.read_bytes())
    except OSError as error:
        raise FolderTaken(
            f"Nothing can be written to {folder} ({error.strerror}). Name another folder."
        ) from error
