"""Flags: findings of checks that a reader must know, each said in one neutral sentence.

Which rules those are, and what is said, is data: `templates/shared/flags.yaml`. A flag covers all
findings of its rule that agree in `by`, so that it is said once of two cohorts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from assembler.compose.environment import Templates
from assembler.compose.outline import Area
from assembler.compose.slots import Slot
from assembler.compose.views import Records, View, ancestors, paths_of
from assembler.problems import Problem, ProblemsFound
from assembler.read import Tree
from assembler.read.descriptions import FilePart
from assembler.records import Dossier
from assembler.records.scalars import RuleId


class FlagWords(FilePart):
    """What a reader is told of the findings of a rule."""

    area: Area
    """What it is about; a document prints the flags of the areas that its outline names."""
    text: str
    """One neutral sentence: words with values. `records` are those found, `record` the first."""
    note: str | None = None
    """What the note below a table of these records says; without it there is none."""
    by: str | None = None
    """Words with values: findings for which they differ are flags of their own."""


class FlagFile(FilePart):
    """`templates/shared/flags.yaml`."""

    flags: dict[RuleId, FlagWords]
    """Rule -> what a reader is told where it does not hold."""


class Flag(TypedDict):
    """A flag as templates see it. Its texts carry slots."""

    rule: str
    area: Area
    sentence: str
    note: str
    """Empty where there is none."""
    comment: str
    """The mark of a comment in the margin: prints nothing."""
    records: list[View]
    waivers: list[View]
    """The waivers of its findings; none as long as one of the findings is not waived."""


@dataclass(frozen=True, slots=True)
class Flagging:
    """What flags are made from."""

    words: FlagFile
    tree: Tree
    records: Records
    dossier: Dossier
    templates: Templates

    def flags(self, findings: Sequence[Problem], areas: Collection[Area]) -> list[Flag]:
        """The flags of the areas in the order of the file, then of the findings. Raises
        ProblemsFound."""
        by_rule: dict[str, list[Problem]] = {}
        for finding in findings:
            if finding.path is not None:
                by_rule.setdefault(finding.rule, []).append(finding)
        made: list[Flag] = []
        problems: list[Problem] = []
        for rule, words in self.words.flags.items():
            if words.area not in areas:
                continue
            try:
                made += self._of_rule(rule, words, by_rule.get(rule, ()))
            except ProblemsFound as found:
                problems += found.problems
        if problems:
            raise ProblemsFound(problems)
        return made

    def _of_rule(self, rule: str, words: FlagWords, findings: Sequence[Problem]) -> Iterator[Flag]:
        groups: dict[str, list[tuple[Problem, View]]] = {}
        for finding in findings:
            record = self._record(finding.path or "")
            key = self._filled(rule, "by", words.by or "", [record])
            groups.setdefault(self.records.slots.plain(key), []).append((finding, record))
        for group in groups.values():
            found = [finding for finding, _ in group]
            held = list({record.path: record for _, record in group}.values())
            yield Flag(
                rule=rule,
                area=words.area,
                sentence=self._filled(rule, "text", words.text, held).strip(),
                note=self._filled(rule, "note", words.note or "", held).strip(),
                comment=self._comment(rule, found),
                records=held,
                waivers=self._waivers(rule, found),
            )

    def _filled(self, rule: str, key: str, text: str, records: list[View]) -> str:
        scope: Mapping[str, object] = {"records": records, "record": records[0]}
        return self.templates.fill_text(text, scope, self.tree.at(("flags", rule, key)))

    def _record(self, path: str) -> View:
        """The entry of a list that the finding is about: of a hazard ratio its analysis."""
        for around in ancestors(path):
            placed = self.records.placed.get(around)
            if placed is not None and isinstance(getattr(placed.record, "id", None), str):
                return self.records.at(around)
        return self.records.view()

    def _comment(self, rule: str, findings: Sequence[Problem]) -> str:
        said = [f"Flag {rule}."]
        for finding in findings:
            said.append(f"Found: {_on_one_line(finding.message)}")
            if self._waived(rule, finding) is None:
                said.append(f"To do: {_on_one_line(finding.remedy)}")
        paths = tuple(finding.path or "" for finding in findings)
        words = "\n".join(said)
        slot = Slot("comment", "", paths, ("",) * len(paths), "flag", comment=words)
        return self.records.slots.mark(slot)

    def _waivers(self, rule: str, findings: Sequence[Problem]) -> list[View]:
        """The waivers of a flag; none as long as one of its findings is not waived."""
        found = [self._waived(rule, finding) for finding in findings]
        if None in found:
            return []
        waivers = self.records.view().field("dossier").field("waivers")
        return [waivers.item(index) for index in dict.fromkeys(found)]

    def _waived(self, rule: str, finding: Problem) -> int | None:
        """Which of the dossier's waivers lets a finding pass, by the nearest path."""
        given = self.dossier.dossier.waivers
        waivers = {(w.rule, w.path): n for n, w in reversed([*enumerate(given)])}
        found = (waivers.get((rule, around)) for around in ancestors(finding.path or ""))
        return next((index for index in found if index is not None), None)


def _on_one_line(message: str) -> str:
    """A message on one line, with a stop at its end."""
    return f"{'; '.join(message.splitlines()).rstrip('.')}."


def flags_on(flags: Sequence[Flag], record: View) -> list[Flag]:
    """The flags that cover a record."""
    paths = paths_of(record)
    return [flag for flag in flags if any(one.path in paths for one in flag["records"])]
