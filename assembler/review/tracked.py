"""New words for a stretch of runs, as tracked changes or in their place."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from assembler.review.part import Part
from assembler.review.splice import Edit, fragment
from assembler.write.docx.xml import Element, W, put_text, qn, sub, val

PutRuns = Callable[[Element, Element | None], None]
"""Appends new runs to a parent; is given the properties of the run whose place they take."""

_TEXT = frozenset(
    map(
        qn, ("t", "tab", "br", "cr", "ptab", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak")
    )
)
_FIELD = frozenset(map(qn, ("fldChar", "instrText")))
_SILENT = frozenset(map(qn, ("rPr", "commentReference", "annotationRef")))
_MARKS = frozenset(
    map(
        qn,
        (
            "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd",
            "permStart", "permEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "pPr",
            "moveFromRangeStart", "moveFromRangeEnd", "del", "moveFrom",
        ),
    )
)  # fmt: skip
_INNER = frozenset(map(qn, ("hyperlink", "smartTag")))


class Hindered(Exception):
    """Raised where the content of an anchor is more than words: says what stands there."""


@dataclass(frozen=True, slots=True)
class Live:
    """A run whose words stand: in no deleted text."""

    run: Element
    inserted: Element | None
    """The pending insertion (`w:ins`) round it."""


class Revisions:
    """Makes the marks of one author's tracked changes; no two have one id."""

    def __init__(self, author: str, dated: str, first_id: int) -> None:
        """`dated` as `2024-07-02T00:00:00Z`; `first_id` is larger than every id of the file."""
        self.author = author
        self.dated = dated
        self._id = first_id

    def next_id(self) -> int:
        """An id that the file does not have."""
        self._id += 1
        return self._id - 1

    def mark(self, kind: str) -> Element:
        """An empty `w:ins` or `w:del`."""
        element = etree.Element(qn(kind), nsmap={"w": W})
        for name, value in (("id", str(self.next_id())), ("author", self.author)):
            element.set(qn(name), value)
        element.set(qn("date"), self.dated)
        return element

    def are_ours(self, element: Element) -> bool:
        """Whether the author of a tracked change is this one."""
        return element.get(qn("author")) == self.author


def live_runs(
    elements: Sequence[Element], *, fields: bool = False, inserted: Element | None = None
) -> Iterator[Live]:
    """The runs with words that stand in these elements of a paragraph, in order.

    Raises Hindered where there is anything that new words must not replace.
    """
    for element in elements:
        tag = element.tag
        if tag == qn("r"):
            if _is_live(element, fields):
                yield Live(element, inserted)
        elif tag == qn("ins"):
            if inserted is not None:
                raise Hindered("one insertion stands inside another")
            yield from live_runs(list(element), fields=fields, inserted=element)
        elif tag == qn("sdt"):
            if val(element, "sdtPr/tag") or val(element, "sdtPr/alias"):
                raise Hindered("another control stands in it")
            content = element.find(qn("sdtContent"))
            inner = [] if content is None else list(content)
            yield from live_runs(inner, fields=fields, inserted=inserted)
        elif tag in _INNER:
            yield from live_runs(list(element), fields=fields, inserted=inserted)
        elif tag in (qn("p"), qn("tbl")):
            raise Hindered("it goes over whole paragraphs")
        elif tag in (qn("moveTo"), qn("moveToRangeStart")):
            raise Hindered("it was moved, and nobody has accepted the move")
        elif tag not in _MARKS:
            raise Hindered(f"a {_plain(element)} stands in it")


def _is_live(run: Element, fields: bool) -> bool:
    kinds = {child.tag for child in run} - _SILENT
    allowed = _TEXT | _FIELD if fields else _TEXT
    if kinds - allowed:
        other = next(child for child in run if child.tag in kinds - allowed)
        raise Hindered(f"a {_plain(other)} stands in it")
    return bool(kinds)


def _plain(element: Element) -> str:
    names = {"drawing": "picture", "pict": "picture", "fldChar": "field", "instrText": "field"}
    local = str(element.tag).rpartition("}")[2]
    return names.get(local, local)


def replaced(
    part: Part, runs: Sequence[Live], put: PutRuns, revisions: Revisions, *, accept: bool = False
) -> list[Edit]:
    """The edits that put new runs in the place of `runs`, of which there is at least one.

    Tracked: what stands is marked as deleted, what an earlier refresh inserted and nobody has
    accepted yet is taken away. With `accept` nothing is marked, and such pending changes of ours
    are done with.
    """
    properties = runs[0].run.find(qn("rPr"))
    edits: list[Edit] = []
    groups = list(_groups(runs))
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        new = b"" if not last else _new(group, put, properties, revisions, accept=accept)
        edits += _group_replaced(part, group, new, revisions, accept=accept)
    return edits


def removed(
    part: Part, runs: Sequence[Live], revisions: Revisions, *, accept: bool = False
) -> list[Edit]:
    """The edits that take the runs away and put nothing in their place."""
    return [
        edit
        for group in _groups(runs)
        for edit in _group_replaced(part, group, b"", revisions, accept=accept)
    ]


def _new(
    group: Sequence[Live],
    put: PutRuns,
    properties: Element | None,
    revisions: Revisions,
    *,
    accept: bool,
) -> bytes:
    """The new runs as bytes."""
    holder = etree.Element(qn("p"), nsmap={"w": W}) if accept else revisions.mark("ins")
    put(holder, properties)
    scope = group[-1].run.nsmap
    return b"".join(fragment(e, scope) for e in holder) if accept else fragment(holder, scope)


def _group_replaced(
    part: Part, group: Sequence[Live], new: bytes, revisions: Revisions, *, accept: bool
) -> list[Edit]:
    """Runs that stand side by side."""
    inserted = group[0].inserted
    begin, end = part.span(group[0].run).begin, part.span(group[-1].run).end
    if inserted is not None and revisions.are_ours(inserted):
        whole = len(inserted) == len(group)
        if whole:
            return [Edit(*part.span(inserted), new)]
        return [Edit(begin, end, b""), *_at(part.span(inserted).end, new)]
    if accept:
        return [Edit(begin, end, new)]
    deleted = revisions.mark("del")
    for live in group:
        deleted.append(deleted_run(live.run))
    gone = fragment(deleted, group[0].run.nsmap)
    if inserted is None:
        return [Edit(begin, end, gone + new)]
    return [Edit(begin, end, gone), *_at(part.span(inserted).end, new)]


def _at(place: int, new: bytes) -> list[Edit]:
    return [Edit(place, place, new)] if new else []


def _groups(runs: Sequence[Live]) -> Iterator[list[Live]]:
    group: list[Live] = []
    for live in runs:
        if group and group[-1].run.getnext() is not live.run:
            yield group
            group = []
        group.append(live)
    yield group


def deleted_run(run: Element) -> Element:
    """A copy of a run as it stands in deleted text."""
    copy = deepcopy(run)
    copy.tail = None
    for name, deleted in (("t", "delText"), ("instrText", "delInstrText")):
        for element in copy.iter(qn(name)):
            element.tag = qn(deleted)
    return copy


def put_words(parent: Element, properties: Element | None, text: str) -> None:
    """One run with the words, in the properties of the run whose place it takes."""
    run = sub(parent, "r")
    if properties is not None:
        kept = deepcopy(properties)
        kept.tail = None
        for change in kept.findall(qn("rPrChange")):
            kept.remove(change)
        run.append(kept)
    put_text(run, text)


def largest_id(parts: Sequence[Part]) -> int:
    """The largest id of tracked changes, bookmarks, comments and controls in the parts."""
    largest = 0
    for part in parts:
        for element in part.root.iter("*"):
            given = element.get(qn("id")) or ""
            if element.tag == qn("id"):
                given = element.get(qn("val")) or ""
            if given.isascii() and given.isdecimal() and len(given) < 10:
                largest = max(largest, int(given))
    return largest
