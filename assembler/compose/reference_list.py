"""The list of references of a document: one, with its entries or with a sentence instead."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from assembler.compose.parentage import Parentage
from assembler.compose.references import formatted
from assembler.document.nodes import (
    Block,
    Inlines,
    Paragraph,
    ReferenceKey,
    ReferenceList,
    Section,
    Text,
)
from assembler.document.walk import sections_of
from assembler.problems import Problem, error
from assembler.records import Dossier


def entries(
    dossier: Dossier, listed: Collection[str], parentage: Parentage, untraced: Parentage
) -> Mapping[ReferenceKey, Inlines]:
    """All literature of the study, formatted; those that are `listed` in the document with their
    values in its trace, the others by `untraced`."""
    style = dossier.dossier.reference_style
    return {
        ReferenceKey(one.id): formatted(one, style, parentage if one.id in listed else untraced)
        for one in dossier.references.literature
    }


def repeated(sections: tuple[Section, ...]) -> Iterator[Problem]:
    """An error for each list of references but the first."""
    found = [
        block
        for _, section in sections_of(sections)
        for block in section.blocks
        if isinstance(block, ReferenceList)
    ]
    for block in found[1:]:
        yield error(
            "references.once",
            "a second list of references stands here",
            "keep one :::{references} in the document",
            at=block.at,
            also=(found[0].at,),
        )


def without_references(
    sections: tuple[Section, ...], spelt: Callable[[str], str]
) -> tuple[Section, ...]:
    """The sections of a document that cites nothing: its list says so in a sentence."""

    def said(block: Block) -> Block:
        if isinstance(block, ReferenceList):
            return Paragraph((Text(spelt(block.instead)),), block.at)
        return block

    return tuple(
        replace(
            section,
            blocks=tuple(map(said, section.blocks)),
            sections=without_references(section.sections, spelt),
        )
        for section in sections
    )
