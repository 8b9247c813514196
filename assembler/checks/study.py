"""The problems of a whole study: what reading its files found, and what the rules find."""

from pathlib import Path

from assembler.checks import check
from assembler.checks.later import decided
from assembler.load import load, load_sound
from assembler.problems import Problem, ProblemsFound, in_order

_ON_PARTS = frozenset(
    {
        "categories.nested",
        "comparison.two-arms",
        "dates.ordered",
        "estimate.inside-interval",
        "exposure.within-range",
        "facts.agree",
        "hazard-ratio.agrees-with-medians",
        "interval.ordered",
        "interval.symmetric",
        "median.agrees-with-survival",
        "n.within-enrolled",
        "p-value.agrees-with-interval",
        "p-value.near-interval",
        "patients.within-arm",
        "percentage.matches-count",
        "survival.not-rising",
        "terms.within-class",
    }
)
"""Rules that find nothing because another record is missing."""


def check_study(study: Path) -> list[Problem]:
    """Every problem of a study's records, in order; nothing is built.

    Where records are not valid, the valid ones are judged all the same, by the rules that need
    no other record: else each round of mending would bring new findings to light.
    """
    try:
        loaded = load(study)
    except ProblemsFound as found:
        return in_order([*found.problems, *_of_sound_records(study)])
    plan = loaded.dossier.dossier
    return in_order([*decided(loaded.warnings, plan), *check(loaded.dossier, loaded.at)])


def _of_sound_records(study: Path) -> list[Problem]:
    try:
        sound = load_sound(study)
    except ProblemsFound:  # there is no study
        return []
    found = check(sound.dossier, sound.at) if sound is not None else []
    return [problem for problem in found if problem.rule in _ON_PARTS]
