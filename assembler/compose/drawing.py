"""What all figure shells share, and how words get into a drawing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, assert_never

from pydantic import Field

from assembler.compose.below import Below, ShellNote
from assembler.compose.filling import Each, Filling, Scope, Steps
from assembler.document.figures import Drawing
from assembler.document.nodes import (
    Abbreviation,
    Cite,
    Comment,
    CrossRef,
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
)
from assembler.document.scripts import lowered, raised
from assembler.problems import Position, refused
from assembler.read.descriptions import FilePart


class FigureShell(FilePart):
    """What every figure shell says."""

    kind: str
    """What is drawn."""
    caption: str
    """The title: what, in whom, in which study, at which cut-off. Words with values."""
    needs: tuple[str, ...] = ()
    """Record paths without which the figure is not made."""
    empty: str | None = None
    """The sentence that stands for the figure when there is nothing to show."""
    notes: tuple[str | ShellNote, ...] = ()
    """Notes below the figure, each printed once."""
    source: str | None = None
    """The source of an item: a bare expression, mostly `ITEM.source`."""

    lacking: ClassVar[tuple[str, str]] = (
        "the figure '{label}' has nothing to show",
        "add the records, or give the shell a sentence under `empty:`",
    )
    """Why the figure is refused that has no data, and what to do."""


class ShellLine(FilePart):
    """A line inside a figure, or with `for` one for each item."""

    text: str
    """The line: words with values."""
    each: Annotated[Each | None, Field(alias="for")] = None
    """`criterion in trial.eligibility.criteria`: one line for each item, under that name."""
    when: str | None = None
    """The line stands only where this bare expression is true."""


@dataclass(frozen=True, slots=True)
class Made:
    """A drawing with what it says in words and what stands below it."""

    drawing: Drawing
    alternative: str
    below: Below
    key: tuple[Inlines, ...] = ()
    """What marks in the drawing mean: notes of the program's own."""


def shell_lines(
    lines: Sequence[str | ShellLine], filling: Filling, scope: Scope, steps: Steps
) -> Iterator[Inlines]:
    """The lines that a shell makes inside a figure; those that say nothing are left out."""
    for n, line in enumerate(lines):
        at: Steps = (*steps, n)
        scopes: Iterator[Scope] = iter((scope,))
        text, where = line if isinstance(line, str) else line.text, at
        if isinstance(line, ShellLine):
            scopes, where = filling.scopes(line.each, scope, (*at, "for")), (*at, "text")
        for bound in scopes:
            if isinstance(line, str) or filling.true(line.when, bound, (*at, "when")):
                content = printed_only(filling.words(text, bound, where), filling.at(where))
                if content:
                    yield content


def printed_only(content: Inlines, at: Position) -> Inlines:
    """The words as they may stand inside a drawing: values are printed, and not anchored.

    Raises ProblemsFound for what has to stay alive: a picture cannot be renumbered.
    """
    return tuple(_printed_only(inline, at) for inline in content)


def _printed_only(inline: Inline, at: Position) -> Inline:
    match inline:
        case Value():
            return replace(inline, anchored=False)
        case Emphasis() | Strong() | Superscript() | Subscript():
            return replace(inline, children=printed_only(inline.children, at))
        case Text() | Gap() | Abbreviation() | LineBreak():
            return inline
        case Comment():
            return Text("")
        case Link() | CrossRef() | Cite() | NoteMark() | Footnote():
            raise refused(
                "figure.words-only",
                "a citation, a link or a cross-reference stands inside a figure",
                "put it into the caption or a note: a picture cannot be renumbered",
                at=at,
            )
        case _:
            assert_never(inline)


def plain(content: Inlines) -> str:
    """The words of a drawing as plain text, for the alternative text."""
    parts: list[str] = []
    for inline in content:
        match inline:
            case Text() | Value() | Gap():
                parts.append(inline.text)
            case Abbreviation():
                parts.append(inline.short)
            case Superscript():
                parts.append(raised(plain(inline.children)))
            case Subscript():
                parts.append(lowered(plain(inline.children)))
            case Emphasis() | Strong() | Link():
                parts.append(plain(inline.children))
            case LineBreak():
                parts.append(" ")
            case CrossRef() | Cite() | NoteMark() | Footnote() | Comment():
                pass
            case _:
                assert_never(inline)
    return " ".join("".join(parts).replace("\u00a0", " ").split())


def sentence(parts: Iterable[str]) -> str:
    """The parts that say something, with a stop at their end; names keep their small letters."""
    words = ", ".join(part for part in parts if part)
    return f"{words.rstrip('.')}." if words else ""
