"""Figures for the tests of the writers; the words are invented."""

from dataclasses import replace
from decimal import Decimal

from assembler.document.figures import (
    Axis,
    Curve,
    CurveStep,
    DotGroup,
    DotPlot,
    DotRow,
    Drawing,
    ForestColumn,
    ForestGroup,
    ForestPlot,
    ForestRow,
    KaplanMeier,
    PatientFlow,
    SchemaBox,
    StudySchema,
    Tick,
)
from assembler.document.nodes import Figure, Inlines, Label, Text, Value
from tests.write.short import AT, NB, inlines, t, value_id


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


def curve(
    name: str,
    *steps: tuple[str, str],
    end: str,
    censored: tuple[str, ...] = (),
    median: str = "",
    at_risk: tuple[str, ...] = (),
) -> Curve:
    """A curve that begins with all patients and falls at `steps`."""
    return Curve(
        inlines(printed(f"label.{name}", name)),
        inlines(printed(f"key.{name}", name)),
        tuple(CurveStep(Decimal(time), Decimal(share)) for time, share in (("0", "1"), *steps)),
        Decimal(end),
        tuple(map(Decimal, censored)),
        Decimal(median) if median else None,
        tuple(inlines(printed(f"{name}.{n}", text)) for n, text in enumerate(at_risk)),
    )


def curves(*given: Curve, box: tuple[str, ...] = (), last: str = "12") -> KaplanMeier:
    """Curves on an axis from 0 to 12 with four marks, two of them unless others are given."""
    fifths = tuple(Tick(Decimal(n) / 5, f"{n / 5:.1f}") for n in range(6))
    shown = given or (
        curve(
            "Cabozantinib", ("2.5", "0.90"), ("4", "0.72"), ("7", "0.6"), end="11.5",
            censored=("3", "7", "9.25"), median="9", at_risk=("64", "50", "31", "4"),
        ),
        curve(
            "Placebo", ("1", "0.8"), ("3", "0.5"), ("5", "0.25"), end="9",
            censored=("4.5",), median="3", at_risk=("33", "15", "6", "–"),
        ),
    )  # fmt: skip
    return KaplanMeier(
        shown,
        inlines("Probability of progression-free survival"),
        fifths,
        inlines("Time, months"),
        tuple(Tick(Decimal(n), str(n)) for n in (0, 4, 8, 12)),
        Decimal(last),
        inlines("Number at risk") if any(one.at_risk for one in shown) else (),
        tuple(inlines(printed(f"box.{text}", text)) for text in box),
    )


def flow(arms: int = 2) -> PatientFlow:
    """A patient flow of so many arms; the last has nobody who discontinued."""

    def arm(n: int) -> SchemaBox:
        done = SchemaBox(3, (), (inlines("Completed, n", NB, "=", NB, printed(f"d.{n}", "7")),), ())
        reasons = ("Discontinued: adverse event", "Discontinued: withdrawal of consent")
        left = SchemaBox(
            2,
            (),
            tuple(inlines(why, ", n", NB, "=", NB, printed(f"{why}.{n}", "2")) for why in reasons),
            (done,),
        )
        size = inlines("Randomised, n", NB, "=", NB, printed(f"n.{n}", str(60 + n)))
        return SchemaBox(
            1, inlines(f"Treatment {n}"), (size,), (done,) if n == arms - 1 else (left,)
        )

    start = SchemaBox(
        0,
        inlines("Randomised"),
        (inlines("n", NB, "=", NB, printed("all", "121")),),
        tuple(arm(n) for n in range(arms)),
    )
    stages = ("Enrolment", "Allocation", "Follow-up", "Completion")
    return PatientFlow(tuple((t(s),) for s in stages), (start,))


def dots(*rows: tuple[str, str, str], headings: bool = False) -> DotPlot:
    """A dot plot of two arms: label and shares, which may be empty."""

    def made(label: str, *shares: str) -> DotRow:
        cells = tuple(
            inlines(printed(f"{label}.{n}", f"{share} ({share})")) if share else (t("–"),)
            for n, share in enumerate(shares)
        )
        return DotRow(
            inlines(label), tuple(Decimal(share) if share else None for share in shares), cells
        )

    given = rows or (("Diarrhoea", "53.1", "16.9"), ("Fatigue", "40", "40"), ("Rash", "5", ""))
    return DotPlot(
        inlines("Preferred term"),
        (inlines("Cabozantinib, n (%)"), inlines("Placebo, n (%)")),
        (DotGroup(inlines("Any class") if headings else (), tuple(made(*one) for one in given)),),
        inlines("Patients, %"),
        tuple(Tick(Decimal(n), str(n)) for n in (0, 20, 40, 60)),
    )


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
