"""The documents of a study, composed and numbered: each once, and those of a group together."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from assembler.compose.compose import Composed, TemplateRoot
from assembler.compose.kept import Kept
from assembler.compose.loader import Finder
from assembler.compose.outline import Outline
from assembler.compose.outline_changes import outline_of
from assembler.document.nodes import ReferenceKey
from assembler.resolve.elsewhere import linked_to
from assembler.resolve.resolve import Resolved, cited_in, resolve

Compose = Callable[[str, Collection[ReferenceKey]], Composed]
"""Composes a document by its id, with the literature that documents of its group cite beside it.
Raises ProblemsFound."""


@dataclass(slots=True)
class Documents:
    """The documents of a study as the records give them today."""

    compose: Compose
    roots: Sequence[TemplateRoot]
    planned: Sequence[str]
    """The documents of the dossier."""
    kept: Kept | None = None
    """What earlier documents of this process have kept."""
    _alone: dict[str, Composed] = field(default_factory=dict)
    _outlines: dict[str, Outline | None] = field(default_factory=dict)

    def resolved(self, id: str) -> Resolved:
        """The document, numbered. Raises ProblemsFound."""
        return self.made(id)[1]

    def made(self, id: str) -> tuple[Composed, Resolved]:
        """The document, composed and numbered. Raises ProblemsFound with its problems, or with
        those of a document of its group."""
        composed = self.composed(id)
        group = self.group_of(id)
        if not group:
            return composed, resolve(composed.document)
        listed = cited_in(self.composed(one).document for one in group)
        beside = frozenset(listed) - frozenset(cited_in([composed.document]))
        if beside:
            composed = self.compose(id, beside)
        return composed, resolve(composed.document, listed)

    def group_of(self, id: str) -> tuple[str, ...]:
        """The documents of the dossier that share a list of references with this one, itself among
        them, in the order of their numbers in the CTD; none where its list is its own. Raises
        ProblemsFound."""
        own = self._outline(id)
        if own is None or own.reference_group is None:
            return ()
        found = [
            (_order(outline), one)
            for one in dict.fromkeys((*self.planned, id))
            if (outline := self._outline(one)) and outline.reference_group == own.reference_group
        ]
        return tuple(one for _, one in sorted(found))

    def beside(self, resolved: Resolved) -> tuple[str, ...]:
        """The other documents that a linked document depends on: those whose numbers it prints, and
        those with which it shares its list of references."""
        id = resolved.document.id
        return tuple(sorted({*linked_to(resolved), *self.group_of(id)} - {id}))

    def composed(self, id: str) -> Composed:
        """The document by itself, whatever its group cites. Raises ProblemsFound."""
        if id not in self._alone:
            self._alone[id] = self.compose(id, frozenset())
        return self._alone[id]

    def _outline(self, id: str) -> Outline | None:
        """None where there are no templates of that name."""
        if id not in self._outlines:
            finder = Finder(self.roots, kept=self.kept)
            is_there = finder.find(f"{id}/outline.yaml") is not None
            self._outlines[id] = outline_of(finder, id)[0] if is_there else None
        return self._outlines[id]


def _order(outline: Outline) -> tuple[int, ...]:
    return tuple(map(int, outline.number.split("."))) if outline.number else ()
