"""The ledger as templates see it: facts that several sources give, and what the author picked."""

from collections.abc import Collection, Iterator
from typing import TypedDict, get_args

from assembler.checks.sources import ledger
from assembler.compose.outline import Area
from assembler.compose.views import Records, View


class LedgerRow(TypedDict):
    """One fact as two sources give it."""

    path: str
    """Record path of the fact."""
    relation: str
    """`equal`, `compatible` or `conflicting`."""
    used: View
    """The value that the documents print."""
    source: View | str
    """Where that stands; empty where no source is recorded."""
    other: View
    """What another source gives: `value` and `source`."""
    entry: View
    """The entry under `alternatives`: `reason` and `name`."""


def picks(records: Records, areas: Collection[Area]) -> Iterator[LedgerRow]:
    """The rows in the order of the records; `picks` in the templates. Results of other areas than
    these concern other documents."""
    elsewhere = set(get_args(Area)).difference(areas)
    for one in ledger(tuple(records.placed.values())):
        if one.path.partition(".")[0] in elsewhere:
            continue
        block, _, key = one.path.rpartition(".")
        found = records.source(one.path)
        yield LedgerRow(
            path=one.path,
            relation=one.relation.value,
            used=records.at(block).field(key),
            source=records.at(found[1]) if found is not None else "",
            other=records.at(one.alternative),
            entry=records.at(one.entry),
        )
