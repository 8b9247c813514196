"""Who discontinued for an adverse event: the reason in ADSL against the action taken in ADAE."""

from collections.abc import Mapping

from assembler.importers.adam.drafting import Drafting
from assembler.importers.adam.events import Events


def tell_discontinued(drafting: Drafting, events: Events) -> None:
    """A warning where ADSL counts patients who left for an adverse event that ADAE does not.

    ADAE may count more: a patient has one reason, and several events. Compared are all patients
    together, as one is by planned treatment and the other by the actual one.
    """
    found = _left(drafting)
    if found is None:
        return
    state, reason, left = found
    told = _with_such_events(drafting, events)
    if told is not None and sum(left.values()) <= sum(told.values()):
        return
    data, name = drafting.subjects.data, events.data.name
    if told is not None:
        and_events = f"says so of an event of {sum(told.values())} ({_by_arm(told)})"
    else:
        asked = drafting.rules.adverse_events.discontinued
        variables = ", ".join(dict.fromkeys(test.variable for test in asked))
        and_events = f"says of no event that it led to discontinuation ({variables or 'no rule'})"
    drafting.reading.warn(
        "import.data-agree",
        f"by {reason} of {data.name} {sum(left.values())} patients {state} for an adverse event "
        f"({_by_arm(left)}), and {name} {and_events}",
        "compare the data sets with whoever made them; the counts follow the data",
        events.data.at,
    )


def _left(drafting: Drafting) -> tuple[str, str, dict[str, int]] | None:
    """State, variable of the reason, and patients by arm; of treatment rather than of the study."""
    for one in drafting.subjects.states:
        counts: dict[str, int] = {}
        for (reason, group), n in one.reasons.items():
            if one.state.state.startswith("discontinued") and "ADVERSE" in reason.upper():
                counts[group] = counts.get(group, 0) + n
        if counts and one.reason:
            return one.state.state, one.reason, drafting.by_arm(counts)
    return None


def _with_such_events(drafting: Drafting, events: Events) -> dict[str, int] | None:
    """Arm -> patients with an event that led to discontinuation; None where none is counted."""
    if "discontinued" not in events.answered:
        return None
    groups = drafting.subjects.groups[drafting.rules.adverse_events.treatment]
    counts: dict[str, int] = {}
    for group, by_key in events.counts(("", ""), groups):
        counts[group] = by_key.get("discontinued", 0)
    return drafting.by_arm(counts)


def _by_arm(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{arm}: {n}" for arm, n in counts.items())
