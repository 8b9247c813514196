"""The annex of a trace copy: where each printed value comes from, in the order of reading.

The same facts under the same numbers as the QC sheet, as a document of one section with one table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from assembler.document.nodes import (
    Cell,
    Column,
    Document,
    Emphasis,
    Inlines,
    Label,
    LineBreak,
    Link,
    Row,
    Section,
    Strong,
    Table,
    Text,
    Value,
    ValueId,
)
from assembler.document.walk import sections_of
from assembler.package.printed import Printed
from assembler.problems import Position
from assembler.resolve.plain import heading_text
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.text.fonts import Fonts, printable
from assembler.write.written import Options, TraceAnnex, value_place

ANNEX, TABLE = Label("trace:annex"), Label("trace:values")
"""No label of a document has a colon."""
NAME = "Trace annex"
_COLUMNS = {
    "No.": 30.0,
    "Place": 80.0,
    "Kind": 46.0,
    "Printed": 120.0,
    "Record: value as recorded (file:line)": 230.0,
    "Source": 208.0,
}
"""Heads and widths relative to each other: the same in every trace copy."""
_AS_RECORDED = "as recorded"
_AT = Position(NAME)


def trace_annex(
    resolved: Resolved, values: Sequence[Printed], pages: Mapping[ValueId, str], options: Options
) -> TraceAnnex:
    """The annex of a document that was laid out: `values` are what it prints in reading order,
    `pages` is value -> `page 4`."""
    fonts = _Drawable(Fonts(options.look))
    rows = tuple(_rows(resolved, values, pages, fonts))
    columns = tuple(Column(width) for width in _COLUMNS.values())
    head = (Row(tuple(Cell((Text(name),)) for name in _COLUMNS)),)
    caption = (Text("Printed values as they are read; the numbers are those of the QC sheet"),)
    table = Table(TABLE, caption, columns, head, rows, (), (), (), landscape=True, at=_AT)
    title = (Text("Where each printed value comes from"),)
    section = Section(ANNEX, None, title, (table,), (), _AT, is_annex=True)
    of = resolved.document
    document = Document(of.id, of.number, of.title, of.language, (), (), (section,), {}, {})
    numbers = {ANNEX: NAME, TABLE: "T"}
    annex = replace(resolve(document), numbers=numbers)
    return TraceAnnex(annex, tuple(value.id for value in values))


def _rows(
    resolved: Resolved,
    values: Sequence[Printed],
    pages: Mapping[ValueId, str],
    fonts: "_Drawable",
) -> Iterator[Row]:
    """A row for each value, under a row for each section."""
    headings = {
        resolved.numbers[section.label]: heading_text(resolved, section)
        for _, section in sections_of(resolved.document.sections)
    }
    section: str | None = None
    for number, value in enumerate(values, start=1):
        if value.section != section:
            section = value.section
            heading = Text(headings.get(section, "Front page"))
            yield Row((Cell((heading,), span=len(_COLUMNS)),), group=True)
        yield Row(
            (
                Cell((Text(str(number)),)),
                Cell(_place(value, pages.get(value.id, ""))),
                Cell((Text(value.kind),)),
                Cell(_printed(value)),
                Cell(tuple(_records(value, fonts))),
                Cell((Text(fonts.of(value.source)),)),
            )
        )


def _printed(value: Printed) -> Inlines:
    """The text as printed; of a reference, broken where it was: in its addresses too."""
    if value.kind == "reference":
        return (Value(value.id, "", anchored=False), Text(value.text))
    return (Value(value.id, value.text, anchored=False),)


def _place(value: Printed, page: str) -> Inlines:
    """The page, which leads back to the line, and what stands there."""
    where = value.where
    if not page:
        return (Text(where),)
    return (Link(f"#{value_place(value.id)}", (Text(page),)), Text(f", {where}"))


def _records(value: Printed, fonts: "_Drawable") -> Iterator[Text | Strong | Emphasis | LineBreak]:
    """Each record on a line of its own, then the form that made the printed text of them."""
    for n, operand in enumerate(value.operands):
        if n:
            yield LineBreak()
        path, recorded, place = map(fonts.of, operand)
        yield Text(f"{path}: " if recorded else path)
        if recorded:
            yield Strong((Text(recorded),))
        yield Text(f" ({place})")
    if value.trace.derivation != _AS_RECORDED:
        yield LineBreak()
        yield Emphasis((Text(fonts.of(value.trace.derivation)),))


class _Drawable:
    """Texts of records in characters that can be drawn.

    What is printed was drawn already; but nobody chose a source's title or a file's name for our
    fonts. A character that they lack is written as `U+8868`.
    """

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._known: dict[str, str] = {}

    def of(self, text: str) -> str:
        """The text itself, as far as the fonts have it."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._of(char) for char in printable(normalize("NFC", text)))

    def _of(self, char: str) -> str:
        if char not in self._known:
            self._known[char] = char if self._fonts.draw(char) else f"<U+{ord(char):04X}>"
        return self._known[char]
