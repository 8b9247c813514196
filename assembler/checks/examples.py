"""The passing and failing cases of every rule: changes to a small study in which all rules hold.

`study.yaml` is that study, each of its keys a file of records; `cases/RULE.yaml` holds the cases
of one rule. `assembler explain`, docs/rules.md and the tests show and run the very same data.
"""

import re
from pathlib import Path
from typing import Any

from pydantic import Field

from assembler.problems import Severity
from assembler.read import find, read_tree, spell
from assembler.records import Dossier
from assembler.records.base import Record
from assembler.records.scalars import RuleId, Words

_HERE = Path(__file__).resolve().parent
CASES = _HERE / "cases"
"""Where the case files lie, one for each rule."""

_INDEX = re.compile(r"\[[0-9]+\]$")


class Change(Record):
    """What a case changes in the study; places are record paths."""

    set: dict[str, Any] = Field(default_factory=dict)
    """New values, and new keys of a block that is there."""
    add: dict[str, Any] = Field(default_factory=dict)
    """One more entry for each list, which need not be there yet."""
    remove: tuple[str, ...] = ()
    """What is taken out."""


class Expected(Record):
    """A problem that the check must give."""

    rule: RuleId | None = None
    """Id of the rule, when it is not the one of the file."""
    severity: Severity
    """Error, warning, gap or note."""
    path: str
    """Record path of the problem."""
    says: Words
    """Part of its message."""


class Case(Record):
    """A change to the study, and all problems that the check then gives."""

    title: Words
    """What is so in the changed study."""
    change: Change = Change()
    """What is changed."""
    expect: tuple[Expected, ...] = ()
    """All problems of the check; none in a passing case."""

    @property
    def passes(self) -> bool:
        """Whether the check finds nothing."""
        return not self.expect


class CaseFile(Record):
    """The cases of one rule."""

    rule: RuleId
    """Id of the rule: the name of the file."""
    cases: tuple[Case, ...]
    """Passing and failing cases; the first of each is shown by `assembler explain`."""


def cases_of(rule: str) -> tuple[Case, ...]:
    """The cases of a rule."""
    tree = read_tree(CASES / f"{rule}.yaml", root=_HERE)
    return CaseFile.model_validate(tree.value).cases


class TypedExample(Record):
    """A rule on what somebody types into templates and author's texts."""

    severity: Severity
    """What it usually weighs."""
    why: Words
    """Why the rule is there."""
    fails: Words
    """A text in which something is found."""
    passes: Words
    """A text in which nothing is found."""


def typed_examples() -> dict[str, TypedExample]:
    """The rules on typed words, with their examples."""
    tree: Any = read_tree(_HERE / "typed.yaml", root=_HERE).value
    return {rule: TypedExample.model_validate(data) for rule, data in tree.items()}


def study_data() -> dict[str, Any]:
    """The small study as it was read: fresh data, which the caller may change."""
    data: Any = read_tree(_HERE / "study.yaml", root=_HERE).value
    return dict(data)


def changed_data(case: Case) -> dict[str, Any]:
    """The small study as the case changes it, not yet validated."""
    study = study_data()
    for path, value in case.change.set.items():
        holder, key = _place(study, path)
        holder[key] = value
    for path, entry in case.change.add.items():
        holder, key = _place(study, path)
        holder[key] = [*holder.get(key, []), entry]
    for path in case.change.remove:
        holder, key = _place(study, path)
        del holder[key]
    return study


def changed(case: Case) -> Dossier:
    """The dossier of the small study as the case changes it."""
    return Dossier.model_validate(changed_data(case))


def _place(study: dict[str, Any], path: str) -> tuple[Any, str | int]:
    """The mapping or list that holds what `path` names, and its key there."""
    index = _INDEX.search(path)
    around, _, key = (path[: index.start()], "", index[0]) if index else path.rpartition(".")
    way = find(study, around)
    if spell(study, way) != around:
        raise LookupError(f"the study has no {around}")
    holder: Any = study
    for step in way:
        holder = holder[step]
    if isinstance(holder, dict):
        return holder, key
    found = find(holder, key)
    if len(found) != 1:
        raise LookupError(f"the study has no {path}")
    return holder, found[0]
