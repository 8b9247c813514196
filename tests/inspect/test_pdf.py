"""Every rule for PDF files is broken once, and holds for the files that we make."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from assembler.inspect.finding import Finding, Level
from assembler.inspect.inspect import inspect
from assembler.inspect.pdf.archive import RULES as ARCHIVE
from assembler.inspect.pdf.drawn import Box, Words
from assembler.inspect.pdf.opened import Page
from assembler.inspect.pdf.rules import RULES
from assembler.inspect.pdf.sizes import lines
from assembler.inspect.pdf.structure import RULES as STRUCTURE
from assembler.inspect.profile import EMA, FDA, PROFILES, Profile
from tests.acceptance.study import Copy
from tests.inspect.broken_pdf import BREAKS, WITH_OTHERS, Break, broken, link_to

_NAME = "clinical-overview.pdf"
_ELSEWHERE = {
    "pdf.version", "pdf.no-security", "pdf.fast-web-view", "pdf.file-size", "pdf.file-name",
    "pdf.body-size", "pdf.intact",
}  # fmt: skip
"""Rules that the way of saving breaks, or another agency, below."""


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The mini report with contents and so many words that the rules about long files hold."""
    copy = Copy.of_mini(tmp_path_factory.mktemp("long") / "mini")
    copy.append("templates/mini-report/front.md", ":::{contents}\n:::\n")
    words = "Words that fill a page, one line after the other, and say nothing. " * 12
    copy.append("templates/mini-report/sections/safety.md", f"\n{words}\n" * 24)
    copy.build()
    data = next(copy.output.rglob("*.pdf")).read_bytes()
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) >= 5, "the rules about long files need five pages"
    return data


def _rules(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings if finding.level is Level.ERROR}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_we_build_breaks_no_rule(good: bytes, profile: Profile) -> None:
    assert not _rules(inspect(_NAME, good, profile))


@pytest.mark.parametrize(
    ("rule", "change"), [(rule, change) for rule, changes in BREAKS.items() for change in changes]
)
def test_a_broken_file_breaks_its_one_rule(good: bytes, rule: str, change: Break) -> None:
    assert _rules(inspect(_NAME, broken(good, change), EMA)) == {rule}


@pytest.mark.parametrize("rule", WITH_OTHERS)
def test_a_broken_file_breaks_its_rule(good: bytes, rule: str) -> None:
    found = {finding.rule for finding in inspect(_NAME, broken(good, WITH_OTHERS[rule]), EMA)}
    assert rule in found
    assert rule not in {finding.rule for finding in inspect(_NAME, good, EMA)}


def test_the_way_of_saving_is_judged(good: bytes) -> None:
    def found(data: bytes) -> set[str]:
        return _rules(inspect(_NAME, data, EMA))

    def nothing(pdf: pikepdf.Pdf) -> None:
        del pdf

    assert found(broken(good, nothing)) == set()
    assert found(broken(good, nothing, linearize=False)) == {"pdf.fast-web-view"}
    locked = pikepdf.Encryption(owner="owner", user="")
    assert "pdf.no-security" in found(broken(good, nothing, encryption=locked))
    sealed = pikepdf.Encryption(owner="owner", user="user")
    assert found(broken(good, nothing, encryption=sealed)) == {"pdf.no-security"}
    newer = broken(good, nothing, force_version="2.0", linearize=False)
    assert found(newer) == {"pdf.version", "pdf.fast-web-view"}


@pytest.mark.parametrize(
    "name",
    ["Clinical Overview.pdf", "clinical_overview.pdf", "a.b.pdf", f"{'a' * 61}.pdf", "x.PDF"],
)
def test_a_name_that_an_agency_refuses_is_found(good: bytes, name: str) -> None:
    assert _rules(inspect(name, good, EMA)) == {"pdf.file-name"}


def test_a_file_that_is_too_large_is_found(good: bytes) -> None:
    small = replace(EMA, largest=len(good) - 1)
    assert _rules(inspect(_NAME, good, small)) == {"pdf.file-size"}


def test_a_size_that_an_agency_advises_is_asked_of_running_text_only(good: bytes) -> None:
    def found(profile: Profile) -> list[str]:
        return [f.message for f in inspect(_NAME, good, profile) if f.rule == "pdf.body-size"]

    assert found(EMA) == []
    assert found(FDA) == ["running text is set in 11 pt; 12 pt is advised"]
    assert found(replace(FDA, narrative=11)) == []


def test_running_text_is_neither_cells_nor_columns() -> None:
    def line(*words: tuple[float, float]) -> list[int]:
        pieces = [Words(Box(left, 700, right, 710), 10, (0, 0, 0), 9) for left, right in words]
        page = Page(1, 595, 842, 0, None, tuple(pieces), 0.0, "", (), 0)
        return [len(one) for one in lines(page)]

    assert line((70, 200), (203, 520)) == [2], "a word in another font goes on in the line"
    assert line((70, 200), (240, 520)) == [1, 1], "what stands apart is a column"
    assert line((70, 200), (70, 520)) == [1, 1], "what begins anew is a line"


@pytest.mark.parametrize("length", [0, 10, 500, -100])
def test_a_damaged_file_is_one_finding(good: bytes, length: int) -> None:
    findings = inspect(_NAME, good[:length] if length >= 0 else b"%PDF-1.7 nothing", EMA)
    assert [finding.rule for finding in findings] == ["pdf.opens"]


def test_a_file_that_had_to_be_mended_is_told(good: bytes) -> None:
    moved = good.replace(b"startxref\n", b"startxref\n9")
    found = [one.message for one in inspect(_NAME, moved, EMA) if one.rule == "pdf.intact"]
    assert "the file is damaged: xref not found" in "\n".join(found).replace("(offset 9216): ", "")
    assert "pdf.intact" not in _rules(inspect(_NAME, good, EMA))


def test_an_outline_in_a_circle_ends(good: bytes) -> None:
    def circle(pdf: pikepdf.Pdf) -> None:
        last = pdf.Root.Outlines.Last
        last.Next = pdf.Root.Outlines.First

    assert isinstance(inspect(_NAME, broken(good, circle), EMA), list)


def test_every_rule_is_broken_by_a_test() -> None:
    structure = {rule.id for rule in STRUCTURE}  # in test_structure
    archive = {rule.id for rule in ARCHIVE}  # in test_archive
    told = _ELSEWHERE | BREAKS.keys() | WITH_OTHERS.keys() | {"pdf.link-external"}
    told |= structure | archive
    assert {rule.id for rule in RULES} == told


def test_links_to_the_web_are_told(good: bytes) -> None:
    link = Dictionary(A=Dictionary(S=Name.URI, URI=String("https://example.org/report")))
    found = inspect(_NAME, broken(good, link_to(link)), EMA)
    places = [at.thing for f in found if f.rule == "pdf.link-external" for at in f.places]
    assert "https://example.org/report" in places
