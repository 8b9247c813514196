"""What the HTML writer makes of each node; that data stay data."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from assembler.compose.compose import TemplateRoot
from assembler.document.nodes import (
    BulletList,
    Comment,
    Document,
    Footnote,
    Inline,
    Item,
    Note,
    NoteKey,
)
from assembler.pipeline import Request, build, composed_today
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.html.elements import Element
from assembler.write.html.style import stylesheet
from assembler.write.html.write import differences, frame_of, write
from assembler.write.look import Family
from tests.places import CABINET
from tests.write.sample import document, sample
from tests.write.short import AT, inlines, look, options, p, section, v

HOSTILE = "</style></main><script>alert(1)</script> & \"'<img src=x onerror=y> \u202e]]> <!--"


@cache
def tree() -> Element:
    return parsed(sample())


def parsed(resolved: Resolved) -> Element:
    return etree.fromstring(
        write(resolved, options()).data, etree.HTMLParser(encoding="utf-8", remove_comments=False)
    )


def texts(path: str) -> list[str]:
    found = tree().xpath(path)
    assert isinstance(found, list)
    return ["".join(map(str, one.itertext())) for one in found if isinstance(one, etree._Element)]


def count(path: str) -> int:
    found = tree().xpath(path)
    assert isinstance(found, list)
    return len(found)


def of(*content: Inline | str) -> Document:
    """The sample with a paragraph more."""
    whole = document()
    more = section("sec-2.5.8", "2.5.8", inlines("More"), (p(*content),))
    return replace(whole, sections=(*whole.sections, more))


def test_sections_are_nested_and_their_headings_say_how_deep() -> None:
    assert texts("//main/section/section/h3")[0] == "2.5.4.1 Study design in 290 patients"
    assert count("//main/section[h2]") == 2


def test_a_table_has_a_caption_heads_with_scope_and_groups() -> None:
    table = "//div[@id='tbl-pfs']//table"
    assert texts(f"{table}/caption")[0].startswith("Table\u00a03. Progression-free")
    assert count(f"{table}/thead/tr") == 2
    assert count(f"{table}/thead//th[@scope='colgroup'][@colspan='2']") == 1
    assert count(f"{table}/tbody") == 2 == count(f"{table}//th[@scope='rowgroup']")
    assert texts(f"{table}//th[@scope='row']")[0] == "PFS, local reviewa"


def test_a_value_says_who_it_is_and_a_gap_that_it_is_one() -> None:
    assert texts(f"//data[@class='value'][@data-id='{v('hr', '').id}']")[0].startswith("0.27")
    assert "[Author: discuss the control arm]" in texts("//data[@class='gap owed']")


def test_words_of_a_footnote_stand_behind_their_paragraph() -> None:
    (behind,) = texts("//p[@id='footnote:sec-2.5.4/2']")
    assert behind.startswith("2\u00a0Of 2.0 months")
    assert count("//p[a or sup]/following-sibling::*[1][@id='footnote:sec-2.5.4/2']") == 1


def test_whatever_a_record_holds_is_text() -> None:
    resolved = resolve(of("x ", v("hostile", HOSTILE)))
    written = write(resolved, options())
    assert differences(written, resolved, options()) == []
    assert b"<script" not in written.data and b"<img" not in written.data


def test_a_fonts_name_ends_no_string_and_no_style() -> None:
    family = Family(word='X"; } </style><script>', pdf="Tinos")
    sheet = stylesheet(look().model_copy(update={"serif": family}))
    assert "<" not in sheet and '"X\\22 \\3b  \\7d  ' in sheet


def test_drafting_notes_stand_in_a_draft_only() -> None:
    resolved = resolve(of("Words.", Comment("Say why.", is_drafting=True)))
    assert b"Say why." in write(resolved, options()).data
    final = options(draft=False)
    assert b"Say why." not in write(resolved, final).data
    assert differences(write(resolved, final), resolved, final) == []


def test_flags_stand_where_comments_are_asked_for() -> None:
    resolved = resolve(of("Words.", Comment("Look here.")))
    asked = options(comments=True)
    assert b"Look here." not in write(resolved, options()).data
    assert b"Look here." in write(resolved, asked).data
    assert differences(write(resolved, asked), resolved, asked) == []


def test_the_file_asks_for_nothing() -> None:
    assert count("//link | //script | //img | //*[@src]") == 0
    data = write(sample(), options()).data
    assert b"@import" not in data and b"url(" not in data


def test_places_of_templates_stand_only_where_they_are_asked_for() -> None:
    assert b"data-at" not in write(sample(), options()).data
    frame = frame_of(sample(), options(), {}, places=True)
    assert frame.at(AT) == "sections/sample.md:1:1"


def test_a_cell_without_words_is_no_heading() -> None:
    assert texts("//div[@id='tbl-pfs']//thead//td") == ["", "", ""]


@pytest.mark.slow
def test_cabinet_says_in_html_what_it_says_elsewhere() -> None:
    resolved, given = composed_today(CABINET, "clinical-overview", (), draft=True)
    for asked in (given, replace(given, comments=True)):
        assert differences(write(resolved, asked), resolved, asked) == []


def test_footnotes_of_any_number_are_read_behind_their_paragraphs() -> None:
    notes = [Footnote(NoteKey(f"sec/{n}"), inlines(f"Note {n}."), AT) for n in range(30)]
    listed = BulletList((Item((p("Item", notes[0]),)), Item((p("Item", *notes[1:4]),))), AT)
    boxed = Note((p("Boxed", *notes[4:]), listed), AT)
    resolved = resolve(replace(of("x"), front=(boxed,)))
    assert differences(write(resolved, options()), resolved, options()) == []


def test_a_build_writes_one_file_that_reads_back(tmp_path: Path) -> None:
    mini = Path(__file__).parents[2] / "mini"
    root = TemplateRoot(mini / "templates", "templates")
    request = Request(mini, tmp_path, ("mini-report",), ("html",), (root,))
    built = build(request)
    assert "mini-report.html" in built.published.written
    assert "mini-report.pdf" not in built.published.written
    manifest = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    places = [one["places"] for one in manifest["documents"]["mini-report"]["values"]]
    assert {"html": "#sec-2.5.4"} in places
    assert build(request).unchanged


def test_the_colours_of_a_look_can_be_read_where_the_paper_is_dark() -> None:
    roles = look().roles
    coloured = {name: roles[name].model_copy(update={"colour": "#005A5A"})
                for name in ("heading-1", "body")}  # fmt: skip
    sheet = stylesheet(look().model_copy(update={"roles": {**roles, **coloured}}))
    dark = sheet.rpartition("prefers-color-scheme: dark")[2]
    for place in (":where(.document :is(.level-1))", ".document"):
        assert f"{place} {{ color: #4c8b8b }}" in dark
