"""The JSON Schemas of everything that people write: fresh, described, named by every file."""

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assembler.compose import schemas as of_templates
from assembler.records import Dossier
from assembler.records import schemas as of_records
from assembler.workbench.editors import FILES as OF_EDITORS
from assembler.write import schemas as of_looks
from tests.places import CABINET, MINI, ROOT
from tests.records.studies import as_text

MADE = {**of_records.generate(), **of_templates.generate(), **of_looks.generate()}
SCHEMAS = {name: json.loads(text) for name, text in MADE.items()}
FOLDERS = ("templates", "examples", "tests/mini/templates")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))


def test_every_schema_in_the_repository_is_made_and_fresh() -> None:
    kept = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "schemas").glob("*.json")}
    assert kept == MADE, "run: python -m assembler.{records,compose,write}.schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_describes_every_key(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    undescribed = [
        path for path, key in _keys(SCHEMAS[name]) if len(key.get("description", "")) < 5
    ]
    assert undescribed == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_names_its_schema_and_agrees_with_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    (kind,) = [kind for kind, globs in OF_EDITORS.items() if _described(path, globs)]
    assert named and (path.parent / named[1]).resolve() == ROOT / f"schemas/{kind}.schema.json"
    validator = Draft202012Validator(SCHEMAS[f"{kind}.schema.json"])
    found = yaml.load(text, Loader=_EditorsLoader)  # noqa: S506 - a safe loader
    assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(found)] == []


@pytest.mark.parametrize("name", Dossier.model_fields)
@pytest.mark.parametrize("study", [CABINET, MINI], ids=lambda path: path.name)
def test_records_are_valid_as_text_and_as_yaml_1_1_reads_them(study: Path, name: str) -> None:
    plain = yaml.safe_load((study / f"{name}.yaml").read_text(encoding="utf-8"))
    validator = Draft202012Validator(SCHEMAS[f"{name}.schema.json"])
    for data in (_dates_as_text(plain), as_text(study)[name]):
        assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(data)] == []


def test_a_grid_may_name_a_csv_file() -> None:
    validator = Draft202012Validator(SCHEMAS["safety.schema.json"])
    assert validator.is_valid({"exposure": {"csv": "exposure.csv"}})
    assert validator.is_valid({"exposure": [{"arm": "a", "n": 62}]})
    assert not validator.is_valid({"exposure": {"csv": "exposure.csv", "sheet": 1}})


def test_every_schema_has_its_files_in_editors() -> None:
    assert {f"{name}.schema.json" for name in OF_EDITORS} == MADE.keys()


@pytest.mark.parametrize("kind", ["abbreviations", "claims", "flags", "numerals", "style"])
def test_a_file_that_is_laid_over_another_may_leave_out_any_key(kind: str) -> None:
    assert Draft202012Validator(SCHEMAS[f"{kind}.schema.json"]).is_valid({})


def test_a_look_that_changes_another_may_leave_out_any_key() -> None:
    look = Draft202012Validator(SCHEMAS["look.schema.json"])
    assert look.is_valid({"id": "ours", "from": "eu", "link": "#003C96", "page": {"left": 80}})
    assert not look.is_valid({"id": "ours", "link": "#003C96"})
    assert not look.is_valid({"id": "ours", "from": "eu", "roles": {"body": {"size": 11}}})


@pytest.mark.parametrize(
    ("kind", "slip"),
    [
        ("efficacy", {"analyses": [{"type": "time-to-evnt"}]}),
        ("efficacy", {"analysis": []}),
        ("efficacy", {"not_reported": ["analysees"]}),
        ("efficacy", {"awaited": [{"id": "Not Kebab", "endpoint": "pfs"}]}),
        ("shell", {"caption": "x", "columns": []}),
        ("shell", {"caption": "x", "columns": [{"head": "a", "widht": 3}]}),
        ("figure", {"kind": "forest-plot", "caption": "x"}),
        ("figure", {"kind": "pie", "caption": "x"}),
        ("outline", {"number": "2.5", "title": "x", "subject": "x", "sections": [{"title": "y"}]}),
        ("look", {"id": "x"}),
        ("style", {"intervals": "{lower}, {upper}"}),
        ("style", {"absent": {"not-repoted": "-"}}),
        ("abbreviations", {"abbreviations": {"CI": "confidence interval"}}),
        ("numerals", {"allowed": [{"forms": ["RECIST <number>"]}]}),
        ("spelling", {"families": [{"british": ["our"], "of": ["tum"]}]}),
    ],
)
def test_a_schema_refuses_a_slip(kind: str, slip: dict[str, Any]) -> None:
    assert not Draft202012Validator(SCHEMAS[f"{kind}.schema.json"]).is_valid(slip)


def _described(path: Path, globs: tuple[str, ...]) -> bool:
    """As the YAML language server has it: one of the globs matches, and none with a `!`."""
    matching = [glob for glob in globs if path.match(glob.removeprefix("!").removeprefix("**/"))]
    return bool(matching) and not any(glob.startswith("!") for glob in matching)


class _EditorsLoader(yaml.SafeLoader):
    """YAML as editors read it, version 1.2: a plain `no` is a word, and so is a date."""


_EditorsLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] not in ("bool", "timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_EditorsLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)


def _dates_as_text(value: Any) -> Any:
    """A YAML 1.1 reader makes dates of plain `2024-07-02`; editors keep the text."""
    if isinstance(value, dict):
        return {key: _dates_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _keys(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            yield f"{path}/{key}", inner
        for key, inner in schema.items():
            yield from _keys(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from _keys(inner, f"{path}/{index}")
