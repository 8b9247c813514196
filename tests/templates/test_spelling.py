"""Templates are typed in British spelling, and printed in American for the region `us`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
import yaml

from assembler.compose.spelling import Spelling, spelling_in
from assembler.document.figures import words_of
from assembler.document.nodes import (
    Abbreviation,
    Document,
    Figure,
    Gap,
    Inline,
    Inlines,
    Text,
    Value,
)
from assembler.document.walk import blocks_of, leaves, runs, sections_of
from assembler.pipeline import Request, build
from assembler.read import read_tree
from assembler.resolve.resolve import resolve
from tests.acceptance.study import model
from tests.places import CABINET, ROOT

TEMPLATES = ROOT / "templates"
NAME = "clinical-overview"
CODE = {"capitalize", "center", "analyzed", "randomized"}
"""Names of a filter and of an alignment, and states as records may word them: not printed."""
LOOKS_BRITISH = re.compile(
    r"\w{3,}(?:is(?:e|ed|es|er|ing|ations?)|ys(?:ed|ing)|our(?:s|ed|ing|abl[ey])?|[lbt]res?|"
    r"ll(?:ed|ing))|\w*(?:ae|oe)[a-z]\w*"
)
ALIKE = re.compile(
    "appraise|(un)?controlled|diseases?|does|enrolled|four|goes|neuroendocrine|otherwise|spelled|your"
)
"""Words that look like British forms and are spelt so everywhere."""


@cache
def spelling() -> Spelling:
    shared = TEMPLATES / "shared"
    return spelling_in(read_tree(shared / "spelling.yaml", root=shared))


def typed() -> Iterator[tuple[str, str]]:
    """Every word of the shipped templates that may be printed, with its file."""
    for path in sorted(TEMPLATES.rglob("*.*")):
        looks = (look.name for look in TEMPLATES.glob("looks/*"))
        if path.name in ("spelling.yaml", "claims.yaml", *looks):  # not printed
            continue
        text = path.read_text(encoding="utf-8")
        text = "\n".join(strings(yaml.safe_load(text))) if path.suffix == ".yaml" else text
        for word in re.findall(r"[A-Za-z]+", re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)):
            if not (path.parent.name == "listings" and word.isupper()):  # variables of ADaM
                yield word.lower(), path.name


def strings(held: object) -> Iterator[str]:
    match held:
        case dict():
            for value in held.values():
                yield from strings(value)
        case list():
            for value in held:
                yield from strings(value)
        case str():
            yield held


def test_no_template_is_typed_in_american_spelling() -> None:
    american = set(spelling().american.values()) - CODE
    assert sorted({found for found in typed() if found[0] in american}) == []


def test_every_british_form_in_the_templates_has_its_american_form() -> None:
    unknown = {
        (word, file)
        for word, file in typed()
        if LOOKS_BRITISH.fullmatch(word)
        and word not in spelling().american
        and not ALIKE.fullmatch(word)
    }
    assert sorted(unknown) == [], "add them to templates/shared/spelling.yaml, or to ALIKE here"


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CABINET for the region `us`, whose look and language follow."""
    study = tmp_path_factory.mktemp("american") / "cabinet"
    (study / "text").mkdir(parents=True)
    for path in CABINET.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        if path.name == "dossier.yaml":
            text = re.sub(r"(?m)^(language|look):.*\n", "", text)
            text = text.replace("region: eu\n", "region: us\n")
        target = study / path.relative_to(CABINET)
        target.write_text(text, encoding="utf-8", newline="\n")
    return study


@pytest.fixture(scope="module")
def both(american: Path) -> tuple[Document, Document]:
    return model(CABINET, NAME), model(american, NAME)


def said(document: Document) -> list[Inline]:
    """Every inline in reading order, titles and words inside figures included."""
    found: list[Inlines] = [section.title for _, section in sections_of(document.sections)]
    found += [run.content for run in runs(document)]
    for _, section in sections_of(document.sections):
        for block in blocks_of(section.blocks):
            if isinstance(block, Figure):
                found += words_of(block.drawing)
    return [leaf for content in found for leaf in leaves(content)]


def test_only_listed_words_of_templates_differ(both: tuple[Document, Document]) -> None:
    british, other = map(said, both)
    assert len(british) == len(other)
    changed: set[str] = set()
    for ours, theirs in zip(british, other, strict=True):
        assert type(ours) is type(theirs)
        if isinstance(ours, Text) and isinstance(theirs, Text) and ours != theirs:
            assert spelling().of(ours.text) == theirs.text
            changed |= set(ours.text.lower().split()) - set(theirs.text.lower().split())
        elif isinstance(ours, Abbreviation) and isinstance(theirs, Abbreviation):
            assert spelling().of(ours.long) == theirs.long
        elif isinstance(ours, Value | Gap) and not ours.text.startswith("[Author:"):
            assert ours == theirs
    assert {"randomised", "favourable"} <= {word.strip(".,;:()") for word in changed}


def test_values_references_and_titles_are_the_same(both: tuple[Document, Document]) -> None:
    british, other = both
    said_of = [
        {id_: replace(trace, at=()) for id_, trace in document.trace.items()} for document in both
    ]
    assert said_of[0] == said_of[1]
    assert british.references == other.references
    assert british.title == other.title
    assert [s.label for _, s in sections_of(british.sections)] == [
        s.label for _, s in sections_of(other.sections)
    ]


def test_an_authors_text_is_the_same(both: tuple[Document, Document]) -> None:
    text = "how far the two agree cannot be judged from this source"
    for document in both:
        words = "".join(one.text for one in said(document) if isinstance(one, Text))
        assert "As each cohort was randomised separately and had its own statistical" in words
        assert text in words


def test_abbreviations_are_listed_in_the_documents_spelling(
    both: tuple[Document, Document],
) -> None:
    british, other = (resolve(document).abbreviations for document in both)
    assert british["NET"] == "neuroendocrine tumour"
    assert other["NET"] == "neuroendocrine tumor"


def test_both_files_say_in_which_language_they_are(american: Path, tmp_path: Path) -> None:
    files = build(Request(american, tmp_path)).folder
    with pikepdf.open(files / f"{NAME}.pdf") as pdf:
        assert pdf.Root.Lang == "en-US"
    with ZipFile(files / f"{NAME}.docx") as docx:
        assert b'w:lang w:val="en-US"' in docx.read("word/styles.xml")
        assert b"<dc:language>en-US</dc:language>" in docx.read("docProps/core.xml")
