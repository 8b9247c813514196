"""Blocks with a name: `:::{table} tbl-pfs`, their options and their bodies."""

import re
from dataclasses import dataclass, replace

from markdown_it.tree import SyntaxTreeNode

from assembler.compose.reading import Reading
from assembler.problems import Position, nearest

_INFO = re.compile(r"\{([A-Za-z-]*)\}[ \t]*(.*)", re.DOTALL)
_OPTION = re.compile(r":([a-z][a-z0-9-]*):(?:[ \t]+(.*))?")
DIRECTIVES = {
    "table": "a table, from its shell or from rows typed below",
    "figure": "a figure from its shell",
    "listing": "a listing of patient data from its shell",
    "note": "a boxed note to the reader",
    "drafting": "a drafting note, to whoever drafts the section; what follows on the line is its "
    "clause of the guideline",
    "landscape": "tables inside stand on pages turned sideways",
    "references": "where the list of references stands; what follows on the line is said instead "
    "where nothing is cited",
    "abbreviations": "the list of the abbreviations used; what follows on the line is its title",
    "contents": "where in the front the contents stand",
    "pagebreak": "what follows begins on a new page",
}
"""What each block is for."""
_WITH_BODY = ("table", "note", "drafting", "landscape")
_WITH_OPTIONS = ("table", "figure", "listing")
"""These have a label and options."""
_WITH_WORDS = (*_WITH_OPTIONS, "drafting", "abbreviations", "references")
"""These take words on their first line."""


@dataclass(frozen=True, slots=True)
class Option:
    """A line `:name: text` at the start of a block."""

    name: str
    text: str
    """As typed, with slots."""
    line: int
    """0-based line of the filled template."""


@dataclass(frozen=True, slots=True)
class Directive:
    """`:::{table} tbl-pfs` with its options and body."""

    name: str
    argument: str
    options: tuple["Option", ...]
    """In order; a name may come again."""
    body: str
    body_line: int
    """0-based line of the filled template at which the body begins."""
    at: Position


def read_directive(reading: Reading, node: SyntaxTreeNode, line: int) -> Directive | None:
    """The directive of a colon fence at `line`; None when it cannot be one."""
    at = reading.filled.at(line)
    info = reading.parentage.plain(node.info, reading.place).strip()
    match = _INFO.fullmatch(info)
    if not info:
        reading.refuse(
            "directive.opens", "a ::: stands here that closes nothing", "take it away", at
        )
        return None
    if match is None or match[1] not in DIRECTIVES:
        name = match[1] if match else info
        near = nearest(name, DIRECTIVES)
        known = ", ".join(f":::{{{one}}}" for one in DIRECTIVES)
        reading.refuse(
            "directive.known",
            f"no block is called '{name}'",
            f"write :::{{{near}}}" if near else f"the blocks are: {known}",
            at,
        )
        return None
    name, argument = match[1], match[2].strip()
    if not node.meta["closed"]:
        reading.refuse(
            "directive.closes",
            f"the block :::{{{name}}} is never closed",
            "close it with ::: on a line of its own",
            at,
        )
        return None
    body = node.content.split("\n")
    options, taken = _options(body, line + 1) if name in _WITH_OPTIONS else ((), 0)
    while taken < len(body) and not body[taken].strip():
        taken += 1
    directive = Directive(name, argument, options, "\n".join(body[taken:]), line + 1 + taken, at)
    if argument and name not in _WITH_WORDS:
        reading.refuse(
            "directive.plain", f":::{{{name}}} takes no '{argument}'", "take it away", at
        )
    if directive.body.strip() and name not in _WITH_BODY:
        reading.refuse("directive.plain", f":::{{{name}}} holds no text", "move the text out", at)
    return directive


def _options(body: list[str], line: int) -> tuple[tuple[Option, ...], int]:
    """The lines `:name: text` at the start, continued by indented lines; and how many they are."""
    options: list[Option] = []
    taken = 0
    for index, typed in enumerate(body):
        option = _OPTION.fullmatch(typed.rstrip())
        if option is not None:
            options.append(Option(option[1], option[2] or "", line + index))
        elif options and typed[:1] in (" ", "\t") and typed.strip():
            last = options[-1]
            options[-1] = replace(last, text=f"{last.text} {typed.strip()}")
        else:
            break
        taken += 1
    return tuple(options), taken
