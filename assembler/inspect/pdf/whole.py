"""Rules about the file as a whole: version, restrictions, what must not be in it, properties."""

import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name

from assembler.inspect.finding import Rule, Seen
from assembler.inspect.names import misnamed
from assembler.inspect.pdf.opened import OpenedPdf, annotations, named
from assembler.inspect.pdf.values import array, dictionary, is_true, words

_VERSIONS = ("1.4", "1.5", "1.6", "1.7")
_MULTIMEDIA = frozenset({"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia"})
_ACTIVE = frozenset(
    {
        "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/Rendition", "/Movie", "/Sound",
        "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView", "/RichMediaExecute", "/Named",
    }
)  # fmt: skip
_LONGEST_CHAIN = 20


def _intact(file: OpenedPdf) -> Iterator[Seen]:
    for said in file.damage:
        yield Seen(f"the file is damaged: {said}")


def _version(file: OpenedPdf) -> Iterator[Seen]:
    if file.pdf.pdf_version not in _VERSIONS:
        yield Seen(f"PDF {file.pdf.pdf_version}")


def _security(file: OpenedPdf) -> Iterator[Seen]:
    if file.pdf.is_encrypted:
        yield Seen("the file is encrypted or restricted")


def _actions(file: OpenedPdf) -> Iterator[tuple[str, int | None, str]]:
    """Kind, page and place of every action that a reader's program could run."""

    def chain(
        action: object, page: int | None, place: str
    ) -> Iterator[tuple[str, int | None, str]]:
        rest = [action]
        for _ in range(_LONGEST_CHAIN):
            following = rest.pop(0) if rest else None
            if isinstance(following, Array):
                rest[:0] = list(following)[:_LONGEST_CHAIN]
            elif isinstance(following, Dictionary):
                yield words(following.get("/S")), page, place
                rest.insert(0, following.get("/Next"))

    def each(
        holder: Dictionary, page: int | None, place: str
    ) -> Iterator[tuple[str, int | None, str]]:
        yield from chain(holder.get("/A"), page, place)
        more = holder.get("/AA")
        if isinstance(more, Dictionary):
            for key in more.keys():  # noqa: SIM118 - a pikepdf dictionary iterates its keys so
                yield from chain(more[key], page, f"{place}, at {key}")

    yield from chain(file.root.get("/OpenAction"), None, "when the file opens")
    yield from each(file.root, None, "the document")
    for number, page in enumerate(file.pdf.pages, start=1):
        yield from each(page.obj, number, "the page")
        for annotation in annotations(page):
            yield from each(annotation, number, f"annotation {words(annotation.get('/Subtype'))}")
    for bookmark in file.outline:
        if bookmark.action:
            yield f"/{bookmark.action}", None, f"bookmark '{bookmark.title}'"


def _javascript(file: OpenedPdf) -> Iterator[Seen]:
    trees: Any = file.root.get("/Names")
    if isinstance(trees, Dictionary) and named(trees.get("/JavaScript")):
        yield Seen("JavaScript that runs when the file opens", thing="name tree JavaScript")
    for kind, page, place in _actions(file):
        if kind == "/JavaScript":
            yield Seen("an action runs JavaScript", page, place)


def _active(file: OpenedPdf) -> Iterator[Seen]:
    for kind, page, place in _actions(file):
        if kind in _ACTIVE:
            yield Seen(f"an action {kind.removeprefix('/')}", page, place)
    form = file.root.get("/AcroForm")
    if isinstance(form, Dictionary):
        if "/XFA" in form:
            yield Seen("a form of XFA")
        if fields := array(form.get("/Fields")):
            yield Seen(f"{len(fields)} form fields")


def _attachments(file: OpenedPdf) -> Iterator[Seen]:
    trees: Any = file.root.get("/Names")
    if isinstance(trees, Dictionary) and named(trees.get("/EmbeddedFiles")):
        yield Seen("files are attached", thing="name tree EmbeddedFiles")
    elif "/AF" in file.root:
        yield Seen("associated files are attached")
    yield from _of_kind(file, frozenset({"/FileAttachment"}))


def _multimedia(file: OpenedPdf) -> Iterator[Seen]:
    yield from _of_kind(file, _MULTIMEDIA)


def _of_kind(file: OpenedPdf, kinds: frozenset[str]) -> Iterator[Seen]:
    for number, page in enumerate(file.pdf.pages, start=1):
        for annotation in annotations(page):
            kind = words(annotation.get("/Subtype"))
            if kind in kinds:
                yield Seen(f"an annotation {kind.removeprefix('/')}", number)


def _annotations(file: OpenedPdf) -> Iterator[Seen]:
    told = {"/Link", "/FileAttachment", *_MULTIMEDIA}  # these have rules of their own
    for number, page in enumerate(file.pdf.pages, start=1):
        for annotation in annotations(page):
            kind = words(annotation.get("/Subtype"))
            if kind not in told:
                yield Seen(f"an annotation {kind.removeprefix('/')}", number)


def _linearised(file: OpenedPdf) -> Iterator[Seen]:
    if not file.pdf.is_linearized:
        yield Seen("the file is not linearised")


def _size(file: OpenedPdf) -> Iterator[Seen]:
    if file.size > file.profile.largest:
        most = file.profile.largest // 1_000_000
        yield Seen(f"{file.size / 1_000_000:.1f} MB; at most {most} MB")


def _name(file: OpenedPdf) -> Iterator[Seen]:
    if wrong := misnamed("name", file.name, file.profile.names, ending=".pdf"):
        yield Seen(wrong)


def _title(file: OpenedPdf) -> Iterator[Seen]:
    title = words(dictionary(file.pdf.trailer.get("/Info")).get("/Title")).strip()
    said = str(file.metadata.get("dc:title") or "")
    if not title and said.strip():
        yield Seen(f"the title '{said}' stands in the metadata (XMP), and not in the properties")
        return
    if not title or title.casefold().strip("()") in ("untitled", "anonymous"):
        yield Seen(f"the title is '{title}'" if title else "the file has no title")
        return
    if said != title:
        yield Seen(f"the title is '{title}', in the metadata (XMP) '{said}'")


def _title_shown(file: OpenedPdf) -> Iterator[Seen]:
    preferences = dictionary(file.root.get("/ViewerPreferences"))
    if not is_true(preferences.get("/DisplayDocTitle")):
        yield Seen("a reader's window shows the file's name instead of its title")


def _language(file: OpenedPdf) -> Iterator[Seen]:
    language = words(file.root.get("/Lang"))
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        yield Seen(f"the language is '{language}'" if language else "no language is stated")


def _initial_view(file: OpenedPdf) -> Iterator[Seen]:
    mode = file.root.get("/PageMode", Name.UseNone)
    if file.outline and mode != Name.UseOutlines:
        yield Seen("the bookmarks are not shown when the file opens")
    if not file.outline and mode != Name.UseNone:
        yield Seen(f"the file opens with {words(mode)}, and has no bookmarks")
    layout = file.root.get("/PageLayout", Name.SinglePage)
    if layout != Name.SinglePage:
        yield Seen(f"the layout at opening is {words(layout)}")
    opening = file.root.get("/OpenAction")
    if opening is None:
        return
    if isinstance(opening, Dictionary) and opening.get("/S") == Name.GoTo:
        opening = opening.get("/D")
    if isinstance(opening, Array):
        target = file.targets.at(opening)
        if (target.page, target.zoom) != (1, "XYZ 0"):
            yield Seen("the file does not open at its first page with the reader's own zoom")


RULES: tuple[Rule[OpenedPdf], ...] = (
    Rule(
        "pdf.intact", "Nothing had to be mended to read the file.", "ISO 32000-1; all agencies",
        "make the file again, or save it again in a program that mends it", _intact,
    ),
    Rule(
        "pdf.version", "The file is PDF 1.4 to 1.7.", "FDA PDF Specifications 4.1",
        "write the file as PDF 1.7", _version,
    ),
    Rule(
        "pdf.no-security", "No password, no restriction.",
        "FDA PDF Specifications; ICH M8 2.17; EMA", "save the file without security", _security,
    ),
    Rule(
        "pdf.no-javascript", "No JavaScript.", "FDA PDF Specifications 4.1",
        "remove the script", _javascript,
    ),
    Rule(
        "pdf.no-attachments", "No files in the file.", "FDA PDF Specifications 4.1",
        "submit the attached file by itself", _attachments,
    ),
    Rule(
        "pdf.no-multimedia", "No sound, film or 3D.", "FDA PDF Specifications 4.1",
        "remove it", _multimedia,
    ),
    Rule(
        "pdf.no-actions", "No actions but links, no forms.", "FDA PDF Specifications; ICH M8",
        "remove the action; print a form to PDF", _active,
    ),
    Rule(
        "pdf.no-annotations", "Annotations are links only.", "FDA PDF Specifications 4.1",
        "remove notes, marks and stamps, or print the file to PDF", _annotations,
    ),
    Rule(
        "pdf.fast-web-view", "The file is linearised.",
        "FDA PDF Specifications; ICH M8 2.16", "save it for fast web view", _linearised,
    ),
    Rule(
        "pdf.file-size", "A file is not larger than the agency takes.",
        "FDA PDF Specifications 4.0; ICH M8", "cut the file in two", _size,
    ),
    Rule(
        "pdf.file-name", "Names are of a-z, 0-9 and hyphens, with `.pdf`, at most 64 characters.",
        "ICH eCTD 3.2.2, Appendix 2", "rename the file", _name,
    ),
    Rule(
        "pdf.title", "A real title, the same in properties and metadata.",
        "PDF/UA-1 7.1; WCAG 2.4.2",
        "give the file a title", _title,
    ),
    Rule(
        "pdf.title-shown", "A reader's window shows the title.", "PDF/UA-1 7.1",
        "set the initial view to show the document's title", _title_shown,
    ),
    Rule(
        "pdf.language", "The language is stated.", "PDF/UA-1 7.2; WCAG 3.1.1",
        "state the language of the file, such as en-GB", _language,
    ),
    Rule(
        "pdf.initial-view",
        "The file opens at page 1, in the default zoom and layout, with its bookmarks.",
        "FDA PDF Specifications; ICH M8 2.15", "reset the initial view of the file", _initial_view,
    ),
)  # fmt: skip
