"""What the page shows, and what changes in it when a file is saved."""

import gc
import os
import sys
import weakref
from pathlib import Path

import pytest

from assembler.preview.inputs import Inputs
from assembler.preview.patch import patch
from assembler.preview.session import Session, begun
from assembler.preview.shown import Shown
from tests.preview.live import DOCUMENT, Live, live


@pytest.fixture
def one(tmp_path: Path) -> Live:
    return live(tmp_path)


def session_of(one: Live) -> Session:
    return begun(one.request, (DOCUMENT,))


def again(session: Session) -> Shown:
    """The document after somebody has saved a file."""
    session._stamp = session.inputs.stamp()
    return session.now(DOCUMENT)


def test_only_the_section_that_was_edited_is_replaced(one: Live) -> None:
    session = session_of(one)
    before = session.now(DOCUMENT)
    one.add("Words that are new.")
    changed = patch(before, again(session), session.inputs)
    parts = changed["parts"]
    assert isinstance(parts, list) and len(parts) == 1
    assert "Words that are new." in parts[0][1]
    assert changed["broken"] == "" and changed["said"] == "1 section updated"


def test_nothing_is_composed_while_nothing_has_changed(one: Live) -> None:
    session = session_of(one)
    assert session.now(DOCUMENT) is again(session)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no time of touching a file")
def test_a_file_written_over_with_its_old_time_and_size_is_seen(one: Live) -> None:
    """As a program does that puts back the time of what it copies."""
    one.add("Words that are old.")
    session, file = session_of(one), one.template()
    before, status = session.now(DOCUMENT), file.stat()
    file.write_bytes(file.read_bytes().replace(b"are old", b"are new"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    changed = patch(before, again(session), session.inputs)
    assert "Words that are new." in str(changed["parts"])


class Circle:
    """What only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_what_composing_leaves_behind_is_looked_for_when_nothing_changes(one: Live) -> None:
    session = session_of(one)
    session.now(DOCUMENT)
    gc.disable()
    try:
        left = weakref.ref(Circle())
        session.rest()
        assert left() is None
        later = weakref.ref(Circle())
        session.rest()  # nothing was composed since: it is not worth another look
        assert later() is not None
    finally:
        gc.enable()


def test_an_error_keeps_the_last_good_page_and_shows_its_line(one: Live) -> None:
    session = session_of(one)
    good = session.now(DOCUMENT).good
    one.add("{{ trial.acronymm }}")
    now = again(session)
    assert now.good is good and good is not None
    changed = patch(None, now, session.inputs)
    assert "acronymm" in str(changed["broken"]) and "line here" in str(changed["broken"])
    one.template().write_text("# Mended\n", encoding="utf-8")
    mended = again(session)
    assert mended.broken == () and mended.good is not good


def test_a_record_that_changes_is_read_again(one: Live) -> None:
    session = session_of(one)
    before = session.now(DOCUMENT)
    file = one.study / "product.yaml"
    text = file.read_text(encoding="utf-8")
    assert "inn: fictivinib" in text
    file.write_text(text.replace("inn: fictivinib", "inn: othervinib"), encoding="utf-8")
    changed = patch(before, again(session), session.inputs)
    assert "othervinib" in str(changed)


def test_sections_that_come_or_go_are_told_as_a_whole(one: Live) -> None:
    session = session_of(one)
    before = session.now(DOCUMENT)
    one.add("# A heading more\n\nWords.")
    changed = patch(before, again(session), session.inputs)
    assert "parts" not in changed and isinstance(changed["whole"], list)
    assert "A heading more" in str(changed["outline"])


def test_what_a_value_and_a_line_come_from_are_found_by_the_names_that_are_shown(
    one: Live,
) -> None:
    inputs = Inputs(one.study, one.request.templates)
    name = f"own/{one.template().relative_to(one.templates).as_posix()}"
    assert inputs.find(name) == (one.templates, one.template())
    assert inputs.find("trial.yaml") == (one.study, one.study / "trial.yaml")


@pytest.mark.parametrize("name", ["../own/x.md", "/etc/passwd", "own/../study/trial.yaml", ""])
def test_no_other_file_is_found(one: Live, name: str) -> None:
    assert Inputs(one.study, one.request.templates).find(name) is None


def test_what_stands_behind_a_link_to_a_folder_is_watched_and_circles_end(one: Live) -> None:
    sections = one.template().parent
    real = sections.parent / "real"
    sections.rename(real)
    try:
        sections.symlink_to(real, target_is_directory=True)
        (real / "again").symlink_to(one.templates, target_is_directory=True)
        (real / "out").symlink_to(one.study, target_is_directory=True)
    except OSError:  # Windows asks for a right that not everybody has
        pytest.skip("no links here")
    inputs = Inputs(one.study, one.request.templates)
    before = inputs.stamp()
    one.template().write_text("Longer than it was before.\n" * 99, encoding="utf-8")
    name = f"own/{one.template().relative_to(one.templates).as_posix()}"
    assert inputs.stamp()[name] != before[name]
    assert not any("/out/" in file for file in before)
