"""RIS -> drafts: `TY  - JOUR` begins an entry, `ER  -` ends it."""

import re
from collections import Counter
from collections.abc import Iterator

from assembler.importers.entry import Draft, Drafting, Tag, close, shown
from assembler.importers.names import person
from assembler.problems import Position, Problem, ProblemsFound, error

BEGIN = re.compile(r"^[ \t]*TY {1,2}-(?: |$)", re.MULTILINE)
_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9]) {1,2}-(?: (.*)|$)")

_TYPES = {
    **dict.fromkeys(("JOUR", "JFULL", "EJOUR", "MGZN", "NEWS", "ABST", "INPR"), "article-journal"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP", "SECT", "ENCYC"), "chapter"),
    **dict.fromkeys(("CONF", "CPAPER"), "paper-conference"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG", "ICOMM"), "webpage"),
    "THES": "thesis",
    "SLIDE": "speech",
    # Some databases write the word of their own page in place of the abbreviation.
    **dict.fromkeys(("JOURNAL ARTICLE", "JOURNAL", "ARTICLE"), "article-journal"),
    **dict.fromkeys(("BOOK CHAPTER", "BOOK SECTION", "CHAPTER"), "chapter"),
    **dict.fromkeys(("CONFERENCE PAPER", "CONFERENCE PROCEEDINGS"), "paper-conference"),
    **dict.fromkeys(("WEB PAGE", "WEBPAGE"), "webpage"),
    "REPORT": "report",
    "THESIS": "thesis",
}
_TAGS = {
    "VL": "volume", "IS": "issue", "CP": "issue", "C7": "number", "ET": "edition",
    "PB": "publisher", "CY": "publisher_place", "PP": "publisher_place", "Y2": "accessed",
}  # fmt: skip
_TITLES = ("TI", "T1", "CT")
_CONTAINERS = ("JO", "JF", "T2", "BT", "JA", "J2", "J1")
_DATES = ("DA", "PY", "Y1")
_AUTHORS = ("AU", "A1")
_TAKEN = {*_TITLES, *_CONTAINERS, *_DATES, *_AUTHORS, "TY", "ER", "ID", "SP", "EP", "DB", "AN"}
_PUBMED = ("pubmed", "medline")


def drafts(text: str, file: str) -> Iterator[Draft]:
    """The entries of a RIS text in their order. Raises ProblemsFound: an entry has no end."""
    entries, problems = _entries(text, file)
    if problems:
        raise ProblemsFound(problems)
    keys = [_first(tags, "ID") for tags in entries]
    times = Counter(keys)
    for number, (tags, key) in enumerate(zip(entries, keys, strict=True), start=1):
        named = key if key and times[key] == 1 else None
        yield _draft(tags, file, f"entry {named}" if named else f"record {number}", named)


def _entries(text: str, file: str) -> tuple[list[list[Tag]], list[Problem]]:
    entries: list[list[Tag]] = []
    problems: list[Problem] = []
    open_: list[Tag] | None = None
    parts: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TAG.match(line)
        name = match[1] if match else ""
        if open_ is None:
            if name == "TY":
                open_, parts = [], []
            else:  # numbers and headings between entries; anything else with a tag is astray
                if match and name != "ER":
                    problems.append(_astray(name, file, number))
                continue
        elif name == "TY":
            problems.append(_unended(open_, file))
            open_, parts = [], []
        if match is None:
            parts.append(line.strip())
            continue
        close(open_, parts)
        if name == "ER":
            entries.append(open_)
            open_ = None
            continue
        open_.append(Tag(name, "", number))
        parts = [(match[2] or "").strip()]
    if open_ is not None:
        problems.append(_unended(open_, file))
    return entries, problems


def _unended(tags: list[Tag], file: str) -> Problem:
    return error(
        "ris.well-formed",
        f"the entry that begins on line {tags[0].line} has no `ER  -`: the file may be cut off",
        "export the file again, or end the entry with a line `ER  - `",
        at=Position(file, tags[0].line),
    )


def _astray(name: str, file: str, line: int) -> Problem:
    return error(
        "ris.well-formed",
        f"`{shown(name)}` stands outside of an entry, between `ER  -` and `TY  -`",
        "begin the entry with its `TY  -`, or remove the line",
        at=Position(file, line),
    )


def _draft(tags: list[Tag], file: str, place: str, key: str | None) -> Draft:
    drafting = Drafting(file, tags[0].line, place, key)
    kind = tags[0].text.upper()
    type_ = _TYPES.get(kind)
    for tag in tags[1:]:
        _take(drafting, tag, tags)
    _titles(drafting, tags, type_)
    _dates(drafting, tags)
    _pages(drafting, tags)
    _number(drafting, tags)
    if kind == "INPR":
        drafting.give("status", tags[0], "in-press")
    return drafting.done(type_, kind or "an entry without type")


def _take(drafting: Drafting, tag: Tag, tags: list[Tag]) -> None:
    if tag.name in _AUTHORS:
        if tag.text:
            drafting.write_authors([person(tag.text)], tag.line)
    elif tag.name in _TAGS:
        text = tag.text.rstrip("/") if tag.name == "Y2" else tag.text
        drafting.give(_TAGS[tag.name], tag, text)
    elif tag.name == "DO" or (tag.name == "M3" and tag.text.startswith("10.")):
        drafting.give_doi(tag)
    elif tag.name == "UR":
        for address in tag.text.split(";"):
            drafting.give("url", Tag("UR", address.strip(), tag.line))
    elif tag.name not in _TAKEN or (tag.name == "TY" and tag is not tags[0]):
        drafting.lose(tag)


def _titles(drafting: Drafting, tags: list[Tag], type_: str | None) -> None:
    """`BT` is the title of a whole book, and the book of a chapter."""
    titles: tuple[str, ...] = _TITLES
    containers: tuple[str, ...] = _CONTAINERS
    if type_ == "book":
        titles, containers = (*_TITLES, "BT"), tuple(n for n in containers if n != "BT")
    for key, names in (("title", titles), ("container_title", containers)):
        for tag in sorted((t for t in tags if t.name in names), key=lambda t: names.index(t.name)):
            drafting.give(key, tag)


def _dates(drafting: Drafting, tags: list[Tag]) -> None:
    """The fullest date as it is written, without the slashes of empty parts: `1948/07`."""
    found = [Tag(t.name, t.text.rstrip("/ "), t.line) for t in tags if t.name in _DATES]
    years = [t for t in found if t.name != "DA" and t.text]
    for tag in sorted(found, key=lambda t: -len(t.text)):
        year = years[0].text[:4] if years else tag.text[:4]
        is_part = str(drafting.record.get("issued", "")).startswith(tag.text)
        if not tag.text.startswith(year):
            drafting.lose(tag)
        elif not is_part or "issued" not in drafting.record:
            drafting.give("issued", tag)


def _pages(drafting: Drafting, tags: list[Tag]) -> None:
    first, last = (next((t for t in tags if t.name == n and t.text), None) for n in ("SP", "EP"))
    if first is None:
        if last:
            drafting.lose(last)
    elif last is None or last.text == first.text or first.text.endswith("-" + last.text):
        drafting.give("page", first)
    else:
        drafting.give("page", first, f"{first.text}-{last.text}")
    for name, kept in (("SP", first), ("EP", last)):
        for tag in tags:
            if tag.name == name and tag is not kept:
                drafting.lose(tag)


def _number(drafting: Drafting, tags: list[Tag]) -> None:
    """An accession number is PubMed's only where the entry says so."""
    database = _first(tags, "DB")
    for tag in tags:
        if tag.name == "AN" and (database or "").lower() in _PUBMED:
            drafting.give("pmid", tag)
        elif tag.name in ("AN", "DB", "ID") and tag.text.lower() not in (
            *_PUBMED,
            (drafting.key or "").lower(),
        ):
            drafting.lose(tag)


def _first(tags: list[Tag], name: str) -> str | None:
    return next((tag.text for tag in tags if tag.name == name and tag.text), None)
