"""What nothing uses is said: a section that was to replace another, and has another name."""

import pytest

from assembler.problems import ProblemsFound, Severity
from tests.compose.desk import OUTLINE, composed

NAMED = OUTLINE.replace("a.md", "sections/2.5.4-efficacy.md")


def files() -> dict[str, str]:
    return {"report/outline.yaml": NAMED, "report/sections/2.5.4-efficacy.md": "Words.\n"}


def test_a_section_under_another_name_is_a_warning_that_offers_the_name() -> None:
    company = {"report/sections/2.5.4.md": "My words.\n"}
    (said,) = composed("", files=files(), company=company).warnings
    assert (said.rule, said.severity) == ("section.used", Severity.WARNING)
    assert said.at is not None and said.at.file == "company/report/sections/2.5.4.md"
    assert said.remedy == "did you mean 'sections/2.5.4-efficacy.md'?"


def test_a_section_that_another_includes_is_used() -> None:
    company = {"report/sections/mine.md": "My words.\n"}
    own = {
        **files(),
        "report/sections/2.5.4-efficacy.md": "{% include 'report/sections/mine.md' %}",
    }
    assert composed("", files=own, company=company).warnings == ()


def test_a_section_in_the_place_of_the_shipped_one_is_used() -> None:
    company = {"report/sections/2.5.4-efficacy.md": "My words.\n"}
    assert composed("", files=files(), company=company).warnings == ()


ASKING = """{% for arm in trial.arms %}
{{ author_text("arm", "describe the arm", of=arm) }}

{% endfor %}
"""


def test_a_text_of_a_record_is_placed_and_used() -> None:
    made = composed(ASKING, texts={"arm-placebo.md": "It held no drug.\n"})
    assert "It held no drug." in made.filled[0][1]
    assert "[Author: describe the arm]" in made.filled[0][1]
    assert [one.rule for one in made.warnings if one.rule == "text.used"] == []


def test_a_text_that_no_template_asks_for_is_said() -> None:
    made = composed(ASKING, texts={"arms-placebo.md": "It held no drug.\n"})
    (said,) = (one for one in made.warnings if one.rule == "text.used")
    assert "arms-placebo" in said.message


@pytest.mark.parametrize("name", ["2.5.5.docx", "2.5.5.txt", "2.5.5.MD"])
def test_a_text_that_is_no_markdown_is_said(name: str) -> None:
    made = composed(ASKING, texts={name: "It held no drug.\n"})
    (said,) = (one for one in made.warnings if one.rule == "text.used")
    assert said.at is not None and said.at.file.endswith(name)
    assert "2.5.5.md" in said.remedy


def test_what_lies_beside_the_texts_is_no_ones_business() -> None:
    texts = {"~$2.5.5.docx": "", ".2.5.5.md.swp": "", "picture.png": ""}
    assert "text.used" not in [one.rule for one in composed(ASKING, texts=texts).warnings]


def test_a_section_in_no_documents_folder_is_told_where_it_belongs() -> None:
    company = {"sections/2.5.4-efficacy.md": "My words.\n"}
    (said,) = composed("", files=files(), company=company).warnings
    assert (said.rule, said.severity) == ("section.used", Severity.WARNING)
    assert said.remedy == "move it to company/report/sections/2.5.4-efficacy.md"


@pytest.mark.parametrize("file", ["report/arms.yaml", "report/tables/arms.yml", "tables/arms.yaml"])
def test_a_shell_that_lies_elsewhere_or_ends_otherwise_is_offered(file: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        composed(":::{table} tbl-arms\n:::\n", company={file: "caption: A\n"})
    (said,) = raised.value.problems
    assert said.rule == "shell.found"
    assert said.remedy == f"move company/{file} to company/report/tables/arms.yaml"
