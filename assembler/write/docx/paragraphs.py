"""Paragraphs of the body: properties in schema order, page and section breaks."""

from dataclasses import dataclass
from functools import lru_cache

from assembler.write.docx.anchors import Ledger
from assembler.write.docx.page import put_page
from assembler.write.docx.styles import TABLE_END, heading_styles
from assembler.write.docx.xml import Element, copied, qn, root, sub, twips, val
from assembler.write.look import Look


@dataclass(frozen=True, slots=True)
class Properties:
    """Paragraph properties beside the style. Lengths in points."""

    keep_next: bool | None = False
    """None: not, even where the style says so."""
    page_break: bool = False
    number: tuple[int, int] | None = None
    """`w:num` and level (0-based)."""
    decimal_tab: float | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    right: float | None = None
    hanging: float | None = None
    """How far the first line begins left of the others."""
    align: str | None = None


DEFAULT = Properties()
_AFTER_SPACING = tuple(map(qn, ("ind", "jc", "sectPr")))


def put_paragraph(parent: Element, style: str, properties: Properties = DEFAULT) -> Element:
    """A new paragraph; append its runs to it."""
    return copied(parent, _pattern(style, properties))


@lru_cache(maxsize=1024)
def _pattern(style: str, properties: Properties) -> Element:
    """A paragraph without words, of which copies are given out: most are like many others."""
    paragraph = root("p")
    element = sub(paragraph, "pPr")
    sub(element, "pStyle", val=style)
    if properties.keep_next:
        sub(element, "keepNext")
    elif properties.keep_next is None:
        sub(element, "keepNext", val=0)
    if properties.page_break:
        sub(element, "pageBreakBefore")
    if properties.number:
        num, level = properties.number
        number = sub(element, "numPr")
        sub(number, "ilvl", val=level)
        sub(number, "numId", val=num)
    if properties.decimal_tab is not None:
        sub(sub(element, "tabs"), "tab", val="decimal", pos=twips(properties.decimal_tab))
    if properties.before is not None or properties.after is not None:
        sub(element, "spacing")
        space(paragraph, before=properties.before, after=properties.after)
    if properties.left is not None or properties.right is not None:
        indent = sub(element, "ind")
        if properties.left is not None:
            indent.set(qn("left"), str(twips(properties.left)))
        if properties.right is not None:
            indent.set(qn("right"), str(twips(properties.right)))
        if properties.hanging is not None:
            indent.set(qn("hanging"), str(twips(properties.hanging)))
    if properties.align:
        sub(element, "jc", val=properties.align)
    return paragraph


def space(paragraph: Element, *, before: float | None = None, after: float | None = None) -> None:
    """Give a written paragraph other space above or below than its style's. Points."""
    properties = paragraph[0]
    spacing = properties.find(qn("spacing"))
    if spacing is None:
        spacing = sub(properties, "spacing")
        later = next((e for e in properties if e.tag in _AFTER_SPACING), spacing)
        if later is not spacing:
            later.addprevious(spacing)
    for name, points in (("before", before), ("after", after)):
        if points is not None:
            spacing.set(qn(name), str(twips(points)))


def keep_next(paragraph: Element) -> None:
    """Keep a written paragraph on the page of the next one."""
    made = sub(paragraph[0], "keepNext")
    paragraph[0][0].addnext(made)  # behind the style, as the schema wants


def begin_landscape(body: Element, look: Look, ledger: Ledger) -> None:
    """End the portrait pages before the landscape table that is appended next.

    Headings directly before the table go with it: none may stand alone at the foot of a page.
    Where the last landscape table has only headings after it, its pages simply go on.
    """
    headings = heading_styles(look)
    before = len(body)
    while before and is_heading(body[before - 1], headings):
        before -= 1
    if before == 0:
        return
    last = body[before - 1]
    ended = None if last.tag != qn("p") else last.find(f"{qn('pPr')}/{qn('sectPr')}")
    if ended is not None and val(ended, "pgSz", "orient") == "landscape":
        parent = ended.getparent()
        if parent is not None:
            parent.remove(ended)
        return
    if last.tag != qn("p"):
        last = put_paragraph(body, TABLE_END)
        body.insert(before, last)
        before += 1
    if before < len(body):
        space(body[before], before=0)  # Word keeps it at the head of a section
    put_page(last[0], look, ledger.stories, landscape=False)


def end_landscape(body: Element, look: Look, ledger: Ledger) -> None:
    """End the landscape pages after what was appended last, a paragraph."""
    put_page(body[-1][0], look, ledger.stories, landscape=True)


def end_body(body: Element, look: Look, ledger: Ledger) -> None:
    """The properties of the last pages; a document that ends in landscape gets no blank page."""
    last = body[-1] if len(body) else None
    ended = None if last is None else last.find(f"{qn('pPr')}/{qn('sectPr')}")
    if ended is not None:
        body.append(ended)
    else:
        put_page(body, look, ledger.stories, landscape=False)


def is_heading(element: Element, headings: frozenset[str]) -> bool:
    """Whether it is a paragraph in one of these styles."""
    return element.tag == qn("p") and val(element, "pPr/pStyle") in headings
