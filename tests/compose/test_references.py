"""References in NLM and AMA form: every part printed, each a value of its own, no stop twice."""

import re
from typing import Any

import pytest

from assembler.compose.parentage import Parentage
from assembler.compose.references import formatted
from assembler.compose.slots import Slots
from assembler.compose.style import load_style
from assembler.compose.views import Records
from assembler.document.nodes import Emphasis, Inlines, Link, Value
from assembler.document.walk import leaves
from assembler.load import load
from assembler.records.base import Block
from assembler.records.dossier import ReferenceStyle
from assembler.records.placed import placed
from assembler.records.references import LiteratureType, Reference
from assembler.shipped import shipped
from tests.compose.desk import SHARED, mini, words_of

NLM, AMA = ReferenceStyle.NLM, ReferenceStyle.AMA


def entry(fields: dict[str, Any], style: ReferenceStyle) -> tuple[Inlines, Parentage]:
    reference = Reference.model_validate({"id": "doe-2020", **fields})
    dossier = mini().dossier
    profile = load_style(SHARED / "style.yaml", root=SHARED)
    records = Records(dossier, Slots(), profile, {one.path: one for one in placed(dossier)})
    parentage = Parentage(records, mini().at)
    return formatted(reference, style, parentage), parentage


def words(fields: dict[str, Any], style: ReferenceStyle) -> str:
    return words_of(entry(fields, style)[0])


DOE = [{"family": "Doe", "given": "J. A."}, {"family": "Roe", "given": "Richard"}]
ARTICLE = {
    "type": "article-journal",
    "author": DOE,
    "et_al": "yes",
    "title": "Is it so?",
    "container_title": "J Inv",
    "issued": "2017 Feb",
    "volume": "3",
    "issue": "1",
    "page": "43-53",
    "doi": "10.1000/a<b>;2-#",
}
PRINTED: list[tuple[dict[str, Any], str, str]] = [
    (
        ARTICLE,
        "Doe JA, Roe Richard, et al. Is it so? J Inv. 2017 Feb;3(1):43–53. doi: 10.1000/a<b>;2-#.",
        "Doe JA, Roe Richard, et al. Is it so? J Inv. 2017 Feb;3(1):43–53. doi:10.1000/a<b>;2-#",
    ),
    (
        {
            "type": "article-journal",
            "title": "T.",
            "number": "5466",
            "volume": "15",
            "issued": "2023",
        },
        "T. 2023;15:5466.",
        "T. 2023;15:5466.",
    ),
    (
        {"type": "article-journal", "author": DOE[:1], "title": "T", "status": "in-press"},
        "Doe JA. T. Forthcoming.",
        "Doe JA. T. In press.",
    ),
    (
        {"type": "article-journal", "title": "T", "status": "submitted", "issued": "2024"},
        "T. 2024. Submitted.",
        "T. 2024. Submitted.",
    ),
    (
        {
            "type": "book",
            "author": DOE[:1],
            "title": "Book",
            "edition": "2",
            "publisher": "Press",
            "publisher_place": "London",
            "issued": "2019",
        },
        "Doe JA. Book. 2nd ed. London: Press; 2019.",
        "Doe JA. Book. 2nd ed. London: Press; 2019.",
    ),
    (
        {
            "type": "chapter",
            "author": DOE[:1],
            "title": "Chapter",
            "container_title": "Book",
            "edition": "11th ed.",
            "publisher": "Press",
            "issued": "2019",
            "page": "45-67",
        },
        "Doe JA. Chapter. In: Book. 11th ed. Press; 2019. p. 45–67.",
        "Doe JA. Chapter. In: Book. 11th ed. Press; 2019:45–67.",
    ),
    (
        {
            "type": "speech",
            "author": DOE[:1],
            "et_al": "yes",
            "title": "Talk",
            "event_title": "Congress",
            "event_session": "Session 1",
            "event_date": "22 October 2023",
            "event_place": "Madrid, Spain",
        },
        "Doe JA, et al. Talk. Paper presented at: Congress; Session 1; 22 October 2023; "
        "Madrid, Spain.",
        "Doe JA, et al. Talk. Presented at: Congress; Session 1; 22 October 2023; Madrid, Spain.",
    ),
    (
        {
            "type": "webpage",
            "title": "Page",
            "publisher": "Society",
            "url": "https://example.org/a.html",
            "accessed": "June 2024",
        },
        "Page [Internet]. Society [cited 2024 Jun]. Available from: https://example.org/a.html",
        "Page. Society. Accessed June 2024. https://example.org/a.html",
    ),
    (
        {
            "type": "label",
            "author": [{"literal": "European Medicines Agency"}],
            "title": "Product information",
            "url": "https://example.org/",
            "accessed": "June 2024",
        },
        "European Medicines Agency. Product information [Internet]. [cited 2024 Jun]. "
        "Available from: https://example.org/",
        "European Medicines Agency. Product information. Accessed June 2024. https://example.org/",
    ),
    (
        {
            "type": "report",
            "title": "Report",
            "number": "12",
            "publisher": "Acme",
            "issued": "2020",
        },
        "Report. Acme; 2020. Report No. 12.",
        "Report. Acme; 2020. Report No. 12.",
    ),
    (
        {
            "type": "thesis",
            "author": DOE[:1],
            "title": "Thesis",
            "publisher": "U",
            "issued": "2020",
        },
        "Doe JA. Thesis [thesis]. U; 2020.",
        "Doe JA. Thesis. U; 2020.",
    ),
    (
        {
            "type": "paper-conference",
            "title": "Paper",
            "container_title": "Proceedings",
            "event_title": "Congress",
            "issued": "2020",
        },
        "Paper. In: Proceedings. Congress. 2020.",
        "Paper. In: Proceedings. Congress. 2020.",
    ),
]


@pytest.mark.parametrize(("fields", "nlm", "ama"), PRINTED, ids=lambda value: str(value)[:30])
def test_a_reference_is_printed(fields: dict[str, Any], nlm: str, ama: str) -> None:
    assert (words(fields, NLM), words(fields, AMA)) == (nlm, ama)


EVERY: dict[str, Any] = {
    "author": [{"family": "Fam", "given": "Gi"}, {"literal": "Body"}],
    **{
        name: f"«{name}»"
        for name in Reference.model_fields
        if name not in Block.model_fields
        and name not in ("id", "type", "author", "et_al", "copy_held", "status", "supports")
    },
    "doi": "10.1000/x",
    "url": "https://example.org/y",
    "status": "in-press",
}


@pytest.mark.parametrize("style", ReferenceStyle)
@pytest.mark.parametrize("kind", LiteratureType)
def test_every_part_that_a_reference_has_is_printed(
    kind: LiteratureType, style: ReferenceStyle
) -> None:
    printed = words({**EVERY, "type": str(kind)}, style)
    parts = ["Fam Gi", "Body", "10.1000/x", "https://example.org/y"]
    parts += [text for text in EVERY.values() if "«" in text]
    assert [part for part in parts if printed.count(part) != 1] == []
    assert "orthcoming" in printed or "In press" in printed
    assert not re.search(r"\.\.|\. \.|,\.|: \.|  |;\.", printed)


@pytest.mark.parametrize("style", ReferenceStyle)
@pytest.mark.parametrize("kind", LiteratureType)
def test_each_field_is_a_value_with_its_path(kind: LiteratureType, style: ReferenceStyle) -> None:
    inlines, parentage = entry({**EVERY, "type": str(kind)}, style)
    values = [one for one in leaves(inlines) if isinstance(one, Value)]
    traced = {parentage.trace[one.id].paths[0].rpartition(".")[2] for one in values}
    assert traced == {*EVERY, "status"}
    assert not any(one.anchored for one in values)


def test_an_identifier_is_a_link_to_its_encoded_address() -> None:
    inlines, _ = entry(ARTICLE, NLM)
    assert [one.url for one in inlines if isinstance(one, Link)] == [
        "https://doi.org/10.1000/a%3Cb%3E;2-%23"
    ]


def test_an_address_that_only_says_the_doi_again_is_not_printed_twice() -> None:
    again = {"type": "webpage", "title": "T", "doi": "10.1/X", "url": "https://doi.org/10.1/x"}
    assert words(again, AMA) == "T. doi:10.1/X"


def test_journals_are_in_italics_in_ama_form_only() -> None:
    def italics(style: ReferenceStyle) -> list[str]:
        inlines, _ = entry(ARTICLE, style)
        return [words_of(one.children) for one in inlines if isinstance(one, Emphasis)]

    assert (italics(NLM), italics(AMA)) == ([], ["J Inv"])


@pytest.mark.parametrize(
    "edition", ["1", "2", "3", "4", "11", "12", "13", "21", "102nd", "3rd ed."]
)
def test_an_edition_is_ordinal(edition: str) -> None:
    ordinal = {"1": "1st", "2": "2nd", "3": "3rd", "4": "4th", "11": "11th", "12": "12th"}
    ordinal |= {"13": "13th", "21": "21st", "102nd": "102nd", "3rd ed.": "3rd"}
    assert words({"type": "book", "edition": edition}, NLM) == f"{ordinal[edition]} ed."


@pytest.mark.parametrize("style", ReferenceStyle)
def test_the_references_of_cabinet_have_every_part_once(style: ReferenceStyle) -> None:
    literature = load(shipped("templates").parent / "examples" / "cabinet").dossier.references
    for reference in literature.literature:
        fields = reference.model_dump(exclude_defaults=True, exclude={"id"})
        printed = words(fields, style)
        for key in ("title", "container_title", "volume", "doi", "url", "event_place"):
            held = getattr(reference, key)
            assert held is None or held in printed, (reference.id, key)
        for date in (reference.issued, reference.accessed):
            assert all(part in printed for part in re.findall(r"\d+", date or "")), reference.id
        assert not re.search(r"\.\.|\. \.|  |\?\.", printed), printed
