"""Discontinuation for an adverse event, which the overview of adverse events does not count."""

import re
from collections.abc import Iterator

from assembler.checks.rule import Finding, rule
from assembler.problems import Severity
from assembler.records import Dossier

ADVERSE = re.compile(r"discontinu\w*.*\b(adverse|toxicit)", re.IGNORECASE)
"""A state: `discontinued: adverse event`, `discontinued the study: Adverse Event`."""


@rule("discontinuations.counted", severity=Severity.WARNING)
def discontinuations_counted(dossier: Dossier) -> Iterator[Finding]:
    """Where patients discontinued for an adverse event, events that led to it are counted.

    The reason stands with the disposition, the action taken with the event: two forms of the case
    report, filled in apart. When the disposition counts patients who left for an adverse event,
    and the overview of adverse events counts no event that led to it, one of the two is not
    complete. Where both count, `facts.agree` compares them. ICH E3 10.1 and 12.3.1.3.
    """
    overview = dossier.safety.overview
    if not overview or any(row.discontinued is not None for row in overview):
        return
    disposition = dossier.trial.disposition
    left = [
        (row, f"trial.disposition.rows[{index}].patients")
        for index, row in enumerate(disposition.rows if disposition is not None else ())
        if ADVERSE.search(row.state) and row.patients.number
    ]
    if left:
        by_arm = ", ".join(f"{row.patients} of arm {row.arm}" for row, _ in left)
        first, at = left[0]
        yield Finding(
            at,
            f"patients {first.state} ({by_arm}), and the overview of adverse events counts no "
            "event that led to it",
            "enter `discontinued` in safety.overview, or have the action taken entered in the data",
            also=("safety.overview",),
        )
