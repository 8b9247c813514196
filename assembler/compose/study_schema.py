"""The shell of a study schema: steps that lead to steps, filled from the design records."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Annotated, Literal

from pydantic import Field

from assembler.compose.below import Below
from assembler.compose.drawing import (
    FigureShell,
    Made,
    ShellLine,
    plain,
    printed_only,
    sentence,
    shell_lines,
)
from assembler.compose.filling import Each, Filling, Scope, Steps
from assembler.document.figures import SchemaBox, StudySchema, boxes_from
from assembler.document.nodes import Inlines
from assembler.problems import refused
from assembler.read.descriptions import FilePart

_Said = tuple[str, ...]
"""Title and lines of a box, as plain words."""


class FlowStep(FilePart):
    """A box, or with `for` one for each item; the names that it binds hold in what follows."""

    stage: str | None = None
    """The stage in which it stands, as under `stages`; none for what stands at the end."""
    each: Annotated[Each | None, Field(alias="for")] = None
    """`arm in trial.arms`: one box for each item, under that name."""
    when: str | None = None
    """The box stands only where this bare expression is true."""
    title: str = ""
    """The first line, in bold: words with values."""
    lines: tuple[str | ShellLine, ...] = ()
    """What stands below it."""
    optional: bool = False
    """The box stands only where it has a line; without it the way goes on to what it leads to."""
    leads_to: tuple["FlowStep", ...] = ()
    """The boxes that arrows lead to."""


class SchemaStep(FlowStep):
    """A box of a study schema, or with `for` one for each item."""

    once: bool = False
    """Drawn once for all paths that lead to it, where it says the same in each: a crossover that is
    open to the patients of every cohort. It leads no further."""
    leads_to: tuple["SchemaStep", ...] = ()
    """The boxes that arrows lead to."""


class SchemaShell(FigureShell):
    """A study schema: how patients pass through the study."""

    kind: Literal["study-schema"]
    """`study-schema`."""
    stages: Annotated[tuple[str, ...], Field(min_length=1)]
    """Heads of the stages from left to right; one without a box is left out."""
    start: Annotated[tuple[SchemaStep, ...], Field(min_length=1)]
    """Where patients come in."""
    end: tuple[SchemaStep, ...] = ()
    """What holds for all of them alike, drawn across; neighbours of one title are one box."""


def study_schema(shell: SchemaShell, filling: Filling, scope: Scope) -> Made | None:
    """The schema; None when the records have no step of it. Raises ProblemsFound."""
    making = Making(filling, shell.stages)
    heads, start = making.paths(shell.start, scope)
    if not start:
        return None
    end = tuple(_together(making.steps(shell.end, scope, ("end",), None)))
    apart = StudySchema(heads, start, end)
    schema = _joined(apart, making.once)
    below = Below(filling)
    below.add(shell.notes, shell.source, scope)
    said = ["Study schema.", *sentences_of(start), *(sentence([_box(box)]) for box in end)]
    return Made(schema, " ".join(said), below)


def _together(boxes: Iterable[SchemaBox]) -> Iterator[SchemaBox]:
    """The boxes, those of one title behind each other as one with the lines of all."""
    for _, group in groupby(boxes, key=lambda box: plain(box.title)):
        first, *others = group
        lines = tuple(line for box in (first, *others) for line in box.lines)
        yield replace(first, lines=lines)


class Making:
    """Boxes being made, of a study schema or of a patient flow."""

    def __init__(self, filling: Filling, stages: Sequence[str]) -> None:
        self._filling = filling
        self._heads = stages
        self._stages = {name: n for n, name in enumerate(stages)}
        self.once: set[_Said] = set()
        """What boxes say that are drawn once."""

    def paths(
        self, steps: Sequence[FlowStep], scope: Scope
    ) -> tuple[tuple[Inlines, ...], tuple[SchemaBox, ...]]:
        """The heads of the stages that are used, and the boxes, each in its place among them."""
        start = tuple(self.steps(steps, scope, ("start",), -1))
        used = sorted({box.stage for box in boxes_from(start)})
        heads = tuple(self._words(self._heads[n], scope, ("stages", n)) for n in used)
        places = {stage: n for n, stage in enumerate(used)}
        return heads, tuple(_moved(box, places) for box in start)

    def steps(
        self, steps: Sequence[FlowStep], scope: Scope, at: Steps, after: int | None
    ) -> Iterator[SchemaBox]:
        """The boxes of some steps; `after` is the stage of the box before, None at the end."""
        filling = self._filling
        for n, step in enumerate(steps):
            here: Steps = (*at, n)
            for bound in filling.scopes(step.each, scope, (*here, "for")):
                if not filling.true(step.when, bound, (*here, "when")):
                    continue
                stage = 0 if after is None else self._stage(step, here, after)
                lines = tuple(shell_lines(step.lines, filling, bound, (*here, "lines")))
                following: Steps = (*here, "leads_to")
                if step.optional and not lines:
                    yield from self.steps(step.leads_to, bound, following, after)
                    continue
                box = SchemaBox(
                    stage,
                    self._words(step.title, bound, (*here, "title")),
                    lines,
                    tuple(self.steps(step.leads_to, bound, following, stage)),
                )
                if isinstance(step, SchemaStep) and step.once:
                    self.once.add(_said(box))
                yield box

    def _stage(self, step: FlowStep, here: Steps, after: int) -> int:
        stage = self._stages.get(step.stage or "", -1)
        if stage <= after:
            raise refused(
                "figure.stage-follows",
                f"the step '{step.title}' stands in no later stage than the one before it",
                f"give it a `stage:` of {', '.join(self._stages)}, further to the right",
                at=self._filling.at(here),
            )
        return stage

    def _words(self, template: str, scope: Scope, at: Steps) -> Inlines:
        return printed_only(self._filling.words(template, scope, at), self._filling.at(at))


def _moved(box: SchemaBox, places: dict[int, int]) -> SchemaBox:
    following = tuple(_moved(after, places) for after in box.leads_to)
    return SchemaBox(places[box.stage], box.title, box.lines, following)


def _said(box: SchemaBox) -> _Said:
    return (plain(box.title), *map(plain, box.lines))


def _joined(schema: StudySchema, once: set[_Said]) -> StudySchema:
    """The schema with one box for those that are drawn once and say the same in the same stage."""
    known: dict[tuple[int, _Said], int] = {}
    joined: list[SchemaBox] = []

    def without(box: SchemaBox) -> SchemaBox:
        leads_to: list[SchemaBox] = []
        joins: list[int] = []
        for after in box.leads_to:
            said = _said(after)
            if said not in once or after.leads_to:
                leads_to.append(without(after))
                continue
            key = (after.stage, said)
            if key not in known:
                known[key] = len(joined)
                joined.append(after)
            joins.append(known[key])
        return replace(box, leads_to=tuple(leads_to), joins=tuple(joins))

    start = tuple(without(box) for box in schema.start)
    return replace(schema, start=start, joined=tuple(joined))


def sentences_of(start: Sequence[SchemaBox]) -> Iterator[str]:
    """What the boxes say, in words: a sentence for each path up to its last fork."""
    for box in start:
        yield from _sentences(box, "")


def _sentences(box: SchemaBox, before: str) -> Iterator[str]:
    words = f"{before}{_box(box)}"
    following = box.leads_to
    if not any(after.leads_to for after in following):
        yield sentence([words + _then(following)])
    elif len(following) == 1:
        yield from _sentences(following[0], f"{words}, then ")
    elif all(_is_last_fork(after) for after in following):
        yield sentence([words + _then(following)])
    else:
        yield sentence([words])
        for after in following:
            yield from _sentences(after, "")


def _is_last_fork(box: SchemaBox) -> bool:
    """Whether no path divides any more after this box."""
    return len(box.leads_to) < 2 and all(_is_last_fork(after) for after in box.leads_to)


def _then(following: Sequence[SchemaBox]) -> str:
    paths = "; or ".join(_box(after) + _then(after.leads_to) for after in following)
    return f", then {paths}" if paths else ""


def _box(box: SchemaBox) -> str:
    title, lines = plain(box.title), "; ".join(map(_line, box.lines))
    return f"{title} ({lines})" if title and lines else title or lines


def _line(content: Inlines) -> str:
    """A line without the dash before a reason, which nobody wants to hear."""
    return plain(content).rstrip(".").removeprefix("– ")
