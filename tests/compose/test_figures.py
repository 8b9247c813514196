"""Figure shells filled from the records of real studies."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from assembler.compose.compose import TemplateRoot, compose
from assembler.compose.drawing import plain
from assembler.document.figures import ForestPlot, SchemaBox, StudySchema, words_of
from assembler.document.nodes import (
    Document,
    Figure,
    Gap,
    Paragraph,
    Subscript,
    Superscript,
    Text,
    Value,
)
from assembler.document.walk import figures, leaves
from assembler.load import Loaded, load
from assembler.problems import Problem, ProblemsFound
from assembler.shipped import shipped
from tests.places import CABINET, MINI

FOREST = """
    kind: forest-plot
    caption: Hazard ratios
    needs: [efficacy.analyses]
    each: analysis in efficacy.analyses
    when: analysis.type == "time-to-event"
    head: Analysis
    label: "{{ analysis.endpoint.variable | capitalize }}"
    estimate: analysis.comparison.hazard_ratio
    interval: analysis.comparison.interval
    columns:
      - {head: Hazard ratio, value: analysis.comparison | ratio_bounds}
    axis:
      title: Hazard ratio, logarithmic scale
      favours_left: "Favours {{ analysis.comparison.of.label }}"
      favours_right: "Favours {{ analysis.comparison.versus.label }}"
    source: analysis.source
"""


@cache
def study(folder: Path) -> Loaded:
    return load(folder)


def composed(folder: Path, shell: str, home: Path) -> Document:
    """A document of one section that shows the figure which the shell makes."""
    files = {
        "outline.yaml": """
            number: "2.5"
            title: Probe
            subject: ""
            sections: [{number: 2.5.4, title: Efficacy, clause: invented, template: probe.md}]
        """,
        "probe.md": ":::{figure} fig-probe\n:::\n",
        "figures/probe.yaml": shell,
    }
    for name, text in files.items():
        path = home / "probe" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    loaded = study(folder)
    roots = [TemplateRoot(home, "templates"), TemplateRoot(shipped("templates"), "shipped")]
    return compose(loaded.dossier, "probe", roots, at=loaded.at).document


def figure(folder: Path, shell: str, home: Path) -> Figure:
    return next(figures(composed(folder, shell, home)))


def plot(folder: Path, shell: str, home: Path) -> ForestPlot:
    drawing = figure(folder, shell, home).drawing
    assert isinstance(drawing, ForestPlot)
    return drawing


def refused(folder: Path, shell: str, home: Path) -> Problem:
    with pytest.raises(ProblemsFound) as found:
        composed(folder, shell, home)
    (problem,) = found.value.problems
    return problem


# --- forest plots


def test_a_row_stands_at_the_recorded_digits(tmp_path: Path) -> None:
    rows = [row for group in plot(CABINET, FOREST, tmp_path).groups for row in group.rows]
    assert [(row.estimate, row.lower, row.upper) for row in rows] == [
        (Decimal("0.27"), Decimal("0.14"), Decimal("0.49")),
        (Decimal("0.45"), Decimal("0.30"), Decimal("0.66")),
    ]
    assert [
        leaf.text for row in rows for cell in row.cells for leaf in cell if isinstance(leaf, Value)
    ] == [
        "0.27\u00a0(0.14,\u00a00.49)",
        "0.45\u00a0(0.30,\u00a00.66)",
    ]


def test_cohorts_that_were_randomised_separately_stand_apart_even_without_headings(
    tmp_path: Path,
) -> None:
    assert [len(group.rows) for group in plot(CABINET, FOREST, tmp_path).groups] == [1, 1]


def test_items_under_the_same_heading_stand_together(tmp_path: Path) -> None:
    twice = FOREST.replace(
        "each: analysis in efficacy.analyses",
        "each: analysis in [efficacy.analyses | first, efficacy.analyses | first]",
    )
    assert [len(group.rows) for group in plot(MINI, twice, tmp_path).groups] == [2]


def test_every_value_in_a_drawing_is_traced_and_has_no_anchor(tmp_path: Path) -> None:
    document = composed(CABINET, FOREST, tmp_path)
    (one,) = figures(document)
    values = [v for words in words_of(one.drawing) for v in leaves(words) if isinstance(v, Value)]
    assert values
    assert not any(value.anchored for value in values)
    assert all(document.trace[value.id].paths for value in values)
    estimates = [document.trace[v.id].paths for v in values if v.text.startswith("0.27")]
    assert estimates[0][0] == "efficacy.analyses.pfs-pnet-local.comparison.hazard_ratio"
    assert estimates[0][1].endswith(".interval")


def test_the_axis_holds_every_interval_and_no_difference(tmp_path: Path) -> None:
    axis = plot(CABINET, FOREST, tmp_path).axis
    assert [tick.text for tick in axis.ticks] == ["0.1", "0.2", "0.5", "1", "2"]
    assert axis.null == 1


def test_ticks_may_be_stated_and_what_lies_beyond_is_explained(tmp_path: Path) -> None:
    shell = FOREST.replace("title: Hazard", "ticks: [0.2, 0.5, 1]\n      title: Hazard")
    one = figure(CABINET, shell, tmp_path)
    assert isinstance(one.drawing, ForestPlot)
    assert [tick.text for tick in one.drawing.axis.ticks] == ["0.2", "0.5", "1"]
    notes = ["".join(getattr(i, "text", "") for i in note) for note in one.notes]
    assert notes == ["An arrow marks what lies beyond the ends of the axis."]
    assert not figure(CABINET, FOREST, tmp_path).notes


@pytest.mark.parametrize("ticks", ["[0.2]", "[2, 1, 0.5]", "[0.2, 0.5]", "[0, 1, 2]"])
def test_ticks_that_make_no_axis_are_refused(ticks: str, tmp_path: Path) -> None:
    shell = FOREST.replace("title: Hazard", f"ticks: {ticks}\n      title: Hazard")
    problem = refused(CABINET, shell, tmp_path)
    assert problem.rule == "figure.axis-ascends"
    assert problem.at is not None and problem.at.file.endswith("figures/probe.yaml")


def test_rows_that_favour_other_arms_are_refused(tmp_path: Path) -> None:
    shell = FOREST.replace(
        "Favours {{ analysis.comparison.of.label }}", "{{ analysis.cohort.label }}"
    )
    problem = refused(CABINET, shell, tmp_path)
    assert problem.rule == "figure.rows-agree"
    assert "pNET" in problem.message and "epNET" in problem.message


def test_the_alternative_text_says_every_number_and_the_directions(tmp_path: Path) -> None:
    one = figure(CABINET, FOREST, tmp_path)
    printed = {
        leaf.text.replace("\u00a0", " ")
        for words in words_of(one.drawing)
        for leaf in leaves(words)
        if isinstance(leaf, Value | Gap)
    }
    assert [text for text in printed if text.lower() not in one.alternative.lower()] == []
    assert "left of 1: Favours cabozantinib" in one.alternative


def test_a_figure_without_an_estimate_is_a_problem_or_a_sentence(tmp_path: Path) -> None:
    nothing = FOREST.replace('"time-to-event"', '"binary"')
    assert refused(CABINET, nothing, tmp_path).rule == "figure.has-data"
    section = composed(CABINET, nothing + "    empty: Nothing to draw.\n", tmp_path).sections[0]
    assert isinstance(section.blocks[0], Paragraph)


def test_a_citation_inside_a_drawing_is_refused(tmp_path: Path) -> None:
    shell = FOREST.replace("| capitalize }}", "| capitalize }} [@chan-2023]")
    assert refused(CABINET, shell, tmp_path).rule == "figure.words-only"


# --- study schemas

SCHEMA = """
    kind: study-schema
    caption: Schema
    stages: [Entry, Cohort, Nobody, Arm]
    start:
      - stage: Entry
        title: Patients
        leads_to:
          - for: cohort in trial.cohorts
            stage: Cohort
            title: "{{ cohort.label }}"
            lines: [{when: cohort.n, text: "n = {{ cohort.n }}"}]
            leads_to:
              - {for: arm in trial.arms, stage: Arm, title: "{{ arm.label }}"}
    end:
      - {title: Assessment}
"""


def said(box: SchemaBox) -> object:
    words = [
        "".join(getattr(i, "text", getattr(i, "short", "")) for i in w)
        for w in (box.title, *box.lines)
    ]
    return [words, [said(after) for after in box.leads_to]] if box.leads_to else [words]


def test_steps_follow_the_records(tmp_path: Path) -> None:
    drawing = figure(CABINET, SCHEMA, tmp_path).drawing
    assert isinstance(drawing, StudySchema)
    arms = [[["cabozantinib"]], [["placebo"]]]
    assert [said(box) for box in drawing.start] == [
        [["Patients"], [[["pNET", "n = 93"], arms], [["epNET", "n = 197"], arms]]]
    ]


ONCE = SCHEMA.replace(
    'title: "{{ arm.label }}"}',
    'title: "{{ arm.label }}", leads_to: [{stage: After, once: yes, title: Crossover}]}',
).replace("Nobody, Arm]", "Nobody, Arm, After]")


def test_a_step_of_several_paths_is_one_box(tmp_path: Path) -> None:
    made = figure(CABINET, ONCE, tmp_path)
    assert isinstance(made.drawing, StudySchema)
    assert [said(box) for box in made.drawing.joined] == [[["Crossover"]]]
    arms = [arm for cohort in made.drawing.start[0].leads_to for arm in cohort.leads_to]
    assert [(arm.leads_to, arm.joins) for arm in arms] == [((), (0,))] * 4
    assert made.alternative.count("Crossover") == 4


def test_steps_that_say_different_things_are_boxes_of_their_own(tmp_path: Path) -> None:
    shell = ONCE.replace("title: Crossover}", 'title: "After {{ arm.label }}"}')
    drawing = figure(CABINET, shell, tmp_path).drawing
    assert isinstance(drawing, StudySchema)
    assert len(drawing.joined) == 2


def test_what_ends_a_schema_under_one_title_is_one_box(tmp_path: Path) -> None:
    ends = "".join(
        f"      - {{title: {t}, lines: [{n}]}}\n" for t, n in (("A", 1), ("A", 2), ("B", 3))
    )
    shell = SCHEMA.replace("      - {title: Assessment}\n", ends)
    drawing = figure(CABINET, shell, tmp_path).drawing
    assert isinstance(drawing, StudySchema)
    assert [said(box) for box in drawing.end] == [[["A", "1", "2"]], [["B", "3"]]]


def test_a_dash_before_a_line_is_seen_and_not_heard(tmp_path: Path) -> None:
    shell = SCHEMA.replace("{title: Assessment}", "{title: Ended, lines: [Late, – of illness]}")
    assert "Ended (Late; of illness)." in figure(CABINET, shell, tmp_path).alternative


def test_a_stage_without_a_step_is_left_out(tmp_path: Path) -> None:
    drawing = figure(CABINET, SCHEMA, tmp_path).drawing
    assert isinstance(drawing, StudySchema)
    assert ["".join(getattr(i, "text", "") for i in head) for head in drawing.stages] == [
        "Entry", "Cohort", "Arm",
    ]  # fmt: skip
    cohort = drawing.start[0].leads_to[0]
    assert (cohort.stage, cohort.leads_to[0].stage) == (1, 2)


@pytest.mark.parametrize("stage", ["Entry", "Elsewhere"])
def test_a_step_stands_in_a_later_stage_than_the_one_before(stage: str, tmp_path: Path) -> None:
    shell = SCHEMA.replace("stage: Arm", f"stage: {stage}")
    assert refused(CABINET, shell, tmp_path).rule == "figure.stage-follows"


def test_the_alternative_text_of_a_schema_names_each_path(tmp_path: Path) -> None:
    assert figure(CABINET, SCHEMA, tmp_path).alternative == (
        "Study schema. Patients. pNET (n = 93), then cabozantinib; or placebo. "
        "epNET (n = 197), then cabozantinib; or placebo. Assessment."
    )


def test_the_shipped_schema_of_cabinet_computes_no_arm_size(tmp_path: Path) -> None:
    shell = (shipped("templates") / "shared/figures/study-schema.yaml").read_text("utf-8")
    one = figure(CABINET, shell, tmp_path)
    numbers = set(re.findall(r"\d+(?:[.:]\d+)?", one.alternative))
    assert numbers == {"93", "197", "2:1", "1.1"}


# --- what is refused


def test_a_curve_is_not_drawn_from_two_medians(tmp_path: Path) -> None:
    problem = refused(CABINET, "kind: kaplan-meier\ncaption: PFS\n", tmp_path)
    assert problem.rule == "figure.has-data"
    assert "cannot be drawn from two medians" in problem.message
    assert "record `curves`" in problem.remedy


def test_an_unknown_kind_of_figure_names_the_nearest(tmp_path: Path) -> None:
    problem = refused(CABINET, "kind: forest-plots\ncaption: PFS\n", tmp_path)
    assert problem.rule == "value.allowed"
    assert "'forest-plot'" in problem.remedy


def test_an_unknown_key_of_a_shell_is_refused(tmp_path: Path) -> None:
    problem = refused(CABINET, FOREST + "    diamond: yes\n", tmp_path)
    assert "diamond" in problem.message


def test_a_raised_figure_keeps_its_height_in_the_alternative_text() -> None:
    words = (Text("10"), Superscript((Text("9"),)), Text("/L of H"), Subscript((Text("2"),)))
    assert plain(words) == "10⁹/L of H₂"
