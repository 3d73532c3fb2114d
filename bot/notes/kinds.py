"""What a statement is: example, challenge, approach, principle or context. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.lexicon import Lexicon
from bot.model import Kind, Statement
from bot.words import tokens

# Tuned on the labelled kinds of five notes, in two wordings; expect less on unseen notes, so a kind is a boost in
# search and never a filter.
_CHALLENGE = (
    r"challeng(?!e[- ](?:based|driven|oriented))|barrier|obstacle|difficult|pitfall|danger|limitation|resist"
    r"|concerns?\b|threat|\bsilo|hurdle|dilemma|risks?\b(?! and reward| sharing)|tension|\bgaps?\b|critici"
    r"|failure|\w*washing|problems?\b(?![- ](?:defin|driven|fram|identif|orient|pick|solv))"
)
_OWN_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("context", re.compile(r"^(?:historically|in the past)\b", re.I)),
    (
        "challenge",
        re.compile(
            r"^(?:a |the |an? \w+ |another )?(?:significant |major |key |current |main )?"
            r"(?:challenge|barrier|danger|problem|obstacle|hurdle|difficulty)\b"
            r"|\bstruggl|\bthe challenge (?:is|lies|of)|\bdifficult to\b|\bfaces? (?:\w+ ){0,3}challenges?\b"
            r"|\bwicked problems?\b|\bis a challenge\b|\bhinders?\b|\bhampers?\b|\black(?:s|ed)? (?:of )?",
            re.I,
        ),
    ),
    ("example", re.compile(r"\bfor (?:instance|example)\b|^an? (?:notable )?example\b", re.I)),
    (
        "approach",
        re.compile(
            r"^to (?:counter|overcome|address|encourage|avoid|tackle)\b|^against this\b|\bneed to build\b"
            r"|^(?:it'?s|it is) important to\b",
            re.I,
        ),
    ),
    (
        "principle",
        re.compile(
            r"\b(?:is|are) defined as\b|^(?:ultimately|in the end)\b|\b(?:highlights|shows) (?:that|the need)\b"
            r"|\bdemonstrates that\b|\b(?:is|are) (?:crucial|vital|essential|critical) (?:for|to)\b",
            re.I,
        ),
    ),
)
# Weaker words: they count where no list, label or case says more.
_WEAK_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("challenge", re.compile(r"^without\b", re.I)),
    (
        "principle",
        re.compile(r"\bmissions? (?:are|is|require|needs?|must|should|offers?)\b|^no mission\b", re.I),
    ),
)
_INTROS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "approach",
        re.compile(
            r"\bstrateg(?:y|ies) (?:for|to|such)|\bovercom|\baddress(?:ing)? (?:\w+ ){0,3}challenge", re.I
        ),
    ),
    ("challenge", re.compile(_CHALLENGE, re.I)),
    (
        "principle",
        re.compile(r"\b(?:principles?|elements?|pillars|criteria|characteristics|aspects)\b", re.I),
    ),
    ("context", re.compile(r"\b(?:commitments|briefs?|reports?|resources|speakers|panel+ists)\b", re.I)),
    (
        "approach",
        re.compile(
            r"\b(?:strateg|approach|involve[sd]?|means|emphasi[sz]es|utili[sz]es|uses|employs|went into|steps|tools"
            r"|methods?|recommend|solutions?|ways)|\bby:$|^to \w",
            re.I,
        ),
    ),
    ("example", re.compile(r"\b(?:examples?|pilots|projects?|case stud|missions (?:are|include))", re.I)),
)
# How a country or body goes about it: a list of approaches within a case.
_HOW = re.compile(
    r"\b(?:approach (?:emphasi|includ|is)|emphasi[sz]es|utili[sz]es|uses|involve[sd]?|went into)\b", re.I
)
_LEADS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("principle", re.compile(r"\blessons?\b|\blearned\b", re.I)),
    (
        "approach",
        re.compile(
            r"^(?:addressing|overcoming|avoiding|tackling|managing|reducing|mitigating|handling|dealing|breaking"
            r"|building|strengthening|fostering|creating|developing|using|engaging|prototyping)\b"
            r"|\bstrateg(?:y|ies)\b|\bsolution|\btools?\b|\bmethod|\bmodels?\b|\bframeworks?\b|\bmindset\b|\btesting\b"
            r"|\bhow to\b|\brecommend|\bbest practice|\bnext steps",
            re.I,
        ),
    ),
    ("challenge", re.compile(_CHALLENGE, re.I)),
)
_HEADINGS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("context", re.compile(r"\b(?:background|histor|personal commitments|about the)\b|\bhistor", re.I)),
    (
        "approach",
        re.compile(
            r"\b(?:strateg(?:y|ies) (?:for|to)|overcom|solution|tools?\b|toolkit|method|how to|recommend|levers?\b"
            r"|best practice|ways to|next steps|enabl|respond|handling|dealing with|techniques?"
            r"|what (?:\w+ )?(?:helps?|helped|works?|worked)\b)",
            re.I,
        ),
    ),
    ("challenge", re.compile(rf"{_CHALLENGE}|\bin the way\b|\bwent wrong\b", re.I)),
    (
        "example",
        re.compile(r"\b(?:examples?|case stud|cases?\b|in practice|pilots?\b|projects?\b|tried\b)", re.I),
    ),
    (
        "principle",
        re.compile(
            r"\b(?:principle|key elements|concept|defin|foundation|importance|imperative|role of|core\b|lessons?"
            r"|key (?:points|aspects|characteristics)|what is|why\b|understanding|benefits?|value of|introduc"
            r"|conclusion)",
            re.I,
        ),
    ),
    ("approach", re.compile(r"\b(?:strateg|approach|framework|practices?\b|model|process)", re.I)),
)
# "Challenges and Considerations" is over sections of every kind; "Challenges in Funding" is not.
_MIXED = re.compile(r"\band\b|&", re.I)
_OPENING = re.compile(
    r"\b(?:this article|this note|(?:the|a) (?:conference|event|session|panel|webinar))\b"
    r"|\b(?:report|briefs?|newsletter)\b.{0,60}\b(?:expected|launched|published)\b",
    re.I,
)
_OPENS_IN = 160  # characters


def kind(statement: Statement, lexicon: Lexicon) -> Kind:
    """The kind of a statement."""
    return readings(statement, lexicon)[0]


def readings(statement: Statement, lexicon: Lexicon) -> tuple[Kind, ...]:
    """The kind of a statement, and a second one where its words, case, list or lead say so too.

    Captions have no headings to go by: what their own words do not tell is context.
    """
    cues = (
        *_strong(statement),
        *_of_case(statement, lexicon),
        *_of_list(statement),
        *_first(statement.text, _WEAK_WORDS),
    )
    if statement.origin == "captions":
        return tuple(dict.fromkeys(cues))[:2] or ("context",)
    return tuple(dict.fromkeys(cues))[:2] or (_of_section(statement, lexicon),)


def _strong(statement: Statement) -> Iterator[Kind]:
    """What a statement's own opening words say."""
    if _OPENING.search(statement.text[:_OPENS_IN]):
        yield "context"
    yield from _first(statement.text, _OWN_WORDS)


def _of_case(statement: Statement, lexicon: Lexicon) -> Iterator[Kind]:
    """What is told of a place or a case is an example, but for its lessons, and how it goes about things."""
    inside = _depth(statement, lexicon)
    if inside is None and not (statement.intro and lexicon.mentions(statement.intro)):
        return
    if any(map(_HOW.search, (statement.intro, *statement.headings[-1:]))):
        yield "approach"
    for lead in reversed(statement.leads[inside or 0 :]):
        found = next(_first(lead, _LEADS), None)
        if found == "principle":
            yield found
        elif found:
            yield "example"
            yield found
    yield "example"


def _depth(statement: Statement, lexicon: Lexicon) -> int | None:
    """How many leads stand outside the innermost label that names a place or the case; None where none does."""
    case = set(tokens(statement.case or ""))
    for at, lead in reversed(list(enumerate(statement.leads, start=1))):
        if lexicon.mentions(lead) or (case and case <= set(tokens(lead))):
            return at
    named = any(
        lexicon.mentions(heading) or (case and case <= set(tokens(heading))) for heading in statement.headings
    )
    return 0 if named else None


def _of_list(statement: Statement) -> Iterator[Kind]:
    """What a list's opening line says of all its items, then the item's own lead."""
    yield from _first(statement.intro, _INTROS)
    for lead in reversed(statement.leads):
        yield from _first(lead, _LEADS)


def _of_section(statement: Statement, lexicon: Lexicon) -> Kind:
    """What the headings say, from the innermost out; where none says anything, a place makes an example."""
    for depth, heading in enumerate(reversed(statement.headings)):
        if depth == 0 or not _MIXED.search(heading):
            for said in _first(heading, _HEADINGS):
                return said
    return "example" if lexicon.mentions(statement.text) and statement.headings else "principle"


def _first(text: str, cues: Iterable[tuple[Kind, re.Pattern[str]]]) -> Iterator[Kind]:
    """The kind of the first cue that a text gives, if any."""
    found = next((said for said, cue in cues if cue.search(text)), None) if text else None
    if found:
        yield found
