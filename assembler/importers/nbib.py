"""PubMed's nbib (MEDLINE format) -> drafts: tags of up to four letters, lines that go on."""

import re
from collections.abc import Iterator

from assembler.importers.entry import Draft, Drafting, Person, Tag, close, shown
from assembler.importers.names import initialled, person
from assembler.problems import Position, Problem, ProblemsFound, error

BEGIN = re.compile(r"^PMID *- ", re.MULTILINE)
_TAG = re.compile(r"([A-Z][A-Z0-9]{0,3}) *- ?(.*)")
_GOES_ON = re.compile(r"[ \t]{2,}\S")
_TAGS = {
    "PMID": "pmid", "TI": "title", "VI": "volume", "IP": "issue", "PG": "page",
    "DP": "issued", "EN": "edition", "PB": "publisher",
}  # fmt: skip
_CONTAINERS = ("TA", "JT")
_DOI = " [doi]"


def drafts(text: str, file: str) -> Iterator[Draft]:
    """The records of a MEDLINE text in their order. Raises ProblemsFound: no record is there."""
    for tags in _records(text, file):
        yield _draft(tags, file)


def _records(text: str, file: str) -> Iterator[list[Tag]]:
    tags: list[Tag] = []
    parts: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TAG.match(line)
        if match is None:
            if line.strip() and not (tags and _GOES_ON.match(line)):
                raise ProblemsFound([_astray(line, file, number)])
            parts.append(line.strip())
            continue
        close(tags, parts)
        if match[1] == "PMID" and tags:
            yield tags
            tags = []
        tags.append(Tag(match[1], "", number))
        parts = [match[2].strip()]
    close(tags, parts)
    if tags:
        yield tags


def _draft(tags: list[Tag], file: str) -> Draft:
    number = next((tag.text for tag in tags if tag.name == "PMID"), "")
    place = f"PMID {number}" if number else "a record without PMID"
    drafting = Drafting(file, tags[0].line, place)
    is_book = any(tag.name == "BTI" for tag in tags)
    has_title = any(tag.name == "TI" and tag.text for tag in tags)
    before = ""
    for tag in tags:
        _take(drafting, tag, before, has_title=has_title)
        before = tag.name
    for name in _CONTAINERS:
        for tag in tags:
            if tag.name == name:
                drafting.give("container_title", tag)
    if is_book:
        return drafting.done("chapter" if has_title else "book", "a book")
    return drafting.done("article-journal", "an article")


def _take(drafting: Drafting, tag: Tag, before: str, *, has_title: bool) -> None:
    match tag.name:
        case "FAU":
            drafting.write_authors([person(tag.text)], tag.line)
        case "AU":  # the same name once more, abbreviated, where FAU stands before it
            if before != "FAU":
                drafting.write_authors([initialled(tag.text)], tag.line)
        case "CN":
            drafting.write_authors([Person(literal=tag.text)], tag.line)
        case "LID" | "AID" if tag.text.endswith(_DOI):
            drafting.give("doi", tag, tag.text.removesuffix(_DOI))
        case "BTI":
            drafting.give("container_title" if has_title else "title", tag)
        case name if name in _TAGS:
            drafting.give(_TAGS[name], tag)
        case name if name not in _CONTAINERS:
            drafting.lose(tag)


def _astray(line: str, file: str, number: int) -> Problem:
    return error(
        "nbib.well-formed",
        f"'{shown(line)}' is neither a tag nor the rest of the line before",
        "export the file again from PubMed, or remove the line",
        at=Position(file, number),
    )
