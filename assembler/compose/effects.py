"""Which effect an estimate measures, as its record says: one axis holds one of them.

A ratio is drawn on a logarithmic axis with its line at 1, a difference on a linear one with its
line at 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assembler.checks.scale import RATIOS
from assembler.compose.views import View, ancestors
from assembler.document.figures import Scale
from assembler.problems import Position, refused
from assembler.records.efficacy import BinaryAnalysis, ContinuousAnalysis, effect_of
from assembler.records.efficacy import TimeToEventAnalysis as TimeToEvent

_WORDS = {
    "hazard_ratio": "a hazard ratio",
    "odds_ratio": "an odds ratio",
    "risk_ratio": "a risk ratio",
    "risk_difference": "a difference of rates",
    "difference": "a difference of means",
    "geometric_mean_ratio": "a ratio of geometric means",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What an estimate measures, and of which record it is."""

    key: str
    """`hazard_ratio`."""
    path: str

    @property
    def scale(self) -> Scale:
        """`log` of a ratio, `linear` of a difference."""
        return "log" if self.key in RATIOS else "linear"

    @property
    def words(self) -> str:
        """`a hazard ratio`."""
        return _WORDS[self.key]


def effect(estimate: View) -> Effect | None:
    """What an estimate measures; of a subgroup, what that of its analysis does. None where the
    records do not say."""
    key = estimate.path.rpartition(".")[2]
    if key in _WORDS:
        return Effect(key, estimate.path)
    for around in ancestors(estimate.path):
        here = estimate.records.placed.get(around)
        held = here.record if here else None
        if isinstance(held, TimeToEvent | BinaryAnalysis | ContinuousAnalysis):
            known = effect_of(held)
            return Effect(known, estimate.path) if known else None
    return None


def scale_of(effects: Iterable[Effect], stated: Scale | None, at: Position) -> Scale:
    """The axis that the estimates of a figure share; `stated` is what its shell asks for at `at`,
    and holds where the records do not say. Raises ProblemsFound where they share none."""
    known: dict[str, Effect] = {}
    for one in effects:
        known.setdefault(one.key, one)
    if len(known) > 1:
        first, second = list(known.values())[:2]
        raise refused(
            "figure.one-effect",
            f"{first.path} is {first.words}, {second.path} is {second.words}: they share no axis",
            "choose rows of one effect with `when:`, or make a figure for each",
            at=at,
        )
    for one in known.values():
        if stated not in (None, one.scale):
            raise refused(
                "figure.scale-fits",
                f"{one.path} is {one.words}, which stands on no {stated} axis",
                f"write `scale: {one.scale}`, or leave `scale` out",
                at=at,
            )
        return one.scale
    return stated or "log"
