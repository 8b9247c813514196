"""Comments in the margin of an edited file, at the places that need a person."""

from lxml import etree

from assembler.review.edited import Edited
from assembler.review.packed import Relations, appended, new_comments_part
from assembler.review.part import Part
from assembler.review.splice import Edit, fragment
from assembler.review.tracked import Revisions
from assembler.write.docx.read import Occurrence
from assembler.write.docx.xml import Element, W, put_text, qn, root, serialised, sub

INITIALS_LENGTH = 3


class Margin:
    """Collects comments by what they are about; several about one thing become one comment."""

    def __init__(self, edited: Edited) -> None:
        self._edited = edited
        self._texts: dict[Element, list[str]] = {}

    def at_paragraph(self, paragraph: int | None, text: str) -> None:
        """Comment on a paragraph of the body; without one the comment stands at the beginning."""
        if self._edited.read.paragraphs:
            self._add(self._edited.element(paragraph or 0), text)

    def at_anchor(self, occurrence: Occurrence, text: str) -> None:
        """Comment on what stands from a value of the body to the end of its paragraph; of a value
        in a footnote, on the paragraph that marks it."""
        if occurrence.part != self._edited.main:
            self.at_paragraph(occurrence.paragraph, text)
            return
        anchor = self._edited.anchor(occurrence)
        if occurrence.bookmark is not None:
            mark = self._edited.part(occurrence.part).nth("bookmarkStart", occurrence.bookmark)
            if mark.getnext() is anchor:
                anchor = mark
        outer = _in_paragraph(anchor)
        if outer is None:
            self.at_paragraph(occurrence.paragraph, text)
        else:
            self._add(outer, text)

    def _add(self, about: Element, text: str) -> None:
        said = self._texts.setdefault(about, [])
        if text not in said:
            said.append(text)

    def write(self, revisions: Revisions, relations: Relations) -> tuple[int, dict[str, bytes]]:
        """Edit the comments into the file; how many they are, and the part of comments if it is
        a new one, by name."""
        main = self._edited.part(self._edited.main)
        comments: list[Element] = []
        for about, texts in self._texts.items():
            identity = revisions.next_id()
            marks = _marks(main, about, identity)
            if marks:
                comments.append(_comment(identity, "\n".join(texts), revisions))
                self._edited.edit(main.name, marks)
        return len(comments), self._put(comments, relations) if comments else {}

    def _put(self, comments: list[Element], relations: Relations) -> dict[str, bytes]:
        names = self._edited.archive.related(self._edited.main).get("comments", [])
        existing = next((n for n in names if self._edited.archive.data(n) is not None), None)
        if existing is not None:
            part = self._edited.part(existing)
            if part.inner_end(part.root) is not None:
                made = b"".join(fragment(comment, part.root.nsmap) for comment in comments)
                self._edited.edit(existing, [appended(part, made)])
                return {}
        whole = root("comments")
        whole.extend(comments)
        name = existing or new_comments_part(self._edited, relations)
        return {name: serialised(whole)}


def _comment(identity: int, text: str, revisions: Revisions) -> Element:
    comment = etree.Element(qn("comment"), nsmap={"w": W})
    initials = "".join(word[0] for word in revisions.author.split())[:INITIALS_LENGTH]
    for name, value in (
        ("id", str(identity)), ("author", revisions.author), ("date", revisions.dated),
        ("initials", initials),
    ):  # fmt: skip
        comment.set(qn(name), value)
    for line in text.splitlines():
        put_text(sub(sub(comment, "p"), "r"), line)
    return comment


def _marks(part: Part, about: Element, identity: int) -> list[Edit]:
    """The range of a comment: to the end of the paragraph, from its beginning or from a child.

    The reference stands at the very end: LibreOffice prints the words of every plain text control
    that follows one in its paragraph twice.
    """
    paragraph = about if about.tag == qn("p") else about.getparent()
    at = None if paragraph is None else part.inner_end(paragraph)
    if at is None:
        return []
    first: Element | None = about
    if paragraph is about:
        first = next((e for e in about if e.tag != qn("pPr")), None)
    holder = etree.Element(qn("p"), nsmap={"w": W})
    begin = sub(holder, "commentRangeStart", id=identity)
    end = sub(holder, "commentRangeEnd", id=identity)
    reference = sub(holder, "r")
    sub(reference, "commentReference", id=identity)
    scope = about.nsmap
    before, after = fragment(begin, scope), fragment(end, scope) + fragment(reference, scope)
    return [_at(at if first is None else part.span(first).begin, before), _at(at, after)]


def _at(place: int, data: bytes) -> Edit:
    return Edit(place, place, data)


def _in_paragraph(element: Element) -> Element | None:
    """The child of a paragraph in which an element stands, or which it is."""
    while (parent := element.getparent()) is not None:
        if parent.tag == qn("p"):
            return element
        element = parent
    return None
