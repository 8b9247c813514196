"""Rules about headings and contents."""

import re
from collections.abc import Iterable, Iterator

from assembler.inspect.docx.opened import OFF, OpenedDocx, is_on, shortened
from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.letters import folded
from assembler.write.docx.reading import ReadParagraph
from assembler.write.docx.xml import Element, qn

_LONG = 5
"""Headings from which contents are asked for."""
_LEVELS = 3
"""Of headings that contents are asked to name."""
_TYPED = re.compile(r"(?:[A-Z]\.)?\d+(?:\.\d+)+\.?[ \t\u00a0]|\d{1,2}[.)][ \t\u00a0]")
_BARE = re.compile(r"\d{1,2}[ \t\u00a0]+[A-Z]")
"""Without a dot it may be an amount, `5 Years of follow-up`: two of them are numbers."""
_NAMED_LEVELS = re.compile(r'\\o\s+"?\d-(\d)')


def _headings(file: OpenedDocx) -> Iterator[Seen]:
    last = 0
    for paragraph in file.reading.paragraphs:
        if not paragraph.level:
            continue
        if not paragraph.text.strip():
            yield Seen(f"an empty heading of level {paragraph.level}")
        elif paragraph.level > last + 1:
            after = f"after level {last}" if last else "as the first heading"
            yield Seen(f"level {paragraph.level} {after}", thing=shortened(paragraph.text))
        last = paragraph.level


def _numbers(file: OpenedDocx) -> Iterator[Seen]:
    texts = [(p.text.lstrip(), p.number) for p in file.reading.paragraphs if p.level]
    bare = [text for text, number in texts if not number and _BARE.match(text)]
    bare = bare if len(bare) > 1 else []
    for text, _ in texts:
        if _TYPED.match(text) or text in bare:
            yield Seen("the number of a heading is typed", thing=shortened(text))


def _contents(file: OpenedDocx) -> Iterator[Seen]:
    fields = list(_fields(file))
    levels = _levels(code for code, _ in fields)
    headings = [p for p in file.reading.paragraphs if p.level and p.text.strip()]
    derived = [p for p in file.reading.paragraphs if p.is_derived and p.text.strip()]
    if sum(p.level <= _LEVELS for p in headings) < _LONG:
        return
    if not derived:
        none = "contents without entries" if fields else "no table of contents"
        yield Seen(f"{len(headings)} headings and {none}")
        return
    entries = " ".join(folded(paragraph.text) for paragraph in derived)
    for heading in headings:
        if heading.level <= levels and folded(heading.text) not in entries:
            yield Seen("the heading is not in the contents", thing=shortened(heading.text))
    elements = file.body.each(qn("p"))
    for paragraph in derived:
        if not _is_linked(paragraph, elements[paragraph.element]):
            yield Seen("an entry of the contents is no link", thing=shortened(paragraph.text))


def _levels(codes: Iterable[str]) -> int:
    """The levels that the contents themselves say they name; lists of tables say none."""
    said = [int(match[1]) for code in codes if (match := _NAMED_LEVELS.search(code))]
    return min(_LEVELS, max(said, default=_LEVELS))


def _is_linked(paragraph: ReadParagraph, element: Element) -> bool:
    """Whether words of it lead somewhere."""
    codes = [field.instruction.split()[:1] for field in paragraph.fields]
    return ["HYPERLINK"] in codes or next(element.iter(qn("hyperlink")), None) is not None


def _fields(file: OpenedDocx) -> Iterator[tuple[str, Element]]:
    """Code and first element of the fields of contents and of lists of tables and figures."""
    for code in file.body.each(qn("instrText")):
        run = code.getparent()
        if (code.text or "").split()[:1] != ["TOC"] or run is None:
            continue
        for before in (run, *run.itersiblings(preceding=True)):
            mark = before.find(qn("fldChar"))
            if mark is not None:
                yield code.text or "", mark
                break
    for field in file.body.each(qn("fldSimple")):
        if field.get(qn("instr"), "").split()[:1] == ["TOC"]:
            yield field.get(qn("instr"), ""), field


def _updates(file: OpenedDocx) -> Iterator[Seen]:
    settings = file.part("settings")
    asks = settings.find(qn("updateFields")) if settings is not None else None
    if is_on(asks):
        yield Seen("Word asks at every opening whether it may update the fields", thing="settings")
    for _, field in _fields(file):
        if field.get(qn("fldLock"), "0") not in OFF:
            yield Seen("the contents are locked: F9 does not bring them up to date")
        if field.get(qn("dirty"), "0") not in OFF:
            yield Seen("the contents are marked as out of date")


RULES: tuple[Rule[OpenedDocx], ...] = (
    Rule(
        "docx.headings", "Headings skip no level, and none is empty.", "WCAG 1.3.1",
        "mend the heading's style", _headings,
    ),
    Rule(
        "docx.heading-numbers", "Headings are numbered by their styles.", "good practice",
        "take the typed number away, and number the heading styles as a list", _numbers,
        Level.ADVICE,
    ),
    Rule(
        "docx.contents", "A document of several headings has contents that name and link them all.",
        "good practice", "insert a table of contents, or update it (F9)", _contents,
    ),
    Rule(
        "docx.contents-updates", "F9 brings the contents up to date, and nothing asks for it.",
        "good practice", "unlock the contents and update them (F9)", _updates, Level.ADVICE,
    ),
)  # fmt: skip
