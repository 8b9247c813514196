"""Bibliographies -> references.yaml: BibTeX, RIS, PubMed's nbib and CSL-JSON."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assembler.importers import bibtex, csl, nbib, ris
from assembler.importers.append import appended
from assembler.importers.decode import Decoded, decode
from assembler.importers.entry import Draft, shown
from assembler.importers.ids import Ids, slug
from assembler.importers.imported import Added, Change, Imported, Lost
from assembler.importers.merge import Incoming, Merged, Standing, merge
from assembler.problems import Position, Problem, ProblemsFound, Severity, error, in_order
from assembler.read import Data, Place, Tree, tree_of, validate
from assembler.read.build import limited
from assembler.read.files import read_bytes, read_source
from assembler.records.references import Reference, References

_Drafts = Callable[[str, str], Iterator[Draft]]
_READERS: Mapping[str, tuple[re.Pattern[str], _Drafts]] = {
    "CSL-JSON": (re.compile(r"\A\s*[\[{]"), csl.drafts),
    "RIS": (ris.BEGIN, ris.drafts),
    "PubMed nbib": (nbib.BEGIN, nbib.drafts),
    "BibTeX": (bibtex.ENTRY, bibtex.drafts),
}
_NAMES = ("references.yaml", "references.yml", "references.json")


@dataclass(frozen=True, slots=True)
class _Study:
    """What stands in the study."""

    path: Path
    file: str
    raw: bytes | None
    tree: Tree | None
    references: References


def import_bib(files: Sequence[Path], study: Path) -> Imported:
    """The entries of the files as references of the study, and what had no home.

    Raises ProblemsFound with every problem of every file: then nothing may be written.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    drafts: list[Draft] = []
    into: _Study | None = None
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
    return _imported(into, drafts, references, warnings)


def _imported(
    into: _Study, drafts: list[Draft], references: list[Reference], warnings: list[Problem]
) -> Imported:
    documents = _documents(into.references, drafts)
    incoming = (
        Incoming(draft, reference, documents[draft.file]["id"])
        for draft, reference in zip(drafts, references, strict=True)
    )
    merged = merge(_standing(into), incoming)
    raw = (into.raw or b"").decode("utf-8")
    after = raw
    if merged.added:
        additions = _additions(merged, documents, into.references)
        after = appended(raw, into.tree, additions, file=into.file)
    return Imported(
        Change(into.path, into.raw, after.encode("utf-8")),
        tuple(Added(id, one.draft.at, one.draft.missing) for id, one in merged.added),
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
        raise ProblemsFound(
            [
                error(
                    "import.known-format",
                    f"{decoded.file} holds no entry of {', '.join(_READERS)}",
                    "export the references in one of these formats, then import again",
                    at=Position(decoded.file),
                )
            ]
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


def _study(study: Path) -> _Study:
    if not study.is_dir():
        raise ProblemsFound(
            [
                error(
                    "study.folder",
                    f"there is no folder {study.as_posix()}",
                    "name the folder that holds the study's records, after --into",
                    at=Position(study.as_posix()),
                )
            ]
        )
    names = [name for name in _NAMES if (study / name).exists()]
    path = study / (names[0] if names else _NAMES[0])
    file = path.as_posix()
    if not names:
        return _Study(path, file, None, None, References())
    if path.suffix == ".json":
        raise ProblemsFound(
            [
                error(
                    "import.into-yaml",
                    f"the references of the study stand in {file}, and the import writes YAML",
                    "keep them in references.yaml",
                    at=Position(file),
                )
            ]
        )
    source = read_source(path, root=study)
    raw = read_bytes(path, root=study, file=file)
    if all(line.strip()[:1] in ("", "#") for line in source.text.split("\n")):
        return _Study(path, file, raw, None, References())
    tree = tree_of(source)
    if isinstance(tree.value, dict) and isinstance(tree.value.get("literature"), dict):
        raise ProblemsFound(
            [
                error(
                    "import.can-append",
                    "the literature stands in a CSV file",
                    "write it as a list in references.yaml, then import again",
                    at=tree.at(("literature",)),
                )
            ]
        )
    value = tree.value
    if isinstance(value, dict):  # names the schema for editors
        value = {key: inside for key, inside in value.items() if key != "$schema"}
    return _Study(path, file, raw, tree, validate(References, replace(tree, value=value)))


def _standing(into: _Study) -> list[Standing]:
    tree, known = into.tree, into.references.literature
    return [
        Standing(one, tree.at(("literature", index)) if tree else Position(into.file))
        for index, one in enumerate(known)
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
