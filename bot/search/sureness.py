"""How sure an answer is: confident, closest, or nothing. Pure; measured against what chance reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean, pstdev

from bot.model import Tier
from bot.search.questions import Asked, Concept
from bot.search.ranking import Fit

# Where an index is too small to calibrate, the share of the question met decides; tuned on the development queries
# of five notes. A question of more than _LONG concepts says much that no note could meet; it is judged by what a
# hit meets, _ENOUGH being the rarity of about four rare words.
_CONFIDENT, _CLOSEST = 0.75, 0.34
_LONG, _ENOUGH = 12, 26.0
# What each sign weighs, in standard deviations among the canaries; chosen on 1,200 labelled questions.
_SCORE, _STANDING, _NEARNESS = 0.25, 0.5, 1.5
# Where an answer has so much evidence, a term that no note has was mentioned by the way: of 309 questions with such a
# term, 1 of the 295 rightly refused reaches it, and 2 of the 14 that the notes answer.
_BY_FAR = 5.4
# The first hit stands out where it is well above this one.
_ANOTHER = 20


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells an answer from chance: the best hit's score, how far it stands above the twentieth, and how near
    the question is to the notes as a whole (0 where their meaning is unknown).
    """

    score: float
    standing: float
    nearness: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What chance reaches in an index: each sign's mean and spread among the canaries, and how much evidence an
    answer needs to be shown at all, to be shown where no note has the subject's own word, and to be sure.
    """

    means: tuple[float, float, float]
    spreads: tuple[float, float, float]
    closest: float
    lacking: float
    confident: float


def signs(fits: Sequence[Fit], nearness: float) -> Signs | None:
    """The signs of the answer that some fits make, best first; None where there are none."""
    if not fits:
        return None
    another = fits[min(_ANOTHER, len(fits)) - 1]
    return Signs(fits[0].score, fits[0].score - another.score, nearness)


def calibration(
    given: Sequence[Signs], *, refused: float, refused_lacking: float, not_sure: float
) -> Calibration:
    """What chance reaches, from the signs that canaries were given: so many of them would be refused, refused where
    the subject's word is lacking, or not sure.
    """
    columns = [[getattr(each, name) for each in given] for name in ("score", "standing", "nearness")]
    means, spreads = (tuple(measure(column) for column in columns) for measure in (fmean, pstdev))
    whole = Calibration(_three(means), _three(spreads), 0.0, 0.0, 0.0)
    reached = sorted(evidence(each, whole) for each in given)
    closest, lacking, confident = (
        _quantile(reached, share) for share in (refused, refused_lacking, not_sure)
    )
    return Calibration(whole.means, whole.spreads, closest, lacking, confident)


def evidence(found: Signs, chance: Calibration) -> float:
    """How far the signs exceed what chance reaches, in weighted standard deviations."""
    values = (found.score, found.standing, found.nearness)
    return sum(
        weight * (value - mean) / spread
        for weight, value, mean, spread in zip(
            (_SCORE, _STANDING, _NEARNESS), values, chance.means, chance.spreads, strict=True
        )
        if spread
    )


def is_by_far(found: Signs | None, chance: Calibration | None) -> bool:
    """Whether an answer lies so far above chance that what it lacks cannot be the very thing that was asked about."""
    return found is not None and chance is not None and evidence(found, chance) >= _BY_FAR


def tier(
    asked: Asked,
    fits: Sequence[Fit],
    idf: Callable[[Concept], float],
    found: Signs | None,
    chance: Calibration | None,
    *,
    names: bool = True,
    lacks: Callable[[], bool] = lambda: False,
) -> Tier:
    """How sure an answer is; without a calibration by the share of the question that the best hits meet.

    `names` says whether the question names anything: "what is it" does not. `lacks`, which is asked only where it
    tells, says whether no note has the word for a subject of the question.
    """
    if found is None:
        return "nothing"
    if chance is None:
        return _by_share(asked, fits, idf)
    # Who asks for a name or a word and gets a statement that has it is answered, however ordinary it looks.
    whole = names and bool(asked.concepts) and any(fit.coverage > 1 - 1e-9 for fit in fits[:3])
    reached = evidence(found, chance)
    if reached >= chance.confident or (whole and reached >= chance.lacking):
        return "confident"
    if whole or reached >= chance.lacking:
        return "closest"
    return "closest" if reached >= chance.closest and not lacks() else "nothing"


def _by_share(asked: Asked, fits: Sequence[Fit], idf: Callable[[Concept], float]) -> Tier:
    if not asked.concepts:
        return "nothing"
    share = max(fit.coverage for fit in fits[:3])
    if len(asked.concepts) > _LONG:
        weights: Mapping[str, float] = {concept.typed: idf(concept) for concept in asked.topics}
        met = max(sum(weights.get(word, 0.0) for word in fit.met) for fit in fits[:3])
        share = max(share, met / _ENOUGH)
    if share >= _CONFIDENT:
        return "confident"
    return "closest" if share >= _CLOSEST else "nothing"


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    first, second, third = values
    return first, second, third


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, ceil(share * len(ordered)))]
