"""Rows that belong together: those of one term, or of one characteristic, an entry for each arm.

Grids come with one row for each arm; tables show the arms side by side.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assembler.compose.mistakes import TemplateMistake
from assembler.compose.views import View, number_of
from assembler.problems import nearest
from assembler.records.base import Absence, Record
from assembler.records.placed import join

_PERCENTAGE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?%?", re.ASCII)
_ROWS = "rows"
"""What a template calls the rows of a group."""


@dataclass(frozen=True, slots=True)
class Group:
    """The rows that have the same values in some fields; `group[arm]` is the row of an arm."""

    fields: Mapping[str, View]
    """What the rows share, by the name of the field."""
    rows: list[View]
    keyed: Mapping[str, View]
    """Id of the record that tells the rows apart -> the row."""

    def field(self, name: str) -> View | list[View]:
        """What a template calls `group.name`: a field that the rows share, or `rows`."""
        if name == _ROWS:
            return list(self.rows)
        if name in self.fields:
            return self.fields[name]
        known = [*self.fields, _ROWS]
        near = nearest(name, known)
        raise TemplateMistake(
            f"a group of rows has no '{name}'",
            f"did you mean '{near}'?"
            if near
            else f"it has: {', '.join(known)}; the row of an arm is group[arm]",
        )

    def item(self, key: object) -> View:
        """What a template calls `group[arm]`: the row of that arm; absent where there is none."""
        id = _id_of(key)
        if id is None:
            raise TemplateMistake(
                "a group of rows is asked for the row of an arm", "write group[arm]"
            )
        if id in self.keyed:
            return self.keyed[id]
        first = self.rows[0]
        return View(
            first.records,
            Absence.NOT_YET_ENTERED,
            (join(first.path, id),),
            types=(type(first.value),),
        )


def grouped(items: Iterator[object], *fields: str, by: str = "arm") -> list[Group]:
    """Rows with the same values in the fields, as one entry: `rows | grouped("preferred_term")`.

    `group.preferred_term` is what they share, `group[arm]` the row of an arm. With `by=""` a group
    has several rows of an arm, as `group.rows`: they may be grouped again.
    """
    if not fields:
        raise TemplateMistake(
            "`grouped` needs the fields that the rows of a group share",
            'write rows | grouped("system_organ_class", "preferred_term")',
        )
    found: dict[tuple[Hashable, ...], tuple[dict[str, View], dict[str, View], list[View]]] = {}
    for row in items:
        if not isinstance(row, View):
            raise TemplateMistake("`grouped` takes the rows of records", "name a list of records")
        shared = {name: row.field(name) for name in fields}
        key = tuple(_said(view) for view in shared.values())
        _, keyed, rows = found.setdefault(key, (shared, {}, []))
        id = _id_of(row.field(by)) if by else None
        if id in keyed:
            raise TemplateMistake(
                f"{keyed[id].name} and {row.name} have the same {by} and the same "
                f"{', '.join(fields)}",
                "name in `grouped` the further field that tells them apart, or remove one of them",
            )
        if id is not None:
            keyed[id] = row
        rows.append(row)
    return [Group(shared, rows, keyed) for shared, keyed, rows in found.values()]


def by_frequency(
    items: Iterator[object], field: str, arm: View, within: str = "", apart: str = ""
) -> list[Group]:
    """Groups by falling count in an arm, `by_frequency("patients", arm)`; equal ones by letter.

    With `within` the classes come by their own count, and in each the row of the whole class first.
    With `apart="cohort"` those of a cohort stand together, the cohorts as their rows are recorded.
    """
    groups = [_group(item) for item in items]
    counts = {id(group): _count(group, field, arm) for group in groups}
    parts: dict[str, int] = {}
    classes: dict[tuple[str, str], Decimal] = {}

    def part_of(group: Group) -> str:
        return _said(_shared(group, apart)) if apart else ""

    for group in groups:
        part = part_of(group)
        parts.setdefault(part, len(parts))
        if within:
            name = (part, _said(_shared(group, within)))
            classes[name] = max(classes.get(name, counts[id(group)]), counts[id(group)])

    def order(group: Group) -> tuple[Any, ...]:
        part = part_of(group)
        words = tuple(_said(view) for view in group.fields.values())
        rank = (-counts[id(group)], sum(1 for view in group.fields.values() if view))
        if not within:
            return (parts[part], *rank, words)
        name = _said(_shared(group, within))
        return (parts[part], -classes[part, name], name, *rank, words)

    return sorted(groups, key=order)


def reaching(
    items: Iterator[object],
    field: str,
    sizes: View,
    threshold: object,
    arm: object = None,
    cohorts: View | None = None,
) -> list[Group]:
    """Groups whose share reaches a percentage in an arm: `reaching("patients", sizes, "5%")`.

    `sizes` has the patients of each arm under its id. With `arm` in that arm alone; all of them
    where the threshold is absent. `"any"`: every group that counts anybody. `cohorts` are rows with
    the patients `n` of each cohort and arm, for groups of a cohort; one of a cohort whose size
    nobody gives stays.
    """
    groups = [_group(item) for item in items]
    if isinstance(threshold, View) and threshold.is_absent:
        return groups
    least = _least(threshold.value if isinstance(threshold, View) else threshold)
    only = _id_of(arm) if isinstance(arm, View) and not arm.is_absent else None
    wholes = {("", id): _number(sizes.item(id)) for id in _arms(groups) if id in _held(sizes)}
    wholes |= _sizes_of_cohorts(cohorts)

    def reaches(group: Group, id: str, row: View) -> bool:
        cohort = _cohort_of(group)
        count, whole = _number(row.field(field)), wholes.get((cohort, id))
        return bool(cohort and not whole and count) or _reaches(count, whole, least)

    return [
        group
        for group in groups
        if any(reaches(group, id, row) for id, row in group.keyed.items() if only in (None, id))
    ]


def _sizes_of_cohorts(rows: View | None) -> dict[tuple[str, str], Decimal]:
    """Ids of cohort and arm -> patients, of the rows that are of a cohort and give them."""
    found: dict[tuple[str, str], Decimal] = {}
    for row in rows.items() if rows is not None else ():
        cohort, arm = _id_of(row.field("cohort")), _id_of(row.field("arm"))
        size = number_of(row.field("n").value)
        if cohort is not None and arm is not None and size is not None:
            found[cohort, arm] = size
    return found


def _cohort_of(group: Group) -> str:
    """The id of the cohort that the group is of; empty where it is of none."""
    view = group.fields.get("cohort")
    return "" if view is None or view.is_absent else _id_of(view) or ""


def _least(threshold: object) -> Decimal | None:
    """The percentage of a threshold; None where anybody will do."""
    if threshold == "any":
        return None
    least = number_of(threshold)
    if least is None and isinstance(threshold, str) and _PERCENTAGE.fullmatch(threshold):
        least = Decimal(threshold.removesuffix("%"))
    if least is None:
        raise TemplateMistake(
            "the threshold of `reaching` is no percentage", 'give "5%", "any", or a record'
        )
    return least


def _reaches(count: Decimal, whole: Decimal | None, least: Decimal | None) -> bool:
    if least is None:
        return count > 0
    return bool(whole) and count * 100 >= least * (whole or 0)


def _group(item: object) -> Group:
    if isinstance(item, Group):
        return item
    raise TemplateMistake(
        "what is sorted or chosen here are no groups of rows", "write rows | grouped(...) first"
    )


def _shared(group: Group, name: str) -> View:
    found = group.field(name)
    if isinstance(found, View):
        return found
    raise TemplateMistake("`within` names a field that the rows share", "name one of `grouped`")


def _count(group: Group, field: str, arm: View) -> Decimal:
    """The arm's count; less than nothing where it has none."""
    return _number(group.item(arm).field(field), otherwise=Decimal(-1))


def _number(view: View, otherwise: Decimal = Decimal(0)) -> Decimal:
    number = number_of(view.value)
    return otherwise if number is None else number


def _arms(groups: list[Group]) -> set[str]:
    return {id for group in groups for id in group.keyed}


def _held(sizes: View) -> Mapping[str, object]:
    return sizes.value if isinstance(sizes.value, dict) else {}


def _said(view: View) -> str:
    """What makes a field the same in two rows; nothing sorts before everything."""
    if isinstance(view.value, Record):
        return view.path
    return "" if view.is_absent else str(getattr(view.value, "text", view.value))


def _id_of(key: object) -> str | None:
    held = key.value if isinstance(key, View) else key
    if isinstance(held, Record):
        held = getattr(held, "id", None)
    return held if isinstance(held, str) and not isinstance(held, Absence) else None


FILTERS = (grouped, by_frequency, reaching)
