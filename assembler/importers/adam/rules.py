"""The rules of counting: shipped with the program, and a study's own in their place."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.read import Data, Place, Tree, read_tree, validate
from assembler.read.descriptions import FilePart
from assembler.records.efficacy import Timing
from assembler.records.endpoints import AnalysisSetKind
from assembler.records.scalars import Id, Words, YesNo

Treatment = Literal["planned", "actual"]


class Test(FilePart):
    """A question to one variable: does its value count?"""

    variable: Words
    """The variable."""
    yes: tuple[Words, ...] = ()
    """Values that count; none: every value does."""
    no: tuple[Words, ...] = ()
    """Values that do not count; where they are named, any other value is a question."""
    empty_is_no: YesNo = False
    """Whether a variable that holds nothing at all says no of everybody."""

    @property
    def words(self) -> str:
        """`ITTFL = Y`, `TRTSDT given`."""
        if not self.yes:
            return f"{self.variable} given"
        return f"{self.variable} = {' or '.join(self.yes)}"


class SetRule(FilePart):
    """The analysis set that a population is in the records."""

    id: Id
    """Its id in trial.yaml."""
    label: Words
    """The name as it is printed."""
    kind: AnalysisSetKind
    """What it is for."""


class Population(FilePart):
    """Patients who are counted."""

    set: SetRule
    """Their analysis set."""
    of: tuple[Test, ...]
    """Who belongs to it."""


class Named(FilePart):
    """Where the treatment stands."""

    variable: Words
    """The variable with its name."""
    order: Words | None = None
    """The numeric variable beside it, which orders the treatments."""


class State(FilePart):
    """A state of disposition."""

    state: Words
    """Its name in the records."""
    of: tuple[Test, ...]
    """Who reached it."""
    reasons: tuple[Words, ...] = ()
    """The variable with the reason."""


class Counted(FilePart):
    """Whose patients are counted, and by which treatment."""

    population: Words
    """Name of a population."""
    treatment: Treatment
    """Planned or actual."""


class DispositionRule(Counted):
    """What became of the patients."""

    states: tuple[State, ...]
    """The states, in their order."""


class Characteristic(FilePart):
    """A characteristic at baseline that has categories."""

    characteristic: Words
    """Its name in the records."""
    variable: Words
    """The variable with the category."""
    order: Words | None = None
    """The numeric variable beside it, which orders the categories."""
    unit: Words | None = None
    """The variable with the unit, which is added to the name: `age group, years`."""
    words: dict[str, Words] = Field(default_factory=dict)
    """Category in the data -> in the records."""


class BaselineRule(Counted):
    """Categories before treatment."""

    characteristics: tuple[Characteristic, ...]
    """The characteristics, in their order."""


class Duration(FilePart):
    """Duration of treatment, to be totalled."""

    variables: tuple[Words, ...]
    """The variable."""
    unit: Words
    """Unit of the total."""


class ExposureRule(Counted):
    """Patients treated, and for how long together."""

    duration: Duration
    """Duration of treatment."""
    discontinued: tuple[Test, ...] = ()
    """Who discontinued treatment."""


class AdverseEventsRule(Counted):
    """Patients with events."""

    words: Words
    """What the events are called: `treatment-emergent`."""
    events: tuple[Test, ...]
    """Which events count."""
    threshold: Words | None = None
    """Share of patients from which figures show a term: no term is left out of the records."""
    class_: tuple[Words, ...] = Field(alias="class")
    """The variable with the system organ class."""
    term: tuple[Words, ...]
    """The variable with the preferred term."""
    serious: tuple[Test, ...] = ()
    """Which are serious."""
    fatal: tuple[Test, ...] = ()
    """Which led to death."""
    related: tuple[Test, ...] = ()
    """Which are related to treatment."""
    grade: tuple[Words, ...] = ()
    """The variable with the toxicity grade, 1 to 5."""
    discontinued: tuple[Test, ...] = ()
    """Which led to discontinuation."""
    dose_reduced: tuple[Test, ...] = ()
    """Which led to a lower dose."""
    dose_interrupted: tuple[Test, ...] = ()
    """Which led to an interruption."""


class DeathsRule(Counted):
    """Patients who died."""

    died: tuple[Test, ...]
    """Who died."""
    cause: tuple[Words, ...] = ()
    """The variable with the cause."""


class Parameter(FilePart):
    """What a parameter of time to event is in the records."""

    endpoint: Id
    """Id of the endpoint in trial.yaml."""
    timing: Timing
    """Interim, final or update."""
    analysis: Id | None = None
    """Id of the analysis; the endpoint's when it is left out."""


class TimeToEventRule(FilePart):
    """Patients with the event, and all who were analysed."""

    treatment: Treatment
    """Planned or actual."""
    rows: tuple[Test, ...] = ()
    """Which rows count; all where the data set does not have the variable."""
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    """PARAMCD -> what it is in the records."""


class Rules(FilePart):
    """All rules."""

    populations: dict[str, Population]
    """Populations by name."""
    treatments: dict[Treatment, tuple[Named, ...]]
    """Planned and actual treatment."""
    disposition: DispositionRule
    """ICH E3 10.1."""
    baseline: BaselineRule
    """ICH E3 11.2."""
    exposure: ExposureRule
    """ICH M4E 2.7.4.1.2."""
    adverse_events: AdverseEventsRule
    """ICH E3 12.2."""
    deaths: DeathsRule
    """ICH E3 12.3.1."""
    time_to_event: TimeToEventRule
    """Times to an event."""

    @model_validator(mode="after")
    def _known_names(self) -> Self:
        for name in ("disposition", "baseline", "exposure", "adverse_events", "deaths"):
            wanted = getattr(self, name).population
            if wanted not in self.populations:
                raise PydanticCustomError(
                    "rule.known-population",
                    "there is no population '{wanted}'",
                    {
                        "wanted": wanted,
                        "field": f"{name}.population",
                        "remedy": f"name one of {', '.join(self.populations)}, or add it",
                    },
                )
        return self


def read_rules(own: Path | None) -> Rules:
    """The shipped rules; a key within a section of the study's own file takes its place.

    Raises ProblemsFound with what is wrong in that file.
    """
    shipped = Path(__file__).with_name("rules.yaml")
    tree = read_tree(shipped, root=shipped.parent)
    return validate(Rules, tree if own is None else _over(tree, read_tree(own, root=own.parent)))


def _over(tree: Tree, own: Tree) -> Tree:
    """The sections of both, and within a section the keys of both; the second's win."""
    value, place = _both(tree.value, own.value, tree.place, own.place, depth=2)
    return Tree(value, place, own.file)


def _both(one: Data, other: Data, at: Place, by: Place, *, depth: int) -> tuple[Data, Place]:
    if depth == 0 or not (isinstance(one, dict) and isinstance(other, dict)):
        return other, by
    value: dict[str, Data] = {**one, **other}
    places: dict[str | int, Place] = {**at.children, **by.children}
    for key in one.keys() & other.keys():
        pair = at.children[key], by.children[key]
        value[key], places[key] = _both(one[key], other[key], *pair, depth=depth - 1)
    return value, Place(by.at, by.key, places)
