"""Source documents and literature (references.yaml)."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.records.base import Block, Record, Sourced, Term
from assembler.records.scalars import Date, Id, Numbering, Words, YesNo


class SourceKind(Term):
    """What kind of document the records were prepared from."""

    LITERATURE = "literature"
    PROTOCOL = "protocol"
    STUDY_REPORT = "study-report"
    OUTPUT_TABLE = "output-table"
    ANALYSIS_DATA = "analysis-data"
    LABEL = "label"
    REGISTRY = "registry"
    PUBLIC_STATEMENT = "public-statement"


class SourceDocument(Block):
    """A document that the records were prepared from; printed in source lines, not numbered."""

    id: Id
    """Short name, kebab-case: `ipsen-2024-07-02`. Every `source` names it."""
    kind: SourceKind
    """Literature, protocol, study report, output table, analysis data, label, registry or public
    statement."""
    title: Words
    """Title as the document gives it."""
    label: Words | None = None
    """Short name in source lines, when the title is long: `Ipsen press release, 2 July 2024`."""
    organisation: Words | None = None
    """Who issued it."""
    place: Words | None = None
    """Where it was issued."""
    date: Date | None = None
    """When it was issued."""
    url: Words | None = None
    """Its address."""
    file: Words | None = None
    """Of analysis data: the data set's file in the study's folder (`data/adae.xpt`; SAS transport
    version 5, Dataset-JSON 1.1 or CSV). Listings print it."""
    sha256: Words | None = None
    """SHA-256 of the file, for a document that is one: which version of a data set was read."""
    verified_against_study_report: YesNo | None = None
    """Whether someone has held it against the clinical study report."""


class LiteratureType(Term):
    """Kind of publication: a CSL type, or `label` for product information."""

    ARTICLE_JOURNAL = "article-journal"
    BOOK = "book"
    CHAPTER = "chapter"
    LABEL = "label"
    PAPER_CONFERENCE = "paper-conference"
    REPORT = "report"
    SPEECH = "speech"
    THESIS = "thesis"
    WEBPAGE = "webpage"


class PublicationStatus(Term):
    """How far a publication has come."""

    PUBLISHED = "published"
    IN_PRESS = "in-press"
    SUBMITTED = "submitted"
    UNPUBLISHED = "unpublished"


class Author(Record):
    """An author, as the source gives the name: parts, or one literal name."""

    family: Words | None = None
    """Family name: `Chan`."""
    given: Words | None = None
    """Given names or initials, as the source gives them: `A.`."""
    literal: Words | None = None
    """Name of an organisation, printed as it is: `European Medicines Agency`."""

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if (self.family is None) == (self.literal is None) or (self.literal and self.given):
            raise PydanticCustomError(
                "author.person-or-body",
                "an author is a person with a family name, or a body with a literal name",
                {
                    "remedy": "type {family: Chan, given: J} or {literal: American Cancer Society}",
                },
            )
        return self


class Reference(Block):
    """A publication, in CSL's names; nothing is completed that the source does not give."""

    id: Id
    """Citation key, kebab-case: `chan-2023`. Templates cite it as `[@chan-2023]`."""
    type: LiteratureType
    """Kind of publication."""
    author: tuple[Author, ...] = ()
    """Authors in the source's order."""
    et_al: YesNo = False
    """Whether the source ends the list of authors with `et al.`."""
    title: Words | None = None
    """Title, exactly as the source gives it; never respelled."""
    container_title: Words | None = None
    """Journal, book or web site."""
    volume: Numbering | None = None
    """Volume, as the source gives it."""
    issue: Numbering | None = None
    """Issue, as the source gives it."""
    page: Numbering | None = None
    """Pages, as the source gives them: `43–53`."""
    number: Numbering | None = None
    """Article number, as the source gives it."""
    issued: Words | None = Field(default=None, json_schema_extra={"type": ["string", "integer"]})
    """Date of publication, exactly as much as the source gives: `2023`, `Oct–Dec 2019`."""
    doi: Words | None = None
    """Digital object identifier, without address."""
    pmid: Numbering | None = None
    """PubMed's identifier."""
    url: Words | None = None
    """Address."""
    accessed: Words | None = None
    """When the address was last opened, as the source gives it: `June 2024`."""
    event_title: Words | None = None
    """Name of the congress."""
    event_session: Words | None = None
    """Session of the congress."""
    event_date: Words | None = None
    """When it was presented, as the source gives it."""
    event_place: Words | None = None
    """Where the congress was held."""
    publisher: Words | None = None
    """Publisher."""
    publisher_place: Words | None = None
    """Place of the publisher."""
    edition: Numbering | None = None
    """Edition."""
    copy_held: YesNo | None = None
    """Whether the team holds a copy; copies belong in Module 5.4."""
    status: PublicationStatus | None = None
    """Whether it has appeared."""
    supports: tuple[Words, ...] = ()
    """The statements of the source that it is cited for, one a line."""


class References(Sourced):
    """The source documents of the records, and the literature that documents cite."""

    sources: tuple[SourceDocument, ...] = ()
    """Documents that the records were prepared from: named in source lines, never numbered."""
    literature: tuple[Reference, ...] = ()
    """Publications: numbered in each document by first citation. ICH M4E 2.5.7, 2.7.5."""
