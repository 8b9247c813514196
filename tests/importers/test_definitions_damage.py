"""Damaged study definitions and reporting events: a refusal or a draft, never anything else."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembler.importers.drafted import Drafted
from assembler.problems import ProblemsFound
from tests.importers import ars_files, usdm_files
from tests.importers.usdm_files import Json

Read = Callable[[Path, Json], Drafted]
KINDS: dict[str, tuple[Read, Json]] = {
    "usdm-4": (usdm_files.drafted, usdm_files.usdm_4()),
    "usdm-3": (usdm_files.drafted, usdm_files.usdm_3()),
    "ars": (ars_files.drafted, ars_files.event()),
}
_OTHERS: tuple[Json, ...] = (
    None, "x", "", 12.5, True, [], {}, [None, 1, "a", {"id": "Code_1"}], {"id": 3, "value": [1]},
    {"condition": {"condition": 1}}, [[[]]], "<p>&lt;<usdm:tag name='min_age'/><li>",
)  # fmt: skip
_REPEATS = 60


def _paths(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value below the top."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inside in items:
        yield (*path, step)
        if isinstance(inside, dict | list):
            yield from _paths(inside, (*path, step))


PATHS = {kind: list(_paths(whole)) for kind, (_, whole) in KINDS.items()}


def _put(whole: Json, path: tuple[str | int, ...], new: Json) -> None:
    """Replaces a value, or takes it out (`new` is `...`), if an earlier damage left it there."""
    holder = whole
    for step in path[:-1]:
        inside = isinstance(holder, dict) and step in holder
        inside |= isinstance(holder, list) and isinstance(step, int) and step < len(holder)
        if not inside:
            return
        holder = holder[step]
    last = path[-1]
    if isinstance(holder, dict) and last in holder:
        holder.pop(last) if new is ... else holder.update({last: new})
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = None if new is ... else new


def _tried(kind: str, folder: Path, damaged: Json) -> None:
    try:
        draft = KINDS[kind][0](folder, damaged)
    except ProblemsFound as found:
        assert found.problems and all(p.message and p.remedy for p in found.problems)
        return
    assert all(problem.remedy and problem.at for problem in draft.problems)
    assert _is_plain(dict(draft.records))
    for name, records in draft.records.items():
        assert not list(repeated(records)), name
    assert all(lost.tag.text and lost.tag.line for lost in draft.lost)


def _is_plain(value: object) -> bool:
    """Whether it is data as YAML would hold it: every scalar a text, and none of them empty."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(inside) for key, inside in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, str) and value.strip() != ""


def repeated(value: object) -> Iterator[str]:
    """Ids that stand twice in one list."""
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, list):
        ids = [one.get("id") for one in value if isinstance(one, dict)]
        yield from (str(id) for id in ids if id is not None and ids.count(id) > 1)
    for one in inside if isinstance(inside, Iterable) and not isinstance(inside, str) else ():
        if isinstance(one, dict | list):
            yield from repeated(one)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_left_out_or_replaced_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    dice = random.Random(f"{kind} 1")  # noqa: S311
    whole = json.dumps(KINDS[kind][1])
    for _ in range(_REPEATS):
        damaged = json.loads(whole)
        for _ in range(dice.choice((1, 2, 5, 20))):
            new = ... if dice.random() < 0.3 else dice.choice(_OTHERS)
            _put(damaged, dice.choice(PATHS[kind]), new)
        _tried(kind, tmp_path, damaged)


@pytest.mark.parametrize("kind", KINDS)
def test_a_definition_that_is_cut_off_is_refused(tmp_path: Path, kind: str) -> None:
    whole = json.dumps(KINDS[kind][1], indent=1)
    for end in range(0, len(whole) - 1, len(whole) // 10):
        with pytest.raises(ProblemsFound) as found:
            KINDS[kind][0](tmp_path, whole[:end])
        assert all(p.at for p in found.value.problems)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_one_wrong_value_anywhere_is_read_or_refused(
    tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    damaged = json.loads(json.dumps(KINDS[kind][1]))
    words = st.text(st.characters(codec="utf-8"), max_size=12)
    plain = st.recursive(
        st.none() | st.booleans() | st.integers(0, 9) | words,
        lambda inside: st.lists(inside, max_size=3) | st.dictionaries(words, inside, max_size=3),
        max_leaves=4,
    )
    _put(damaged, data.draw(st.sampled_from(PATHS[kind])), data.draw(plain))
    _tried(kind, tmp_path, damaged)


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_keys_changes_nothing(tmp_path: Path, kind: str) -> None:
    read, whole = KINDS[kind]

    def turned(value: Json) -> Json:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(one) for one in value] if isinstance(value, list) else value

    before, after = read(tmp_path, whole), read(tmp_path, turned(whole))
    for draft in (before, after):
        sources = draft.records["references"]["sources"]
        assert isinstance(sources, list) and isinstance(sources[0], dict)
        assert len(str(sources[0].pop("sha256"))) == 64
    assert (before.records, before.grids, before.arms) == (after.records, after.grids, after.arms)
    assert sorted(one.tag.text for one in before.lost) == sorted(o.tag.text for o in after.lost)
