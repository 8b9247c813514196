"""Figures -> boxes: the picture, its caption below, notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from assembler.document.nodes import Figure, Inlines, Label, Text
from assembler.document.walk import below
from assembler.resolve.words import caption_prefix
from assembler.write.figures import draw
from assembler.write.figures.operators import operators
from assembler.write.figures.picture import Picture
from assembler.write.look import RoleName
from assembler.write.pdf.boxes import Box, TextBox, text_boxes
from assembler.write.pdf.page import Sheet, Tree
from assembler.write.text.typeset import Typesetter

ABOVE = 12.0
TO_CAPTION = 7.0
TO_NOTES = 2.0
BELOW = 16.0
"""Spaces round a figure and its parts, points."""


@dataclass(slots=True, kw_only=True, eq=False)
class FigureBox(Box):
    """The picture of a figure."""

    picture: Picture
    label: Label
    element: int
    left: float

    def draw(self, sheet: Sheet, top: float) -> None:
        """The paths with the alternative text, then each run of words marked by itself."""
        sheet.anchor(self.label, top)
        paths = operators(self.picture, self.left, top)
        sheet.paths(paths, self.element)
        for words in self.picture.words:
            y = top - words.base
            for line, x in zip(words.lines, words.xs, strict=True):
                sheet.line(line, self.element, self.left + x, y)
                y -= words.leading
            sheet.end()


def figure_boxes(
    setter: Typesetter, tree: Tree, figure: Figure, *, parent: int = 0
) -> Iterator[Box]:
    """The boxes of a figure, on one page all of them. Raises ProblemsFound if none can hold it."""
    picture = draw(setter, figure)
    yield FigureBox(
        height=picture.height,
        before=ABOVE,
        after=TO_CAPTION,
        keep=True,
        picture=picture,
        label=figure.label,
        element=tree.add("Figure", parent, alternative=figure.alternative),
        left=setter.look.page.left,
    )
    caption = (Text(f"{caption_prefix(setter.resolved, figure)}. "), *figure.caption)
    boxes = _lines(setter, tree, figure, caption, "caption", parent)
    boxes[0].before = TO_CAPTION
    boxes[-1].after = TO_NOTES
    for note in below(figure):
        boxes += _lines(setter, tree, figure, note, "table-note", parent)
    for box in boxes[:-1]:
        box.keep = True
    boxes[-1].after = BELOW
    yield from boxes


def _lines(
    setter: Typesetter,
    tree: Tree,
    figure: Figure,
    content: Inlines,
    name: RoleName,
    parent: int,
) -> list[TextBox]:
    """A caption or a note, one box for each line."""
    role, page = setter.role(name), setter.look.page
    element = tree.add("Caption" if name == "caption" else "Note", parent)
    width = page.width_of_text()
    lines = setter.lines(content, name, width, figure.at)
    return text_boxes(lines, role, element, left=page.left, width=width)
