"""What a figure shows -> a picture, and the picture as SVG and PNG; pages draw it themselves."""

from dataclasses import dataclass
from typing import assert_never

from assembler.document.figures import (
    DotPlot,
    ForestPlot,
    KaplanMeier,
    PatientFlow,
    StudySchema,
)
from assembler.document.nodes import Figure, Label
from assembler.document.walk import figures
from assembler.problems import ProblemsFound, refused
from assembler.write.figures.curves import draw_kaplan_meier
from assembler.write.figures.dots import draw_dot_plot
from assembler.write.figures.flow import draw_patient_flow
from assembler.write.figures.forest import draw_forest_plot
from assembler.write.figures.picture import BLEED, Picture
from assembler.write.figures.png import png
from assembler.write.figures.schema import draw_study_schema
from assembler.write.figures.sketch import Sketch
from assembler.write.figures.svg import svg
from assembler.write.text.typeset import Typesetter

BELOW_LEAST = 90.0
"""Room that a page keeps for caption, notes and source under the highest figure, points."""


def draw(setter: Typesetter, figure: Figure) -> Picture:
    """The picture of a figure, as wide as the text of an upright page.

    Raises ProblemsFound when it is higher than a page.
    """
    page = setter.look.page
    width = page.width_of_text()
    most = page.height_of_text() - BELOW_LEAST
    sketch = Sketch(setter, figure.at)
    drawing = figure.drawing
    match drawing:
        case ForestPlot():
            picture = draw_forest_plot(sketch, drawing, width)
        case StudySchema():
            picture = draw_study_schema(sketch, drawing, width, most)
        case PatientFlow():
            picture = draw_patient_flow(sketch, drawing, width)
        case KaplanMeier():
            picture = draw_kaplan_meier(sketch, drawing, width)
        case DotPlot():
            picture = draw_dot_plot(sketch, drawing, width)
        case _:
            assert_never(drawing)
    if picture.height > most:
        raise refused(
            "figure.fits-page",
            f"the figure '{figure.label}' is higher than a page ({picture.height:.0f} points)",
            "show less in it: choose rows with `when:` in the shell, or make two figures",
            at=figure.at,
        )
    return picture


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as files, and the size at which they are shown, points."""

    width: float
    height: float
    svg: bytes
    png: bytes


def drawn_figures(setter: Typesetter) -> dict[Label, Drawn]:
    """Every figure of a document as files. Raises ProblemsFound with what cannot be drawn."""
    document, look = setter.resolved.document, setter.look
    pictures = {figure.label: draw(setter, figure) for figure in figures(document)}
    problems = setter.fonts.problems(document)
    if problems:
        raise ProblemsFound(problems)
    return {
        label: Drawn(*_size(picture), svg(picture, look), png(picture))
        for label, picture in pictures.items()
    }


def _size(picture: Picture) -> tuple[float, float]:
    """The file's size, room round the picture included, at the width of the picture."""
    scale = picture.width / (picture.width + 2 * BLEED)
    return picture.width, (picture.height + 2 * BLEED) * scale
