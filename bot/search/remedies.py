"""Whether a statement says what somebody did or should do, or only what is wrong. Pure; goes by its words."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.model import Statement

# Tuned on what 44 challenges of 191 notes were given: a kind comes from headings, and under "Overcoming Challenges"
# there stand challenges, too.
_WRONG = re.compile(
    r"challeng(?!e-)|obstacle|barrier|hurdle|\bgaps?\b|hinder|hamper|struggl|suffer|\black|difficult|\bfear|ignor"
    r"|resist|\blimit(?:s|ing|ed)\b|ineffective|tendenc|\btends? to\b|misunderst|\bfail(?:s|ed|ing)? to\b|dilut"
    r"|undesir|stifl|\bquick results\b|\bstrict\b|\bimpossible\b|irrelevan|\bold ways\b|\brisks? of\b|contradict"
    r"|\brisks? dilut|\bnot (?:have|know)\b|\bblock(?:s|ed|ing)?\b|insufficient|\babsence of\b|\bnot yet\b",
    re.I,
)
_UNDOES = re.compile(
    r"overc[ao]m|address|tackl|reduc|remov|br(?:eak|oke)|counter|avoid|mitigat|manag|\bdeal(?:s|t|ing)? with|prevent"
    r"|lower|eliminat|solv|\bclos(?:es?|ing)\b|\beas(?:e|es|ing)\b|against|respon|beyond|instead of|rather than"
    r"|despite|handl|cut(?:ting)? ",
    re.I,
)
_DOES = re.compile(
    r"^\w+ing\b|\b(?:should|must|needs? to|ha(?:s|ve) to|can (?:help|be)|help(?:s|ed|ing)?|enabl\w+|allow(?:s|ed|ing)"
    r"|made it possible|to (?:overcome|address|counter|foster|ensure|encourage))\b"
    r"|^(?:acknowledge|adopt|align|allow|appoint|bring|build|capture|collaborate|combine|communicate|connect|consider"
    r"|continue|create|define|design|develop|document|embrace|empower|encourage|engage|ensure|establish|experiment"
    r"|focus|foster|give|hire|identify|implement|improve|incorporate|increase|integrate|invest|involve|keep|learn"
    r"|leverage|link|make|map|measure|move|offer|plan|prioriti[sz]e|promote|prototype|provide|push|recogni[sz]e"
    r"|reflect|reinvest|reward|set|share|shift|simplify|start|strengthen|support|test|think|train|use|view|work)\b",
    re.I,
)
# The same of headings, leads and the lines that open lists, which are short and name things.
_WRONG_HERE = re.compile(
    r"\b(?:challenges?|barriers?|obstacles?|hurdles?|gaps?|risks?|resistance|hindrances?|difficult\w*|ignored)\b",
    re.I,
)
_UNDONE_HERE = re.compile(
    r"overcom|address|solution|tackl|respon[ds]|(?:\band|&) (?:\w+ )?(?:strateg|approach|response)|mitigat|counter"
    r"|handling|dealing|breaking|reduc|strategies (?:for|to) (?:overcom|address)|manag",
    re.I,
)
_DONE_HERE = re.compile(
    r"overcom|address|strateg|solution|tackl|\brespond|mitigat|counter|breaking|recommend|how to|dealing|handling"
    r"|levers|enabl|ways to|next steps|fostering|building|best practice|approaches to",
    re.I,
)
# Where also what is told of a place, and a principle, is meant as a way to go about it.
_UNDOING_HERE = re.compile(
    r"overcom|address|tackl|mitigat|counter|strateg|solution|recommend|breaking|dealing|handling", re.I
)


def says_what_to_do(statement: Statement) -> bool:
    """Whether a statement reads like advice or a deed."""
    return bool(_DOES.search(statement.text))


def is_trouble(statement: Statement) -> bool:
    """Whether a statement names something wrong and nothing before it that undoes that, or stands among such."""
    wrong = _WRONG.search(statement.text)
    if wrong and not _UNDOES.search(statement.text[: wrong.start()]):
        return True
    return among_troubles(statement) and not says_what_to_do(statement)


def among_remedies(statement: Statement) -> bool:
    """Whether it stands where a note says what to do."""
    return not among_troubles(statement) and any(map(_of_remedies, _labels(statement)))


def among_troubles(statement: Statement) -> bool:
    """Whether it stands where a note says what is wrong."""
    return any(map(_of_troubles, _labels(statement)))


def helps(statement: Statement) -> bool:
    """Whether a statement is an approach. What is told of a place, and a principle, may be one, too."""
    if statement.kind == "approach":
        return True
    also = statement.kind in ("example", "principle") and any(map(_of_undoing, _labels(statement)))
    return also and says_what_to_do(statement) and not among_troubles(statement)


def _labels(statement: Statement) -> tuple[str, ...]:
    return (*statement.headings[-1:], *statement.leads, statement.intro)


# A note says the same label of many statements.
@lru_cache(maxsize=10_000)
def _of_remedies(label: str) -> bool:
    return _DONE_HERE.search(label) is not None


@lru_cache(maxsize=10_000)
def _of_troubles(label: str) -> bool:
    return _WRONG_HERE.search(label) is not None and not _UNDONE_HERE.search(label)


@lru_cache(maxsize=10_000)
def _of_undoing(label: str) -> bool:
    return _UNDOING_HERE.search(label) is not None
