"""Documents of one group: the same number means the same reference in all of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from assembler.pipeline import Built, VerifyRequest, build, composed_today, show, verify
from assembler.problems import ProblemsFound
from tests.acceptance.pages import docx_lines, folded, pdf_pages
from tests.acceptance.study import DOCUMENT, Copy

OTHER, LIST = "mini-safety", "mini-references"
GROUP = "reference_group: mini\n"
OUTLINE = f"""number: "NUMBER"
title: Another Report
subject: "{{{{ dossier.study.title }}}}"
{GROUP}sections:
  - {{number: NUMBER.1, title: Only, clause: invented, template: sections/a.md}}
"""
DOE, ROE = "Doe J, et al. Fictivinib.", "Roe Society. Invented disease"
REFERENCES = ":::{references} Nobody cites anything.\n:::\n"


@pytest.fixture
def group(tmp_path: Path) -> Copy:
    """The mini report, which cites Doe and then Roe; a report that cites Roe alone; and a document
    that holds the list alone."""
    copy = Copy.of_mini(tmp_path)
    planned = f"documents: [{OTHER}, {LIST}, {DOCUMENT}]"
    copy.edit("study/dossier.yaml", "documents: [clinical-overview]", planned)
    copy.edit(f"templates/{DOCUMENT}/outline.yaml", "sections:\n", f"{GROUP}sections:\n")
    for name, number, words in ((OTHER, "2.7.4", "Of Roe [@roe-2021].\n\n"), (LIST, "2.7.5", "")):
        copy.write(f"templates/{name}/outline.yaml", OUTLINE.replace("NUMBER", number))
        copy.write(f"templates/{name}/sections/a.md", words + REFERENCES)
    return copy


def shown(group: Copy, document: str) -> str:
    """What a document prints, resolved."""
    templates = group.request().templates
    return show(group.study, "resolved", document=document, templates=templates)


def built(group: Copy, *documents: str) -> Built:
    return build(replace(group.request(), documents=documents))


def pdf_of(group: Copy, document: str) -> str:
    return folded(" ".join(pdf_pages((group.built / f"{document}.pdf").read_bytes())))


def test_a_reference_has_one_number_in_all_documents_of_the_group(group: Copy) -> None:
    assert "[1]" in shown(group, DOCUMENT) and "[1, 2]" in folded(shown(group, DOCUMENT))
    assert "Of Roe\u00a0[2]." in shown(group, OTHER)


def test_the_order_is_that_of_the_ctd_and_not_of_the_dossier(group: Copy) -> None:
    outline = f"templates/{OTHER}/outline.yaml"
    before = (group.root / outline).read_text(encoding="utf-8")
    group.write(outline, before.replace("2.7.4", "2.3"))
    assert "Of Roe\u00a0[1]." in shown(group, OTHER)
    assert "patients\u00a0[2]" in shown(group, DOCUMENT)


@pytest.mark.parametrize("document", [DOCUMENT, OTHER, LIST])
def test_each_document_prints_the_whole_list(group: Copy, document: str) -> None:
    found = shown(group, document)
    assert f"1. {DOE}" in found and f"2. {ROE}" in found


def test_a_document_that_is_built_alone_has_the_numbers_of_the_group(group: Copy) -> None:
    built(group, OTHER)
    alone = (group.built / f"{OTHER}.pdf").read_bytes()
    assert "Of Roe [2]." in pdf_of(group, OTHER)
    built(group, DOCUMENT, OTHER, LIST)
    assert (group.built / f"{OTHER}.pdf").read_bytes() == alone
    assert f"2. {ROE}" in pdf_of(group, LIST)
    listed = docx_lines((group.built / f"{LIST}.docx").read_bytes())
    assert any(line.startswith(DOE) for line in listed)


def test_what_another_document_cites_makes_the_group_anew(group: Copy) -> None:
    request = replace(group.request(rebuild=False), documents=(DOCUMENT, OTHER, LIST))
    build(request)
    assert set(build(request).unchanged) == {DOCUMENT, OTHER, LIST}
    group.append(f"templates/{OTHER}/sections/a.md", "\nMore.\n")
    assert not build(request).unchanged


def test_every_entry_of_the_list_is_traced(group: Copy) -> None:
    """Those too that only other documents cite."""
    templates = group.request().templates
    resolved, _ = composed_today(group.study, LIST, templates, draft=True)
    traced = {trace.paths[0] for trace in resolved.document.trace.values()}
    for key in ("doe-2020", "roe-2021"):
        assert any(path.startswith(f"references.literature.{key}.") for path in traced)


def test_a_list_that_nobody_cites_says_so(group: Copy) -> None:
    group.write(f"templates/{OTHER}/sections/a.md", f"Of nobody.\n\n{REFERENCES}")
    group.edit("study/dossier.yaml", f", {DOCUMENT}]", "]")
    assert "Nobody cites anything." in shown(group, OTHER)
    assert "Nobody cites anything." in shown(group, LIST)


def test_an_error_in_another_document_is_told_once(group: Copy) -> None:
    group.append(f"templates/{OTHER}/sections/a.md", "\n{{ trial.titel }}\n")
    with pytest.raises(ProblemsFound) as found:
        built(group, DOCUMENT, OTHER, LIST)
    assert [problem.rule for problem in found.value.problems].count("template.fills") <= 1
    assert len(set(found.value.problems)) == len(found.value.problems)


def test_nothing_is_found_in_a_file_as_it_was_built(group: Copy) -> None:
    built(group, OTHER)
    request = VerifyRequest(
        group.built / f"{OTHER}.docx", study=group.study, templates=group.request().templates
    )
    assert verify(request)[0].findings == ()
