"""The gap register as templates see it: rows whose words keep the record paths that they came from.

What a row says is traced, and not anchored: it is about the records, and no value of the trial.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assembler.compose.mistakes import TemplateMistake
from assembler.compose.slots import Slot
from assembler.compose.views import Records, View
from assembler.document.nodes import GapEntry
from assembler.problems import nearest
from assembler.records.placed import join

_PLANNED = ("needs", "owner", "expected_in", "status", "blocks_final", "reason")
"""What the gap plan of the records says itself."""
_FIELDS = (*_PLANNED, "kind")


@dataclass(frozen=True, slots=True, eq=False)
class _Words(View):
    """Words of the register."""

    def slot(self) -> Slot:
        return replace(View.slot(self), kind="name")

    def made(
        self, printed: str, derivation: str, *, paths: tuple[str, ...] = (), value: object = None
    ) -> View:
        made = View.made(self, printed, derivation, paths=paths, value=value)
        return _Words(made.records, made.value, made.paths, printed=printed, derivation=derivation)


@dataclass(frozen=True, slots=True, eq=False)
class _Row(View):
    """A row of the register."""

    def field(self, name: str) -> View:
        row = self.value
        if not isinstance(row, GapEntry) or name not in _FIELDS:
            near = nearest(name, _FIELDS)
            remedy = f"did you mean '{near}'?" if near else f"it has: {', '.join(_FIELDS)}"
            raise TemplateMistake(f"a row of the gap register has no '{name}'", remedy)
        is_planned = name in _PLANNED and row.path.endswith(".gap")
        paths = (join(row.path, name),) if is_planned else row.items or (row.path,)
        derivation = "as recorded" if is_planned else "gap register"
        return _Words(self.records, getattr(row, name), paths, derivation=derivation)


def gap_rows(records: Records, gaps: Sequence[GapEntry]) -> list[View]:
    """The rows in the order of the register; `gaps` in the templates."""
    return [_Row(records, gap, (gap.path,)) for gap in gaps]
