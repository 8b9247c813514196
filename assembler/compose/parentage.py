"""From slots to nodes: gives every printed value its id and keeps its parentage."""

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256

from assembler.compose.slots import Slot, Slots
from assembler.compose.views import Records
from assembler.document.nodes import (
    Cite,
    Gap,
    Inline,
    Label,
    ReferenceKey,
    Text,
    Trace,
    Value,
    ValueId,
)
from assembler.problems import Position
from assembler.records.base import Source


class Parentage:
    """Makes the nodes of one document's values and collects their trace."""

    __slots__ = ("_at", "_records", "_uses", "slots", "trace")

    def __init__(self, records: Records, at: Callable[[str], Position]) -> None:
        """`at` gives a record's position relative to the study's folder: what is traced must
        not depend on where that folder lies."""
        self._records = records
        self._at = at
        self._uses: Counter[tuple[Label, str]] = Counter()
        self.slots: Slots = records.slots
        self.trace: dict[ValueId, Trace] = {}

    def inlines(self, text: str, place: Label) -> list[Inline]:
        """Literal text and slots as nodes; `place` is the section or table where they stand."""
        return [
            Text(piece) if isinstance(piece, str) else self.node(piece, place)
            for piece in self.slots.split(text)
        ]

    def node(self, slot: Slot, place: Label) -> Value | Gap:
        """The node of a printed value or absence."""
        value_id = self._id(place, ".".join(slot.paths))
        at = tuple(self._at(path) for path in slot.paths) if slot.kind != "to-do" else ()
        self.trace[value_id] = Trace(
            slot.paths, slot.recorded, slot.derivation, self._source_line(slot), at
        )
        if slot.kind in ("gap", "to-do"):
            return Gap(value_id, slot.text)
        return Value(value_id, slot.text, anchored=slot.kind != "name")

    def cite(self, keys: Sequence[str], place: Label, at: Position) -> Cite:
        """The node of a citation cluster."""
        cluster = self._id(place, "cite:" + ",".join(keys))
        return Cite(cluster, tuple(ReferenceKey(key) for key in keys), at)

    def _id(self, place: Label, path: str) -> ValueId:
        """Hash of place, path and n-th use there: inserting one value renumbers nothing else."""
        self._uses[place, path] += 1
        key = f"{place}\0{path}\0{self._uses[place, path]}"
        return ValueId(sha256(key.encode()).hexdigest()[:16])

    def _source_line(self, slot: Slot) -> str:
        if slot.kind == "to-do":
            return ""
        holder, _, key = slot.paths[0].rpartition(".")
        while holder and holder not in self._records.placed:
            holder, _, key = holder.rpartition(".")
        source = self._records.source(holder, key)
        return described(source) if source is not None else ""


def described(source: Source) -> str:
    """`ipsen-2024-07-02, bullet 1, citing chan-2023 (original not seen)`: for the manifest."""
    words = f"{source.document}, {source.place}"
    if source.cites:
        words += f", citing {source.cites}"
        if source.original_seen is not None:
            words += " (original seen)" if source.original_seen else " (original not seen)"
    return words
