"""The tables of the sample document; the words are invented."""

from assembler.document.nodes import (
    Column,
    Emphasis,
    Gap,
    Inline,
    Label,
    LineBreak,
    MarkedNote,
    NoteKey,
    NoteMark,
    Row,
    Table,
)
from tests.write.short import AT, NB, cell, cite, inlines, see, v, value_id

LOCAL = NoteMark((NoteKey("tbl-pfs/1"),))


BOTH = NoteMark((NoteKey("tbl-pfs/2"), *LOCAL.notes))


def results_table() -> Table:
    """Spanning heads, group rows, decimals, a gap, notes, abbreviations, source."""
    return Table(
        label=Label("tbl-pfs"),
        caption=inlines(
            "Progression-free survival by cohort, interim analysis, n = ", v("t1.n", "290")
        ),
        columns=(
            Column(3),
            Column(1.6, "decimal"),
            Column(1.6, "decimal"),
            Column(3, "center"),
            Column(1.6, "decimal"),
        ),
        head=(
            Row((cell(""), cell("Median, months", span=2), cell(""), cell(""))),
            Row(
                (
                    cell("Cohort"),
                    cell("Cabozantinib (N=", v("t1.caboN", "64"), ")"),
                    cell("Placebo"),
                    cell("Hazard ratio (95% CI)"),
                    cell(Emphasis(inlines("p")), "-value"),
                )
            ),
        ),
        rows=(
            Row((cell("Pancreatic cohort", span=5),), group=True),
            Row(
                (
                    cell("PFS, local review", LOCAL, indent=1),
                    cell(v("t1.a", "11.4")),
                    cell(v("t1.b", "3.0")),
                    cell(v("t1.c", f"0.27 (95%{NB}CI: 0.14, 0.49)")),
                    cell(v("t1.d", "<0.0001")),
                )
            ),
            Row(
                (
                    cell("PFS, central review", indent=1),
                    cell(Gap(value_id("t1.g1"), "not reported")),
                    cell(Gap(value_id("t1.g2"), "not reported")),
                    cell(),
                    cell(),
                )
            ),
            Row((cell("Extra-pancreatic cohort", span=5),), group=True),
            Row(
                (
                    cell("PFS, local review", LOCAL, indent=1),
                    cell(v("t1.e", "8.3"), BOTH),
                    cell(v("t1.f", "3.2")),
                    cell(v("t1.h", f"0.45 (95%{NB}CI: 0.30, 0.66)")),
                    cell(v("t1.i", "<0.0001")),
                )
            ),
        ),
        marked=(
            MarkedNote(
                BOTH.notes[0],
                inlines("The primary endpoint is assessed by central review ", cite(8, 12), "."),
            ),
            MarkedNote(LOCAL.notes[0], inlines("PFS was assessed by local radiology review.")),
        ),
        notes=(inlines("The cohorts were ", v("t1.note", "separate"), "."),),
        abbreviations=inlines("CI: confidence interval; PFS: progression-free survival."),
        source=inlines("Source: press release of ", v("t1.date", "2 July 2024"), "."),
        landscape=False,
        at=AT,
    )


def long_table(rows: int = 200) -> Table:
    """Adverse events, one row each."""

    def row(n: int) -> Row:
        return Row(
            (
                cell(f"Preferred term {n}", indent=n % 3),
                cell(v(f"ae.{n}.any", f"{n % 90 + 1} ({n % 90 + 0.5})")),
                cell(v(f"ae.{n}.g3", f"{n % 9} ({n % 9}.{n % 7})")),
            )
        )

    return Table(
        label=Label("tbl-ae"),
        caption=inlines("Adverse events by preferred term, safety population"),
        columns=(Column(4), Column(1.5, "decimal"), Column(1.5, "decimal")),
        head=(Row((cell("Preferred term"), cell("Any grade, n (%)"), cell("Grade ≥3, n (%)"))),),
        rows=tuple(row(n) for n in range(rows)),
        notes=(),
        abbreviations=(),
        source=inlines("Source: invented."),
        landscape=False,
        at=AT,
    )


def wide_table() -> Table:
    """Nine columns, on a landscape page."""
    return Table(
        label=Label("tbl-wide"),
        caption=inlines("Endpoints, assessors and status"),
        columns=tuple(Column(2 if n == 0 else 1, "left" if n < 2 else "center") for n in range(9)),
        head=(Row(tuple(cell(f"Column {n}") for n in range(9))),),
        rows=tuple(
            Row(tuple(cell(v(f"wide.{r}.{c}", f"{r}.{c} months")) for c in range(9)))
            for r in range(6)
        ),
        notes=(inlines("Landscape because of its nine columns."),),
        abbreviations=(),
        source=(),
        landscape=True,
        at=AT,
    )


def design_table() -> Table:
    """Two columns of prose."""

    def row(head: str, *content: Inline | str) -> Row:
        return Row((cell(head), cell(*content)))

    return Table(
        label=Label("tbl-design"),
        caption=inlines("Key features of the trial"),
        columns=(Column(1), Column(3)),
        head=(Row((cell("Feature"), cell("Description"))),),
        rows=(
            row(
                "Design",
                "Randomised, double-blind, placebo-controlled, two cohorts",
                LineBreak(),
                "randomised separately ",
                cite(7, 2, 3),
            ),
            row("Randomisation", v("d.ratio", "2:1")),
            row("Blinding of the review", Gap(value_id("d.gap"), "not reported")),
            row("Hostile text", v("d.bad", "<b>R&D</b> | *x* {{ 7*7 }} \"q\" 'q' \\n &amp;")),
        ),
        notes=(),
        abbreviations=(),
        source=inlines("Source: invented, see ", see("sec-2.5.4.1"), "."),
        landscape=False,
        at=AT,
    )
