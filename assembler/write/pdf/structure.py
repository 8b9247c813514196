"""The structure tree of a file: what a screen reader reads, in the order of reading.

PDF/UA-1 (ISO 14289-1) over the marked content that is drawn. The order of an element's children
is the order in which they were drawn; an element that nothing was drawn of is left out, but for
the cells of a table, which keeps its shape. ISO 32000-1, 14.7 and 14.8.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Pdf, String

from assembler.write.pdf.page import Element, Sheet, Tree

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
        mixed: list[tuple[int, _Mark | int]] = [(m.order, m) for m in self.marks[element]]
        mixed += [(self.first[child] or 0, child) for child in children]
        mixed.sort(key=lambda one: one[0])
        yield from (kid for _, kid in mixed)


def write_structure(pdf: Pdf, tree: Tree, sheets: Sequence[Sheet]) -> None:
    """Add the structure tree of the sheets to the file that they were saved to."""
    kids = _Kids(tree, sheets)
    pages = [page.obj for page in pdf.pages]
    made: dict[int, Any] = {
        index: pdf.make_indirect(_element(element, index))
        for index, element in enumerate(tree.elements)
        if kids.stands[index]
    }
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    for index, dictionary in made.items():
        parent = tree.elements[index].parent
        dictionary.P = made[parent] if parent >= 0 else root
        _fill(dictionary, list(kids.of(index)), made, pages)
    numbers = _numbers(pdf, kids, sheets, pages, made)
    root.K = made[0]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = len(numbers) // 2
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _element(element: Element, index: int) -> Dictionary:
    dictionary = Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"))
    if element.alternative:
        dictionary.Alt = String(element.alternative)
    if element.tag == "Note":  # PDF/UA-1, 7.9: a note can be named
        dictionary.ID = String(f"note-{index}")
    if element.tag == "TH":
        dictionary.A = Dictionary(O=Name.Table, Scope=Name.Column)
    if element.span > 1:
        if "/A" not in dictionary:
            dictionary.A = Dictionary(O=Name.Table)
        dictionary.A.ColSpan = element.span
    return dictionary


def _fill(
    dictionary: Dictionary, kids: list[_Mark | int], made: dict[int, Any], pages: list[Any]
) -> None:
    """Set what an element holds; marks of its own page by number, others with their page."""
    own = next((kid.sheet for kid in kids if isinstance(kid, _Mark)), None)
    if own is not None:
        dictionary.Pg = pages[own]
    held: list[Any] = []
    for kid in kids:
        if not isinstance(kid, _Mark):
            held.append(made[kid])
        elif kid.sheet == own:
            held.append(kid.mcid)
        else:
            held.append(Dictionary(Type=Name.MCR, Pg=pages[kid.sheet], MCID=kid.mcid))
    if held:
        dictionary.K = held[0] if len(held) == 1 else Array(held)


def _numbers(
    pdf: Pdf, kids: _Kids, sheets: Sequence[Sheet], pages: list[Any], made: dict[int, Any]
) -> list[Any]:
    """The parent tree: for each page the elements of its marks, then the element of each link."""
    numbers: list[Any] = []
    for key, (sheet, page) in enumerate(zip(sheets, pages, strict=True)):
        page.StructParents = key
        page.Tabs = Name.S
        numbers += [key, pdf.make_indirect(Array([made[element] for element in sheet.marks]))]
    key = len(pages)
    for sheet, page in zip(sheets, pages, strict=True):
        for link, annotation in zip(sheet.links, page.get("/Annots", ()), strict=True):
            element = made[link.element]
            annotation.StructParent = key
            annotation.Contents = String(link.words)
            _append(element, Dictionary(Type=Name.OBJR, Pg=page, Obj=annotation))
            numbers += [key, element]
            key += 1
    return numbers


def _append(element: Any, kid: Dictionary) -> None:
    held = element.get("/K")
    if held is None:
        element.K = kid
    elif isinstance(held, Array):
        held.append(kid)
    else:
        element.K = Array([held, kid])
