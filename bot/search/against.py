"""A question of what helped against something to what it is that something should help against. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SOMEBODY = r"(?:[\w'’-]+ ){0,3}?"
_DEAL = (
    r"(?:deal(?:t|s|ing)? with|overc[ao]m(?:e|es|ing)|cop(?:e|ed|ing) with|handl(?:e|ed|ing)|tackl(?:e|ed|ing)"
    r"|g[eo]t(?:ting)? (?:around|round|past|over|rid of)|solv(?:e|ed|ing)|avoid(?:ed|ing)?|counter(?:ed|ing)?"
    r"|br[eo]a?k(?:ing)?(?: down| up)?|fight(?:ing)?|fought|reduc(?:e|ed|ing)|remov(?:e|ed|ing)|prevent(?:ed|ing)?"
    r"|respond(?:ed|ing)? to|address(?:ed|ing)?|mitigat(?:e|ed|ing))"
)
# What says plainly that something stands in the way.
_PLAIN = re.compile(
    rf"(?:so |and |but |hi |hello )*(?:"
    rf"what (?:has |have |had |could |can |might |may |would )?(?:really )?(?:help|work)(?:s|ed)? (?:best )?against"
    rf"|what (?:did|do|does|can|could|should|would|have|has) (?P<doer>{_SOMEBODY})(?:do|done|try|tried)"
    r" (?:about|against)"
    rf"|how (?:did|do|does|can|could|should|would|have|has|to|might) (?P<who>{_SOMEBODY}){_DEAL}"
    rf"|(?:has|have|did) (?:anyone|anybody|somebody|others|any of you) (?:ever )?(?:managed to )?{_DEAL}"
    rf"|(?:any |some )?(?:approaches|strategies|ways|solutions|ideas|advice|remed(?:y|ies)|tips|help)"
    rf" (?:against|(?:to|for|on|of) {_DEAL})"
    rf"|(?:dealing|coping) with|overcoming|against"
    rf") (?P<what>.+)",
    re.IGNORECASE,
)
# What may as well ask for a way to reach something.
_MAYBE = re.compile(
    r"(?:(?:any |some )?(?:approaches|strategies|solutions|remed(?:y|ies)) (?:to|for|with)"
    r"|what (?:has |have |had )?(?:help|work)(?:s|ed)? with) (?P<what>.+)",
    re.IGNORECASE,
)
_ENDS = " ?!.…\t\n"
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Trouble:
    """What something should help against, in the words of the question, and whether it plainly asks that."""

    words: str
    plainly: bool


def trouble(question: str) -> Trouble | None:
    """What a question asks for help against; None where it asks for something else, or is too long to be one."""
    said = " ".join(question.split()).strip(_ENDS)
    if len(said.split()) > _LONGEST:
        return None
    if found := _PLAIN.fullmatch(said):
        # "How did Sweden deal with silos" asks about Sweden, too; "how did others" about nobody.
        named = [each for each in (found["who"] or found["doer"] or "").split() if each[0].isupper()]
        return Trouble(" ".join((found["what"], *named)), plainly=True)
    if found := _MAYBE.fullmatch(said):
        return Trouble(found["what"], plainly=False)
    return None
