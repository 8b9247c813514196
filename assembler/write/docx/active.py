"""What in a DOCX file may act, fetch or hide words: named, never run, followed or unpacked."""

import re
from collections.abc import Iterable, Iterator

from assembler.write.docx.archive import Archive, Relationship
from assembler.write.docx.reading import Foreign, ReadParagraph

_HARMLESS = ("http://", "https://", "mailto:", "#")
"""Addresses that a link of a reader may have: opened by a person, if at all."""
_BESIDE = re.compile(r"(?:(?:\.\.|[A-Za-z0-9][\w-]*)/)*[A-Za-z0-9][\w-]*\.(?:docx|pdf)", re.ASCII)
"""Another document of the same dossier, by its path from here."""
_FETCHING = frozenset(
    ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "IMPORT", "DATABASE",
     "EMBED", "MACROBUTTON", "AUTOTEXT")
)  # fmt: skip
"""Fields that fetch or start something."""
_OBJECTS = frozenset(
    ("oleObject", "package", "control", "activeXControlBinary", "chart", "chartEx", "diagramData")
)
"""What holds words and numbers of its own: spreadsheets, charts, SmartArt."""


def foreign_of(archive: Archive, paragraphs: Iterable[ReadParagraph]) -> Iterator[Foreign]:
    """Everything of that kind in the file, in the order of its parts."""
    for relationship in archive.relationships():
        found = _related(relationship)
        if found:
            yield found
    for name in archive.names():
        if name.casefold().endswith(("vbaproject.bin", "vbadata.xml")):
            yield Foreign("macro", name, "a macro project")
    for paragraph in paragraphs:
        for field in paragraph.fields:
            kind = field.instruction.split()[:1]
            if kind and kind[0].upper() in _FETCHING:
                yield Foreign("field", "", field.instruction)


def _related(relationship: Relationship) -> Foreign | None:
    part, kind, target = relationship.part, relationship.kind, relationship.target
    if relationship.is_external:
        if kind == "attachedTemplate":
            return Foreign("template", part, target)
        if kind == "hyperlink" and (
            target.casefold().startswith(_HARMLESS) or _BESIDE.fullmatch(target)
        ):
            return None
        return Foreign("external", part, f"{kind} {target}")
    if kind == "aFChunk":
        return Foreign("import", part, target)
    if kind in _OBJECTS:
        return Foreign("object", part, target)
    return None
