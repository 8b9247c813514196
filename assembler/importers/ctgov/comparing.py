"""The statistical analyses of an outcome measure as comparisons of one arm with another."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assembler.importers.ctgov.groups import Arms
from assembler.importers.ctgov.measured import Kind, Measured
from assembler.importers.ctgov.numbers import interval, level, number, p_value
from assembler.importers.ctgov.reading import Reading, coded, words
from assembler.importers.drafted import letters
from assembler.importers.given import Given
from assembler.read import Data
from assembler.records.grammar import REPORTED, decimal_of

_ESTIMATES: Mapping[tuple[Kind, str], str] = {
    **{
        (Kind.TIME_TO_EVENT, name): "hazard_ratio"
        for name in ("hazardratiohr", "hazardratio", "coxproportionalhazard")
    },
    **{(Kind.BINARY, name): "odds_ratio" for name in ("oddsratioor", "oddsratio")},
    **{
        (Kind.BINARY, name): "risk_ratio"
        for name in ("riskratiorr", "riskratio", "relativerisk", "relativeriskrr")
    },
    **{(Kind.BINARY, name): "risk_difference" for name in ("riskdifferencerd", "riskdifference")},
    **{
        (Kind.CONTINUOUS, name): "difference"
        for name in (
            "difference",
            "meandifference",
            "meandifferencefinalvalues",
            "meandifferencenet",
            "lsmeandifference",
            "lsmeansdifference",
            "differenceinlsmeans",
            "differenceinlsmean",
            "leastsquaresmeandifference",
            "differenceinleastsquaresmeans",
        )
    },
    **{
        (Kind.CONTINUOUS, name): "geometric_mean_ratio"
        for name in (
            "geometricmeanratio",
            "geometricmeansratio",
            "ratioofgeometricmeans",
            "ratioofgeometricmean",
            "geometricmeantiterratio",
            "geometricmeantitreratio",
            "geometricmeanconcentrationratio",
            "ratioofgeometricmeantiters",
            "ratioofgeometricmeantitres",
        )
    },
}
"""How the registry, and those who fill it, name an estimate -> its key."""
_RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "geometric_mean_ratio")
_MARGINS: Mapping[str, str] = {
    "NON_INFERIORITY": "test of non-inferiority",
    "EQUIVALENCE": "test of equivalence",
}
"""What a statistical analysis tests -> what it is called in words: it has a margin then."""
_COMPARATORS = ("placebo-comparator", "active-comparator", "sham-comparator", "no-intervention")
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, and what the registry says of it in words."""

    record: dict[str, Data]
    said: list[str]


def comparisons(
    reading: Reading, measure: Given, found: Measured, known: Mapping[str, str], arms: Arms
) -> list[Compared]:
    """The comparisons of two arms; what compares other groups, or more, is told and lost."""
    made: list[Compared] = []
    for analysis in measure["analyses"]:
        groups = [group.seen for group in analysis["groupIds"]]
        pair = [known[group] for group in groups if group in known]
        if len(groups) != _PAIR or len(pair) != _PAIR or not all(arm in found.arms for arm in pair):
            reading.unfit(
                "statistical analyses of other groups than two arms with results",
                "type them into efficacy.yaml if the dossier needs them",
                analysis,
            )
            continue
        one = _comparison(reading, analysis, found, (pair[0], pair[1]), arms)
        if one is not None:
            analysis["groupIds"].leave()
            made.append(one)
    return made


def _comparison(
    reading: Reading, analysis: Given, found: Measured, pair: tuple[str, str], arms: Arms
) -> Compared | None:
    key = _ESTIMATES.get((found.kind, letters(analysis["paramType"].seen)))
    if key == "risk_difference" and not found.is_percent:
        key = None
    if (key == "geometric_mean_ratio") is not (found.result == "geometric_mean"):
        key = None  # what the arms hold tells its direction, and is what is compared
    value = analysis["paramValue"].seen
    if key is not None and not REPORTED.fullmatch(value):
        key = None
    if key is None and analysis["paramValue"]:
        reading.unfit(
            "estimates of a kind that no comparison of such an analysis holds",
            "type them into efficacy.yaml if the dossier needs them",
            analysis["paramType"] or analysis["paramValue"],
        )
    way = _direction(reading, analysis, found, pair, arms, key)
    if way is None:
        return None
    record: dict[str, Data] = {"of": way[0], "versus": way[1]}
    if key is not None:
        _estimate(analysis, record, key)
    p = p_value(analysis["pValue"])
    if p is not None:
        record["p_value"] = p
    method = words(analysis["statisticalMethod"])
    if method:
        record["test" if p is not None else "method"] = method
    if len(record) == _PAIR:
        return None
    said = _margin(reading, analysis, record)
    said += [
        text
        for name in ("groupDescription", "statisticalComment", "pValueComment", "estimateComment")
        if (text := words(analysis[name]))
    ]
    return Compared(record, said)


def _margin(reading: Reading, analysis: Given, record: dict[str, Data]) -> list[str]:
    """What the registry says of a margin: of which kind the test is, in the record; the margin
    itself stands in words, which are kept as they are, and is owed. Nothing is read out of them."""
    tested = coded(analysis["nonInferiorityType"], _MARGINS)
    if tested is None:
        return []
    name = record.get("test")
    record["test"] = tested if name is None else f"{tested}, {name}"
    record["author_to_confirm"] = ["margin"]
    comment = words(analysis["nonInferiorityComment"])
    reading.unfit(
        "margins of non-inferiority or equivalence that stand in words only",
        "type them as `margin` of the endpoint in trial.yaml, and take `margin` out of "
        "`author_to_confirm`; the words are in the remark",
        analysis["nonInferiorityComment"] or analysis["nonInferiorityType"],
    )
    return [comment] if comment else []


def _estimate(analysis: Given, record: dict[str, Data], key: str) -> None:
    percent = "%" if key == "risk_difference" else ""
    name = words(analysis["paramType"]) or ""
    if letters(name).startswith("cox"):
        record["method"] = name
    record[key] = f"{number(analysis['paramValue'])}{percent}"
    sides = analysis["ciNumSides"].seen.upper()
    found = None
    if sides in ("", "TWO_SIDED"):
        found = interval(analysis["ciLowerLimit"], analysis["ciUpperLimit"])
    if found is not None:
        record["interval"] = found
        analysis["ciNumSides"].leave()
        width = level(f"{analysis['ciPctValue'].seen}% confidence interval")
        if width is not None:
            record["level"] = width
            analysis["ciPctValue"].leave()
    if key == "difference" and letters(analysis["dispersionType"].seen).startswith("standarderror"):
        error = number(analysis["dispersionValue"])
        if error is not None:
            record["standard_error"] = error
            analysis["dispersionType"].leave()


def _direction(
    reading: Reading,
    analysis: Given,
    found: Measured,
    pair: tuple[str, str],
    arms: Arms,
    key: str | None,
) -> tuple[str, str] | None:
    """Which arm the estimate is of, and which it is compared with: the registry does not say.

    The arms' own values tell it, where they differ; else the kinds of the arms do, with a warning;
    else nobody, and the analysis is lost.
    """
    kinds = [arms.kind(arm) in _COMPARATORS for arm in pair]
    usual = None
    if kinds in ([True, False], [False, True]):
        usual = pair if kinds[1] else (pair[1], pair[0])
    if key is None:
        return usual or pair
    sign = _sign(decimal_of(_digits(analysis["paramValue"].seen)) - (key in _RATIOS))
    told = sign * _lead(found, *pair) * (-1 if key == "hazard_ratio" else 1)
    if told:
        return pair if told > 0 else (pair[1], pair[0])
    what, remedy = (
        (
            "estimates whose direction the arms' values do not tell: taken as of the "
            "experimental arm versus the other",
            "compare with the source and swap `of` and `versus` where it is the other way round",
        )
        if usual is not None
        else (
            "estimates of which nothing tells which arm is compared with which",
            "type them into efficacy.yaml from the study report",
        )
    )
    reading.unfit(what, remedy, analysis)
    return usual


def _lead(found: Measured, one: str, other: str) -> int:
    """1 where the first arm has the greater value, -1 where the second has, else 0."""
    values = [_value(found, arm) for arm in (one, other)]
    if values[0] is None or values[1] is None:
        return 0
    return _sign(values[0] - values[1])


def _value(found: Measured, arm: str) -> Decimal | None:
    own = found.arms[arm]
    text = own.get(found.result)
    if found.result == "rates" and isinstance(text, list) and isinstance(text[0], dict):
        text = text[0]["rate"]
    if not isinstance(text, str):
        return None
    value = decimal_of(_digits(text.split(" ")[0].rstrip("%")))
    if found.result == "responders":
        size = own.get("n")
        return value / decimal_of(size) if isinstance(size, str) and decimal_of(size) else None
    return value


def _digits(text: str) -> str:
    match = REPORTED.fullmatch(text)
    return match[2] if match else "0"


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)
