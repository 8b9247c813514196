"""Every shipped section has blocks, so that a folder of one's own changes a part and keeps it."""

import re
from pathlib import Path

import pytest

from assembler.compose.compose import compose
from assembler.compose.loader import TemplateRoot
from assembler.compose.outline import document_types
from assembler.resolve.resolve import resolve
from assembler.resolve.words import lines
from assembler.shipped import shipped
from tests.compose.desk import mini

TEMPLATES = TemplateRoot(shipped("templates"), "templates")
SECTIONS = sorted(TEMPLATES.path.glob("*/sections/*.md"))
ALONE = [d for d in document_types(TEMPLATES.path) if d != "summary-of-clinical-efficacy"]
"""The documents that point to no other one."""
OWN = """{% extends "base:" %}
{% block opening %}
Ours stands first.

{{ super() }}
{% endblock %}
{% block closing %}
{{ super() }}

Ours stands last.
{% endblock %}
"""
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_every_section_can_be_opened_closed_and_changed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "{% block opening %}{% endblock %}" in text
    assert text.endswith("{% block closing %}{% endblock %}\n")
    outside = re.sub(r"\{% block .*?\{% endblock %\}", "", text, flags=re.DOTALL)
    outside = re.sub(r"\{% set \w+ %\}.*?\{% endset %\}", "", outside, flags=re.DOTALL)
    assert _TAG.sub("", outside).strip() == ""


@pytest.mark.parametrize("document", ALONE)
def test_what_a_folder_opens_and_closes_stands_round_what_is_shipped(
    tmp_path: Path, document: str
) -> None:
    for path in TEMPLATES.path.glob(f"{document}/sections/*.md"):
        own = tmp_path / path.relative_to(TEMPLATES.path)
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(OWN, encoding="utf-8", newline="\n")
    loaded = mini()
    printed = []
    for roots in ([TEMPLATES], [TemplateRoot(tmp_path, "own"), TEMPLATES]):
        made = compose(loaded.dossier, document, roots, at=loaded.at).document
        printed.append([line.text for line in lines(resolve(made))])
    shipped_only, changed = printed
    ours = [line for line in changed if line.startswith("Ours stands")]
    assert ours[0] == "Ours stands first." and ours[-1] == "Ours stands last."
    assert 2 * ours.count("Ours stands first.") == len(ours)
    assert [line for line in changed if line not in ours] == shipped_only
