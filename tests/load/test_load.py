"""A study's folder becomes a dossier; what is wrong is told where it stands."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from assembler.load import NAMES, Loaded, load
from assembler.problems import Position, Problem, ProblemsFound, Severity
from assembler.read import read_tree
from assembler.records.efficacy import TimeToEventAnalysis
from tests.places import MINI


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "mini"
    folder.mkdir()
    for name in NAMES:
        shutil.copyfile(MINI / f"{name}.yaml", folder / f"{name}.yaml")
    return folder


def change(study: Path, name: str, old: str, new: str) -> None:
    text = (study / name).read_text(encoding="utf-8")
    assert old in text
    (study / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def problems(study: Path) -> list[Problem]:
    with pytest.raises(ProblemsFound) as raised:
        load(study, shown="mini")
    assert all(problem.remedy for problem in raised.value.problems)
    return list(raised.value.problems)


def analysis(loaded: Loaded) -> TimeToEventAnalysis:
    first = loaded.dossier.efficacy.analyses[0]
    assert isinstance(first, TimeToEventAnalysis)
    return first


def test_digits_come_through_as_typed(study: Path) -> None:
    comparison = analysis(load(study)).comparison
    assert comparison is not None
    assert str(comparison.hazard_ratio) == "0.40"
    assert str(comparison.p_value) == "<0.0001"


def test_every_record_knows_where_it_stands(study: Path) -> None:
    lines = (study / "efficacy.yaml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, words in enumerate(lines, 1) if "hazard_ratio: " in words)
    column = lines[line - 1].index("hazard_ratio: ") + 1
    loaded = load(study, shown="mini")
    path = "efficacy.analyses.pfs-main.comparison.hazard_ratio"
    assert loaded.at(path) == Position("mini/efficacy.yaml", line, column + len("hazard_ratio: "))
    assert loaded.at("efficacy.analyses[0].comparison.hazard_ratio") == loaded.at(path)
    assert loaded.at("trial") == Position("mini/trial.yaml", 1, 1)


@pytest.mark.parametrize(
    ("shown", "file"),
    [(None, "{folder}/trial.yaml"), ("", "trial.yaml"), ("./x", "./x/trial.yaml")],
)
def test_files_are_named_as_the_user_typed_the_folder(
    study: Path, shown: str | None, file: str
) -> None:
    at = load(study, shown=shown).at("trial")
    assert at.file == file.format(folder=study.as_posix())


def test_every_file_read_is_listed_with_its_hash(study: Path) -> None:
    files = load(study).files
    assert [name for name, _ in files] == sorted(f"{name}.yaml" for name in NAMES)
    for name, digest in files:
        assert digest == hashlib.sha256((study / name).read_bytes()).hexdigest()


def test_json_is_as_good_as_yaml(study: Path) -> None:
    as_yaml = load(study).dossier
    for name in NAMES:
        tree = read_tree(study / f"{name}.yaml", root=study)
        assert isinstance(tree.value, dict)
        (study / f"{name}.yaml").unlink()
        value = {"$schema": f"{name}.schema.json", **tree.value}
        (study / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    assert load(study).dossier == as_yaml


def test_the_order_of_keys_does_not_matter(study: Path) -> None:
    straight = load(study).dossier
    for name in NAMES:
        tree = read_tree(study / f"{name}.yaml", root=study)
        assert isinstance(tree.value, dict)
        (study / f"{name}.yaml").unlink()
        value = dict(reversed(tree.value.items()))
        (study / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    assert load(study).dossier == straight


def test_the_problems_of_all_files_come_at_once(study: Path) -> None:
    change(study, "efficacy.yaml", "hazard_ratio:", "hazard_ration:")
    change(study, "trial.yaml", "phase:", "fase:")
    found = problems(study)
    assert [(p.rule, p.at.file if p.at else "") for p in found] == [
        ("key.known", "mini/efficacy.yaml"),
        ("key.known", "mini/trial.yaml"),
    ]
    assert found[0].path == "efficacy.analyses.pfs-main.comparison.hazard_ration"
    assert "hazard_ratio" in found[0].remedy


def test_the_broken_files_are_told_together(study: Path) -> None:
    change(study, "efficacy.yaml", "0.40", "@0.40")
    (study / "trial.yaml").write_bytes(b"a: 1\na: \xff")
    change(study, "safety.yaml", "statements:", "statments:")
    assert [p.rule for p in problems(study)] == ["yaml.quoted", "key.known", "file.utf-8"]


def test_a_missing_file_is_named(study: Path) -> None:
    (study / "efficacy.yaml").unlink()
    (study / "eficacy.yaml").write_text("a: 1\n")
    (problem,) = problems(study)
    assert problem.rule == "study.files" and "no efficacy.yaml" in problem.message


def test_a_file_that_nothing_reads_is_a_warning(study: Path) -> None:
    (study / "desease.yaml").write_text("not: read\n")
    (study / ".hidden.yaml").write_text("not: read\n")
    (study / "notes.txt").write_text("not read\n")
    (warning,) = load(study, shown="mini").warnings
    assert warning.severity is Severity.WARNING and warning.at == Position("mini/desease.yaml")
    assert "disease.yaml" in warning.remedy


def test_two_files_for_the_same_records_are_refused(study: Path) -> None:
    (study / "trial.json").write_text("{}")
    (problem,) = problems(study)
    assert problem.rule == "study.one-file-each"


@pytest.mark.parametrize("suffix", [".yml", ".yaml"])
def test_both_suffixes_of_yaml_are_read(study: Path, suffix: str) -> None:
    (study / "trial.yaml").rename(study / f"trial{suffix}")
    assert load(study).at("trial").file.endswith(f"trial{suffix}")


def test_no_folder_is_told(tmp_path: Path, study: Path) -> None:
    with pytest.raises(ProblemsFound) as raised:
        load(tmp_path / "mimi")
    assert "did you mean 'mini'?" in raised.value.problems[0].remedy
    with pytest.raises(ProblemsFound) as raised:
        load(study / "trial.yaml")
    assert "is a file" in raised.value.problems[0].message


def with_grid(study: Path, name: str) -> None:
    change(
        study,
        "efficacy.yaml",
        "    not_reported:",
        f"    curves: {{csv: {name}}}\n    not_reported:",
    )


SEEMING = {
    "an output": (("manifest.json",), "files of a build", "made from"),
    "outputs": (("one/manifest.json",), "what builds have made", "made from"),
    "a parent": (("one/dossier.yaml", "two/dossier.json"), "studies", "thing/one, thing/two"),
    "an overlay": (("templates/looks/ours.yaml",), "templates", "--templates thing/templates"),
    "its templates": (("report/outline.yaml",), "templates", "STUDY --templates thing"),
    "part of a study": (("2.5.4.md", "../dossier.yaml"), "in a study", "above it: ."),
    "capitals": (
        ("Dossier.YAML.txt",),
        "Dossier.YAML.txt is another name",
        "did you mean dossier.yaml?",
    ),
    "nothing": ((), "is not a study: it holds none of dossier.yaml,", "`assembler new thing`"),
}


@pytest.mark.parametrize("name", SEEMING)
def test_a_folder_without_a_study_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    files, seems, remedy = SEEMING[name]
    folder = tmp_path / "thing"
    folder.mkdir()
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("", encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load(folder, shown="thing")
    (problem,) = raised.value.problems
    assert problem.rule == "study.folder" and problem.at == Position("thing")
    assert seems in problem.message and remedy in problem.remedy


def test_a_grid_takes_the_place_of_its_name(study: Path) -> None:
    with_grid(study, "curves.csv")
    (study / "curves.csv").write_bytes(
        b"arm,time,probability,at_risk\r\nplacebo,0,1.0,40\r\nplacebo,3,,21\r\n"
    )
    loaded = load(study, shown="mini")
    first, second = analysis(loaded).curves
    assert str(first.probability) == "1.0" and second.probability is None
    assert loaded.at("efficacy.analyses.pfs-main.curves[1].at_risk") == Position(
        "mini/curves.csv", 3, 12
    )
    assert loaded.at("efficacy.analyses.pfs-main.curves").file == "mini/curves.csv"
    assert loaded.at("efficacy.analyses.pfs-main.cohort").file == "mini/efficacy.yaml"
    assert "curves.csv" in dict(loaded.files)


def test_a_cell_that_does_not_fit_is_told_in_the_grid(study: Path) -> None:
    with_grid(study, "curves.csv")
    (study / "curves.csv").write_text("arm,tim,time\nplacebo,1,0\nplacebo,2,x\n")
    assert [(p.rule, str(p.at)) for p in problems(study)] == [
        ("key.known", "mini/curves.csv:1:5"),
        ("number.as-reported", "mini/curves.csv:3:11"),
    ]


def test_a_missing_grid_is_told_where_it_is_named(study: Path) -> None:
    with_grid(study, "curves.csv")
    (problem,) = problems(study)
    assert problem.rule == "file.exists"
    assert problem.at is not None and problem.at.file == "mini/efficacy.yaml"


@pytest.mark.parametrize(
    "name",
    ["../curves.csv", "/etc/passwd", "a/../../b.csv", "C:/x.csv", "'\\\\\\\\host\\\\x.csv'",
     "~/x.csv", ".hidden.csv", "x.txt", "http://x/y.csv", "é.csv", "[a]"],
)  # fmt: skip
def test_a_grid_lies_in_the_study_folder(study: Path, name: str) -> None:
    with_grid(study, name)
    assert [p.rule for p in problems(study)] == ["grid.named"]


def test_a_warning_of_a_file_is_handed_on(study: Path) -> None:
    change(study, "dossier.yaml", "region: eu", "region: eu #1")
    assert [w.rule for w in load(study).warnings] == ["yaml.quoted"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phase III", "phase-3"),
        ("Phase 3", "phase-3"),
        ("3", "phase-3"),
        ("III", "phase-3"),
        ("Phase II/III", "phase-2-3"),
        ("phase_1/2", "phase-1-2"),
        ("phase-33", "phase-3"),
    ],
)
def test_a_phase_as_people_write_it_names_the_right_value(
    study: Path, typed: str, meant: str
) -> None:
    change(study, "trial.yaml", "phase: phase-3", f"phase: {typed}")
    with pytest.raises(ProblemsFound) as refused:
        load(study)
    assert f"did you mean '{meant}'?" in [problem.remedy for problem in refused.value.problems]
