"""A Word file by python-docx, as its documentation shows: CONTENT to DOCX."""

import json
import sys
from pathlib import Path
from typing import Any

from docx import Document


def main(content_file: str, output: str) -> None:
    """The command."""
    content = json.loads(Path(content_file).read_text(encoding="utf-8"))
    document = Document()
    document.add_heading(content["title"], 0)
    document.add_paragraph(content["subject"], "Subtitle")
    for block in content["blocks"]:
        if "heading" in block:
            document.add_heading(f"{block['number']} {block['heading']}", block["level"])
        elif "paragraph" in block:
            paragraph = document.add_paragraph()
            for run in block["paragraph"]:
                paragraph.add_run(run if isinstance(run, str) else run["text"])
        else:
            _add_table(document, block["table"])
    heading = content["references_heading"]
    document.add_heading(f"{heading['number']} {heading['title']}", 1)
    for reference in content["references"]:
        document.add_paragraph(f"{reference['number']}. {reference['text']}")
    document.save(output)


def _add_table(document: Any, made: dict[str, Any]) -> None:
    document.add_paragraph(f"Table {made['number']}. {made['caption']}", "Caption")
    rows = [made["head"], *made["rows"]]
    table = document.add_table(rows=len(rows), cols=len(made["head"]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for note in made["notes"]:
        document.add_paragraph(note)


if __name__ == "__main__":
    main(*sys.argv[1:])
