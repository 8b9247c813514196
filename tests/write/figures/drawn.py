"""Figures for the tests of the writers; the words are invented."""

from dataclasses import replace
from decimal import Decimal

from assembler.document.figures import (
    Axis,
    Drawing,
    ForestColumn,
    ForestGroup,
    ForestPlot,
    ForestRow,
    SchemaBox,
    StudySchema,
    Tick,
)
from assembler.document.nodes import Figure, Inlines, Label, Text, Value
from tests.write.sample import AT, NB, inlines, t, value_id


def printed(path: str, text: str) -> Value:
    """A value as it stands inside a drawing."""
    return Value(value_id(path), text, anchored=False)


def axis(*ticks: str, scale: str = "log", null: str = "1") -> Axis:
    """An axis with these ticks."""
    return Axis(
        inlines("Hazard ratio, logarithmic scale"),
        "log" if scale == "log" else "linear",
        Decimal(null),
        tuple(Tick(Decimal(tick), tick) for tick in ticks or ("0.1", "0.2", "0.5", "1", "2")),
        inlines("Favours ", printed("axis.of", "cabozantinib")),
        inlines("Favours ", printed("axis.versus", "placebo")),
    )


def row(label: str, estimate: str, lower: str = "", upper: str = "", **cells: str) -> ForestRow:
    """A row; what is empty is not known."""
    low, high = (Decimal(n) if n else None for n in (lower, upper))
    number = Decimal(estimate) if estimate else None
    words = cells.get("words", f"{estimate}{NB}({lower}, {upper})" if lower else estimate)
    return ForestRow(only(label), number, low, high, (inlines(printed(f"row.{label}", words)),))


def only(text: str) -> Inlines:
    """Words alone."""
    return (Text(text),) if text else ()


def forest(*groups: ForestGroup, on: Axis | None = None) -> ForestPlot:
    """A forest plot, of two cohorts unless others are given."""
    return ForestPlot(
        inlines("Analysis"),
        (ForestColumn(inlines("Hazard ratio (95% CI)")),),
        groups
        or (
            ForestGroup(
                inlines("pNET cohort (n", NB, "=", NB, printed("n.pnet", "93"), " enrolled)"),
                (row("Progression-free survival", "0.27", "0.14", "0.49"),),
            ),
            ForestGroup(
                inlines("epNET cohort (n", NB, "=", NB, printed("n.epnet", "197"), " enrolled)"),
                (row("Progression-free survival again", "0.45", "0.30", "0.66"),),
            ),
        ),
        on or axis(),
    )


def schema(cohorts: int = 2, arms: int = 2) -> StudySchema:
    """A study schema of so many cohorts with so many arms each."""
    names = ["Cabozantinib", "Placebo", "Everolimus", "Best supportive care"]

    def arm(cohort: int, n: int) -> SchemaBox:
        crossover = SchemaBox(
            4,
            inlines("Open-label cabozantinib"),
            (inlines("After confirmation of disease progression"),),
            (),
        )
        leads_to = (crossover,) if n == 1 else ()
        dose = printed(f"dose.{cohort}.{n}", "not reported")
        return SchemaBox(3, inlines(names[n]), (inlines("Dose ", dose),), leads_to)

    def track(n: int) -> SchemaBox:
        randomised = SchemaBox(
            2,
            inlines("Randomised"),
            (inlines(printed(f"ratio.{n}", "2:1")), inlines("Double-blind")),
            tuple(arm(n, k) for k in range(arms)),
        )
        population = "Advanced extra-pancreatic neuroendocrine tumours"
        size = inlines("n", NB, "=", NB, printed(f"cohort.{n}", str(93 + n)), " enrolled")
        return SchemaBox(1, inlines(f"Cohort {n + 1}"), (inlines(population), size), (randomised,))

    start = SchemaBox(
        0,
        inlines("Eligible patients"),
        (
            inlines("Measurable disease per RECIST 1.1 criteria"),
            inlines("Disease progression or intolerance after at least one line of prior therapy"),
        ),
        tuple(track(n) for n in range(cohorts)),
    )
    end = SchemaBox(
        0,
        inlines("Primary endpoint in each cohort"),
        (inlines("Progression-free survival per RECIST 1.1 by independent central review"),),
        (),
    )
    stages = ("Eligibility", "Cohort", "Randomisation", "Treatment", "Crossover")
    return StudySchema(tuple((t(s),) for s in stages), (start,), (end,))


def joined_schema(cohorts: int = 2, arms: int = 2) -> StudySchema:
    """The same with one crossover for all second arms."""
    made = schema(cohorts, arms)
    crossover = made.start[0].leads_to[0].leads_to[0].leads_to[1].leads_to[0]

    def joining(box: SchemaBox) -> SchemaBox:
        if box.leads_to and box.leads_to[0].stage == crossover.stage:
            return replace(box, leads_to=(), joins=(0,))
        return replace(box, leads_to=tuple(map(joining, box.leads_to)))

    return replace(made, start=tuple(map(joining, made.start)), joined=(crossover,))


def figure(drawing: Drawing, label: str = "fig-forest", alternative: str = "") -> Figure:
    """A figure with caption, note and source."""
    return Figure(
        Label(label),
        inlines("What ", Value(value_id(f"{label}.caption"), "the figure"), " shows"),
        drawing,
        alternative or f"{label}: 0.27 (0.14, 0.49); α ≥ β",
        (inlines("The cohorts were randomised separately."),),
        (),
        inlines("Source: press release."),
        AT,
    )
