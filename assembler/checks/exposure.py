"""Exposure: durations in their order, and within the time that patients were followed."""

from collections.abc import Iterator
from decimal import Decimal

from assembler.checks.lookup import path
from assembler.checks.numbers import surely_below
from assembler.checks.rule import Finding, rule
from assembler.checks.times import apart_in_time, surely_longer
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.efficacy import Analysis
from assembler.records.safety import Exposure
from assembler.records.scalars import Quantity


@rule("exposure.within-range", severity=Severity.ERROR)
def exposure_within_range(dossier: Dossier) -> Iterator[Finding]:
    """The median and the mean duration of treatment lie between the shortest and the longest.

    A median outside its range is a misprint of one of them, or the two are in different units:
    `duration_range` is in the unit of the median. ICH E3 12.1.
    """
    for index, row in enumerate(dossier.safety.exposure):
        at = f"safety.exposure[{index}]"
        if row.duration_range is None:
            continue
        lower, upper = row.duration_range.bounds
        if lower is not None and upper is not None and surely_below(upper, lower):
            yield Finding(
                f"{at}.duration_range",
                f"the shortest duration {row.duration_range.lower} in arm {row.arm} is longer "
                f"than the longest {row.duration_range.upper}",
                "compare with the source and correct `duration_range`",
            )
            continue
        for key in _out_of_range(row, lower, upper):
            yield Finding(
                f"{at}.{key}",
                f"the {key.replace('_', ' ')} {getattr(row, key).text} in arm {row.arm} lies "
                f"outside the range {row.duration_range.text}",
                "compare with the source and correct the one that is wrong",
                also=(f"{at}.duration_range",),
            )


def _out_of_range(row: Exposure, lower: Decimal | None, upper: Decimal | None) -> Iterator[str]:
    unit = next((q.unit for q in (row.median_duration, row.mean_duration) if q is not None), None)
    for key in ("median_duration", "mean_duration"):
        duration: Quantity | None = getattr(row, key)
        if duration is None or duration.unit != unit or duration.number.relation != "=":
            continue
        number = duration.number.decimal
        if (lower is not None and surely_below(number, lower)) or (
            upper is not None and surely_below(upper, number)
        ):
            yield key


@rule("exposure.within-follow-up", severity=Severity.WARNING)
def exposure_within_follow_up(dossier: Dossier) -> Iterator[Finding]:
    """Patients were not treated for longer than they were followed.

    The median duration of treatment is no longer than the median follow-up of the same patients
    at the same cut-off. It can be where follow-up ends before treatment by its definition, or was
    observed in those who lived only: then waive the finding and say so. Analyses at another
    cut-off are not compared. ICH E3 12.1 and 11.4.1.
    """
    longest = _longest(dossier)
    for index, row in enumerate(dossier.safety.exposure):
        followed = longest.get(row.cohort)
        if row.median_duration is None or followed is None:
            continue
        follow_up = followed.median_follow_up
        if follow_up is not None and surely_longer(row.median_duration, follow_up):
            yield Finding(
                f"safety.exposure[{index}].median_duration",
                f"the median duration of treatment in arm {row.arm} is "
                f"{row.median_duration.text}, the median follow-up {follow_up.text}",
                "compare both with the source; if both are right, follow-up was defined or "
                "estimated otherwise: say so and waive this",
                also=(f"{path(followed)}.median_follow_up",),
            )


def _longest(dossier: Dossier) -> dict[str | None, Analysis]:
    """Cohort -> the analysis with the longest follow-up at the cut-off of the safety data.

    Rows of exposure that span the trial are held against the longest follow-up of any cohort.
    """
    longest: dict[str | None, Analysis] = {}
    for analysis in dossier.efficacy.analyses:
        follow_up = analysis.median_follow_up
        if follow_up is None or apart_in_time(analysis.cut_off, dossier.safety.cut_off):
            continue
        for cohort in dict.fromkeys((analysis.cohort, None)):
            known = longest.get(cohort)
            held = known.median_follow_up if known is not None else None
            if held is None or surely_longer(follow_up, held):
                longest[cohort] = analysis
    return longest
