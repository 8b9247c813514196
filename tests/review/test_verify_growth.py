"""Verify takes no step that grows faster than the file: calls are counted, so no clock can fail."""

from collections.abc import Callable, Mapping
from cProfile import Profile
from pathlib import Path

import pytest

from assembler.compose.compose import TemplateRoot
from assembler.pipeline import Request, build
from assembler.review.edited import Edited
from assembler.review.verify import verify
from assembler.write.docx.xml import Element, qn
from benchmarks import workload
from tests.review.edits import Edit, made
from tests.review.test_verify import allowed
from tests.write.docx.opened import remove

LARGER = 1.15
"""So much more than the step before it may a step of the same size cost."""
SIZES = (1, 2, 3)


def retype(root: Element) -> None:
    """Every third word of every paragraph is another one."""
    for text in root.iter(qn("t")):
        words = (text.text or "").split(" ")
        if len(words) > 3:
            text.text = " ".join(w if n % 3 else "other" for n, w in enumerate(words))


def overtype(root: Element) -> None:
    """Every value is another one."""
    for control in root.iter(qn("sdt")):
        for text in control.iter(qn("t")):
            text.text = f"{text.text}1"


def lose(root: Element) -> None:
    """Every control and bookmark is lost."""
    for mark in list(root.iter(qn("bookmarkStart"), qn("bookmarkEnd"))):
        remove(mark)
    for control in list(root.iter(qn("sdt"))):
        for child in list(control[1]):
            control.addprevious(child)
        remove(control)


EDITS: Mapping[str, tuple[Edit, ...]] = {
    "retyped": (retype,),
    "overtyped": (overtype,),
    "lost and retyped": (lose, retype),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Overviews of one, two and three times the size."""
    return [overview(tmp_path_factory.mktemp(f"overview-{size}"), size)[1] for size in SIZES]


def overview(folder: Path, size: int) -> tuple[Request, bytes]:
    """An overview so many times as large, and its Word file."""
    given = workload.overview(folder, size)
    roots = (TemplateRoot(given.templates, "templates"),)
    request = Request(given.study, folder / "output", formats=("docx",), templates=roots)
    build(request)
    (path,) = request.output.glob("*/*.docx")
    return request, path.read_bytes()


def calls(of: Callable[[], object]) -> int:
    """How many calls it makes, those of C functions too."""
    with Profile() as profile:
        of()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.slow
@pytest.mark.parametrize("edits", EDITS.values(), ids=list(EDITS))
def test_no_edit_makes_verify_grow_faster_than_the_file(
    files: list[bytes], edits: tuple[Edit, ...]
) -> None:
    def verified(data: bytes) -> None:
        edited = Edited(data)
        verify(edited.read, edited.evidence, allowed())

    allowed()
    one, two, three = (calls(lambda data=data: verified(made(data, *edits))) for data in files)  # type: ignore[misc]
    assert (three - two) / (two - one) < LARGER
