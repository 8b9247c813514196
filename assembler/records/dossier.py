"""The dossier: which study, for whom, which documents, prepared from what (dossier.yaml)."""

from typing import Any

from pydantic import Field, model_validator

from assembler.problems import Severity
from assembler.records.base import Block, Record, Term
from assembler.records.ids import OrganisationId, SourceId
from assembler.records.meeting import Meeting, Milestone, PlannedPart, Question
from assembler.records.scalars import Date, Id, Language, Numbering, RuleId, Words


class Region(Term):
    """Regions with rules of their own for dossiers."""

    EU = "eu"
    US = "us"
    JAPAN = "japan"
    CANADA = "canada"
    SWITZERLAND = "switzerland"
    UK = "uk"
    OTHER = "other"


class ReferenceStyle(Term):
    """How references are printed."""

    NLM = "nlm"
    AMA = "ama"


class Study(Record):
    """The study as the dossier names it."""

    id: Id
    """Short name, kebab-case; the folder of the output is named after it."""
    title: Words | None = None
    """Title of the dossier's front page."""


class Waiver(Record):
    """A finding that a named person has looked at and lets pass."""

    rule: RuleId
    """Id of the rule: `estimate.inside-interval`."""
    path: Words
    """Record path that it is waived for: `efficacy.analyses.pfs-pnet-local`."""
    reason: Words
    """Why it may pass."""
    name: Words
    """Who says so."""


class Revision(Record):
    """One version of a document, in its history."""

    version: Numbering
    """Number of the version: `0.1`."""
    date: Date | None = None
    """When it was issued."""
    changes: Words
    """What changed, in a few words."""


class SignOff(Record):
    """Somebody's approval of a document."""

    name: Words
    """Who approved."""
    role: Words
    """As what: `clinical lead`."""
    date: Date | None = None
    """When."""


class DocumentControl(Record):
    """What the page of document control says of one document."""

    number: Numbering | None = None
    """Number of the document in the company's system."""
    version: Numbering
    """Version of this build: `0.1`."""
    confidentiality: Words | None = None
    """What the title page says of confidentiality."""
    history: tuple[Revision, ...] = ()
    """Earlier versions and this one, the first one first."""
    approvals: tuple[SignOff, ...] = ()
    """Approvals, once given."""


class DossierPlan(Block):
    """What is to be assembled: study, applicant, documents, style, and sources."""

    study: Study
    """The study."""
    applicant: OrganisationId | None = None
    """Id of the applicant, from trial.yaml, under `organisations`."""
    region: Region
    """The region whose rules the dossier follows."""
    language: Language = "en-GB"
    """Language of the documents, BCP 47. `en-US`, which is usual for the region `us`, prints the
    templates' own words in American spelling, any other English in British."""
    documents: tuple[Id, ...]
    """Ids of the documents to build: the names of folders under `templates/`."""
    reference_style: ReferenceStyle = ReferenceStyle.NLM
    """How references are printed: `nlm` (Vancouver) or `ama`."""
    control: dict[Id, DocumentControl] = Field(default_factory=dict)
    """Document control, under the document's id: number, version, history, approvals."""
    look: Id = "eu"
    """Name of the look, a file under `templates/looks/`: for the region `us` usually `us`."""
    prepared_from: tuple[SourceId, ...] = ()
    """Ids of the source documents, from references.yaml: named on the title page."""
    data_date: Date | None = None
    """The date to which the records are true; printed on the title page."""
    meeting: Meeting | None = None
    """The meeting with an authority for which a briefing book is written."""
    questions: tuple[Question, ...] = ()
    """Questions to the authority, in their order; positions are prose, `text/question-ID.md`."""
    planned_content: tuple[PlannedPart, ...] = ()
    """Parts of the dossier that are to be submitted, in their order."""
    timeline: tuple[Milestone, ...] = ()
    """Steps up to the submission and behind it, in their order."""
    waivers: tuple[Waiver, ...] = ()
    """Findings that were looked at and may pass, each with reason and name."""
    severities: dict[RuleId, Severity] = Field(default_factory=dict)
    """Severity of a rule in this dossier, when it is not the usual one."""

    @model_validator(mode="before")
    @classmethod
    def _usual_for_region(cls, data: Any) -> Any:
        """Paper and spelling follow the region where the dossier does not name its own."""
        if isinstance(data, dict) and data.get("region") == Region.US:
            return {"language": "en-US", "look": "us", **data}
        return data
