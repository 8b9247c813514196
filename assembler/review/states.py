"""What `verify` finds: the state of each anchored value, and what else is not as it was built."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assembler.document.nodes import ValueId
from assembler.write.docx.reading import Occurrence


class State(StrEnum):
    """What is the matter with something that the build put there, or that a person put in."""

    OVERTYPED = "overtyped"
    """Its text is another one."""
    DELETED = "deleted"
    """It is gone, with its sentence or alone."""
    UNLINKED = "unlinked"
    """Its control and bookmark are lost; words stand in its place."""
    DUPLICATED = "duplicated"
    """It stands there more than once."""
    MOVED = "moved"
    """It stands in another paragraph than built."""
    PENDING = "pending"
    """A tracked change that nobody has accepted yet changes or deletes it."""
    COPIES_DISAGREE = "copies-disagree"
    """One fact, printed in several places, no longer reads the same in all of them."""
    RECORD_CHANGED = "record-changed"
    """The records give another text today; the file still says what was built."""
    RECORD_GONE = "record-gone"
    """The document built today does not print it there."""
    RECORD_ADDED = "record-added"
    """The document built today prints it; the file does not."""
    DATA_SET_CHANGED = "data-set-changed"
    """The rows of a listing come from a data set that is another one today."""
    AS_RECORD = "as-record"
    """The file says what the records give today, not what was built."""
    WRITTEN = "written"
    """A text that an author still owed has been written in the file."""
    BY_BOOKMARK = "by-bookmark"
    """Its control is lost; its bookmark still says which value it is."""
    NUMERAL_TYPED = "numeral-typed"
    """A numeral that stands in no anchor, in no allowed form, and was not built there."""
    CITATION_REMOVED = "citation-removed"
    CITATION_CHANGED = "citation-changed"
    CITATION_RENUMBERED = "citation-renumbered"
    """It prints the numbers that the reference list has now."""
    REFERENCE_REMOVED = "reference-removed"
    CROSS_REFERENCE_BROKEN = "cross-reference-broken"
    """What it points to is gone."""
    CROSS_REFERENCE_STALE = "cross-reference-stale"
    """It prints another number than its target has."""
    HEADING_REMOVED = "heading-removed"
    HEADING_RENUMBERED = "heading-renumbered"
    TABLE_REMOVED = "table-removed"
    ROWS_REMOVED = "rows-removed"
    ROWS_ADDED = "rows-added"
    FIGURE_REMOVED = "figure-removed"
    FIGURE_ADDED = "figure-added"
    """A picture that was not built: its words are not read."""
    FOREIGN = "foreign"
    """Something that is not read: a macro, an object, a linked file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. Every text is one line."""

    state: State
    is_note: bool
    """Whether it is said only so that it is known: it makes no difference."""
    message: str
    """What was found, with the values."""
    remedy: str = ""
    """What to do, imperative; empty only in a note."""
    section: str = ""
    """Number and title of the section as built; empty for the front and for the whole file."""
    old: str = ""
    """What was built."""
    new: str = ""
    """What stands there now."""
    record: str | None = None
    """What the records give today; None when they were not asked, or do not give it."""
    before: str = ""
    marked: str = ""
    behind: str = ""
    """The line around the place, in three parts: the second is the place."""
    is_built: bool = False
    """Whether that is the line as it was built, because it is gone."""
    values: tuple[ValueId, ...] = ()
    path: str = ""
    """The leading record path."""
    source: str = ""
    near: str = ""
    """Of a numeral that was typed: the record path of the value that is near it."""
    paragraph: int | None = None
    """The paragraph of the body where it stands, or which stands before what is gone; None where
    it stands nowhere in the body."""
    occurrence: Occurrence | None = None
    """The anchor of the body that it is about."""
    at: float = 0.0
    """Where it belongs among the lines of the file: findings are told in that order."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a file was found to say."""

    document: str
    """Id of the document: `clinical-overview`."""
    findings: tuple[Finding, ...]
    """In reading order."""
    anchored: int
    """Values, gaps and citations that the build anchored."""
    unchanged: int
    """How many of them stand as built, and, where the records were asked, as recorded."""
    with_records: bool

    @property
    def differences(self) -> tuple[Finding, ...]:
        """The findings that somebody must look at."""
        return tuple(finding for finding in self.findings if not finding.is_note)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """The findings that make no difference."""
        return tuple(finding for finding in self.findings if finding.is_note)


def counted(findings: Sequence[Finding]) -> dict[State, int]:
    """How many there are of each state that there is, in the order of `State`."""
    return {
        state: n for state in State if (n := sum(finding.state is state for finding in findings))
    }
