"""The structure tree: everything drawn stands in it once, in the order of reading."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf

from assembler.document.nodes import Row
from assembler.inspect.pdf.elements import Element, elements
from assembler.inspect.pdf.opened import opened
from assembler.inspect.pdf.structure import RULES
from assembler.inspect.profile import EMA
from assembler.write.pdf.colour import srgb
from assembler.write.pdf.page import FOOTNOTE_CHUNK
from assembler.write.pdf.read import read
from assembler.write.pdf.write import write
from tests.write.pdf.made import built, of, reading
from tests.write.sample_tables import long_table, wide_table
from tests.write.short import cell, options, p


def _file(data: bytes) -> Pdf:
    return pikepdf.open(BytesIO(data))


def _marks(pdf: Pdf) -> Iterator[tuple[int, int]]:
    """Page from 1 and MCID of every mark in the tree, in its order."""
    pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, start=1)}

    def below(node: Any) -> Iterator[tuple[int, int]]:
        held = node.get("/K", Array([]))
        own = node.get("/Pg")
        for kid in held if isinstance(held, Array) else [held]:
            if not isinstance(kid, Dictionary):
                yield pages[own.objgen], int(kid)
            elif kid.get("/Type") == Name.MCR:
                yield pages[kid.Pg.objgen], int(kid.MCID)
            elif kid.get("/Type") == Name.StructElem:
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot.K)


def _elements(data: bytes) -> list[Element]:
    with opened("a.pdf", data, EMA) as file:
        return list(elements(file.pdf))


def test_every_mark_stands_in_the_tree_once_and_in_the_order_of_reading() -> None:
    with _file(built().data) as pdf:
        found = list(_marks(pdf))
    chunks = {(chunk.page, chunk.mcid): chunk for chunk in reading().chunks}
    notes = {mark for mark, chunk in chunks.items() if chunk.tag == FOOTNOTE_CHUNK}
    assert len(found) == len(set(found)) and set(found) >= chunks.keys()
    text = [mark for mark in found if mark not in notes]
    assert text == sorted(text)
    assert [mark for mark in found if mark in notes] == sorted(notes)


def test_a_footnote_is_read_behind_the_paragraph_that_marks_it() -> None:
    chunks = {(chunk.page, chunk.mcid): chunk.text for chunk in reading().chunks}
    with _file(built().data) as pdf:
        said = "".join("".join(chunks.get(mark, "") for mark in _marks(pdf)).split())
    first = (
        "First, with a value 16.7 months.1 1 Of 1.0 months, [1]; see Section 2.5.4.2 and a site."
    )
    assert first.replace(" ", "") in said
    order = ["discuss the control arm]", "2 Of 2.0 months", "Key features"]
    places = [said.rindex(words.replace(" ", "")) for words in order]
    assert places == sorted(places)


def test_marks_and_footnotes_lead_to_each_other() -> None:
    with _file(built().data) as pdf:
        leads = {
            str(annotation.Contents): str(annotation.Dest)
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", ())
            if "/Dest" in annotation and str(annotation.Dest).startswith("footnote")
        }
    assert leads == {
        "Footnote 1": "footnote:sec-2.5.4/1",
        "Footnote 2": "footnote:sec-2.5.4/2",
        "Back to the mark of footnote 1": "footnote-mark:sec-2.5.4/1",
        "Back to the mark of footnote 2": "footnote-mark:sec-2.5.4/2",
    }
    named = read(built().data).destinations
    assert named["footnote:sec-2.5.4/1"] == named["footnote-mark:sec-2.5.4/1"]
    assert set(leads.values()) <= named.keys()


def test_a_mark_is_a_reference_and_a_footnote_a_note_with_its_label() -> None:
    above = [element.above for element in _elements(built().data) if element.role == "Link"]
    assert sum(one[-2:] == ("Note", "Lbl") for one in above) == 2
    assert sum(one[-1] == "Reference" and "TOC" not in one for one in above) == 2


def test_the_parent_tree_leads_from_every_mark_and_link_to_its_element() -> None:
    with _file(built().data) as pdf:
        numbers = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        marks = set(_marks(pdf))
        for number, page in enumerate(pdf.pages, start=1):
            held = numbers[int(page.obj.StructParents)]
            assert {mcid for at, mcid in marks if at == number} == set(range(len(held)))
            assert all(element.Type == Name.StructElem for element in held)
            for annotation in page.obj.get("/Annots", ()):
                element = numbers[int(annotation.StructParent)]
                kids = element.K if isinstance(element.K, Array) else [element.K]
                assert Name.Link == element.S
                assert any(
                    isinstance(kid, Dictionary) and kid.get("/Obj", kid).objgen == annotation.objgen
                    for kid in kids
                )


def test_nothing_that_a_screen_reader_needs_is_missing() -> None:
    with opened("a.pdf", built().data, EMA) as file:
        assert {rule.id: list(rule.judge(file)) for rule in RULES if list(rule.judge(file))} == {}


def test_headings_stand_in_their_sections() -> None:
    found = _elements(built().data)
    depths = {e.role: sum(above == "Sect" for above in e.above) for e in found if e.role[0] == "H"}
    assert {role: int(role[1]) for role in depths} == depths
    assert depths.keys() >= {"H1", "H2"}


def test_a_table_keeps_its_shape_and_says_what_its_heads_span() -> None:
    table = wide_table()
    first, *others = table.head[0].cells
    spanning = Row((first, replace(others[0], span=len(others))))
    written = write(of(replace(table, head=(spanning, *table.head))), options())
    rows: list[int] = []
    cells = 0
    with opened("a.pdf", written.data, EMA) as file:
        for element in elements(file.pdf):
            if element.role == "TR":
                rows.append(0)
            elif element.role in ("TH", "TD"):
                attributes = element.dictionary.get("/A", Dictionary())
                rows[-1] += int(attributes.get("/ColSpan", 1))
                cells += 1
    count = len(table.columns)
    assert rows == [count] * (1 + len(table.head) + len(table.rows))
    assert cells == 2 + count * (len(table.head) + len(table.rows))


def test_the_first_cell_of_a_row_heads_it_as_in_html() -> None:
    table = wide_table()
    head, *rows = table.rows
    bare = Row((cell(), *head.cells[1:]))
    written = write(of(replace(table, rows=(bare, *rows))), options())
    with opened("a.pdf", written.data, EMA) as file:
        found = list(elements(file.pdf))
        scopes = [str(e.dictionary.A.Scope) for e in found if e.role == "TH"]
    assert scopes == ["/Column"] * len(table.columns) + ["/Row"] * len(rows)
    first = [e.role for before, e in pairwise(found) if before.role == "TR"]
    assert first == ["TH", "TD", *["TH"] * len(rows)], "an empty cell heads nothing"


def test_a_row_over_two_pages_is_one_row() -> None:
    table = long_table(120)
    roles = Counter(e.role for e in _elements(write(of(table), options()).data))
    assert roles["Table"] == roles["TBody"] == 1
    assert roles["TR"] == len(table.head) + len(table.rows)


def test_notes_have_names_of_their_own() -> None:
    with opened("a.pdf", built().data, EMA) as file:
        notes = [str(e.dictionary.ID) for e in elements(file.pdf) if e.role == "Note"]
    assert notes
    assert len(set(notes)) == len(notes)


def test_an_empty_cell_stands_in_the_tree() -> None:
    table = wide_table()
    empty = replace(table, rows=(Row(tuple(cell() for _ in table.columns)), *table.rows))
    before = sum(e.role == "TD" for e in _elements(write(of(p("a"), table), options()).data))
    after = sum(e.role == "TD" for e in _elements(write(of(p("a"), empty), options()).data))
    assert after == before + len(table.columns)


def test_the_file_says_what_it_is() -> None:
    with _file(built().data) as pdf:
        said = bytes(pdf.Root.Metadata.read_bytes()).decode()
        intent = pdf.Root.OutputIntents[0]
        assert bytes(intent.DestOutputProfile.read_bytes()) == srgb()
        assert intent.DestOutputProfile.N == 3
        assert "/ID" in pdf.trailer
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said


def test_the_profile_says_its_own_length() -> None:
    profile = srgb()
    assert int.from_bytes(profile[:4], "big") == len(profile)
    assert profile[36:40] == b"acsp"
