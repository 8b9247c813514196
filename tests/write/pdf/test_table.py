"""Columns, alignment, rows taller than a page, nothing outside the margins."""

import ctypes
from collections.abc import Iterator
from cProfile import Profile

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assembler.document.nodes import Cell, Column, Inlines, Label, Row, Table
from assembler.write.pdf.write import differences, write
from tests.write.pdf.made import built, of
from tests.write.short import AT, cell, inlines, look, options, p, v


def table(
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    *,
    head: tuple[Cell, ...] = (),
    caption: Inlines = inlines("Caption"),  # noqa: B008
    landscape: bool = False,
) -> Table:
    heads = (Row(head),) if head else ()
    return Table(
        Label("tbl-t"), caption, columns, heads, rows, (), (), inlines("Source"), landscape, AT
    )


def outside(data: bytes) -> Iterator[str]:
    """Text objects that stand beyond the margins; running heads and feet aside."""
    page_look = look().page
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    with pdfium.PdfDocument(data) as pdf:
        for page in pdf:
            width, height = page.get_size()
            for n in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
                obj = pdfium_c.FPDFPage_GetObject(page.raw, n)
                if pdfium_c.FPDFPageObj_GetMarkedContentID(obj) < 0:
                    continue
                pdfium_c.FPDFPageObj_GetBounds(obj, left, bottom, right, top)
                inside = (
                    left.value >= page_look.left - 1
                    and right.value <= width - page_look.right + 1
                    and bottom.value >= page_look.bottom - 4
                    and top.value <= height - page_look.top + 4
                )
                if not inside:
                    yield f"{left.value:.0f} {bottom.value:.0f} {right.value:.0f} {top.value:.0f}"


def test_the_sample_stays_inside_the_margins() -> None:
    assert list(outside(built().data)) == []


def test_hostile_cells_stay_inside_the_margins_and_keep_every_word() -> None:
    many = " ".join(f"word{n}" for n in range(3000))
    columns = (Column(1), Column(1, "decimal"), Column(1, "center"))
    rows = (
        Row((cell("W" * 10_000), cell(v("n", "11.4")), cell(many))),
        Row((cell(v("long", many)), cell(v("wide", "M" * 2000)), cell())),
        Row((cell(many, span=3),), group=True),
    )
    head = (cell("A"), cell("H" * 300), cell("C"))
    resolved = of(table(columns, rows, head=head), p("W" * 10_000))
    written = write(resolved, options())
    assert list(outside(written.data)) == []
    assert differences(written, resolved, options()) == []


def test_a_head_taller_than_a_page_is_drawn_once_and_cut() -> None:
    many = " ".join(f"word{n}" for n in range(3000))
    rows = (Row((cell("one"),)),)
    resolved = of(table((Column(1),), rows, head=(cell(many),), caption=inlines(many)))
    written = write(resolved, options())
    assert list(outside(written.data)) == []
    assert differences(written, resolved, options()) == []


def events(cohorts: int, terms: int) -> tuple[Row, ...]:
    """Rows of cohorts, in each classes of nine terms."""
    rows: list[Row] = []
    for cohort in range(cohorts):
        rows.append(Row((cell(f"Cohort {cohort}", span=2),), group=True))
        for term in range(terms):
            if term % 9 == 0:
                rows.append(Row((cell(f"Class {cohort}.{term}"), cell("7"))))
            rows.append(Row((Cell(inlines(f"term {term}"), indent=1), cell("3"))))
    return tuple(rows)


def test_a_page_that_begins_inside_a_cohort_says_which_cohort_and_class_go_on() -> None:
    resolved = of(table((Column(2), Column(1)), events(2, 60), head=(cell("Term"), cell("n"))))
    written = write(resolved, options())
    with pdfium.PdfDocument(written.data) as pdf:
        pages = [page.get_textpage().get_text_range().split("Term", 1)[-1] for page in pdf][2:]
    assert [" ".join(page.split("term")[0].split()) for page in pages] == [
        "n Cohort 0 (continued) Class 0.36 7",
        "n Cohort 1 (continued) Class 1.9 (continued)",
        "n Cohort 1 (continued) Class 1.45 (continued)",
    ]
    assert differences(written, resolved, options()) == []


def test_a_table_of_four_times_the_rows_costs_four_times_the_calls() -> None:
    def calls(count: int) -> int:
        rows = tuple(Row((cell(f"r{n}"), cell(v(f"v{n}", f"{n}.5")))) for n in range(count))
        resolved = of(table((Column(1), Column(1, "decimal")), rows, head=(cell("a"), cell("b"))))
        profile = Profile()
        profile.runcall(write, resolved, options())
        return sum(entry.callcount for entry in profile.getstats())

    few, more, most = calls(250), calls(500), calls(1000)
    assert most - more < 2.2 * (more - few)


def test_a_table_without_rows_or_head_builds() -> None:
    for rows in ((), (Row((cell("one"),)),)):
        resolved = of(table((Column(1),), rows))
        assert differences(write(resolved, options()), resolved, options()) == []
