"""Claims as templates ask for them: `{% if claims.superior(analysis) %}`."""

from collections.abc import Callable, Mapping

from assembler.checks.claims import CLAIMS, OF_ANALYSES, OF_SAFETY, Verdict
from assembler.compose.mistakes import TemplateMistake
from assembler.compose.views import View
from assembler.problems import did_you_mean
from assembler.records import Dossier
from assembler.records.efficacy import BinaryAnalysis, ContinuousAnalysis, TimeToEventAnalysis

_ANALYSES = (TimeToEventAnalysis, BinaryAnalysis, ContinuousAnalysis)
_NO_ANALYSIS = Verdict(("there is no result",))


def claims_of(dossier: Dossier) -> Mapping[str, Callable[..., object]]:
    """The claims and `why_not`, under the names by which templates call them."""

    def verdict(name: str, record: View | None) -> Verdict:
        if name in OF_SAFETY:
            return OF_SAFETY[name](dossier)
        if record is not None and isinstance(record.value, _ANALYSES):
            return OF_ANALYSES[name](dossier, record.value)
        if record is not None and record.is_absent:
            return _NO_ANALYSIS
        given = "nothing" if record is None else record.name
        raise TemplateMistake(
            f"`claims.{name}` is asked of {given}, which is no analysis",
            f'name one: claims.{name}(efficacy.analyses["..."])',
        )

    def of_analysis(name: str) -> Callable[[View], bool]:
        def holds(analysis: View) -> bool:
            """Whether the claim holds of an analysis."""
            return verdict(name, analysis).holds

        return holds

    def of_safety(name: str) -> Callable[[], bool]:
        def holds() -> bool:
            """Whether the claim holds."""
            return verdict(name, None).holds

        return holds

    def why_not(claim: str, analysis: View | None = None) -> list[str]:
        """`claims.why_not("superior", analysis)`: the reasons why a claim does not hold."""
        if claim not in CLAIMS:
            raise TemplateMistake(
                f"there is no claim '{claim}'",
                did_you_mean(claim, CLAIMS, otherwise=f"the claims are: {', '.join(CLAIMS)}"),
            )
        return list(verdict(claim, analysis).reasons)

    functions: dict[str, Callable[..., object]] = {one: of_analysis(one) for one in OF_ANALYSES}
    functions |= {one: of_safety(one) for one in OF_SAFETY}
    return {**functions, "why_not": why_not}
