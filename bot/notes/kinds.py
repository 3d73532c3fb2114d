"""What a statement is: example, challenge, approach, principle or context. Pure; the deepest cue decides."""

from __future__ import annotations

import re

from bot.lexicon import Lexicon
from bot.model import Kind, Statement

# Tuned on the labelled kinds of the five notes Casebook was made for; expect less on unseen notes, so a kind
# is a boost in search and never a filter.
_LABELS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "context",
        re.compile(r"\b(?:introduc|background|histor|context|commitments?\b|conclusion|about\b)", re.I),
    ),
    (
        "approach",
        re.compile(
            r"\b(?:strateg(?:y|ies) (?:for|to)|overcom|solution|tools?\b|toolkit|method|how to|recommend|levers?\b"
            r"|best practice|ways to|next steps|enabl|respond|handling|strengthening|moving towards|building\b"
            r"|empower|(?:agility|adaptive)|this involves|demonstrate|techniques?)",
            re.I,
        ),
    ),
    (
        "challenge",
        re.compile(
            r"\b(?:challeng|barrier|obstacle|difficult|pitfall|danger|limitation|resist|concerns?\b|threat|silo"
            r"|risks?\b(?! and reward| sharing)|tension|problems?\b|hurdle|gaps?\b|dilemma|critici|failure|\w*washing)",
            re.I,
        ),
    ),
    (
        "example",
        re.compile(r"\b(?:examples?|case stud|cases?\b|in practice|pilots?\b|initiatives|projects?\b)", re.I),
    ),
    (
        "principle",
        re.compile(
            r"\b(?:principle|key elements|concept|defin|foundation|importance|imperative|role of|core\b|lessons?"
            r"|key (?:points|aspects|characteristics)|what is|why\b|understanding|benefits?|value of)",
            re.I,
        ),
    ),
    ("approach", re.compile(r"\b(?:strateg|approach|framework|practice|model|engagement|process)", re.I)),
)
_SENTENCES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "challenge",
        re.compile(
            r"^(?:a |the |an? \w+ |another )?(?:significant |major |key |current |main )?"
            r"(?:challenge|barrier|danger|problem|obstacle|hurdle|difficulty)\b"
            r"|\bstruggl|\bhinder|\bhamper|\bthe challenge (?:is|lies)|\bdifficult to\b|\black(?:s|ed)? (?:of )?",
            re.I,
        ),
    ),
    ("example", re.compile(r"\bfor (?:instance|example)\b|\be\.g\.|^an? (?:notable )?example\b", re.I)),
    (
        "approach",
        re.compile(r"^to (?:counter|overcome|address|encourage|avoid|tackle)\b|\bneed to build\b", re.I),
    ),
    (
        "principle",
        re.compile(r"\bis defined as\b|\bare defined as\b|\bmissions (?:are|require|must|should)\b", re.I),
    ),
)
# "Denmark's approach emphasizes:" opens a list of approaches, not of examples.
_HOW = re.compile(r"\b(?:approach (?:emphasi|includ|is)|emphasi[sz]es|utili[sz]es|uses)\b", re.I)
_OPENING: re.Pattern[str] = re.compile(
    r"\b(?:this article|this note|the (?:conference|event|session|panel|webinar))\b", re.I
)


def kind(statement: Statement, lexicon: Lexicon) -> Kind:
    """The kind of a statement: by its own opening words, its leads, its list's introduction, its headings."""
    if _OPENING.search(statement.text[:80]):
        return "context"
    for said, cue in _SENTENCES:
        if cue.search(statement.text):
            return said
    for label in (*reversed(statement.leads), statement.intro, *reversed(statement.headings)):
        if found := _of_label(label, lexicon):
            return found
    if not statement.headings and not statement.leads:
        return "principle" if statement.citation.seconds else "context"
    return "example" if lexicon.mentions(statement.text) else "principle"


def _of_label(label: str, lexicon: Lexicon) -> Kind | None:
    if not label:
        return None
    if lexicon.mentions(label):
        return "approach" if _HOW.search(label) else "example"
    return next((said for said, cue in _LABELS if cue.search(label)), None)
