"""A reporting event, opened: its analyses, with the groups, subsets and operations they name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assembler.importers.drafted import letters
from assembler.importers.entry import shown
from assembler.importers.given import Given, GivenFile
from assembler.importers.ids import slug
from assembler.problems import refused

_CONTENTS = ("mainListOfContents", "listOfPlannedAnalyses", "otherListsOfContents",
             "listOfPlannedOutputs")  # fmt: skip
"""Tables of contents, as version 1.0 and as earlier drafts of the model name them."""
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a variable: `AESER EQ Y`."""

    variable: str
    comparator: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """A reporting event after the CDISC Analysis Results Standard."""

    file: GivenFile
    source: str
    """Id of the source document that stands for it."""

    @cached_property
    def analyses(self) -> tuple[Given, ...]:
        return tuple(self.file.root["analyses"])

    @cached_property
    def operations(self) -> Mapping[str, Given]:
        methods = self.file.root["methods"]
        return _by_id(one for method in methods for one in method["operations"])

    @cached_property
    def methods(self) -> Mapping[str, Given]:
        return _by_id(self.file.root["methods"])

    @cached_property
    def groupings(self) -> Mapping[str, Given]:
        return _by_id(self.file.root["analysisGroupings"])

    @cached_property
    def groups(self) -> Mapping[str, Given]:
        return _by_id(g for one in self.groupings.values() for g in one["groups"])

    @cached_property
    def sets(self) -> Mapping[str, Given]:
        return _by_id(self.file.root["analysisSets"])

    @cached_property
    def subsets(self) -> Mapping[str, Given]:
        return _by_id(self.file.root["dataSubsets"])

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Analysis -> the heading under which the tables of contents list it, if any."""
        return {id: heading for id, (_, heading) in self.listed.items()}

    @cached_property
    def listed(self) -> Mapping[str, tuple[str, str]]:
        """Analysis -> name of the output that shows it first, and its heading there."""
        found: dict[str, tuple[str, str]] = {}
        for key in _CONTENTS:
            one = self.file.root[key]
            for contents in one if isinstance(one.value, list) else (one,):
                inside = contents["contentsList"] or contents
                _headings(inside, ("", ""), found, _DEEPEST)
            one.leave()
        return found


def open_event(file: GivenFile) -> Event:
    """The reporting event in the file. Raises ProblemsFound where there is none."""
    root = file.root
    holder = root["reportingEvent"] if isinstance(root["reportingEvent"].value, dict) else root
    known = isinstance(holder["analyses"].value, list) and isinstance(holder["methods"].value, list)
    if holder is not root and known:
        message = "the reporting event stands inside `reportingEvent`"
        remedy = "save what `reportingEvent` holds as a file of its own"
    elif not known:
        message = "this is no reporting event of the Analysis Results Standard: there are no "
        message += "`analyses` with `methods`"
        remedy = "import the ARS metadata with results, as JSON"
    else:
        name = root["id"].seen or root["name"].seen
        return Event(file, f"ars-{slug(name) or 'reporting-event'}")
    raise refused("import.known-version", message, remedy, at=root.at)


def conditions(clause: Given, depth: int = _DEEPEST) -> tuple[Condition, ...] | None:
    """The tests of a where clause that all must hold; None where they are more than that."""
    if one := clause["condition"]:
        return (_condition(one),)
    expression = clause["compoundExpression"]
    if not expression:
        return None  # a clause that names another one
    inside = [conditions(one, depth - 1) for one in expression["whereClauses"]] if depth else [None]
    operator = expression["logicalOperator"].seen.upper()
    found = [tests for tests in inside if tests is not None]
    if len(found) < len(inside):
        return None
    if operator == "AND":
        return tuple(test for tests in found for test in tests)
    one_each = [tests[0] for tests in found if len(tests) == 1]
    same = {test.variable for test in one_each}
    if operator != "OR" or len(one_each) < len(found) or len(same) != 1:
        return None
    if any(test.comparator not in ("EQ", "IN") for test in one_each):
        return None
    return (Condition(same.pop(), "IN", tuple(v for test in one_each for v in test.values)),)


def label(given: Given) -> str:
    """What is printed of it: its label, else its name. Nothing is marked as taken."""
    return given["label"].seen or given["name"].seen


def is_treatment(grouping: Given) -> bool:
    """Whether the groups of a grouping are treatments: by its variable, ADaM and SDTM."""
    name = grouping["groupingVariable"].seen.upper().rstrip("N")
    if name in ("ARM", "ARMCD", "ACTARM", "ACTARMCD", "TRTA", "TRTP", "TRT", "TREATMENT"):
        return True
    return name.startswith("TRT") and name[3:5].isdigit() and name[5:] in ("A", "P")


def is_total(words: str) -> bool:
    """Whether a group is all treatments together: it has no arm."""
    name = letters(words)
    return name.startswith(("total", "overall", "alltreatment", "allsubject", "allpatient"))


def place(event: Event, analyses: list[Given]) -> dict[str, str]:
    """The `source` of what these analyses give: the output that shows them all, else the
    analyses, the first three by id."""
    shown_in = {event.listed.get(one["id"].seen, ("", ""))[0] for one in analyses}
    if len(shown_in) == 1 and "" not in shown_in:
        return {"document": event.source, "place": shown_in.pop()}
    ids = list(dict.fromkeys(one["id"].seen for one in analyses if one["id"].seen))
    said = ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
    kind = "analysis" if len(ids) == 1 else "analyses"
    return {"document": event.source, "place": f"{kind} {said}" if ids else "analyses"}


def _condition(given: Given) -> Condition:
    values = given["value"]
    listed = values if isinstance(values.value, list) else (values,)
    said = tuple(one.seen for one in listed)
    return Condition(given["variable"].seen.upper(), given["comparator"].seen.upper(), said)


def _headings(
    contents: Given, above: tuple[str, str], found: dict[str, tuple[str, str]], depth: int
) -> None:
    for item in contents["listItems"]:
        if id := item["analysisId"].seen:
            found.setdefault(id, above)
        if item["sublist"] and depth:
            name = item["name"].seen
            # The name of a whole output heads many characteristics, and names none of them.
            below = (name, "") if item["outputId"].seen else (above[0], name)
            _headings(item["sublist"], below, found, depth - 1)


def _by_id(found: "Iterator[Given] | Given") -> dict[str, Given]:
    """Each under its id; of two with the same id the first, and a warning."""
    by_id: dict[str, Given] = {}
    for one in found:
        id = one["id"].seen
        if id and by_id.setdefault(id, one) is not one:
            one.of.warn(
                "import.ids-once",
                f"the id '{shown(id)}' stands twice: the first is taken",
                "correct the file if the other is meant",
                one.at,
            )
    return by_id
