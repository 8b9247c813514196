"""Writes docs/rules.md: `python -m assembler.checks.page`, in a checkout."""

from pathlib import Path

from assembler.checks.explain import rules_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def main() -> None:
    """Write the page of all rules."""
    PAGE.write_text(rules_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
