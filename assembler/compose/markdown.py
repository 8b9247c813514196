"""Filled Markdown -> nodes: CommonMark, pipe tables, colon fences, Pandoc citations."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.dialect import MARKDOWN, closing
from assembler.compose.environment import Filled
from assembler.compose.inlines import Parsing, inlines
from assembler.compose.parentage import Parentage
from assembler.document.nodes import (
    Block,
    Blocks,
    BulletList,
    Inlines,
    Item,
    Label,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
)
from assembler.problems import Position, Problem, ProblemsFound, error, nearest

_OPTION = re.compile(r":([a-z][a-z-]*):[ \t]*(.*)")
_INFO = re.compile(r"\{([a-z-]+)\}[ \t]*(.*)")
LIST_LEVELS = 9
"""Lists inside each other: as many as Word numbers. Markdown's parser drops what is deeper."""
DIRECTIVES = ("table", "note", "landscape", "references", "pagebreak")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a section's Markdown: the start of a subsection."""

    level: int
    title: Inlines
    label: str | None
    at: Position


@dataclass(frozen=True, slots=True)
class Directive:
    """`:::{table} tbl-pfs` with its options and body."""

    name: str
    argument: str
    options: dict[str, str]
    body: str
    at: Position


TableMaker = Callable[[Directive, bool], Sequence[Block]]
"""Makes the blocks of a table directive; the second argument says landscape."""


@dataclass(slots=True, kw_only=True)
class _Parser(Parsing):
    """A filled template on its way to nodes."""

    filled: Filled
    tables: TableMaker


def parse(
    filled: Filled,
    place: Label,
    *,
    parentage: Parentage,
    abbreviations: Abbreviations,
    tables: TableMaker,
) -> tuple[list[Block | Heading], list[Problem]]:
    """The blocks and headings of a filled section in order, and the warnings.

    Raises ProblemsFound with everything that cannot stand on a page.
    """
    parser = _Parser(place, parentage, abbreviations, filled=filled, tables=tables)
    found = list(_blocks(parser, MARKDOWN.parse(filled.text), 0, top=True, landscape=False))
    if parser.problems:
        raise ProblemsFound(parser.problems)
    return found, parser.warnings


def parse_inline(
    text: str, place: Label, at: Position, *, parentage: Parentage, abbreviations: Abbreviations
) -> Inlines:
    """A line of Markdown (a caption, a cell, a note) as inlines. Raises ProblemsFound."""
    parsing = Parsing(place, parentage, abbreviations)
    content = inlines(parsing, MARKDOWN.parseInline(text)[0].children or [], at)
    if parsing.problems:
        raise ProblemsFound(parsing.problems)
    return content


def slug(title: str) -> str:
    """A heading's words as a label: `Study design` -> `study-design`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


# --- blocks


def _blocks(
    parser: _Parser, tokens: Sequence[Token], offset: int, *, top: bool, landscape: bool
) -> Iterator[Block | Heading]:
    index = 0
    label: str | None = None
    while index < len(tokens):
        token = tokens[index]
        end = closing(tokens, index)
        inner = tokens[index + 1 : end]
        at = parser.filled.at((token.map[0] if token.map else 0) + offset)
        match token.type:
            case "heading_open":
                title = inlines(parser, inner[0].children or [], at)
                if not top:
                    parser.problems.append(
                        error(
                            "heading.in-section",
                            "a heading stands inside a list, a note or a quotation",
                            "move it out: headings start a section",
                            at=at,
                        )
                    )
                if not any(getattr(inline, "text", "words").strip() for inline in title):
                    parser.problems.append(
                        error("heading.has-words", "a heading is empty", "give it words", at=at)
                    )
                yield Heading(int(token.tag[1]), title, label, at)
                label = None
            case "paragraph_open":
                content = inlines(parser, inner[0].children or [], at)
                if content:
                    yield Paragraph(content, at)
            case "bullet_list_open" | "ordered_list_open" if token.level >= 2 * LIST_LEVELS:
                parser.problems.append(
                    error(
                        "list.depth",
                        f"lists stand inside each other more than {LIST_LEVELS} deep",
                        "indent less: a list stands two blanks further in than the one around it",
                        at=at,
                    )
                )
            case "bullet_list_open":
                yield BulletList(tuple(_items(parser, inner, offset, landscape)), at)
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                yield OrderedList(tuple(_items(parser, inner, offset, landscape)), start, at)
            case "colon_fence":
                yield from _directive(parser, token, at, offset, landscape)
            case "myst_target":
                label = token.content
            case "myst_line_comment":
                pass
            case _:
                parser.problems.append(_no_such_block(token, at))
        index = end + 1


def _items(
    parser: _Parser, tokens: Sequence[Token], offset: int, landscape: bool
) -> Iterator[Item]:
    index = 0
    while index < len(tokens):
        end = closing(tokens, index)
        inner = tokens[index + 1 : end]
        blocks = _blocks(parser, inner, offset, top=False, landscape=landscape)
        yield Item(tuple(block for block in blocks if not isinstance(block, Heading)))
        index = end + 1


def _directive(
    parser: _Parser, token: Token, at: Position, offset: int, landscape: bool
) -> Iterator[Block | Heading]:
    directive = _read_directive(parser, token, at)
    if directive is None:
        return
    first = (token.map[0] if token.map else 0) + offset + 1
    match directive.name:
        case "table":
            try:
                yield from parser.tables(directive, landscape)
            except ProblemsFound as found:
                parser.problems.extend(found.problems)
        case "note":
            yield Note(_inside(parser, token, first, landscape), at)
        case "landscape":
            yield from _inside(parser, token, first, True)
        case "references":
            yield ReferenceList(at)
        case _:
            yield PageBreak(at)


def _inside(parser: _Parser, token: Token, offset: int, landscape: bool) -> Blocks:
    tokens = MARKDOWN.parse(token.content)
    blocks = _blocks(parser, tokens, offset, top=False, landscape=landscape)
    return tuple(block for block in blocks if not isinstance(block, Heading))


def _read_directive(parser: _Parser, token: Token, at: Position) -> Directive | None:
    plain = parser.parentage.slots.plain
    match = _INFO.fullmatch(plain(token.info.strip()))
    if match is None or match[1] not in DIRECTIVES:
        name = match[1] if match else token.info.strip()
        near = nearest(name, DIRECTIVES)
        parser.problems.append(
            error(
                "directive.known",
                f"no block is called '{name}'",
                f"did you mean ':::{{{near}}}'?"
                if near
                else f"the blocks are: {', '.join(f':::{{{known}}}' for known in DIRECTIVES)}",
                at=at,
            )
        )
        return None
    if token.map and token.map[1] - token.map[0] < len(token.content.split("\n")) + 1:
        parser.problems.append(
            error(
                "directive.closes",
                f"the block '{match[1]}' has no end: it takes in all that follows",
                "end it with a line of its own that says :::",
                at=at,
            )
        )
    options: dict[str, str] = {}
    body = token.content.split("\n")
    while body and (option := _OPTION.fullmatch(body[0].strip())):
        options[option[1]] = plain(option[2].strip())
        body = body[1:]
    return Directive(match[1], match[2].strip(), options, "\n".join(body), at)


def _no_such_block(token: Token, at: Position) -> Problem:
    kinds = {
        "code_block": "a line indented by four blanks becomes program code",
        "fence": "a fenced block becomes program code",
        "blockquote_open": "a line that begins with > becomes a quotation",
        "hr": "a line of hyphens becomes a rule",
        "table_open": "a table needs a caption and a label",
    }
    remedies = {
        "code_block": "take the indention away",
        "blockquote_open": "use :::{note}, or write the sentence so that it begins with a word",
        "table_open": "put it into :::{table} tbl-NAME with a line `:caption: ...`",
    }
    return error(
        "block.known",
        kinds.get(token.type, f"'{token.type}' has no place in a dossier"),
        remedies.get(token.type, "use paragraphs, lists, headings, notes and tables"),
        at=at,
    )
