"""Rules about the package: parts, properties, what may act."""

import re
from collections import Counter
from collections.abc import Iterator

from assembler.inspect.docx.opened import OpenedDocx, repeated
from assembler.inspect.finding import Level, Rule, Seen
from assembler.inspect.names import misnamed
from assembler.write.docx.xml import qn, val

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FILE = re.compile(r"hyperlink (?:file:|(?![A-Za-z][A-Za-z0-9+.-]+:)).*", re.DOTALL)
"""A link to another file: one letter before a colon is a drive, more are a scheme."""
_ABSOLUTE = re.compile(r"(?:[A-Za-z]:[\\/]|[\\/]|file:)", re.IGNORECASE)
_CURRENT = 15
"""The compatibility mode of Word 2013 and later."""


def _typed(file: OpenedDocx) -> Iterator[Seen]:
    root = file.archive.xml("[Content_Types].xml")
    if root is None:
        yield Seen("the list of content types is missing", thing="[Content_Types].xml")
        return
    endings = {one.get("Extension", "").casefold() for one in root if one.tag == f"{_TYPES}Default"}
    parts = {one.get("PartName", "").lstrip("/") for one in root if one.tag == f"{_TYPES}Override"}
    for name in file.archive.names():
        ending = name.rpartition(".")[2].casefold()
        if name != "[Content_Types].xml" and name not in parts and ending not in endings:
            yield Seen("the part has no content type", thing=name)
    for name in sorted(parts - set(file.archive.names())):
        yield Seen("a content type for a part that is not there", thing=name)


def _related(file: OpenedDocx) -> Iterator[Seen]:
    ids: Counter[str] = Counter()
    parts = set(file.archive.names())
    for one in file.archive.relationships():
        ids[f"{one.part}, relationship {one.id}"] += 1
        if not one.is_external and one.target not in parts:
            yield Seen(f"points to {one.target}, which is not there", thing=one.part or "package")
    for name in repeated(ids):
        yield Seen("an id that stands twice", thing=name)


def _active(file: OpenedDocx) -> Iterator[Seen]:
    for one in file.reading.foreign:
        is_file = one.kind == "external" and _FILE.fullmatch(one.what) is not None
        if one.kind not in ("hidden", "strict-name") and not is_file:
            yield Seen(f"{one.kind}: {one.what}", thing=one.part)


def _paths(file: OpenedDocx) -> Iterator[Seen]:
    for one in file.archive.relationships():
        if one.is_external and one.kind == "hyperlink" and _ABSOLUTE.match(one.target):
            yield Seen(f"a link to '{one.target}'", thing=one.part)


def _properties(file: OpenedDocx) -> Iterator[Seen]:
    part = next(iter(file.archive.related("").get("core-properties", ())), "docProps/core.xml")
    root = file.archive.xml(part)
    title = (root.findtext(f"{_DC}title") or "") if root is not None else ""
    author = (root.findtext(f"{_DC}creator") or "") if root is not None else ""
    description = (root.findtext(f"{_DC}description") or "") if root is not None else ""
    if not title.strip():
        yield Seen("the file has no title", thing=part)
    if "python-docx" in (author + description):
        yield Seen("the properties name a program library as author", thing=part)


def _language(file: OpenedDocx) -> Iterator[Seen]:
    styles = file.part("styles")
    path = "docDefaults/rPrDefault/rPr/lang"
    if styles is None or not val(styles, path):
        yield Seen("the styles state no language", thing="styles")


def _compatible(file: OpenedDocx) -> Iterator[Seen]:
    settings = file.part("settings")
    modes = (
        [
            one.get(qn("val"), "")
            for one in settings.iter(qn("compatSetting"))
            if one.get(qn("name")) == "compatibilityMode"
        ]
        if settings is not None
        else []
    )
    if not modes or not modes[0].isdigit() or int(modes[0]) < _CURRENT:
        mode = f"mode {modes[0]}" if modes else "no mode"
        yield Seen(f"Word opens the file in compatibility mode ({mode})", thing="settings")


def _name(file: OpenedDocx) -> Iterator[Seen]:
    if wrong := misnamed("name", file.name, file.profile.names, ending=".docx"):
        yield Seen(wrong)


RULES: tuple[Rule[OpenedDocx], ...] = (
    Rule(
        "docx.content-types", "Every part has a content type.", "ECMA-376 Part 2, 10.1",
        "save the file again in Word", _typed,
    ),
    Rule(
        "docx.relationships", "Relationships point to parts that are there.",
        "ECMA-376 Part 2, 9.3", "save the file again in Word", _related,
    ),
    Rule(
        "docx.no-active-content", "No macros, objects, imported files or fields that fetch.",
        "good practice; EMA and FDA refuse active content", "remove it", _active,
    ),
    Rule(
        "docx.link-paths", "Links to other files are relative.", "FDA PDF Specifications; ICH M8",
        "make the link relative to this file", _paths,
    ),
    Rule(
        "docx.properties", "The properties state a real title.", "good practice",
        "set title and author under File, Info", _properties,
    ),
    Rule(
        "docx.language", "The styles state a language.", "WCAG 3.1.1",
        "set the language of the default style", _language,
    ),
    Rule(
        "docx.compatibility", "The file does not open in compatibility mode.", "good practice",
        "convert the file under File, Info", _compatible, Level.ADVICE,
    ),
    Rule(
        "docx.file-name", "Names are of a-z, 0-9 and hyphens, with `.docx`, at most 64 characters.",
        "ICH eCTD 3.2.2, Appendix 2", "rename the file", _name, Level.ADVICE,
    ),
)  # fmt: skip
