"""The problems of a whole study: what reading its files found, or else what the rules find."""

from pathlib import Path

from assembler.checks import check
from assembler.checks.later import decided
from assembler.load import load
from assembler.problems import Problem, ProblemsFound, in_order


def check_study(study: Path) -> list[Problem]:
    """Every problem of a study's records, in order; nothing is built."""
    try:
        loaded = load(study)
    except ProblemsFound as found:
        return in_order(found.problems)
    plan = loaded.dossier.dossier
    return in_order([*decided(loaded.warnings, plan), *check(loaded.dossier, loaded.at)])
