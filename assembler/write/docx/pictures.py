"""The pictures of a DOCX file read back: name, alternative text, what the SVG says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assembler.write.docx.archive import Archive
from assembler.write.docx.figure import ASVG, WP, A
from assembler.write.docx.xml import Element, R

_SVG = "http://www.w3.org/2000/svg"
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """A picture as it stands."""

    name: str
    alternative: str
    words: tuple[str, ...] | None
    """The runs of words in its SVG, in order; None when it has none that can be read."""
    is_png: bool
    """Whether its twin is a PNG."""


def read_pictures(root: Element, archive: Archive, main: str) -> tuple[ReadPicture, ...]:
    """The pictures in the body, in order."""
    targets = archive.targets(main)
    return tuple(_read(root, archive, targets))


def _read(root: Element, archive: Archive, targets: Mapping[str, str]) -> Iterator[ReadPicture]:
    for inline in root.iter(f"{{{WP}}}inline", f"{{{WP}}}anchor"):
        named = inline.find(f"{{{WP}}}docPr")
        png, svg = (
            next((targets.get(blip.get(f"{{{R}}}embed", ""), "") for blip in inline.iter(tag)), "")
            for tag in (f"{{{A}}}blip", f"{{{ASVG}}}svgBlip")
        )
        drawn = archive.xml(svg) if svg else None
        yield ReadPicture(
            "" if named is None else named.get("name", ""),
            "" if named is None else named.get("descr", ""),
            None if drawn is None or drawn.tag != f"{{{_SVG}}}svg" else tuple(_words(drawn)),
            bool(png) and (archive.data(png) or b"").startswith(_PNG),
        )


def _words(drawn: Element) -> Iterator[str]:
    for run in drawn.iter(f"{{{_SVG}}}g"):
        yield "".join(text.text or "" for text in run.iter(f"{{{_SVG}}}text"))
