"""The words of a paragraph, a heading or a cell as inline nodes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from assembler.compose import footnotes
from assembler.compose.addresses import web_address
from assembler.compose.dialect import inline_tokens
from assembler.compose.reading import Reading
from assembler.compose.slots import has_slot
from assembler.document.nodes import (
    Cite,
    CrossRef,
    Emphasis,
    Footnote,
    Inline,
    Inlines,
    Label,
    LineBreak,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from assembler.problems import Position, ProblemsFound, nearest
from assembler.read import text_problem

_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_.:-]*)")
_BETWEEN = Superscript((Text(","),))
"""Stands between two footnotes."""
_ELSEWHERE = re.compile(r"[a-z0-9][a-z0-9-]*#[^#]+")
"""`summary-of-clinical-safety#tbl-teae`: a label in another document of the study."""
_BLANKS = re.compile(r"[ \t\n]+")
_LAST_BLANKS = re.compile(r"[ \t\n]+\Z")
_DEEPEST = 20
_LEFT_OPEN = {
    "**": (
        "`**` stands in the text: the bold print does not begin or end there",
        "put a blank between the closing `**` and what follows, or write \\*\\*",
    ),
    "[@": ("`[@` stands in the text: the citation is not closed", "write [@key] or [@key; @key2]"),
    "[^": (
        "`[^` stands in the text: the mark of a note is not well formed",
        "write [^name], in small letters, digits and hyphens",
    ),
    "](": (
        "`](` stands in the text: the link is not closed",
        "write [words](https://...) or [](#label)",
    ),
    ":::": ("`:::` stands in the text: no block begins there", "put it at the start of a line"),
}
"""What is left in the words when a mark was not closed."""
_RECORDS = "disease|dossier|efficacy|product|safety|trial"
_HABITS = (
    (
        re.compile(
            r"\{\{|\}\}|\{%|%\}|\{\s?[a-z_]+(?:\.[a-z_]+)+\s?\}"
            rf"|(?:\[|<<)(?:{_RECORDS})(?:\.[a-z_]+)+(?:\]|>>)"
        ),
        "no value is printed there",
        "write two braces on each side: {{ trial.title }}",
    ),
    (
        re.compile(r"</?[a-z]{1,6}\s?/?>"),
        "HTML is not read here",
        "write **bold**, *italic*, H~2~O, 10^9^; an empty line begins a paragraph",
    ),
    (
        re.compile(r"(?<![\w.\[])@[a-z][a-z0-9]*(?:-[a-z0-9]+)+"),
        "without brackets it is no citation",
        "write [@key] or [@key; @key2]",
    ),
    (
        re.compile(r"(?<!\S)#{1,6}[A-Za-z]\w*"),
        "no heading begins there",
        "type a blank behind the #, at the start of a line: # Results",
    ),
    (
        re.compile(r"(?<!:)::\{[a-z]+\}"),
        "no block begins there",
        "a block begins and ends with three colons: :::{table} tbl-arms",
    ),
    (
        re.compile(r"[^\s]+\t+[^\s]+"),
        "a tab makes no column",
        "type the row between bars, | A | B |, in a block :::{table} tbl-NAME",
    ),
)
"""What was meant to be a mark and is printed as it was typed: of records, values come as slots."""
_SIGNS = re.compile(r"[{}<\[@#\t]|::")
"""One of these is in each of them."""
_PIPES = 3
"""Of a row of a table, with two cells; a value that holds one is a slot still."""


def inlines(reading: Reading, text: str, line: int) -> Inlines:
    """The words of `text`, which begins at the 0-based line of the filled template."""
    tokens = inline_tokens(text.strip())
    at = reading.filled.at(line)
    depth = deepest = 0
    for token in tokens:
        depth += token.nesting
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        message = f"emphasis and links stand more than {_DEEPEST} deep inside one another"
        reading.refuse("words.nested", message, "close them before opening others", at)
        return ()
    _look_for_rows(reading, text, line)
    tree = SyntaxTreeNode(tokens)
    content = _Words(reading, line).of(tree.children)
    tree.children = []  # they know their parent: nothing of the tree would ever be let go of
    content = reading.parentage.quotation.found(_trimmed(content))
    return reading.abbreviations.found(content)


def _look_for_rows(reading: Reading, text: str, line: int) -> None:
    """Rows of a table that became words, as it lacks its second line; the first is told."""
    for number, row in enumerate(text.split("\n")):
        bare = row.strip().replace("\\|", "")
        if bare.startswith("|") and bare.endswith("|") and bare.count("|") >= _PIPES:
            message = "a row of a table stands in the text: no table begins there"
            remedy = "type |---|---| below its head, in a block :::{table} tbl-NAME; or write \\|"
            reading.warn("markdown.closes", message, remedy, reading.filled.at(line + number))
            return


@dataclass(slots=True)
class _Words:
    """A run of words being read: `line` moves with its line breaks."""

    reading: Reading
    line: int

    @property
    def at(self) -> Position:
        return self.reading.filled.at(self.line)

    def of(self, nodes: Sequence[SyntaxTreeNode]) -> Inlines:
        return tuple(_merged(inline for node in nodes for inline in self._of_node(node)))

    def _of_node(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        reading = self.reading
        match node.type:
            case "text":
                self._look_for_open_marks(node.content)
                yield from reading.parentage.inlines(node.content, reading.place, self.at)
            case "text_special":
                yield self._special(node)
            case "softbreak" | "hardbreak":
                yield Text(" ") if node.type == "softbreak" else LineBreak()
                self.line += 1
            case "em":
                yield Emphasis(self.of(node.children))
            case "strong":
                yield Strong(self.of(node.children))
            case "sup":
                yield Superscript(self.of(node.children))
            case "sub":
                yield Subscript(self.of(node.children))
            case "link":
                yield from self._link(node)
            case "citation":
                yield self._citation(node.content)
            case "note_mark":
                yield from self._note_mark(node.content)
            case "inline_footnote":
                yield from footnotes.typed(reading, node.content, self.line, inlines)
                self.line += node.content.count("\n")
            case "code_inline":
                words = reading.parentage.untraced(node.content)
                reading.refuse(
                    "code.absent",
                    f"`{words}` would be program code",
                    "take the back-quotes away, or write \\`",
                    self.at,
                )
            case _:
                reading.refuse(
                    "picture.absent",
                    "a picture cannot be placed by Markdown",
                    "take ![...](...) away",
                    self.at,
                )

    def _look_for_open_marks(self, text: str) -> None:
        for mark, (message, remedy) in _LEFT_OPEN.items():
            if mark in text:
                self.reading.warn("markdown.closes", message, remedy, self.at)
        if not _SIGNS.search(text):
            return
        for habit, why, remedy in _HABITS:
            if typed := habit.search(text):
                words = self.reading.parentage.untraced(typed.group())
                message = f"`{words}` stands in the text: {why}"
                self.reading.warn("markdown.closes", message, remedy, self.at)

    def _special(self, node: SyntaxTreeNode) -> Text:
        """An escaped character, or an entity: it may not spell what a file may not hold."""
        message = text_problem(node.content)
        if node.content == "\N{REPLACEMENT CHARACTER}":
            message = f"'{node.markup}' is no character"
        if message is None:
            return Text(node.content)
        self.reading.refuse("text.allowed-characters", message, "take the entity away", self.at)
        return Text("")

    def _link(self, node: SyntaxTreeNode) -> Iterator[Inline]:
        reading, at = self.reading, self.at
        typed = str(node.attrs.get("href", ""))
        url = reading.parentage.plain(typed, reading.place)
        is_address = node.info == "auto"
        words = (Text(url),) if is_address else self.of(node.children)
        if node.attrs.get("title"):
            reading.refuse("link.plain", "a link's title is not printed", 'take "..." away', at)
        if is_address and has_slot(typed):
            reading.refuse(
                "link.plain",
                "an address between < and > cannot hold a value",
                "write [words](address)",
                at,
            )
        if url.startswith("#") or _ELSEWHERE.fullmatch(url):
            if words:
                reading.refuse(
                    "crossref.without-words",
                    f"the cross-reference to '{url}' has words of its own",
                    f"write []({url}): its number is printed by itself",
                    at,
                )
            yield CrossRef(Label(url.removeprefix("#")), at)
        elif opened := web_address(url):
            yield Link(opened, words or (Text(url),))
        else:
            reading.refuse(
                "link.allowed",
                f"the address '{url}' is no web or mail address",
                "use https://, http:// or mailto:, #LABEL for a place in the document, or "
                "DOCUMENT#LABEL for one in another document of the dossier",
                at,
            )

    def _note_mark(self, name: str) -> Iterator[NoteMark | Footnote]:
        reading, marking = self.reading, self.reading.marking
        if marking is None:
            yield from footnotes.named(reading, name, self.at, inlines)
            return
        if name not in marking.names:
            near = nearest(name, marking.names)
            reading.refuse(
                "note.known",
                f"[^{name}] marks a note that is not there",
                f"did you mean [^{near}]?" if near else f"write the note of [^{name}]",
                self.at,
            )
            return
        try:
            notes = marking.notes(name)
        except ProblemsFound as found:
            reading.problems.extend(found.problems)
            return
        if notes:
            yield NoteMark(notes)

    def _citation(self, content: str) -> Cite:
        reading, at = self.reading, self.at
        keys: list[str] = []
        for part in reading.parentage.plain(content, reading.place).split(";"):
            key = _KEY.fullmatch(part.strip())
            if key is None:
                reading.refuse(
                    "citation.well-formed",
                    f"'{part.strip()}' is no citation",
                    "write [@key] or [@key; @key2], with ids of references.yaml",
                    at,
                )
            else:
                keys.append(key[1])
        self.line += content.count("\n")
        return reading.parentage.cite(keys, reading.place, at)


def _merged(found: Iterator[Inline]) -> Iterator[Inline]:
    """Neighbouring texts as one, blanks folded; neighbouring citations as one cluster, on the line
    of the word before them; a comma between the marks of neighbouring footnotes."""
    last: Inline | None = None
    held: Inline | None = None
    for inline in found:
        if isinstance(inline, Text) and not inline.text:
            continue
        if isinstance(held, Text) and isinstance(inline, Text):
            held = Text(held.text + inline.text)
            continue
        if isinstance(held, NoteMark) and isinstance(inline, NoteMark):
            held = NoteMark(tuple(dict.fromkeys((*held.notes, *inline.notes))))
            continue
        if isinstance(held, Cite) and isinstance(inline, Cite):
            held = Cite(held.id, tuple(dict.fromkeys((*held.keys, *inline.keys))), held.at)
            continue
        if isinstance(held, Text) and isinstance(inline, Cite):
            held = Text(_LAST_BLANKS.sub("\u00a0", held.text))  # it begins no line
        if isinstance(held, Text) and isinstance(inline, NoteMark | Footnote):
            held = Text(held.text.rstrip(" \n")) if held.text.strip() else None  # close to the word
        if held is not None:
            yield _folded(held)
            last = held
        if isinstance(last, Footnote) and isinstance(inline, Footnote):
            yield _BETWEEN
        held = inline
    if held is not None:
        yield _folded(held)


def _folded(inline: Inline) -> Inline:
    return Text(_BLANKS.sub(" ", inline.text)) if isinstance(inline, Text) else inline


def _trimmed(content: Inlines) -> Inlines:
    """No blanks at the ends."""
    if content and isinstance(content[0], Text):
        content = (Text(content[0].text.lstrip(" ")), *content[1:])
    if content and isinstance(content[-1], Text):
        content = (*content[:-1], Text(content[-1].text.rstrip(" ")))
    return tuple(inline for inline in content if inline != Text(""))
