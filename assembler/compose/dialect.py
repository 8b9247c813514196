"""The dialect of Markdown: CommonMark, colon fences, targets, Pandoc citations."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

_CITATION = re.compile(r"\[(@[^\[\]\n]+)\]")


def closing(tokens: Sequence[Token], start: int) -> int:
    """Index of the token that closes the one at `start`; its own when it has no inside."""
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


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


MARKDOWN = _made()
