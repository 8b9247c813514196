"""Which arm a group of results is: by its name, or by the words in which it is described."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assembler.importers.ctgov.reading import Reading, plain
from assembler.importers.drafted import letters
from assembler.importers.entry import shown
from assembler.importers.given import Given

_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_TOTAL = re.compile(r"total\b.*|all participants|overall", re.IGNORECASE)
_TELLING = 40
"""Letters from which a description tells one arm from another."""


@dataclass(frozen=True, slots=True)
class RegistryArm:
    """An arm of the study as the registry lists it."""

    id: str
    label: str
    kind: str | None
    description: str


@dataclass(slots=True)
class Arms:
    """The arms of the study, and the groups of results that were taken as one of them."""

    reading: Reading
    arms: Sequence[RegistryArm]
    groups: dict[str, str] = field(default_factory=dict)
    """Title of a group -> id of its arm."""
    _unknown: set[str] = field(default_factory=set)

    def kind(self, id: str) -> str | None:
        """What the arm is for, in the record's words."""
        return next((arm.kind for arm in self.arms if arm.id == id), None)

    def of(self, groups: Given) -> dict[str, str]:
        """Id of a group within its module -> id of its arm; no arm is two groups at once.

        A group that is none of the arms is left out, and told once.
        """
        given = [(group["id"].seen, plain(group["title"].seen), group) for group in groups]
        found: dict[str, str] = {}
        for id, title, group in given:
            arm = self._named(title)
            if arm is not None and arm in found.values():
                self.reading.unfit(
                    f"groups that are named as the arm '{arm}' beside another: left out",
                    "results of one arm are those of one group: name another arm, or none",
                    group,
                )
            elif arm is not None:
                found[id] = arm
        for guess in (self._without_brackets, self._described):
            guessed: dict[str, list[str]] = {}
            for id, _, group in given:
                like = None if id in found else guess(group)
                if like is not None and like not in found.values():
                    guessed.setdefault(like, []).append(id)
            for arm, ids in guessed.items():
                if len(ids) == 1:
                    found[ids[0]] = arm
        for id, title, group in given:
            group["id"].leave()
            self._tell(title, group, found.get(id))
        return {id: arm for id, arm in found.items() if id}

    def _named(self, title: str) -> str | None:
        into = self.reading.into
        if title in into.named:
            return into.named[title]
        wanted = letters(title)
        found = [arm.id for arm in self.arms if letters(arm.label) == wanted]
        if len(found) == 1:
            return found[0]
        return into.arm_of(title) if wanted and not self.arms else None

    def _without_brackets(self, group: Given) -> str | None:
        """`Drug A (FAS)` is `Drug A`, and `Observation` is `Observation (no treatment)`."""
        wanted = letters(_bare(plain(group["title"].seen)))
        found = [arm.id for arm in self.arms if letters(_bare(arm.label)) == wanted]
        return found[0] if len(found) == 1 and wanted else None

    def _described(self, group: Given) -> str | None:
        """The arm whose description the group's description begins with."""
        said = letters(plain(group["description"].seen))
        found = [
            arm.id
            for arm in self.arms
            if len(own := letters(arm.description)) >= _TELLING and said.startswith(own)
        ]
        return found[0] if len(found) == 1 else None

    def _is_news(self, title: str) -> bool:
        return title not in self._unknown and _TOTAL.fullmatch(title) is None

    def _tell(self, title: str, group: Given, arm: str | None) -> None:
        if arm is not None:
            group["title"].leave()
            group["description"].leave()
            if title not in self.groups and self._named(title) is None:
                label = next(one.label for one in self.arms if one.id == arm)
                self.reading.note(
                    "import.group-is-arm",
                    f"the group '{shown(title)}' is taken as the arm '{shown(label)}'",
                    f'if it is none, or another, say so: --arm "{shown(title)}=ID"',
                    group.at,
                )
            self.groups.setdefault(title, arm)
        elif self._named(title) is None and self._is_news(title):
            self._unknown.add(title)
            known = ", ".join(one.id for one in self.arms) or "none"
            self.reading.of.warn(
                "import.group-is-arm",
                f"the group '{shown(title)}' is none of the study's arms ({known}): "
                "its results are left out",
                f'if it is one of them, say so: --arm "{shown(title)}=ID"',
                group.at,
            )


def by_arm(cells: Given, arms: Mapping[str, str]) -> Iterator[tuple[str, Given]]:
    """The cells of a row with the arm that each belongs to, in the order of the file.

    A cell of a group that is no arm, or that is not listed, is left out; so is a second cell of
    one group.
    """
    seen: set[str] = set()
    for cell in cells:
        group = cell["groupId"].seen
        arm = arms.get(group)
        if arm is not None and group not in seen:
            seen.add(group)
            cell["groupId"].leave()
            yield arm, cell


def _bare(title: str) -> str:
    return _IN_BRACKETS.sub("", title)
