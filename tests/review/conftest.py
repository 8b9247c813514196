"""What the tests of verify and refresh share."""

import pytest

from tests.acceptance.study import Copy
from tests.review.changes import docx_of


@pytest.fixture
def data(built: Copy) -> bytes:
    """The mini report as it was built; it cites `[1]`, `[1]`, `[1, 2]` of two references."""
    return docx_of(built)
