"""A damaged registry record: a refusal with a place, or records that hold and a list of losses."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembler.importers.ctgov import read_ctgov
from assembler.importers.drafted import Drafted, Into
from assembler.importers.imported import write
from assembler.importers.landing import into_of, land
from assembler.load import load
from assembler.pipeline.skeleton import begun
from assembler.problems import ProblemsFound
from tests.importers.ctgov_files import Json, study

_REFUSED = "\u202e"
"""A character that no text of a file may hold: the whole file is refused."""
_STRANGE: list[Json] = [
    None, "", "x", "NA", "-1", 0, True, [], {}, [[]], ["x"], {"x": "y"}, [{"x": []}], "<0.1",
    "1,234", _REFUSED, "&#0;", "NCT00000042", 10**30, "a" * 500,
]  # fmt: skip
_NAMES = ("dossier", "product", "trial", "disease", "efficacy", "safety", "references")


def _paths(value: Json, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if not isinstance(value, dict | list):
        return found
    for key, inside in value.items() if isinstance(value, dict) else enumerate(value):
        found += _paths(inside, (*path, key))
    return found


_PLACES = _paths(study())


def _changed(at: tuple[str | int, ...], new: Json, *, is_dropped: bool) -> Json:
    whole = study()
    holder = whole
    for step in at[:-1]:
        holder = holder[step]
    if is_dropped:
        del holder[at[-1]]
    else:
        holder[at[-1]] = new
    return whole


def _tried(folder: Path, data: bytes) -> Drafted | None:
    path = folder / "study.json"
    path.write_bytes(data)
    try:
        return read_ctgov([path], Into(folder, {}, (), {}))
    except ProblemsFound as found:
        assert all(problem.message and problem.remedy for problem in found.problems)
        return None


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(st.sampled_from(_PLACES), st.sampled_from(_STRANGE), st.booleans())
def test_a_dropped_or_strange_value_is_a_loss_or_a_refusal(
    tmp_path: Path, at: tuple[str | int, ...], new: Json, is_dropped: bool
) -> None:
    given = _changed(at, new, is_dropped=is_dropped)
    draft = _tried(tmp_path, json.dumps(given).encode("utf-8"))
    if draft is not None:
        assert draft.records["trial"]["id"] == "nct00000042"


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    data = json.dumps(study()).encode("utf-8")
    for end in range(0, len(data) - 1, 97):
        assert _tried(tmp_path, data[:end]) is None


@pytest.mark.parametrize("seed", range(6))
def test_what_is_left_of_a_damaged_record_loads(tmp_path: Path, seed: int) -> None:
    """Some values changed, all at once: what no record may hold is taken out, the rest stands."""
    dice = random.Random(seed)  # noqa: S311
    whole = study()
    places = [path for path in _PLACES if len(path) > 3 and "nctId" not in path]
    for at in dice.sample(places, 12):
        holder = whole
        try:
            for step in at[:-1]:
                holder = holder[step]
            holder[at[-1]] = dice.choice([one for one in _STRANGE if one != _REFUSED])
        except (KeyError, IndexError, TypeError):
            continue
    folder = tmp_path / "study"
    folder.mkdir()
    for name in _NAMES:
        id = "nct00000042" if name == "trial" else "damaged"
        (folder / f"{name}.yaml").write_text(begun(name, id), encoding="utf-8")
    path = tmp_path / "study.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    into = into_of(folder, {})
    write(land(into, read_ctgov([path], into)).writes)
    assert load(folder).dossier.trial.id == "nct00000042"
