"""Rules about the structure tree: what a screen reader reads. PDF/UA-1 (ISO 14289-1).

Advice for files of other people: agencies ask for it only where they publish a file. What a
program cannot judge (whether an alternative text says what the figure shows) is left to a person.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name

from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.pdf.opened import OpenedPdf, annotations

_STANDARD = frozenset(  # ISO 32000-1, 14.8.4
    {
        "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI",
        "Index", "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L",
        "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span",
        "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB",
        "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
    }
)  # fmt: skip
_DEEPEST = 64


class Element(NamedTuple):
    """One structure element: its standard role, its page, its dictionary, the roles above it."""

    role: str
    page: int | None
    dictionary: Dictionary
    above: tuple[str, ...]


def elements(file: OpenedPdf) -> Iterator[Element]:
    """The structure elements in reading order; nothing without a tree."""
    root = file.root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    numbers = {page.obj.objgen: n for n, page in enumerate(file.pdf.pages, start=1)}
    roles: Any = root.get("/RoleMap", Dictionary())
    stack: list[tuple[Any, tuple[str, ...]]] = [(kid, ()) for kid in reversed(_kids(root))]
    met: set[Any] = set()
    while stack:
        node, above = stack.pop()
        if not isinstance(node, Dictionary) or "/S" not in node or len(above) > _DEEPEST:
            continue
        if node.is_indirect:
            if node.objgen in met:
                continue
            met.add(node.objgen)
        role = str(node.S).removeprefix("/")
        if role not in _STANDARD and node.S in roles:
            role = str(roles[node.S]).removeprefix("/")
        page = node.get("/Pg")
        number = numbers.get(page.objgen) if isinstance(page, Dictionary) else None
        yield Element(role, number, node, above)
        stack += [(kid, (*above, role)) for kid in reversed(_kids(node))]


def _kids(node: Dictionary) -> list[Any]:
    kids = node.get("/K")
    if isinstance(kids, Array):
        return list(kids)
    return [kids] if kids is not None else []


def _tagged(file: OpenedPdf) -> Iterator[Seen]:
    mark = file.root.get("/MarkInfo")
    if not isinstance(mark, Dictionary) or not mark.get("/Marked", False):
        yield Seen("the file does not say that it is tagged", thing="MarkInfo")
    if next(elements(file), None) is None:
        yield Seen("the file has no structure tree", thing="StructTreeRoot")


def _roles(file: OpenedPdf) -> Iterator[Seen]:
    for role in sorted({element.role for element in elements(file)} - _STANDARD):
        yield Seen(f"the role {role} is neither standard nor mapped to one")


def _headings(file: OpenedPdf) -> Iterator[Seen]:
    last = 0
    for element in elements(file):
        if len(element.role) == 2 and element.role[0] == "H" and element.role[1].isdigit():
            level = int(element.role[1])
            if level > last + 1:
                after = f"after H{last}" if last else "as the first heading"
                yield Seen(f"H{level} {after}", element.page)
            last = level


def _alternatives(file: OpenedPdf) -> Iterator[Seen]:
    for element in elements(file):
        if element.role in ("Figure", "Formula"):
            said = str(element.dictionary.get("/Alt", element.dictionary.get("/ActualText", "")))
            if not said.strip():
                yield Seen(f"a {element.role.lower()} without alternative text", element.page)


def _tables(file: OpenedPdf) -> Iterator[Seen]:
    page: int | None = None
    heads, open_table = 0, False
    for element in elements(file):
        if element.role == "Table":
            if open_table and not heads:
                yield Seen("a table without header cells", page)
            page, heads, open_table = element.page, 0, True
        elif element.role == "TH":
            heads += 1
            if not _scope(element.dictionary) and "/ID" not in element.dictionary:
                yield Seen("a header cell that does not say of what", element.page)
    if open_table and not heads:
        yield Seen("a table without header cells", page)


def _scope(cell: Dictionary) -> bool:
    attributes = cell.get("/A")
    each = list(attributes) if isinstance(attributes, Array) else [attributes]
    return any(isinstance(one, Dictionary) and "/Scope" in one for one in each)


def _links(file: OpenedPdf) -> Iterator[Seen]:
    for number, page in enumerate(file.pdf.pages, start=1):
        for annotation in annotations(page):
            if annotation.get("/Subtype") != Name.Link:
                continue
            if "/StructParent" not in annotation:
                yield Seen("a link that is not in the structure tree", number)
            elif not str(annotation.get("/Contents", "")).strip():
                yield Seen("a link without a description", number)


def _tabs(file: OpenedPdf) -> Iterator[Seen]:
    for number, page in enumerate(file.pdf.pages, start=1):
        if "/Annots" in page.obj and page.obj.get("/Tabs") != Name.S:
            yield Seen("the tab key does not follow the structure", number)


def _rule(identity: str, asks: str, clause: str, remedy: str, judge: Any) -> Rule[OpenedPdf]:
    return Rule(identity, asks, f"PDF/UA-1 {clause}", remedy, judge, Level.ADVICE)


RULES: tuple[Rule[OpenedPdf], ...] = (
    _rule("pdf.tagged", "The file is tagged.", "7.1", "make a tagged PDF from the source", _tagged),
    _rule("pdf.roles-standard", "Structure elements have standard roles.", "7.1",
          "map the role to a standard one", _roles),
    _rule("pdf.headings-in-order", "No level of headings is skipped.", "7.4.2",
          "mend the levels of the headings", _headings),
    _rule("pdf.figures-described", "Figures have alternative text.", "7.3",
          "describe the figure in words, with its numbers", _alternatives),
    _rule("pdf.tables-headed", "Tables have header cells that say what they head.", "7.5",
          "mark the header cells and their scope", _tables),
    _rule("pdf.links-tagged", "Links stand in the structure tree, with a description.", "7.18.5",
          "tag the link", _links),
    _rule("pdf.tab-order", "The tab key follows the structure.", "7.18.3",
          "set the pages' tab order to structure", _tabs),
)  # fmt: skip
