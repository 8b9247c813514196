"""The outline: subsections of one's own are added and moved, the guideline's sections stay."""

import shutil
from pathlib import Path

import pytest
import yaml

from assembler.compose.compose import TemplateRoot
from assembler.pipeline import Request, build
from assembler.problems import ProblemsFound
from assembler.write.docx.read import read_docx
from tests.acceptance.pages import folded, in_order, pdf_pages
from tests.acceptance.study import DOCUMENT, Copy
from tests.places import CABINET, ROOT

OUTLINE = f"templates/{DOCUMENT}/outline.yaml"
SAFETY = "  - {number: 2.5.5, title: Overview of Safety, clause: invented, "
RISKS = "{title: Risks of the class, template: sections/risks.md, name: sec-risks}"
DOSES = "{title: Choice of the dose, template: sections/doses.md, name: sec-doses}"


def section(topic: str, reference: str, other: str) -> str:
    """An added subsection with all that has a number: citation, table, cross-references."""
    return f"""The {topic} [@{reference}] stand in [](#tbl-{topic}); see [](#sec-{other}).

:::{{table}} tbl-{topic}
:caption: The {topic}

| {topic} |
|---|
| one |
:::
"""


@pytest.fixture
def copy(mini: Copy) -> Copy:
    """The mini study with two added subsections that can be put into 2.5.5."""
    mini.write(f"templates/{DOCUMENT}/sections/risks.md", section("risks", "roe-2021", "doses"))
    mini.write(f"templates/{DOCUMENT}/sections/doses.md", section("doses", "poe-2022", "risks"))
    mini.edit(f"templates/{DOCUMENT}/sections/safety.md", " [@roe-2021; @doe-2020]", "")
    mini.append("study/references.yaml", POE)
    return mini


def put(copy: Copy, *added: str) -> None:
    """Put added subsections into 2.5.5, in this order, instead of those that stand there."""
    lines = (copy.root / OUTLINE).read_text(encoding="utf-8").splitlines()
    own = f"{SAFETY}added: [{', '.join(added)}], template: sections/safety.md}}"
    lines = [own if "number: 2.5.5" in line else line for line in lines]
    copy.write(OUTLINE, "\n".join(lines))


def shown(copy: Copy) -> tuple[list[str], dict[str, str]]:
    """Numbered headings and captions of the DOCX as Word counts them; what each format says."""
    copy.build()
    files = copy.files()
    docx = read_docx(files[f"{DOCUMENT}.docx"])
    body = [p for p in docx.paragraphs if not p.is_derived]
    numbered = [folded(f"{p.number} {p.text}") for p in body if p.level or p.style == "Caption"]
    contents = "\n".join(p.text for p in docx.paragraphs if p.is_derived)
    return numbered, {
        "docx": folded("\n".join(p.text for p in body)),
        "docx contents": folded(contents),
        "pdf": folded("\n".join(pdf_pages(files[f"{DOCUMENT}.pdf"]))),
    }


POE = """  - {id: poe-2022, type: article-journal, author: [{family: Poe, given: A}], title: Doses,
     container_title: J Dose, issued: 2022}
"""
FIRST = "The risks [2] stand in Table 2; see Section 2.5.5.2."
SECOND = "The doses [3] stand in Table 3; see Section 2.5.5.1."
MOVED_FIRST = "The doses [2] stand in Table 2; see Section 2.5.5.2."
MOVED_SECOND = "The risks [3] stand in Table 3; see Section 2.5.5.1."


def test_a_moved_subsection_renumbers_everything_in_both_formats(copy: Copy) -> None:
    put(copy, RISKS, DOSES)
    headings, texts = shown(copy)
    assert "2.5.5.1 Risks of the class" in headings and "2.5.5.2 Choice of the dose" in headings
    assert "Table 2. The risks" in headings and "Table 3. The doses" in headings
    assert all(FIRST in texts[f] and SECOND in texts[f] for f in ("docx", "pdf"))
    put(copy, DOSES, RISKS)
    headings, texts = shown(copy)
    assert "2.5.5.1 Choice of the dose" in headings and "2.5.5.2 Risks of the class" in headings
    assert "Table 2. The doses" in headings and "Table 3. The risks" in headings
    for fmt in ("docx", "pdf"):
        assert in_order(texts[fmt], MOVED_FIRST, MOVED_SECOND)
        assert in_order(
            texts[fmt], MOVED_SECOND, "J Inv", "J Dose", "Roe Society"
        )  # the list of references
    for fmt in ("docx contents", "pdf"):
        parts = ("2.5.5.1 Choice of the dose", "2.5.5.2 Risks of the class", "Table 2. The doses")
        assert in_order(texts[fmt], *parts)


def test_an_added_subsection_moves_into_another_section_and_keeps_its_name(copy: Copy) -> None:
    put(copy, RISKS, DOSES)
    text = (copy.root / OUTLINE).read_text(encoding="utf-8")
    text = text.replace(f", {DOSES}", "").replace(
        "template: sections/efficacy.md}", f"template: sections/efficacy.md, added: [{DOSES}]}}"
    )
    copy.write(OUTLINE, text)
    headings, texts = shown(copy)
    assert "2.5.4.2 Choice of the dose" in headings  # behind the section's own subsection
    assert "2.5.5.1 Risks of the class" in headings
    assert "The doses [2] stand in Table 2; see Section 2.5.5.1." in texts["pdf"]
    assert "The risks [3] stand in Table 3; see Section 2.5.4.2." in texts["docx"]


def test_added_subsections_stand_inside_one_another(copy: Copy) -> None:
    put(copy, RISKS.replace("}", f", added: [{DOSES}]}}"))
    headings, _ = shown(copy)
    assert "2.5.5.1.1 Choice of the dose" in headings


# --- the guideline's sections


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A company's folder with an outline of the Clinical Overview."""
    folder = tmp_path / "own" / "clinical-overview"
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "templates" / "clinical-overview" / "outline.yaml", folder / "o.yaml")
    return folder


def refused(own: Path, old: str, new: str) -> list[tuple[str, str]]:
    """The problems of CABINET built with the outline so changed: rule and all its words."""
    text = (own / "o.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (own / "outline.yaml").write_text(text.replace(old, new), encoding="utf-8")
    roots = (TemplateRoot(own.parent, "own"),)
    with pytest.raises(ProblemsFound) as found:
        build(Request(CABINET, own.parent / "output", templates=roots))
    return [(p.rule, f"{p.at}: {p.message}; {p.remedy}") for p in found.value.problems]


SECTION = """  - number: 2.5.5
    title: Overview of Safety
    clause: ICH M4E(R2) 2.5.5
    checked: no
    template: sections/2.5.5-overview-of-safety.md
"""


def test_a_section_of_the_guideline_cannot_be_dropped(own: Path) -> None:
    ((rule, words),) = refused(own, SECTION, "")
    assert rule == "outline.guideline-kept"
    assert words.startswith("own/clinical-overview/outline.yaml:")
    assert "the outline lacks section 2.5.5 Overview of Safety" in words
    assert "ICH M4E(R2) 2.5.5 asks for it" in words


def test_a_section_of_the_guideline_cannot_be_moved(own: Path) -> None:
    text = (own / "o.yaml").read_text(encoding="utf-8").replace(SECTION, "")
    (own / "o.yaml").write_text(
        text.replace("  - number: 2.5.4\n", f"{SECTION}  - number: 2.5.4\n"), encoding="utf-8"
    )
    ((rule, words),) = refused(own, "title: Clinical Overview", "title: Clinical  Overview")
    assert rule == "outline.numbers-nest"
    assert "section 2.5.4 does not stand in its place" in words
    assert "the guideline's sections are not moved" in words


def test_a_section_of_the_guideline_keeps_its_title(own: Path) -> None:
    ((rule, words),) = refused(own, "title: Overview of Safety", "title: Safety")
    assert rule == "outline.guideline-kept"
    assert "section 2.5.5 is called 'Safety'; call it 'Overview of Safety'" in words


def test_a_subsection_is_not_added_where_the_guideline_numbers(own: Path) -> None:
    added = "sections:\n      - number: 2.5.6.1\n"
    entry = f"added: [{{title: T, template: front.md}}]\n    {added}"
    ((rule, words),) = refused(own, added, entry)
    assert rule == "outline.added-apart"
    assert "add them to one of its sections" in words


def test_the_shipped_outline_is_whole() -> None:
    outline = yaml.safe_load((ROOT / "templates/clinical-overview/outline.yaml").read_text("utf-8"))
    assert [s["number"] for s in outline["sections"]] == [f"2.5.{n}" for n in range(1, 8)]
