"""An edited file, opened so that bytes of its parts can be replaced."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice

from assembler.document.nodes import Label
from assembler.problems import ProblemsFound, refused
from assembler.review.part import Part
from assembler.review.splice import Edit, spliced
from assembler.review.tracked import Hindered, Live, live_runs
from assembler.write.docx.anchors import label_bookmark
from assembler.write.docx.archive import Archive
from assembler.write.docx.evidence import NAMESPACE, Evidence
from assembler.write.docx.read import Occurrence, ReadParagraph, main_part, read_docx
from assembler.write.docx.xml import Element, qn

_CHANGED = ("header", "footer", "footnotes", "endnotes", "comments")


LONGEST = 1_000
"""A bookmark round more elements than this encloses no value."""


class Edited:
    """A file that people may have edited since it was built, and what is to be changed in it.

    Nothing is changed before `changed_parts` is asked; the bytes given are never touched.
    """

    def __init__(self, data: bytes, built: Evidence | None = None) -> None:
        """`built` stands for the evidence of the file, which a save as ODT loses.

        Raises ProblemsFound where the file is no DOCX, beyond the limits, or has no evidence.
        """
        self.data = data
        self.read = read_docx(data)
        self.archive = Archive(data)
        self.main = main_part(self.archive)
        known = built or self.read.evidence
        if known is None:
            raise _not_ours()
        self.evidence: Evidence = known
        _check_whole(self.evidence)
        self.evidence_part = self._evidence_part() if self.read.evidence else ""
        self._parts: dict[str, Part] = {}
        self._edits: dict[str, list[Edit]] = {}
        self._claimed: set[Element] = set()
        self._sections = list(self._headings())
        self._built_titles = {b.label: b.text for b in reversed(self.evidence.blocks) if b.label}

    def part(self, name: str) -> Part:
        """A part of XML. Raises ProblemsFound where it cannot be edited."""
        if name not in self._parts:
            self._parts[name] = Part(name, self.archive.data(name) or b"")
        return self._parts[name]

    def stories(self) -> list[Part]:
        """The parts in which text, tracked changes and comments may stand."""
        related = self.archive.related(self.main)
        names = [self.main, *(name for kind in _CHANGED for name in related.get(kind, []))]
        return [self.part(name) for name in dict.fromkeys(names) if self.archive.data(name)]

    def edit(self, name: str, edits: Sequence[Edit]) -> None:
        """Bytes of a part to be replaced."""
        self._edits.setdefault(name, []).extend(edits)

    def changed_parts(self) -> dict[str, bytes]:
        """The parts with every edit made."""
        return {
            name: spliced(self.part(name).data, edits)
            for name, edits in self._edits.items()
            if edits
        }

    def content(self, occurrence: Occurrence) -> list[Element]:
        """What an anchor encloses. Raises Hindered where that is no stretch of one paragraph."""
        part = self.part(occurrence.part)
        if occurrence.control is not None:
            content = part.nth("sdt", occurrence.control).find(qn("sdtContent"))
            return [] if content is None else list(content)
        if occurrence.bookmark is None:
            return []
        start = part.nth("bookmarkStart", occurrence.bookmark)
        found: list[Element] = []
        for element in islice(_behind(start), LONGEST):
            if element.tag == qn("bookmarkEnd") and element.get(qn("id")) == start.get(qn("id")):
                return found
            found.append(element)
        raise Hindered("its bookmark does not end in its stretch of text")

    def claim(self, runs: Sequence[Live]) -> None:
        """Take runs for one change. Raises Hindered where another one has taken one of them."""
        if any(live.run in self._claimed for live in runs):
            raise Hindered("it overlaps with another value")
        self._claimed.update(live.run for live in runs)

    def runs(self, occurrence: Occurrence, *, fields: bool = False) -> list[Live]:
        """The runs with words of an anchor. Raises Hindered where there is anything else."""
        return list(live_runs(self.content(occurrence), fields=fields))

    def anchor(self, occurrence: Occurrence) -> Element:
        """The control of an anchor, or else the beginning of its bookmark."""
        part = self.part(occurrence.part)
        if occurrence.control is not None:
            return part.nth("sdt", occurrence.control)
        return part.nth("bookmarkStart", occurrence.bookmark or 0)

    def paragraph(self, occurrence: Occurrence) -> ReadParagraph | None:
        """The paragraph in which an anchor begins."""
        if occurrence.paragraph < 0:
            return None
        inside = self.read.paragraphs if occurrence.is_in_body else self.read.elsewhere
        return inside[occurrence.paragraph]

    def element(self, paragraph: int) -> Element:
        """The `w:p` of a paragraph of the body; of a footnote's, the one that marks it."""
        return self.part(self.main).nth("p", self.read.paragraphs[paragraph].element)

    def section(self, paragraph: int) -> str:
        """Number and title of the section in which a paragraph of the body stands."""
        return self._sections[paragraph] if 0 <= paragraph < len(self._sections) else ""

    def titles(self) -> list[str]:
        """Numbers and titles of the sections as they stand, in order."""
        return list(dict.fromkeys(self._sections))

    def title_of(self, label: Label) -> str:
        """Number and title of a section as they stand; as they were built where it is gone."""
        mark = self.read.bookmarks.get(label_bookmark(label))
        if mark is not None and mark.paragraph >= 0:
            return self.section(mark.paragraph)
        return self._built_titles.get(label, "")

    def place_of(self, label: Label) -> int | None:
        """The paragraph of the body where a section, table, figure or reference stands."""
        mark = self.read.bookmarks.get(label_bookmark(label))
        return None if mark is None or mark.paragraph < 0 else mark.paragraph

    def _headings(self) -> list[str]:
        sections: list[str] = []
        section = ""
        for paragraph in self.read.paragraphs:
            if paragraph.level and not paragraph.is_derived:
                section = f"{paragraph.number} {paragraph.text}".strip()
            sections.append(section)
        return sections

    def _evidence_part(self) -> str:
        for name in self.archive.related(self.main).get("customXml", []):
            root = self.archive.xml(name)
            if root is not None and root.tag == f"{{{NAMESPACE}}}evidence":
                return name
        raise _not_ours()


def _not_ours() -> ProblemsFound:
    return refused(
        "docx.has-evidence",
        "the file does not say which document it is: it was not built by assembler, was "
        "built with --flatten, or has lost its evidence part",
        "take a file that was built without --flatten and saved as .docx; verify also "
        "takes the file as built: --built BUILT.docx",
    )


def _behind(element: Element) -> Iterator[Element]:
    """What follows an element in its paragraph, out of the controls in which it stands:
    LibreOffice begins a bookmark in a control and ends it behind."""
    place: Element | None = element
    while place is not None:
        yield from place.itersiblings("*")
        place = place.getparent()
        while place is not None and place.tag == qn("sdtContent"):
            place = place.getparent()
        if place is not None and place.tag != qn("sdt"):
            return


def _check_whole(evidence: Evidence) -> None:
    """Raise ProblemsFound where the evidence contradicts itself: somebody has written in it."""
    known = evidence.values.keys() | evidence.citations.keys()
    said = "\n".join(block.text for block in evidence.blocks)
    if sha256(said.encode()).hexdigest() != evidence.words:
        raise _damaged("its lines are not those that were built")
    for block in evidence.blocks:
        at = 0
        for anchor in block.anchors:
            if not at <= anchor.begin <= anchor.end <= len(block.text) or anchor.id not in known:
                raise _damaged(f"the line {block.id} does not hold what it anchors")
            at = anchor.end
    for row in evidence.rows.values():
        if not set(row) <= evidence.values.keys():
            raise _damaged("a row holds values that are not there")


def _damaged(what: str) -> ProblemsFound:
    message = f"the evidence in the file is damaged: {what}"
    return refused("docx.evidence-whole", message, "take the file as it was built")
