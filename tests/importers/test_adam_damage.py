"""Damaged and long data sets: a refusal with a place or a result, never anything else."""

import random
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.importers.adam import read_adam
from assembler.problems import ProblemsFound
from assembler.read.text import REFUSED
from tests.importers.adam_files import (
    ADAE,
    ADSL,
    ADTTE,
    FORMATS,
    Rows,
    data_set,
    study,
    study_with,
)

_DICE = '{}[]",:.\n\r\0é\x85 \u202e0A-e'


def _tried(files: list[Path]) -> None:
    try:
        draft = read_adam(files, study_with())
    except ProblemsFound as found:
        assert all(p.message and p.remedy and p.at for p in found.problems)
        assert not any(REFUSED.search(p.message) for p in found.problems)
        return
    assert draft.records["trial"]
    assert not any(REFUSED.search(p.message + p.remedy) for p in draft.problems)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_data_set_cut_off_anywhere_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    files = study(tmp_path, suffix)
    whole = files[0].read_bytes()
    for end in range(0, len(whole), 37):
        files[0].write_bytes(whole[:end])
        _tried(files)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_damaged_bytes_are_read_or_refused(tmp_path: Path, suffix: str, which: int) -> None:
    dice = random.Random(f"{suffix} {which}")  # noqa: S311
    files = study(tmp_path, suffix)
    whole = files[which].read_bytes()
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            at, length = dice.randrange(len(data)), dice.choice((0, 1, 1, 8, 80))
            data[at : at + length] = dice.choice(_DICE).encode() * dice.choice((0, 1, 3, length))
        files[which].write_bytes(data)
        _tried(files)


_CELLS = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
                   st.sampled_from(["", "Y", "N", "1", "99", "COMPLETED", "\u202e", "'", "-1"]),
                   st.text(st.characters(codec="utf-8"), max_size=5))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_variables_dropped_and_cells_changed_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("adam")
    files = []
    for name, rows in (("ADSL", ADSL), ("ADAE", ADAE), ("ADTTE", ADTTE)):
        gone = data.draw(st.sets(st.sampled_from(list(rows[0])), max_size=3))
        kept = [{key: cell for key, cell in row.items() if key not in gone} for row in rows]
        row = data.draw(st.sampled_from(kept))
        if row:
            row[data.draw(st.sampled_from(list(row)))] = data.draw(_CELLS)
        files.append(data_set(folder, name, kept, "json"))
    _tried(files)


def test_a_text_that_no_record_may_hold_is_refused(tmp_path: Path) -> None:
    events: Rows = [{**row, "AEDECOD": "Head\u202eache"} for row in ADAE]
    with pytest.raises(ProblemsFound) as found:
        read_adam(study(tmp_path, ADAE=events), study_with())
    (problem,) = found.value.problems
    assert "ADAE, row 1, AEDECOD: the text holds U+202E" in problem.message


def _many(rows: Rows, times: int) -> Rows:
    return [
        {**row, "USUBJID": f"{row['USUBJID']}-{number}"} for number in range(times) for row in rows
    ]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xpt", "json"])
def test_a_hundred_thousand_rows_are_read_in_little_memory(tmp_path: Path, suffix: str) -> None:
    subjects = data_set(tmp_path, "ADSL", _many(ADSL, 1000), suffix)
    events: Rows = [row for row in _many(ADAE, 1000) for _ in range(15)]
    files = [subjects, data_set(tmp_path, "ADAE", events, suffix)]
    assert len(events) > 100_000
    tracemalloc.start()
    draft = read_adam(files, study_with())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * 1024**2
    overview = draft.records["safety"]["overview"]
    assert isinstance(overview, list) and isinstance(overview[1], dict)
    assert overview[1]["any_event"] == "2000"
