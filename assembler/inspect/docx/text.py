"""Rules about paragraphs, lists and pages."""

import re
from collections.abc import Iterator
from itertools import pairwise

from assembler.inspect.docx.opened import OpenedDocx, is_on, shortened, words
from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.leftovers import leftovers
from assembler.inspect.profile import CM
from assembler.write.docx.reading import ReadParagraph
from assembler.write.docx.xml import Element, qn

_TYPED_ITEM = re.compile(r"\s*(?:[•◦▪‣*–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t\u00a0]+\S")
_SPACES = re.compile(r" {3,}|\t[ \t]*\t")
_PRINTED = re.compile(r"\b(?:code|preformatted|plain text|verbatim|macro)\b")
_TITLES = ("title", "subtitle", "caption", "toc heading")
_FAKE = 100
"""Characters of a paragraph all in bold that is taken for a heading."""
_NEAR = 60
"""Twentieths of a point by which a paper may differ from its standard."""


def _fake(file: OpenedDocx) -> Iterator[Seen]:
    elements = file.body.each(qn("p"))
    for paragraph in file.prose():
        text = paragraph.text.strip()
        if paragraph.level or paragraph.number or not 2 < len(text) <= _FAKE or text[-1] in ".:;,":
            continue
        if file.style_name(paragraph.style) not in _TITLES and _is_bold(
            elements[paragraph.element]
        ):
            yield Seen("a line all in bold that is no heading", thing=shortened(text), words=text)


def _is_bold(paragraph: Element) -> bool:
    runs = [run for run in paragraph.iter(qn("r")) if words(run).strip()]
    return bool(runs) and all(is_on(run.find(f"{qn('rPr')}/{qn('b')}")) for run in runs)


def _empty(file: OpenedDocx) -> Iterator[Seen]:
    """Empty paragraphs that only make space: an empty cell needs one, a section may end in one."""
    elements = file.body.each(qn("p"))
    for before, paragraph in pairwise([None, *file.prose()]):
        if paragraph is None or paragraph.level or paragraph.text.strip():
            continue
        element = elements[paragraph.element]
        if _is_printed(file, paragraph) or element.getparent() is None:
            continue
        if not _holds_something(element):
            after = shortened(before.text) if before else "the beginning"
            yield Seen("an empty paragraph makes space", thing=f"after '{after}'")


def _holds_something(paragraph: Element) -> bool:
    kinds = ("drawing", "pict", "object", "br", "sectPr", "fldChar", "sdt", "lastRenderedPageBreak")
    if any(next(paragraph.iter(qn(kind)), None) is not None for kind in kinds):
        return True
    # Word wants a paragraph between two tables and at the end; no style makes space below a table
    before, following = paragraph.getprevious(), paragraph.getnext()
    follows_table = before is not None and before.tag == qn("tbl")
    return follows_table or following is None or following.tag in (qn("tbl"), qn("sectPr"))


def _is_printed(file: OpenedDocx, paragraph: ReadParagraph) -> bool:
    """Whether it is what a program printed: blanks and empty lines are part of that."""
    return _PRINTED.search(file.style_name(paragraph.style)) is not None


def _spaces(file: OpenedDocx) -> Iterator[Seen]:
    for paragraph in file.reading.paragraphs:
        if paragraph.is_derived or _is_printed(file, paragraph):
            continue
        if _SPACES.search(paragraph.text.strip()):
            seen, text = "blanks or tabs make the layout", paragraph.text
            yield Seen(seen, thing=shortened(text), words=text)


def _lists(file: OpenedDocx) -> Iterator[Seen]:
    typed = [
        paragraph
        for paragraph in file.prose()
        if not paragraph.number and not paragraph.level and _TYPED_ITEM.match(paragraph.text)
    ]
    for first, second in pairwise(typed):
        if second.element == first.element + 1:  # one such line may be a sentence
            seen = "list items are typed by hand"
            yield Seen(seen, thing=shortened(first.text), words=first.text)


def _leftovers(file: OpenedDocx) -> Iterator[Seen]:
    for paragraph in (*file.reading.paragraphs, *file.reading.elsewhere):
        for left in leftovers(paragraph.text):
            yield Seen(left, thing=_where(paragraph))


def _where(paragraph: ReadParagraph) -> str:
    return "" if paragraph.place == "body" else paragraph.place


def _paper(file: OpenedDocx) -> Iterator[Seen]:
    papers = {
        name: tuple(round(side * 20) for side in sides)
        for name, sides in file.profile.pages.items()
    }
    for section in file.body.each(qn("sectPr")):
        size = section.find(qn("pgSz"))
        if size is None:
            yield Seen("a section states no paper")
            continue
        sides = sorted(_twips(size.get(qn(side), "0")) for side in ("w", "h"))
        if not any(
            abs(sides[0] - width) <= _NEAR and abs(sides[1] - height) <= _NEAR
            for width, height in papers.values()
        ):
            yield Seen(f"{sides[0] / 20:.0f} x {sides[1] / 20:.0f} pt is not {' or '.join(papers)}")


def _margins(file: OpenedDocx) -> Iterator[Seen]:
    def running(kind: str) -> tuple[str, ...]:
        return (kind,) if file.related.get(kind) else ()

    for section in file.body.each(qn("sectPr")):
        size, margins = section.find(qn("pgSz")), section.find(qn("pgMar"))
        if size is None or margins is None:
            continue
        wide = _twips(size.get(qn("w"), "0")) > _twips(size.get(qn("h"), "0"))
        least = file.profile.landscape if wide else file.profile.upright
        edges = {
            "left": (("left",), least.left),
            "right": (("right",), least.right),
            "top": (("top", *running("header")), least.top),
            "bottom": (("bottom", *running("footer")), least.bottom),
        }
        for side, (names, asked) in edges.items():
            space = min(_twips(margins.get(qn(name), "0")) / 20 for name in names)
            if space < asked - 1:
                yield Seen(f"the {side} margin is {space:.0f} pt of {asked:.0f}")


def _twips(measure: str) -> int:
    """Twentieths of a point; transitional files may say `2.5cm`."""
    units = {"cm": 20 * CM, "mm": 2 * CM, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
    number, unit = (measure[:-2], measure[-2:]) if measure[-2:] in units else (measure, "")
    try:
        return round(float(number) * units.get(unit, 1.0))
    except ValueError:
        return 0


def _numbers(file: OpenedDocx) -> Iterator[Seen]:
    fields = [
        field.instruction.split()[:1]
        for paragraph in file.reading.elsewhere
        if paragraph.place in ("header", "footer")
        for field in paragraph.fields
    ]
    simple = (
        element.get(qn("instr"), "").split()[:1]
        for story in file.stories
        for element in story.each(qn("fldSimple"))
    )
    if ["PAGE"] not in (*fields, *simple):
        yield Seen("neither header nor footer prints the page's number")


RULES: tuple[Rule[OpenedDocx], ...] = (
    Rule(
        "docx.no-fake-headings", "Headings are made by styles, not by bold type.", "WCAG 1.3.1",
        "give the line a heading style, or make it part of a sentence", _fake,
    ),
    Rule(
        "docx.no-empty-paragraphs", "Space is made by styles, not by empty paragraphs.",
        "good practice", "remove the empty paragraph, and set space in the style", _empty,
    ),
    Rule(
        "docx.no-space-layout", "Blanks and tabs do not make tables.", "good practice",
        "make a table or a tab stop", _spaces,
    ),
    Rule(
        "docx.real-lists", "Lists are lists.", "WCAG 1.3.1", "make it a list by its style", _lists,
    ),
    Rule(
        "docx.no-leftovers", "Nothing of a template or a dead reference is left in the text.",
        "good practice", "mend the source and make the file again", _leftovers,
    ),
    Rule(
        "docx.page-setup", "Pages are A4 or Letter.", "ICH M8 2.6", "set the paper", _paper,
    ),
    Rule(
        "docx.margins", "The margins are as wide as the agency asks of a page.",
        "FDA PDF Specifications 3.1; ICH eCTD Appendix 7", "make the margins wider", _margins,
    ),
    Rule(
        "docx.page-numbers", "Every page prints its number: it is asked of the PDF.",
        "FDA PDF Specifications",
        "insert a page number into the footer", _numbers, Level.ADVICE,
    ),
)  # fmt: skip
