"""What people do to a built file in Word, each as a small change of its XML."""

from collections.abc import Callable
from copy import deepcopy

from assembler.write.docx.xml import XML_SPACE, Element, qn, sub, val
from tests.write.docx.opened import around, edited, remove, words

Edit = Callable[[Element], object]


def made(data: bytes, *edits: Edit) -> bytes:
    """The file after these edits of its body."""
    for edit in edits:
        data = edited(data, edit)
    return data


def control_of(root: Element, text: str, *, nth: int = 0) -> Element:
    """The n-th control that says `text`."""
    return [sdt for sdt in root.iter(qn("sdt")) if words(sdt) == text][nth]


def paragraph_of(root: Element, text: str) -> Element:
    """The first paragraph of the text whose words contain `text`: none of the contents."""
    return next(
        p
        for p in root.iter(qn("p"))
        if text in words(p) and not (val(p, "pPr/pStyle") or "").startswith(("TOC", "TableofF"))
    )


def text_run(parent: Element, text: str) -> Element:
    """A new run at the end of a paragraph, or of a tracked change."""
    run = sub(parent, "r")
    put = sub(run, "t")
    put.text = text
    put.set(XML_SPACE, "preserve")
    return run


def overtype(old: str, new: str, *, nth: int = 0) -> Edit:
    """Type over a value, inside its control."""

    def edit(root: Element) -> None:
        first, *rest = control_of(root, old, nth=nth).iter(qn("t"))
        first.text = new
        for other in rest:
            remove(around(other))

    return edit


def delete(text: str, *, nth: int = 0) -> Edit:
    """Delete a value with its control and bookmark."""

    def edit(root: Element) -> None:
        control = control_of(root, text, nth=nth)
        for mark in _bookmark(control):
            remove(mark)
        remove(control)

    return edit


def empty(text: str) -> Edit:
    """Delete what stands in a control: Word shows its placeholder instead."""

    def edit(root: Element) -> None:
        control = control_of(root, text)
        sub(control[0], "showingPlcHdr")
        first = next(control.iter(qn("t")))
        first.text = "Click or tap here to enter text."

    return edit


def delete_paragraph(text: str) -> Edit:
    return lambda root: remove(paragraph_of(root, text))


def copy_paragraph(text: str, *changes: tuple[str, str]) -> Edit:
    """Copy a paragraph below itself. Word copies controls with their tags, and no bookmark."""

    def edit(root: Element) -> None:
        old = paragraph_of(root, text)
        new = deepcopy(old)
        for mark in list(new.iter(qn("bookmarkStart"), qn("bookmarkEnd"))):
            remove(mark)
        for was, becomes in changes:
            overtype(was, becomes)(new)
        old.addnext(new)

    return edit


def move_paragraph(text: str, behind: str) -> Edit:
    def edit(root: Element) -> None:
        moved = paragraph_of(root, text)
        paragraph_of(root, behind).addnext(moved)

    return edit


def move_value(text: str, to: str) -> Edit:
    """Cut a value with its control and paste it at the end of another paragraph."""

    def edit(root: Element) -> None:
        control = control_of(root, text)
        start, end = _bookmark(control)
        paragraph_of(root, to).extend([start, control, end])

    return edit


def type_at_end(paragraph: str, words_typed: str) -> Edit:
    return lambda root: text_run(paragraph_of(root, paragraph), words_typed)


def type_paragraph(behind: str, words_typed: str) -> Edit:
    def edit(root: Element) -> None:
        new = deepcopy(paragraph_of(root, behind))
        for child in list(new):
            if child.tag != qn("pPr"):
                new.remove(child)
        text_run(new, words_typed)
        paragraph_of(root, behind).addnext(new)

    return edit


def reword(old: str, new: str) -> Edit:
    """Change words outside of every value."""

    def edit(root: Element) -> None:
        run = next(t for t in root.iter(qn("t")) if old in (t.text or ""))
        run.text = (run.text or "").replace(old, new)

    return edit


def track(old: str, new: str) -> Edit:
    """Type over a value while changes are tracked."""

    def edit(root: Element) -> None:
        run = around(next(control_of(root, old).iter(qn("t"))))
        deleted, inserted = _change("del", 9001), _change("ins", 9002)
        run.addprevious(deleted)
        deleted.append(run)
        for text in run.iter(qn("t")):
            text.tag = qn("delText")
        if new:
            deleted.addnext(inserted)
            text_run(inserted, new)

    return edit


def track_deletion(paragraph: str) -> Edit:
    """Delete a paragraph while changes are tracked."""

    def edit(root: Element) -> None:
        for number, run in enumerate(list(paragraph_of(root, paragraph).iter(qn("r")))):
            deleted = _change("del", 9100 + number)
            run.addprevious(deleted)
            deleted.append(run)
            for text in run.iter(qn("t")):
                text.tag = qn("delText")

    return edit


def restyle(paragraph: str, style: str) -> Edit:
    """Another style, and everything in bold."""

    def edit(root: Element) -> None:
        found = paragraph_of(root, paragraph)
        pstyle = found.find(f"{qn('pPr')}/{qn('pStyle')}")
        assert pstyle is not None
        pstyle.set(qn("val"), style)
        for run in found.iter(qn("r")):
            properties = run.find(qn("rPr"))
            if properties is None:
                properties = sub(run, "rPr")
                run.insert(0, properties)
            sub(properties, "b")

    return edit


def remove_row(text: str) -> Edit:
    def edit(root: Element) -> None:
        remove(next(tr for tr in root.iter(qn("tr")) if text in words(tr)))

    return edit


def add_row(behind: str, *cells: str) -> Edit:
    def edit(root: Element) -> None:
        row = next(tr for tr in root.iter(qn("tr")) if behind in words(tr))
        new = deepcopy(row)
        for cell, text in zip(new.iter(qn("tc")), cells, strict=True):
            (paragraph,) = cell.iter(qn("p"))
            for child in list(paragraph):
                if child.tag != qn("pPr"):
                    paragraph.remove(child)
            text_run(paragraph, text)
        row.addnext(new)

    return edit


def remove_table(text: str) -> Edit:
    def edit(root: Element) -> None:
        remove(next(table for table in root.iter(qn("tbl")) if text in words(table)))

    return edit


def remove_column(text: str, column: int) -> Edit:
    def edit(root: Element) -> None:
        table = next(table for table in root.iter(qn("tbl")) if text in words(table))
        for row in table.iter(qn("tr")):
            cells = row.findall(qn("tc"))
            if column < len(cells):
                row.remove(cells[column])

    return edit


def unwrap(text: str) -> Edit:
    """Word: remove content control. Its words and the bookmark stay."""

    def edit(root: Element) -> None:
        control = control_of(root, text)
        content = control.find(qn("sdtContent"))
        assert content is not None
        for child in list(content):
            control.addprevious(child)
        remove(control)

    return edit


def drop_bookmark(text: str) -> Edit:
    def edit(root: Element) -> None:
        for mark in _bookmark(control_of(root, text)):
            remove(mark)

    return edit


def as_plain_text(text: str) -> Edit:
    """Paste without formatting: the words stay, control and bookmark are lost."""

    def edit(root: Element) -> None:
        drop_bookmark(text)(root)
        unwrap(text)(root)

    return edit


def split_runs(root: Element) -> None:
    """As Word does after every pause of the typist: a run for each letter, marks in between."""
    for run in list(root.iter(qn("r"))):
        text = run.find(qn("t"))
        if text is None or len(text.text or "") < 2:
            continue
        letters = text.text or ""
        text.text = letters[0]
        text.set(XML_SPACE, "preserve")
        last = run
        for number, letter in enumerate(letters[1:]):
            new = deepcopy(run)
            new.set(qn("rsidR"), f"00{number % 256:02X}AA11")
            (put,) = new.iter(qn("t"))
            put.text = letter
            proof = sub(new, "proofErr", type="spellStart")
            last.addnext(proof)
            proof.addnext(new)
            last = new


def drop_tags(root: Element) -> None:
    """As LibreOffice does: the tags of all controls are lost."""
    for tag in list(root.iter(qn("tag"))):
        remove(tag)


def comment_on(paragraph: str) -> Edit:
    def edit(root: Element) -> None:
        found = paragraph_of(root, paragraph)
        found.insert(1, sub(found, "commentRangeStart", id=7))
        sub(found, "commentRangeEnd", id=7)
        sub(sub(found, "r"), "commentReference", id=7)

    return edit


def text_box(paragraph: str, words_typed: str) -> Edit:
    """A text box hung on a paragraph, as older Word writes it."""

    def edit(root: Element) -> None:
        pict = sub(text_run(paragraph_of(root, paragraph), ""), "pict")
        box = sub(sub(pict, "txbx"), "txbxContent")
        text_run(sub(box, "p"), words_typed)

    return edit


def _bookmark(control: Element) -> tuple[Element, Element]:
    """The bookmark round a control."""
    start, end = control.getprevious(), control.getnext()
    assert start is not None and end is not None
    assert start.get(qn("id")) == end.get(qn("id"))
    return start, end


def _change(kind: str, identity: int) -> Element:
    from assembler.write.docx.xml import root as new_root

    element = new_root(kind)
    element.set(qn("id"), str(identity))
    element.set(qn("author"), "A. Writer")
    element.set(qn("date"), "2024-07-02T12:00:00Z")
    return element


def track_move(text: str, behind: str) -> Edit:
    """Move a paragraph while changes are tracked: both halves stay, each with its controls."""

    def edit(root: Element) -> None:
        old = paragraph_of(root, text)
        new = deepcopy(old)
        for mark in list(new.iter(qn("bookmarkStart"), qn("bookmarkEnd"))):
            remove(mark)
        for paragraph, kind, first in ((old, "moveFrom", 9200), (new, "moveTo", 9300)):
            for number, run in enumerate(list(paragraph.iter(qn("r")))):
                moved = _change(kind, first + number)
                run.addprevious(moved)
                moved.append(run)
        paragraph_of(root, behind).addnext(new)

    return edit
