"""A document that uses every node, for the writers' tests; the words are invented."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import yaml

from assembler.document.nodes import (
    Abbreviation,
    Blocks,
    BulletList,
    Cell,
    Cite,
    Column,
    CrossRef,
    Document,
    Emphasis,
    Footnote,
    Gap,
    Inline,
    Inlines,
    Item,
    Label,
    LineBreak,
    Link,
    MarkedNote,
    Note,
    NoteKey,
    NoteMark,
    OrderedList,
    Paragraph,
    ReferenceKey,
    ReferenceList,
    Row,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Trace,
    Value,
    ValueId,
)
from assembler.problems import Position
from assembler.resolve.resolve import Resolved, resolve
from assembler.resolve.words import values_of
from assembler.write.look import Look
from assembler.write.written import Options

AT = Position("sections/sample.md", 1, 1)
KEYS = tuple(ReferenceKey(f"author{n}-20{n:02d}") for n in range(1, 13))
NB = "\u00a0"


@cache
def look() -> Look:
    """The shipped look `eu`."""
    path = Path(__file__).parents[2] / "templates" / "looks" / "eu.yaml"
    return Look.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def options(**changes: object) -> Options:
    """Options as a build gives them, with `changes`."""
    given: dict[str, object] = {
        "look": look(),
        "dated": date(2024, 7, 2),
        "author": "Example Pharma",
        "versions": {"assembler": "0.1.0", "templates/clinical-overview": "sha256:00ff"},
    }
    return Options(**{**given, **changes})  # type: ignore[arg-type]


def value_id(path: str) -> ValueId:
    """The id of the value at a record path (one use each in this document)."""
    return ValueId(sha256(path.encode()).hexdigest()[:16])


def v(path: str, text: str) -> Value:
    """A value with a record path."""
    return Value(value_id(path), text)


def t(text: str) -> Text:
    """Words of a template."""
    return Text(text)


def cite(n: int, *keys: int) -> Cite:
    """The n-th cluster of the document, of the references with these numbers."""
    return Cite(value_id(f"cite-{n}"), tuple(KEYS[k - 1] for k in keys), AT)


def see(label: str) -> CrossRef:
    """A cross-reference."""
    return CrossRef(Label(label), AT)


def footnote(n: int) -> Footnote:
    """The n-th footnote, with a value, a citation, a cross-reference and a link."""
    return Footnote(
        NoteKey(f"sec-2.5.4/{n}"),
        inlines(
            "Of ",
            v(f"foot.{n}", f"{n}.0"),
            Emphasis(inlines(" months")),
            ", ",
            cite(20 + n, 1),
            "; see ",
            see("sec-2.5.4.2"),
            " and ",
            Link("https://example.org/foot", inlines("a site")),
            ".",
        ),
        AT,
    )


def p(*content: Inline | str) -> Paragraph:
    """A paragraph; strings are template words."""
    return Paragraph(inlines(*content), AT)


def inlines(*content: Inline | str) -> Inlines:
    """A run of inlines; strings are template words."""
    return tuple(t(c) if isinstance(c, str) else c for c in content)


def cell(*content: Inline | str, span: int = 1, indent: int = 0) -> Cell:
    """A table cell."""
    return Cell(inlines(*content), span, indent)


def section(
    label: str, number: str | None, title: Inlines, blocks: Blocks, *sections: Section
) -> Section:
    """A section."""
    return Section(Label(label), number, title, blocks, sections, AT)


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


def efficacy() -> Section:
    """Three levels of headings; lists, notes, emphasis, Greek, citations."""
    pnet = Abbreviation(1, "pNET", "pancreatic neuroendocrine tumour", "pNET")
    again = Abbreviation(2, "pNETs", "pancreatic neuroendocrine tumours", "pNET")
    return section(
        "sec-2.5.4",
        "2.5.4",
        inlines("Overview of efficacy"),
        (
            p(
                "Patients with ",
                pnet,
                " and others ",
                cite(1, 1),
                " were treated; ",
                again,
                " are rare ",
                cite(2, 2, 3),
                ". The ",
                Emphasis(
                    inlines(
                        "hazard ratio was ",
                        Strong(inlines(v("hr", f"0.27 (95%{NB}CI: 0.14, 0.49)"))),
                    )
                ),
                " in ",
                see("tbl-pfs"),
                ", see ",
                see("sec-2.5.4.2"),
                " and ",
                see("sec-added"),
                ".",
            ),
            p(
                "Greek α, β, μ; ≥3, ≤5, ±, −1.5, x",
                Superscript(inlines("2")),
                ", H",
                Subscript(inlines("2")),
                "O, 10",
                Superscript(inlines(v("exp", "9"))),
                "/L; non‑breaking hyphen; ",
                Strong(inlines("bold ", Emphasis(inlines("and italic")))),
                "; a ",
                Link("https://example.org/a?b=1&c=2", inlines("link to ", v("lnk", "NCT0"))),
                "; line one",
                LineBreak(),
                "line two.",
            ),
            BulletList(
                (
                    Item((p("First, with a value ", v("li.1", "16.7 months"), ".", footnote(1)),)),
                    Item(
                        (
                            p("Second, with a list:"),
                            BulletList((Item((p("inner one"),)), Item((p("inner two"),))), AT),
                            p("and a second paragraph."),
                        )
                    ),
                ),
                AT,
            ),
            OrderedList((Item((p("one"),)), Item((p("two"),)), Item((p("three"),))), 1, AT),
            p("Another list starts at four:"),
            OrderedList(
                (
                    Item(
                        (p("four"), OrderedList((Item((p("inner"),)), Item((p("next"),))), 1, AT))
                    ),
                    Item((p("five"),)),
                ),
                4,
                AT,
            ),
            Note(
                (
                    p("Prepared from a press release; ", Strong(inlines("not verified")), "."),
                    BulletList((Item((p("What it supports"),)), Item((p("what not"),))), AT),
                ),
                AT,
            ),
        ),
        section(
            "sec-2.5.4.1",
            "2.5.4.1",
            inlines("Study design in ", v("title.n", "290"), " patients"),
            (
                p(
                    "The design is in ",
                    see("tbl-design"),
                    footnote(2),
                    ". ",
                    Gap(value_id("author"), "[Author: discuss the control arm]"),
                    " The wide one is ",
                    see("tbl-wide"),
                    ".",
                ),
                design_table(),
                p("After the table."),
            ),
            section(
                "sec-added",
                None,
                inlines("A subsection numbered by the program"),
                (p("Text ", cite(3, 4), "."),),
            ),
            section("sec-added-2", None, inlines("Another one"), (wide_table(), p("Portrait."))),
        ),
        section(
            "sec-2.5.4.2",
            "2.5.4.2",
            inlines("Results"),
            (
                p("Results ", cite(4, 6, 7, 8, 9), " follow ", cite(5, 5, 10, 11), "."),
                results_table(),
                p("Between two tables."),
                long_table(),
            ),
        ),
    )


def document() -> Document:
    """The whole sample document."""
    sections = (
        efficacy(),
        section(
            "sec-2.5.7",
            "2.5.7",
            inlines("Literature references"),
            (p("All are cited ", cite(6, 12, 1, 2, 3), "."), ReferenceList(AT)),
        ),
    )
    references = {
        key: inlines(
            f"Author{n} AB, Other CD, et al. A title of some length, so that the entry takes two "
            f"lines of the page: number {n}. ",
            Emphasis(inlines("J Clin Oncol.")),
            f" 20{n:02d};{n}(3):{n}01–{n}9. ",
            Link(f"https://doi.org/10.1000/{n}", inlines(f"doi:10.1000/{n}")),
        )
        for n, key in enumerate(KEYS, start=1)
    }
    front = (
        Note(
            (
                p(
                    "Prepared from a press release of ",
                    v("front.date", "2 July 2024"),
                    ", not verified against a study report.",
                ),
            ),
            AT,
        ),
    )
    subject = inlines("Cabozantinib in ", v("subject", "neuroendocrine tumours"))
    return Document(
        id="clinical-overview",
        number="2.5",
        title="Clinical Overview",
        language="en-GB",
        subject=subject,
        front=front,
        sections=sections,
        trace={i: _trace(text) for i, text in _values(subject, front, sections)},
        references=references,
    )


def sample() -> Resolved:
    """The sample document, resolved."""
    return resolve(document())


def _trace(text: str) -> Trace:
    return Trace(
        (f"efficacy.analyses.sample.{sha256(text.encode()).hexdigest()[:6]}",),
        (text,),
        "as recorded",
        "Press release, 2 July 2024, bullet 1",
        (Position("efficacy.yaml", 14, 5),),
    )


def _values(
    subject: Inlines, front: Blocks, sections: tuple[Section, ...]
) -> Iterator[tuple[ValueId, str]]:
    from assembler.document.walk import runs

    bare = Document("x", "2.5", "x", "en", subject, front, sections, {}, {})
    for run in runs(bare):
        yield from values_of(run.content)
