"""The JSON Schemas: fresh, described, and true to what editors see."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assembler.records import Dossier
from assembler.records.schemas import generate
from tests.places import CABINET, MINI
from tests.records.studies import as_text

SCHEMAS = {name: json.loads(text) for name, text in generate().items()}
FILES = [(study, name) for study in (CABINET, MINI) for name in Dossier.model_fields]


def test_there_is_one_schema_for_each_record_file() -> None:
    assert SCHEMAS.keys() == {f"{name}.schema.json" for name in Dossier.model_fields}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described(name: str) -> None:
    undescribed = [path for path, schema in _properties(SCHEMAS[name]) if not _described(schema)]
    assert undescribed == []


@pytest.mark.parametrize(("study", "name"), FILES, ids=lambda v: getattr(v, "name", v))
def test_a_study_is_valid_as_text_and_as_editors_read_it(study: Any, name: str) -> None:
    plain = yaml.safe_load((study / f"{name}.yaml").read_text(encoding="utf-8"))
    validator = Draft202012Validator(SCHEMAS[f"{name}.schema.json"])
    for data in (_dates_as_text(plain), as_text(study)[name]):
        assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(data)] == []


@pytest.mark.parametrize("name", Dossier.model_fields)
def test_an_example_names_its_schema_for_editors(name: str) -> None:
    first, *_ = (CABINET / f"{name}.yaml").read_text(encoding="utf-8").split("\n")
    assert first == f"# yaml-language-server: $schema=../../schemas/{name}.schema.json"


@pytest.mark.parametrize(
    "slip",
    [
        {"analyses": [{"type": "time-to-evnt"}]},
        {"analysis": []},
        {"not_reported": ["analysees"]},
        {"awaited": [{"id": "Not Kebab", "endpoint": "pfs"}]},
    ],
)
def test_a_schema_refuses_a_slip(slip: dict[str, Any]) -> None:
    assert not Draft202012Validator(SCHEMAS["efficacy.schema.json"]).is_valid(slip)


def test_a_grid_may_name_a_csv_file() -> None:
    validator = Draft202012Validator(SCHEMAS["safety.schema.json"])
    assert validator.is_valid({"exposure": {"csv": "exposure.csv"}})
    assert validator.is_valid({"exposure": [{"arm": "a", "n": 62}]})
    assert not validator.is_valid({"exposure": {"csv": "exposure.csv", "sheet": 1}})


def _properties(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            yield f"{path}/{key}", inner
        for key, inner in schema.items():
            yield from _properties(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from _properties(inner, f"{path}/{index}")


def _described(schema: dict[str, Any]) -> bool:
    return len(schema.get("description", "")) >= 5


def _dates_as_text(value: Any) -> Any:
    """A YAML 1.1 reader makes dates of plain `2024-07-02`; editors keep the text."""
    if isinstance(value, dict):
        return {key: _dates_as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
