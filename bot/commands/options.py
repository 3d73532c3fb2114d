"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

# What may not be read is said by whoever reads it, with the next step; click would only refuse it.
PATH = click.Path(path_type=Path, readable=False)
FOLDERS = click.argument("folders", nargs=-1, type=PATH)
INDEX = click.option("--index", type=PATH, help="The index to ask; default CASEBOOK_INDEX.")
JSON = click.option("--json", "as_json", is_flag=True, help="For programs: JSON on standard output.")
