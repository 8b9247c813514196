"""Counts of ADSL -> disposition and baseline of the trial, exposure and deaths of its safety."""

from collections.abc import Iterator
from decimal import Decimal

from assembler.importers.adam.drafting import MISSING, Drafting
from assembler.importers.adam.subjects import CategoryCounts
from assembler.read import Data

_DISPOSITION = ("arm", "state", "patients")
_BASELINE = ("arm", "characteristic", "category", "patients")


def disposition_of(drafting: Drafting) -> Data | None:
    """`trial.disposition`; None, with a note, where the rule cannot be followed."""
    rule, subjects = drafting.rules.disposition, drafting.subjects
    if not _can_count(drafting, "disposition", rule.population):
        return None
    found = {one.state.state for one in subjects.states}
    unsaid: dict[str, list[str]] = {}
    for state in rule.states:
        if state.state not in found:
            asked = ", ".join(dict.fromkeys(test.variable for test in state.of))
            unsaid.setdefault(asked, []).append(state.state)
    for asked, states in unsaid.items():
        why = f"{subjects.data.name} has nothing under {asked}"
        drafting.omit(f"disposition: {'; '.join(states)}", why, subjects.data)
    said = [drafting.who(rule.population, rule.treatment)]
    for one in subjects.states:
        reason = f", with the reason of {one.reason}" if one.reason else ""
        said.append(f"{one.state.state}: {one.question.test.words}{reason}")
    drafting.origins["trial.disposition"] = subjects.data.at
    return {
        "rows": drafting.grid("disposition.csv", _DISPOSITION, _states(drafting)),
        "source": drafting.source(subjects.data, "disposition", "; ".join(said)),
    }


def _states(drafting: Drafting) -> Iterator[dict[str, str]]:
    rule, subjects = drafting.rules.disposition, drafting.subjects
    for arm, n in drafting.size(rule.population, rule.treatment).items():
        yield {"arm": arm, "state": rule.population, "patients": str(n)}
    for one in subjects.states:
        for arm, n in drafting.by_arm(one.patients).items():
            yield {"arm": arm, "state": one.state.state, "patients": str(n)}
        for reason in sorted({reason for reason, _ in one.reasons}, key=_last_when_empty):
            counts = {group: n for (of, group), n in one.reasons.items() if of == reason}
            state = f"{one.state.state}: {reason or 'reason ' + MISSING}"
            for arm, n in drafting.by_arm(counts).items():
                yield {"arm": arm, "state": state, "patients": str(n)}


def baseline_of(drafting: Drafting) -> Data | None:
    """`trial.baseline`, categories only; None, with a note, where none can be counted."""
    rule, subjects = drafting.rules.baseline, drafting.subjects
    if not _can_count(drafting, "baseline", rule.population) or not subjects.categories:
        return None
    used = ", ".join(one.characteristic.variable for one in subjects.categories)
    said = f"{drafting.who(rule.population, rule.treatment)}, in the categories of {used}"
    drafting.origins["trial.baseline"] = subjects.data.at
    rows = (row for one in subjects.categories for row in _categories(drafting, one))
    return {
        "analysis_set": drafting.analysis_set(rule.population, rule.treatment),
        "rows": drafting.grid("baseline.csv", _BASELINE, rows),
        "source": drafting.source(subjects.data, "baseline", said),
    }


def _categories(drafting: Drafting, one: CategoryCounts) -> Iterator[dict[str, str]]:
    """Rows for each category and arm: by the number beside it, by the rule's order, by name."""
    words = {value.upper(): said for value, said in one.characteristic.words.items()}
    ranks = {value: Decimal(rank) for rank, value in enumerate(words)}
    last = Decimal("Infinity")

    def order(value: str) -> tuple[bool, Decimal, str]:
        return not value, one.order.get(value, ranks.get(value.upper(), last)), value

    name = one.characteristic.characteristic
    if len(one.units - {""}) == 1:
        name += f", {next(iter(one.units - {''})).lower()}"
    for value in sorted({value for value, _ in one.patients}, key=order):
        counts = {group: n for (of, group), n in one.patients.items() if of == value}
        category = words.get(value.upper(), value) or MISSING
        for arm, n in drafting.by_arm(counts).items():
            yield {"arm": arm, "characteristic": name, "category": category, "patients": str(n)}


def exposure_of(drafting: Drafting) -> tuple[Data, Data] | None:
    """`safety.exposure` and its source."""
    rule, subjects = drafting.rules.exposure, drafting.subjects
    if not _can_count(drafting, "exposure", rule.population):
        return None
    sizes = drafting.size(rule.population, rule.treatment)
    rows: list[dict[str, Data]] = [{"arm": arm, "n": str(n)} for arm, n in sizes.items()]
    said = [drafting.who(rule.population, rule.treatment)]
    if total := _total(drafting):
        said.append(f"the sum of {subjects.duration}")
        for row in rows:
            row["patient_time"] = f"{total[str(row['arm'])]} {rule.duration.unit}"
    if subjects.stopped:
        said.append(f"discontinued: {subjects.stopped.test.words}")
        stopped = drafting.by_arm(subjects.discontinued)
        for row in rows:
            row["discontinued"] = str(stopped[str(row["arm"])])
    drafting.origins["safety.exposure"] = subjects.data.at
    exposure: list[Data] = list(rows)
    return exposure, drafting.source(subjects.data, "exposure", "; ".join(said))


def _total(drafting: Drafting) -> dict[str, str] | None:
    """The total duration by arm; None where it is not known of every patient."""
    rule, subjects = drafting.rules.exposure, drafting.subjects
    if subjects.duration is None:
        wanted = ", ".join(rule.duration.variables)
        drafting.omit(
            "the total duration of treatment",
            f"{subjects.data.name} has nothing under {wanted}",
            subjects.data,
        )
        return None
    if lacking := sum(subjects.no_duration.values()):
        name = subjects.duration
        why = f"{name} of {lacking} patients is not a number"
        drafting.omit("the total duration of treatment", why, subjects.data)
        return None
    totals: dict[str, Decimal] = dict.fromkeys(drafting.arms.order, Decimal())
    for group, duration in subjects.total.items():
        totals[drafting.arms.ids[group]] += duration
    return {arm: f"{total:f}" for arm, total in totals.items()}


def deaths_of(drafting: Drafting) -> tuple[Data, Data] | None:
    """`safety.deaths` and its source: all causes, then each cause that the data give."""
    rule, subjects = drafting.rules.deaths, drafting.subjects
    if not _can_count(drafting, "deaths", rule.population):
        return None
    if subjects.death is None:
        asked = ", ".join(test.variable for test in rule.died)
        drafting.omit("deaths", f"{subjects.data.name} has nothing under {asked}", subjects.data)
        return None
    rows: list[Data] = [
        {"arm": arm, "patients": str(n)} for arm, n in drafting.by_arm(subjects.died).items()
    ]
    for cause in sorted({cause for cause, _ in subjects.causes if cause}):
        counts = {group: n for (of, group), n in subjects.causes.items() if of == cause}
        for arm, n in drafting.by_arm(counts).items():
            rows.append({"arm": arm, "cause": cause, "patients": str(n)})
    said = f"{drafting.who(rule.population, rule.treatment)}; died: {subjects.death.test.words}"
    said += f"; cause: {subjects.cause}" if subjects.cause else ""
    drafting.origins["safety.deaths"] = subjects.data.at
    return rows, drafting.source(subjects.data, "deaths", said)


def _can_count(drafting: Drafting, rule: str, population: str) -> bool:
    subjects = drafting.subjects
    if subjects.populations[population]:
        return True
    asked = ", ".join(test.variable for test in drafting.rules.populations[population].of)
    drafting.omit(rule, f"{subjects.data.name} has nothing under {asked}", subjects.data)
    return False


def _last_when_empty(text: str) -> tuple[bool, str, str]:
    return not text, text.casefold(), text
