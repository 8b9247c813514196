"""Links between the documents of one study: relative, with the numbers of today, and checked."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree

from assembler.document.nodes import Label
from assembler.inspect.inspect import inspect
from assembler.inspect.profile import EMA
from assembler.pipeline import Built, VerifyRequest, show, verify
from assembler.problems import Problem, ProblemsFound, Severity
from assembler.write.docx.anchors import label_bookmark
from assembler.write.docx.read import read_docx
from assembler.write.docx.xml import R, qn
from tests.acceptance.pages import docx_lines, folded, pdf_pages
from tests.acceptance.study import DOCUMENT, Copy

OTHER = "mini-safety"
_ID = f"{{{R}}}id"
OUTLINE = """number: "2.7.4"
title: Summary of Clinical Safety
subject: "{{ dossier.study.title }}"
sections:
  - {number: 2.7.4.1, title: Exposure, clause: invented, template: sections/a.md}
  - {number: 2.7.4.2, title: Adverse Events, clause: invented, template: sections/b.md}
"""
TABLE = ":::{table} tbl-events\n:caption: Events\n\n| a | b |\n|---|---|\n| c | d |\n:::\n"
LINKS = f"""See [](#sec-2.5.4), []({OTHER}#tbl-events) and []({OTHER}#sec-2.7.4.2-serious).

"""
SAFETY = f"templates/{DOCUMENT}/sections/safety.md"


@pytest.fixture
def two(tmp_path: Path) -> Copy:
    """The mini study with two documents that name each other."""
    copy = Copy.of_mini(tmp_path)
    copy.edit(
        "study/dossier.yaml", "documents: [clinical-overview]", f"documents: [{DOCUMENT}, {OTHER}]"
    )
    copy.write(SAFETY, LINKS + (copy.root / SAFETY).read_text(encoding="utf-8"))
    copy.write(f"templates/{OTHER}/outline.yaml", OUTLINE)
    copy.write(f"templates/{OTHER}/sections/a.md", f"Before.\n\n{TABLE.replace('events', 'first')}")
    words = f"Of []({DOCUMENT}#sec-2.5.4).\n\n# Serious\n\nWords.\n\n{TABLE}"
    copy.write(f"templates/{OTHER}/sections/b.md", words)
    return copy


def built(two: Copy, *documents: str) -> Built:
    """Both documents, or those that are named."""
    return two.build(documents=documents or (DOCUMENT, OTHER))


SAYS = "See Section 2.5.4, Table 2 of the Summary of Clinical Safety and Section 2.7.4.2.1."


def said(two: Copy, name: str = DOCUMENT) -> list[str]:
    """What both files of a document say."""
    files = [(two.built / f"{name}.{fmt}").read_bytes() for fmt in ("docx", "pdf")]
    return [folded("\n".join(docx_lines(files[0]))), folded("\n".join(pdf_pages(files[1])))]


def test_a_reference_says_the_number_that_its_target_has_in_the_other_document(two: Copy) -> None:
    built(two)
    assert [SAYS in text for text in said(two)] == [True, True]
    assert ["Of Section 2.5.4." in text for text in said(two, OTHER)] == [True, True]


def test_a_pdf_leads_to_a_file_beside_it_and_to_a_destination_that_is_there(two: Copy) -> None:
    built(two)
    with pikepdf.open(two.built / f"{OTHER}.pdf") as pdf:
        there = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
    with pikepdf.open(two.built / f"{DOCUMENT}.pdf") as pdf:
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", ())]
        actions = [link.A for link in links if "/A" in link and link.A.S == "/GoToR"]
        led = {(str(a.F.F), str(a.F.UF), str(a.D)) for a in actions}
    file = f"{OTHER}.pdf"
    assert led == {(file, file, "tbl-events"), (file, file, "sec-2.7.4.2-serious")}
    assert {name for _, _, name in led} <= there


def test_a_word_file_leads_to_a_file_beside_it_and_to_a_bookmark_that_is_there(two: Copy) -> None:
    built(two)
    there = read_docx((two.built / f"{OTHER}.docx").read_bytes()).bookmarks
    with ZipFile(two.built / f"{DOCUMENT}.docx") as whole:
        body = etree.fromstring(whole.read("word/document.xml"))
        related = etree.fromstring(whole.read("word/_rels/document.xml.rels"))
    targets = {one.attrib["Id"]: dict(one.attrib) for one in related.iterchildren()}
    links = [one for one in body.iter(qn("hyperlink")) if one.get(_ID) and one.get(qn("anchor"))]
    led = [
        (targets[str(one.get(_ID))]["Target"], targets[str(one.get(_ID))]["TargetMode"])
        for one in links
    ]
    names = [str(one.get(qn("anchor"))) for one in links]
    labels = ("tbl-events", "sec-2.7.4.2-serious")
    assert led == [(f"{OTHER}.docx", "External")] * 2
    assert names == [label_bookmark(Label(label)) for label in labels]
    assert set(names) <= set(there)


def test_the_links_break_no_rule_and_the_word_file_holds_nothing_foreign(two: Copy) -> None:
    built(two)
    for fmt in ("pdf", "docx"):
        data = (two.built / f"{DOCUMENT}.{fmt}").read_bytes()
        rules = {found.rule for found in inspect(f"a.{fmt}", data, EMA)}
        assert rules <= {"pdf.link-external"}  # the study's own link to the web
    assert read_docx(data).foreign == ()


def test_an_absolute_link_to_another_file_is_found(two: Copy) -> None:
    built(two)
    with pikepdf.open(two.built / f"{DOCUMENT}.pdf") as pdf:
        for page in pdf.pages:
            for link in page.obj.get("/Annots", ()):
                if "/A" in link and link.A.S == "/GoToR":
                    link.A.F.UF = pikepdf.String("/home/me/a.pdf")
        out = BytesIO()
        pdf.save(out)
    assert "pdf.link-paths" in {one.rule for one in inspect("a.pdf", out.getvalue(), EMA)}


def test_a_document_alone_prints_the_numbers_of_the_other_one(two: Copy) -> None:
    problems = built(two, DOCUMENT).problems
    assert all(SAYS in text for text in said(two))
    assert not (two.built / f"{OTHER}.pdf").exists()
    notes = [one.message for one in problems if one.rule == "crossref.file-there"]
    assert notes == [f"{DOCUMENT} leads to {OTHER}, which is not built now"]


def test_the_other_document_is_composed_only_where_it_is_named(two: Copy) -> None:
    two.write(SAFETY, "No link.\n")
    two.write(f"templates/{OTHER}/sections/b.md", "{{ nothing }}")
    built(two, DOCUMENT)
    two.write(SAFETY, LINKS)
    found = refused(two, DOCUMENT)
    assert [(one.rule, str(one.at)) for one in found] == [
        ("template.fills", f"templates/{OTHER}/sections/b.md:1:1")
    ]


def test_both_files_are_made_from_the_templates_of_the_other_document(two: Copy) -> None:
    built(two, DOCUMENT)
    manifest = json.loads((two.built / "manifest.json").read_bytes())
    inputs = manifest["documents"][DOCUMENT]["inputs"]
    assert f"templates/{OTHER}/sections/b.md" in inputs


def refused(two: Copy, *documents: str) -> list[Problem]:
    """What stops the build."""
    with pytest.raises(ProblemsFound) as found:
        built(two, *documents)
    return [one for one in found.value.problems if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("typed", "said_", "remedy"),
    [
        (f"{OTHER}#tbl-event", f"nothing in {OTHER} has the label 'tbl-event'", "'#tbl-events'"),
        ("mini-safty#tbl-events", "the dossier has no document 'mini-safty'", f"'{OTHER}'"),
        (f"{DOCUMENT}#sec-2.5.4", "names the document in which it stands", "[](#sec-2.5.4)"),
    ],
)
def test_what_does_not_resolve_is_named_with_its_line(
    two: Copy, typed: str, said_: str, remedy: str
) -> None:
    two.write(SAFETY, f"One.\n\nSee []({typed}).\n")
    (found,) = refused(two)
    assert (found.rule, str(found.at)) == ("crossref.resolves", f"{SAFETY}:3:1")
    assert said_ in found.message
    assert remedy in found.remedy


def test_a_template_can_ask_first_whether_the_dossier_has_the_document(two: Copy) -> None:
    words = '{{% if "{0}" in dossier.documents %}}\nSee []({0}#tbl-events).\n{{% endif %}}\n'
    two.write(SAFETY, words.format(OTHER) + words.format("mini-efficacy") + "End.\n")
    root = two.request().templates
    shown = show(two.study, "resolved", document=DOCUMENT, templates=root, section="2.5.5")
    assert "See Table\u00a02 of the Summary of Clinical Safety. End.\n" in shown


def test_a_reference_elsewhere_has_no_words_of_its_own(two: Copy) -> None:
    two.write(SAFETY, f"See [there]({OTHER}#tbl-events).\n")
    assert [one.rule for one in refused(two)] == ["crossref.without-words"]


def test_what_is_shown_and_what_is_verified_know_the_other_document(two: Copy) -> None:
    root = two.request().templates
    shown = show(two.study, "resolved", document=DOCUMENT, templates=root)
    assert SAYS in shown.replace("\N{NO-BREAK SPACE}", " ")
    built(two)
    request = VerifyRequest(two.built / f"{DOCUMENT}.docx", two.study, templates=root)
    assert verify(request)[0].findings == ()
