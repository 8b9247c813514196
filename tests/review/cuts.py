"""Other data cuts of the mini study, and what its report then says."""

from tests.acceptance.study import Copy

RATIO = "0.40\u00a0(95%\u00a0CI:\u00a00.25,\u00a00.64)"
NEW_RATIO = "0.45\u00a0(95%\u00a0CI:\u00a00.28,\u00a00.72)"


def second_cut(copy: Copy) -> Copy:
    """Other results: the hazard ratio with its interval, a p-value, a median."""
    copy.edit(
        "study/efficacy.yaml",
        'hazard_ratio: 0.40, interval: 0.25 to 0.64, level: 95%, p_value: "<0.0001"',
        'hazard_ratio: 0.45, interval: 0.28 to 0.72, level: 95%, p_value: "0.0009"',
    )
    copy.edit("study/efficacy.yaml", "median: 3.0 months", "median: 3.10 months")
    return copy


def more_patients(copy: Copy) -> Copy:
    """Another number of patients."""
    copy.edit("study/trial.yaml", "n: 120", "n: 121")
    return copy
