"""A document that uses every node, for the writers' tests; the words are invented."""

from collections.abc import Iterator
from hashlib import sha256

from assembler.document.nodes import (
    Abbreviation,
    Blocks,
    BulletList,
    Document,
    Emphasis,
    Gap,
    Inlines,
    Item,
    LineBreak,
    Link,
    Note,
    OrderedList,
    ReferenceList,
    Section,
    Strong,
    Subscript,
    Superscript,
    Trace,
    ValueId,
)
from assembler.problems import Position
from assembler.resolve.resolve import Resolved, resolve
from assembler.resolve.words import values_of
from tests.write.sample_tables import design_table, long_table, results_table, wide_table
from tests.write.short import (
    AT,
    KEYS,
    NB,
    cite,
    footnote,
    inlines,
    p,
    section,
    see,
    v,
    value_id,
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
