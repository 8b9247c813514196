"""Finds the known abbreviations in the words of templates."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assembler.document.nodes import Abbreviation, Gap, Inline, Inlines, Text, Value
from assembler.document.walk import leaves
from assembler.read import read_tree, validate


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    long: str
    plural: str | None = None


class _Entries(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    abbreviations: dict[str, _Entry]


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    long: str


class Abbreviations:
    """The known abbreviations; numbers their uses in one document."""

    def __init__(self, entries: Mapping[str, _Entry]) -> None:
        self._forms = {short: _Form(short, entry.long) for short, entry in entries.items()}
        self._forms |= {
            f"{short}s": _Form(short, entry.plural)
            for short, entry in entries.items()
            if entry.plural
        }
        self._long = {short: entry.long for short, entry in entries.items()}
        longest_first = sorted(self._forms, key=lambda short: (-len(short), short))
        self._pattern = (
            re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])")
            if longest_first
            else None
        )
        self._uses = 0

    def inlines(self, text: str) -> Iterable[Inline]:
        """`text` with each known abbreviation as a node of its own.

        An abbreviation that the template itself has just spelt out, `long form (PFS)`, stays
        text: it is defined already.
        """
        if self._pattern is None:
            yield Text(text)
            return
        end = 0
        for match in self._pattern.finditer(text):
            form = self._forms[match[1]]
            if text[: match.start()].lower().endswith(f"{form.long.lower()} ("):
                continue
            if match.start() > end:
                yield Text(text[end : match.start()])
            self._uses += 1
            yield Abbreviation(self._uses, match[1], form.long, form.key)
            end = match.end()
        if end < len(text):
            yield Text(text[end:])

    def line(self, contents: Iterable[Inlines]) -> Inlines:
        """`CI, confidence interval; NR, not reached.`: those used in a table, in order."""
        used: set[str] = set()
        for content in contents:
            for inline in leaves(content):
                if isinstance(inline, Abbreviation):
                    used.add(inline.key)
                elif isinstance(inline, Text | Value | Gap) and self._pattern is not None:
                    used |= {self._forms[m].key for m in self._pattern.findall(inline.text)}
        if not used:
            return ()
        ordered = sorted(used, key=str.casefold)
        return (Text("; ".join(f"{short}, {self._long[short]}" for short in ordered) + "."),)


def load_abbreviations(path: Path, *, root: Path) -> Abbreviations:
    """The abbreviations in `path`. Raises ProblemsFound."""
    return Abbreviations(validate(_Entries, read_tree(path, root=root)).abbreviations)
