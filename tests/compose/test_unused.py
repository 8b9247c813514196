"""What nothing uses is said: a section that was to replace another, and has another name."""

from assembler.problems import Severity
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
