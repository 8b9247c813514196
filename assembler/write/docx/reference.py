"""A company's Word file as the source of styles: what it has of the look's styles, by name.

The file may be anybody's. Only definitions are read, property by property (`definitions.py`); no
part of it is copied. Every style is taken with all that it inherits, so that it looks the same
whatever stands beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assembler.problems import Position, Problem, ProblemsFound, Severity
from assembler.write.docx.archive import Archive, unreadable
from assembler.write.docx.definitions import TABLE, WHITE, Definition, Values, is_legible, taken
from assembler.write.docx.foreign import ForeignStyles
from assembler.write.docx.xml import Element, qn
from assembler.write.look import Family, Look, RoleName
from assembler.write.written import ReferenceFile

TABLE_NAME = "Dossier Table"
LINK_NAME = "Hyperlink"
CROSS_REFERENCE_NAME = "Cross Reference"

_IN_CAPITALS = ("title", "subject", "contents-title", "heading", "header", "footer")
"""Roles whose words may be set in capitals: elsewhere `mg` and `Mg` must stay apart."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a company's file gives to a look."""

    look: Look
    """The look with the sizes and spaces of what is taken; the roles that the file lacks are set
    in its own font."""
    roles: Mapping[RoleName, Definition]
    normal: Definition
    characters: Mapping[str, Definition] = field(default_factory=dict)
    """By style name: links and cross-references."""
    table: Values = field(default_factory=dict)
    """Rules of the style of tables."""
    fonts: Mapping[str, str] = field(default_factory=dict)
    """Of the theme: `major`, `minor`."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """Of the theme: `accent1` ..."""
    problems: tuple[Problem, ...] = ()
    """Notes: what the file lacks, and what was left out."""

    @property
    def named_fonts(self) -> frozenset[str]:
        """The fonts of what is taken."""
        definitions = (self.normal, *self.roles.values())
        return frozenset(font for one in definitions for font in one.run.get("rFonts", {}).values())


def read_reference(file: ReferenceFile, look: Look) -> Reference:
    """The styles of the look that the file has. Raises ProblemsFound where it is no DOCX."""
    try:
        return _read(file, look)
    except ProblemsFound as found:
        at = Position(file.name)
        raise ProblemsFound(replace(problem, at=at) for problem in found.problems) from None


def _read(file: ReferenceFile, look: Look) -> Reference:
    archive = Archive(file.data)
    main = next(iter(archive.related("").get("officeDocument", ())), "word/document.xml")
    root = archive.xml(main)
    if root is None or root.tag != qn("document"):
        raise unreadable("docx.opens", "the file holds no Word document")
    parts = archive.related(main)
    styles = _first(archive, parts.get("styles", ()))
    if styles is None or styles.tag != qn("styles"):
        raise unreadable("reference-docx.has-styles", "the file holds no styles")
    source = ForeignStyles(styles, _first(archive, parts.get("theme", ())))
    normal, _ = _for_role("body", source.normal)
    table = source.element("table", TABLE_NAME)
    roles: dict[RoleName, Definition] = {}
    unread: list[str] = []
    for role, name in look.word_styles.items():
        definition = source.paragraph(name)
        if definition is None:
            continue
        roles[role], is_readable = _for_role(role, definition)
        if not is_readable:
            unread.append(name)
    characters = {
        name: found
        for name in (LINK_NAME, CROSS_REFERENCE_NAME)
        if (found := source.character(name)) is not None
    }
    return Reference(
        _worn(look, roles, normal),
        roles,
        normal,
        characters,
        taken(None if table is None else table.find(qn("tblPr")), TABLE),
        source.fonts,
        source.colours,
        tuple(_notes(file, look, roles, unread)),
    )


def _first(archive: Archive, names: Sequence[str]) -> Element | None:
    return archive.xml(names[0]) if names else None


def _for_role(role: RoleName, definition: Definition) -> tuple[Definition, bool]:
    """What of a style the role takes, and whether its colour can be read."""
    dropped: list[str] = []
    if not role.startswith(_IN_CAPITALS):
        dropped += ["caps", "smallCaps"]
    if role.startswith(("heading-", "contents-", "item", "reference")):
        dropped.append("ind")  # belongs to the number in front
    ground = definition.paragraph.get("shd", {}).get("fill", WHITE)
    is_readable = is_legible(definition.run.get("color", {}).get("val", "auto"), ground)
    if not is_readable:
        dropped.append("color")
    return definition.without(*dropped), is_readable


def _worn(look: Look, roles: Mapping[RoleName, Definition], normal: Definition) -> Look:
    changed = dict(look.roles)
    for role, definition in roles.items():
        found = {
            "size": definition.size,
            "before": definition.space("before") or 0.0,
            "after": definition.space("after") or 0.0,
        }
        given = {key: value for key, value in found.items() if value is not None}
        changed[role] = look.roles[role].model_copy(update=given)
    families: dict[str, Family] = {}
    if normal.font:
        families = {
            name: family.model_copy(update={"word": normal.font})
            for name, family in (("serif", look.serif), ("sans", look.sans))
        }
    return look.model_copy(update={"roles": changed, **families})


def _notes(
    file: ReferenceFile, look: Look, roles: Mapping[RoleName, Definition], unread: list[str]
) -> Iterator[Problem]:
    at = Position(file.name)
    yield Problem(
        "reference-docx.contents-updated",
        Severity.NOTE,
        "with its styles the pages of the DOCX break elsewhere than those of the PDF, which the "
        "contents name",
        "open the DOCX in Word and update the contents: Ctrl+A, then F9",
        at,
    )
    lacking = [f"{name} ({role})" for role, name in look.word_styles.items() if role not in roles]
    if lacking:
        yield Problem(
            "reference-docx.every-style",
            Severity.NOTE,
            f"it has no paragraph style for {len(lacking)} of {len(look.word_styles)} roles, which "
            f"look as in '{look.id}', in its font: {', '.join(lacking)}",
            "add styles of these names in Word, or name its own in `word_styles` of a look",
            at,
        )
    if unread:
        yield Problem(
            "reference-docx.legible",
            Severity.NOTE,
            f"the colour of its letters can hardly be read on their ground: {', '.join(unread)}",
            "nothing: the words are printed black or white",
            at,
        )
