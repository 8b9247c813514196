"""The structure tree of a file: what a screen reader reads, in the order of reading.

PDF/UA-1 (ISO 14289-1) over the marked content that is drawn. The order of an element's children
is the order in which they were drawn, but footnotes follow what marks them; an element that nothing
was drawn of is left out, but for the cells of a table, which keeps its shape. ISO 32000-1, 14.7 and
14.8.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pikepdf

from assembler.write.pdf.destinations import name_tree
from assembler.write.pdf.mapped import mapped
from assembler.write.pdf.page import Element, Ledger, Sheet, Tree
from assembler.write.pdf.update import appended

_SHAPE = ("TR", "TH", "TD")
"""Elements that stand in the tree although nothing is drawn of them."""
_ROWS = ("THead", "TBody", "TR")
"""Elements whose children, empty ones too, stand as they were laid out."""


class _Kids:
    """What each element holds, in the order of reading, as it is written: its marks, those of other
    pages with their page, and references to its children."""

    def __init__(
        self, tree: Tree, sheets: Sequence[Sheet], references: Sequence[str], pages: Sequence[int]
    ) -> None:
        self._elements, self._references = tree.elements, references
        self.held: list[list[str] | None] = [None] * len(tree.elements)
        """None of an element that does not stand in the tree."""
        self.sheets = [-1] * len(tree.elements)
        """Sheet of an element's own first mark, from 0; -1 without."""
        self._first = [0] * len(tree.elements)
        """Place of the first mark in an element or below it, among all marks."""
        self._places: dict[int, list[int]] = {
            element.parent: [] for element in tree.elements if element.behind >= 0
        }
        """Of elements that hold footnotes: the place of each thing that they hold otherwise."""
        self.held[0] = []
        self._drawn(sheets, pages)
        self._linked(sheets)
        self._footnotes()
        self._rows()

    def _drawn(self, sheets: Sequence[Sheet], pages: Sequence[int]) -> None:
        """Marks and what they stand in. They come in the order of reading, and so does what is
        first met with them: nothing is left to sort."""
        held, on, places = self.held, self.sheets, self._places
        order = 0
        for number, sheet in enumerate(sheets):
            for mcid, element in enumerate(sheet.marks):
                kids = held[element]
                if kids is None:
                    kids = self._met(element, order)
                if on[element] < 0:
                    on[element] = number
                if on[element] == number:
                    kids.append(str(mcid))
                else:
                    kids.append(f"<</Type/MCR/Pg {pages[number]} 0 R/MCID {mcid}>>")
                if element in places:
                    places[element].append(order)
                order += 1

    def _met(self, element: int, order: int) -> list[str]:
        """Let a new element take its place in what it stands in; what it holds, nothing yet."""
        own: list[str] = []
        self.held[element], self._first[element] = own, order
        new = True
        while new:
            _, parent, *_, behind = self._elements[element]
            above = self.held[parent]
            new = above is None
            if above is None:
                above = self.held[parent] = []
                self._first[parent] = order
            if behind < 0:
                above.append(self._references[element])
                if parent in self._places:
                    self._places[parent].append(order)
            element = parent
        return own

    def _linked(self, sheets: Sequence[Sheet]) -> None:
        """Links without words of their own come behind the first thing that their parents hold."""
        without: dict[int, list[str]] = {}
        for sheet in sheets:
            for link in sheet.links:
                if self.held[link.element] is not None:
                    continue
                parent = self._elements[link.element].parent
                if self.held[parent] is None:
                    self._met(parent, 0)
                self.held[link.element], self._first[link.element] = [], self._first[parent]
                without.setdefault(parent, []).append(self._references[link.element])
        for parent, links in without.items():
            kids = self.held[parent] or []
            self.held[parent] = [*kids[:1], *links, *kids[1:]]
            if parent in self._places:
                self._places[parent][1:1] = [self._first[parent]] * len(links)

    def _footnotes(self) -> None:
        """Footnotes come behind the paragraphs that mark them."""
        notes: dict[int, list[tuple[int, int, str]]] = {}
        for index, (_, parent, *_, behind) in enumerate(self._elements):
            if behind >= 0 and self.held[index] is not None:
                note = (self._first[behind], index, self._references[index])
                notes.setdefault(parent, []).append(note)
        for parent, behind_others in notes.items():
            others = zip(self._places[parent], self.held[parent] or (), strict=True)
            mixed = [(place, 0, kid) for place, kid in others] + behind_others
            mixed.sort(key=lambda one: one[:2])
            self.held[parent] = [kid for _, _, kid in mixed]

    def _rows(self) -> None:
        """Rows and cells stand as they were laid out, empty ones too."""
        held, elements = self.held, self._elements
        laid_out: dict[int, list[str]] = {}
        for index, (tag, parent, *_) in enumerate(elements[1:], start=1):
            in_rows = elements[parent].tag in _ROWS
            if held[index] is None:
                above = held[parent]
                if tag not in _SHAPE or above is None:
                    continue
                held[index] = []
                if not in_rows:
                    above.append(self._references[index])
            if in_rows:
                laid_out.setdefault(parent, []).append(self._references[index])
        for parent, kids in laid_out.items():
            held[parent] = kids


class _Written(NamedTuple):
    """A file with the objects of its structure tree and of its destinations, the numbers of the
    roots of both, and the number of its first object that is theirs."""

    data: bytes
    root: int
    names: int
    first: int


class _File(NamedTuple):
    """What a file is updated by: numbers of the objects of its pages and of the links of each, its
    catalogue, how many numbers it has."""

    pages: list[int]
    links: list[list[int]]
    catalogue: int
    size: int


def with_structure(data: bytes, tree: Tree, sheets: Sequence[Sheet], ledger: Ledger) -> _Written:
    """The file that the sheets were saved to, with structure tree and destinations appended.

    The elements are many and small: as an update in bytes they cost a tenth of what they cost as
    objects of pikepdf.
    """
    with mapped(data) as pdf:
        pages = [page.obj.objgen[0] for page in pdf.pages]
        links = [_numbers(page.obj.get("/Annots")) for page in pdf.pages]
        file = _File(pages, links, pdf.Root.objgen[0], int(pdf.trailer["/Size"]))
    objects = list(_objects(tree, sheets, file))
    root = file.size + len(tree.elements)
    objects += name_tree(ledger.destinations, file.pages, file.size + len(objects))
    before = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    first = file.size
    updated = appended(data, objects, first=first, catalogue=file.catalogue, before=before)
    return _Written(updated, root, first + len(objects) - 1, first)


def _numbers(references: pikepdf.Object | None) -> list[int]:
    """The numbers of the objects that an array refers to; without reading them."""
    tokens = references.unparse(resolved=True).split() if references is not None else []
    return [int(number) for number in tokens[1:-1:3]]  # [ 12 0 R 13 0 R ]


def _objects(tree: Tree, sheets: Sequence[Sheet], file: _File) -> Iterator[bytes | None]:
    """The elements, the tree's root, its parent tree, as objects numbered from `file.size`."""
    numbers = range(file.size, file.size + len(tree.elements) + 2)
    references = [f"{number} 0 R" for number in numbers]
    kids = _Kids(tree, sheets, references, file.pages)
    parents = [
        f"{key} [{' '.join([references[element] for element in sheet.marks])}]"
        for key, sheet in enumerate(sheets)
    ]
    links: dict[int, list[str]] = {}
    key = len(sheets)
    for sheet, page, annotations in zip(sheets, file.pages, file.links, strict=True):
        for link, annotation in zip(sheet.links, annotations, strict=True):
            reference = f"<</Type/OBJR/Pg {page} 0 R/Obj {annotation} 0 R>>"
            links.setdefault(link.element, []).append(reference)
            parents.append(f"{key} {references[link.element]}")
            key += 1
    for index, (element, held) in enumerate(zip(tree.elements, kids.held, strict=True)):
        if held is None:
            yield None
            continue
        sheet_number = kids.sheets[index]
        on = f"/Pg {file.pages[sheet_number]} 0 R" if sheet_number >= 0 else ""
        if index in links:
            held = [*held, *links[index]]
        said = f"/K {_kids(held)}" if held else ""
        above = references[element.parent] if index else references[-2]
        yield (
            f"<</Type/StructElem/S/{element.tag}/P {above}"
            f"{_attributes(tree, element, index)}{on}{said}>>"
        ).encode("ascii")
    yield (
        f"<</Type/StructTreeRoot/K {references[0]}/ParentTree {references[-1]}"
        f"/ParentTreeNextKey {key}>>"
    ).encode("ascii")
    yield f"<</Nums[{' '.join(parents)}]>>".encode("ascii")


def _kids(held: Sequence[str]) -> str:
    return held[0] if len(held) == 1 else f"[{' '.join(held)}]"


def _attributes(tree: Tree, element: Element, index: int) -> str:
    said = ""
    if element.alternative:
        key = "ActualText" if element.tag == "Span" else "Alt"
        said = f"/{key}<FEFF{element.alternative.encode('utf-16-be').hex()}>"
    if element.tag == "Note":  # PDF/UA-1, 7.9: a note can be named
        said += f"/ID(note-{index})"
    table = f"/Scope/{_scope(tree, element)}" if element.tag == "TH" else ""
    table += f"/ColSpan {element.span}" if element.span > 1 else ""
    return f"{said}/A<</O/Table{table}>>" if table else said


def _scope(tree: Tree, head: Element) -> str:
    """What a head heads: its column; of a row below the head of the table, the row."""
    group = tree.elements[tree.elements[head.parent].parent]
    return "Column" if group.tag == "THead" else "Row"
