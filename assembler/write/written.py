"""What a writer is given beside the document, and what it hands back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from assembler.document.nodes import Label, ValueId
from assembler.problems import Problem
from assembler.resolve.resolve import Resolved
from assembler.write.look import Look

Beside = Callable[..., None]
"""Somebody who looks at a file while the self-check has it open, so that it is opened once: is
given each page of a PDF, a DOCX as a whole. What exactly, the readers say."""


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A company's Word file, whose styles the DOCX takes."""

    name: str
    """As problems name it."""
    data: bytes


@dataclass(frozen=True, slots=True)
class TraceAnnex:
    """What makes a file a trace copy: where every printed value comes from."""

    annex: Resolved
    """A document of one section, whose table has a row for each value; its links lead back."""
    values: tuple[ValueId, ...]
    """The printed values in the order of their numbers, 1 for the first."""


def value_place(value: ValueId) -> str:
    """The named destination of the line that prints a value, in a trace copy. No label of a
    document has a colon."""
    return f"value:{value}"


def trace_place(value: ValueId) -> str:
    """The named destination of a value's row in the annex of a trace copy."""
    return f"trace:{value}"


@dataclass(frozen=True, slots=True)
class Options:
    """How to write; nothing here is read from the clock or the machine."""

    look: Look
    dated: date
    """The date in the file's properties: the study's data date, never the day of the build."""
    author: str
    """Organisation in the file's properties."""
    draft: bool = True
    """Draft: the foot of each page says so."""
    flatten: bool = False
    """DOCX without controls, value bookmarks and evidence part."""
    comments: bool = False
    """DOCX: with what is to be done, and in a draft what its templates say to whoever drafts it,
    as comments in the margin."""
    pages: Mapping[Label, int] = field(default_factory=dict)
    """Page of each section and table in the PDF; fills the contents of the DOCX."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Program and template versions and hashes for the evidence part."""
    trace: TraceAnnex | None = None
    """PDF: a trace copy, with this annex and marks that lead there; None for the document."""
    reference: ReferenceFile | None = None
    """DOCX: the file whose styles stand in for the look's, by role."""


_READ_FIRST, _READ_EACH = 40, 50


@dataclass(slots=True)
class Listed:
    """What was drawn of a listing, counted while it was drawn."""

    rows: int = 0
    """Rows, and headings of groups."""
    letters: int = 0
    """Characters that leave ink."""
    pages: dict[int, int] = field(default_factory=dict)
    """Page from 1 -> how many of its rows begin there."""
    parted: set[int] = field(default_factory=set)
    """Pages with a part of a row that goes on on another."""

    def passed_over(self) -> frozenset[int]:
        """The pages that are not read back: of those behind the first forty, with nothing on them
        but whole rows, all but each fiftieth."""
        between = sorted(self.pages)[_READ_FIRST:-1]
        return frozenset(
            page for n, page in enumerate(between) if n % _READ_EACH and page not in self.parted
        )

    def count(self, page: int, letters: int) -> None:
        """Take note of a row."""
        self.rows += 1
        self.letters += letters
        self.pages[page] = self.pages.get(page, 0) + 1


@dataclass(frozen=True, slots=True)
class Written:
    """A written file."""

    data: bytes
    pages: Mapping[Label, int] = field(default_factory=dict)
    """PDF: page number (1-based) of every section, table and reference."""
    places: Mapping[ValueId, str] = field(default_factory=dict)
    """Where each value stands: `page 4` in a PDF, its bookmark in a DOCX."""
    page_count: int = 0
    listed: Mapping[Label, Listed] = field(default_factory=dict)
    """PDF: what was drawn of each listing."""
    problems: tuple[Problem, ...] = ()
    """Notes on how it was written."""
