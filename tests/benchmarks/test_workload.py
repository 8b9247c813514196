"""The workloads: of the size that they state, the same every time, and a study that builds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assembler.checks.study import check_study
from assembler.compose.compose import TemplateRoot
from assembler.pipeline import Request, build
from benchmarks import content, workload
from benchmarks.peers.lost import Lost, lost


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("make", [workload.overview, workload.listing])
def test_the_same_files_come_from_the_same_arguments(make: object, tmp_path: Path) -> None:
    assert callable(make)
    make(tmp_path / "a", 2)
    make(tmp_path / "b", 2)
    assert _files(tmp_path / "a") == _files(tmp_path / "b")


@pytest.mark.parametrize("times", [1, 2])
def test_an_overview_is_of_the_size_that_it_states(times: int, tmp_path: Path) -> None:
    templates = workload.overview(tmp_path, times).templates / "overview"
    outline = (templates / "outline.yaml").read_text(encoding="utf-8")
    text = "\n".join(_sections(templates))
    headings = re.findall(r"^#+ ", text, re.M) + re.findall(r"- number", outline)
    assert len(headings) == content.HEADINGS * times + 1  # and the list of references
    assert text.count("{{") == content.VALUES * times
    assert text.count(":::{table}") == content.TABLES * times
    assert text.count(":::{figure}") == content.FIGURES * times
    assert text.count("[@") == content.CITATIONS * times
    assert len(set(re.findall(r"@(r[0-9]+)", text))) == content.REFERENCES * times
    assert text.count("[](#") == content.CROSS_REFERENCES * times


def _sections(templates: Path) -> Iterator[str]:
    for path in sorted((templates / "sections").iterdir()):
        yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("make", [workload.overview, workload.listing])
def test_a_workload_has_no_problems(make: object, tmp_path: Path) -> None:
    assert callable(make)
    assert check_study(make(tmp_path, 10).study) == []


@pytest.mark.slow
def test_an_overview_builds_without_problems(tmp_path: Path) -> None:
    study, templates, content_file = workload.overview(tmp_path)
    request = Request(study, tmp_path / "output", templates=(TemplateRoot(templates, "templates"),))
    built = build(request)
    assert built.problems == ()
    assert {"overview.docx", "overview.pdf"} <= set(built.published.written)
    assert content_file is not None
    for name in ("overview.docx", "overview.pdf"):
        assert lost(content_file, built.folder / name) == Lost(0, 0)


def test_a_listing_builds_without_problems(tmp_path: Path) -> None:
    study, templates, _ = workload.listing(tmp_path, 20)
    request = Request(study, tmp_path / "output", templates=(TemplateRoot(templates, "templates"),))
    assert build(request).problems == ()
