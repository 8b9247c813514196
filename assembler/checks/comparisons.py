"""Comparisons: two arms, and an estimate that goes the way of their results."""

from collections.abc import Iterator

from assembler.checks.lookup import path, source_of
from assembler.checks.numbers import range_of, surely_below
from assembler.checks.rule import Finding, compare, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.efficacy import TimeToEventAnalysis


@rule("comparison.two-arms", severity=Severity.ERROR)
def comparison_two_arms(dossier: Dossier) -> Iterator[Finding]:
    """A comparison is of one arm against another.

    An arm compared with itself is a typing error, and the direction of the estimate is lost with
    it. ICH E9 5.5.
    """
    for analysis in dossier.efficacy.analyses:
        comparison = analysis.comparison
        if comparison is not None and comparison.of == comparison.versus:
            source = source_of(dossier, analysis, comparison)
            yield Finding(
                f"{path(analysis)}.comparison.versus",
                f"the arm '{comparison.of}' is compared with itself",
                f"{compare(source)} and correct `of` or `versus`",
                also=(f"{path(analysis)}.comparison.of",),
            )


@rule("hazard-ratio.agrees-with-medians", severity=Severity.WARNING)
def hazard_ratio_agrees_with_medians(dossier: Dossier) -> Iterator[Finding]:
    """A hazard ratio below 1 goes with the longer median in the arm that it speaks of.

    Where the interval excludes 1 and the medians say the opposite, the arms are most likely
    swapped: in the medians, in `of` and `versus`, or in the source. Curves that cross can do it
    too; then waive the finding and say so. Medians in different units, not reached or not
    reported are not compared. ICH E9 5.5; ICH E3 11.4.1.
    """
    for analysis in dossier.efficacy.analyses:
        if not isinstance(analysis, TimeToEventAnalysis) or analysis.comparison is None:
            continue
        comparison = analysis.comparison
        medians = {name: arm.median for name, arm in analysis.arms.items()}
        one, other = medians.get(comparison.of), medians.get(comparison.versus)
        ratio, interval = comparison.hazard_ratio, comparison.interval
        if one is None or other is None or ratio is None or interval is None:
            continue
        if one.unit != other.unit or {one.number.relation, other.number.relation} != {"="}:
            continue
        lower, upper = interval.bounds
        lowers = upper is not None and range_of(upper)[1] < 1
        raises = lower is not None and range_of(lower)[0] > 1
        shorter = surely_below(one.number.decimal, other.number.decimal)
        longer = surely_below(other.number.decimal, one.number.decimal)
        if (lowers and shorter) or (raises and longer):
            source = source_of(dossier, analysis, comparison)
            yield Finding(
                f"{path(analysis)}.comparison.hazard_ratio",
                f"the hazard ratio of {comparison.of} versus {comparison.versus} is {ratio.text}, "
                f"but the median is {one.text} versus {other.text}",
                f"{compare(source)}: the arms may be swapped",
                also=tuple(
                    f"{path(analysis)}.arms.{arm}.median"
                    for arm in (comparison.of, comparison.versus)
                ),
            )
