"""Treatments in the data -> arms of the study."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assembler.importers.adam.subjects import Subjects
from assembler.importers.drafted import Into, letters
from assembler.importers.entry import shown
from assembler.importers.ids import Ids, slug
from assembler.problems import Problem, ProblemsFound, error
from assembler.read import Data
from assembler.read.datasets.dataset import DataSet


@dataclass(frozen=True, slots=True)
class Arms:
    """The arm of each treatment."""

    ids: Mapping[str, str]
    """Treatment, as the data name it -> id of the arm."""
    order: tuple[str, ...]
    """Ids, as the study orders its arms."""
    drafted: tuple[Data, ...]
    """Arms that the study has from the data alone."""


def arms_of(subjects: Subjects, into: Into, document: str) -> Arms:
    """The arms of the treatments of all patients who are counted.

    A study without arms gets one for each treatment. Raises ProblemsFound where a treatment is
    none of the study's arms, and where nobody is counted.
    """
    groups = _groups(subjects)
    if not groups:
        raise ProblemsFound([_nobody(subjects)])
    problems = list(_unnamed(groups, subjects.data))
    known = {arm.id for arm in into.arms}
    if into.arms:
        ids = {group: into.arm_of(group) for group in groups if group}
        lacking = [group for group, id in ids.items() if id is None or id not in known]
        if lacking:
            problems.append(_unmatched(lacking, groups, into, subjects.data))
    else:
        ids = dict(_new(groups, into))
    if problems:
        raise ProblemsFound(problems)
    found = {group: id for group, id in ids.items() if id is not None}
    order = [arm.id for arm in into.arms] or list(dict.fromkeys(found.values()))
    ours = _ours(into, document) if into.arms else set(found.values())
    drafted: dict[str, Data] = {}
    for group, id in found.items():
        if id in ours:
            drafted.setdefault(id, _arm(id, group, subjects, document))
    return Arms(found, tuple(i for i in order if i in found.values()), tuple(drafted.values()))


def _new(groups: Sequence[str], into: Into) -> Iterator[tuple[str, str]]:
    """Treatments with an arm for each; two that differ in letters' case or signs have one."""
    ids, known = Ids(()), dict[str, str]()
    for group in groups:
        if group not in into.named and letters(group) not in known:
            known[letters(group)] = ids.new(slug(group) or "arm")
        yield group, into.named.get(group) or known[letters(group)]


def is_from(record: Mapping[str, Data], document: str) -> bool:
    """Whether a record of the study names this document as its source: an import made it."""
    source = record.get("source")
    return isinstance(source, dict) and source.get("document") == document


def _groups(subjects: Subjects) -> list[str]:
    """The treatments of counted patients, by their number in the data, else by name."""
    rules = subjects.rules
    by_arm = (rules.disposition, rules.baseline, rules.exposure, rules.adverse_events, rules.deaths)
    counted = {(one.population, one.treatment) for one in by_arm}
    groups = {group for name, kind, group in subjects.sizes if (name, kind) in counted}
    last = Decimal("Infinity")
    return sorted(groups, key=lambda group: (subjects.order.get(group, last), group))


def _ours(into: Into, document: str) -> set[str]:
    """Ids of the arms that an import of the same data has made."""
    arms = into.records.get("trial", {}).get("arms", [])
    found = (arm for arm in (arms if isinstance(arms, list) else []) if isinstance(arm, dict))
    return {str(arm.get("id")) for arm in found if is_from(arm, document)}


def _arm(id: str, group: str, subjects: Subjects, document: str) -> Data:
    names = dict.fromkeys(name for name in subjects.treatments.values() if name)
    place = " and ".join(names)
    return {
        "id": id,
        "label": group,
        "treatment": group,
        "source": {"document": document, "place": place},
    }


def _nobody(subjects: Subjects) -> Problem:
    tests = (test for one in subjects.rules.populations.values() for test in one.of)
    return error(
        "import.patients-counted",
        f"no patient of {shown(subjects.data.name)} belongs to a population: "
        f"{', '.join(test.words for test in tests)}",
        "set the population flags, or name others under `populations` in a file of rules",
        at=subjects.data.at,
    )


def _unnamed(groups: Sequence[str], data: DataSet) -> list[Problem]:
    if "" not in groups:
        return []
    return [
        error(
            "import.treatment-given",
            f"patients of {shown(data.name)} who are counted have no treatment",
            "complete the treatment variables, or correct the population flags",
            at=data.at,
        )
    ]


def _unmatched(lacking: Sequence[str], groups: Sequence[str], into: Into, data: DataSet) -> Problem:
    named = [f"'{shown(group)}'" for group in lacking]
    arms = "; ".join(f"{arm.id} ({shown(arm.label)})" for arm in into.arms)
    every = ", ".join(f"'{shown(group)}'" for group in groups)
    is_one = len(named) == 1
    return error(
        "import.group-is-arm",
        f"{'treatment' if is_one else 'treatments'} {', '.join(named)} of {shown(data.name)} "
        f"{'is no arm' if is_one else 'are no arms'} of the study; the data have {every}, the "
        f"study has the arms {arms}",
        " ".join(f'--arm "{shown(group)}=ID"' for group in lacking)
        + ", each with the id of its arm",
        at=data.at,
    )
