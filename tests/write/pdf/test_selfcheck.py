"""The self-check passes a right file, and finds what is planted in a wrong one."""

import unicodedata
from dataclasses import replace
from io import BytesIO

import pikepdf
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assembler.document.nodes import (
    Document,
    Label,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    Value,
    ValueId,
)
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.pdf.write import differences, write
from assembler.write.text.fonts import Face
from assembler.write.written import Written
from tests.write.pdf.made import built, of
from tests.write.sample import document, sample
from tests.write.short import inlines, options, p, v, value_id


def checked(written: Written, resolved: Resolved | None = None) -> list[str]:
    return differences(written, resolved or sample(), options())


def edited(old: bytes, new: bytes) -> Written:
    """The sample's file with one piece of its content streams replaced, once."""
    out = BytesIO()
    done = False
    with pikepdf.open(BytesIO(built().data)) as pdf:
        for page in pdf.pages:
            content = page.obj.Contents
            data = content.read_bytes()
            if old in data and not done:
                content.write(data.replace(old, new, 1))
                done = True
        pdf.save(out)
    assert done
    return replace(built(), data=out.getvalue())


def with_blocks(change: str, to: str) -> Document:
    """The sample with the text of one value changed."""
    whole = document()
    first = whole.sections[0]
    results = first.sections[1]
    blocks = tuple(_changed(b, change, to) if isinstance(b, Table) else b for b in results.blocks)
    sections: tuple[Section, ...] = (first.sections[0], replace(results, blocks=blocks))
    return replace(whole, sections=(replace(first, sections=sections), whole.sections[1]))


def _changed(table: Table, old: str, new: str) -> Table:
    rows: list[Row] = []
    for row in table.rows:
        cells = tuple(
            replace(
                cell,
                content=tuple(
                    replace(i, text=new) if isinstance(i, Value) and i.text == old else i
                    for i in cell.content
                ),
            )
            for cell in row.cells
        )
        rows.append(replace(row, cells=cells))
    return replace(table, rows=tuple(rows))


def test_the_sample_is_what_the_model_says() -> None:
    assert checked(built()) == []


def test_a_value_that_the_model_has_otherwise_is_found() -> None:
    found = checked(built(), resolve(with_blocks("11.4", "11.5")))
    assert len(found) == 1
    assert "'11.4'" in found[0]
    assert "'11.5'" in found[0]


def test_a_dropped_glyph_is_found() -> None:
    found = checked(edited(b"(First, with a value 16.7", b"(First, with a value 6.7"))
    assert len(found) == 1
    assert "16.7" in found[0]


def test_a_lost_space_is_found() -> None:
    found = checked(edited(b"(After the table.)", b"(Afterthe table.)"))
    assert len(found) == 1


def test_a_cell_too_much_and_a_cell_too_few_are_found() -> None:
    more = checked(
        edited(
            b"(Randomisation) Tj",
            b"(Randomisation) Tj EMC /TD <</MCID 900>> BDC 1 0 0 1 80 90 Tm (stray) Tj",
        )
    )
    assert len(more) == 1
    assert "stray" in more[0]
    fewer = checked(edited(b"(Randomisation) Tj", b""))
    assert len(fewer) == 1
    assert "Randomisation" in fewer[0]


def test_a_wrong_page_number_in_the_contents_is_found() -> None:
    wrong = checked(edited(b"(10) Tj", b"(11) Tj"))
    assert any("references 11" in difference for difference in wrong)


def test_a_wrong_foot_is_found() -> None:
    assert any("foot" in found for found in checked(edited(b"(Page 3 of", b"(Page 4 of")))


def test_words_drawn_without_a_role_are_found() -> None:
    wrong = edited(b"ET", b"1 0 0 1 80 90 Tm (loose) Tj ET")
    assert any("loose" in difference for difference in checked(wrong))


def test_a_wrong_page_of_a_label_or_a_value_is_found() -> None:
    pages = {**built().pages, Label("tbl-pfs"): 9}
    found = checked(replace(built(), pages=pages))
    assert len(found) == 1
    assert "tbl-pfs" in found[0]
    places = {**built().places, value_id("t1.a"): "page 9"}
    found = checked(replace(built(), places=places))
    assert len(found) == 1
    assert "11.4" in found[0]


def test_a_wholly_other_document_is_found_in_few_words() -> None:
    found = checked(built(), of(p("Something else."), p("And more.")))
    assert 1 <= len(found) <= 20


def test_a_word_that_is_hyphenated_at_a_lines_end_is_read_whole() -> None:
    words = "which was placebo-controlled and investigator-assessed in low- and middle-income "
    resolved = of(*(p("x" * n + " " + words * 3) for n in range(1, 30)))
    assert checked(write(resolved, options()), resolved) == []


_KNOWN = set(Face("Tinos-Regular").chars) & set(Face("DejaVuSans").chars)
_ALLOWED = sorted(
    char
    for char in _KNOWN
    if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Mn", "Me")
    and unicodedata.bidirectional(char) not in ("R", "AL", "AN")
)
_TEXTS = st.text(st.sampled_from(_ALLOWED) | st.sampled_from(" -/.(),\n\t\u00a0é\u0301<>&|*{}\\"))


@settings(
    max_examples=10,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(_TEXTS, min_size=20, max_size=30))
def test_any_text_stands_in_the_file_literally(texts: list[str]) -> None:
    def content(use: int) -> list[Text | Value]:
        ids = (ValueId(f"{use}{n:015x}") for n in range(len(texts)))
        return [Value(next(ids), text) if n % 3 else Text(text) for n, text in enumerate(texts)]

    blocks = [Paragraph((item,), p().at) for item in content(1)]
    resolved = of(*blocks, p(*content(2)), p("(", v("last", texts[-1]), ")"))
    assert checked(write(resolved, options()), resolved) == []


def test_hostile_record_text_is_only_text() -> None:
    hostile = "<b>R&D</b> | *x* {{ 7*7 }} ](x) \\n (Tj) EMC BT /F1 \\( <</MCID 3>> α ≥"
    resolved = of(p(v("bad", hostile), " ", inlines(hostile)[0]))
    written = write(resolved, options())
    assert checked(written, resolved) == []


def test_a_changed_word_of_a_footnote_is_found() -> None:
    found = checked(edited(b"(a site) Tj", b"(a sote) Tj"))
    assert len(found) == 1
    assert "a sote" in found[0]
