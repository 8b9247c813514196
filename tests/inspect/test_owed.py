"""The build inspects its own files: what a user can mend is a warning, the rest a bug of ours."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from assembler.checks.later import LATER
from assembler.document.nodes import Abbreviation, AbbreviationList
from assembler.inspect.finding import Seen
from assembler.inspect.ours import Found
from assembler.inspect.owed import OWED, owed
from assembler.inspect.profile import EMA, FDA, profile_of
from assembler.pipeline import SelfCheckFailed
from assembler.pipeline.proving import prove
from assembler.problems import Problem
from assembler.records.dossier import Region
from assembler.resolve.resolve import resolve
from assembler.write import write
from tests.acceptance.study import Copy
from tests.inspect.broken_pdf import saved
from tests.places import ROOT
from tests.write.pdf.made import built
from tests.write.sample import document, sample
from tests.write.short import AT, options, p

SECTION = "templates/mini-report/sections/safety.md"
WORDS = {
    "As Table 1 shows, it works.": "text.references-live",
    "**All of it in bold**": "text.headings-marked",
    "(a) The first of two.\n\n(b) The second of two.": "text.lists-marked",
    "a&nbsp;&#32;&#32; b": None,
    "The mean was NaN.": "text.no-leftovers",
    "None (0%) of them.": "text.no-leftovers",
    "It is None of these, and a nanometre.": None,
}


def _warned(copy: Copy, **changes: object) -> list[Problem]:
    rules = {typed.rule for typed in OWED}
    return [p for p in copy.build(**changes).problems if p.rule in rules]


@pytest.mark.parametrize(("words", "rule"), WORDS.items())
def test_words_that_break_a_rule_are_a_warning_where_they_stand(
    mini: Copy, words: str, rule: str | None
) -> None:
    mini.append(SECTION, f"\n{words}\n")
    found = _warned(mini)
    assert [p.rule for p in found] == ([rule] if rule else [])
    line = (
        (mini.root / SECTION).read_text(encoding="utf-8").splitlines().index(words.split("\n")[0])
    )
    assert [mini.place(p) for p in found] == ([f"{SECTION}:{line + 1}:1"] if rule else [])


def test_words_of_a_record_are_told_with_their_record(mini: Copy) -> None:
    mini.edit("study/safety.yaml", "No new signal was seen.", "See Table 1 here.")
    (found,) = _warned(mini)
    assert found.rule == "text.references-live"
    assert found.path == "safety.statements.none-new.text"
    assert mini.place(found) == "study/safety.yaml:1:35"


def test_the_words_of_a_footnote_are_told_where_they_stand(mini: Copy) -> None:
    mini.append(SECTION, "\nWords[^one].\n\n[^one]: The mean was NaN.\n")
    (found,) = _warned(mini)
    line = (mini.root / SECTION).read_text(encoding="utf-8").count("\n")
    assert (found.rule, mini.place(found)) == ("text.no-leftovers", f"{SECTION}:{line}:1")


def test_a_waiver_lets_them_pass(mini: Copy) -> None:
    mini.append(SECTION, "\n**All of it in bold**\n")
    (found,) = _warned(mini)
    waiver = f"{{rule: {found.rule}, path: {SECTION}, reason: it is meant, name: A. Writer}}"
    mini.append("study/dossier.yaml", f"waivers: [{waiver}]\n")
    assert [p.waived for p in _warned(mini)] == ["A. Writer: it is meant"]


def _with_look(mini: Copy, name: str, old: str, new: str) -> None:
    text = (ROOT / "templates" / "looks" / "eu.yaml").read_text(encoding="utf-8")
    assert old in text
    text = text.replace("id: eu", f"id: {name}").replace(old, new)
    mini.write(f"templates/looks/{name}.yaml", text)
    mini.append("study/dossier.yaml", f"look: {name}\n")


@pytest.mark.parametrize(
    ("rule", "old", "new", "said"),
    [
        ("look.margins", "left: 70.9", "left: 60", "left 60 pt of 71"),
        ("look.margins", "header: 37", "header: 20", "top 13 pt of 23"),
        ("look.links-blue", "#0000C8", "#C80000", "#C80000"),
    ],
)
def test_a_look_that_breaks_a_rule_is_a_warning(
    mini: Copy, rule: str, old: str, new: str, said: str
) -> None:
    _with_look(mini, "own", old, new)
    words = "Words that fill a page, one line after the other. " * 40
    mini.append(SECTION, f"\n[](#tbl-results) says it. {words}\n" * 6)
    (found,) = _warned(mini)
    assert (found.rule, found.path) == (rule, "dossier.look")
    assert said in found.message and "'own'" in found.message
    assert mini.place(found).startswith("study/dossier.yaml:")


def test_a_file_that_is_too_large_is_the_users() -> None:
    (found,) = (Found("pdf.file-size", "cut it", Seen("120.0 MB; at most 100 MB")),)
    ((problem,), bugs) = owed([found], sample(), options().look, FDA)
    assert not bugs
    assert (problem.rule, problem.path) == ("document.size", "dossier.documents")
    assert problem.message == "fda: 120.0 MB; at most 100 MB"


def test_what_the_user_did_not_give_is_ours() -> None:
    """A look with wide margins and blue links, words that the model does not have."""
    found = [
        Found("pdf.margins", "r", Seen("left 3 pt of 71", 1)),
        Found("pdf.link-look", "r", Seen("a link looks like the text", 1)),
        Found("docx.xref-live", "r", Seen("'Table 9' is typed as text", words="See Table 9, too")),
        Found("pdf.tagged", "r", Seen("no tree")),
    ]
    assert owed(found, sample(), options().look, EMA) == ([], found)


def test_a_file_of_ours_that_breaks_a_rule_is_not_handed_over() -> None:
    with pikepdf.open(BytesIO(built().data)) as pdf:
        del pdf.Root.Lang
        spoilt = replace(built(), data=saved(pdf, linearize=False))
    with pytest.raises(SelfCheckFailed) as failed:
        prove("pdf", spoilt, sample(), options(), "eu")
    assert str(failed.value).splitlines()[1:] == [
        "[pdf.fast-web-view] the file is not linearised",
        "[pdf.language] no language is stated",
    ]


def test_words_of_the_list_of_abbreviations_are_the_users_to_mend() -> None:
    short = "Table 1 GROUP"
    added = p(Abbreviation(1_000_001, short, "a group", short))
    whole = document()
    section = replace(whole.sections[0], blocks=(*whole.sections[0].blocks, added))
    front = (AbbreviationList("Abbreviations", AT),)
    made = resolve(replace(whole, front=front, sections=(section, *whole.sections[1:])))
    found = prove("docx", write("docx", made, options()), made, options(), "eu")
    assert f"'Table 1' is typed as text: {short} a group" in [one.message for one in found]


def test_the_agency_is_that_of_the_region() -> None:
    agencies = {str(region): profile_of(region).name for region in Region}
    assert agencies["eu"] == agencies["uk"] == agencies["other"] == "ema"
    assert agencies["us"] == agencies["canada"] == "fda"


def test_every_rule_that_a_user_can_break_may_be_waived() -> None:
    assert {typed.rule for typed in OWED} <= LATER.keys()
