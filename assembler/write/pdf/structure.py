"""The structure tree of a file: what a screen reader reads, in the order of reading.

PDF/UA-1 (ISO 14289-1) over the marked content that is drawn. The order of an element's children
is the order in which they were drawn, but footnotes follow what marks them; an element that nothing
was drawn of is left out, but for the cells of a table, which keeps its shape. ISO 32000-1, 14.7 and
14.8.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

import pikepdf

from assembler.write.pdf.destinations import name_tree
from assembler.write.pdf.page import Element, Ledger, Sheet, Tree

_SHAPE = ("TR", "TH", "TD")
"""Elements that stand in the tree although nothing is drawn of them."""


class _Mark(NamedTuple):
    """One marked content: its place in the order of reading, sheet from 0, MCID."""

    order: int
    sheet: int
    mcid: int


class _Kids:
    """What each element holds: its marks, and its children in the order of reading."""

    def __init__(self, tree: Tree, sheets: Sequence[Sheet]) -> None:
        self.elements = tree.elements
        count = len(tree.elements)
        self.marks: list[list[_Mark]] = [[] for _ in range(count)]
        self.first: list[int | None] = [None] * count
        order = 0
        for number, sheet in enumerate(sheets):
            for mcid, element in enumerate(sheet.marks):
                self.marks[element].append(_Mark(order, number, mcid))
                self._meet(element, order)
                order += 1
        for sheet in sheets:
            for link in sheet.links:  # one without words of its own comes behind its parent's
                self._meet(link.element, self.first[self.elements[link.element].parent] or 0)
        self.children: list[list[int]] = [[] for _ in range(count)]
        self.stands = [False] * count
        self.stands[0] = True
        for index, (tag, parent, *_) in enumerate(tree.elements[1:], start=1):
            if self.first[index] is not None or (tag in _SHAPE and self.stands[parent]):
                self.stands[index] = True
                self.children[parent].append(index)

    def _meet(self, element: int, order: int) -> None:
        """The first mark of an element is the first one of all that it stands in."""
        while element >= 0 and self.first[element] is None:
            self.first[element] = order
            element = self.elements[element].parent

    def of(self, element: int) -> Iterator[_Mark | int]:
        """Marks and children of an element in the order of reading."""
        children = self.children[element]
        if self.elements[element].tag in ("THead", "TBody", "TR"):
            yield from children  # rows and cells, empty ones too, stand as they were laid out
            return
        mixed: list[tuple[int, int, _Mark | int]] = [(m.order, 0, m) for m in self.marks[element]]
        mixed += [(*self._place(child), child) for child in children]
        mixed.sort(key=lambda one: one[:2])
        yield from (kid for _, _, kid in mixed)

    def _place(self, element: int) -> tuple[int, int]:
        """Where a child is read: a footnote behind the paragraph that marks it."""
        behind = self.elements[element].behind
        if behind < 0:
            return self.first[element] or 0, 0
        return self.first[behind] or 0, element


class _Written(NamedTuple):
    """A file with the objects of its structure tree and of its destinations, and the numbers of the
    roots of both."""

    data: bytes
    root: int
    names: int


def with_structure(data: bytes, tree: Tree, sheets: Sequence[Sheet], ledger: Ledger) -> _Written:
    """The file that the sheets were saved to, with structure tree and destinations appended.

    The elements are many and small: as an update in bytes (ISO 32000-1, 7.5.6) they cost a tenth
    of what they cost as objects of pikepdf.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [page.obj.objgen[0] for page in pdf.pages]
        links = [[a.objgen[0] for a in page.obj.get("/Annots", ())] for page in pdf.pages]
        catalogue, size = pdf.Root.objgen[0], int(pdf.trailer["/Size"])
    objects = _objects(_Kids(tree, sheets), sheets, pages, links, size)
    objects += name_tree(ledger.destinations, pages, size + len(objects))
    names = size + len(objects) - 1
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    places, at = [], len(data)
    for body in objects:
        places.append(b"%010d 00000 n \n" % at)
        at += len(body)
    end = size + len(objects)
    tail = b"xref\n%d %d\n%b" % (size, len(objects), b"".join(places))
    tail += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (end, catalogue, start)
    tail += b"startxref\n%d\n%%%%EOF\n" % at
    return _Written(b"".join([data, *objects, tail]), size, names)


def _objects(
    kids: _Kids, sheets: Sequence[Sheet], pages: list[int], links: list[list[int]], first: int
) -> list[bytes]:
    """The tree's root, its parent tree, the elements, as objects numbered from `first`."""
    standing = [index for index, stands in enumerate(kids.stands) if stands]
    numbers = {index: first + 2 + n for n, index in enumerate(standing)}
    links_of: dict[int, list[str]] = {}
    parents: list[str] = []
    for key, sheet in enumerate(sheets):
        held = " ".join(f"{numbers[element]} 0 R" for element in sheet.marks)
        parents.append(f"{key} [{held}]")
    key = len(sheets)
    for sheet, page, annotations in zip(sheets, pages, links, strict=True):
        for link, annotation in zip(sheet.links, annotations, strict=True):
            reference = f"<< /Type /OBJR /Pg {page} 0 R /Obj {annotation} 0 R >>"
            links_of.setdefault(link.element, []).append(reference)
            parents.append(f"{key} {numbers[link.element]} 0 R")
            key += 1
    made = [
        f"{first} 0 obj\n<< /Type /StructTreeRoot /K {numbers[0]} 0 R"
        f" /ParentTree {first + 1} 0 R /ParentTreeNextKey {key} >>\nendobj\n",
        f"{first + 1} 0 obj\n<< /Nums [{' '.join(parents)}] >>\nendobj\n",
    ]
    for index in standing:
        element = kids.elements[index]
        parent = numbers[element.parent] if index else first
        held = _held(kids, index, numbers, pages, links_of.get(index, ()))
        made.append(
            f"{numbers[index]} 0 obj\n<< /Type /StructElem /S /{element.tag} /P {parent} 0 R"
            f"{_attributes(element, index)}{held} >>\nendobj\n"
        )
    return [one.encode("ascii") for one in made]


def _attributes(element: Element, index: int) -> str:
    said = ""
    if element.alternative:
        said = f" /Alt <FEFF{element.alternative.encode('utf-16-be').hex()}>"
    if element.tag == "Note":  # PDF/UA-1, 7.9: a note can be named
        said += f" /ID (note-{index})"
    table = " /Scope /Column" if element.tag == "TH" else ""
    table += f" /ColSpan {element.span}" if element.span > 1 else ""
    return f"{said} /A << /O /Table{table} >>" if table else said


def _held(
    kids: _Kids, index: int, numbers: dict[int, int], pages: list[int], links: Iterable[str]
) -> str:
    """What an element holds; marks of its own page by number, others with their page."""
    own: int | None = None
    held: list[str] = []
    for kid in kids.of(index):
        if not isinstance(kid, _Mark):
            held.append(f"{numbers[kid]} 0 R")
            continue
        if own is None:
            own = kid.sheet
        if kid.sheet == own:
            held.append(str(kid.mcid))
        else:
            held.append(f"<< /Type /MCR /Pg {pages[kid.sheet]} 0 R /MCID {kid.mcid} >>")
    held += links
    page = f" /Pg {pages[own]} 0 R" if own is not None else ""
    return f"{page} /K [{' '.join(held)}]" if held else page
