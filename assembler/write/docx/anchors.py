"""How a value stands in the file: a content control with tag and title, in a bookmark.

Word keeps all three. LibreOffice loses the tag, keeps title and bookmark; through ODT only the
bookmark comes back. So the ValueId stands in each of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from io import BytesIO

from assembler.document.nodes import Comment, Footnote, Label, Row, Table, Trace, ValueId
from assembler.resolve.words import values_of
from assembler.write.docx.numbering import Lists
from assembler.write.docx.page import Stories
from assembler.write.docx.xml import Element, copied, escaped, qn, root, sub

CELLS_ANCHORED_ONE_BY_ONE = 3000
"""Tables of more cells are anchored by row: 12,000 controls make a file 5.5 times as large."""

TITLE_LENGTH = 64
"""What Word takes as the title or the tag of a control."""
_SEPARATOR = " · "
_VALUE = "_v_"
_COPY = "_Copy_"
_VAL = qn("val")


@dataclass(slots=True)
class Ledger:
    """What accumulates while the body is written."""

    lists: Lists
    stories: Stories
    places: dict[ValueId, str] = field(default_factory=dict)
    """Value -> bookmark."""
    links: dict[str, str] = field(default_factory=dict)
    """External address -> relationship id."""
    comments: list[Comment] = field(default_factory=list)
    """What stands in the margin, in order; its place is its id."""
    footnotes: list[Footnote] = field(default_factory=list)
    """Those marked, in order; the first one has the id 1."""
    rows: list[Callable[[], bytes]] = field(default_factory=list)
    """What makes the rows of each table or part of one that are bytes, in order."""
    body: BytesIO = field(default_factory=BytesIO)
    """The bytes of what was put by."""
    bookmarks: int = 0
    controls: int = 0
    page_break: bool = False
    """The next paragraph begins a page."""


def value_bookmark(value: ValueId) -> str:
    """The bookmark round a value's control."""
    return f"{_VALUE}{value}"


def value_of_bookmark(name: str) -> ValueId | None:
    """The value that a bookmark's name names, or None.

    LibreOffice copies footnotes as it opens a file: all but the first have `_v_…_Copy_1`.
    """
    if not name.startswith(_VALUE):
        return None
    return ValueId(name.removeprefix(_VALUE).partition(_COPY)[0])


def title(value: ValueId, label: str) -> str:
    """A control's title: a short label for people, then the id: `hazard_ratio · 3f2a…`."""
    return f"{label[: TITLE_LENGTH - len(_SEPARATOR) - len(value)]}{_SEPARATOR}{value}"


def value_of_title(text: str) -> ValueId | None:
    """The value that a control's title names, or None."""
    _, separator, value = text.rpartition(_SEPARATOR)
    return ValueId(value) if separator else None


def label_of(value: ValueId, trace: Mapping[ValueId, Trace]) -> str:
    """The tail of the value's leading record path: `hazard_ratio`."""
    traced = trace.get(value)
    return traced.paths[0].rpartition(".")[2] if traced and traced.paths else "value"


def label_bookmark(name: Label) -> str:
    """The bookmark of a section, table or reference: letters, digits, `_`; at most 40 of them.

    The hash keeps `sec-2.5-4` and `sec-2.5.4` apart; the leading `_` hides it in Word's list.
    """
    readable = re.sub(r"[^0-9A-Za-z]", "_", name)[:28]
    return f"_l_{readable}_{sha256(name.encode()).hexdigest()[:8]}"


@contextmanager
def bookmark(parent: Element, name: str, ledger: Ledger) -> Iterator[None]:
    """A bookmark round whatever is appended to `parent` meanwhile."""
    ledger.bookmarks += 1
    identity = ledger.bookmarks
    sub(parent, "bookmarkStart", id=identity, name=name)
    yield
    sub(parent, "bookmarkEnd", id=identity)


@contextmanager
def control(
    parent: Element, value: ValueId, label: str, ledger: Ledger, *, rich: bool = False
) -> Iterator[Element]:
    """A run-level control of a value in its bookmark; yields the element for its runs.

    Never locked, bound or nested: a locked control stops people from deleting a sentence, and
    Word rewrites a bound one from the store when it opens the file, over what a person typed.
    """
    name = value_bookmark(value)
    ledger.places[value] = name
    with bookmark(parent, name, ledger):
        ledger.controls += 1
        properties, content = copied(parent, _control(rich))
        said = (title(value, label), value, str(ledger.controls))
        for element, text in zip(properties, said, strict=False):  # the kind has no value
            element.set(_VAL, text)
        yield content


def control_text(value: ValueId, label: str, words: str, ledger: Ledger) -> str:
    """The same control, plain, round a run that is text of its part."""
    name = ledger.places[value] = value_bookmark(value)
    ledger.bookmarks += 1
    ledger.controls += 1
    mark, alias = ledger.bookmarks, escaped(title(value, label)).replace('"', "&quot;")
    return (
        f'<w:bookmarkStart w:id="{mark}" w:name="{name}"/>'
        f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:tag w:val="{value}"/>'
        f'<w:id w:val="{ledger.controls}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{words}</w:sdtContent></w:sdt>"
        f'<w:bookmarkEnd w:id="{mark}"/>'
    )


@cache
def _control(rich: bool) -> Element:
    """A control without its name and words, of which copies are given out."""
    element = root("sdt")
    properties = sub(element, "sdtPr")
    for name in ("alias", "tag", "id", "richText" if rich else "text"):
        sub(properties, name)
    sub(element, "sdtContent")
    return element


def is_anchored_by_row(table: Table) -> bool:
    """Whether the table is so large that a control stands for a row."""
    return (len(table.rows) + len(table.head)) * len(table.columns) > CELLS_ANCHORED_ONE_BY_ONE


def row_values(row: Row) -> list[tuple[ValueId, str]]:
    """The values of a row in order; in a large table the first one's control stands for all."""
    return [pair for cell in row.cells for pair in values_of(cell.content)]
