"""A look is read whole, or refused where it stands."""

from pathlib import Path

import pytest

from assembler.problems import Position, Problem, ProblemsFound
from assembler.shipped import shipped
from assembler.write.look import load_look

LOOKS = shipped("templates") / "looks"


def _changed(tmp_path: Path, old: str, new: str) -> list[Problem]:
    text = (LOOKS / "eu.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "mine.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_look(tmp_path, "mine")
    return list(raised.value.problems)


@pytest.mark.parametrize("name", sorted(file.stem for file in LOOKS.glob("*.yaml")))
def test_every_shipped_look_loads_under_its_name(name: str) -> None:
    assert load_look(LOOKS, name).id == name


def test_numbers_and_answers_are_read_from_text() -> None:
    look = load_look(LOOKS, "eu")
    assert look.roles["contents-3"].size == 10.5
    assert look.roles["title"].bold is True and look.roles["body"].bold is False


@pytest.mark.parametrize("typed", ["1_0", "nan", "inf", "-3", "1e1", "' 11'", "0x0B", "٣", "201"])
def test_a_size_is_digits(tmp_path: Path, typed: str) -> None:
    (problem,) = _changed(tmp_path, "body: {size: 11,", f"body: {{size: {typed},")
    assert problem.path == "roles.body.size" or problem.rule == "text.allowed-characters"
    assert problem.at is not None and problem.at.line > 1


def test_a_missing_role_is_named(tmp_path: Path) -> None:
    text = (LOOKS / "eu.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("  caption: {"))
    (problem,) = _changed(tmp_path, line + "\n", "")
    assert problem.rule == "look.every-role" and problem.path == "roles.caption"


def test_an_unknown_role_names_the_nearest(tmp_path: Path) -> None:
    found = _changed(tmp_path, "  caption: {", "  captoin: {")
    assert "'caption'" in found[0].remedy


def test_a_problem_is_placed_as_the_user_knows_the_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_look(tmp_path, "mine", shown="own/looks")
    assert {p.at.file for p in raised.value.problems if p.at} == {"own/looks/mine.yaml"}


def test_an_unknown_look_names_the_nearest() -> None:
    with pytest.raises(ProblemsFound) as raised:
        load_look(LOOKS, "eur")
    assert "'eu'" in raised.value.problems[0].remedy
    assert raised.value.problems[0].at in (None, Position("looks"))


@pytest.mark.parametrize("name", ["../looks/eu", "", "/etc/passwd"])
def test_a_look_is_a_name_not_a_path(name: str) -> None:
    with pytest.raises(ProblemsFound):
        load_look(LOOKS, name)
