"""`--trace`: an internal copy of the PDF beside the files, which are what they are without it."""

import pytest

from assembler.inspect.finding import Level
from assembler.inspect.inspect import inspect
from assembler.inspect.profile import PROFILES, Profile
from assembler.pipeline import build
from tests.acceptance.command import InProcess, of
from tests.acceptance.study import DOCUMENT, Copy

NAME = f"{DOCUMENT}-trace.pdf"


def test_only_the_copy_comes_to_the_files(mini: Copy) -> None:
    mini.build()
    before = mini.files()
    mini.build(trace=True)
    after = mini.files()
    assert after.keys() - before.keys() == {NAME}
    assert {name for name, data in before.items() if after[name] != data} == {"manifest.json"}


def test_the_same_records_give_the_same_copy(mini: Copy) -> None:
    mini.build(trace=True)
    before = mini.files()
    for path in mini.built.iterdir():
        path.unlink()
    mini.build(trace=True)
    assert mini.files() == before


def test_whoever_watches_is_told_of_its_steps(mini: Copy) -> None:
    told: list[tuple[str, float]] = []
    build(mini.request(trace=True), lambda step, share: told.append((step, share)))
    assert f"{DOCUMENT}: writing the trace copy" in [step for step, _ in told]
    assert [share for _, share in told] == [n / len(told) for n in range(len(told))]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_no_rule_of_an_agency_is_broken_but_where_a_long_mark_stands(
    mini: Copy, profile: Profile
) -> None:
    mini.build(trace=True)
    found = inspect(NAME, mini.files()[NAME], profile)
    assert {one.rule for one in found if one.level is Level.ERROR} <= {"pdf.margins"}


def test_the_command_writes_it_and_says_so(mini: Copy, command: InProcess) -> None:
    ended = command(*of(mini), "--trace")
    assert ended.code == 0 and NAME in ended.out
    assert mini.files()[NAME].startswith(b"%PDF")


def test_without_a_pdf_it_is_a_wrong_command_line(mini: Copy, command: InProcess) -> None:
    ended = command(*of(mini), "--format", "docx", "--trace")
    assert ended.code == 2 and "--format" in ended.err
    assert mini.files() == {}
