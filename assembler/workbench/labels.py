"""Cross-references of templates to labels that no template of the document can make."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assembler.compose.sections import slug
from assembler.compose.syntax import without_remarks
from assembler.compose.uses import Reading
from assembler.problems import Position, Problem, did_you_mean, error
from assembler.workbench.catalog import DocumentType
from assembler.workbench.placed import placed_shells

_REFERENCE = re.compile(r"\]\(([a-z0-9-]*)#([^()\s{}]+)\)")
_LABEL = re.compile(r"^\(([^()\n]+)\)=[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^(?:\{%.*?%\})?[ \t]*#{1,6}[ \t]+(.+?)[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class Labels:
    """The labels that a document's templates can make."""

    known: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    """Of labels with a value in them: what stands before it."""
    headings: set[str] = field(default_factory=set)
    """What the titles of headings add to the label of their section."""
    has_values: bool = False
    """Whether a heading has a value in it."""

    def can_make(self, label: str) -> bool:
        """Whether some template may make the label."""
        if label in self.known or any(label.startswith(one) for one in self.beginnings):
            return True
        if not any(label.startswith(f"{one}-") for one in self.sections):
            return False
        return self.has_values or any(label.endswith(f"-{one}") for one in self.headings)


def reached(document: DocumentType, readings: Sequence[Reading]) -> set[str]:
    """The names of the templates that a document's outline reaches, through others too."""
    inside: dict[str, set[str]] = {}
    for reading in readings:
        inside.setdefault(reading.name, set()).update(name for name, _ in reading.files)
    found: set[str] = set()
    left = [one.file.name for one in document.sections if one.file is not None]
    left.append(document.outline.name)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += inside.get(name, ())
    return found


def labels_of(document: DocumentType, texts: Mapping[str, str], files: set[str]) -> Labels:
    """What the templates of a document can make; `files` are those that it reaches."""
    made = Labels()
    made.sections = {str(one.label) for one in document.sections}
    made.known |= made.sections
    for name in files & texts.keys():
        text = without_remarks(texts[name])
        found = [*_LABEL.findall(text), *(one.label for one in placed_shells(text))]
        for label in found:
            before, brace, _ = label.partition("{")
            (made.beginnings if brace else made.known).add(before)
        for title in _HEADING.findall(text):
            if "{" in title:
                made.has_values = True
            else:
                made.headings.add(slug(title))
    return made


def broken_labels(
    documents: Sequence[DocumentType],
    texts: Mapping[str, str],
    places: Mapping[str, str],
    readings: Sequence[Reading],
) -> Iterator[Problem]:
    """An error for each cross-reference that leads nowhere in any document that it stands in.

    `texts` are templates by name, `places` their names as the user knows them.
    """
    files = {one.id: reached(one, readings) for one in documents}
    made = {one.id: labels_of(one, texts, files[one.id]) for one in documents}
    for name, text in texts.items():
        within = [one.id for one in documents if name in files[one.id]]
        text = without_remarks(text)
        for found in _REFERENCE.finditer(text):
            targets = [found[1]] if found[1] else within
            at = Position(places[name], text.count("\n", 0, found.start()) + 1)
            if found[1] and found[1] not in made:
                yield _no_document(found[1], made, at)
            elif targets and not any(made[one].can_make(found[2]) for one in targets):
                yield _broken(found[2], {n for one in targets for n in made[one].known}, at)


def _no_document(name: str, known: Mapping[str, object], at: Position) -> Problem:
    listed = f"the documents are: {', '.join(known)}"
    return error(
        "crossref.resolves",
        f"there are no templates for a document '{name}'",
        did_you_mean(name, known, otherwise=listed),
        at=at,
    )


def _broken(label: str, known: set[str], at: Position) -> Problem:
    near = did_you_mean(label, sorted(known), otherwise="correct it, or add what it names")
    return error(
        "crossref.resolves", f"no template of the document makes the label '{label}'", near, at=at
    )
