"""Rules about the structure tree: what a screen reader reads. PDF/UA-1 (ISO 14289-1).

Advice for files of other people: agencies ask for it only where they publish a file. What a
program cannot judge (whether an alternative text says what the figure shows) is left to a person.
"""

from collections.abc import Iterator
from typing import Any

from pikepdf import Name

from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.pdf.opened import OpenedPdf, annotations
from assembler.inspect.pdf.values import dictionary, is_true, words


def _tagged(file: OpenedPdf) -> Iterator[Seen]:
    mark = file.root.get("/MarkInfo")
    if not is_true(dictionary(mark).get("/Marked")):
        yield Seen("the file does not say that it is tagged", thing="MarkInfo")
    if not file.structure.is_there:
        yield Seen("the file has no structure tree", thing="StructTreeRoot")


def _roles(file: OpenedPdf) -> Iterator[Seen]:
    for role in sorted(file.structure.unknown):
        yield Seen(f"the role {role} is neither standard nor mapped to one")


def _headings(file: OpenedPdf) -> Iterator[Seen]:
    last = 0
    for level, page in file.structure.headings:
        if level > last + 1:
            after = f"after H{last}" if last else "as the first heading"
            yield Seen(f"H{level} {after}", page)
        last = level


def _alternatives(file: OpenedPdf) -> Iterator[Seen]:
    for role, page in file.structure.undescribed:
        yield Seen(f"a {role.lower()} without alternative text", page)


def _tables(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.structure.headless:
        yield Seen("a table without header cells", page)
    for page in file.structure.heads_of_nothing:
        yield Seen("a header cell that does not say of what", page)


def _links(file: OpenedPdf) -> Iterator[Seen]:
    for number, page in enumerate(file.pdf.pages, start=1):
        for annotation in annotations(page):
            if annotation.get("/Subtype") != Name.Link:
                continue
            if "/StructParent" not in annotation:
                yield Seen("a link that is not in the structure tree", number)
            elif not words(annotation.get("/Contents")).strip():
                yield Seen("a link without a description", number)


def _tabs(file: OpenedPdf) -> Iterator[Seen]:
    for number, page in enumerate(file.pdf.pages, start=1):
        if "/Annots" in page.obj and page.obj.get("/Tabs") != Name.S:
            yield Seen("the tab key does not follow the structure", number)


def _all_tagged(file: OpenedPdf) -> Iterator[Seen]:
    for page in file.pages if file.structure.is_there else ():
        if page.untagged:
            yield Seen("words or drawings are neither tagged nor an artifact", page.number)


def _rule(identity: str, asks: str, clause: str, remedy: str, judge: Any) -> Rule[OpenedPdf]:
    return Rule(identity, asks, f"PDF/UA-1 {clause}", remedy, judge, Level.ADVICE)


RULES: tuple[Rule[OpenedPdf], ...] = (
    _rule("pdf.tagged", "The file is tagged.", "7.1", "make a tagged PDF from the source", _tagged),
    _rule("pdf.content-tagged", "All that is drawn is tagged, or an artifact.", "7.1",
          "tag what is read, and mark the rest as an artifact", _all_tagged),
    _rule("pdf.roles-standard", "Structure elements have standard roles.", "7.1",
          "map the role to a standard one", _roles),
    _rule("pdf.headings-in-order", "No level of headings is skipped.", "7.4.2",
          "mend the levels of the headings", _headings),
    _rule("pdf.figures-described", "Figures have alternative text.", "7.3",
          "describe the figure in words, with its numbers", _alternatives),
    _rule("pdf.tables-headed", "Tables have header cells that say what they head.", "7.5",
          "mark the header cells and their scope", _tables),
    _rule("pdf.links-tagged", "Links stand in the structure tree, with a description.", "7.18.5",
          "tag the link", _links),
    _rule("pdf.tab-order", "The tab key follows the structure.", "7.18.3",
          "set the pages' tab order to structure", _tabs),
)  # fmt: skip
