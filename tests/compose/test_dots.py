"""Dot plots: shares of patients by term and arm; the counts are invented."""

from decimal import Decimal

from assembler.document.figures import DotPlot, DotRow, words_of
from assembler.document.nodes import Figure, Value
from assembler.document.walk import figures, leaves
from assembler.load import Loaded
from tests.compose.desk import Said, composed, edited, said
from tests.compose.desk import words_of as words

ASKED = ":::{figure} fig-dots\n:::\n"
SHELL = """
kind: dot-plot
caption: Adverse events
when: row.preferred_term
head: Term
label: "{{ row.preferred_term }}"
part: row.patients
whole: safety.adverse_events.sizes[row.arm]
"""
ROWS = """
placebo,Nausea,8
fictivinib,Nausea,20
fictivinib,Rash,4
fictivinib,Fatigue,24
placebo,Fatigue,0
"""


def safety(rows: str = ROWS, more: str = "sizes: {fictivinib: 80, placebo: 40}, ") -> Loaded:
    """The mini study with these adverse events."""
    cells = [line.split(",") for line in rows.strip().splitlines()]
    items = [
        f"{{arm: {arm}, system_organ_class: Any, preferred_term: {term}, patients: {n}}}"
        for arm, term, n in cells
    ]
    return edited(safety=f"adverse_events: {{{more}rows: [{', '.join(items)}]}}\n")


def drawn(shell: str = SHELL, study: Loaded | None = None) -> Figure:
    files = {"report/figures/dots.yaml": shell}
    return next(figures(composed(ASKED, files=files, study=study or safety()).document))


def rows(shell: str = SHELL, study: Loaded | None = None) -> list[DotRow]:
    drawing = drawn(shell, study).drawing
    assert isinstance(drawing, DotPlot)
    return [row for group in drawing.groups for row in group.rows]


def labels(shell: str = SHELL) -> list[str]:
    return [words(row.label) for row in rows(shell)]


def refused(shell: str = SHELL, study: Loaded | None = None) -> Said:
    (problem,) = said(ASKED, files={"report/figures/dots.yaml": shell}, study=study)
    return problem


def notes(figure: Figure) -> list[str]:
    return [words(note) for note in figure.notes]


def test_a_share_is_a_count_of_a_count_in_the_order_of_the_arms() -> None:
    nausea, rash, fatigue = rows()
    assert nausea.shares == (Decimal(25), Decimal(20))
    assert [words(cell) for cell in nausea.cells] == ["20 (25.0)", "8 (20.0)"]
    assert [words(cell) for cell in fatigue.cells] == ["24 (30.0)", "0 (0)"]
    assert fatigue.shares[1] == 0
    assert (rash.shares, words(rash.cells[1])) == ((Decimal(5), None), "–")


def test_what_has_no_number_is_a_dash_with_its_note() -> None:
    assert notes(drawn()) == ["–, no number is recorded."]
    assert notes(drawn(study=safety("placebo,Nausea,8\n"))) == []


def test_rows_stand_as_recorded_or_by_the_largest_share_of_any_arm() -> None:
    assert labels() == ["Nausea", "Rash", "Fatigue"]
    assert labels(SHELL + "order: falling\n") == ["Fatigue", "Nausea", "Rash"]


def test_a_threshold_is_met_in_any_arm_or_in_the_one_named() -> None:
    assert labels(SHELL + "threshold: 20\n") == ["Nausea", "Fatigue"]
    named = SHELL + 'threshold: 20\nthreshold_arm: trial.arms["placebo"]\n'
    assert labels(named) == ["Nausea"]
    assert notes(drawn(SHELL + "threshold: 20\n")) == [
        "Only rows with at least 20% of the patients in any arm are shown."
    ]
    assert notes(drawn(named)) == [
        "Only rows with at least 20% of the patients in the placebo arm are shown."
    ]


def test_a_recorded_threshold_is_printed_as_a_value_and_none_leaves_nothing_out() -> None:
    shell = SHELL + "threshold: safety.adverse_events.threshold\n"
    assert labels(shell) == ["Nausea", "Rash", "Fatigue"]
    study = safety(more="sizes: {fictivinib: 80, placebo: 40}, threshold: 7.5%, ")
    note = drawn(shell, study).notes[0]
    assert [one.text for one in note if isinstance(one, Value)] == ["7.5%"]


def test_a_threshold_that_no_row_reaches_leaves_nothing_out_and_is_not_named() -> None:
    made = drawn(SHELL + "threshold: 31\n", safety("placebo,Nausea,8\n"))
    assert notes(made) == []
    assert isinstance(made.drawing, DotPlot)
    assert len(made.drawing.groups[0].rows) == 1


def test_of_many_rows_the_most_frequent_are_shown_and_equal_ones_stay_together() -> None:
    assert labels(SHELL + "most: 2\n") == ["Nausea", "Fatigue"]
    assert notes(drawn(SHELL + "most: 2\n"))[0] == "At most the 2 most frequent rows are shown."
    assert notes(drawn(SHELL + "most: 3\n")) == notes(drawn())
    equal = safety("placebo,Nausea,8\nplacebo,Rash,4\nplacebo,Fatigue,4\n")
    assert [words(row.label) for row in rows(SHELL + "most: 2\n", equal)] == ["Nausea"]
    same = safety("placebo,Nausea,4\nplacebo,Rash,4\n")
    assert [words(row.label) for row in rows(SHELL + "most: 1\n", same)] == ["Nausea"]


def test_terms_below_the_threshold_leave_no_trace() -> None:
    files = {"report/figures/dots.yaml": SHELL + "threshold: 20\n"}
    document = composed(ASKED, files=files, study=safety()).document
    assert not any("rows[2]" in path for one in document.trace.values() for path in one.paths)


def test_both_operands_of_a_share_are_traced() -> None:
    files = {"report/figures/dots.yaml": SHELL}
    document = composed(ASKED, files=files, study=safety()).document
    (one,) = figures(document)
    values = [v for line in words_of(one.drawing) for v in leaves(line) if isinstance(v, Value)]
    (nausea,) = [value for value in values if value.text == "20\u00a0(25.0)"]
    assert document.trace[nausea.id].paths == (
        "safety.adverse_events.rows[1].patients",
        "safety.adverse_events.sizes.fictivinib",
    )
    assert not nausea.anchored


def test_the_axis_begins_at_0_and_holds_every_share() -> None:
    drawing = drawn().drawing
    assert isinstance(drawing, DotPlot)
    assert [tick.text for tick in drawing.ticks] == ["0", "5", "10", "15", "20", "25", "30"]


def test_groups_have_headings_and_their_own_rows() -> None:
    drawing = drawn(SHELL + 'group: "{{ row.system_organ_class }}"\n').drawing
    assert isinstance(drawing, DotPlot)
    assert [(words(group.label), len(group.rows)) for group in drawing.groups] == [("Any", 3)]


def test_the_alternative_text_says_every_number() -> None:
    assert drawn(SHELL + "threshold: 30\n").alternative == (
        "Dot plot. Patients, %. In this order: Fictivinib, n (%); Placebo, n (%). "
        "Fatigue: 24 (30.0), 0 (0)."
    )


def test_two_counts_of_one_term_and_arm_are_refused() -> None:
    problem = refused(study=safety(ROWS + "placebo,Nausea,9\n"))
    assert problem.rule == "figure.one-mark"
    assert "rows[0].patients and safety.adverse_events.rows[5].patients" in problem.words


def test_without_counts_or_sizes_a_dot_plot_is_refused_with_the_reason() -> None:
    for problem in (refused(), refused(study=safety(more=""))):
        assert problem.rule == "figure.has-data"
        assert "shares are not drawn from words" in problem.words


def test_the_shared_shell_shows_the_most_frequent_first_from_a_share_on_that_it_says() -> None:
    asked = ":::{figure} fig-adverse-events-dot-plot\n:::\n"
    (figure,) = figures(composed(asked, study=safety()).document)
    assert notes(figure)[0] == "Only rows with at least 10% of the patients in any arm are shown."
    drawing = figure.drawing
    assert isinstance(drawing, DotPlot)
    assert [words(row.label) for group in drawing.groups for row in group.rows] == [
        "Fatigue", "Nausea",
    ]  # fmt: skip
    assert words(drawing.arms[1]).startswith("Placebo")
