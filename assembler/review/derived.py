"""Derived text that repeats a value: contents, repeated captions and heads, captions of tables for
those who listen. It has no anchors, so it is found by what it repeats."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from unicodedata import normalize

from assembler.document.nodes import Label, ValueId
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item
from assembler.review.splice import Edit, fragment
from assembler.review.tracked import Hindered, Live, live_runs, put_words, replaced
from assembler.review.values import How
from assembler.write.docx.anchors import label_bookmark
from assembler.write.docx.evidence import Evidence
from assembler.write.docx.evidence_lines import BlockEvidence
from assembler.write.docx.styles import TABLE_CONTINUED
from assembler.write.docx.xml import Element, qn

_CONTINUED = ". {words} (continued)"


@dataclass(frozen=True, slots=True)
class Repeated:
    """Words that stand in the file once with anchors, and elsewhere without."""

    label: Label
    old: str
    new: str


def with_values(block: BlockEvidence, texts: Mapping[ValueId, str]) -> str:
    """A line as built, with other texts of its values."""
    pieces: list[str] = []
    at = 0
    for anchor in block.anchors:
        pieces += [block.text[at : anchor.begin]]
        pieces.append(texts.get(anchor.id, block.text[anchor.begin : anchor.end]))
        at = anchor.end
    return "".join((*pieces, block.text[at:]))


def refresh_copies(edited: Edited, today: Evidence, how: How) -> Iterator[Item]:
    """Edit whatever repeats a title, a caption or a head in which a value has changed."""
    texts = {
        identity: value.text
        for identity, value in today.values.items()
        if identity in edited.evidence.values
        and folded(edited.evidence.values[identity].text) != folded(value.text)
    }
    titles: dict[str, Repeated] = {}
    captions: dict[str, Repeated] = {}
    heads: dict[str, str] = {}
    for block in edited.evidence.blocks:
        if not any(anchor.id in texts for anchor in block.anchors):
            continue
        new = with_values(block, texts)
        if block.kind == "head":
            cells = zip(block.text.split("\t"), new.split("\t"), strict=False)
            heads |= {folded(a): b for a, b in cells if a != b}
        elif block.kind in ("heading", "caption"):
            between = " " if block.kind == "heading" else ". "
            said = Repeated(
                block.label, block.text.partition(between)[2], new.partition(between)[2]
            )
            titles[label_bookmark(block.label)] = said
            if block.kind == "caption":
                captions[folded(said.old)] = said
    if titles or heads:
        yield from _entries(edited, titles, how)
        yield from _repeated(edited, captions, heads, how)
        _descriptions(edited, captions)


def _entries(edited: Edited, titles: Mapping[str, Repeated], how: How) -> Iterator[Item]:
    """The entries of the contents and of the lists of tables and figures."""
    for number, paragraph in enumerate(edited.read.paragraphs):
        if not paragraph.is_derived:
            continue
        for link in edited.element(number).iter(qn("hyperlink")):
            said = titles.get(link.get(qn("anchor"), ""))
            if said is not None:
                yield from _replace(edited, number, list(link), said.old, said.new, how)


def _repeated(
    edited: Edited, captions: Mapping[str, Repeated], heads: Mapping[str, str], how: How
) -> Iterator[Item]:
    """`Table 1. ... (continued)`, and the heads below."""
    pages = {_continued(s.old): s for s in captions.values()}
    for number, paragraph in enumerate(edited.read.paragraphs):
        if paragraph.style == TABLE_CONTINUED:
            words = folded(paragraph.text.partition(".")[2])
            found = pages.get(f". {words}")
            if found is not None:
                old, new = _continued(found.old), _continued(found.new)
                yield from _replace(edited, number, list(edited.element(number)), old, new, how)
        elif paragraph.place == "head" and not paragraph.controls:
            text = folded(paragraph.text)
            if text in heads:
                runs = list(edited.element(number))
                yield from _replace(edited, number, runs, text, heads[text], how)


def _continued(words: str) -> str:
    return _CONTINUED.format(words=folded(words))


def _replace(
    edited: Edited, number: int, inside: Sequence[Element], old: str, new: str, how: How
) -> Iterator[Item]:
    """Put `new` in the place of the runs that say `old`, wherever they stand in `inside`."""
    part = edited.part(edited.main)
    section = edited.section(number)
    try:
        stretches = list(_stretches(list(live_runs(inside, fields=True))))
        said = {folded(text): runs for runs, text in stretches}
        edited.claim(said.get(folded(old), []))
    except Hindered as hindrance:
        yield Item("copy-left", section, old, new, why=str(hindrance))
        return
    if folded(old) in said:
        put = partial(put_words, text=new)
        runs = said[folded(old)]
        edited.edit(part.name, replaced(part, runs, put, how.revisions, accept=how.accept))
        yield Item("copy", section, old, new)
    elif folded(new) not in said:
        why = "update the contents in Word (F9)"
        yield Item("copy-left", section, edited.read.paragraphs[number].text, new, why=why)


def _stretches(runs: Sequence[Live]) -> Iterator[tuple[list[Live], str]]:
    """Runs side by side without tabs and fields, with their words."""
    stretch: list[Live] = []
    depth = 0
    for live in runs:
        for mark in live.run.iter(qn("fldChar")):
            depth += {"begin": 1, "end": -1}.get(mark.get(qn("fldCharType"), ""), 0)
        is_words = all(child.tag in (qn("t"), qn("rPr")) for child in live.run)
        if is_words and depth <= 0:
            stretch.append(live)
        elif stretch:
            yield stretch, _said(stretch)
            stretch = []
    if stretch:
        yield stretch, _said(stretch)


def _said(runs: Sequence[Live]) -> str:
    return "".join(text.text or "" for live in runs for text in live.run.iter(qn("t")))


def _descriptions(edited: Edited, captions: Mapping[str, Repeated]) -> None:
    """Edit what is read aloud before a table. Word tracks no change of it."""
    part = edited.part(edited.main)
    spoken = {_heard(words): said for words, said in captions.items()}
    for element in part.root.iter(qn("tblCaption")):
        said = spoken.get(_heard(element.get(qn("val"), "")))
        if said is not None:
            made = deepcopy(element)
            made.tail = None
            made.set(qn("val"), said.new)
            edited.edit(part.name, [Edit(*part.span(element), fragment(made, element.nsmap))])


def _heard(words: str) -> str:
    """Folded, and raised figures as plain ones: what is read aloud has no others."""
    return folded(normalize("NFKC", words))
