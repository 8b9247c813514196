"""A picture on its way: paths and set words are added, measured by the look's roles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assembler.document.nodes import Inlines
from assembler.problems import Position
from assembler.write.figures.picture import Path, Picture, Words
from assembler.write.look import Role, RoleName
from assembler.write.text.lines import Line
from assembler.write.text.typeset import Typesetter

Align = Literal["left", "center", "right"]

HEAD: RoleName = "table-head"
CELL: RoleName = "table-cell"
"""A figure is set in the letters of a table: 9 points in the shipped looks."""


@dataclass(slots=True)
class Sketch:
    """Collects what a figure consists of. Points, y downwards."""

    setter: Typesetter
    at: Position
    paths: list[Path] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def fresh(self) -> "Sketch":
        """An empty one of the same letters."""
        return Sketch(self.setter, self.at)

    def role(self, name: RoleName) -> Role:
        """The look's role."""
        return self.setter.role(name)

    def lines(
        self, content: Inlines, role: RoleName, width: float = float("inf"), *, bold: bool = False
    ) -> list[Line]:
        """A run of inlines in lines of at most `width`; none when it is empty."""
        if not content:
            return []
        return self.setter.lines(content, role, width, self.at, bold=bold)

    def natural(self, content: Inlines, role: RoleName, *, bold: bool = False) -> float:
        """Width of a run of inlines that is not broken, but where it says so."""
        return max((one.width for one in self.lines(content, role, bold=bold)), default=0.0)

    def widest(self, content: Inlines, role: RoleName, *, bold: bool = False) -> float:
        """Width of the widest word."""
        units = self.setter.units(content, role, self.at, bold=bold) if content else []
        return max((unit.width for unit in units), default=0.0)

    def height(self, lines: Sequence[Line], role: RoleName) -> float:
        """Height of set lines."""
        return len(lines) * self.role(role).leading

    def put(
        self,
        lines: Sequence[Line],
        role: RoleName,
        *,
        left: float,
        top: float,
        width: float = 0.0,
        align: Align = "left",
    ) -> None:
        """Set lines in the strip of `width` at `left`, their upper edge at `top`."""
        if not lines:
            return
        look = self.role(role)
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        xs = tuple(left + (width - one.width) * share for one in lines)
        base = top + look.base_line
        self.words.append(Words(tuple(lines), xs, base, look.leading))

    def picture(self, width: float, height: float) -> Picture:
        """The finished picture."""
        return Picture(width, height, tuple(self.paths), tuple(self.words))
