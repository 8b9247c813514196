"""The results of a reporting event: what each counts or measures, in which arm and group."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

from assembler.importers.ars.opening import Event, conditions, is_total, is_treatment, label
from assembler.importers.drafted import Into, letters
from assembler.importers.entry import Tag, shown
from assembler.importers.given import Given
from assembler.importers.ids import slug
from assembler.importers.imported import Lost
from assembler.read import Data
from assembler.read.tree import DataPath

_KINDS: Mapping[str, tuple[str, ...]] = {
    "count": ("n", "count", "countofsubjects", "numberofsubjects", "countofpatients",
              "numberofpatients", "countofparticipants", "numberofparticipants", "frequency"),
    "non-missing": ("countofnonmissingvalues", "countofnonmissing", "nonmissingcount",
                    "numberofobservations"),
    "percentage": ("pct", "percent", "percentage", "percentofsubjects", "percentofpatients",
                   "percentageofsubjects", "percentageofpatients"),
    "events": ("countofevents", "numberofevents", "eventcount", "events"),
    "mean": ("mean", "arithmeticmean"),
    "standard-deviation": ("standarddeviation", "sd", "std", "stddev"),
    "median": ("median",),
    "minimum": ("minimum", "min"),
    "maximum": ("maximum", "max"),
    "quartile": ("firstquartile", "q1", "thirdquartile", "q3", "lowerquartile", "upperquartile"),
    "hazard-ratio": ("hazardratio", "hr"),
    "odds-ratio": ("oddsratio", "or"),
    "risk-ratio": ("riskratio", "relativerisk", "rr"),
    "risk-difference": ("riskdifference", "differenceinproportions"),
    "difference": ("difference", "differenceinmeans", "meandifference", "lsmeandifference",
                   "differenceinlsmeans"),
    "geometric-mean": ("geometricmean", "gmean"),
    "geometric-mean-ratio": ("geometricmeanratio", "geometricmeansratio", "ratioofgeometricmeans",
                             "gmr"),
    "p-value": ("pvalue", "p"),
}  # fmt: skip
_BY_NAME = {name: kind for kind, names in _KINDS.items() for name in names}
_SIZE = re.compile(r"[Nn] ?= ?([0-9]+)")
_OUTER = re.compile(r"[(\[] ?(.*?) ?[)\]]")


@dataclass(frozen=True, slots=True)
class Result:
    """One cell of a reporting event."""

    given: Given
    analysis: Given
    kind: str
    """What the operation computes, in our words; empty where that is not recognised."""
    operation: str
    """The operation as the file names it."""
    treatments: tuple[str, ...]
    """The treatment groups that it is for, as the file names them."""
    arm: str | None
    """Id of the arm, where it is for one."""
    groups: tuple[tuple[Given, str], ...]
    """The other groupings, each with the group's words."""
    text: str
    """What was reported: the formatted value without its brackets, else the raw one."""


@dataclass(slots=True)
class Results:
    """All results of an event, and which of them have found a home."""

    event: Event
    into: Into
    arms: dict[str, str] = field(default_factory=dict)
    """Group -> id of its arm."""
    drafted_arms: list[Data] = field(default_factory=list)
    """Arms for a study that has none yet."""
    _placed: set[DataPath] = field(default_factory=set)
    _said: set[str] = field(default_factory=set)
    _read: dict[DataPath, list[Result]] = field(default_factory=dict)
    _unlike: dict[DataPath, dict[DataPath, str]] = field(default_factory=dict)

    def of(self, analysis: Given) -> list[Result]:
        """The results of one analysis, in the order of the file."""
        if analysis.path not in self._read:
            self._read[analysis.path] = [self._result(analysis, r) for r in analysis["results"]]
        return self._read[analysis.path]

    def placed(self, result: Result) -> None:
        self._placed.add(result.given.path)
        result.analysis["name"].leave()
        result.analysis["label"].leave()
        for grouping, _ in result.groups:
            grouping["label"].leave()
            grouping["name"].leave()

    def lost(self) -> Iterator[Lost]:
        """The results without a home, each with its analysis and operation; then the rest."""
        file = self.event.file
        for analysis in self.event.analyses:
            for result in self.of(analysis):
                if result.given.path not in self._placed and result.text:
                    name = f"{analysis['id'].seen}: {result.operation}"
                    line = result.given.at.line
                    yield Lost(file.file, analysis["id"].seen, Tag(name, _whole(result), line))
            analysis["results"].leave()
        yield from file.lost()

    def _result(self, analysis: Given, given: Given) -> Result:
        operation = self.event.operations.get(given["operationId"].seen, given["-"])
        name = label(operation) or given["operationId"].seen
        kinds = (_kind(operation["name"].seen), _kind(operation["label"].seen))
        treatments: list[str] = []
        groups: list[tuple[Given, str]] = []
        arm: str | None = None
        for one in given["resultGroups"]:
            grouping = self.event.groupings.get(one["groupingId"].seen, one["-"])
            group = self.event.groups.get(one["groupId"].seen, one["-"])
            words = label(group) or one["groupValue"].seen or one["groupId"].seen
            if is_treatment(grouping):
                treatments += [words] if words else []
                arm = self._arm(words, group, one) if words else None
            elif words:
                groups.append((grouping, words))
        kind = next((kind for kind in kinds if kind), "")
        said = (operation["name"].seen or name, tuple(treatments), tuple(groups))
        return Result(
            given, analysis, kind, said[0], said[1],
            arm if len(treatments) == 1 else None, said[2], self._text(given, analysis),
        )  # fmt: skip

    def _arm(self, words: str, group: Given, at: Given) -> str | None:
        """Id of the arm of a treatment group: by its label, else by the value it selects."""
        if words in self.arms:
            return self.arms[words]
        tests = conditions(group) or ()
        values = [value for test in tests if len(test.values) == 1 for value in test.values]
        found = next(filter(None, map(self.into.arm_of, (words, *values))), None)
        if found is None and not self.into.arms and not is_total(words) and slug(words):
            found = slug(words)
            if found not in self.arms.values():
                self.drafted_arms.append({"id": found, "label": words, "treatment": words})
        if found is not None:
            self.arms[words] = found
        elif not is_total(words) and words not in self._said:
            self._said.add(words)
            at.of.warn(
                "import.group-named",
                f"the group '{shown(words)}' is no arm of the study",
                f'name its arm: --arm "{shown(words)}=ID"',
                at.at,
            )
        return found

    def _text(self, given: Given, analysis: Given) -> str:
        formatted, raw = given["formattedValue"].seen, given["rawValue"].seen
        text = bare(formatted)
        if text and raw and not _is_rounded(text, raw):
            unlike = self._unlike.setdefault(analysis.path, {})
            unlike[given.path] = f"{shown(formatted)} and {shown(raw)}"
        return text or raw

    def say_unlike(self) -> None:
        """Once for each analysis: formatted values that are not the raw ones, rounded."""
        for unlike in self._unlike.values():
            at = next(iter(unlike))
            count = f", the first of {len(unlike)} such results" if len(unlike) > 1 else ""
            self.event.file.warn(
                "import.formatted-is-raw",
                f"the formatted value is not the raw one, rounded: {unlike[at]}{count}; the "
                "formatted one is taken",
                "look which of them was reported",
                self.event.file.tree.at(at),
            )


def bare(formatted: str) -> str:
    """What a pattern wraps is taken out: `( 16.3)` -> `16.3`, `N = 86` -> `86`, `38.4%` -> `38.4`.

    Digits, relation and sign stay as they are.
    """
    words = formatted.strip()
    if match := _OUTER.fullmatch(words):
        words = match[1].strip()
    if match := _SIZE.fullmatch(words):
        return match[1]
    return words.removesuffix("%").strip()


def _kind(words: str) -> str:
    """What an operation of this name computes."""
    name = letters(words)
    if not name:
        return "percentage" if "%" in words else ""
    if "confidence" in name or name.endswith(("cl", "ci")) or "limit" in name:
        for bound in ("lower", "upper"):
            if bound in name or name == f"{bound[0]}cl":
                return bound
        return "interval" if "interval" in name or name.endswith("ci") else ""
    if name.startswith("pvalue"):
        return "p-value"
    return _BY_NAME.get(name, "")


def _is_rounded(text: str, raw: str) -> bool:
    """Whether the text is the raw number with fewer decimals, up to how halves are rounded."""
    try:
        said, exact = Decimal(text), Decimal(raw)
    except InvalidOperation:
        return True  # words, or a relation: nothing that can be held against a number
    if not said.is_finite() or not exact.is_finite() or abs(exact) > 10**12:
        return True
    unit = Decimal(1).scaleb(min(0, max(-20, int(said.as_tuple().exponent))))
    rounded = {exact.quantize(unit, way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    return said in rounded


def _whole(result: Result) -> str:
    """The value with the groups that it stands for."""
    groups = [*result.treatments, *(words for _, words in result.groups)]
    return f"{result.text} ({', '.join(groups)})" if groups else result.text
