"""What the page shows of a document, in parts that can be compared and replaced."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from assembler.compose.kept import Kept
from assembler.document.nodes import Label
from assembler.document.walk import sections_of
from assembler.pipeline import Request
from assembler.pipeline.today import Today, today
from assembler.problems import Problem, ProblemsFound
from assembler.resolve.resolve import Resolved
from assembler.write.html.blocks import front, own_part
from assembler.write.html.elements import html_of
from assembler.write.html.inlines import Frame
from assembler.write.html.style import stylesheet
from assembler.write.html.write import drawn_svgs, frame_of
from assembler.write.look import Look
from assembler.write.text.fonts import Fonts
from assembler.write.written import Options

_MOST_ROWS = 100
"""Of a listing; the PDF has all."""


@dataclass(frozen=True, slots=True)
class Part:
    """The front, or a section without its subsections."""

    id: str
    level: int
    """1 for a section at the top, 0 for the front."""
    html: str


@dataclass(frozen=True, slots=True)
class Good:
    """A document that could be composed."""

    resolved: Resolved
    options: Options
    problems: tuple[Problem, ...]
    parts: tuple[Part, ...]
    style: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees."""

    version: int
    good: Good | None
    """The last document that could be composed; None before there is one."""
    broken: tuple[Problem, ...] = ()
    """What keeps the document from being composed now."""


@dataclass(slots=True)
class Warm:
    """What a process that shows the same document again and again makes once."""

    kept: Kept = field(default_factory=Kept)
    _fonts: Fonts | None = None

    def fonts(self, look: Look) -> Fonts:
        """The faces of this look. What was missing in an earlier document is forgotten."""
        if self._fonts is None or self._fonts.look != look or self._fonts.refused:
            self._fonts = Fonts(look)
        return self._fonts


def shown(
    request: Request, document_id: str, before: Shown | None, warm: Warm, *, state: Hashable
) -> Shown:
    """The document as it stands now; where it is broken, the last one that was not. `state` says
    when the files of records last changed."""
    version = before.version + 1 if before else 1
    warm.kept.turn()
    try:
        made = today(request, document_id, warm.kept, state=state)
        svgs = drawn_svgs(made.resolved, warm.fonts(made.options.look), traced=True)
    except ProblemsFound as found:
        return Shown(version, before.good if before else None, found.problems)
    return Shown(version, _good(made, svgs))


def _good(made: Today, svgs: Mapping[Label, bytes]) -> Good:
    frame = frame_of(
        made.resolved, made.options, svgs, places=True, remarks=True, most_rows=_MOST_ROWS
    )
    parts = tuple(_parts(made.resolved, frame))
    return Good(made.resolved, made.options, made.problems, parts, stylesheet(made.options.look))


def _parts(resolved: Resolved, frame: Frame) -> Iterator[Part]:
    yield Part("front", 0, html_of(front(frame, draft=True)))
    for level, section in sections_of(resolved.document.sections):
        yield Part(section.label, level, html_of(own_part(section, level, frame)))
