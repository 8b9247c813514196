"""From slots to nodes: gives every printed value its id and keeps its parentage."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from assembler.compose.quotation import Quotation
from assembler.compose.slots import Slot, Slots, has_slot
from assembler.compose.spelling import Spelling
from assembler.compose.views import Records
from assembler.document.nodes import (
    Cite,
    Comment,
    Gap,
    Inline,
    Label,
    ReferenceKey,
    Text,
    Trace,
    Value,
    ValueId,
)
from assembler.problems import Position, Problem, Severity
from assembler.records.base import Source

_MOST_PLACES = 5


@dataclass(slots=True)
class Entered:
    """What the nodes of one text have entered: to be entered again without making them."""

    uses: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Place and path -> how often it was used there before, and after."""
    trace: dict[ValueId, Trace] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    not_entered: list[tuple[str, Position]] = field(default_factory=list)
    unwritten: list[tuple[tuple[str, str], Position]] = field(default_factory=list)


class Parentage:
    """Makes the nodes of one document's values and collects their trace."""

    __slots__ = (
        "_at",
        "_entered",
        "_not_entered",
        "_positions",
        "_records",
        "_spelling",
        "_traced_at",
        "_unwritten",
        "_uses",
        "cited",
        "trace",
    )

    def __init__(
        self,
        records: Records,
        at: Callable[[str], Position],
        *,
        traced_at: Callable[[str], Position] | None = None,
        spelling: Callable[[str], Spelling] = lambda file: Spelling(),
    ) -> None:
        """`at` says where a record path stands, for problems; `traced_at` for the trace, which
        must not depend on where the study's folder lies; `spelling` how a template's words are
        spelt, by its file.
        """
        self._records = records
        self._at = at
        self._traced_at = traced_at or at
        self._spelling = spelling
        self._positions: dict[str, Position] = {}
        self._uses: Counter[str] = Counter()
        self._entered = Entered()
        self._not_entered: dict[str, list[Position]] = {}
        self._unwritten: dict[tuple[str, str], Position] = {}
        self.trace: dict[ValueId, Trace] = {}
        self.cited: set[str] = set()
        """Keys of the literature that the document cites."""

    def begin(self) -> Entered:
        """What the next text enters: it fills until another one begins."""
        self._entered = Entered()
        return self._entered

    def enter(self, entered: Entered) -> bool:
        """Enter what a text has entered before; False, and nothing is, where what stands around
        has used the same paths at the same places otherwise: then its ids would be others."""
        if any(self._uses[key] != before for key, (before, _) in entered.uses.items()):
            return False
        self._entered = Entered()
        self._uses.update({key: after - before for key, (before, after) in entered.uses.items()})
        self.trace.update(entered.trace)
        self.cited.update(entered.cited)
        for path, at in entered.not_entered:
            self._enter_gap(path, at)
        for key, at in entered.unwritten:
            self._unwritten.setdefault(key, at)
        return True

    def _enter_gap(self, path: str, at: Position) -> None:
        places = self._not_entered.setdefault(path, [])
        if len(places) < _MOST_PLACES:
            places.append(at)

    def inlines(self, text: str, place: Label, at: Position) -> Iterator[Inline]:
        """Literal text and slots as nodes; `place` is the section or table where they stand."""
        spelling = self._spelling(at.file)
        if not has_slot(text):
            yield Text(spelling.of(text))
            return
        for piece in self._records.slots.split(text):
            if isinstance(piece, str):
                yield Text(spelling.of(piece))
            else:
                yield self.node(piece, place, at)

    def node(self, slot: Slot, place: Label, at: Position) -> Value | Gap | Comment:
        """The node of a printed value or absence, or of a comment; `at` is the template's line."""
        if slot.kind == "comment":
            return Comment(slot.comment)
        value_id = self._traced(slot, place)
        if slot.not_entered or self._is_accepted_but_owed(slot):
            self._enter_gap(slot.paths[0], at)
            self._entered.not_entered.append((slot.paths[0], at))
        if slot.kind == "to-do":
            self._unwritten.setdefault((slot.paths[0], slot.text), at)
            self._entered.unwritten.append(((slot.paths[0], slot.text), at))
        if slot.kind in ("gap", "to-do"):
            return Gap(value_id, slot.text)
        return Value(value_id, slot.text, anchored=slot.kind != "name")

    def _is_accepted_but_owed(self, slot: Slot) -> bool:
        """Whether brackets (`[author to confirm]`) would reach a final: its gap was accepted."""
        if slot.kind != "gap" or not slot.text.startswith("["):
            return False
        block = self._records.placed.get(slot.paths[0].rpartition(".")[0])
        return block is not None and block.gap is not None and block.gap.status == "accepted"

    def plain(self, text: str, place: Label) -> str:
        """`text` with its values as words: in an address, a key or a label nothing else can stand.

        Each keeps its entry in the trace, though no node has its id.
        """
        if not has_slot(text):
            return text
        words = ""
        for piece in self._records.slots.split(text):
            if isinstance(piece, Slot):
                if piece.kind != "comment":
                    self._traced(piece, place)
                piece = piece.text
            words += piece
        return words

    @property
    def quotation(self) -> Quotation:
        """How typed quotation marks and apostrophes are printed."""
        return self._records.style.quotation

    @property
    def slots(self) -> Slots:
        """The slots of the document."""
        return self._records.slots

    def untraced(self, text: str) -> str:
        """`text` with its values as words, for messages and to be compared."""
        return self._records.slots.plain(text)

    def lasting(self, text: str) -> str:
        """`text` without its results: what is named by it keeps its name when the data change."""
        pieces = self._records.slots.split(text)
        return "".join(
            piece if isinstance(piece, str) else piece.text if piece.kind == "name" else ""
            for piece in pieces
        )

    def cite(self, keys: Iterable[str], place: Label, at: Position) -> Cite:
        """The node of a citation cluster."""
        named = tuple(ReferenceKey(key) for key in dict.fromkeys(keys))
        self.cited.update(named)
        self._entered.cited.update(named)
        return Cite(self._id(place, f"cite:{','.join(named)}"), named, at)

    def problems(self) -> list[Problem]:
        """What stands on the page and must be supplied: values not entered, texts not written."""
        gaps = [
            Problem(
                "value.entered",
                Severity.GAP,
                f"'{path}' is printed and has not been entered",
                "enter it, or list its key under not_reported or another reason",
                self._at(path),
                path,
                tuple(dict.fromkeys(places)),
            )
            for path, places in self._not_entered.items()
        ]
        texts = [
            Problem(
                "author.has-written",
                Severity.GAP,
                f"the author's text {file} is not written yet: the draft says {said}",
                f"write it into {file} in the study's folder",
                at,
            )
            for (file, said), at in self._unwritten.items()
        ]
        return gaps + texts

    def _traced(self, slot: Slot, place: Label) -> ValueId:
        value_id = self._id(place, ".".join(slot.paths))
        if slot.kind == "to-do":
            held, at = None, tuple(Position(path) for path in slot.paths)
        else:
            held = self._records.source(slot.paths[0])
            at = tuple(self._position(path) for path in slot.paths)
        source = described(held[0]) if held is not None else ""
        traced = Trace(slot.paths, slot.recorded, slot.derivation, source, at)
        self.trace[value_id] = self._entered.trace[value_id] = traced
        return value_id

    def _position(self, path: str) -> Position:
        if path not in self._positions:
            self._positions[path] = self._traced_at(path)
        return self._positions[path]

    def _id(self, place: Label, path: str) -> ValueId:
        """Hash of place, path and n-th use there: inserting one value renumbers nothing else."""
        key = f"{place}\0{path}"
        self._uses[key] += 1
        before = self._entered.uses.get(key, (self._uses[key] - 1, 0))[0]
        self._entered.uses[key] = (before, self._uses[key])
        return ValueId(sha256(f"{key}\0{self._uses[key]}".encode()).hexdigest()[:16])


def described(source: Source) -> str:
    """`ipsen-2024-07-02, bullet 1, citing chan-2023 (original not seen)`: for the manifest."""
    words = f"{source.document}, {source.place}"
    if source.cites:
        words += f", citing {source.cites}"
        if source.original_seen is not None:
            words += " (original seen)" if source.original_seen else " (original not seen)"
    return words
