"""`from: base`: an outline that says only what differs from the one behind it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assembler.compose.loader import Finder, TemplateRoot
from assembler.compose.outline import Outline, document_types, templates_of
from assembler.compose.outline_changes import departures, outline_of
from assembler.compose.unused import unused_sections
from assembler.problems import Problem, ProblemsFound
from assembler.shipped import shipped

WHOLE = """number: "2.5"
title: Report
subject: Subject
sections:
  - {number: 2.5.1, title: First, clause: invented, template: first.md}
  - number: 2.5.3
    title: Third
    clause: invented
    template: third.md
    added:
      - {title: Dose, template: dose.md, name: sec-dose}
      - {title: Exposure, template: exposure.md}
annexes:
  - {title: Flags, template: flags.md}
"""


def finder(folder: Path, *outlines: str) -> Finder:
    """Folders a, b, c ... with these outlines of the document `report`."""
    roots = []
    for name, text in zip("abcd", outlines, strict=False):
        path = folder / name / "report" / "outline.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        roots.append(TemplateRoot(folder / name, name))
    return Finder(roots)


def changed(folder: Path, *outlines: str) -> Outline:
    return outline_of(finder(folder, *outlines, WHOLE), "report")[0]


def told(folder: Path, *outlines: str) -> list[Problem]:
    try:
        found = finder(folder, *outlines, WHOLE)
        return departures(outline_of(found, "report"), found, "report")
    except ProblemsFound as failure:
        return list(failure.problems)


def test_what_a_change_does_not_name_stays(tmp_path: Path) -> None:
    assert changed(tmp_path, "from: base\n") == changed(tmp_path)
    with_title = changed(tmp_path, "from: base\nsubject: Ours\n")
    assert (with_title.subject, with_title.title) == ("Ours", "Report")


def test_a_section_takes_another_template_and_keeps_its_subsections(tmp_path: Path) -> None:
    own = "from: base\nsections:\n  - {number: 2.5.3, template: ours.md}\n"
    first, third = changed(tmp_path, own).sections
    assert (first.template, third.template, third.title) == ("first.md", "ours.md", "Third")
    assert [one.title for one in third.added] == ["Dose", "Exposure"]


def test_a_subsection_stands_behind_the_others_or_in_the_place_of_its_name(tmp_path: Path) -> None:
    own = """from: base
sections:
  - number: 2.5.3
    added:
      - {title: Dose of ours, template: ours.md, name: sec-dose}
      - {title: Special patients, template: special.md}
"""
    third = changed(tmp_path, own).sections[1]
    assert [one.title for one in third.added] == ["Dose of ours", "Exposure", "Special patients"]


def test_a_new_section_stands_where_its_number_belongs(tmp_path: Path) -> None:
    own = """from: base
sections:
  - {number: 2.5.2.1, title: Inside, clause: ours}
  - {number: 2.5.2, title: Second, clause: ours}
"""
    sections = changed(tmp_path, own).sections
    assert [one.number for one in sections] == ["2.5.1", "2.5.2", "2.5.3"]
    assert [one.number for one in sections[1].sections] == ["2.5.2.1"]


def test_subsections_and_annexes_are_left_out_by_name_or_title(tmp_path: Path) -> None:
    found = changed(tmp_path, "from: base\nomit: [sec-dose, Exposure, Flags]\n")
    assert (found.sections[1].added, found.annexes) == ((), ())


def test_an_annex_stands_behind_the_others(tmp_path: Path) -> None:
    own = "from: base\nannexes:\n  - {title: Data, template: data.md}\n"
    assert [one.title for one in changed(tmp_path, own).annexes] == ["Flags", "Data"]


def test_a_study_changes_what_its_company_has_changed(tmp_path: Path) -> None:
    company = "from: base\nsections:\n  - {number: 2.5.4, title: Ours, clause: ours}\n"
    study = "from: base\nsections:\n  - {number: 2.5.4, template: study.md}\n"
    last = changed(tmp_path, study, company).sections[-1]
    assert (last.title, last.template) == ("Ours", "study.md")
    assert [s.number for s in changed(tmp_path, "from: base\nomit: [2.5.4]", company).sections] == [
        "2.5.1",
        "2.5.3",
    ]


MISTAKES: Mapping[str, tuple[str, str]] = {
    "a section that is not there": (
        "from: base\nsections:\n  - {number: 2.5.33, template: x.md}\n",
        "a/report/outline.yaml:3 outline.known the outline behind this one has no section 2.5.33; "
        "did you mean '2.5.3'?",
    ),
    "something to omit that is not there": (
        "from: base\nomit:\n  - Flags\n  - sec-doze\n",
        "a/report/outline.yaml:4 outline.known the outline behind this one has nothing called "
        "'sec-doze'; did you mean 'sec-dose'?",
    ),
    "a section that the guideline asks for": (
        "from: base\nomit: [2.5.1]\n",
        "a/report/outline.yaml:2 outline.guideline-kept the outline lacks section 2.5.1 First; ",
    ),
    "a title that is not the guideline's": (
        "from: base\nsections:\n  - number: 2.5.1\n    title: Best\n",
        "a/report/outline.yaml:4 outline.guideline-kept section 2.5.1 is called 'Best'; ",
    ),
    "a key that there is not": (
        "from: base\nsections:\n  - {number: 2.5.1, templat: x.md}\n",
        "a/report/outline.yaml:3 ",
    ),
    "a new section without its clause": (
        "from: base\nsections:\n  - {number: 2.5.8, title: Eighth}\n",
        "a/report/outline.yaml:3 ",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_where_it_was_typed(tmp_path: Path, mistake: str) -> None:
    own, answer = MISTAKES[mistake]
    (one,) = told(tmp_path, own)
    assert one.at is not None
    words = f"{one.at.file}:{one.at.line} {one.rule} {one.message}; {one.remedy}"
    assert words.startswith(answer)


def test_a_change_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        outline_of(finder(tmp_path, "from: base\n"), "report")
    (problem,) = found.value.problems
    assert (problem.rule, str(problem.at)) == ("outline.based", "a/report/outline.yaml:1:1")


def test_every_value_keeps_its_place(tmp_path: Path) -> None:
    own = "from: base\nsections:\n  - {number: 2.5.3, template: ours.md}\n"
    _, tree = outline_of(finder(tmp_path, own, WHOLE), "report")
    at = [tree.at(("sections", n, "template")) for n in range(2)]
    assert [(one.file, one.line) for one in at] == [
        ("b/report/outline.yaml", 5),
        ("a/report/outline.yaml", 3),
    ]


def test_a_section_that_a_change_places_is_used(tmp_path: Path) -> None:
    own = "from: base\nsections:\n  - {number: 2.5.3, template: sections/ours.md}\n"
    found = finder(tmp_path, own, WHOLE)
    for name in ("ours.md", "other.md"):
        path = tmp_path / "a" / "report" / "sections" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Words.\n", encoding="utf-8")
    (one,) = unused_sections(found, "report")
    assert one.at is not None and one.at.file == "a/report/sections/other.md"


@pytest.mark.parametrize("document", document_types(shipped("templates")))
def test_every_shipped_outline_stays_the_same_under_a_change_of_nothing(
    tmp_path: Path, document: str
) -> None:
    root = TemplateRoot(shipped("templates"), "templates")
    path = tmp_path / document / "outline.yaml"
    path.parent.mkdir()
    path.write_text("from: base\n", encoding="utf-8")
    outline, tree = outline_of(Finder([root]), document)
    laid, laid_tree = outline_of(Finder([TemplateRoot(tmp_path, "own"), root]), document)
    assert laid == outline and laid_tree.value == tree.value
    assert templates_of(laid)


def test_a_section_is_changed_in_one_place(tmp_path: Path) -> None:
    twice = (
        "from: base\nsections:\n  - {number: 2.5.1, empty: A.}\n  - {number: 2.5.1, empty: B.}\n"
    )
    (problem,) = told(tmp_path, twice)
    assert (problem.rule, str(problem.at)) == ("outline.once", "a/report/outline.yaml:4:5")
    assert [str(one) for one in problem.also] == ["a/report/outline.yaml:3:5"]


def test_a_part_is_left_out_once(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, "from: base\nomit:\n  - Flags\n  - sec-dose\n  - Flags\n")
    assert (problem.rule, str(problem.at)) == ("outline.once", "a/report/outline.yaml:5:5")
    assert [str(one) for one in problem.also] == ["a/report/outline.yaml:3:5"]


@pytest.mark.parametrize("number", ["2.5.08", "2.5.0", "2.05.8"])
def test_a_number_has_no_leading_zero_which_word_would_leave_out(
    tmp_path: Path, number: str
) -> None:
    new = f"from: base\nsections:\n  - {{number: {number}, title: New, clause: ours}}\n"
    (problem,) = told(tmp_path, new)
    assert str(problem.at) == "a/report/outline.yaml:3:14"


def test_a_file_outside_is_not_found_whatever_leads_to_it(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Secret.\n", encoding="utf-8")
    found = finder(tmp_path, WHOLE)
    assert found.find("report/outline.yaml") is not None
    assert found.find("report/../../secret.md") is None
