"""The peers get the same words, and what they lose is counted."""

import json
from pathlib import Path

from docx import Document

from benchmarks.content import drawn_content, write_content
from benchmarks.peers import with_pandoc, with_typst
from benchmarks.peers.by_docxtpl import write_template
from benchmarks.peers.by_python_docx import main as write_docx
from benchmarks.peers.lost import Lost, lost


def test_a_word_and_a_row_that_an_output_lacks_are_counted(tmp_path: Path) -> None:
    content, output = tmp_path / "content.json", tmp_path / "peer.docx"
    write_content(content, drawn_content())
    write_docx(str(content), str(output))
    assert lost(content, output) == Lost(0, 0)
    document = Document(str(output))
    document.paragraphs[-1]._p.getparent().remove(document.paragraphs[-1]._p)
    row = document.tables[3].rows[5]._tr
    row.getparent().remove(row)
    document.save(str(output))
    found = lost(content, output)
    assert found.words >= 9
    assert found.rows == 1


def test_a_row_whose_cells_changed_places_is_lost(tmp_path: Path) -> None:
    content, output = tmp_path / "content.json", tmp_path / "peer.docx"
    write_content(content, drawn_content())
    write_docx(str(content), str(output))
    document = Document(str(output))
    one, other = document.tables[0].rows[1].cells[1:3]
    one.text, other.text = other.text, one.text
    document.save(str(output))
    assert lost(content, output) == Lost(0, 1)


def test_sources_hold_what_their_markup_would_take_for_its_own(tmp_path: Path) -> None:
    content = drawn_content()
    write_content(tmp_path / "content.json", content)
    data = json.loads((tmp_path / "content.json").read_text(encoding="utf-8"))
    data["blocks"] = [{"paragraph": ["p<0.0001 *a* [b] #c @d _e_ $f$"]}]
    for tool in (with_pandoc, with_typst):
        tool.write_source(data, tmp_path)
    for name in ("peer.md", "peer.typ"):
        source = (tmp_path / name).read_text(encoding="utf-8")
        assert r"p\<0.0001 \*a\* \[b\] \#c \@d \_e\_ \$f\$" in source


def test_a_template_is_written_without_the_tool_that_fills_it(tmp_path: Path) -> None:
    write_template(tmp_path / "template.docx")
    text = "\n".join(p.text for p in Document(str(tmp_path / "template.docx")).paragraphs)
    assert "{%p for block in blocks %}" in text
