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
