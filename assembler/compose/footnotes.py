"""Footnotes of a filled template: where they are defined, where prose marks them.

`[^name]` with a paragraph `[^name]: words` anywhere in the template, or `^[words]` in one piece. In
the cells of a table `[^name]` marks a lettered note instead.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from markdown_it.tree import SyntaxTreeNode

from assembler.compose.dialect import block_tree
from assembler.compose.reading import Defined, Footnotes, Reading
from assembler.document.nodes import Footnote, Inlines, Label, NoteKey
from assembler.problems import Position, nearest

Words = Callable[[Reading, str, int], Inlines]
"""Reads the words of a text that begins at a 0-based line of the filled template."""

_HOLDING = ("{note}", "{landscape}")
"""Blocks in which paragraphs stand."""
_DEEPEST = 8
"""Blocks inside one another that are looked into; fewer are allowed."""


def defined(reading: Reading) -> Footnotes:
    """The footnotes that a filled template defines, those inside its notes and lists too."""
    found: dict[str, Defined] = {}
    if "[^" in reading.filled.text:
        for node, line in _definitions(reading.filled.text, 0, 0):
            _define(reading, found, node, line)
    return Footnotes(found)


def _definitions(text: str, line: int, depth: int) -> Iterator[tuple[SyntaxTreeNode, int]]:
    """Each definition in a text that begins at `line`, and its line."""
    for node in block_tree(text).walk(include_self=False):
        at = line + (node.map[0] if node.map else 0)
        if node.type == "footnote":
            yield node, at
        elif node.type == "colon_fence" and node.info.startswith(_HOLDING) and depth < _DEEPEST:
            yield from _definitions(node.content, at + 1, depth + 1)


def _define(reading: Reading, found: dict[str, Defined], node: SyntaxTreeNode, line: int) -> None:
    name, at = node.info, reading.filled.at(line)
    if name in found:
        message = f"the footnote [^{name}] is written twice"
        reading.refuse("footnote.once", message, "give one of the two another name", at)
    elif not node.content:
        message = f"the footnote [^{name}] has no words"
        reading.refuse("footnote.has-words", message, f"write [^{name}]: words", at)
    elif node.meta["goes_on"]:
        reading.refuse(
            "footnote.one-paragraph",
            f"the footnote [^{name}] goes on with a second paragraph",
            "make it one paragraph; take the blanks away if the second is none of it",
            at,
        )
    found.setdefault(name, Defined(node.content, line))


def named(reading: Reading, name: str, at: Position, words: Words) -> Iterator[Footnote]:
    """The footnote of a mark `[^name]` at `at`; none where it is refused."""
    footnotes = reading.footnotes
    if footnotes is None:
        _refuse(reading, f"[^{name}]", at)
        return
    definition = footnotes.defined.get(name)
    if definition is None:
        near = nearest(name, footnotes.defined)
        reading.refuse(
            "footnote.known",
            f"[^{name}] marks a footnote that is not there",
            f"did you mean [^{near}]?" if near else f"write a paragraph [^{name}]: words",
            at,
        )
    elif name in footnotes.marked:
        reading.refuse(
            "footnote.marked-once",
            f"[^{name}] marks a footnote for the second time",
            "write its words in a footnote of another name, or as ^[words] where they are marked",
            at,
        )
    else:
        footnotes.marked[name] = at
        yield _made(reading, name, definition, words)


def typed(reading: Reading, text: str, line: int, words: Words) -> Iterator[Footnote]:
    """The footnote of `^[words]` at a line; none where it is refused."""
    footnotes = reading.footnotes
    at = reading.filled.at(line)
    if footnotes is None:
        _refuse(reading, "^[...]", at)
    elif not text.strip():
        message, remedy = "the footnote ^[] has no words", "write ^[words]"
        reading.refuse("footnote.has-words", message, remedy, at)
    else:
        footnotes.typed += 1
        yield _made(reading, f"^{footnotes.typed}", Defined(text, line), words)


def unmarked(reading: Reading) -> None:
    """Refuse each footnote that no paragraph has marked."""
    footnotes = reading.footnotes
    for name, definition in footnotes.defined.items() if footnotes is not None else ():
        if footnotes is not None and name not in footnotes.marked:
            reading.refuse(
                "footnote.marked",
                f"no paragraph marks the footnote [^{name}]",
                f"write [^{name}] behind what it is about, or take the footnote away; where its "
                "mark stands under a condition, put it there too",
                reading.filled.at(definition.line),
            )


def _refuse(reading: Reading, mark: str, at: Position) -> None:
    reading.refuse(
        "footnote.in-paragraph",
        f"{mark} stands in {reading.where}, which has no footnotes",
        "mark footnotes in paragraphs and lists; tables mark their own notes in heads, rows and "
        "cells; elsewhere write it in the sentence",
        at,
    )


def _made(reading: Reading, name: str, definition: Defined, words: Words) -> Footnote:
    """The node. Its values are counted apart from those of the section: a footnote that comes or
    goes changes no id of theirs."""
    key = NoteKey(f"{reading.place}/{name}")
    place = Label(key if name[0] != "^" else f"{reading.place}/^")
    inside = replace(reading, place=place, footnotes=None, where="a footnote")
    at = reading.filled.at(definition.line)
    return Footnote(key, words(inside, definition.text, definition.line), at)
