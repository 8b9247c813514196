"""The citations of a registry record as literature, where their parts can be told."""

import re

from assembler.importers.ctgov.reading import Reading, plain
from assembler.importers.given import Given
from assembler.importers.ids import Ids, wanted_id
from assembler.read import Data

_CITATION = re.compile(
    r"(?P<authors>[^.]{2,2000}?)\. (?P<title>.{8,600}?[.?!]) (?P<journal>[^.]{2,120})\. "
    r"(?P<issued>[0-9]{4}(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: [0-9]{1,2})?)?);"
    r"(?P<volume>[^():;.]{0,20})(?:\((?P<issue>[^()]{1,30})\))?(?::(?P<page>[^:;. ]{1,30}))?\."
    r"(?: doi: (?P<doi>10\.[0-9]{4,9}/\S{1,200}?)\.)?(?: Epub [^.]{4,30}\.)?"
    r"(?: No abstract available\.)?"
)
"""How PubMed writes a citation, and the registry copies it."""
_AUTHOR = re.compile(r"(?P<family>.+) (?P<given>[^\W\d_]{1,4}(?: (?:Jr|Sr|[0-9]?(?:nd|rd|th)))?)")
_KEYS = ("title", "container_title", "issued", "volume", "issue", "page", "doi", "pmid")
_GROUPS = {"container_title": "journal"}
_SKIPPED = "DERIVED"


def read_citations(reading: Reading) -> None:
    """What the sponsor cites into `references.literature`.

    Citations that the registry itself found in PubMed (`DERIVED`) are lost: whether they are about
    the trial at all, nobody has looked.
    """
    found: list[Data] = []
    ids = Ids(())
    skipped: list[Given] = []
    for cited in reading.protocol["referencesModule"]["references"]:
        if cited["type"].seen.upper() == _SKIPPED:
            skipped.append(cited)
            continue
        record = _reference(cited)
        if record is None:
            reading.unfit(
                "citations whose parts cannot be told apart",
                "import them with `assembler import bib` from PubMed",
                cited,
            )
            continue
        id = ids.new(wanted_id(None, record))
        found.append({"id": id, **record, "source": reading.source("References")})
        reading.origins[f"references.literature.{id}"] = cited.at
    if skipped:
        numbers = [plain(one["pmid"].seen) for one in skipped[:10]]
        named = ", ".join(number for number in numbers if number)
        reading.note(
            "import.fits-records",
            f"{len(skipped)} citations were found by the registry in PubMed and are left out "
            f"(PMID {named}{', ...' if len(skipped) > 10 else ''})",
            "save those that the dossier needs from PubMed, and import them as `bib`",
            skipped[0].at,
        )
    if found:
        reading.records.setdefault("references", {})["literature"] = found


def _reference(cited: Given) -> dict[str, Data] | None:
    match = _CITATION.fullmatch(plain(cited["citation"].seen))
    if match is None:
        return None
    authors = [_author(name) for name in match["authors"].split(", ")]
    record: dict[str, Data] = {"type": "article-journal"}
    people: list[Data] = [author for author in authors if author]
    if len(people) != len(authors):
        return None
    record["author"] = people
    parts = {key: match[_GROUPS.get(key, key)] for key in _KEYS if key != "pmid"}
    parts["title"] = parts["title"].rstrip(".")
    parts["pmid"] = plain(cited["pmid"].seen)
    record.update({key: text for key, text in parts.items() if text})
    for key in ("citation", "pmid", "type"):
        cited[key].leave()
    return record


def _author(name: str) -> dict[str, Data] | None:
    match = _AUTHOR.fullmatch(name.strip())
    return {"family": match["family"], "given": match["given"]} if match else None
