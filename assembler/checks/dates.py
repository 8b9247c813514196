"""Dates: in the order in which things can have happened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assembler.checks.lookup import by_id
from assembler.checks.rule import Finding, Places, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Block
from assembler.records.conduct import InterimAnalysis, Recommendation, StudyDates
from assembler.records.efficacy import AnalysisBlock, Timing
from assembler.records.placed import Placed, join
from assembler.records.product import RegulatoryEvent, RegulatoryStep
from assembler.records.references import Reference, SourceDocument, SourceKind
from assembler.records.scalars import Date

_YEAR = re.compile(r"(?<![0-9])(?:18|19|20|21)[0-9]{2}(?![0-9])")
_MONTH = re.compile(r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.I)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

_Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date with its name and its path."""

    date: Date
    name: str
    path: str


@rule("dates.ordered", severity=Severity.ERROR)
def dates_ordered(dossier: Dossier, places: Places) -> Iterator[Finding]:
    """Dates stand in the order in which things can have happened.

    Enrolment begins before a cut-off and before the last patient completes; an interim cut-off
    is not after the last completion; no source reports what happened after it was issued; nothing
    is younger than the dossier's data date; a page was not opened before it was issued. A month
    or a year stands for any of its days, so that partial dates contradict only where no day fits.
    Dates of registry entries may lie ahead and are not held against the entry. ICH E3 synopsis.
    """
    first, last = _studied_period(dossier)
    documents = {
        id: _issued(document) for id, document in by_id(dossier.references.sources).items()
    }
    data_date = dossier.dossier.data_date
    as_of = _Dated(data_date, "the data date", "dossier.data_date") if data_date else None
    for place in places:
        record = place.record
        if isinstance(record, Reference):
            yield from _opened_after_issue(record, place.path)
        elif isinstance(record, SourceDocument):
            if record.id in dossier.dossier.prepared_from:
                yield from _ordered(documents[record.id], as_of)
        elif isinstance(record, Block):
            for key in _date_keys(record):
                at = join(place.path, key)
                dated = _Dated(getattr(record, key), _name(place.path, key), at)
                bounds: list[tuple[_Dated | None, _Dated | None]] = [
                    (dated, _reported_by(place, key, documents))
                ]
                if key == "cut_off" or isinstance(record, Recommendation):
                    bounds += [(first, dated), (dated, as_of)]
                if key == "cut_off" and _is_interim(record):
                    bounds.append((dated, last))
                if key == "last_completion":
                    bounds.append((first, dated))
                found = (f for one, other in bounds for f in _ordered(one, other))
                yield from list(found)[:1]  # one mistyped date is one finding


def _ordered(one: _Dated | None, other: _Dated | None) -> Iterator[Finding]:
    """A finding when `one` is surely later than `other`."""
    if one is not None and other is not None and one.date.earliest > other.date.latest:
        yield Finding(
            one.path,
            f"{one.name} {one.date} is after {other.name} {other.date}",
            "compare both with their source and correct the one that is wrong",
            also=(other.path,),
        )


def _studied_period(dossier: Dossier) -> tuple[_Dated | None, _Dated | None]:
    dates = dossier.trial.dates or StudyDates()
    first, last = dates.first_enrolment, dates.last_completion
    return (
        _Dated(first, "the first enrolment", "trial.dates.first_enrolment") if first else None,
        _Dated(last, "the last completion", "trial.dates.last_completion") if last else None,
    )


def _date_keys(record: Block) -> list[str]:
    return [key for key in type(record).model_fields if isinstance(getattr(record, key), Date)]


def _name(path: str, key: str) -> str:
    if key == "cut_off" and path.startswith("efficacy.analyses."):
        return f"the cut-off of {path.removeprefix('efficacy.analyses.')}"
    return "the " + key.replace("cut_off", "cut-off").replace("_", " ")


def _is_interim(record: Block) -> bool:
    return isinstance(record, InterimAnalysis) or (
        isinstance(record, AnalysisBlock) and record.timing is Timing.INTERIM
    )


def _issued(document: SourceDocument) -> _Dated | None:
    if document.date is None or document.kind is SourceKind.REGISTRY:
        return None
    name = f"the date of the source {document.id}"
    return _Dated(document.date, name, f"references.sources.{document.id}.date")


def _reported_by(place: Placed, key: str, documents: dict[str, _Dated | None]) -> _Dated | None:
    """The date of the document that reports the date under `key`."""
    record = place.record
    if isinstance(record, RegulatoryEvent) and record.step is RegulatoryStep.PLANNED_FILING:
        return None
    own = record.sources.get(key) if isinstance(record, Block) else None
    source = own or place.source
    return documents.get(source.document) if source else None


def _opened_after_issue(reference: Reference, path: str) -> Iterator[Finding]:
    issued, opened = _months(reference.issued), _months(reference.accessed)
    if issued is not None and opened is not None and opened[1] < issued[0]:
        yield Finding(
            f"{path}.accessed",
            f"the address was opened in {reference.accessed}, "
            f"before the reference was issued, {reference.issued}",
            "compare both with the source and correct the one that is wrong",
            also=(f"{path}.issued",),
        )


def _months(words: str | None) -> tuple[_Month, _Month] | None:
    """The first and the last month that `2017 Feb`, `Oct–Dec 2019` or `2023` can mean."""
    years = _YEAR.findall(words or "")
    if len(years) != 1:
        return None
    months = [_MONTHS.index(name.casefold()) + 1 for name in _MONTH.findall(words or "")]
    return (int(years[0]), min(months, default=1)), (int(years[0]), max(months, default=12))
