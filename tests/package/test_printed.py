"""Every printed value with its place and the words around it."""

from dataclasses import replace

from assembler.document.nodes import (
    Block,
    Gap,
    Label,
    ReferenceList,
    Row,
    Text,
    Trace,
    Value,
    ValueId,
)
from assembler.document.walk import leaves, runs
from assembler.package.printed import Printed, in_reading_order, printed
from assembler.resolve.resolve import Resolved, resolve
from tests.write.sample import document, sample
from tests.write.sample_tables import results_table
from tests.write.short import AT, cell, cite, inlines, p, section, v, value_id


def by_id(resolved: Resolved) -> dict[str, Printed]:
    return {one.id: one for one in printed(resolved)}


def of(*blocks: Block) -> Resolved:
    """A document of one section with these blocks; every value traced."""
    bare = replace(
        document(),
        front=(),
        subject=(),
        sections=(section("sec-2.5.4", "2.5.4", inlines("Efficacy"), blocks),),
    )
    found = {i.id for r in runs(bare) for i in leaves(r.content) if isinstance(i, Value | Gap)}
    return resolve(replace(bare, trace={i: Trace(("a.b",), ("x",), "", "", ()) for i in found}))


def around(*blocks: Block) -> list[str]:
    return [one.around for one in printed(of(*blocks))]


def test_every_value_and_absence_is_listed_in_reading_order() -> None:
    listed = [one.id for one in printed(sample())]
    walked = [
        inline.id
        for run in runs(document())
        for inline in leaves(run.content)
        if isinstance(inline, Value | Gap)
    ]
    assert listed == walked and len(listed) > 100


def test_the_entries_of_the_reference_list_stand_where_the_list_stands() -> None:
    first, second = Value(ValueId("r1"), "Doe A. A title.", False), Value(ValueId("r2"), "2020.")
    whole = document()
    sections = (
        section("sec-1", "2.5.4", inlines("Efficacy"), (p(v("a", "93"), " ", cite(1, 1)),)),
        section("sec-2", "2.5.7", inlines("References"), (ReferenceList(AT),)),
        section("sec-3", "2.5.8", inlines("Annex"), (p(v("b", "290")),)),
    )
    known = {value_id("a"): "a", value_id("b"): "b", first.id: "title", second.id: "issued"}
    few = replace(
        whole,
        front=(),
        subject=(),
        sections=sections,
        references=dict.fromkeys(whole.references, (first, Text(" "), second)),
        trace={i: Trace((path,), ("x",), "nlm", "s", (AT,)) for i, path in known.items()},
    )
    entry = "Doe A. A title. 2020."
    assert [(o.section, o.kind, o.where, o.text) for o in in_reading_order(resolve(few))] == [
        ("2.5.4", "value", "text", "93"),
        ("2.5.7", "reference", "reference 1", entry),
        ("2.5.8", "value", "text", "290"),
    ]
    trace = next(o.trace for o in in_reading_order(resolve(few)) if o.kind == "reference")
    assert trace == Trace(("title", "issued"), ("x", "x"), "nlm", "s", (AT, AT))


def test_a_value_stands_between_marks_in_about_sixty_characters() -> None:
    before = "word " * 40
    (said,) = around(p(before, v("a", "0.40"), " and more " + "word " * 40))
    assert "«0.40» and more word" in said
    assert said.startswith("…word") and said.endswith("word…")
    assert len(said) < 75


def test_a_short_text_is_shown_whole() -> None:
    assert around(p("In ", v("a", "93"), " of ", v("b", "290"), ".")) == [
        "In «93» of 290.",
        "In 93 of «290».",
    ]


def test_a_long_value_is_shown_without_its_middle() -> None:
    (said,) = around(p(v("a", "begin " + "x" * 500 + " end")))
    assert said.startswith("«begin x") and said.endswith("x end»") and len(said) < 65


def test_a_cell_is_named_by_its_group_row_and_column() -> None:
    table = results_table()
    said = {one.text: one for one in printed(of(table))}
    assert said["11.4"].where == "Table\u00a01"
    assert said["11.4"].around == (
        "Pancreatic cohort / PFS, local review | Median, months, Cabozantinib (N=64): «11.4»"
    )
    assert said["8.3"].around.startswith("Extra-pancreatic cohort / PFS, local review | ")
    assert said["290"].where == "Table\u00a01, caption"
    assert said["64"].where == "Table\u00a01, head" and said["64"].around == "Cabozantinib (N=«64»)"
    assert said["2 July 2024"].where == "Table\u00a01, note"


def test_the_first_cell_of_a_row_does_not_name_itself() -> None:
    table = replace(
        results_table(), head=(), rows=(Row((cell(v("a", "PFS")), *[cell("x")] * 4)),), notes=()
    )
    assert around(replace(table, caption=(), source=(), label=Label("tbl-x"))) == ["«PFS»"]


def test_values_names_absences_and_to_dos_are_told_apart() -> None:
    name = Value(ValueId("n"), "cabozantinib", anchored=False)
    gap, owed = Gap(ValueId("g"), "not reported"), Gap(ValueId("o"), "[Author: discuss]")
    kinds = [one.kind for one in printed(of(p(v("a", "93"), name, gap, owed)))]
    assert kinds == ["value", "name", "absence", "to do"]
