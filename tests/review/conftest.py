"""What the tests of verify and refresh share."""

from pathlib import Path

import pytest

from tests.acceptance.study import DOCUMENT


@pytest.fixture(scope="session")
def data(first_build: Path) -> bytes:
    """The mini report as it was built; it cites `[1]`, `[1]`, `[1, 2]` of two references."""
    return (first_build / "mini" / f"{DOCUMENT}.docx").read_bytes()
