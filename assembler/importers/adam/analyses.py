"""Counts of times to an event -> patients analysed and with the event, in analyses of efficacy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assembler.importers.adam import rules
from assembler.importers.adam.arms import is_from
from assembler.importers.adam.drafting import Drafting, document_id
from assembler.importers.adam.times import Parameter
from assembler.importers.drafted import letters
from assembler.importers.entry import Tag, shown
from assembler.importers.ids import Ids, slug
from assembler.importers.imported import Lost
from assembler.read import Data


@dataclass(slots=True)
class Analyses:
    """Analyses of times to an event, and the endpoints that the study has from the data alone."""

    analyses: list[Data] = field(default_factory=list)
    endpoints: list[Data] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)


def analyses_of(drafting: Drafting, parameters: Sequence[Parameter]) -> Analyses:
    """The analysis of each parameter, and those for which the study has several."""
    found = Analyses()
    ids = Ids({str(one.get("id")) for one in _of(drafting, "trial", "endpoints")})
    for one in parameters:
        _tell_without_arm(drafting, one)
        named = drafting.rules.time_to_event.parameters.get(one.code)
        endpoint = named.endpoint if named else _endpoint(drafting, one)
        if endpoint is None:
            endpoint = _own(drafting, one) or ids.new(slug(one.words) or slug(one.code) or "time")
            found.endpoints.append(_drafted_endpoint(drafting, one, endpoint))
        _analyse(drafting, one, endpoint, named, found)
    return found


def _analyse(
    drafting: Drafting,
    one: Parameter,
    endpoint: str,
    named: rules.Parameter | None,
    into: Analyses,
) -> None:
    """The analysis of the parameter: one that stands in the study, or a new one."""
    source = drafting.source(one.data, "time_to_event", _sentence(drafting, one))
    document = document_id(drafting.name, one.data)
    known = [a for a in _of(drafting, "efficacy", "analyses") if _is_for(a, endpoint)]
    ours = [str(a.get("id")) for a in known if is_from(a, document)]
    if named is None and not ours and len(known) > 1:
        _ask(drafting, one, f"the endpoint {endpoint} has {len(known)} analyses of it")
        into.lost.append(_lost(drafting, one))
        return
    analysis: dict[str, Data] = {"source": source, "arms": _arms(drafting, one)}
    if named is None and known and not ours:
        id = str(known[0].get("id"))
    else:
        taken = {str(one.get("id")) for one in _of(drafting, "efficacy", "analyses")}
        free = ours[0] if ours else Ids(taken).new(endpoint)
        id = (named.analysis if named else None) or free
        analysis = {"endpoint": endpoint, "type": "time-to-event", **analysis}
        if named:
            analysis["timing"] = named.timing.value
    drafting.origins[f"efficacy.analyses.{id}"] = one.data.at
    into.analyses.append({"id": id, **analysis})


def _arms(drafting: Drafting, one: Parameter) -> Data:
    events = drafting.by_arm(one.events)
    return {
        arm: {"n": str(n), "events": str(events[arm])}
        for arm, n in drafting.by_arm(one.analysed).items()
        if n
    }


def _own(drafting: Drafting, one: Parameter) -> str | None:
    """Id of the endpoint that an import of the same data has made."""
    document = document_id(drafting.name, one.data)
    place = _place(one)
    for endpoint in _of(drafting, "trial", "endpoints"):
        source = endpoint.get("source")
        if is_from(endpoint, document) and isinstance(source, dict) and source["place"] == place:
            return str(endpoint.get("id"))
    return None


def _drafted_endpoint(drafting: Drafting, one: Parameter, id: str) -> Data:
    drafting.reading.note(
        "import.parameter-known",
        f"{shown(one.code)} ({shown(one.words)}) becomes the endpoint {id}: no endpoint of the "
        "trial has its name, and the data do not say how it ranks",
        f"add its role, if a document states it; or name another endpoint in a file of rules: "
        f"time_to_event: {{parameters: {{{shown(one.code)}: {{endpoint: ID, timing: final}}}}}}",
        one.data.at,
    )
    drafting.origins[f"trial.endpoints.{id}"] = one.data.at
    document = document_id(drafting.name, one.data)
    return {
        "id": id,
        "variable": one.words or one.code,
        "source": {"document": document, "place": _place(one)},
    }


def _place(one: Parameter) -> str:
    return f"PARAMCD {one.code}"


def _tell_without_arm(drafting: Drafting, one: Parameter) -> None:
    lacking = sum(n for group, n in one.analysed.items() if group not in drafting.arms.ids)
    if lacking:
        drafting.reading.warn(
            "import.data-agree",
            f"{lacking} patients of {shown(one.code)} in {shown(one.data.name)} belong to no arm: "
            "they are not counted",
            "compare the data sets with whoever made them",
            one.data.at,
        )


def _endpoint(drafting: Drafting, one: Parameter) -> str | None:
    """Id of the one endpoint that is called as PARAM or PARAMCD, letter for letter."""
    wanted = {letters(one.code), letters(one.words)} - {""}
    document = document_id(drafting.name, one.data)
    found = [
        str(endpoint.get("id"))
        for endpoint in _of(drafting, "trial", "endpoints")
        if not is_from(endpoint, document)
        and wanted & {letters(str(endpoint.get(k, ""))) for k in ("id", "variable", "abbreviation")}
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
    name = drafting.subjects.data.name
    return f"rows of {one.code}{rows}, by {treatment} of {name}; event: CNSR = 0"


def _ask(drafting: Drafting, one: Parameter, why: str) -> None:
    drafting.reading.warn(
        "import.parameter-known",
        f"{shown(one.code)} ({shown(one.words)}) is left out: {why}",
        "name the one that is meant in a file of rules: time_to_event: {parameters: "
        f"{{{shown(one.code)}: {{endpoint: ID, analysis: ID, timing: final}}}}}}",
        one.data.at,
    )


def _lost(drafting: Drafting, one: Parameter) -> Lost:
    events = drafting.by_arm(one.events)
    counts = ", ".join(
        f"{arm}: {events[arm]} of {n}" for arm, n in drafting.by_arm(one.analysed).items()
    )
    words = f"patients with the event {counts}"
    return Lost(one.data.file, one.data.name, Tag(f"{one.data.name} {one.code}", words, 1))
