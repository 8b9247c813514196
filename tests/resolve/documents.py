"""Small documents of what a test needs."""

from assembler.document.nodes import (
    Abbreviation,
    Block,
    Blocks,
    Cite,
    CrossRef,
    Document,
    Inline,
    Inlines,
    Label,
    Paragraph,
    ReferenceKey,
    Section,
    Table,
    Text,
    ValueId,
)
from assembler.problems import Position

AT = Position("sections/a.md", 7)


def words(*content: Inline | str) -> Inlines:
    """A run of inlines; strings are template words."""
    return tuple(Text(c) if isinstance(c, str) else c for c in content)


def p(*content: Inline | str) -> Paragraph:
    """A paragraph."""
    return Paragraph(words(*content), AT)


def cite(*keys: str) -> Cite:
    """One cluster."""
    return Cite(ValueId("c" * 16), tuple(map(ReferenceKey, keys)), AT)


def see(label: str) -> CrossRef:
    """A cross-reference."""
    return CrossRef(Label(label), AT)


def short(use: int, key: str = "PFS") -> Abbreviation:
    """The n-th use of an abbreviation."""
    return Abbreviation(use, key, f"long form of {key}", key)


def table(label: str, *notes: Inline | str) -> Table:
    """A table with a caption, and one note where there are words for it."""
    return Table(
        Label(label),
        words("Caption of ", label),
        (),
        (),
        (),
        (words(*notes),) if notes else (),
        (),
        (),
        False,
        AT,
    )


def section(
    title: str,
    *blocks: Block,
    number: str | None = None,
    inside: tuple[Section, ...] = (),
) -> Section:
    """A section, labelled by its title."""
    return Section(Label(f"sec-{title}"), number, words(title), blocks, inside, AT)


def document(*sections: Section, front: Blocks = (), references: tuple[str, ...] = ()) -> Document:
    """Document 2.5 with one-word references."""
    entries = {ReferenceKey(key): words(f"Entry of {key}.") for key in references}
    return Document("overview", "2.5", "Overview", "en-GB", (), front, sections, {}, entries)
