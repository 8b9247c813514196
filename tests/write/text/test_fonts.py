"""Every character is checked against the font before it is drawn."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from assembler.document.nodes import Document, Row, Trace
from assembler.problems import Position, ProblemsFound
from assembler.resolve.resolve import resolve
from assembler.write.pdf.write import differences, write
from assembler.write.text.fonts import printable
from tests.write.pdf.made import of, setter
from tests.write.sample_tables import long_table
from tests.write.short import AT, cell, inlines, options, p, section, v


def test_a_character_that_the_text_face_lacks_is_lent_by_the_fallback() -> None:
    resolved = of(p("checked ✓ and ", v("x", "⁅sum⁆ 𝔸"), " and bold ", v("y", "✗")))
    written = write(resolved, options())
    with pikepdf.open(BytesIO(written.data)) as pdf:
        named = pdf.pages[1].obj["/Resources"]["/Font"]
        fonts = {str(named[name].BaseFont) for name in sorted(named.keys())}
    assert any("DejaVuSans" in name for name in fonts)
    assert differences(written, resolved, options()) == []


def test_every_character_that_no_font_has_is_refused_with_its_place() -> None:
    value = v("safety.term", "枝 and 🦠")
    blocks = (p("typed 水 here"), p("a value ", value), p("again ", value))
    document = Document(
        "t",
        "2.5",
        "Test",
        "en",
        (),
        (),
        (section("sec-2.5.1", "2.5.1", inlines("Section"), blocks),),
        {
            value.id: Trace(
                ("safety.term",), ("枝",), "as recorded", "", (Position("safety.yaml", 3, 7),)
            )
        },
        {},
    )
    with pytest.raises(ProblemsFound) as refused:
        write(resolve(document), options())
    problems = refused.value.problems
    assert {problem.rule for problem in problems} == {"font.has-character"}
    messages = "\n".join(problem.message for problem in problems)
    assert "U+6C34" in messages
    assert "CJK UNIFIED IDEOGRAPH-6C34" in messages
    assert "typed 水 here" in messages
    assert "U+679D" in messages
    assert "U+1F9A0" in messages
    by_value = [problem for problem in problems if problem.path == "safety.term"]
    assert len(by_value) == 2
    assert by_value[0].at == Position("safety.yaml", 3, 7)
    typed = [problem for problem in problems if problem.path is None]
    assert [problem.at for problem in typed] == [AT]


def test_each_cell_with_such_a_character_is_named() -> None:
    rows = tuple(Row((cell("label"), cell(v(f"c{n}", "水")), cell("水"))) for n in range(3))
    bad = replace(long_table(), rows=rows)
    with pytest.raises(ProblemsFound) as refused:
        write(of(bad), options())
    assert len(refused.value.problems) == 4  # three values, and the words typed in the table


def test_text_is_drawn_composed_and_without_invisible_characters() -> None:
    assert printable("e\u0301 a\u00adb\u200bc\td\ne") == "é abc d e"


def test_a_face_knows_when_it_lacks_a_character() -> None:
    face = setter().fonts.face("serif")
    assert face.width("水") is None
    assert face.width("hazard") == sum(face.chars[c] for c in "hazard")
