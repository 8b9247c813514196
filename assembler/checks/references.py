"""References: every id leads to a record, every fact to a source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assembler.checks.lookup import ancestors
from assembler.checks.rule import Finding, Places, rule
from assembler.problems import Severity, did_you_mean
from assembler.records import Dossier
from assembler.records.base import Absence, Block, GapPlan, Record, Source, Sourced, refers
from assembler.records.efficacy import Evidence
from assembler.records.placed import join

_ROW = re.compile(r"\[[0-9]+\]")
_MOST_PLACES = 5
"""Most further places that one finding names."""


@dataclass(slots=True)
class _Missing:
    """An id that leads nowhere, and where it is used."""

    key: str
    name: str
    collection: str
    paths: list[str] = field(default_factory=list)


@rule("reference.resolves", severity=Severity.ERROR, fixed=True)
def reference_resolves(dossier: Dossier, places: Places) -> Iterator[Finding]:
    """Every id leads to a record that is there.

    Arms, cohorts, endpoints, organisations, sources and references are named by their ids, so
    that each is written once. An id that leads nowhere is misspelt, or its record is missing.
    Rows of one table that share a wrong id are one finding. Later stages rely on this rule: it
    can be neither waived nor lowered.
    """
    known: dict[str, dict[str, None]] = {}
    missing: dict[tuple[str, str, str], _Missing] = {}
    for path, key, collection, name in _references(places):
        if collection not in known:
            known[collection] = dict.fromkeys(_ids(dossier, collection))
        if name not in known[collection]:
            group = (_ROW.sub("[]", path), collection, name)
            missing.setdefault(group, _Missing(key, name, collection)).paths.append(path)
    for lost in missing.values():
        ids = known[lost.collection]
        file, _, where = lost.collection.partition(".")
        yield Finding(
            lost.paths[0],
            f"`{lost.key}` names '{lost.name}', which is not under `{where}` in {file}.yaml"
            + (f"; so in {len(lost.paths)} rows" if len(lost.paths) > 1 else ""),
            did_you_mean(lost.name, ids, otherwise=_add(ids, where, file)),
            also=tuple(lost.paths[1 : 1 + _MOST_PLACES]),
        )


def _add(ids: Iterable[str], where: str, file: str) -> str:
    some = list(ids)[:10]
    listed = f"use one of {', '.join(some)}, or " if some else ""
    return f"{listed}add it under `{where}` in {file}.yaml"


def _ids(dossier: Dossier, collection: str) -> Iterator[str]:
    """The ids of `trial.cohorts` and the like."""
    here: object = dossier
    for step in collection.split("."):
        here = getattr(here, step)
    for record in here if isinstance(here, tuple) else ():
        yield record.id


def _references(places: Places) -> Iterator[tuple[str, str, str, str]]:
    """Every id that names another record: path, key, collection, id."""
    fields: dict[type[Record], list[tuple[str, str]]] = {}
    for place in places:
        model = type(place.record)
        if model not in fields:
            found = ((key, refers(model, key)) for key in model.model_fields)
            fields[model] = [(key, r.collection) for key, r in found if r is not None]
        for key, collection in fields[model]:
            value = getattr(place.record, key)
            at = join(place.path, key)
            if isinstance(value, str):
                yield at, key, collection, value
            elif isinstance(value, tuple):
                for index, name in enumerate(value):
                    yield f"{at}[{index}]", key, collection, name
            elif isinstance(value, dict):
                for name in value:
                    yield join(at, name), key, collection, name


_OWN_AUTHORITY = ("dossier", "references")
"""Files that state no facts of the trial: the plan of the dossier, and the sources themselves."""
_NO_FACTS = frozenset({*Block.model_fields, "id", "label", "evidence"})


@rule("source.stated", severity=Severity.WARNING)
def source_stated(dossier: Dossier, places: Places) -> Iterator[Finding]:
    """Every fact has a source: of its own, or of the block around it.

    A number without a source cannot be verified, and every printed number names the record and
    the source that it came from. `source` stands on a block and holds for the blocks inside.
    """
    blocks: set[str] = set()
    covered: set[str] = set()
    reported: set[str] = set()
    for place in places:
        record, path = place.record, place.path
        if path.partition(".")[0] in _OWN_AUTHORITY:
            continue
        if isinstance(record, Sourced):
            blocks.add(path)
        if isinstance(record, Block):
            covered.update(join(path, key) for key in record.sources)
        if place.source is not None or not _states_facts(record):
            continue
        around = list(ancestors(path))
        if not covered.isdisjoint(around) or not reported.isdisjoint(around):
            continue
        block = next((at for at in around if at in blocks), path)
        reported.add(block)
        yield Finding(
            block,
            "facts stand here without a source",
            "add `source: {document: ..., place: ...}` here, or to a block around it",
        )


def _states_facts(record: Record) -> bool:
    """Whether a key of the record itself states something of the trial and has no source."""
    if isinstance(record, Source | GapPlan | Evidence):
        return False
    own = record.sources if isinstance(record, Block) else {}
    model = type(record)
    return any(
        key not in _NO_FACTS
        and key not in own
        and refers(model, key) is None
        and _is_fact(getattr(record, key))
        for key in model.model_fields
    )


def _is_fact(value: object) -> bool:
    """Whether the value is given, and no record or collection of records."""
    if isinstance(value, tuple):
        return bool(value) and not isinstance(value[0], Record)
    return value is not None and not isinstance(value, dict | Record)


@rule("copy.stated", severity=Severity.NOTE)
def copy_stated(dossier: Dossier) -> Iterator[Finding]:
    """Of every publication on record it is said whether the team holds a copy.

    Copies of the cited literature belong to the dossier, and one that nobody has held cannot be
    verified. `copy_held: no` is an answer too. The author's own conclusions need no publication.
    ICH M4E Module 5, 5.4.
    """
    for reference in dossier.references.literature:
        if reference.copy_held is None and reference.absence("copy_held") in (
            None,
            Absence.NOT_YET_ENTERED,
        ):
            yield Finding(
                f"references.literature.{reference.id}",
                f"nothing says whether the team holds a copy of {reference.id}",
                "look, and add `copy_held: yes` or `copy_held: no`",
            )
