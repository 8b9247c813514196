"""Bibliographies -> references.yaml: BibTeX, RIS, PubMed's nbib and CSL-JSON."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assembler.importers import bibtex, csl, nbib, ris
from assembler.importers.decode import Decoded, decode
from assembler.importers.entry import Draft, shown
from assembler.importers.ids import Ids, slug
from assembler.importers.imported import Added, Change, Imported, Lost
from assembler.importers.merge import Incoming, Merged, Standing, merge
from assembler.importers.standing import StudyFile, study_file
from assembler.importers.yaml_edit import changed
from assembler.problems import Position, Problem, ProblemsFound, Severity, error, in_order, refused
from assembler.read import Data, Place, Tree, validate
from assembler.read.build import limited
from assembler.records.references import Reference, References

_Drafts = Callable[[str, str], Iterator[Draft]]
_READERS: Mapping[str, tuple[re.Pattern[str], _Drafts]] = {
    "CSL-JSON": (re.compile(r"\A\s*[\[{]"), csl.drafts),
    "RIS": (ris.BEGIN, ris.drafts),
    "PubMed nbib": (nbib.BEGIN, nbib.drafts),
    "BibTeX": (bibtex.ENTRY, bibtex.drafts),
}


def import_bib(files: Sequence[Path], study: Path) -> Imported:
    """The entries of the files as references of the study, and what had no home.

    Raises ProblemsFound with every problem of every file: then nothing may be written.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    drafts: list[Draft] = []
    into: tuple[StudyFile, References] | None = None
    try:
        into = _study(study)
    except ProblemsFound as found:
        problems += found.problems
    problems += _two_of_a_name(files)
    for path in files:
        try:
            decoded = decode(path)
            warnings += decoded.warnings
            drafts += _drafts(decoded)
        except ProblemsFound as found:
            problems += found.problems
    drafts = list(_with_own_places(drafts))
    references, misfits = _references(drafts)
    problems += misfits
    if problems or into is None:
        raise ProblemsFound(limited(in_order(problems)))
    warnings += (p for draft in drafts for p in draft.problems)
    return _imported(*into, drafts, references, warnings)


def _imported(
    there: StudyFile,
    stands: References,
    drafts: list[Draft],
    references: list[Reference],
    warnings: list[Problem],
) -> Imported:
    documents = _documents(stands, drafts)
    incoming = (
        Incoming(draft, reference, documents[draft.file]["id"])
        for draft, reference in zip(drafts, references, strict=True)
    )
    merged = merge(_standing(there, stands), incoming)
    after = there.raw
    if merged.added:
        whole = dict(there.value)
        for key, entries in _additions(merged, documents, stands).items():
            if entries:
                before = whole.get(key, [])
                whole[key] = [*(before if isinstance(before, list) else []), *entries]
        after = changed(there.text, there.value, whole, file=there.file).encode("utf-8")
    return Imported(
        (Change(there.path, there.raw, after or b""),) if merged.added else (),
        tuple(Added(id, one.draft.at, one.draft.missing) for id, one in merged.added),
        (),
        tuple(id for id, _ in merged.known),
        tuple(Lost(d.file, d.place, tag) for d in drafts for tag in d.lost),
        tuple(in_order([*warnings, *merged.differences])),
    )


def _drafts(decoded: Decoded) -> list[Draft]:
    """The entries, by the format whose beginning stands first in the file."""
    begins = [
        (match.start(), name, drafts)
        for name, (begin, drafts) in _READERS.items()
        if (match := begin.search(decoded.text))
    ]
    found = list(min(begins)[2](decoded.text, decoded.file)) if begins else []
    if not found:
        raise refused(
            "import.known-format",
            f"{decoded.file} holds no entry of {', '.join(_READERS)}",
            "export the references in one of these formats, then import again",
            at=Position(decoded.file),
        )
    return found


def _two_of_a_name(files: Sequence[Path]) -> Iterator[Problem]:
    """The name of a file is what its entries are known by at the next import."""
    times = Counter(path.name for path in files)
    for path in files:
        if times[path.name] > 1:
            times[path.name] = 0
            yield error(
                "import.files-named-once",
                f"two of the files have the name {shown(path.name)}",
                "give each a name of its own: the source of an entry names its file",
                at=Position(path.as_posix()),
            )


def _with_own_places(drafts: list[Draft]) -> Iterator[Draft]:
    """Entries of one file with the same key are told apart by their order."""
    times: Counter[tuple[str, str]] = Counter()
    for draft in drafts:
        times[draft.file, draft.place] += 1
        nth = times[draft.file, draft.place]
        yield draft if nth == 1 else replace(draft, place=f"{draft.place} ({nth})", key=None)


def _references(drafts: list[Draft]) -> tuple[list[Reference], list[Problem]]:
    """The records, and every problem of those that make none."""
    references: list[Reference] = []
    problems: list[Problem] = []
    for draft in drafts:
        errors = [p for p in draft.problems if p.severity is Severity.ERROR]
        problems += errors
        if errors:
            continue
        value: dict[str, Data] = {"id": "imported", **draft.record}
        places: dict[str | int, Place] = {
            key: Place(Position(draft.file, draft.lines.get(key, draft.line))) for key in value
        }
        try:
            tree = Tree(value, Place(draft.at, None, places), draft.file)
            references.append(validate(Reference, tree))
        except ProblemsFound as found:
            problems += found.problems
    return references, problems


def _study(study: Path) -> tuple[StudyFile, References]:
    """The file with the references, and what it holds. Raises ProblemsFound."""
    there = study_file(study, "references")
    if there.tree is None:
        return there, References()
    if isinstance(there.value.get("literature"), dict):
        raise refused(
            "import.can-append",
            "the literature stands in a CSV file",
            "write it as a list in references.yaml, then import again",
            at=there.tree.at(("literature",)),
        )
    tree = there.tree
    value = there.value if isinstance(tree.value, dict) else tree.value
    return there, validate(References, replace(tree, value=value))


def _standing(there: StudyFile, stands: References) -> list[Standing]:
    tree = there.tree
    return [
        Standing(one, tree.at(("literature", index)) if tree else Position(there.file))
        for index, one in enumerate(stands.literature)
    ]


def _documents(references: References, drafts: list[Draft]) -> dict[str, dict[str, str]]:
    """For each imported file the source document that stands for it, new or known."""
    by_id = {one.id: one for one in references.sources}
    known = {one.title: one for one in references.sources}
    ids = Ids(by_id)
    found: dict[str, dict[str, str]] = {}
    for draft in drafts:
        if draft.file not in found:
            title = shown(Path(draft.file).name)
            id = known[title].id if title in known else ids.new(slug(title) or "bibliography")
            found[draft.file] = {"id": id, "kind": "literature", "title": title}
    return found


def _additions(
    merged: Merged, documents: Mapping[str, Mapping[str, str]], references: References
) -> dict[str, list[dict[str, Data]]]:
    there = {one.id for one in references.sources}
    used = dict.fromkeys(one.draft.file for _, one in merged.added)
    sources = (documents[file] for file in used)
    entries: list[dict[str, Data]] = [
        {
            "id": id,
            **one.draft.record,
            "source": {"document": one.document, "place": shown(one.draft.place)},
        }
        for id, one in merged.added
    ]
    return {"sources": [dict(s) for s in sources if s["id"] not in there], "literature": entries}
