"""BibTeX and BibLaTeX -> drafts.

A brace counts even after a backslash, as in BibTeX itself. A line that begins with `@word{`
begins an entry, so that one entry without an end does not swallow the others.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assembler.importers.entry import Draft, Drafting, Tag, shown
from assembler.importers.latex import plain
from assembler.importers.names import bibtex_people
from assembler.problems import Position, Problem, ProblemsFound, error

ENTRY = re.compile(r"@[ \t]*([A-Za-z]+)[ \t\n]*[{(]")
_AT_LINE = re.compile(r"^[ \t]*(?=@[ \t]*[A-Za-z]+[ \t\n]*[{(])", re.MULTILINE)
_KEY = re.compile(r"[ \t\n]*([^\s,{}()=\"#]*)[ \t\n]*(,|(?=[})]))")
_NAME = re.compile(r"[ \t\n,]*([^\s,{}()=\"#]+)[ \t\n]*=[ \t\n]*")
_BARE = re.compile(r"[^\s,{}()\"#]+")
_GLUE = re.compile(r"[ \t\n]*#[ \t\n]*")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r'[{}"]')
_END = re.compile(r"[ \t\n,]*[})]")
_MONTHS = {
    "jan": "Jan", "feb": "Feb", "mar": "Mar", "apr": "Apr", "may": "May", "jun": "Jun",
    "jul": "Jul", "aug": "Aug", "sep": "Sep", "oct": "Oct", "nov": "Nov", "dec": "Dec",
}  # fmt: skip
"""The macros that every style of BibTeX knows."""

_TYPES = {
    "article": "article-journal", "suppperiodical": "article-journal",
    "periodical": "article-journal", "book": "book", "booklet": "book", "mvbook": "book",
    "collection": "book", "mvcollection": "book", "proceedings": "book", "mvproceedings": "book",
    "reference": "book", "manual": "report", "inbook": "chapter", "bookinbook": "chapter",
    "suppbook": "chapter", "incollection": "chapter", "suppcollection": "chapter",
    "inreference": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "techreport": "report", "report": "report",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "online": "webpage",
    "electronic": "webpage", "www": "webpage", "webpage": "webpage",
}  # fmt: skip
_TAGS = {
    "title": "title", "journal": "container_title", "journaltitle": "container_title",
    "booktitle": "container_title", "volume": "volume", "pages": "page", "eid": "number",
    "articleno": "number", "edition": "edition", "publisher": "publisher",
    "school": "publisher", "institution": "publisher", "organization": "publisher",
    "address": "publisher_place", "location": "publisher_place", "issue": "issue",
    "eventtitle": "event_title", "eventdate": "event_date", "venue": "event_place",
    "pmid": "pmid", "urldate": "accessed", "lastchecked": "accessed",
}  # fmt: skip
_STATUS = {"inpress": "in-press", "submitted": "submitted"}
_PUBMED = ("pubmed", "pmid")


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    key: str
    line: int
    tags: tuple[Tag, ...]


def drafts(text: str, file: str) -> Iterator[Draft]:
    """The entries of a BibTeX text in their order. Raises ProblemsFound: an entry has no end."""
    reading = _Reading(text, file)
    entries = list(reading.entries())
    if reading.problems:
        raise ProblemsFound(reading.problems)
    for entry in entries:
        yield _draft(entry, file)


class _Reading:
    """One pass over the text."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._macros: dict[str, str] = dict(_MONTHS)
        self._line, self._counted = 1, 0
        self.problems: list[Problem] = []

    def entries(self) -> Iterator[_Entry]:
        begins = [0, *(match.end() for match in _AT_LINE.finditer(self._text))]
        for begin, end in zip(begins, [*begins[1:], len(self._text)], strict=True):
            at = begin
            while match := ENTRY.search(self._text, at, end):
                try:
                    entry, at = self._entry(match, end)
                except _Unread as failure:
                    self.problems.append(self._unread(match, failure))
                    break
                if entry is not None:
                    yield entry

    def _entry(self, match: re.Match[str], end: int) -> tuple[_Entry | None, int]:
        kind, at, line = match[1].lower(), match.end(), self._line_of(match.start())
        if kind in ("comment", "preamble"):
            return None, self._past(at, end, match)
        if kind == "string":
            tags, at = self._tags(at, end)
            self._macros.update((tag.name, tag.text) for tag in tags)
            return None, at
        key = _KEY.match(self._text, at, end)
        tags, at = self._tags(key.end() if key else at, end)
        return _Entry(kind, key[1] if key else "", line, tuple(tags)), at

    def _tags(self, at: int, end: int) -> tuple[list[Tag], int]:
        tags: list[Tag] = []
        while not (done := _END.match(self._text, at, end)):
            name = _NAME.match(self._text, at, end)
            if name is None:
                raise _Unread(at, "a name with `=` and a value, or the closing brace, is missing")
            line = self._line_of(name.start(1))
            value, at = self._value(name.end(), end)
            tags.append(Tag(name[1].lower(), value, line))
        return tags, done.end()

    def _value(self, at: int, end: int) -> tuple[str, int]:
        parts: list[str] = []
        while True:
            opening = self._text[at : at + 1] if at < end else ""
            if opening == "{":
                stop = self._closing(_BRACE, at + 1, end)
                parts.append(self._text[at + 1 : stop - 1])
            elif opening == '"':
                stop = self._closing(_QUOTE, at + 1, end)
                parts.append(self._text[at + 1 : stop - 1])
            elif bare := _BARE.match(self._text, at, end):
                stop = bare.end()
                parts.append(self._macros.get(bare[0].lower(), bare[0]))
            else:
                raise _Unread(at, "a value is missing")
            glue = _GLUE.match(self._text, stop, end)
            if glue is None:
                return "".join(parts), stop
            at = glue.end()

    def _closing(self, marks: re.Pattern[str], at: int, end: int) -> int:
        """After the mark that closes what begins before `at`."""
        depth = 0
        for match in marks.finditer(self._text, at, end):
            if match[0] == "{":
                depth += 1
            elif depth == 0:
                return match.end()
            elif match[0] == "}":
                depth -= 1
        mark = "brace" if marks is _BRACE else "quotation mark"
        raise _Unread(at, f"what begins here has no closing {mark}")

    def _past(self, at: int, end: int, match: re.Match[str]) -> int:
        if match[0].endswith("{"):
            return self._closing(_BRACE, at, end)
        stop = self._text.find(")", at, end)
        return end if stop < 0 else stop + 1

    def _unread(self, match: re.Match[str], failure: "_Unread") -> Problem:
        key = _KEY.match(self._text, match.end())
        named = f" {shown(key[1])}" if key and key[1] else ""
        return error(
            "bibtex.well-formed",
            f"@{shown(match[1])}{named}: {failure.what}",
            "close every brace and quote, and put a comma between the fields",
            at=Position(self._file, self._line_of(failure.at)),
            also=(Position(self._file, self._line_of(match.start())),),
        )

    def _line_of(self, at: int) -> int:
        """Line of an index; cheap where the indices rise."""
        if at < self._counted:
            self._line -= self._text.count("\n", at, self._counted)
        else:
            self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line


class _Unread(Exception):
    """The entry cannot be read on from `at`."""

    def __init__(self, at: int, what: str) -> None:
        super().__init__(what)
        self.at, self.what = at, what


def _draft(entry: _Entry, file: str) -> Draft:
    place = f"entry {entry.key}" if entry.key else "an entry without key"
    drafting = Drafting(file, entry.line, place, entry.key or None)
    values = {tag.name: tag for tag in reversed(entry.tags)}
    for tag in entry.tags:
        _take(drafting, tag, entry.kind, values)
    _date(drafting, values)
    return drafting.done(_TYPES.get(entry.kind), f"@{entry.kind}")


def _take(drafting: Drafting, tag: Tag, kind: str, values: Mapping[str, Tag]) -> None:
    match tag.name:
        case "author" if "author" not in drafting.lines:
            drafting.write_authors(bibtex_people(tag.text), tag.line)
            _warn_of(drafting, tag)
        case "title" if "subtitle" in values:
            both = f"{tag.text}: {values['subtitle'].text}"
            _give(drafting, "title", Tag(tag.name, both, tag.line))
        case "subtitle" if "title" in values:
            return
        case "doi":
            drafting.give_doi(Tag(tag.name, _address(tag.text), tag.line))
        case "url":
            drafting.give("url", tag, _address(tag.text))
        case "howpublished" if "url" not in values and _is_address(tag.text):
            drafting.give("url", tag, _address(tag.text))
        case "number":
            _number(drafting, tag, kind)
        case "eprint" if _word(values, "eprinttype", "archiveprefix") in _PUBMED:
            drafting.give("pmid", tag)
        case "eprinttype" | "archiveprefix" if tag.text.lower() in _PUBMED:
            return
        case "pubstate" if tag.text.lower() in _STATUS:
            drafting.give("status", tag, _STATUS[tag.text.lower()])
        case "date" | "year" | "month":
            return
        case name if name in _TAGS:
            _give(drafting, _TAGS[name], tag)
        case _:
            drafting.lose(Tag(tag.name, plain(tag.text).text, tag.line))


def _number(drafting: Drafting, tag: Tag, kind: str) -> None:
    """In an article the issue, in a report its number, in a book that of the series."""
    type_ = _TYPES.get(kind)
    if type_ == "article-journal":
        _give(drafting, "issue", tag)
    elif type_ == "report":
        _give(drafting, "number", tag)
    else:
        drafting.lose(tag)


def _date(drafting: Drafting, values: Mapping[str, Tag]) -> None:
    """`date`, else year and month as they are written: `2017 Feb`."""
    date, year, month = (values.get(name) for name in ("date", "year", "month"))
    if date and date.text.strip():
        _give(drafting, "issued", date)
        rest = [year, month]
    elif year and year.text.strip():
        both = f"{year.text} {month.text}" if month else year.text
        if month and re.fullmatch(r"\s*(?:0?[1-9]|1[0-2])\s*", month.text):
            both = f"{year.text.strip()}-{month.text.strip():0>2}"
        _give(drafting, "issued", Tag("year", both, year.line))
        rest = []
    else:
        rest = [month]
    for tag in rest:
        if tag:
            drafting.lose(tag)


def _give(drafting: Drafting, key: str, tag: Tag) -> None:
    drafting.give(key, tag, plain(tag.text).text)
    _warn_of(drafting, tag)


def _warn_of(drafting: Drafting, tag: Tag) -> None:
    unknown = plain(tag.text).unknown
    if unknown:
        drafting.warn(
            "import.known-latex",
            f"{shown(drafting.place)}, {tag.name}: {shown(', '.join(unknown))} is kept as written",
            "type in the record what the command stands for",
            tag.line,
        )


def _word(values: Mapping[str, Tag], *names: str) -> str:
    return next((values[name].text.lower() for name in names if name in values), "")


def _is_address(text: str) -> bool:
    return "\\url" in text or text.lower().startswith(("http://", "https://"))


def _address(text: str) -> str:
    r"""The address in `\url{https://a.b/c\_d}`; nothing else is LaTeX in an address."""
    bare = re.sub(r"^\s*\\url\s*", "", text).strip()
    bare = bare[1:-1] if bare[:1] == "{" and bare[-1:] == "}" else bare
    return re.sub(r"\\([_%&#~])", r"\1", bare)
