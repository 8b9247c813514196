"""Nodes in a word each, and the options of a build, for the writers' tests."""

from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import yaml

from assembler.document.nodes import (
    Blocks,
    Cell,
    Cite,
    CrossRef,
    Emphasis,
    Footnote,
    Inline,
    Inlines,
    Label,
    Link,
    NoteKey,
    Paragraph,
    ReferenceKey,
    Section,
    Text,
    Value,
    ValueId,
)
from assembler.problems import Position
from assembler.write.look import Look
from assembler.write.written import Options

AT = Position("sections/sample.md", 1, 1)


KEYS = tuple(ReferenceKey(f"author{n}-20{n:02d}") for n in range(1, 13))


NB = "\u00a0"


@cache
def look() -> Look:
    """The shipped look `eu`."""
    path = Path(__file__).parents[2] / "templates" / "looks" / "eu.yaml"
    return Look.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def options(**changes: object) -> Options:
    """Options as a build gives them, with `changes`."""
    given: dict[str, object] = {
        "look": look(),
        "dated": date(2024, 7, 2),
        "author": "Example Pharma",
        "versions": {"assembler": "0.1.0", "templates/clinical-overview": "sha256:00ff"},
    }
    return Options(**{**given, **changes})  # type: ignore[arg-type]


def value_id(path: str) -> ValueId:
    """The id of the value at a record path (one use each in this document)."""
    return ValueId(sha256(path.encode()).hexdigest()[:16])


def v(path: str, text: str) -> Value:
    """A value with a record path."""
    return Value(value_id(path), text)


def t(text: str) -> Text:
    """Words of a template."""
    return Text(text)


def cite(n: int, *keys: int) -> Cite:
    """The n-th cluster of the document, of the references with these numbers."""
    return Cite(value_id(f"cite-{n}"), tuple(KEYS[k - 1] for k in keys), AT)


def see(label: str) -> CrossRef:
    """A cross-reference."""
    return CrossRef(Label(label), AT)


def footnote(n: int) -> Footnote:
    """The n-th footnote, with a value, a citation, a cross-reference and a link."""
    return Footnote(
        NoteKey(f"sec-2.5.4/{n}"),
        inlines(
            "Of ",
            v(f"foot.{n}", f"{n}.0"),
            Emphasis(inlines(" months")),
            ", ",
            cite(20 + n, 1),
            "; see ",
            see("sec-2.5.4.2"),
            " and ",
            Link("https://example.org/foot", inlines("a site")),
            ".",
        ),
        AT,
    )


def p(*content: Inline | str) -> Paragraph:
    """A paragraph; strings are template words."""
    return Paragraph(inlines(*content), AT)


def inlines(*content: Inline | str) -> Inlines:
    """A run of inlines; strings are template words."""
    return tuple(t(c) if isinstance(c, str) else c for c in content)


def cell(*content: Inline | str, span: int = 1, indent: int = 0) -> Cell:
    """A table cell."""
    return Cell(inlines(*content), span, indent)


def section(
    label: str, number: str | None, title: Inlines, blocks: Blocks, *sections: Section
) -> Section:
    """A section."""
    return Section(Label(label), number, title, blocks, sections, AT)
