"""The gap register: what is absent and must be supplied, grouped by who supplies it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from assembler.checks.lookup import ancestors
from assembler.checks.rule import Finding, Places, rule
from assembler.problems import Position, Severity
from assembler.records import Dossier
from assembler.records.base import Absence, Block, GapPlan, Sourced
from assembler.records.placed import Placed, join, placed

NOT_ASSIGNED = "not assigned"
"""Owner of what is absent without a gap plan."""
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class GapRow:
    """One row of the gap register: what someone must supply."""

    needs: str
    owner: str
    expected_in: str
    """The document that is expected to hold it; empty where nothing is planned."""
    status: str
    """`open`, `requested` or `accepted`."""
    blocks_final: bool
    kinds: tuple[Absence, ...]
    """Why the values are absent: each reason once, in the order of the list of reasons."""
    items: tuple[str, ...]
    """Record paths of the absent values."""
    reason: str | None
    """Why an accepted gap is acceptable."""
    path: str
    """Record path of the plan, or of the block that lacks one."""
    at: Position | None = None
    """Where that stands."""

    @property
    def kind(self) -> str:
        """The reasons in words: `not reported, author to confirm`."""
        return ", ".join(kind.label for kind in self.kinds)

    @property
    def is_planned(self) -> bool:
        """Whether somebody is to supply it."""
        return self.owner != NOT_ASSIGNED

    @property
    def blocks(self) -> bool:
        """Whether a final document waits for it."""
        return self.blocks_final and self.status != "accepted"


@dataclass(slots=True)
class _Open:
    plan: GapPlan | None
    path: str
    kinds: set[Absence] = field(default_factory=set)
    items: list[str] = field(default_factory=list)


def gap_register(
    dossier: Dossier, at: Callable[[str], Position | None] = lambda path: None
) -> tuple[GapRow, ...]:
    """Every absence that must be supplied, one row for each plan, in the order of the records.

    `at` gives the position of a record path. Absences without a plan are grouped by their block:
    owner `not assigned`, and the final waits for them.
    """
    return _rows(placed(dossier), at)


def _rows(places: Iterable[Placed], at: Callable[[str], Position | None]) -> tuple[GapRow, ...]:
    plans: dict[GapPlan, str] = {}
    identified: set[str] = set()
    rows: dict[GapPlan | str, _Open] = {}
    for place in places:
        record, path = place.record, place.path
        if isinstance(record, Sourced) and record.gap is not None:
            plans.setdefault(record.gap, join(path, "gap"))
        if isinstance(getattr(record, "id", None), str):
            identified.add(path)
        if not isinstance(record, Block):
            continue
        absent = {k: a for k, a in record.absences().items() if a.must_be_supplied}
        if not absent:
            continue
        block = _entry(path, identified)
        key = block if place.gap is None else place.gap
        first = plans[place.gap] if place.gap is not None else block
        row = rows.setdefault(key, _Open(place.gap, first))
        row.kinds.update(absent.values())
        row.items += [join(path, name) for name in absent]
    return tuple(_row(row, at) for row in rows.values())


def _entry(path: str, identified: set[str]) -> str:
    """The entry of a list that the block is part of: an analysis for its arms; else itself."""
    for around in ancestors(path):
        if around in identified and "." in around:
            return around
    return path


def _row(row: _Open, at: Callable[[str], Position | None]) -> GapRow:
    plan = row.plan
    return GapRow(
        needs=plan.needs if plan else f"what is absent in {row.path}",
        owner=plan.owner if plan else NOT_ASSIGNED,
        expected_in=plan.expected_in if plan else "",
        status=plan.status if plan else "open",
        blocks_final=plan.blocks_final if plan else True,
        kinds=tuple(kind for kind in Absence if kind in row.kinds),
        items=tuple(row.items),
        reason=plan.reason if plan else None,
        path=row.path,
        at=at(row.path),
    )


@rule("gap.planned", severity=Severity.GAP, fixed=True)
def gap_planned(dossier: Dossier, places: Places) -> Iterator[Finding]:
    """What the source does not say is supplied, or its gap is planned and accepted.

    Each thing that someone must supply is one row of the gap register, with its owner and where
    it is expected. An open gap that blocks the final stops a final build and no draft; one that
    does not block, or was accepted with a reason, is a note. Absences without a plan have no
    owner: add `gap` to their block. A gap is let pass in its plan, `status: accepted` with a
    `reason`, and nowhere else: the gap register has to agree with the final. Values that cannot
    exist (not applicable, not reached, not estimable, not collected, in an earlier submission) are
    no gaps. ICH M4E 2.5: the overview presents the strengths and the limitations of the study
    results.
    """
    for row in _rows(places, lambda path: None):
        message = f"{row.needs}: {len(row.items)} {_values(row)} ({row.kind}): {_names(row)}"
        if not row.is_planned:
            remedy = "add `gap: {needs: ..., owner: ..., expected_in: ..., blocks_final: yes}`"
        elif row.status == "accepted":
            message += f"; accepted: {row.reason}"
            remedy = "nothing, as long as the reason holds"
        else:
            message += "" if row.blocks_final else "; it does not block the final"
            verb = "requested from" if row.status == "requested" else "to be supplied by"
            remedy = f"enter the values: {verb} {row.owner}, expected in {row.expected_in}"
        yield Finding(
            row.path,
            message,
            remedy,
            severity=None if row.blocks else Severity.NOTE,
        )


def _values(row: GapRow) -> str:
    return "value" if len(row.items) == 1 else "values"


def _names(row: GapRow) -> str:
    """`events, interval, p role and 3 more`: the last keys, each once."""
    names = list(dict.fromkeys(i.rpartition(".")[2].replace("_", " ") for i in row.items))
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
