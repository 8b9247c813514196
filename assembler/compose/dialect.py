"""The Markdown of templates: CommonMark, pipe tables, colon fences, Pandoc citations, footnotes.

Not in it: program code, HTML (both are literal text or an error), link definitions, headings
underlined with hyphens, and two blanks as a line break (a backslash at the line's end is one).
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

_CITATION = re.compile(r"\[(@[^\[\]]*)\]")
NOTE_MARK = re.compile(r"\[\^([a-z0-9][a-z0-9-]*)\]")
"""`[^name]`: where a table marks one of its lettered notes, or prose a footnote."""
_DEFINITION = re.compile(rf"{NOTE_MARK.pattern}:[ \t]*")
_RAISED = re.compile(r"\^\[[^\]\s]*\]\^(?!\[)")
"""`^[x]^`: raised brackets, where no second footnote begins."""
_FENCE = re.compile(r"(:{3,})[ \t]*(\S.*)?")
_TARGET = re.compile(r"\(([^()\s]+)\)=[ \t]*")
_WORDS = ("text", "text_special")
_CHILD = 4
"""Blanks in front of a paragraph that belongs to what is above it."""
DEEPEST = 40
"""Levels inside one another that the parser follows: a list has two. What lies deeper it would
drop without a word; the blocks refuse it long before."""


def block_tree(text: str) -> SyntaxTreeNode:
    """The blocks of a text, the words in them not yet parsed."""
    tokens: list[Token] = []
    _MARKDOWN.block.parse(text, _MARKDOWN, {}, tokens)
    return SyntaxTreeNode(tokens)


def inline_tokens(text: str) -> list[Token]:
    """The words of a paragraph, a heading or a cell."""
    return _MARKDOWN.inline.parse(text, _MARKDOWN, {}, [])


def words_of(text: str) -> str:
    """The words of a paragraph or heading without its marks."""
    return "".join(token.content for token in inline_tokens(text) if token.type in _WORDS)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`:::{name} argument` to a bare `:::`; blocks inside may have as many colons or fewer."""
    opening = _FENCE.fullmatch(_line(state, start))
    if opening is None:
        return False
    if silent:
        return True
    open_ = [len(opening[1])] if opening[2] else []
    line = start
    while open_ and line + 1 < end:
        line += 1
        inner = _FENCE.fullmatch(_line(state, line))
        if inner and inner[2]:
            open_.append(len(inner[1]))
        elif inner and len(inner[1]) >= open_[-1]:
            open_.pop()
    token = state.push("colon_fence", "", 0)
    token.info = opening[2] or ""
    token.content = state.getLines(start + 1, line if not open_ else line + 1, 0, False)
    token.meta = {"closed": not open_}
    token.map = [start, line + 1]
    state.line = line + 1
    return True


def _target(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`(label)=` on a line of its own: the label of the heading below."""
    match = _TARGET.fullmatch(_line(state, start))
    if match is None:
        return False
    if not silent:
        token = state.push("target", "", 0)
        token.content = match[1]
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^name]: words`, to the next blank line or whatever else ends a paragraph."""
    match = _DEFINITION.match(_line(state, start))
    if match is None:
        return False
    if silent:
        return True
    line, held = start + 1, state.parentType
    state.parentType = "paragraph"
    ending = state.md.block.ruler.getRules("paragraph")
    while line < end and not state.isEmpty(line):
        if not _is_child(state, line) and any(rule(state, line, end, True) for rule in ending):
            break
        line += 1
    state.parentType = held
    token = state.push("footnote", "", 0)
    token.info = match[1]
    words = state.getLines(start, line, state.blkIndent, False).lstrip()
    token.content = words[match.end() :].strip()
    token.map = [start, line]
    beyond = next((n for n in range(line, end) if not state.isEmpty(n)), end)
    token.meta = {"goes_on": line < beyond < end and _is_child(state, beyond)}
    state.line = line
    return True


def _is_child(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= _CHILD


def _citation(state: StateInline, silent: bool) -> bool:
    """`[@key; @key2]` as a token of its own, before links are looked for."""
    match = _CITATION.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("citation", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _note_mark(state: StateInline, silent: bool) -> bool:
    """`[^name]` as a token of its own, before `^` could begin a superscript."""
    match = NOTE_MARK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("note_mark", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _inline_footnote(state: StateInline, silent: bool) -> bool:
    """`^[words]` as a token of its own, before `^` could begin a superscript: `^[x]^` is one."""
    if not state.src.startswith("^[", state.pos):
        return False
    closing = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if closing < 0 or _RAISED.match(state.src, state.pos, closing + 3):
        return False
    if not silent:
        state.push("inline_footnote", "", 0).content = state.src[state.pos + 2 : closing]
    state.pos = closing + 1
    return True


def _made() -> MarkdownIt:
    markdown = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
        .enable("table")
        .disable(["code", "html_block", "html_inline", "lheading", "reference"])
        .use(superscript_plugin)
        .use(sub_plugin)
    )
    interrupting: Any = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "colon_fence", _fence, interrupting)
    markdown.block.ruler.before("fence", "target", _target, interrupting)
    markdown.block.ruler.before("fence", "footnote", _footnote, interrupting)
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.inline.ruler.before("link", "note_mark", _note_mark)
    markdown.inline.ruler.before("sup", "inline_footnote", _inline_footnote)
    allow: Any = lambda url: True  # noqa: E731 - addresses are judged after values are filled in
    keep: Any = lambda url: url  # noqa: E731
    markdown.validateLink = allow  # type: ignore[method-assign]
    markdown.normalizeLink = keep  # type: ignore[method-assign]
    return markdown


_MARKDOWN = _made()
