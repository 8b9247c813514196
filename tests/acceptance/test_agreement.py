"""What two documents of a study say differently is told by the build, and may be waived."""

from pathlib import Path

import pytest

from assembler.problems import Problem, Severity
from tests.acceptance.study import DOCUMENT, Copy

OTHER = "mini-safety"
OUTLINE = """number: "2.7.4"
title: Summary of Clinical Safety
subject: "{{ dossier.study.title }}"
sections:
  - {number: 2.7.4.1, title: Results, clause: invented, template: sections/a.md}
"""
PLACE = f"templates/{OTHER}/sections/a.md"
WAIVER = """waivers:
  - {rule: documents.agree, path: sections/a.md, reason: of the interim, name: A. Writer}
"""


@pytest.fixture
def two(tmp_path: Path) -> Copy:
    """The mini study with a second document, into which a sentence was copied by hand."""
    copy = Copy.of_mini(tmp_path)
    copy.edit(
        "study/dossier.yaml", "documents: [clinical-overview]", f"documents: [{DOCUMENT}, {OTHER}]"
    )
    copy.write(f"templates/{OTHER}/outline.yaml", OUTLINE)
    copy.write(PLACE, "Words.\n\nThe hazard ratio for PFS was 0.41.\n")
    return copy


def told(two: Copy, rule: str = "documents.agree", *, rebuild: bool = True) -> list[Problem]:
    """The findings of a rule when all documents of the study are built."""
    problems = two.build(documents=(), formats=("pdf",), rebuild=rebuild).problems
    return [problem for problem in problems if problem.rule == rule]


def test_a_build_tells_what_its_documents_say_differently_with_both_places(two: Copy) -> None:
    (problem,) = told(two)
    assert problem.severity is Severity.WARNING
    assert two.place(problem) == f"{PLACE}:3:1"
    assert [at.file for at in problem.also] == [f"templates/{DOCUMENT}/sections/efficacy.md"]
    assert problem.path == "efficacy.analyses.pfs-main.comparison.hazard_ratio"


def test_it_is_waived_by_the_file_with_a_reason(two: Copy) -> None:
    two.append("study/dossier.yaml", WAIVER)
    (problem,) = told(two)
    assert problem.waived == "A. Writer: of the interim"
    assert told(two, "waiver.used") == []


def test_a_document_that_has_not_changed_is_compared_too(two: Copy) -> None:
    two.edit(PLACE, "0.41", "0.40")
    assert told(two) == []
    two.edit(PLACE, "0.40", "0.41")
    (problem,) = told(two, rebuild=False)
    assert two.place(problem) == f"{PLACE}:3:1"


def test_a_waiver_is_used_still_when_no_document_is_made_anew(two: Copy) -> None:
    two.append("study/dossier.yaml", WAIVER)
    told(two)
    assert told(two, "waiver.used", rebuild=False) == []
