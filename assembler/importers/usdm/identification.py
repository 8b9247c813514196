"""Titles, numbers, organisations and the source document of a study definition."""

from collections.abc import Iterator

from assembler.importers.drafted import letters
from assembler.importers.given import Given
from assembler.importers.ids import Ids, slug
from assembler.importers.usdm.definition import Definition, filled
from assembler.importers.usdm.terms import (
    ORGANISATION_ROLES,
    ORGANISATIONS,
    STUDY_TYPES,
    TITLES,
    term,
)
from assembler.read import Data

_OF_THE_PROTOCOL = ("protocoleffectivedate", "sponsorapprovaldate", "protocolapproval")


def identification(definition: Definition) -> dict[str, Data]:
    """The keys of `trial` that say which study it is."""
    version = definition.version
    titles = _titles(definition)
    record: dict[str, Data] = {}
    for key, kinds in (
        ("title", ("official", "scientific", "public", "brief")),
        ("acronym", ("acronym",)),
        ("brief_title", ("brief",)),
    ):
        title = next((titles[kind] for kind in kinds if kind in titles), None)
        words = definition.words(title) if title else None
        if words and words not in record.values():
            record[key] = words
    taken = {letters(str(words)) for words in record.values()}
    for title in titles.values():
        if letters(title.seen) in taken:
            title.leave()
    said = version["studyType"] or definition.design["studyType"]
    kind = term(said, STUDY_TYPES, "the study type")
    rationale = definition.words(version["rationale"])
    return record | filled(study_type=kind, rationale=rationale)


def numbers(definition: Definition) -> dict[str, Data]:
    """`study_number` and `registrations`: each identifier by the organisation that gave it."""
    record: dict[str, Data] = {}
    entries: list[Data] = []
    ids = Ids(())
    sponsors = {one.path for one, _ in _with_roles(definition)}
    for identifier in definition.version["studyIdentifiers"]:
        by = _scope(definition, identifier)
        number = identifier["text"] or identifier["studyIdentifier"]
        if by.path in sponsors and "study_number" not in record:
            record |= filled(study_number=number.text())
        elif term(_type(by), ORGANISATIONS) == "registry" and number:
            name = definition.label(by) or "registry"
            id = ids.new(slug(name) or "registry")
            entry: dict[str, Data] = {"id": id, "registry": name, "number": number.text() or ""}
            source = definition.place(by, f"trial.registrations.{id}")
            entries.append({**entry, "source": source})
    return record | filled(registrations=entries)


def organisations(definition: Definition) -> list[Data]:
    """The organisations that have a part in the trial that a record knows."""
    ids, records = Ids(()), list[Data]()
    found: dict[str, tuple[Given, list[str]]] = {}
    for one, role in _with_roles(definition):
        if name := definition.label(one):
            roles = found.setdefault(name, (one, []))[1]
            roles += [role] if role not in roles else []
    for name, (one, roles) in found.items():
        id = ids.new(slug(name) or "organisation")
        source = definition.place(one, f"trial.organisations.{id}")
        records.append({"id": id, "name": name, "roles": list(roles), "source": source})
    return records


def source_document(definition: Definition, trial: dict[str, Data]) -> dict[str, Data]:
    """The protocol as a source, with the version of the study that the file defines."""
    number = definition.version["versionIdentifier"].text()
    name = trial.get("study_number") or trial.get("acronym") or definition.study["name"].seen
    label = f"Protocol {name}" if name else "Protocol"
    label += f", version {number}" if number else ""
    sponsors = [one for one, role in _with_roles(definition) if role == "sponsor"]
    sponsor = definition.label(sponsors[0]) if sponsors else None
    date = next((text for at in _dates(definition) if (text := at.text())), None)
    definition.origins[f"references.sources.{definition.source}"] = definition.version.at
    return filled(
        id=definition.source,
        kind="protocol",
        title=trial.get("title") or definition.words(definition.study["name"]) or label,
        label=label,
        organisation=sponsor,
        date=date,
        sha256=definition.file.tree.sha256,
    )


def _titles(definition: Definition) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for title in definition.version["titles"]:
        kind = term(title["type"], TITLES, "the type of a title")
        if kind:
            found.setdefault(kind, title["text"])
    return found


def _with_roles(definition: Definition) -> Iterator[tuple[Given, str]]:
    """Organisations with what they do: by their roles, else by what kind of body they are."""
    by_role = False
    for role in definition.version["roles"]:
        known = term(role["code"], ORGANISATION_ROLES)
        for reference in role["organizationIds"]:
            if known and definition.named(reference):
                by_role = True
                yield definition.named(reference), known
    for identifier in () if by_role else definition.version["studyIdentifiers"]:
        one = _scope(definition, identifier)
        if one and term(_type(one), ORGANISATIONS) == "sponsor":
            yield one, "sponsor"


def _scope(definition: Definition, identifier: Given) -> Given:
    """Who gave an identifier: named by id since USDM 4, standing inside before."""
    inside = identifier["studyIdentifierScope"]
    return inside or definition.named(identifier["scopeId"])


def _type(organisation: Given) -> Given:
    return organisation["type"] or organisation["organizationType"]


def _dates(definition: Definition) -> Iterator[Given]:
    """Dates of the protocol that the version names, then those of the version."""
    version = definition.version
    documents = [definition.named(one) for one in version["documentVersionIds"]]
    documents.append(definition.named(version["documentVersionId"]))
    for holder in (*documents, version):
        for date in holder["dateValues"]:
            if letters(date["type"]["decode"].seen) in _OF_THE_PROTOCOL:
                yield date["dateValue"]
