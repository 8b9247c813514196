"""Rules about what is invisible: styles, fields, bookmarks, ids, cross-references."""

import re
from collections import Counter
from collections.abc import Iterator

from assembler.inspect.docx.opened import DRAWING, OpenedDocx, repeated, shortened, words
from assembler.inspect.finding import Level, Rule, Seen
from assembler.write.docx.xml import Element, R, qn

_POINTING = ("REF", "PAGEREF", "NOTEREF")
_TYPED = re.compile(r"\b(Table|Figure)[ \u00a0](\d+)\b(?![.\d]| of the [A-Z])")
"""What goes on as `of the Summary of Clinical Safety` names a table of another document."""
_CAPTION = re.compile(r"(Table|Figure)[ \u00a0](\d+)")
_VAL, _ID, _NAME = qn("val"), qn("id"), qn("name")
_SHARE = 0.25
"""Share of the runs that may carry formatting of their own."""
_BY_HAND = frozenset(map(qn, ("rFonts", "sz", "color", "highlight", "shd")))
"""What a style should say; bold, italic, raised and lowered are a writer's own."""


def _styles(file: OpenedDocx) -> Iterator[Seen]:
    missing: Counter[str] = Counter()
    for story in file.stories:
        for tag in ("pStyle", "rStyle", "tblStyle"):
            for element in story.each(qn(tag)):
                style = element.get(_VAL, "")
                if style not in file.styles:
                    missing[f"{story.name}, style {style}"] += 1
    for place, count in missing.items():
        yield Seen(f"used {count} times, defined nowhere", thing=place)


def _fields(file: OpenedDocx) -> Iterator[Seen]:
    for story in file.stories:
        depth: list[bool] = []  # whether each open field has come to its result
        wrong = False
        for element in story.each(qn("fldChar")):
            kind = element.get(qn("fldCharType"), "")
            if kind == "begin":
                depth.append(False)
            elif not depth or (kind == "separate" and depth[-1]):
                wrong = True
            elif kind == "separate":
                depth[-1] = True
            else:
                depth.pop()
        if wrong or depth:
            yield Seen("fields begin and do not end, or the other way round", thing=story.name)


def _bookmarks(file: OpenedDocx) -> Iterator[Seen]:
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for story in file.stories:
        for element in story.each(qn("bookmarkStart")):
            starts[element.get(_ID, "")] += 1
            names[element.get(_NAME, "").casefold()] += 1
        for element in story.each(qn("bookmarkEnd")):
            ends[element.get(_ID, "")] += 1
    if starts.keys() != ends.keys():
        yield Seen(f"{len(starts.keys() ^ ends.keys())} bookmarks begin or end alone")
    for identity in repeated(starts):
        yield Seen("a bookmark's id stands twice", thing=f"id {identity}")
    for name in repeated(names):
        yield Seen("a bookmark's name stands twice", thing=f"bookmark {name}")


def _targets(file: OpenedDocx) -> Iterator[Seen]:
    known = {
        element.get(_NAME, "").casefold()
        for story in file.stories
        for element in story.each(qn("bookmarkStart"))
    }
    for paragraph in (*file.reading.paragraphs, *file.reading.elsewhere):
        for field in paragraph.fields:
            code = field.instruction.split()
            if len(code) < 2 or code[0].upper() not in _POINTING:
                continue
            if code[1].casefold() not in known:
                yield Seen(
                    f"a cross-reference to {code[1]}, which is nowhere",
                    thing=shortened(paragraph.text),
                )
            elif not field.result.strip():
                yield Seen(
                    f"a cross-reference to {code[1]} without words", thing=shortened(paragraph.text)
                )
    for story in file.stories:
        for link in story.each(qn("hyperlink")):
            anchor = link.get(qn("anchor"))
            elsewhere = link.get(f"{{{R}}}id") is not None  # the bookmark of another file
            if anchor and anchor != "_top" and not elsewhere and anchor.casefold() not in known:
                yield Seen(f"a link to {anchor}, which is nowhere", thing=story.name)


def _live(file: OpenedDocx) -> Iterator[Seen]:
    """`Table 1` typed as text, where the file has a Table 1."""
    captioned = {
        match[0].replace("\u00a0", " ")
        for paragraph in file.prose()
        if file.is_caption(paragraph.style) and (match := _CAPTION.match(paragraph.text))
    }
    for paragraph in file.reading.paragraphs:
        if "Table" not in paragraph.text and "Figure" not in paragraph.text:
            continue  # most are cells
        if paragraph.is_derived or file.is_caption(paragraph.style):
            continue
        spans = [(field.begin, field.end) for field in paragraph.fields]
        for match in _TYPED.finditer(paragraph.text):
            inside = any(begin <= match.start(2) and match.end(2) <= end for begin, end in spans)
            if match[0].replace("\u00a0", " ") in captioned and not inside:
                typed = f"'{match[0]}' is typed as text"
                yield Seen(typed, thing=shortened(paragraph.text), words=paragraph.text)


def _drawings(file: OpenedDocx) -> Iterator[Seen]:
    ids = Counter(
        element.get("id", "") for story in file.stories for element in story.each(f"{DRAWING}docPr")
    )
    for identity in repeated(ids):
        yield Seen("a drawing's id stands twice", thing=f"id {identity}")


def _formatted(file: OpenedDocx) -> Iterator[Seen]:
    runs = [run for run in file.document.iter(qn("r")) if words(run)]
    by_hand = sum(_is_by_hand(run) for run in runs)
    if by_hand > _SHARE * len(runs):
        share = f"{100 * by_hand / len(runs):.0f}%"
        yield Seen(f"{share} of the runs have a font, size or colour of their own")


def _is_by_hand(run: Element) -> bool:
    properties = run.find(qn("rPr"))
    return properties is not None and any(child.tag in _BY_HAND for child in properties)


RULES: tuple[Rule[OpenedDocx], ...] = (
    Rule(
        "docx.styles-defined", "Every style that is used is defined.", "ECMA-376 Part 1, 17.7",
        "define the style, or use one that is there", _styles,
    ),
    Rule(
        "docx.fields-balanced", "Fields begin, separate and end in order.",
        "ECMA-376 Part 1, 17.16", "insert the field anew", _fields,
    ),
    Rule(
        "docx.bookmarks", "Bookmarks begin and end once, with names and ids of their own.",
        "ECMA-376 Part 1, 17.13.6", "remove the bookmark and insert it anew", _bookmarks,
    ),
    Rule(
        "docx.xref-targets", "Cross-references and links lead to bookmarks, and show their words.",
        "good practice", "insert the cross-reference anew", _targets,
    ),
    Rule(
        "docx.xref-live", "'Table 1' is a cross-reference, not typed text.", "good practice",
        "insert a cross-reference in its place", _live,
    ),
    Rule(
        "docx.drawing-ids", "Drawings have ids of their own.", "ECMA-376 Part 1, 20.4.2.5",
        "save the file again in Word", _drawings, Level.ADVICE,
    ),
    Rule(
        "docx.direct-format", "Styles carry the formatting, but of a quarter of the text.",
        "good practice; the share is ours",
        "clear the formatting of the text and set it by styles", _formatted, Level.ADVICE,
    ),
)  # fmt: skip
