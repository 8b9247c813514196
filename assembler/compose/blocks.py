"""Filled Markdown -> blocks and headings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from assembler.compose import footnotes
from assembler.compose.abbreviations import Abbreviations
from assembler.compose.dialect import block_tree, words_of
from assembler.compose.directives import Directive, read_directive
from assembler.compose.drafting import Found, drafting_note, with_notes
from assembler.compose.environment import Filled
from assembler.compose.inlines import inlines
from assembler.compose.parentage import Parentage
from assembler.compose.pipe_tables import pipe_table
from assembler.compose.reading import Heading, Marking, Reading
from assembler.document.nodes import (
    AbbreviationList,
    Block,
    Blocks,
    BulletList,
    Comment,
    Contents,
    Inlines,
    Item,
    Label,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
)
from assembler.problems import Position, Problem, ProblemsFound

FRONT = Label("front")
"""Where the front's templates stand."""
NOTHING_CITED = "No literature is cited."
_MOST_LISTS = 6
"""Lists inside one another; Word has nine levels, a reader fewer."""
_MOST_NAMED = 4
"""Named blocks inside one another: a table in a note on a landscape page makes three."""
_NOT_BLOCKS = {
    "fence": ("a line of ``` or ~~~ begins program code", "take the fence away"),
    "blockquote": (
        "a line that begins with > becomes a quotation",
        "use :::{note}, or write \\> for the sign",
    ),
    "hr": ("a line of hyphens or stars becomes a rule", "take it away"),
    "table": (
        "a table needs a caption and a label",
        "put it into :::{table} tbl-NAME with a line `:caption: ...`",
    ),
}

FromShell = Callable[[Directive, bool], Sequence[Block]]
"""Makes the blocks of a table or figure from its shell; the second argument says landscape."""


@dataclass(frozen=True, slots=True)
class _Within:
    """Where a block stands."""

    line: int = 0
    """Line of the filled template at which the text of the block begins."""
    lists: int = 0
    depth: int = 0
    """Named blocks around it."""
    landscape: bool = False


def parse(
    filled: Filled,
    place: Label,
    *,
    parentage: Parentage,
    abbreviations: Abbreviations,
    from_shell: FromShell,
    draft: bool = True,
) -> tuple[list[Found], list[Problem]]:
    """The blocks and headings of a filled section in order, and the warnings.

    Only a draft has drafting notes; one that the section's own heading takes comes first.

    Raises ProblemsFound with everything that cannot stand on a page.
    """
    reading = Reading(filled, place, parentage, abbreviations)
    reading = replace(reading, footnotes=footnotes.defined(reading))
    found = list(with_notes(_Blocks(reading, from_shell, draft).of(filled.text, _Within())))
    footnotes.unmarked(reading)
    if reading.problems:
        raise ProblemsFound(reading.problems)
    return found, reading.warnings


def parse_line(
    text: str,
    place: Label,
    at: Position,
    *,
    parentage: Parentage,
    abbreviations: Abbreviations,
    marking: Marking | None = None,
) -> tuple[Inlines, list[Problem]]:
    """A caption, a cell or a note as inlines, and the warnings. Raises ProblemsFound."""
    filled = Filled(text, (at,))
    reading = Reading(filled, place, parentage, abbreviations, marking=marking)
    content = inlines(reading, text, 0)
    if reading.problems:
        raise ProblemsFound(reading.problems)
    return content, reading.warnings


@dataclass(frozen=True, slots=True)
class _Blocks:
    reading: Reading
    from_shell: FromShell
    draft: bool

    def of(self, text: str, within: _Within) -> Iterator[Found]:
        """The blocks of a text that begins at `within.line`."""
        return self._of_nodes(block_tree(text).children, within)

    def _of_nodes(self, nodes: Sequence[SyntaxTreeNode], within: _Within) -> Iterator[Found]:
        label: tuple[Label, Position] | None = None
        for node in nodes:
            line = within.line + (node.map[0] if node.map else 0)
            at = self.reading.filled.at(line)
            if label is not None and node.type != "heading":
                self._refuse_label(*label)
                label = None
            if node.type == "target":
                label = (self.reading.label(node.content, at), at)
            elif node.type == "heading":
                yield from self._heading(node, label[0] if label else None, line, within)
                label = None
            else:
                yield from self._block(node, line, at, within)
        if label is not None:
            self._refuse_label(*label)

    def _block(
        self, node: SyntaxTreeNode, line: int, at: Position, within: _Within
    ) -> Iterator[Found]:
        match node.type:
            case "paragraph":
                content = inlines(self.reading, node.children[0].content, line)
                if content:
                    yield Paragraph(content, at)
            case "bullet_list":
                yield BulletList(tuple(self._items(node, at, within)), at)
            case "ordered_list":
                start = int(node.attrs.get("start", 1))
                yield OrderedList(tuple(self._items(node, at, within)), start, at)
            case "colon_fence":
                yield from self._directive(node, line, at, within)
            case "footnote":
                pass  # its words stand where it is marked
            case _:
                message, remedy = _NOT_BLOCKS[node.type]
                self.reading.refuse("block.known", message, remedy, at)

    def _items(self, node: SyntaxTreeNode, at: Position, within: _Within) -> Iterator[Item]:
        inside = replace(within, lists=within.lists + 1)
        if inside.lists > _MOST_LISTS:
            message = f"lists stand more than {_MOST_LISTS} deep inside one another"
            self.reading.refuse("list.depth", message, "make it a list of fewer levels", at)
            return
        for item in node.children:
            yield Item(self._only_blocks(self._of_nodes(item.children, inside)))

    def _heading(
        self, node: SyntaxTreeNode, label: Label | None, line: int, within: _Within
    ) -> Iterator[Heading]:
        at = self.reading.filled.at(line)
        content = node.children[0].content if node.children else ""
        reading = replace(self.reading, footnotes=None, where="a heading")
        title = inlines(reading, content, line)
        if within.lists or within.depth:
            self.reading.refuse(
                "heading.in-section",
                "a heading stands inside a list or a block",
                "move it out: headings start a section",
                at,
            )
        elif not title:
            self.reading.refuse("heading.has-words", "the heading is empty", "give it a title", at)
        else:
            typed = self.reading.parentage.lasting(words_of(content))
            yield Heading(int(node.tag[1:]), title, label, typed, at)

    def _directive(
        self, node: SyntaxTreeNode, line: int, at: Position, within: _Within
    ) -> Iterator[Block | Comment]:
        directive = read_directive(self.reading, node, line)
        if directive is None:
            return
        inside = replace(
            within,
            line=directive.body_line,
            depth=within.depth + 1,
            landscape=within.landscape or directive.name == "landscape",
        )
        if inside.depth > _MOST_NAMED:
            message = f"blocks stand more than {_MOST_NAMED} deep inside one another"
            self.reading.refuse("directive.depth", message, "close them before opening others", at)
            return
        match directive.name:
            case "table" if directive.body.strip():
                yield from pipe_table(self.reading, directive, landscape=within.landscape)
            case "table" | "figure" | "listing":
                yield from self._from_shell(directive, within)
            case "note":
                blocks = self._only_blocks(self.of(directive.body, inside))
                if blocks:
                    yield Note(blocks, at)
            case "landscape":
                yield from self._only_blocks(self.of(directive.body, inside))
            case "drafting" if within.depth or within.lists:
                message = "a drafting note stands inside a list or a block"
                remedy = "put it by itself, before the list or block"
                self.reading.refuse("drafting.by-itself", message, remedy, at)
            case "drafting":
                note = drafting_note(self.reading, directive)
                if note is not None and self.draft:
                    yield note
            case "references" if within.depth or within.lists:
                message = "the list of references stands inside a list or a block"
                self.reading.refuse("references.once", message, "put it by itself", at)
            case "references":
                yield ReferenceList(at, directive.argument or NOTHING_CITED)
            case "abbreviations":
                yield AbbreviationList(directive.argument, at)
            case "contents" if self.reading.place == FRONT and not (within.depth or within.lists):
                yield Contents(at)
            case "contents":
                message = "the contents stand inside a section, a list or a block"
                remedy = "put them into the front's template, by themselves"
                self.reading.refuse("contents.in-front", message, remedy, at)
            case _:
                yield PageBreak(at)

    def _from_shell(self, directive: Directive, within: _Within) -> Iterator[Block]:
        try:
            yield from self.from_shell(directive, within.landscape)
        except ProblemsFound as found:
            self.reading.problems.extend(found.problems)

    def _only_blocks(self, found: Iterable[Found]) -> Blocks:
        """Headings and drafting notes in here have been refused already."""
        return tuple(block for block in found if not isinstance(block, Heading | Comment))

    def _refuse_label(self, label: Label, at: Position) -> None:
        self.reading.refuse(
            "label.before-heading",
            f"the label '{label}' stands in front of no heading",
            "put it on the line above a heading; tables have their own labels",
            at,
        )
