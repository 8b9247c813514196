"""The schemas in editors: the YAML language server completes, explains, and is right."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembler.workbench.editors import prepare, settings_text
from tests.places import ROOT
from tests.workbench.language_server import SERVER, LanguageServer, keys_of

FILES = sorted(
    path
    for folder in ("templates", "examples", "tests/mini/templates")
    for path in (ROOT / folder).rglob("*.yaml")
)
ONE_OF_EACH = (
    "examples/cabinet/trial.yaml",
    "examples/cabinet/efficacy.yaml",
    "examples/overlay/templates/looks/northern-bay.yaml",
    "examples/overlay/templates/shared/style.yaml",
    "templates/clinical-overview/outline.yaml",
    "templates/clinical-overview/tables/effects.yaml",
    "templates/patient-data-listings/listings/adverse-events.yaml",
    "templates/shared/claims.yaml",
    "templates/shared/figures/forest-plot.yaml",
    "templates/shared/figures/patient-flow.yaml",
)
PLAIN = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(SERVER is None, reason="yaml-language-server is not installed"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    with LanguageServer(ROOT, PLAIN) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `assembler schemas` leaves it."""
    made = tmp_path_factory.mktemp("work")
    prepare(made)
    return made


@pytest.fixture(scope="module")
def prepared(folder: Path) -> Iterator[LanguageServer]:
    settings = json.loads(settings_text())
    with LanguageServer(folder, {**PLAIN, "schemas": settings["yaml.schemas"]}) as running:
        yield running


def test_no_file_of_ours_is_found_fault_with(server: LanguageServer) -> None:
    for path in FILES:
        server.open(path)
    found = {path.name: told for path in FILES if (told := server.problems(path))}
    assert found == {}


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_misspelt_key_is_told_at_its_line(server: LanguageServer, name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    line, key = list(keys_of(text))[-1]
    lines = text.splitlines()
    lines[line - 1] = lines[line - 1].replace(key, f"{key}x", 1)
    path = (ROOT / name).with_stem(f"{Path(name).stem}-misspelt")
    server.open(path, "\n".join(lines))
    assert (line, f"Property {key}x is not allowed.") in server.problems(path)


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_hovering_over_a_key_explains_it(server: LanguageServer, name: str) -> None:
    path = (ROOT / name).with_stem(f"{Path(name).stem}-hovered")
    text = (ROOT / name).read_text(encoding="utf-8")
    server.open(path, text)
    for line, key in keys_of(text):
        explained, _, source = server.hover(path, line).partition("\n\nSource: ")
        assert len(explained) >= 5 and ".schema.json" in source, key


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("one/trial.yaml|id: a\ndesign:\n  |", {"blinding", "allocation_ratio", "not_reported"}),
        ("two/trial.yaml|id: a\ndesign:\n  blinding: |", {"open-label", "double-blind"}),
        ("three/trial.yaml|id: a\ndesign:\n  not_reported: [|]", {"blinding", "centres"}),
        ("efficacy.yaml|analyses:\n  - id: a\n    type: |", {"time-to-event", "binary"}),
        ("a/outline.yaml|title: A\nsections:\n  - title: B\n    |", {"number", "template"}),
        ("a/tables/b.yaml|caption: A\ncolumns:\n  - {head: B, v|}", {"value", "text", "align"}),
        ("a/figures/b.yaml|kind: |", {"forest-plot", "kaplan-meier", "dot-plot"}),
        ("a/listings/efficacy.yaml|caption: A\n|", {"data", "where", "columns"}),
        ("looks/ours.yaml|id: ours\nfrom: eu\nroles:\n  |", {"body", "heading-1"}),
        ("shared/style.yaml|absent:\n  |", {"not-reported", "not-reached"}),
    ],
)
def test_a_prepared_folder_offers_keys_and_words(
    prepared: LanguageServer, folder: Path, typed: str, offered: set[str]
) -> None:
    name, before, after = typed.split("|")
    path = folder / "offered" / name
    prepared.open(path, before + after)
    line = before.count("\n") + 1
    found = prepared.offers(path, line, len(before) - (before.rfind("\n") + 1) + 1)
    assert offered <= set(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("looks/ours.yaml", "id: ours\nfrom: eu\npage: {left: 80}\n"),
        ("shared/style.yaml", "absent: {not-reported: not available}\n"),
        ("shared/claims.yaml", "soft: [{words: [novel], why: says nothing}]\n"),
        ("a/tables/efficacy.yaml", "caption: A\ncolumns: [{head: B, value: trial.title}]\n"),
        ("a/outline.yaml", "from: base\nsections: [{number: 2.5.2, template: a.md}]\n"),
        ("trial.yaml", "id: a\ndesign: {randomised: yes, multicentre: no}\n"),
    ],
)
def test_what_may_be_left_out_is_not_missed(
    prepared: LanguageServer, folder: Path, name: str, text: str
) -> None:
    path = folder / "partial" / name
    prepared.open(path, text)
    assert prepared.problems(path) == []


def test_a_look_by_itself_needs_every_key(prepared: LanguageServer, folder: Path) -> None:
    path = folder / "whole/looks/ours.yaml"
    prepared.open(path, "id: ours\n")
    assert 'Missing property "roles".' in [words for _, words in prepared.problems(path)]
