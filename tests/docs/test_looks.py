"""docs/looks.md: its examples are looks, as they stand there."""

import re
from pathlib import Path

import pytest

from assembler.write.look import Look, load_look
from tests.places import ROOT

PAGE = (ROOT / "docs" / "looks.md").read_text(encoding="utf-8")
LOOKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def loaded(folder: Path, text: str) -> Look:
    (folder / "acme.yaml").write_text(text, encoding="utf-8", newline="\n")
    return load_look(folder, "acme", behind=ROOT / "templates" / "looks")


def test_the_page_shows_two_looks() -> None:
    assert len(LOOKS) == 2


@pytest.mark.parametrize("text", LOOKS)
def test_a_look_of_the_page_changes_what_it_names_and_nothing_else(
    tmp_path: Path, text: str
) -> None:
    eu = load_look(ROOT / "templates" / "looks", "eu")
    found = loaded(tmp_path, text)
    named = {line.partition(":")[0] for line in text.splitlines()} & set(Look.model_fields)
    kept = [name for name in Look.model_fields if getattr(found, name) == getattr(eu, name)]
    assert (found.id, found.base) == ("acme", "eu")
    assert set(kept) == set(Look.model_fields) - named - {"base"}


def test_a_role_that_is_named_is_the_looks_own_as_a_whole(tmp_path: Path) -> None:
    eu = load_look(ROOT / "templates" / "looks", "eu")
    found = loaded(tmp_path, LOOKS[0])
    assert found.roles["body"].size == 10.5 and not found.roles["body"].bold
    assert {role for role in eu.roles if found.roles[role] != eu.roles[role]} == {"body"}
