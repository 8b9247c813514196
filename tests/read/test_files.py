"""Only regular files under the root, of bounded size, in UTF-8."""

import codecs
import hashlib
import os
import socket
import sys
from pathlib import Path

import pytest

from assembler.problems import Position, Problem, ProblemsFound
from assembler.read import read_csv, read_text, read_tree
from assembler.read.files import LARGEST, shown_name


def _problem(path: Path, root: Path, shown: str | None = "study") -> Problem:
    with pytest.raises(ProblemsFound) as raised:
        read_text(path, root=root, shown=shown)
    (problem,) = raised.value.problems
    assert problem.remedy
    return problem


def _link(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this account may not make symbolic links")


def test_line_breaks_and_the_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(codecs.BOM_UTF8 + "β\r\nb\n".encode())
    assert read_text(tmp_path / "a.txt", root=tmp_path) == "β\nb\n"
    (tmp_path / "a.yaml").write_bytes(codecs.BOM_UTF8 + b"a: 1\r\nb: |\r\n  x\r\n  y\r\n")
    tree = read_tree(tmp_path / "a.yaml", root=tmp_path, shown="s")
    assert tree.value == {"a": "1", "b": "x\ny\n"}
    assert tree.at(("b",)) == Position("s/a.yaml", 2, 4)


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a\r\n1\r\n")
    tree = read_csv(tmp_path / "a.csv", root=tmp_path)
    assert tree.sha256 == hashlib.sha256(b"a\r\n1\r\n").hexdigest()


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        ("a: 1\nb: é".encode("latin-1"), 2, 4, "'é'"),
        (b"a: \x93x\x94", 1, 4, "'“'"),
        ("ββ ".encode() + b"\xff", 1, 4, "0xFF"),
        (codecs.BOM_UTF8 + b"ab\xe9", 1, 3, "byte 6"),
        (b"a: \xf0\x9f", 1, 4, "0xF0"),
        (b"a: \xed\xa0\x80", 1, 4, "0xED"),
        ("a: 1".encode("utf-16"), 1, 1, "UTF-16"),
        ("a: 1".encode("utf-16-le"), 1, 1, "UTF-16"),
        ("a: 1".encode("utf-32"), 1, 1, "UTF-32"),
        (b"PK\x03\x04\x14\x00", 1, 1, "Word, Excel"),
        (b"\xd0\xcf\x11\xe0\xa1", 1, 1, "old Word"),
        (b"%PDF-1.7\n", 1, 1, "a PDF"),
        (b"{\\rtf1\\ansi", 1, 1, "RTF"),
    ],
)
def test_another_encoding_is_refused_where_it_shows(
    tmp_path: Path, data: bytes, line: int, column: int, words: str
) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    problem = _problem(tmp_path / "a.yaml", tmp_path)
    assert problem.rule == "file.utf-8" and words in problem.message
    assert problem.at == Position("study/a.yaml", line, column)


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "efficacy.yaml").write_bytes(b"")
    problem = _problem(tmp_path / "eficacy.yaml", tmp_path)
    assert problem.rule == "file.exists" and "efficacy.yaml" in problem.remedy


def test_a_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    assert _problem(tmp_path / "a.yaml", tmp_path).rule == "file.regular"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    assert _problem(tmp_path / "a.yaml", tmp_path).rule == "file.regular"


@pytest.mark.skipif(sys.platform == "win32", reason="no devices with paths there")
def test_a_device_or_socket_is_refused(tmp_path: Path) -> None:
    assert _problem(Path("/dev/zero"), Path("/dev")).rule == "file.regular"
    with socket.socket(socket.AF_UNIX) as listening:
        place = os.path.relpath(tmp_path / "s")  # such names are short
        if len(place) > 90:
            pytest.skip("the folder's name is too long for a socket")
        listening.bind(place)
        assert _problem(tmp_path / "s", tmp_path).rule == "file.regular"


def test_a_link_may_not_leave_the_root(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    root = tmp_path / "root"
    root.mkdir()
    _link(root / "a.txt", tmp_path / "secret")
    assert _problem(root / "a.txt", root).rule == "file.inside-root"
    assert _problem(root / ".." / "secret", root).rule == "file.inside-root"


def test_a_link_inside_the_root_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    _link(tmp_path / "b.txt", tmp_path / "a.txt")
    assert read_text(tmp_path / "b.txt", root=tmp_path) == "x"


def test_the_root_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("x")
    _link(tmp_path / "root", tmp_path / "real")
    assert read_text(tmp_path / "root" / "a.txt", root=tmp_path / "root") == "x"


def test_a_file_past_the_cap_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    assert _problem(tmp_path / "a.txt", tmp_path).rule == "file.size"


def test_a_name_with_a_zero_byte_is_no_name(tmp_path: Path) -> None:
    assert _problem(tmp_path / "a\0b", tmp_path).rule in ("file.readable", "file.exists")


def test_refused_characters_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x\u202e\ny\ue000\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        read_text(tmp_path / "a.md", root=tmp_path, shown="")
    assert [p.at for p in raised.value.problems] == [Position("a.md", 1, 2), Position("a.md", 2, 2)]


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as raised:
        read_tree(tmp_path / "a.toml", root=tmp_path)
    assert raised.value.problems[0].rule == "file.kind"


def test_a_file_is_named_as_the_user_typed_the_folder() -> None:
    root = Path("examples/cabinet")
    assert shown_name(root / "a" / "b.yaml", root=root) == "examples/cabinet/a/b.yaml"
    assert shown_name(root / "b.yaml", root=root, shown="./cabinet/") == "./cabinet/b.yaml"
    assert shown_name(root / "b.yaml", root=root, shown="") == "b.yaml"
    assert shown_name(Path("b.yaml"), root=Path()) == "b.yaml"
    assert shown_name(Path("else/b.yaml"), root=root) == "else/b.yaml"
