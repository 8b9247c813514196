"""Filled Markdown -> nodes: CommonMark, pipe tables, colon fences, Pandoc citations."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.addresses import web_address
from assembler.compose.environment import Filled
from assembler.compose.parentage import Parentage
from assembler.compose.slots import has_slot
from assembler.document.nodes import (
    Block,
    Blocks,
    BulletList,
    CrossRef,
    Emphasis,
    Inline,
    Inlines,
    Item,
    Label,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from assembler.problems import Position, Problem, ProblemsFound, Severity, error, nearest

_CITATION = re.compile(r"\[(@[^\[\]\n]+)\]")
_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_.:-]*)")
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


@dataclass(slots=True)
class _Parser:
    """One filled template on its way to nodes: the accumulated problems and the place."""

    filled: Filled
    parentage: Parentage
    abbreviations: Abbreviations
    tables: TableMaker
    place: Label
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


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
    parser = _Parser(filled, parentage, abbreviations, tables, place)
    found = list(_blocks(parser, _MARKDOWN.parse(filled.text), 0, top=True, landscape=False))
    if parser.problems:
        raise ProblemsFound(parser.problems)
    return found, parser.warnings


def parse_inline(
    text: str, place: Label, at: Position, *, parentage: Parentage, abbreviations: Abbreviations
) -> Inlines:
    """A line of Markdown (a caption, a cell, a note) as inlines. Raises ProblemsFound."""
    filled = Filled(text, (at,))
    parser = _Parser(filled, parentage, abbreviations, lambda _d, _l: (), place)
    token = _MARKDOWN.parseInline(text)[0]
    inlines = _inlines(parser, token.children or [], at)
    if parser.problems:
        raise ProblemsFound(parser.problems)
    return inlines


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
        end = _closing(tokens, index)
        inner = tokens[index + 1 : end]
        at = parser.filled.at((token.map[0] if token.map else 0) + offset)
        match token.type:
            case "heading_open":
                title = _inlines(parser, inner[0].children or [], at)
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
                content = _inlines(parser, inner[0].children or [], at)
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
        end = _closing(tokens, index)
        inner = tokens[index + 1 : end]
        blocks = _blocks(parser, inner, offset, top=False, landscape=landscape)
        yield Item(tuple(block for block in blocks if not isinstance(block, Heading)))
        index = end + 1


def _closing(tokens: Sequence[Token], start: int) -> int:
    """Index of the token that closes the one at `start`; its own when it has no inside."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


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
    tokens = _MARKDOWN.parse(token.content)
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


# --- inlines


def _inlines(parser: _Parser, tokens: Sequence[Token], at: Position) -> Inlines:
    found: list[Inline] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _closing(tokens, index)
        inner = tokens[index + 1 : end]
        match token.type:
            case "text" | "text_special":
                found.extend(_text(parser, token.content, at))
            case "softbreak":
                found.append(Text(" "))
                at = _next_line(parser, at)
            case "hardbreak":
                found.append(LineBreak())
                at = _next_line(parser, at)
            case "em_open":
                found.append(Emphasis(_inlines(parser, inner, at)))
            case "strong_open":
                found.append(Strong(_inlines(parser, inner, at)))
            case "sup_open":
                found.append(Superscript(_inlines(parser, inner, at)))
            case "sub_open":
                found.append(Subscript(_inlines(parser, inner, at)))
            case "link_open":
                found.extend(_link(parser, token, inner, at))
            case "citation":
                found.append(_citation(parser, token.content, at))
            case "code_inline":
                parser.problems.append(
                    error(
                        "code.absent",
                        f"`{parser.parentage.slots.plain(token.content)}` would be program code",
                        "take the back-quotes away",
                        at=at,
                    )
                )
            case _:
                parser.problems.append(
                    error(
                        "inline.known",
                        f"'{token.type}' has no place in running text",
                        "use :::{figure} for pictures, plain words for the rest",
                        at=at,
                    )
                )
        index = end + 1
    return _trimmed(_merged(found))


def _next_line(parser: _Parser, at: Position) -> Position:
    return Position(at.file, at.line + 1, at.column)


def _text(parser: _Parser, text: str, at: Position) -> Iterator[Inline]:
    for inline in parser.parentage.inlines(text, parser.place):
        if isinstance(inline, Text):
            if "**" in inline.text:
                parser.warnings.append(
                    Problem(
                        "emphasis.closes",
                        Severity.WARNING,
                        "`**` stands in the text: the emphasis does not close there",
                        "put a blank between the closing `**` and what follows",
                        at,
                    )
                )
            yield from parser.abbreviations.inlines(inline.text)
        else:
            yield inline


def _link(parser: _Parser, token: Token, inner: Sequence[Token], at: Position) -> Iterator[Inline]:
    url = parser.parentage.slots.plain(str(token.attrs.get("href", "")))
    if url.startswith("#"):
        if inner:
            parser.problems.append(
                error(
                    "crossref.without-words",
                    f"the cross-reference to '{url}' has words of its own",
                    f"write []({url}): its number is printed by itself",
                    at=at,
                )
            )
        yield CrossRef(Label(url[1:]), at)
    elif opened := web_address(url):
        yield Link(opened, _inlines(parser, inner, at) or (Text(url),))
    else:
        parser.problems.append(
            error(
                "link.allowed",
                f"the address '{url}' is no web or mail address",
                "use https://, http:// or mailto:, or #LABEL for a place in the document",
                at=at,
            )
        )


def _citation(parser: _Parser, content: str, at: Position) -> Inline:
    plain = parser.parentage.slots.plain(content)
    keys: list[str] = []
    for part in plain.split(";"):
        key = _KEY.fullmatch(part.strip())
        if key is None:
            parser.problems.append(
                error(
                    "citation.well-formed",
                    f"'{part.strip()}' is no citation",
                    "write [@key] or [@key; @key2], with ids of references.yaml",
                    at=at,
                )
            )
        else:
            keys.append(key[1])
    return parser.parentage.cite(keys, parser.place, at)


def _merged(inlines: Sequence[Inline]) -> list[Inline]:
    merged: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + inline.text)
        elif not (isinstance(inline, Text) and not inline.text):
            merged.append(inline)
    return merged


def _trimmed(inlines: list[Inline]) -> Inlines:
    """White space folded; none at the end."""
    folded: list[Inline] = [
        Text(re.sub(r"[ \t\n]+", " ", inline.text)) if isinstance(inline, Text) else inline
        for inline in inlines
    ]
    if folded and isinstance(folded[-1], Text):
        folded[-1] = Text(folded[-1].text.rstrip(" ")) if len(folded) == 1 else folded[-1]
    return tuple(folded)


# --- the parser of the dialect


def _citation_rule(state: StateInline, silent: bool) -> bool:
    """`[@key; @key2]` as a token of its own, before links are looked for."""
    if not state.src.startswith("[@", state.pos):
        return False
    match = _CITATION.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def _made() -> MarkdownIt:
    markdown = (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .disable(["image", "reference", "autolink", "html_block"])
        .use(colon_fence_plugin)
        .use(myst_block_plugin)
        .use(superscript_plugin)
        .use(sub_plugin)
    )
    markdown.inline.ruler.before("link", "citation", _citation_rule)
    allow: Any = lambda url: True  # noqa: E731 - addresses are judged after values are filled in
    keep: Any = lambda url: url  # noqa: E731
    markdown.validateLink = allow  # type: ignore[method-assign]
    markdown.normalizeLink = keep  # type: ignore[method-assign]
    return markdown


_MARKDOWN = _made()

__all__ = ["Directive", "Heading", "Table", "has_slot", "parse", "parse_inline", "slug"]
