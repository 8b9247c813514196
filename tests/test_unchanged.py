"""Documents that have not changed are not made again; those that have are, all at once."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest

from assembler.package import EnvironmentProblem
from assembler.package.publish import planned
from assembler.package.swap import WORK, steps
from assembler.pipeline import Built, Request, build
from assembler.pipeline.writing import Finished, _told
from assembler.problems import Problem, ProblemsFound
from tests.acceptance.study import DOCUMENT, Copy, is_whole

OTHER = "other-report"
PDF = f"{DOCUMENT}.pdf"


def two(mini: Copy) -> Request:
    """The report, and another one with the same templates."""
    shutil.copytree(mini.templates / DOCUMENT, mini.templates / OTHER)
    return mini.request(documents=(DOCUMENT, OTHER), rebuild=False)


def test_documents_made_in_processes_beside_are_the_same_to_the_byte(mini: Copy) -> None:
    request = two(mini)
    build(replace(request, jobs=2))
    beside = mini.files()
    shutil.rmtree(mini.output)
    build(request)
    assert mini.files() == beside
    assert {PDF, f"{OTHER}.pdf", f"{OTHER}.docx"} <= beside.keys()


def test_the_steps_of_documents_made_beside_are_told(mini: Copy) -> None:
    told: list[tuple[str, float]] = []
    build(replace(two(mini), jobs=2), lambda step, share: told.append((step, share)))
    assert {f"{DOCUMENT}: written", f"{OTHER}: written"} <= {step for step, _ in told}
    assert [share for _, share in told] == [n / len(told) for n in range(len(told))]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_no_font_can_draw_is_told_of_every_document(mini: Copy, jobs: int) -> None:
    request = replace(two(mini), jobs=jobs)
    mini.append(f"templates/{OTHER}/sections/safety.md", "\nA \N{CUNEIFORM SIGN A}.\n")
    mini.append(f"templates/{DOCUMENT}/sections/safety.md", "\nA \N{CUNEIFORM SIGN A}.\n")
    with pytest.raises(ProblemsFound):
        build(request)
    assert not mini.output.exists()


def again(mini: Copy, **changes: object) -> Built:
    return build(mini.request(rebuild=False, **changes))


def test_what_has_not_changed_is_not_made_again(mini: Copy) -> None:
    first = again(mini)
    before = mini.files()
    second = again(mini)
    assert PDF in first.published.written and not first.unchanged
    assert second.published.written == ("gaps.json",)
    assert list(second.unchanged) == [DOCUMENT]
    assert mini.files() == before


def test_only_the_document_that_has_changed_is_made_again(mini: Copy) -> None:
    request = two(mini)
    build(request)
    mini.append(f"templates/{OTHER}/sections/safety.md", "\nA word more.\n")
    built = build(request)
    assert list(built.unchanged) == [DOCUMENT]
    assert f"{OTHER}.pdf" in built.published.written
    assert {PDF, f"{OTHER}.pdf"} <= mini.files().keys()


CHANGES: dict[str, Callable[[Copy], object]] = {
    "a record": lambda mini: mini.append("study/safety.yaml", "\n# a remark\n"),
    "a template": lambda mini: mini.append(f"templates/{DOCUMENT}/sections/safety.md", "\nMore.\n"),
    "an author's text": lambda mini: mini.write("study/text/2.5.4.md", "Mine.\n"),
    "a file that is gone": lambda mini: (mini.output / "mini" / PDF).unlink(),
    "a file that was edited": lambda mini: (mini.output / "mini" / PDF).write_bytes(b"x"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_the_document_anew(mini: Copy, change: str) -> None:
    again(mini)
    CHANGES[change](mini)
    assert not again(mini).unchanged


@pytest.mark.parametrize(
    "option", [{"flatten": True}, {"comments": True}, {"trace": True}, {"formats": ("pdf",)}]
)
def test_another_wish_makes_the_document_anew(mini: Copy, option: dict[str, object]) -> None:
    again(mini)
    assert not again(mini, **option).unchanged


def test_rebuild_makes_everything_anew(mini: Copy) -> None:
    again(mini)
    assert not build(mini.request(rebuild=True)).unchanged


def test_a_process_beside_that_is_ended_from_outside_is_no_bug_of_ours() -> None:
    ended: Future[Finished | tuple[Problem, ...] | str] = Future()
    ended.set_exception(BrokenProcessPool("terminated abruptly"))
    with pytest.raises(EnvironmentProblem) as told:
        _told([ended])
    assert "--jobs 1" in told.value.problem.remedy


RATIO = ("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.41")


def torn(mini: Copy, killed_after: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A build of other records was killed in its swap, and the records are as they were: the set
    before that build, and its own."""
    again(mini)
    first = mini.files()
    shutil.copytree(mini.built, mini.root / "kept")
    mini.edit(*RATIO)
    again(mini)
    second = mini.files()
    name, old, new = RATIO
    mini.edit(name, new, old)
    shutil.rmtree(mini.built)
    (mini.root / "kept").rename(mini.built)
    manifest = json.loads(second["manifest.json"])
    files = {one: second[one] for one in manifest.pop("outputs")}
    for step in steps(mini.built, planned(mini.built, files, manifest)[1]):
        if step == killed_after:
            break
    assert (mini.built / WORK).is_dir()
    return first, second


@pytest.mark.parametrize("killed_after", ["announced", f"swapped {PDF}", "sealed"])
def test_what_a_killed_build_left_is_mended_before_it_is_asked_what_has_changed(
    mini: Copy, killed_after: str
) -> None:
    first, _ = torn(mini, killed_after)
    built = again(mini)
    assert not built.unchanged
    assert mini.files() == first and is_whole(mini.built)


def test_a_build_that_is_stopped_mends_what_a_killed_one_left(mini: Copy) -> None:
    _, second = torn(mini, f"swapped {PDF}")
    mini.edit("study/efficacy.yaml", "hazard_ratio: 0.40", "hazard_ratio: 0.70")
    assert mini.refused(rebuild=False)
    assert mini.files() == second and is_whole(mini.built)
