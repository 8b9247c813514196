"""The structure tree of a PDF, walked once: its elements, and what the rules ask of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Pdf

from assembler.inspect.pdf.values import dictionary, words

STANDARD = frozenset(  # ISO 32000-1, 14.8.4
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


def elements(pdf: Pdf) -> Iterator[Element]:
    """The structure elements in reading order; nothing without a tree."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages, start=1)}
    roles = dictionary(root.get("/RoleMap"))
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
        role = words(node.S).removeprefix("/")
        if role not in STANDARD and f"/{role}" in roles:
            role = words(roles[f"/{role}"]).removeprefix("/")
        page = node.get("/Pg")
        number = numbers.get(page.objgen) if isinstance(page, Dictionary) else None
        yield Element(role, number, node, above)
        stack += [(kid, (*above, role)) for kid in reversed(_kids(node))]


def _kids(node: Dictionary) -> list[Any]:
    kids = node.get("/K")
    if isinstance(kids, Array):
        return list(kids)
    return [kids] if kids is not None else []


@dataclass(slots=True)
class Structure:
    """What one walk through the tree saw; pages from 1, None where an element names none."""

    is_there: bool = False
    unknown: set[str] = field(default_factory=set)
    """Roles that are neither standard nor mapped to one."""
    headings: list[tuple[int, int | None]] = field(default_factory=list)
    """Level and page."""
    undescribed: list[tuple[str, int | None]] = field(default_factory=list)
    """Role and page of figures and formulas without alternative text."""
    headless: list[int | None] = field(default_factory=list)
    """Pages of tables without header cells."""
    heads_of_nothing: list[int | None] = field(default_factory=list)
    """Pages of header cells that do not say what they head."""


def structure_of(pdf: Pdf) -> Structure:
    """What the rules ask of the tree."""
    seen = Structure()
    table: tuple[int | None, bool] | None = None
    """The page of the table that was met last, and whether it has heads."""
    for element in elements(pdf):
        seen.is_there = True
        role = element.role
        if role == "TD" or role == "TR":  # by far the most
            continue
        if role not in STANDARD:
            seen.unknown.add(role)
        elif role in ("Figure", "Formula"):
            said = element.dictionary.get("/Alt", element.dictionary.get("/ActualText"))
            if not words(said).strip():
                seen.undescribed.append((role, element.page))
        elif role == "Table":
            if table is not None and not table[1]:
                seen.headless.append(table[0])
            table = element.page, False
        elif role == "TH":
            table = (table[0], True) if table else None
            if not _scope(element.dictionary) and "/ID" not in element.dictionary:
                seen.heads_of_nothing.append(element.page)
        elif len(role) == 2 and role[0] == "H" and role[1].isdigit():
            seen.headings.append((int(role[1]), element.page))
    if table is not None and not table[1]:
        seen.headless.append(table[0])
    return seen


def _scope(cell: Dictionary) -> bool:
    attributes = cell.get("/A")
    each = list(attributes) if isinstance(attributes, Array) else [attributes]
    return any(isinstance(one, Dictionary) and "/Scope" in one for one in each)
