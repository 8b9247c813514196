"""One fact, many documents: what they print of a record leads to that record, digit by digit.

Every document type that is shipped is built from one complete study.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from assembler.load import load
from assembler.pipeline import Request, build
from assembler.pipeline.stages import document_ids
from assembler.write.docx.read import ReadDocx, read_docx
from tests.acceptance.pages import pdf_pages
from tests.places import COMPLETE

pytestmark = pytest.mark.slow

ENROLLED = "trial.enrolment.total"
RATIO = "efficacy.analyses.pfs-alpha.comparison.hazard_ratio"
ANY_EVENT = "safety.overview[4].any_event"
FIVE = (
    "briefing-book",
    "clinical-overview",
    "study-synopsis",
    "summary-of-clinical-efficacy",
    "summary-of-clinical-safety",
)


@dataclass(frozen=True)
class Family:
    """All documents of the study, with what the manifest lists and the files say."""

    manifest: Mapping[str, Any]
    docx: Mapping[str, ReadDocx]
    pages: Mapping[str, list[str]]

    def entries(self, path: str) -> dict[str, list[dict[str, Any]]]:
        """Document -> what it prints of the record, alone or with others."""
        found = {
            name: [value for value in entry["values"] if path in value["paths"]]
            for name, entry in self.manifest["documents"].items()
        }
        return {name: values for name, values in found.items() if values}

    def recorded(self) -> Iterator[tuple[str, str, tuple[str, str, int, int]]]:
        """Record path, document, and what it was printed from: text, file, line, column."""
        for name, entry in self.manifest["documents"].items():
            for value in entry["values"]:
                for path, text, at in zip(
                    value["paths"], value["recorded"], value["at"], strict=True
                ):
                    yield path, name, (text, at["file"], at["line"], at["column"])


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Family:
    """Every shipped document of the complete study."""
    study = tmp_path_factory.mktemp("family") / "study"
    shutil.copytree(COMPLETE, study)
    plan = (study / "dossier.yaml").read_text(encoding="utf-8")
    listed = f"documents: [{', '.join(document_ids(()))}]"
    assert plan.count("documents: [clinical-overview]") == 1
    plan = plan.replace("documents: [clinical-overview]", listed)
    (study / "dossier.yaml").write_text(plan, encoding="utf-8", newline="\n")
    built = build(Request(study, study.parent / "out"))
    assert [problem for problem in built.problems if problem.rule == "documents.agree"] == []
    names = document_ids(())
    return Family(
        json.loads((built.folder / "manifest.json").read_text(encoding="utf-8")),
        {name: read_docx((built.folder / f"{name}.docx").read_bytes()) for name in names},
        {name: pdf_pages((built.folder / f"{name}.pdf").read_bytes()) for name in names},
    )


def test_every_shipped_document_is_built(family: Family) -> None:
    assert list(family.manifest["documents"]) == document_ids(())
    assert len(document_ids(())) > 5


def test_the_same_value_in_five_documents_leads_to_one_record(family: Family) -> None:
    entries = family.entries(ENROLLED)
    assert set(FIVE) <= entries.keys()
    total = load(COMPLETE).dossier.trial.enrolment
    assert total is not None and total.total is not None
    printed = {value["text"] for values in entries.values() for value in values}
    recorded = {text for path, _, (text, *_) in family.recorded() if path == ENROLLED}
    assert printed == recorded == {total.total.text}


@pytest.mark.parametrize(
    ("path", "digits", "documents"),
    [(ENROLLED, "360", 5), (RATIO, "0.60", 4), (ANY_EVENT, "170", 4)],
)
def test_its_digits_stand_at_their_place_in_both_files(
    family: Family, path: str, digits: str, documents: int
) -> None:
    entries = family.entries(path)
    assert len(entries) >= documents
    for name, values in entries.items():
        for value in values:
            if value["derivation"] == "as recorded":
                assert value["text"] == digits
            if not value["where"].startswith("Figure"):  # a picture has no content controls
                tagged = family.docx[name].by_tag()[value["id"]]
                assert set(tagged) == {value["text"]}, (name, value)
            page = int(value["places"]["pdf"].removeprefix("page "))
            text = family.pages[name][page - 1]
            assert folded(value["text"]) in folded(text), (name, value)


def folded(text: str) -> str:
    return "".join(text.split())


def test_every_record_is_one_text_at_one_place_for_all_documents(family: Family) -> None:
    known: dict[str, tuple[str, str, int, int]] = {}
    documents: dict[str, set[str]] = {}
    for path, name, recorded in family.recorded():
        assert known.setdefault(path, recorded) == recorded, path
        documents.setdefault(path, set()).add(name)
    shared = [path for path, names in documents.items() if len(names) > 1]
    assert len(shared) > 200
