"""Inspects files: which rules of an agency each of them breaks."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assembler.inspect.between import Folder
from assembler.inspect.docx import opened as docx
from assembler.inspect.docx.office import office_rule
from assembler.inspect.docx.rules import RULES as DOCX_RULES
from assembler.inspect.docx.schema import schema_rule
from assembler.inspect.finding import Finding, Level, judged
from assembler.inspect.pdf import opened as pdf
from assembler.inspect.pdf.rules import RULES as PDF_RULES
from assembler.inspect.profile import Profile
from assembler.problems import ProblemsFound
from assembler.write.docx.read import open_docx

_BASE14 = "pdf.standard-fonts-embedded"
_WORD = (".docx", ".docm", ".doc")


def inspect_files(
    paths: Iterable[Path],
    profile: Profile,
    *,
    schemas: Path | None = None,
    root: Path | None = None,
    office: Path | None = None,
    allow_base14: bool = False,
) -> list[Finding]:
    """The findings in files on the disk, called by their paths as they were given.

    With `root`, the folder of a dossier, links to other files must lead to what is there, and paths
    must be such as an agency takes. With `allow_base14` the standard 14 fonts need not be embedded:
    that they are not is advice. The rest is as for `inspect`.

    Raises OSError where a file cannot be read.
    """
    folder = Folder(root, profile) if root is not None else None
    found: list[Finding] = []
    for path in paths:
        own = inspect(path.name, path.read_bytes(), profile, schemas=schemas, office=office)
        own += folder.findings(path) if folder is not None else ()
        if allow_base14:
            own = [_advised(one) if one.rule == _BASE14 else one for one in own]
        found += (replace(finding, file=str(path)) for finding in own)
    return found


def inspect(
    name: str,
    data: bytes,
    profile: Profile,
    *,
    schemas: Path | None = None,
    office: Path | None = None,
) -> list[Finding]:
    """The findings in one file, by rule and place; `name` without folders.

    `schemas` is a folder with the published schemas of ECMA-376 (transitional): with it, the parts
    of a Word file are validated too.

    What the file is, its first bytes say; a name that says otherwise is a finding. A file that
    cannot be opened or read to its end has one finding, which says so.
    """
    is_word = data.startswith(b"PK") or (b"%PDF" not in data[:1024] and name.endswith(_WORD))
    if is_word:
        return _docx(name, data, profile, schemas, office)
    return _pdf(name, data, profile)


def _advised(finding: Finding) -> Finding:
    return replace(finding, level=Level.ADVICE)


def _pdf(name: str, data: bytes, profile: Profile) -> list[Finding]:
    try:
        with pdf.opened(name, data, profile) as file:
            return list(judged(name, file, PDF_RULES))
    except pdf.NotOpened as fault:
        remedy = "make the file again, and without security"
        return [Finding(name, fault.rule, Level.ERROR, fault.seen.message, remedy)]


def _docx(
    name: str, data: bytes, profile: Profile, schemas: Path | None, office: Path | None
) -> list[Finding]:
    try:
        file = docx.opened(name, open_docx(data), len(data), profile)
        rules = list(DOCX_RULES)
        if schemas:
            rules.append(schema_rule(schemas))
        if office:
            rules.append(office_rule(office, data))
        return list(judged(name, file, rules))
    except ProblemsFound as found:
        return [Finding(name, p.rule, Level.ERROR, p.message, p.remedy) for p in found.problems]
