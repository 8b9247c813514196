"""Files of a dossier: their links lead to what is there, and their folders have good names."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from assembler.inspect.finding import Finding
from assembler.inspect.inspect import inspect_files
from assembler.inspect.profile import EMA
from assembler.resolve.elsewhere import linked
from assembler.resolve.resolve import resolve
from assembler.write import SUBMITTED, write
from tests.resolve.documents import document, p, section, see
from tests.write.short import options

OTHER = "summary"
LABEL = f"{OTHER}#sec-there"


def dossier(folder: Path, fmt: str) -> Path:
    """A folder with two files, of which the one that is given names a section of the other."""
    first = replace(document(section("here", p(see(LABEL)), number="2.5.4")), id="overview")
    second = replace(document(section("there", p("Words."), number="2.7.4.1")), id=OTHER)
    pair = [replace(one, number=one.sections[0].number or "") for one in (first, second)]
    pair = [replace(one, number=(one.number or "").rpartition(".")[0]) for one in pair]
    for one in linked(list(map(resolve, pair)), ["overview", OTHER], lambda name: resolve(pair[1])):
        data = write(fmt, one, options()).data
        (folder / f"{one.document.id}.{fmt}").write_bytes(data)
    return folder / f"overview.{fmt}"


def found(path: Path, root: Path | None) -> list[Finding]:
    """What is said of links from file to file."""
    said = inspect_files([path], EMA, root=root)
    return [one for one in said if one.rule.endswith(".link-files")]


@pytest.mark.parametrize("fmt", SUBMITTED)
def test_a_link_to_a_place_that_is_there_is_right(fmt: str, tmp_path: Path) -> None:
    assert found(dossier(tmp_path, fmt), tmp_path) == []


@pytest.mark.parametrize("fmt", SUBMITTED)
def test_a_file_that_is_not_there_is_found_where_a_root_is_named(fmt: str, tmp_path: Path) -> None:
    path = dossier(tmp_path, fmt)
    (tmp_path / f"{OTHER}.{fmt}").unlink()
    assert found(path, None) == []
    (one,) = found(path, tmp_path)
    assert (one.rule, one.file) == (f"{fmt}.link-files", str(path))
    assert one.message == f"a link to '{OTHER}.{fmt}', which is not there"


@pytest.mark.parametrize("fmt", SUBMITTED)
def test_a_place_that_is_not_in_the_other_file_is_found(fmt: str, tmp_path: Path) -> None:
    path = dossier(tmp_path, fmt)
    (tmp_path / f"{OTHER}.{fmt}").write_bytes(path.read_bytes())  # another document of that name
    (one,) = found(path, tmp_path)
    assert one.message.endswith(f"in '{OTHER}.{fmt}', where no such place is")


@pytest.mark.parametrize("fmt", SUBMITTED)
def test_a_file_outside_the_dossier_is_found(fmt: str, tmp_path: Path) -> None:
    path = dossier(tmp_path, fmt)
    (tmp_path / "root").mkdir()
    (one,) = found(path, tmp_path / "root")
    assert one.message.endswith("which lies outside the dossier's folder")


@pytest.mark.parametrize("target", ["a" * 5_000 + ".pdf", "a\0.pdf", "..", ""])
def test_a_link_whose_path_is_none_stops_nothing(target: str, tmp_path: Path) -> None:
    path = dossier(tmp_path, "pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            for link in page.obj.get("/Annots", ()):
                if "/A" in link and link.A.S == "/GoToR":
                    link.A.F = pikepdf.String(target)
        pdf.save(path)
    said = [one.message.rpartition(", ")[2] for one in found(path, tmp_path)]
    assert said == (["which is not there"] if target else [])


def test_a_file_that_cannot_be_opened_is_told_by_its_own_rule(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 no more")
    (tmp_path / "b.docx").write_bytes(b"PK no more")
    assert found(tmp_path / "a.pdf", tmp_path) == found(tmp_path / "b.docx", tmp_path) == []


@pytest.mark.parametrize("fmt", SUBMITTED)
@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("m2/25-clin-over", []),
        ("m2/25 Clin", ["the folder '25 Clin'"]),
        ("m2/25_clin", ["the folder '25_clin'"]),
        ("m2/" + "a" * 65, [f"the folder '{'a' * 65}' has 65 characters; at most 64"]),
        ("/".join(["a" * 60] * 3), ["a path of {length} characters; at most 180"]),
    ],
)
def test_folders_and_paths_are_such_as_an_agency_takes(
    fmt: str, folder: str, said: list[str], tmp_path: Path
) -> None:
    place = tmp_path / folder
    place.mkdir(parents=True)
    path = dossier(place, fmt)
    length = len(f"{folder}/overview.{fmt}")
    found = [f for f in inspect_files([path], EMA, root=tmp_path) if f.rule == f"{fmt}.file-path"]
    assert [f.message for f in found] == [one.format(length=length) for one in said]
    assert not [f for f in inspect_files([path], EMA) if f.rule == f"{fmt}.file-path"]
