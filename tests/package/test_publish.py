"""The output set: merged, and never over a person's work."""

from hashlib import sha256
from pathlib import Path

import pytest

from assembler.package import EnvironmentProblem, publish, read_manifest
from assembler.package.lock import LOCK, locked
from assembler.package.swap import WORK
from tests.package.sets import NEW, OLD, content, is_sealed, manifest


def test_a_set_is_published_with_its_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "study"
    published = publish(folder, OLD, manifest("1"))
    assert content(folder) == OLD
    assert published.written == tuple(sorted(OLD)) and published.kept == ()
    sealed = read_manifest(folder)
    assert sealed["program"] == "1"
    assert sealed["outputs"]["overview.docx"] == {
        "bytes": 8,
        "current": True,
        "document": "overview",
        "sha256": sha256(b"old docx").hexdigest(),
    }
    assert sealed["outputs"]["gaps.json"]["document"] is None


def test_the_same_build_writes_the_same_manifest(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    first = (tmp_path / "manifest.json").read_bytes()
    publish(tmp_path, OLD, manifest("1"))
    assert (tmp_path / "manifest.json").read_bytes() == first
    assert first.endswith(b"}\n")


def test_building_one_document_leaves_the_others(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    published = publish(
        tmp_path, {"summary.pdf": b"s", "gaps.json": b"[]"}, manifest("2", "summary")
    )
    assert content(tmp_path) == {**OLD, "summary.pdf": b"s"}
    sealed = read_manifest(tmp_path)
    assert sealed["documents"] == {"overview": {"build": "1"}, "summary": {"build": "2"}}
    assert sealed["outputs"]["overview.pdf"]["current"] is True
    assert published.earlier == ()


def test_a_format_that_was_not_built_is_from_an_earlier_build(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    published = publish(tmp_path, {"overview.docx": b"new docx"}, manifest("2"))
    assert published.earlier == ("overview.pdf",)
    assert read_manifest(tmp_path)["outputs"]["overview.pdf"]["current"] is False
    assert is_sealed(tmp_path)


def test_a_document_whose_files_are_gone_leaves_the_manifest(tmp_path: Path) -> None:
    publish(tmp_path, {"summary.pdf": b"s"}, manifest("1", "summary"))
    (tmp_path / "summary.pdf").unlink()
    publish(tmp_path, OLD, manifest("2"))
    assert set(read_manifest(tmp_path)["documents"]) == {"overview"}
    assert is_sealed(tmp_path)


@pytest.mark.parametrize("name", ["overview.docx", "overview.pdf"])
def test_an_edited_document_is_kept(tmp_path: Path, name: str) -> None:
    stem, _, suffix = name.partition(".")
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / name).write_bytes(b"a person's work")
    published = publish(tmp_path, NEW, manifest("2"))
    assert published.kept == (name,)
    assert (tmp_path / name).read_bytes() == b"a person's work"
    assert (tmp_path / f"{stem}-new.{suffix}").read_bytes() == NEW[name]
    assert name not in read_manifest(tmp_path)["outputs"] and is_sealed(tmp_path)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_qc_sheet_with_checks_in_it_is_kept(tmp_path: Path, suffix: str) -> None:
    name = f"overview-qc.{suffix}"
    publish(tmp_path, {**OLD, name: b"sheet"}, manifest("1"))
    assert read_manifest(tmp_path)["outputs"][name]["document"] == "overview"
    (tmp_path / name).write_bytes(b"checked by hand")
    published = publish(tmp_path, {**NEW, name: b"new sheet"}, manifest("2"))
    assert published.kept == (name,)
    assert (tmp_path / name).read_bytes() == b"checked by hand"
    assert (tmp_path / f"overview-qc-new.{suffix}").read_bytes() == b"new sheet"
    (tmp_path / name).unlink()
    publish(tmp_path, {**NEW, name: b"new sheet"}, manifest("3"))
    assert content(tmp_path) == {**NEW, name: b"new sheet"} and is_sealed(tmp_path)


def test_a_trace_copy_is_a_file_of_its_document_beside_the_pdf(tmp_path: Path) -> None:
    name = "overview-trace.pdf"
    publish(tmp_path, {**OLD, name: b"copy"}, manifest("1"))
    assert read_manifest(tmp_path)["outputs"][name]["document"] == "overview"
    assert publish(tmp_path, NEW, manifest("2")).earlier == (name,)
    assert content(tmp_path) == {**NEW, name: b"copy"} and is_sealed(tmp_path)
    (tmp_path / name).write_bytes(b"a person's remarks")
    assert publish(tmp_path, {**NEW, name: b"new copy"}, manifest("3")).kept == (name,)
    assert (tmp_path / "overview-trace-new.pdf").read_bytes() == b"new copy"
    (tmp_path / name).unlink()
    publish(tmp_path, {**NEW, name: b"new copy"}, manifest("4"))
    assert content(tmp_path) == {**NEW, name: b"new copy"} and is_sealed(tmp_path)


def test_an_edited_new_document_is_kept_too(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "overview.docx").write_bytes(b"edited")
    publish(tmp_path, NEW, manifest("2"))
    (tmp_path / "overview-new.docx").write_bytes(b"edited again")
    published = publish(tmp_path, OLD, manifest("3"))
    assert published.kept == ("overview-new.docx", "overview.docx")
    assert (tmp_path / "overview.docx").read_bytes() == b"edited"
    assert (tmp_path / "overview-new.docx").read_bytes() == b"edited again"
    assert (tmp_path / "overview-new-2.docx").read_bytes() == b"old docx"
    publish(tmp_path, NEW, manifest("4"))
    assert (tmp_path / "overview-new-2.docx").read_bytes() == b"new docx"


def test_an_accepted_new_document_is_ours_again(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "overview.docx").write_bytes(b"edited")
    publish(tmp_path, NEW, manifest("2"))
    (tmp_path / "overview-new.docx").replace(tmp_path / "overview.docx")
    assert publish(tmp_path, OLD, manifest("3")).kept == ()
    assert content(tmp_path) == OLD


def test_the_copy_beside_goes_when_the_edited_one_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "overview.docx").write_bytes(b"edited")
    publish(tmp_path, NEW, manifest("2"))
    (tmp_path / "overview.docx").unlink()
    publish(tmp_path, OLD, manifest("3"))
    assert content(tmp_path) == OLD and is_sealed(tmp_path)


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"outputs": 1}', b"[" * 100_000])
def test_without_a_readable_manifest_nothing_is_overwritten(tmp_path: Path, broken: bytes) -> None:
    publish(tmp_path, OLD, manifest("1"))
    (tmp_path / "manifest.json").write_bytes(broken)
    assert publish(tmp_path, NEW, manifest("2")).kept == ("overview.docx", "overview.pdf")
    assert (tmp_path / "overview.docx").read_bytes() == b"old docx"


def _link(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this account may not make symbolic links")


def test_a_link_at_the_target_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    folder = tmp_path / "set"
    folder.mkdir()
    _link(folder / "overview.docx", outside)
    assert publish(folder, OLD, manifest("1")).kept == ("overview.docx",)
    assert outside.read_bytes() == b"precious"
    assert (folder / "overview-new.docx").read_bytes() == b"old docx"


@pytest.mark.parametrize("name", ["manifest.json", "gaps.json"])
def test_a_link_in_the_place_of_a_file_of_the_set_is_refused(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"{}")
    folder = tmp_path / "set"
    folder.mkdir()
    _link(folder / name, outside)
    with pytest.raises(EnvironmentProblem) as raised:
        publish(folder, OLD, manifest("1"))
    assert raised.value.problem.rule == "output.regular"
    assert outside.read_bytes() == b"{}"


def test_a_link_in_the_place_of_the_work_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_bytes(b"x")
    folder = tmp_path / "set"
    folder.mkdir()
    _link(folder / WORK, outside)
    publish(folder, OLD, manifest("1"))
    assert (outside / "precious").exists() and content(folder) == OLD


def test_a_file_in_the_place_of_the_work_folder_is_cleared(tmp_path: Path) -> None:
    (tmp_path / WORK).write_bytes(b"")
    publish(tmp_path, OLD, manifest("1"))
    assert content(tmp_path) == OLD


def test_a_second_build_into_the_folder_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, OLD, manifest("1"))
    with locked(tmp_path), pytest.raises(EnvironmentProblem) as raised:
        publish(tmp_path, NEW, manifest("2"))
    assert raised.value.problem.rule == "output.one-build"
    assert content(tmp_path) == OLD


def test_the_lock_of_a_dead_build_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(b"")
    publish(tmp_path, OLD, manifest("1"))
    assert content(tmp_path) == OLD


def test_a_file_in_the_place_of_the_folder_is_a_problem_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "set").write_bytes(b"")
    with pytest.raises(EnvironmentProblem):
        publish(tmp_path / "set", OLD, manifest("1"))


@pytest.mark.parametrize(
    "name",
    [
        "../x.docx",
        "a/b.pdf",
        "X.docx",
        "overview.xlsx",
        "overview-qc.txt",
        "Overview-qc.csv",
        "-qc.csv",
        "manifest.json",
        ".lock",
        "a.exe",
    ],
)
def test_a_name_that_is_no_output_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of an output"):
        publish(tmp_path, {name: b""}, manifest("1"))
