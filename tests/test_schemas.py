"""The JSON Schemas of everything that people write: fresh, described, named by every file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assembler.compose import schemas as of_templates
from assembler.records import schemas as of_records
from assembler.write import schemas as of_looks

ROOT = Path(__file__).parents[1]
MADE = {**of_records.generate(), **of_templates.generate(), **of_looks.generate()}
TEMPLATES = {name: json.loads(MADE[name]) for name in MADE if name not in of_records.generate()}
KINDS = {
    "templates/*/outline.yaml": "outline",
    "templates/*/tables/*.yaml": "shell",
    "templates/*/figures/*.yaml": "figure",
    "templates/looks/*.yaml": "look",
    "templates/shared/style.yaml": "style",
    "templates/shared/abbreviations.yaml": "abbreviations",
    "templates/shared/claims.yaml": "claims",
    "templates/shared/numerals.yaml": "numerals",
    "templates/shared/spelling.yaml": "spelling",
}
FILES = [(path, kind) for glob, kind in KINDS.items() for path in sorted(ROOT.glob(glob))]


def test_every_schema_in_the_repository_is_made_and_fresh() -> None:
    kept = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "schemas").glob("*.json")}
    assert kept == MADE, "run: python -m assembler.{records,compose,write}.schemas"


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_key_of_a_template_file_is_described(name: str) -> None:
    Draft202012Validator.check_schema(TEMPLATES[name])
    undescribed = [
        path for path, key in _keys(TEMPLATES[name]) if len(key.get("description", "")) < 5
    ]
    assert undescribed == []


@pytest.mark.parametrize(("path", "kind"), FILES, ids=lambda v: getattr(v, "name", v))
def test_a_template_file_names_its_schema_and_agrees_with_it(path: Path, kind: str) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named and (path.parent / named[1]).resolve() == ROOT / f"schemas/{kind}.schema.json"
    validator = Draft202012Validator(TEMPLATES[f"{kind}.schema.json"])
    found = yaml.load(text, Loader=_EditorsLoader)  # noqa: S506 - a safe loader
    assert [f"{e.json_path}: {e.message}" for e in validator.iter_errors(found)] == []


@pytest.mark.parametrize(
    ("kind", "slip"),
    [
        ("shell", {"caption": "x", "columns": []}),
        ("shell", {"caption": "x", "columns": [{"head": "a", "widht": 3}]}),
        ("figure", {"kind": "forest-plot", "caption": "x"}),
        ("figure", {"kind": "pie", "caption": "x"}),
        ("outline", {"number": "2.5", "title": "x", "subject": "x", "sections": [{"title": "y"}]}),
        ("look", {"id": "x"}),
        ("style", {"interval": "{lower}"}),
        ("abbreviations", {"abbreviations": {"CI": "confidence interval"}}),
        ("numerals", {"allowed": [{"forms": ["RECIST <number>"]}]}),
        ("spelling", {"families": [{"british": ["our"], "of": ["tum"]}]}),
    ],
)
def test_a_schema_refuses_a_slip(kind: str, slip: dict[str, Any]) -> None:
    assert not Draft202012Validator(TEMPLATES[f"{kind}.schema.json"]).is_valid(slip)


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


def _keys(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            yield f"{path}/{key}", inner
        for key, inner in schema.items():
            yield from _keys(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from _keys(inner, f"{path}/{index}")
