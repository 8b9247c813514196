"""No stage of a build grows faster than its work: calls are counted, so no clock can fail this."""

from collections import Counter
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path

import pytest

from assembler.compose.compose import TemplateRoot
from assembler.pipeline import Request, build
from benchmarks import workload

LARGER = 1.1
"""So much more than the step before it may a step of the same size cost."""
LEAST_SHARE = 0.01
"""A stage that makes fewer of all calls is not judged."""


def calls(made: workload.Workload, output: Path) -> Counter[str]:
    """Stage -> how many calls it makes, those of C functions too."""
    counted: Counter[str] = Counter()
    running: list[tuple[str, Profile]] = []

    def begin(step: str, _: float) -> None:
        end()
        running.append((step.rpartition(": ")[2], Profile()))
        running[-1][1].enable()

    def end() -> None:
        while running:
            name, profile = running.pop()
            profile.disable()
            counted[name] += sum(entry.callcount for entry in profile.getstats())

    roots = (TemplateRoot(made.templates, "templates"),)
    try:
        build(Request(made.study, output, templates=roots), begin)
    finally:
        end()
    return counted


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "sizes"),
    [(workload.overview, (1, 2, 3)), (workload.listing, (400, 500, 600))],
    ids=["overview", "listing"],
)
def test_no_stage_grows_faster_than_its_work(
    make: Callable[[Path, int], workload.Workload], sizes: tuple[int, ...], tmp_path: Path
) -> None:
    calls(workload.listing(tmp_path / "warm", 5), tmp_path / "warm")  # fonts, schemas, imports
    one, two, three = (
        calls(make(tmp_path / str(size), size), tmp_path / f"output-{size}") for size in sizes
    )
    grown = {
        stage: (three[stage] - two[stage]) / (two[stage] - one[stage])
        for stage in three
        if three[stage] > LEAST_SHARE * three.total()
    }
    assert {stage: factor for stage, factor in grown.items() if factor > LARGER} == {}
