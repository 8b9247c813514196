"""A trace copy is the document with marks in its margin, and the annex that they lead to."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import pikepdf
import pytest
from pikepdf import NameTree, Pdf

from assembler.document.nodes import Block, Comment, Row, Trace, Value, ValueId
from assembler.document.walk import leaves, runs
from assembler.inspect.pdf.opened import opened
from assembler.inspect.pdf.structure import RULES
from assembler.inspect.profile import EMA
from assembler.package.printed import in_reading_order
from assembler.package.trace import trace_annex
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.pdf.pieces import Chunk
from assembler.write.pdf.read import read
from assembler.write.pdf.trace import SIZE, _ranges
from assembler.write.pdf.write import differences, write
from assembler.write.written import Options, Written, trace_place, value_place
from tests.write.pdf.made import built
from tests.write.pdf.made import of as made
from tests.write.sample import sample
from tests.write.sample_tables import long_table
from tests.write.short import AT, cell, options, p, v


def of(*blocks: Block) -> Resolved:
    """A document of one section with these blocks, in which every value has a record."""
    bare = made(*blocks).document
    found = (one for run in runs(bare) for one in leaves(run.content))
    trace = Trace(("a.b",), ("x",), "as recorded", "", (AT,))
    return resolve(replace(bare, trace={i.id: trace for i in found if isinstance(i, Value)}))


def traced(resolved: Resolved) -> tuple[Written, Options]:
    """A document's trace copy, and the options that it was written with."""
    plain = write(resolved, options())
    annex = trace_annex(resolved, in_reading_order(resolved), plain.places, options())
    asked = options(trace=annex)
    return write(resolved, asked), asked


@cache
def copy() -> tuple[Written, Options]:
    """The trace copy of the sample."""
    return traced(sample())


class Found(NamedTuple):
    """A link: its page and height, where it leads, what it says."""

    page: int
    y: float
    to: str
    says: str


def links(pdf: Pdf, prefix: str) -> Iterator[Found]:
    """The links to names that begin so."""
    for number, page in enumerate(pdf.pages, start=1):
        for link in page.obj.get("/Annots", ()):
            if str(link.get("/Dest", "")).startswith(prefix):
                y = float(link.Rect[1])
                yield Found(number, y, str(link.Dest), str(link.Contents))


def places(pdf: Pdf) -> dict[str, tuple[int, float]]:
    """Named destination -> page and height."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    return {
        str(name): (pages[place[0].objgen], float(place[3]))
        for name, place in NameTree(pdf.Root.Names.Dests).items()
    }


def words_of(chunks: list[Chunk], last: int) -> list[tuple[int, str, str]]:
    return [(chunk.page, chunk.tag, chunk.text) for chunk in chunks if chunk.page <= last]


def test_the_document_says_the_same_on_the_same_pages() -> None:
    plain, count = read(built().data), built().page_count
    assert words_of(read(copy()[0].data).chunks, count) == words_of(plain.chunks, count)
    assert copy()[0].page_count > count


def test_what_the_document_draws_is_drawn_alike() -> None:
    with (
        pikepdf.open(BytesIO(built().data)) as pdf,
        pikepdf.open(BytesIO(copy()[0].data)) as marked,
    ):
        for page, other in zip(pdf.pages, marked.pages, strict=False):
            end = page.obj.Contents.read_bytes().index(b"/Artifact <</Type /Pagination>>")
            words = page.obj.Contents.read_bytes()[:end]
            assert other.obj.Contents.read_bytes().startswith(words)


def test_the_self_check_holds() -> None:
    written, asked = copy()
    assert differences(written, sample(), asked) == []


def test_every_value_has_one_mark_beside_its_line_and_a_row_that_leads_back() -> None:
    written, asked = copy()
    assert asked.trace is not None
    met: list[int] = []
    with pikepdf.open(BytesIO(written.data)) as pdf:
        named = places(pdf)
        for mark in links(pdf, "trace:"):
            first, _, last = mark.says.partition(" in ")[0].removeprefix("value").partition(" to ")
            numbers = range(int(first.strip("s ")), int(last or first.strip("s ")) + 1)
            met += numbers
            assert mark.to == trace_place(asked.trace.values[numbers[0] - 1])
            for number in numbers:
                page, y = named[value_place(asked.trace.values[number - 1])]
                assert page == mark.page and 0 < y - mark.y < 60
            assert named[mark.to][0] > built().page_count
        assert sorted(met) == list(range(1, len(asked.trace.values) + 1))
        back = list(links(pdf, "value:"))
        assert [link.to for link in back] == [value_place(value) for value in asked.trace.values]
        for value, link in zip(asked.trace.values, back, strict=True):
            page, y = named[trace_place(value)]
            assert link.page == page and link.y < y


def test_a_table_row_has_one_mark_however_many_lines_it_has() -> None:
    prose = "words that do not fit on one line of a narrow column " * 3
    row = Row((cell(prose, v("a", "3.0"), prose, v("b", "0.40")), cell(v("c", "<0.0001"), prose)))
    table = replace(long_table(), rows=(row,), columns=long_table().columns[:2], head=())
    written, _ = traced(of(table))
    with pikepdf.open(BytesIO(written.data)) as pdf:
        assert [mark.says for mark in links(pdf, "trace:")] == ["values 1 to 3 in the trace annex"]


def test_the_marks_of_a_page_do_not_touch() -> None:
    with pikepdf.open(BytesIO(copy()[0].data)) as pdf:
        marks = [(mark.page, mark.y) for mark in links(pdf, "trace:")]
    steps = [a[1] - b[1] for a, b in pairwise(marks) if a[0] == b[0]]
    assert all(step == 0 or step >= SIZE - 0.01 for step in steps)


def test_the_structure_is_sound() -> None:
    with opened("a-trace.pdf", copy()[0].data, EMA) as file:
        assert [seen for rule in RULES for seen in rule.judge(file)] == []


def test_a_mark_is_a_link_in_the_element_of_its_line() -> None:
    written, _ = traced(of(p("A value of ", v("a", "3.0"), ".")))
    with pikepdf.open(BytesIO(written.data)) as pdf:
        every = [link for page in pdf.pages for link in page.obj.get("/Annots", ())]
        marks = [link for link in every if str(link.get("/Dest", "")).startswith("trace:")]
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        elements = [parents[int(link.StructParent)] for link in marks]
        assert [(str(one.S), str(one.P.S)) for one in elements] == [("/Link", "/P")]


def test_every_page_says_what_it_is() -> None:
    written, _ = copy()
    assert all("Internal QC copy" in said for said in read(written.data).artifacts)
    with pikepdf.open(BytesIO(written.data)) as pdf:
        assert str(pdf.trailer.Info.Title).endswith("(internal QC copy)")


def test_the_destinations_of_the_document_stay_where_they_were() -> None:
    with (
        pikepdf.open(BytesIO(built().data)) as pdf,
        pikepdf.open(BytesIO(copy()[0].data)) as marked,
    ):
        before, after = places(pdf), places(marked)
    assert before.items() <= after.items()
    assert all(":" in name for name in after.keys() - before.keys())


def test_drafting_notes_are_left_out() -> None:
    resolved = of(p("A value of ", v("a", "3.0"), ".", Comment("Say more.", is_drafting=True)))
    assert b"D1" in _texts(write(resolved, options()).data)
    assert b"D1" not in _texts(traced(resolved)[0].data)


def test_a_mark_that_leads_elsewhere_is_found() -> None:
    written, asked = copy()
    assert asked.trace is not None
    swapped = (*asked.trace.values[-1:], *asked.trace.values[:-1])
    wrong = replace(asked, trace=replace(asked.trace, values=swapped))
    assert differences(written, sample(), wrong) == []  # the order of numbers is the table's
    unknown = replace(asked.trace, values=(*asked.trace.values, ValueId("0" * 16)))
    (found,) = differences(written, sample(), replace(asked, trace=unknown))
    assert "its mark leads to page 0" in found


def test_a_word_of_the_annex_that_is_another_is_found() -> None:
    written, asked = copy()
    assert asked.trace is not None
    other = of(long_table(3))
    annex = trace_annex(other, in_reading_order(other), {}, options())
    found = differences(written, sample(), replace(asked, trace=annex))
    assert any("the model 'Front" in one or "the model '2.5.1" in one for one in found)


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [
        ((1,), [(1, 1)]),
        ((3, 1, 2), [(1, 3)]),
        ((1, 2, 4, 5, 6, 9), [(1, 2), (4, 6), (9, 9)]),
        ((7, 7), [(7, 7)]),
    ],
)
def test_neighbours_are_one_range(numbers: tuple[int, ...], runs: list[tuple[int, int]]) -> None:
    assert _ranges(numbers) == runs


def _texts(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        return b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)
