"""Finds the known abbreviations in the words of templates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from assembler.compose.quotation import Quotation
from assembler.compose.spelling import Spelling
from assembler.document.nodes import (
    Abbreviation,
    Cite,
    Comment,
    CrossRef,
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Strong,
    Subscript,
    Superscript,
    Text,
    Value,
)
from assembler.document.walk import leaves
from assembler.read import Tree, validate
from assembler.read.descriptions import FilePart


class Entry(FilePart):
    """An abbreviation and its long forms."""

    long: str
    """What it stands for, as it is spelt out: `progression-free survival`."""
    plural: str | None = None
    """Long form of the short form with an s: `neuroendocrine tumours` for `NETs`."""


class Entries(FilePart):
    """`templates/shared/abbreviations.yaml`."""

    abbreviations: dict[str, Entry]
    """Short form -> what it stands for."""


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    long: str
    spelt: tuple[str, ...]
    """What stands in front of the short form where it has just been spelt out: in an author's
    text in either spelling."""


_BEGINS = re.compile(
    r"""
      (?: \A | (?<!e\.g) (?<!i\.e) (?<!vs) (?<!cf) (?<!al) (?<!U\.S) [.!?] [”’"')\]]* \s+ )
      [“‘("']? \Z
    """,
    re.VERBOSE,
)
"""What stands in front of the first word of a sentence."""
_LEAST = 10
"""Letters that show it."""
_OF_ONE = 1_000_000
"""More uses than the letters of one template can hold."""


class Abbreviations:
    """The known abbreviations; numbers their uses in one document."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        spelling: Spelling | None = None,
        quotation: Quotation | None = None,
    ) -> None:
        self._spelling = spelling or Spelling()
        self._quotation = quotation or Quotation()
        self._forms = {short: self._form(short, entry.long) for short, entry in entries.items()}
        self._long = {short: form.long for short, form in self._forms.items()}
        self._forms |= {
            f"{short}s": self._form(short, entry.plural)
            for short, entry in entries.items()
            if entry.plural
        }
        longest_first = sorted(self._forms, key=lambda short: (-len(short), short))
        known = "|".join(map(re.escape, longest_first)) or r"(?!)"
        # Not inside a longer word, nor in a hyphenated one.
        self._pattern = re.compile(rf"(?<![\w-])({known})(?![\w-])")
        lengths = (len(words) for form in self._forms.values() for words in form.spelt)
        self._reach = max(_LEAST, max(lengths, default=0))
        self._uses = 0
        self._begun = 0

    def _form(self, key: str, typed: str) -> _Form:
        typed = self._quotation.of(typed)
        long = self._spelling.of(typed)
        spelt = dict.fromkeys(f"{words} (".casefold() for words in (long, typed))
        return _Form(key, long, tuple(spelt))

    def begin(self) -> int:
        """A template begins: its uses have numbers of their own, whatever stands in the others.
        Which template of the document it is, from 1."""
        self._begun += 1
        self._uses = self._begun * _OF_ONE
        return self._begun

    def found(self, content: Inlines) -> Inlines:
        """A paragraph, title or cell with each known abbreviation as a node of its own.

        One that the words before it have just spelt out, `progression-free survival (PFS)`, by
        whatever node, is marked as such.
        """
        return tuple(self._found(content, [""]))

    def _found(self, content: Inlines, before: list[str]) -> Iterator[Inline]:
        """`before` holds the last words in front of the next inline."""
        for index, inline in enumerate(content):
            following = content[index + 1] if index + 1 < len(content) else None
            match inline:
                case Text():
                    after = following.text[:1] if isinstance(following, Value | Gap) else ""
                    yield from self._in_text(inline.text, before[0], after)
                    before[0] = (before[0] + inline.text)[-self._reach :]
                case Value() | Gap():
                    yield inline
                    before[0] = (before[0] + inline.text)[-self._reach :]
                case Emphasis() | Strong() | Superscript() | Subscript() | Link():
                    yield replace(inline, children=tuple(self._found(inline.children, before)))
                case Abbreviation() | CrossRef() | Cite():
                    yield inline
                    before[0] = "]"
                case LineBreak():
                    yield inline
                    before[0] = ""
                case NoteMark() | Footnote() | Comment():
                    yield inline
                case _:
                    assert_never(inline)

    def _in_text(self, text: str, before: str, after: str) -> Iterator[Inline]:
        around, end, stop = before + text + after, len(before), len(before) + len(text)
        for match in self._pattern.finditer(around, end):
            if match.end() > stop:
                continue
            form = self._forms[match[1]]
            if match.start() > end:
                yield Text(around[end : match.start()])
            last = around[max(0, match.start() - self._reach) : match.start()]
            is_spelt = last.casefold().endswith(form.spelt)
            begins = _BEGINS.search(last) is not None
            self._uses += 1
            yield Abbreviation(self._uses, match[1], form.long, form.key, is_spelt, begins)
            end = match.end()
        if end < stop:
            yield Text(around[end:stop])

    def line(self, contents: Iterable[Inlines]) -> Inlines:
        """`CI, confidence interval; NR, not reached.`: those used in a table, in values too."""
        used: set[str] = set()
        for content in contents:
            for inline in leaves(content):
                if isinstance(inline, Abbreviation):
                    used.add(inline.key)
                elif isinstance(inline, Value | Gap):
                    used |= self._keys_in(inline.text)
        keys = self._sorted(used)
        line: list[Inline] = []
        for key in keys:
            self._uses += 1
            end = "." if key == keys[-1] else "; "
            line.append(Abbreviation(self._uses, key, self._long[key], key))
            line.append(Text(f", {self._long[key]}{end}"))
        return tuple(line)

    def within(self, texts: Iterable[str]) -> Mapping[str, str]:
        """Short -> long form of those that stand in the texts."""
        used = set[str]().union(*map(self._keys_in, texts))
        return {key: self._long[key] for key in self._sorted(used)}

    def _keys_in(self, text: str) -> set[str]:
        return {self._forms[short].key for short in self._pattern.findall(text)}

    @staticmethod
    def _sorted(keys: Iterable[str]) -> list[str]:
        return sorted(keys, key=lambda key: (key.casefold(), key))


def abbreviations_in(
    tree: Tree,
    spelling: Spelling | None = None,
    quotation: Quotation | None = None,
    given: Mapping[str, Entry] | None = None,
) -> Abbreviations:
    """The abbreviations of a file that was read, and those that are `given` beside them: what the
    file says of the same letters holds. Raises ProblemsFound."""
    entries = {**(given or {}), **validate(Entries, tree).abbreviations}
    return Abbreviations(entries, spelling, quotation)
