"""Refresh takes no step that grows faster than the file: calls are counted, no clock can fail."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assembler.pipeline import composed_today
from assembler.resolve.resolve import Resolved
from assembler.review.edited import Edited
from assembler.review.refresh import Wish, refresh
from assembler.write.written import Options
from tests.review.changes import DATED
from tests.review.edits import made
from tests.review.test_verify_growth import LARGER, SIZES, calls, lose, overtype, overview

Size = tuple[bytes, Resolved, Options]


def rewrite(folder: Path, pattern: str, edit: Callable[[str], str]) -> None:
    """Edit every file of a folder."""
    for path in folder.rglob(pattern):
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


def other_medians(text: str) -> str:
    """A second data cut."""
    return re.sub(r"median: ([0-9]+)\.[0-9] months", r"median: \1.99 months", text)


def other_words(text: str) -> str:
    """Another word in every line of prose."""
    return re.sub(r"(?m)^([A-Z][a-z]+) ", r"\1 also ", text)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> list[Size]:
    """Overviews of one, two and three times the size; today's medians and words are others."""
    found: list[Size] = []
    for size in SIZES:
        request, data = overview(tmp_path_factory.mktemp(f"overview-{size}"), size)
        rewrite(request.study, "efficacy.yaml", other_medians)
        rewrite(request.templates[0].path, "*.md", other_words)
        found.append(
            (data, *composed_today(request.study, "overview", request.templates, draft=True))
        )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("edits", [(), (overtype,), (lose,)], ids=["built", "overtyped", "lost"])
def test_refresh_grows_no_faster_than_the_file(
    sizes: list[Size], edits: tuple[Callable[..., None], ...]
) -> None:
    wish = Wish("assembler", DATED, take_records=True)

    def refreshed(size: Size) -> None:
        data, resolved, options = size
        result = refresh(Edited(data), resolved, options, wish)
        assert result.is_changed
        assert result.left

    edited = [(made(data, *edits), *today) for data, *today in sizes]
    one, two, three = (calls(lambda size=size: refreshed(size)) for size in edited)  # type: ignore[misc]
    assert (three - two) / (two - one) < LARGER
