"""What Casebook ships, and what is installed beside it, each read once."""

from __future__ import annotations

from functools import cache

from bot import lexicon
from bot.answers import criteria
from bot.lexicon import Lexicon
from bot.notes import folder
from bot.search.language import Language, is_right, sentence_model, word_list
from bot.settings import LEXICON, seeds


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that Casebook ships, read once."""
    tables = (folder.table(seeds() / name) for name in LEXICON)
    return lexicon.build({section: value for table in tables for section, value in table.items()})


@cache
def shipped_criteria() -> criteria.Criteria:
    """What a draft of a mission is held against, read once."""
    return criteria.build(folder.table(seeds() / "criteria.yaml"))


@cache
def shipped_canaries() -> tuple[str, ...]:
    """The questions that notes hardly answer, read once."""
    return tuple(folder.table(seeds() / "canaries.yaml")["canaries"])


@cache
def shipped_language() -> Language:
    """What the search knows before it reads a note, with what Casebook ships and what is installed."""
    return Language(shipped_lexicon(), word_list(), sentence_model(), shipped_canaries(), is_right)
