"""A PDF by reportlab's platypus, as its user guide shows: CONTENT to PDF.

Cells are paragraphs, since strings would not wrap; multiBuild lays out until the contents agree.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table
from reportlab.platypus.tableofcontents import TableOfContents

STYLES = getSampleStyleSheet()
MARGIN = 2.5 * cm
WIDTH = A4[0] - 2 * MARGIN
SHARES = {5: (50, 28, 28, 24, 24), 7: (22, 48, 18, 18, 18, 18, 18)}
"""How wide columns are compared with each other, in a table of so many."""


class Overview(BaseDocTemplate):
    """Enters each heading into the contents."""

    def __init__(self, path: str) -> None:
        super().__init__(path, pagesize=A4)
        frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN)
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=_draw_number))

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - reportlab calls it so
        """Called after each flowable is drawn."""
        level = getattr(flowable, "level", None)
        if level is not None:
            entry = (level - 1, flowable.getPlainText(), self.page, flowable.label)
            self.notify("TOCEntry", entry)
            self.canv.bookmarkPage(flowable.label)


def _draw_number(canvas: Any, document: Any) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, f"Page {document.page}")


def _flowables(content: dict[str, Any]) -> Iterator[Any]:
    yield Paragraph(content["title"], STYLES["Title"])
    yield Paragraph(content["subject"], STYLES["BodyText"])
    yield TableOfContents(levelStyles=[STYLES["BodyText"]] * 3)
    for block in content["blocks"]:
        if "heading" in block:
            yield _heading(block["number"], block["heading"], block["level"], block["label"])
        elif "paragraph" in block:
            yield Paragraph("".join(map(_run, block["paragraph"])), STYLES["BodyText"])
        else:
            yield from _table(block["table"])
    last = content["references_heading"]
    yield _heading(last["number"], last["title"], 1, "references")
    for reference in content["references"]:
        text = f'<a name="{reference["csl"]["id"]}"/>{reference["number"]}. {reference["text"]}'
        yield Paragraph(text, STYLES["BodyText"])


def _heading(number: str, title: str, level: int, label: str) -> Any:
    paragraph = Paragraph(f"{number} {escape(title)}", STYLES[f"Heading{level}"])
    paragraph.level, paragraph.label = level, label
    return paragraph


def _run(run: str | dict[str, str]) -> str:
    if isinstance(run, str):
        return escape(run)
    return f'<a href="#{run.get("cite") or run["ref"]}">{escape(run["text"])}</a>'


def _table(made: dict[str, Any]) -> Iterator[Any]:
    caption = f"Table {made['number']}. {escape(made['caption'])}"
    yield Paragraph(f'<a name="{made["label"]}"/>{caption}', STYLES["BodyText"])
    cell = STYLES["BodyText"]
    rows = [
        [Paragraph(escape(text), cell) for text in row] for row in (made["head"], *made["rows"])
    ]
    widths = [width * WIDTH / sum(SHARES[len(rows[0])]) for width in SHARES[len(rows[0])]]
    lines = [("LINEABOVE", (0, 0), (-1, 1), 0.5, colors.black)]
    lines += [("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)]
    yield Table(rows, widths, repeatRows=1, style=lines)
    for note in made["notes"]:
        yield Paragraph(escape(note), STYLES["BodyText"])
    yield Spacer(1, 6)


if __name__ == "__main__":
    Overview(sys.argv[2]).multiBuild(
        list(_flowables(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    )
