"""Pictures in an edited file that are not drawn as the records say today."""

from collections.abc import Iterator

from assembler.document.figures import words_of
from assembler.document.nodes import Figure
from assembler.document.walk import figures
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item
from assembler.review.margin import Margin
from assembler.write.docx.pictures import ReadPicture
from assembler.write.text.fonts import printable

_REMARK = "The figure is drawn otherwise today. Take the picture of a new build."


def stale_figures(edited: Edited, resolved: Resolved, margin: Margin) -> Iterator[Item]:
    """The figures to be replaced by hand; a comment for those that have changed since the last
    build or refresh.

    A picture is known by its name. One that somebody has put in its place is left alone.
    """
    pictures = {picture.name: picture for picture in edited.read.pictures}
    built = {b.label: b.text for b in edited.evidence.blocks if b.kind == "figure"}
    for figure in figures(resolved.document):
        picture = pictures.get(figure.label)
        if picture is None or not _is_stale(picture, figure, resolved):
            continue
        place = edited.place_of(figure.label)
        caption = "" if place is None else edited.read.paragraphs[place].text
        if built.get(figure.label) != figure.alternative:
            margin.at_paragraph(place, _REMARK)
        section = "" if place is None else edited.section(place)
        yield Item("figure", section, picture.alternative, figure.alternative, why=caption)


def _is_stale(picture: ReadPicture, figure: Figure, resolved: Resolved) -> bool:
    """Whether its words are others; LibreOffice drops the SVG, and the alternative text is left."""
    if picture.words is None:
        return folded(picture.alternative) != folded(figure.alternative)
    words = [folded(printable(text_of(resolved, c))) for c in words_of(figure.drawing)]
    return [folded(text) for text in picture.words] != words
