"""Words inside a block -> inlines: emphasis, values, links, cross-references, citations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from assembler.compose.abbreviations import Abbreviations
from assembler.compose.addresses import web_address
from assembler.compose.dialect import closing
from assembler.compose.parentage import Parentage
from assembler.document.nodes import (
    CrossRef,
    Emphasis,
    Inline,
    Inlines,
    Label,
    LineBreak,
    Link,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from assembler.problems import Position, Problem, Severity, error

_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_.:-]*)")


@dataclass(slots=True)
class Parsing:
    """A piece of filled Markdown on its way to nodes: its place, the accumulated problems."""

    place: Label
    parentage: Parentage
    abbreviations: Abbreviations
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def inlines(parser: Parsing, tokens: Sequence[Token], at: Position) -> Inlines:
    """The inlines that tokens of Markdown stand for; `at` is where their first line came from."""
    found: list[Inline] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = closing(tokens, index)
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
                found.append(Emphasis(inlines(parser, inner, at)))
            case "strong_open":
                found.append(Strong(inlines(parser, inner, at)))
            case "sup_open":
                found.append(Superscript(inlines(parser, inner, at)))
            case "sub_open":
                found.append(Subscript(inlines(parser, inner, at)))
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


def _next_line(parser: Parsing, at: Position) -> Position:
    return Position(at.file, at.line + 1, at.column)


def _text(parser: Parsing, text: str, at: Position) -> Iterator[Inline]:
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


def _link(parser: Parsing, token: Token, inner: Sequence[Token], at: Position) -> Iterator[Inline]:
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
        yield Link(opened, inlines(parser, inner, at) or (Text(url),))
    else:
        parser.problems.append(
            error(
                "link.allowed",
                f"the address '{url}' is no web or mail address",
                "use https://, http:// or mailto:, or #LABEL for a place in the document",
                at=at,
            )
        )


def _citation(parser: Parsing, content: str, at: Position) -> Inline:
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
