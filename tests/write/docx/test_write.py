"""The file as a whole: reproducible, of our own making, complete."""

import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from assembler.document.nodes import Block, Link, Superscript, Value
from assembler.resolve.resolve import Resolved, resolve
from assembler.write.docx.read import read_docx
from assembler.write.docx.write import differences, write
from assembler.write.docx.xml import qn, val
from assembler.write.written import Written
from tests.places import ROOT
from tests.write.docx.opened import names, part, words
from tests.write.sample import document, sample
from tests.write.short import inlines, look, options, p, section, v, value_id

HASH_IT = """
from hashlib import sha256
from assembler.write.docx.write import write
from tests.write.sample import sample
from tests.write.short import options
print(sha256(write(sample(), options()).data).hexdigest())
"""


@cache
def written() -> Written:
    return write(sample(), options())


def test_the_file_says_what_the_model_says() -> None:
    assert differences(written(), sample(), options()) == []


def test_a_flat_file_says_the_same_words_without_any_anchor() -> None:
    flat = write(sample(), options(flatten=True))
    assert differences(flat, sample(), options(flatten=True)) == []
    root = part(flat.data)
    assert words(root) == words(part(written().data))
    assert root.find(f".//{qn('sdt')}") is None
    assert not any(m.get(qn("name"), "").startswith("_v_") for m in root.iter(qn("bookmarkStart")))
    assert not any(name.startswith("customXml") for name in names(flat.data))
    assert flat.places == {}


def test_another_process_in_another_zone_and_locale_writes_the_same_bytes() -> None:
    changes = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONOPTIMIZE": "2"}
    run = subprocess.run(
        [sys.executable, "-c", HASH_IT],
        cwd=ROOT,
        env={**os.environ, **changes},
        capture_output=True,
        check=True,
        text=True,
    )
    assert run.stdout.strip() == sha256(written().data).hexdigest()


def test_content_types_come_first_and_names_are_sorted() -> None:
    first, *rest = names(written().data)
    assert first == "[Content_Types].xml"
    assert rest == sorted(rest)


def test_no_trace_of_another_program_or_day() -> None:
    core = etree.tostring(part(written().data, "docProps/core.xml")).decode()
    assert "python-docx" not in core
    assert core.count("2024-07-02T00:00:00Z") == 2
    assert "2.5 Clinical Overview" in core
    assert "Example Pharma" in core
    assert not any("thumbnail" in name for name in names(written().data))


def test_settings_open_in_the_present_mode_and_ask_nothing() -> None:
    settings = part(written().data, "word/settings.xml")
    assert val(settings, "zoom", "percent") == "100"
    modes = {e.get(qn("name")): e.get(qn("val")) for e in settings.iter(qn("compatSetting"))}
    assert modes["compatibilityMode"] == "15"
    assert settings.find(qn("updateFields")) is None


def test_the_language_stands_in_the_styles() -> None:
    styles = part(written().data, "word/styles.xml")
    assert val(styles, "docDefaults/rPrDefault/rPr/lang") == "en-GB"


def test_every_style_that_a_paragraph_names_is_defined() -> None:
    defined = {s.get(qn("styleId")) for s in part(written().data, "word/styles.xml")}
    root = part(written().data)
    for tag in ("pStyle", "rStyle", "tblStyle"):
        assert {e.get(qn("val")) for e in root.iter(qn(tag))} <= defined


def test_ids_of_bookmarks_and_controls_are_unique() -> None:
    root = part(written().data)
    for tag, attribute in (("bookmarkStart", "id"), ("bookmarkStart", "name")):
        found = [e.get(qn(attribute)) for e in root.iter(qn(tag))]
        assert len(found) == len(set(found)) > 0
    ids = [val(e, "id") for e in root.iter(qn("sdtPr"))]
    assert len(ids) == len(set(ids)) > 0


def test_every_page_says_what_it_belongs_to_and_a_draft_that_it_is_one() -> None:
    final = write(sample(), options(draft=False)).data
    for number in (1, 2):
        header, footer = f"word/header{number}.xml", f"word/footer{number}.xml"
        said = "2.5 Clinical OverviewCabozantinib in neuroendocrine tumours"
        assert words(part(written().data, header)) == words(part(final, header)) == said
        assert words(part(written().data, footer)).startswith("DraftPage ")
        assert words(part(final, footer)).startswith("Page ")


def test_landscape_pages_hold_their_table_and_its_heading() -> None:
    body = part(written().data)[0]
    sections = list(body.iter(qn("sectPr")))
    assert [val(s, "pgSz", "orient") for s in sections] == [None, "landscape", None]
    start, end = (list(body).index(s.getparent().getparent()) for s in sections[:2])  # type: ignore[union-attr, arg-type]
    turned = list(body)[start + 1 : end + 1]
    assert val(turned[0], "pPr/pStyle") == "Heading3"
    assert [e.tag for e in turned].count(qn("tbl")) == 1


def test_links_lead_out_by_relationship_and_nothing_else_does() -> None:
    rels = part(written().data, "word/_rels/document.xml.rels")
    outside = [r for r in rels if r.get("TargetMode") == "External"]
    assert outside[0].get("Target") == "https://example.org/a?b=1&c=2"
    assert all(r.get("Type", "").endswith("/hyperlink") for r in outside)


LETTERS = st.characters(exclude_categories=("Cs", "Co", "Cn", "Cc"), exclude_characters="\u061c")


@settings(max_examples=15)
@given(
    st.text(st.one_of(LETTERS, st.sampled_from("<&>\"'|*{}%\\\n\t \u00a0\u2011≥α")), max_size=60)
)
def test_any_text_stands_literally_wherever_a_value_may(text: str) -> None:
    raised = Superscript((Value(value_id("raised"), text),))
    made = small(p(v("plain", text), raised, Link("https://example.org/", (v("link", text),))))
    written = write(made, options())
    assert differences(written, made, options()) == []
    assert read_docx(written.data).by_tag()[value_id("plain")] == [text]


def test_a_look_with_style_names_of_its_own_is_followed() -> None:
    names = look().word_styles | {
        "heading-1": "Firma Titel 1",
        "item": "Firma Text",
        "body": "Normal",
    }
    own = options(look=look().model_copy(update={"word_styles": names}))
    written = write(sample(), own)
    assert differences(written, sample(), own) == []
    assert {"FirmaTitel1", "Normal"} <= {
        e.get(qn("val")) for e in part(written.data).iter(qn("pStyle"))
    }


def small(*blocks: Block) -> Resolved:
    """A document of one section."""
    only = section("sec-2.5.4", "2.5.4", inlines("Results"), blocks)
    return resolve(replace(document(), subject=(), front=(), sections=(only,)))
