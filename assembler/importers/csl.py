"""CSL-JSON -> drafts, as Zotero and other programs write it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from assembler.importers.entry import Draft, Drafting, Person, Tag, shown
from assembler.problems import Position, ProblemsFound, refused

_NEXT = re.compile(r"[\s,]*")
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sup|sub|sc|span)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_TYPES = {
    **{
        name: name
        for name in (
            "article-journal", "book", "chapter", "paper-conference", "report", "speech",
            "thesis", "webpage",
        )
    },
    **dict.fromkeys(("article", "article-magazine", "article-newspaper"), "article-journal"),
    **dict.fromkeys(("post", "post-weblog"), "webpage"),
    **dict.fromkeys(("entry", "entry-encyclopedia", "entry-dictionary"), "chapter"),
}  # fmt: skip
_TAGS = {
    "title": "title", "container-title": "container_title", "volume": "volume",
    "issue": "issue", "page": "page", "number": "number", "edition": "edition",
    "publisher": "publisher", "publisher-place": "publisher_place", "URL": "url",
    "PMID": "pmid", "event": "event_title", "event-title": "event_title",
    "event-place": "event_place",
}  # fmt: skip
_DATES = {"issued": "issued", "accessed": "accessed", "event-date": "event_date"}
_STATUS = {"in press": "in-press", "forthcoming": "in-press", "submitted": "submitted"}
_PARTICLES = ("non-dropping-particle", "family", "suffix")


def drafts(text: str, file: str) -> Iterator[Draft]:
    """The items of a CSL-JSON text in their order. Raises ProblemsFound: no JSON of this kind."""
    for number, (item, line) in enumerate(_items(text, file), start=1):
        try:
            if not isinstance(item, dict):
                what = shown(json.dumps(item))
                raise _refused(f"item {number} is {what}, no reference", file, line)
            draft = _draft(item, file, line, number)
        except RecursionError:
            raise _refused("lists and mappings nest too deep", file, line) from None
        yield draft


def _items(text: str, file: str) -> Iterator[tuple[Any, int]]:
    """Each item with its line."""
    decoder = json.JSONDecoder(
        parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_pairs
    )
    start, listed = text.find("["), None
    line, counted = 1, 0
    try:
        if text.lstrip()[:1] == "{":
            whole = json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=_pairs)
            listed = _ITEMS.search(text)
            if not isinstance(whole.get("items"), list) or listed is None:
                yield whole, 1
                return
            start = listed.end() - 1
        at = _after(text, start + 1)
        while text[at : at + 1] != "]":
            line, counted = line + text.count("\n", counted, at), at
            item, at = decoder.raw_decode(text, at)
            yield item, line
            at = _after(text, at)
        if listed is None and text[at + 1 :].strip():
            line += text.count("\n", counted, at)
            raise _refused("something stands behind the end of the list", file, line)
    except _Twice as failure:
        raise _refused(f"'{shown(failure.key)}' stands twice in an item", file, line) from None
    except json.JSONDecodeError as failure:
        raise _refused(f"no JSON: {failure.msg}", file, failure.lineno) from None
    except RecursionError:
        raise _refused("lists and mappings nest too deep", file, line) from None


def _after(text: str, at: int) -> int:
    match = _NEXT.match(text, at)
    return match.end() if match else at


class _Twice(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _refused(message: str, file: str, line: int) -> ProblemsFound:
    remedy = "export the file again as CSL-JSON"
    return refused("csl.well-formed", message, remedy, at=Position(file, line))


def _draft(item: Mapping[str, Any], file: str, line: int, number: int) -> Draft:
    key = next((_text(item[k]) for k in ("citation-key", "id") if item.get(k)), "")
    drafting = Drafting(file, line, f"entry {key}" if key else f"record {number}", key or None)
    for name, value in item.items():
        if value not in (None, "", [], {}):
            _take(drafting, name, value, line)
    kind = _text(item.get("type", ""))
    return drafting.done(_TYPES.get(kind), kind or "an item without type")


def _take(drafting: Drafting, name: str, value: Any, line: int) -> None:
    tag = Tag(name, _text(value), line)
    if name in ("type", "id", "citation-key"):
        if name != "type" and tag.text != drafting.key:
            drafting.lose(tag)
    elif name == "author" and isinstance(value, list):
        people = [_person(one) for one in value]
        drafting.write_authors([one for one in people if one], line)
        if None in people:
            drafting.lose(tag)
    elif name in _DATES:
        date = _date(value)
        if date:
            drafting.give(_DATES[name], tag, date)
        else:
            drafting.lose(tag)
    elif name == "DOI":
        drafting.give_doi(tag)
    elif name == "status" and tag.text.lower() in _STATUS:
        drafting.give("status", tag, _STATUS[tag.text.lower()])
    elif name in _TAGS and isinstance(value, str):
        words = _MARKUP.sub("", value)
        drafting.give(_TAGS[name], tag, words)
        if words != value:
            drafting.lose(Tag(f"markup of {name}", value, line))
    else:
        drafting.lose(tag)


def _person(value: Any) -> Person | None:
    """A name, its particles and suffix where they are printed; None: no name."""
    if not isinstance(value, dict):
        return None
    parts = {key: part.strip() for key, part in value.items() if isinstance(part, str)}
    if parts.get("literal"):
        is_rest = parts["literal"].lower().rstrip(".") in ("et al", "others")
        return Person(others=True) if is_rest else Person(literal=parts["literal"])
    family = " ".join(parts[key] for key in _PARTICLES if parts.get(key))
    given = " ".join(parts[key] for key in ("given", "dropping-particle") if parts.get(key))
    if not parts.get("family"):
        return Person(literal=given) if given else None
    return Person(family, given)


def _date(value: Any) -> str:
    """`{"date-parts": [[2020, 2]]}` -> `2020-02`; what is text already stays as it is."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict) or "circa" in value or "season" in value:
        return _text(value) if value else ""
    for name in ("raw", "literal"):
        if isinstance(value.get(name), str):
            return str(value[name])
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        return ""
    days: list[str] = []
    for part in parts:
        if not isinstance(part, list) or not 1 <= len(part) <= 3:
            return ""
        if not all(isinstance(piece, str) and piece for piece in part):
            return ""
        days.append("-".join(piece.zfill(2) for piece in part))
    return "/".join(days)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
