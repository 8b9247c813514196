"""Random edits of one character, inside and outside of the anchors: each is told rightly."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import pytest
from lxml import etree

from assembler.compose.numerals import every_numeral, numerals
from assembler.document.nodes import ValueId
from assembler.resolve.plain import folded
from assembler.review.edited import Edited
from assembler.review.states import Finding, State
from assembler.review.verify import verify
from assembler.write.docx.xml import XML_SPACE, Element, qn
from tests.review.changes import member, with_member
from tests.review.test_verify import allowed

pytestmark = pytest.mark.slow

EDITS = 500
INSERTED = "0123456789abcxyz.,;()≥-"
TELL_OF_A_VALUE = {State.OVERTYPED, State.DELETED, State.CITATION_CHANGED, State.WRITTEN}


@dataclass(frozen=True)
class Spot:
    """A `w:t` of the body outside contents, with the value in whose control it stands."""

    index: int
    value: ValueId | None


def spots(root: Element) -> Iterator[Spot]:
    """Every piece of text that a person may type in, results of fields left out."""
    in_field = 0
    for index, element in enumerate(root.iter()):
        if element.tag == qn("fldChar"):
            in_field += {"begin": 1, "end": -1}.get(element.get(qn("fldCharType"), ""), 0)
        if element.tag != qn("t") or in_field:
            continue
        control = next(element.iterancestors(qn("sdt")), None)
        tag = None if control is None else control.find(f"{qn('sdtPr')}/{qn('tag')}")
        yield Spot(index, None if tag is None else ValueId(tag.get(qn("val"), "")))


def one_character(text: str, random: Random) -> str:
    """Insert, replace or delete one character."""
    at = random.randrange(len(text) + 1)
    kind = random.choice(("insert", "replace", "delete"))
    typed = random.choice(INSERTED)
    if kind == "insert" or at == len(text):
        return text[:at] + typed + text[at:]
    return text[:at] + (typed if kind == "replace" else "") + text[at + 1 :]


def test_each_of_many_random_edits_is_told_rightly(data: bytes) -> None:
    random = Random(20240702)  # noqa: S311 - the same edits on every run
    built = Edited(data)
    places = list(spots(etree.fromstring(member(data))))
    wrong: list[str] = []
    inside = outside = 0
    for _ in range(EDITS):
        spot = random.choice(places)
        root = etree.fromstring(member(data))
        element = list(root.iter())[spot.index]
        old = element.text or ""
        new = one_character(old, random)
        element.text = new
        element.set(XML_SPACE, "preserve")
        edited = Edited(with_member(data, etree.tostring(root)))
        found = verify(edited.read, edited.evidence, allowed()).findings
        if spot.value is not None:
            inside += 1
            problem = _inside(found, spot.value, old, new)
        else:
            outside += 1
            problem = "" if old == new else _outside(found, built, edited)
        if problem:
            wrong.append(f"{old!r} -> {new!r}: {problem}: {[str(f.state) for f in found]}")
    assert not wrong, "\n".join(wrong)
    assert inside > 100 and outside > 100


def _inside(found: Sequence[Finding], value: ValueId, old: str, new: str) -> str:
    """A changed value is told of once, as what it is, and nothing but its copies beside it."""
    told = [f for f in found if f.state in TELL_OF_A_VALUE]
    if folded(old) == folded(new):
        return "" if not found else "nothing has changed"
    if [f.values for f in told] != [(value,)]:
        return "the value is not told of"
    others = {f.state for f in found} - TELL_OF_A_VALUE - {State.COPIES_DISAGREE}
    if told[0].state is State.WRITTEN:
        others -= {State.NUMERAL_TYPED}
    return "something else is told of" if others else ""


def _outside(found: Sequence[Finding], built: Edited, edited: Edited) -> str:
    """Words are no finding; a numeral that the paragraph did not have is one."""
    pairs = zip(built.read.paragraphs, edited.read.paragraphs, strict=True)
    was, now = next((a.text, b.text) for a, b in pairs if a.text != b.text)
    needing = Counter(numeral.text for numeral in numerals(now, allowed()))
    typed = needing - Counter(numeral.text for numeral in every_numeral(was))
    told = {finding.state for finding in found}
    if now.startswith("Table\u00a01. ") is not was.startswith("Table\u00a01. "):
        told -= {State.CROSS_REFERENCE_STALE}  # it repeats what a caption begins with
    expected = {State.NUMERAL_TYPED} if typed else set()
    return "" if told == expected else f"expected {expected} in {now!r}"
