"""One filled template on its way to nodes: what its blocks and its words share."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.environment import Filled
from assembler.compose.parentage import Parentage
from assembler.document.nodes import Inlines, Label, NoteKey
from assembler.problems import Position, Problem, Severity, error


@dataclass(frozen=True, slots=True)
class Marking:
    """The notes that can be marked where a text stands."""

    names: tuple[str, ...]
    """What may stand in `[^name]`."""
    notes: Callable[[str], tuple[NoteKey, ...]]
    """A name -> the notes that it marks there, maybe none. Raises ProblemsFound."""


@dataclass(frozen=True, slots=True)
class Defined:
    """`[^name]: words`: a footnote as typed."""

    text: str
    line: int
    """0-based line of the filled template at which the words begin."""


@dataclass(slots=True)
class Footnotes:
    """The footnotes of one filled template: defined anywhere in it, each marked once."""

    defined: Mapping[str, Defined]
    """By what stands in `[^name]`."""
    marked: dict[str, Position] = field(default_factory=dict)
    typed: int = 0
    """Footnotes so far whose words stand at their mark, `^[words]`."""


_LABEL = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the text stands, what makes its nodes, and the problems found so far."""

    filled: Filled
    place: Label
    """The section or table that the ids of its values are made from."""
    parentage: Parentage
    abbreviations: Abbreviations
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    marking: Marking | None = None
    """None where no note of a table can be marked: outside the cells of tables."""
    footnotes: Footnotes | None = None
    """None where no footnote can be marked: outside paragraphs."""
    where: str = "a line of a table, a figure or an outline"
    """What is read, where no footnote can be marked: `a heading`."""

    def refuse(self, rule: str, message: str, remedy: str, at: Position) -> None:
        """Note an error."""
        self.problems.append(error(rule, message, remedy, at=at))

    def warn(self, rule: str, message: str, remedy: str, at: Position) -> None:
        """Note a warning."""
        self.warnings.append(Problem(rule, Severity.WARNING, message, remedy, at))

    def label(self, text: str, at: Position, *, kind: str = "") -> Label:
        """A label as typed, its values as words; refused unless well formed.

        `kind` is what the label must begin with; `tbl-` is for tables only.
        """
        label = self.parentage.plain(text, self.place).strip()
        fits = label.startswith(kind) if kind else not label.startswith("tbl-")
        if not _LABEL.fullmatch(label) or not fits:
            begins = f"begin with {kind}" if kind else "do not begin with tbl-"
            self.refuse(
                "label.well-formed",
                f"'{label}' is no label of this kind",
                f"use small letters, digits, hyphens and dots, and {begins}",
                at,
            )
        return Label(label)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a section's Markdown: the start of a subsection."""

    level: int
    title: Inlines
    label: Label | None
    typed: str
    """The words of the title as they were typed, in whatever spelling the title is printed, and
    without the results in it."""
    at: Position
