"""A resolved document -> one HTML file."""

from collections.abc import Iterator, Mapping

from assembler.document.figures import words_of
from assembler.document.nodes import Figure, Gap, Label, ReferenceList, Value, ValueId
from assembler.document.walk import blocks_of, figures, leaves, sections_of
from assembler.problems import ProblemsFound
from assembler.resolve.plain import plain_words
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import lines
from assembler.write.figures import draw
from assembler.write.figures.svg import svg
from assembler.write.html.blocks import front, section
from assembler.write.html.elements import Element, html_of, new, sub
from assembler.write.html.inlines import Frame
from assembler.write.html.selfcheck import differences
from assembler.write.html.style import stylesheet
from assembler.write.text.fonts import Fonts
from assembler.write.text.typeset import Typesetter
from assembler.write.written import Options, Written

__all__ = ["differences", "drawn_svgs", "frame_of", "write"]


def write(resolved: Resolved, options: Options) -> Written:
    """The document as HTML in UTF-8: one file that needs no other, runs no script and asks for
    nothing from the network; `Written.places` names the section of every value.

    Raises ProblemsFound with the figures that cannot be drawn.
    """
    document = resolved.document
    frame = frame_of(resolved, options, drawn_svgs(resolved, Fonts(options.look)))
    root = new("html", lang=document.language)
    head = sub(root, "head")
    sub(head, "meta", charset="utf-8")
    sub(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    sub(head, "meta", http_equiv="Content-Security-Policy", content=_POLICY)
    sub(head, "title").text = " ".join(next(lines(resolved)).text.split())
    for name, said in _properties(resolved, options):
        sub(head, "meta", name=name, content=said)
    sub(head, "style").text = stylesheet(options.look)
    main = sub(sub(root, "body"), "main", class_="document")
    main.append(front(frame, draft=options.draft))
    for one in document.sections:
        main.append(section(one, 1, frame))
    return Written(f"<!DOCTYPE html>\n{html_of(root)}\n".encode(), places=_places(root, resolved))


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Whatever is in the file: no script runs, nothing is asked for."""


def frame_of(
    resolved: Resolved,
    options: Options,
    svgs: Mapping[Label, bytes],
    *,
    places: bool = False,
    remarks: bool = False,
    most_rows: int | None = None,
) -> Frame:
    """What every element of a document is made with; the last three as in the frame."""
    sections = (one for _, one in sections_of(resolved.document.sections))
    blocks = (resolved.document.front, *(one.blocks for one in sections))
    return Frame(
        resolved,
        any(isinstance(block, ReferenceList) for one in blocks for block in blocks_of(one)),
        drafting=options.draft,
        remarks=remarks or options.comments,
        places=places,
        most_rows=most_rows,
        svgs=svgs,
    )


def drawn_svgs(resolved: Resolved, fonts: Fonts, *, traced: bool = False) -> dict[Label, bytes]:
    """Every figure of a document as SVG, if `traced` with the ids of the values in it. Raises
    ProblemsFound with those that are too high."""
    setter = Typesetter(resolved, fonts.look, fonts)
    drawn: dict[Label, bytes] = {}
    for figure in figures(resolved.document):
        printed = {one.id: one.text for one in _values_in(figure)} if traced else None
        drawn[figure.label] = svg(draw(setter, figure), fonts.look, printed=printed)
    if problems := fonts.problems(resolved.document):
        raise ProblemsFound(problems)
    return drawn


def _properties(resolved: Resolved, options: Options) -> Iterator[tuple[str, str]]:
    yield "author", options.author
    yield "dcterms.created", options.dated.isoformat()
    yield "description", " ".join(plain_words(resolved, resolved.document.subject).split())


def _places(root: Element, resolved: Resolved) -> dict[ValueId, str]:
    """Anchored value -> the section or table in which it stands first; one inside a drawing -> the
    figure."""
    places: dict[ValueId, str] = {}
    for data in root.iter("data"):
        if "name" not in data.get("class", "").split():
            holder = next((up for up in data.iterancestors() if up.get("id")), None)
            at = "" if holder is None else holder.get("id", "")
            places.setdefault(ValueId(data.get("data-id", "")), f"#{at}")
    for figure in figures(resolved.document):
        for value in _values_in(figure):
            places.setdefault(value.id, f"#{figure.label}")
    return places


def _values_in(figure: Figure) -> Iterator[Value | Gap]:
    for words in words_of(figure.drawing):
        for leaf in leaves(words):
            if isinstance(leaf, Value | Gap):
                yield leaf
