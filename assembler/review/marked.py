"""The report in Word: a copy of the edited file with a comment at every difference."""

from collections.abc import Iterable

from assembler.review.edited import Edited
from assembler.review.margin import Margin
from assembler.review.packed import Relations, packed
from assembler.review.states import Finding
from assembler.review.tracked import Revisions, largest_id
from assembler.write.docx.comments import AUTHOR

_CORE = "core-properties"
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_EPOCH = "1980-01-01T00:00:00Z"


def marked(edited: Edited, findings: Iterable[Finding]) -> bytes:
    """The file with the differences in its margin, by the author `assembler`.

    Every other byte of the body stays, and every comment of people. The date is the one on which
    the file was last saved: the same file makes the same report. Raises ProblemsFound where the
    file cannot be edited.
    """
    margin = Margin(edited)
    for finding in findings:
        if finding.is_note:
            continue
        if finding.occurrence is not None:
            margin.at_anchor(finding.occurrence, _words(finding))
        else:
            margin.at_paragraph(finding.paragraph, _words(finding))
    revisions = Revisions(AUTHOR, _saved(edited), largest_id(edited.stories()) + 1)
    _, added = margin.write(revisions, Relations(edited))
    changed = {**edited.changed_parts(), **added}
    return packed(edited.data, edited.archive, changed) if changed else edited.data


def _words(finding: Finding) -> str:
    lines = [f"{str(finding.state).replace('-', ' ').capitalize()}: {finding.message}."]
    if finding.path:
        lines.append(f"Record: {finding.path}")
    if finding.source:
        lines.append(f"Source: {finding.source}")
    lines.append(f"To do: {finding.remedy}.")
    return "\n".join(lines)


def _saved(edited: Edited) -> str:
    """When the file was last saved, by its own properties."""
    for name in edited.archive.related("").get(_CORE, []):
        root = edited.archive.xml(name)
        moment = None if root is None else root.findtext(_MODIFIED)
        if moment and len(moment) <= len(_EPOCH) and moment.replace(":", "").isprintable():
            return moment
    return _EPOCH
