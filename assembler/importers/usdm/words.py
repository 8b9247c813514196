"""The texts and quantities of a USDM file -> words as a record holds them."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from assembler.importers.latex import LOWERED, RAISED

_WHOLE = re.compile(r"(-?[0-9]+)\.0+")
_ENDS = (".", ":", ";", ",", "!", "?", "(")
_NEW_BLOCK = frozenset(
    ("p", "div", "li", "ul", "ol", "tr", "table", "br", "dt", "dd", "h1", "h2", "h3", "h4", "h5")
)
_INLINE = frozenset((
    "a", "abbr", "b", "big", "body", "caption", "cite", "code", "col", "colgroup", "del", "dl",
    "em", "figure", "font", "h6", "hr", "html", "i", "img", "ins", "mark", "q", "s", "section",
    "small", "span", "strong", "tbody", "tfoot", "thead", "tt", "u",
))  # fmt: skip
"""Tags that go without a trace; what is no tag that people use is words."""
_SCRIPTS = {"sup": RAISED, "sub": LOWERED}


def whole(digits: str) -> str:
    """`300.0` -> `300`; `0.5` stays.

    The model's numbers are floating-point: programs write a whole one with a fraction of nought.
    """
    match = _WHOLE.fullmatch(digits)
    return match[1] if match else digits


def plain(text: str, resolve: Callable[[dict[str, str]], str | None] = lambda _: None) -> str:
    """A text of the file without its mark-up: blocks become clauses, cells are set off by commas.

    `resolve` says what a `usdm:ref` or a `usdm:tag` with these attributes stands for; one that
    stands for nothing is left as `[name]`.
    """
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    reader = _Reader(resolve)
    # A `<` that nothing closes is a sign; what the parser makes of it depends on its version.
    closed = text.rfind(">") + 1
    reader.feed(text[:closed] + text[closed:].replace("<", "&lt;"))
    reader.close()
    return reader.words()


class _Reader(HTMLParser):
    """Collects the pieces of a text; None is the end of a block."""

    def __init__(self, resolve: Callable[[dict[str, str]], str | None]) -> None:
        super().__init__(convert_charrefs=True)
        self._resolve = resolve
        self._pieces: list[str | None] = []
        self._lists: set[int] = set()
        """Where among the pieces a list or a table begins."""
        self._raised: str | None = None
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("usdm:ref", "usdm:tag"):
            given = {name: value or "" for name, value in attrs}
            name = given.get("name") or given.get("attribute") or "?"
            self._pieces.append(self._resolve(given) or f"[{name}]")
        elif tag in _SCRIPTS:
            self._raised = tag
        elif tag in ("td", "th"):
            self._pieces += [", "] if self._cells else []
            self._cells += 1
        elif tag in _NEW_BLOCK:
            self._cells = 0 if tag == "tr" else self._cells
            if tag in ("ol", "ul", "table") and not self._cells:
                self._lists.add(len(self._pieces))
            # A paragraph in a cell ends no clause.
            self._pieces.append(" " if self._cells else None)
        elif tag not in _INLINE:
            self._pieces.append(self.get_starttag_text())  # `<ULN and >`: words, no tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _SCRIPTS:
            self._raised = None
        elif tag == "tr":
            self._cells = 0
        if tag in _NEW_BLOCK:
            self._pieces.append(" " if self._cells else None)

    def handle_data(self, data: str) -> None:
        if self._raised and all(ord(c) in _SCRIPTS[self._raised] for c in data.strip()):
            data = data.translate(_SCRIPTS[self._raised])
        self._pieces.append(data)

    def words(self) -> str:
        blocks, block, ends = list[str](), list[str](), list[str]()
        for index, piece in enumerate((*self._pieces, None)):
            if piece is not None:
                block.append(piece)
                continue
            said = " ".join("".join(block).split()).replace(" ,", ",")
            block.clear()
            if said:
                blocks.append(said)
                ends.append("" if said.endswith(_ENDS) else ";")
            if index in self._lists and ends and ends[-1]:
                ends[-1] = ":"
        return " ".join(map("".join, zip(blocks, [*ends[:-1], ""], strict=False)))
