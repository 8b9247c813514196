"""Cross-references to other documents: what they say, and whom they ask."""

from dataclasses import replace

import pytest

from assembler.document.nodes import Document, Label
from assembler.problems import ProblemsFound
from assembler.resolve.elsewhere import is_linked, linked, linked_to
from assembler.resolve.resolve import Resolved, resolve
from assembler.resolve.words import crossref_text
from tests.resolve.documents import document, p, section, see, table

SAFETY, SYNOPSIS, LIST = "summary-of-clinical-safety", "synopsis", "literature-references"


def safety() -> Document:
    """A document of the CTD with a table, a subsection without a number of its own and an annex."""
    inner = section("common", number=None)
    own = section("events", table("tbl-teae"), number="2.7.4.2", inside=(inner,))
    annex = replace(section("annex"), label=Label("annex-flags"), is_annex=True)
    made = document(own, annex)
    return replace(made, id=SAFETY, number="2.7.4", title="Summary of Clinical Safety")


def synopsis() -> Document:
    """A document without a number of the CTD."""
    made = document(section("methods", number="3"))
    return replace(made, id=SYNOPSIS, number="", title="Synopsis")


def references() -> Document:
    """A document that is one section of the CTD."""
    made = document(section("whole", number="2.7.5"))
    return replace(made, id=LIST, number="2.7.5", title="Literature References")


def naming(*labels: str) -> Resolved:
    """A resolved document that names these places."""
    made = document(section("x", p(*map(see, labels)), number="2.5.4"))
    return resolve(replace(made, id="overview", number="2.5", title="Overview"))


def said(label: str) -> str:
    """What a reference says."""
    others = {SAFETY: safety(), SYNOPSIS: synopsis(), LIST: references()}
    (one,) = linked([naming(label)], list(others), lambda name: resolve(others[name]))
    return crossref_text(one, Label(label)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("label", "words"),
    {
        f"{SAFETY}#tbl-teae": "Table 1 of the Summary of Clinical Safety",
        f"{SAFETY}#sec-events": "Section 2.7.4.2",
        f"{SAFETY}#sec-common": "Section 2.7.4.2.1",
        f"{SAFETY}#annex-flags": "Annex A of the Summary of Clinical Safety",
        f"{SYNOPSIS}#sec-methods": "Section 3 of the Synopsis",
        f"{LIST}#sec-whole": "Section 2.7.5",
    }.items(),
)
def test_what_no_other_document_has_is_named_alone_all_else_with_its_document(
    label: str, words: str
) -> None:
    assert said(label) == words


def test_a_document_is_asked_for_once_and_only_where_it_is_named() -> None:
    asked: list[str] = []

    def make(name: str) -> Resolved:
        asked.append(name)
        return resolve(safety())

    documents = [naming(f"{SAFETY}#tbl-teae", f"{SAFETY}#sec-events"), naming("sec-x")]
    first, second = linked(documents, [SAFETY, SYNOPSIS], make)
    assert asked == [SAFETY]
    assert (linked_to(first), linked_to(second)) == ((SAFETY,), ())


def test_a_document_that_is_built_beside_is_not_made_again() -> None:
    def make(name: str) -> Resolved:
        raise AssertionError(name)

    first, _ = linked([naming(f"{SAFETY}#tbl-teae"), resolve(safety())], [SAFETY], make)
    assert is_linked(first)


def test_every_reference_that_does_not_resolve_is_named() -> None:
    one = naming(f"{SAFETY}#tbl-x", "nowhere#tbl-y", "overview#sec-x")
    assert not is_linked(one)
    with pytest.raises(ProblemsFound) as found:
        linked([one], [SAFETY, "overview"], lambda name: resolve(safety()))
    assert [problem.rule for problem in found.value.problems] == ["crossref.resolves"] * 3
