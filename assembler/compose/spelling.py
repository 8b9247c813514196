"""American spelling of the words that templates type in British spelling.

Templates are written once, in British spelling. In a document whose language is `en-US` the words
that a template, shell or outline has typed are printed as `shared/spelling.yaml` says. This happens
where literal text becomes a node, and nowhere else: so values, the author's own texts, references,
ICH titles, addresses, labels and whatever an expression compares stay as they are.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.read import Tree, validate
from assembler.read.descriptions import FilePart

AMERICAN = "en-us"
"""The language, in small letters, whose spelling is American; every other English is British."""
_WORD = re.compile(r"(?<![\w@])[A-Za-z]+(?![\w@])")
_ADDRESS = re.compile(r"://|^www\.|@|[\w-]\.[a-z]", re.ASCII)
"""What only an address has inside a run of letters without blanks."""


class Family(FilePart):
    """Words that change in the same way: beginnings, each with every ending."""

    british: tuple[str, ...]
    """The endings in British spelling: `our, ours, oured`."""
    american: tuple[str, ...]
    """The same endings in American spelling, in the same order: `or, ors, ored`."""
    of: tuple[str, ...]
    """What stands before the endings: `tum` for tumour, `fav` for favour."""

    @model_validator(mode="after")
    def _in_pairs(self) -> Self:
        if len(self.british) != len(self.american):
            raise PydanticCustomError(
                "spelling.in-pairs",
                "{british} British endings stand beside {american} American ones",
                {
                    "british": len(self.british),
                    "american": len(self.american),
                    "remedy": "give each British ending its American one, in the same order",
                },
            )
        return self

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every word of the family in both spellings."""
        for stem in self.of:
            for british, american in zip(self.british, self.american, strict=True):
                yield stem + british, stem + american


class SpellingFile(FilePart):
    """`templates/shared/spelling.yaml`: British form -> American form, in small letters."""

    families: tuple[Family, ...] = ()
    """Words that change in the same way."""
    words: dict[str, str] = Field(default_factory=dict)
    """Words that change in a way of their own: `centre: center`."""

    @model_validator(mode="after")
    def _each_word_once(self) -> Self:
        seen: dict[str, str] = {}
        for british, american in self.pairs():
            if not _WORD.fullmatch(british) or british != british.lower():
                raise _slip("small-letters", f"'{british}' is no word in small letters")
            if seen.setdefault(british, american) != american:
                raise _slip("word-once", f"'{british}' has two American forms")
        if both := sorted(seen.keys() & seen.values()):
            raise _slip("one-way", f"'{both[0]}' is a British form and an American one")
        return self

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every word in both spellings."""
        return chain(self.words.items(), *(family.pairs() for family in self.families))


def _slip(name: str, message: str) -> PydanticCustomError:
    remedy = "correct the word: each stands once, British form first, in small letters"
    return PydanticCustomError(f"spelling.{name}", "{said}", {"said": message, "remedy": remedy})


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a document spells the words of its templates; without words, as they are typed."""

    american: dict[str, str] = field(default_factory=dict)
    """British form -> American form, in small letters."""

    def of(self, text: str) -> str:
        """`text` in the document's spelling, capitals kept; addresses in it stay as they are."""
        if not self.american:
            return text
        return "".join(
            run if _ADDRESS.search(run) else _WORD.sub(self._of_word, run)
            for run in re.split(r"(\s+)", text)
        )

    def _of_word(self, match: re.Match[str]) -> str:
        word = match[0]
        american = self.american.get(word.lower())
        if american is None:
            return word
        if word.isupper() and len(word) > 1:
            return american.upper()
        return american[:1].upper() + american[1:] if word[0].isupper() else american


def by_file(spelling: Spelling, kept: Collection[str]) -> Callable[[str], Spelling]:
    """The spelling of a file's words: those `kept`, the author's own, stay as they were typed."""
    typed = Spelling()
    return lambda file: typed if file in kept else spelling


def spelling_in(tree: Tree) -> Spelling:
    """American spelling, as a file that was read has it. Raises ProblemsFound."""
    return Spelling(dict(validate(SpellingFile, tree).pairs()))
