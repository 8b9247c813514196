"""The page of all rules is that of the rules."""

from assembler.inspect.docx.rules import RULES as DOCX_RULES
from assembler.inspect.page import PAGE, inspection_page
from assembler.inspect.pdf.rules import RULES as PDF_RULES


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == inspection_page(), (
        "run python -m assembler.inspect.page"
    )


def test_every_rule_has_a_line_of_its_own() -> None:
    lines = inspection_page().splitlines()
    named = [line.split()[1] for line in lines if line.startswith(("| pdf.", "| docx."))]
    assert len(named) == len(set(named))
    assert {rule.id for rule in PDF_RULES} | {rule.id for rule in DOCX_RULES} < set(named)
