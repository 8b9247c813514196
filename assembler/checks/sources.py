"""Sources in conflict: one fact as several sources give it, and what the author picked."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

from pydantic_core import PydanticCustomError

from assembler.checks.numbers import range_of, surely_below
from assembler.checks.rule import Finding, Places, rule
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Alternatives, Block
from assembler.records.placed import Placed, join
from assembler.records.scalars import (
    Count,
    Date,
    Interval,
    Percentage,
    PValue,
    Quantity,
    Reported,
)

_SCALARS: tuple[Any, ...] = (PValue, Reported, Quantity, Percentage, Count, Interval, Date)


class Relation(StrEnum):
    """How what two sources give for one fact goes together."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    """Both can be right: one is given with fewer digits, or by a bound only."""
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Pick:
    """A fact that several sources give: one row of the ledger."""

    path: str
    """Record path of the value that was picked."""
    alternative: str
    """Record path of what another source gives."""
    relation: Relation
    entry: str
    """Record path of the entry under `alternatives`, with the reason and the name."""


@rule("sources.agree", severity=Severity.ERROR)
def sources_agree(dossier: Dossier, places: Places) -> Iterator[Finding]:
    """Sources that give the same fact agree, or the author has picked one with a reason.

    What another source gives stands under `alternatives` of the block, beside the value that the
    documents print. `<0.001` and `<0.0001`, 16.7 and 17 months, 2023-10 and 2023-10-22 are the
    same fact with other precision and pass. Values that cannot both be right need a `reason` and
    a `name`; they stay a note, and the ledger of a draft lists them. ICH M4E 2.5:
    the overview presents the limitations of the study results.
    """
    for place, key, entry in _entries(places):
        used = getattr(place.record, key)
        for index, other in enumerate(entry.values):
            at = f"{join(place.path, 'alternatives')}.{key}.values[{index}]"
            read = read_as(place.record, key, other.value)
            if isinstance(read, PydanticCustomError):
                yield Finding(
                    f"{at}.value",
                    f"`{key}` of another source: {read.message()}",
                    str((read.context or {}).get("remedy", "type it as the key itself is typed")),
                    also=(join(place.path, key),),
                )
            elif used is None or used in ((), {}):
                yield Finding(
                    join(place.path, key),
                    f"{other.source.document} gives {other.value} for `{key}`, "
                    "and nothing is picked",
                    f"enter the value under `{key}` with its source, or take the alternative away",
                    also=(f"{at}.value",),
                )
            elif relation(used, read) is Relation.CONFLICTING:
                yield _conflict(place, key, entry, index)


def _conflict(place: Placed, key: str, entry: Alternatives, index: int) -> Finding:
    used, other = getattr(place.record, key), entry.values[index]
    own = place.record.sources.get(key) if isinstance(place.record, Block) else None
    source = own or place.source
    here = source.document if source is not None else "the record"
    message = f"{here} gives {used} for `{key}`, {other.source.document} gives {other.value}"
    picked = entry.reason is not None
    if picked:
        message += f"; {used} was picked by {entry.name}: {entry.reason}"
    return Finding(
        join(place.path, key),
        message,
        "nothing, as long as the reason holds"
        if picked
        else f"compare both sources; leave under `{key}` the value to be printed, and add "
        f"`reason` and `name` under `alternatives.{key}`",
        also=(f"{join(place.path, 'alternatives')}.{key}.values[{index}].value",),
        severity=Severity.NOTE if picked else None,
    )


def ledger(places: Places) -> tuple[Pick, ...]:
    """Every fact that several sources give, in the order of the records."""
    rows: list[Pick] = []
    for place, key, entry in _entries(places):
        used, at = getattr(place.record, key), f"{join(place.path, 'alternatives')}.{key}"
        for index, other in enumerate(entry.values):
            read = read_as(place.record, key, other.value)
            if used is not None and not isinstance(read, PydanticCustomError):
                value = f"{at}.values[{index}]"
                rows.append(Pick(join(place.path, key), value, relation(used, read), at))
    return tuple(rows)


def _entries(places: Places) -> Iterator[tuple[Placed, str, Alternatives]]:
    for place in places:
        if isinstance(place.record, Block):
            for key, entry in place.record.alternatives.items():
                yield place, key, entry


def read_as(record: object, key: str, text: str) -> Any:
    """The text as the key's kind of value; the error where it is none; other kinds as text."""
    annotation: Any = type(record).model_fields[key].annotation  # type: ignore[attr-defined]
    kinds = (annotation, *get_args(annotation))
    kind = next((one for one in _SCALARS if one in kinds), None)
    if kind is None:
        return text
    try:
        return kind.parse(text)
    except PydanticCustomError as failure:
        return failure


def relation(one: Any, other: Any) -> Relation:
    """How two values of one kind go together."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        if one.unit != other.unit:
            return Relation.CONFLICTING
        return _of_numbers(one.number, other.number)
    if isinstance(one, Percentage) and isinstance(other, Percentage):
        return _of_numbers(one.number, other.number)
    if isinstance(one, Reported) and isinstance(other, Reported):
        return _of_numbers(one, other)
    if isinstance(one, Interval) and isinstance(other, Interval):
        return _of_intervals(one, other)
    if isinstance(one, Date) and isinstance(other, Date):
        if one.text == other.text:
            return Relation.EQUAL
        apart = one.earliest > other.latest or other.earliest > one.latest
        return Relation.CONFLICTING if apart else Relation.COMPATIBLE
    return Relation.EQUAL if _plain(one) == _plain(other) else Relation.CONFLICTING


def _of_numbers(one: Reported, other: Reported) -> Relation:
    if (one.relation, one.decimal.as_tuple()) == (other.relation, other.decimal.as_tuple()):
        return Relation.EQUAL
    if one.relation == other.relation == "=":
        apart = surely_below(one.decimal, other.decimal) or surely_below(other.decimal, one.decimal)
    else:
        (low, high), (other_low, other_high) = _range(one), _range(other)
        apart = max(low, other_low) >= min(high, other_high)
    return Relation.CONFLICTING if apart else Relation.COMPATIBLE


def _range(number: Reported) -> tuple[Decimal, Decimal]:
    """What a number may stand for: `<0.001` for all that is less."""
    if number.relation in ("<", "<="):
        return Decimal("-Infinity"), number.decimal
    if number.relation in (">", ">="):
        return number.decimal, Decimal("Infinity")
    return range_of(number.decimal)


def _of_intervals(one: Interval, other: Interval) -> Relation:
    relations = []
    for here, there in zip(one.bounds, other.bounds, strict=True):
        if here is None or there is None:
            relations.append(Relation.EQUAL if here is there else Relation.CONFLICTING)
        else:
            relations.append(_of_numbers(_exactly(here), _exactly(there)))
    for found in (Relation.CONFLICTING, Relation.COMPATIBLE):
        if found in relations:
            return found
    return Relation.EQUAL


def _exactly(number: Any) -> Reported:
    return Reported(str(number), "=", number)


def _plain(value: Any) -> str:
    """The words that are compared: without regard to case and blanks; `yes` for True."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split()).casefold()
