"""A Word file from a Word template by docxtpl: CONTENT to DOCX.

With `--template FILE` the template is made: headings, paragraphs and tables as loops in Word.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WIDTHS = ((50, 28, 28, 24, 24), (22, 48, 18, 18, 18, 18, 18))
"""Columns of the two kinds of tables, in millimetres."""


def main(arguments: list[str]) -> None:
    """The command."""
    if arguments[0] == "--template":
        return write_template(Path(arguments[1]))
    from docxtpl import DocxTemplate

    template, content, output = arguments
    document = DocxTemplate(template)
    document.render(
        _context(json.loads(Path(content).read_text(encoding="utf-8"))), autoescape=True
    )
    document.save(output)
    return None


def _context(content: dict[str, Any]) -> dict[str, Any]:
    """The content with every paragraph as one text."""
    for block in content["blocks"]:
        if "paragraph" in block:
            runs = (run if isinstance(run, str) else run["text"] for run in block["paragraph"])
            block["paragraph"] = "".join(runs)
    return content


def write_template(path: Path) -> None:
    """The template, as a user would draw it in Word."""
    from docx import Document

    document = Document()
    add = document.add_paragraph
    add("{{ title }}", "Title")
    add("{{ subject }}", "Subtitle")
    _add_contents(document)
    add("{%p for block in blocks %}")
    for level in (1, 2, 3):
        add(f"{{%p if block.heading and block.level == {level} %}}")
        add("{{ block.number }} {{ block.heading }}", f"Heading {level}")
        add("{%p endif %}")
    add("{%p if block.paragraph %}")
    add("{{ block.paragraph }}")
    add("{%p endif %}")
    add("{%p if block.table %}")
    add("Table {{ block.table.number }}. {{ block.table.caption }}", "Caption")
    for widths in WIDTHS:
        add(f"{{%p if block.table.head | length == {len(widths)} %}}")
        _add_table(document, widths)
        add("{%p endif %}")
    add("{%p for note in block.table.notes %}")
    add("{{ note }}")
    add("{%p endfor %}")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{{ references_heading.number }} {{ references_heading.title }}", "Heading 1")
    add("{%p for reference in references %}")
    add("{{ reference.number }}. {{ reference.text }}")
    add("{%p endfor %}")
    document.save(str(path))


def _add_table(document: Any, widths: Sequence[int]) -> None:
    """A head, and a row between the two tags that repeat it."""
    from docx.shared import Mm

    columns = range(len(widths))
    table = document.add_table(rows=4, cols=len(widths), style="Table Grid")
    table.autofit = False
    texts = (
        [f"{{{{ block.table.head[{n}] }}}}" for n in columns],
        ["{%tr for row in block.table.rows %}"],
        [f"{{{{ row[{n}] }}}}" for n in columns],
        ["{%tr endfor %}"],
    )
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = text
    _mark(table.rows[0], "w:tblHeader")
    _mark(table.rows[2], "w:cantSplit")


def _add_contents(document: Any) -> None:
    """A field that Word fills when the file is opened."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), 'TOC \\o "1-3" \\h')
    document.add_paragraph()._p.append(field)


def _mark(row: Any, mark: str) -> None:
    """Makes a row the head that stands on every page, or one that stays on its page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(mark))


if __name__ == "__main__":
    main(sys.argv[1:])
