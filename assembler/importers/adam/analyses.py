"""Counts of times to an event -> patients analysed and with the event, in analyses of efficacy."""

from collections.abc import Iterator, Sequence

from assembler.importers.adam.drafting import Drafting
from assembler.importers.adam.times import Parameter
from assembler.importers.drafted import letters
from assembler.importers.entry import Tag, shown
from assembler.importers.imported import Lost
from assembler.read import Data


def analyses_of(
    drafting: Drafting, parameters: Sequence[Parameter]
) -> tuple[list[Data], list[Lost]]:
    """`efficacy.analyses`, and the parameters that have no home there."""
    found: list[Data] = []
    lost: list[Lost] = []
    for one in parameters:
        _tell_without_arm(drafting, one)
        analysis = _analysis(drafting, one)
        if analysis is None:
            lost.append(_lost(drafting, one))
        else:
            found.append(analysis)
    return found, lost


def _analysis(drafting: Drafting, one: Parameter) -> Data | None:
    """The analysis, or None where the records do not say which one it is."""
    named = drafting.rules.time_to_event.parameters.get(one.code)
    endpoint = named.endpoint if named else _endpoint(drafting, one)
    if endpoint is None:
        _ask(drafting, one, "no endpoint of the trial has its name")
        return None
    known = [a for a in _of(drafting, "efficacy", "analyses") if _is_for(a, endpoint)]
    source = drafting.source(one.data, "time_to_event", _sentence(drafting, one))
    arms: dict[str, Data] = {
        arm: {"n": str(n), "events": str(events), "source": source}
        for (arm, n), events in zip(
            drafting.by_arm(one.analysed).items(), drafting.by_arm(one.events).values(), strict=True
        )
        if n
    }
    if named:
        id = named.analysis or endpoint
        drafting.origins[f"efficacy.analyses.{id}"] = one.data.at
        own: dict[str, Data] = {"endpoint": endpoint, "timing": named.timing.value}
        return {"id": id, "type": "time-to-event", **own, "arms": arms, "source": source}
    if len(known) != 1:
        many = f"the endpoint {endpoint} has {len(known)} analyses of the time to an event"
        _ask(drafting, one, many if known else f"the endpoint {endpoint} has no analysis yet")
        return None
    id = str(known[0].get("id"))
    drafting.origins[f"efficacy.analyses.{id}"] = one.data.at
    return {"id": id, "arms": arms}


def _tell_without_arm(drafting: Drafting, one: Parameter) -> None:
    lacking = sum(n for group, n in one.analysed.items() if group not in drafting.arms.ids)
    if lacking:
        drafting.reading.warn(
            "adam.data-agree",
            f"{lacking} patients of {shown(one.code)} in {shown(one.data.name)} belong to no arm: "
            "they are not counted",
            "compare the data sets with whoever made them",
            one.data.at,
        )


def _endpoint(drafting: Drafting, one: Parameter) -> str | None:
    """Id of the one endpoint that is called as PARAM or PARAMCD, letter for letter."""
    wanted = {letters(one.code), letters(one.words)} - {""}
    found = [
        str(endpoint.get("id"))
        for endpoint in _of(drafting, "trial", "endpoints")
        if wanted & {letters(str(endpoint.get(k, ""))) for k in ("id", "variable", "abbreviation")}
    ]
    return found[0] if len(found) == 1 else None


def _is_for(analysis: dict[str, Data], endpoint: str) -> bool:
    return analysis.get("type") == "time-to-event" and analysis.get("endpoint") == endpoint


def _of(drafting: Drafting, file: str, key: str) -> Iterator[dict[str, Data]]:
    value = drafting.into.records.get(file, {}).get(key)
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield one


def _sentence(drafting: Drafting, one: Parameter) -> str:
    rows = f" with {one.rows}" if one.rows else ""
    treatment = drafting.subjects.treatments[drafting.rules.time_to_event.treatment]
    return (
        f"rows of {one.code}{rows}, each patient counted once, by {treatment} of "
        f"{drafting.subjects.data.name}; event: CNSR = 0"
    )


def _ask(drafting: Drafting, one: Parameter, why: str) -> None:
    drafting.reading.warn(
        "adam.parameter-known",
        f"{shown(one.code)} ({shown(one.words)}) is left out: {why}, and the data do not say how "
        "it ranks, nor whether the analysis is interim or final",
        "say it in a file of rules, beside an endpoint of trial.yaml: time_to_event: {parameters: "
        f"{{{shown(one.code)}: {{endpoint: ID, timing: final}}}}}}",
        one.data.at,
    )


def _lost(drafting: Drafting, one: Parameter) -> Lost:
    events = drafting.by_arm(one.events)
    counts = ", ".join(
        f"{arm}: {events[arm]} of {n}" for arm, n in drafting.by_arm(one.analysed).items()
    )
    words = f"patients with the event {counts}"
    return Lost(one.data.file, one.data.name, Tag(f"{one.data.name} {one.code}", words, 1))
