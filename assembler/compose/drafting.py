"""Drafting notes: what a template says to whoever drafts the section, at the words concerned.

`:::{drafting} ICH M4E(R2) 2.5.4` with words of its own below. It is no part of the document: a
comment of the Word file that is asked for with comments, a remark beside the page of a draft PDF.
Its words are plain; a value would be printed where no reader of the document sees it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from markdown_it.tree import SyntaxTreeNode

from assembler.compose.dialect import block_tree, inline_tokens
from assembler.compose.directives import Directive
from assembler.compose.reading import Heading, Reading
from assembler.compose.slots import has_slot
from assembler.document.listings import Listing
from assembler.document.nodes import (
    AbbreviationList,
    Block,
    BulletList,
    Comment,
    Contents,
    Figure,
    Inlines,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ReferenceList,
    Table,
    Text,
)

Found = Block | Heading | Comment
"""What a template gives; a comment is a drafting note."""
_ITEM = "\N{EN DASH} "
_BLANK = ("softbreak", "hardbreak")
_WORDS = ("text", "text_special")
_MARKS = ("em_open", "em_close", "strong_open", "strong_close")
"""Emphasis is let be: Word's comments and the margin have plain words."""


def drafting_note(reading: Reading, directive: Directive) -> Comment | None:
    """The note of a block, its clause first; None when it is refused or empty."""
    lines, refused = list[str](), len(reading.problems)
    for node in block_tree(directive.body).children:
        line = directive.body_line + (node.map[0] if node.map else 0)
        lines += _lines(reading, node, line)
    if directive.argument and lines and not lines[0].startswith(_ITEM):
        lines[0] = f"{directive.argument}: {lines[0]}"
    elif directive.argument:
        lines.insert(0, f"{directive.argument}:")
    if len(reading.problems) > refused:
        return None
    if not any(map(str.strip, lines)):
        message, remedy = "the drafting note says nothing", "write words into it, or take it away"
        reading.refuse("drafting.plain-words", message, remedy, directive.at)
        return None
    spelt = reading.parentage.inlines("\n".join(lines), reading.place, directive.at)
    words = "".join(one.text for one in spelt if isinstance(one, Text))
    return Comment(reading.parentage.quotation.of(words), is_drafting=True)


def _lines(reading: Reading, node: SyntaxTreeNode, line: int) -> Iterator[str]:
    """The paragraphs of a note, and the items of its lists, each as a line."""
    if node.type == "paragraph":
        yield _plain(reading, node.children[0].content, line)
    elif node.type == "bullet_list":
        for item in node.children:
            for inside in item.children:
                yield from (f"{_ITEM}{one}" for one in _lines(reading, inside, line))
    else:
        message = "a drafting note holds more than paragraphs and lists"
        remedy = "write plain words, with - before the items of a list"
        reading.refuse("drafting.plain-words", message, remedy, reading.filled.at(line))


def _plain(reading: Reading, text: str, line: int) -> str:
    """The words of a paragraph on one line."""
    words, refused = "", ""
    for token in inline_tokens(text):
        if token.type in _BLANK:
            words += " "
        elif token.type in _WORDS:
            words += token.content
        elif token.type not in _MARKS:
            refused = "links, citations, code or raised words"
    if has_slot(text):
        refused = "a value"
    if refused:
        message = f"a drafting note holds {refused}"
        remedy = "write plain words: nobody checks a note against the records"
        reading.refuse("drafting.plain-words", message, remedy, reading.filled.at(line))
        return ""
    return " ".join(words.split())


def with_notes(found: Iterable[Found]) -> Iterator[Found]:
    """Blocks and headings, each drafting note inside the words that it is about.

    Those are what comes next in its section and has words of its own; where nothing does, what
    came before it; else the heading. A note that the section's own heading takes comes first, as
    a comment. Several notes at one place are one.
    """
    parts: list[list[Found]] = [[]]
    for one in found:
        if isinstance(one, Heading):
            parts.append([])
        parts[-1].append(one)
    return chain.from_iterable(map(_noted, parts))


def _noted(part: Sequence[Found]) -> list[Found]:
    """A heading and what stands below it, or what stands above the first."""
    if not any(isinstance(one, Comment) for one in part):
        return list(part)
    made: list[Found] = []
    waiting: list[Comment] = []
    last = -1
    """Where in `made` the last block is that can hold a note."""
    for one in part:
        if isinstance(one, Comment):
            waiting.append(one)
            continue
        holds = not isinstance(one, Heading) and commented(one, Comment("")) is not None
        if holds:
            last = len(made)
            if waiting:
                one = _taking(one, waiting)
                waiting = []
        made.append(one)
    if waiting and (last >= 0 or (made and isinstance(made[0], Heading))):
        made[max(last, 0)] = _taking(made[max(last, 0)], waiting)
        waiting = []
    return [*([_joined(waiting)] if waiting else []), *made]


def _taking(one: Found, notes: Sequence[Comment]) -> Found:
    note = _joined(notes)
    if isinstance(one, Heading):
        return replace(one, title=_with(one.title, note))
    taken = None if isinstance(one, Comment) else commented(one, note)
    return one if taken is None else taken


def commented(block: Block, note: Comment) -> Block | None:
    """The block with a note at its first words; None when it has none of its own."""
    match block:
        case Paragraph():
            return replace(block, content=_with(block.content, note))
        case Table() | Listing() | Figure():
            return replace(block, caption=_with(block.caption, note))
        case BulletList() | OrderedList() if block.items and block.items[0].blocks:
            first, *others = block.items
            held = commented(first.blocks[0], note)
            if held is None:
                return None
            item = replace(first, blocks=(held, *first.blocks[1:]))
            return replace(block, items=(item, *others))
        case Note() if block.blocks:
            held = commented(block.blocks[0], note)
            return None if held is None else replace(block, blocks=(held, *block.blocks[1:]))
        case ReferenceList() | AbbreviationList() | Contents() | PageBreak():
            return None
        case BulletList() | OrderedList() | Note():
            return None


def _with(content: Inlines, note: Comment) -> Inlines:
    """The note behind the words: a reference in front of Word's controls would double them."""
    own = [one for one in content if isinstance(one, Comment) and one.is_drafting]
    others = tuple(one for one in content if one not in own)
    return (*others, _joined([*own, note]))


def _joined(notes: Sequence[Comment]) -> Comment:
    return Comment("\n".join(note.text for note in notes), is_drafting=True)
