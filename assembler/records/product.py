"""The product: names, mechanism, approved indications, regulatory status (product.yaml)."""

from assembler.records.base import Block, Record, Term
from assembler.records.ids import LiteratureId, OrganisationId
from assembler.records.scalars import Date, Id, Words


class Combination(Term):
    """Whether the product is given alone."""

    MONOTHERAPY = "monotherapy"
    COMBINATION = "combination"


class RegulatoryStep(Term):
    """How far an application has come."""

    ENGAGED = "engaged"
    PLANNED_FILING = "planned-filing"
    FILED = "filed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class BrandName(Block):
    """A brand name and where it is used."""

    name: Words
    """The name, without the trade mark sign."""
    territory: Words | None = None
    """Where it is used."""


class Target(Record):
    """A molecule that the product acts on."""

    id: Id
    """Short name, kebab-case: `vegfrs`."""
    name: Words
    """The name as it is printed: `VEGFRs`."""
    family: Words | None = None
    """The family that it belongs to: `TAM family`."""


class Mechanism(Block):
    """How the product works. ICH M4E 2.5.3."""

    summary: Words | None = None
    """The mechanism in one sentence."""
    references: tuple[LiteratureId, ...] = ()
    """Ids of the references that the source cites for the mechanism."""
    targets: tuple[Target, ...] = ()
    """What it acts on, in the order of the source."""
    role: Words | None = None
    """What the targets do in the body, in one sentence."""
    processes: tuple[Words, ...] = ()
    """Processes of disease that the targets take part in, one a line."""
    process_references: tuple[LiteratureId, ...] = ()
    """Ids of the references that the source cites for the processes."""


class Indication(Block):
    """An approved indication, line by line as the label has it. EU SmPC 4.1."""

    id: Id
    """Short name, kebab-case: `rcc-first-line`."""
    disease: Words
    """The disease: `advanced renal cell carcinoma`."""
    use: Combination | None = None
    """Alone or in combination."""
    combined_with: tuple[Words, ...] = ()
    """INN of each partner: `nivolumab`."""
    line: Words | None = None
    """Line of treatment, or what went before, as the source words it."""
    population: Words | None = None
    """Who is treated, as the source words it."""
    text: tuple[Words, ...] = ()
    """The indication as the source words it; each nested line is an entry."""


class Approval(Block):
    """Where and since when the indications hold."""

    territory: Words | None = None
    """Where: `over 60 countries outside of the U.S. and Japan, including in the E.U.`."""
    as_of: Date | None = None
    """The date for which the source says so."""
    indications: tuple[Indication, ...] = ()
    """The indications, in the order of the source."""
    references: tuple[LiteratureId, ...] = ()
    """Ids of the references that the source cites for the indications."""
    details: Words | None = None
    """Where the full wording stands: `EU Summary of Product Characteristics`."""


class RegulatoryEvent(Block):
    """A step towards an authorisation: what the source says, no more."""

    id: Id
    """Short name, kebab-case: `eu-planned-filing`."""
    step: RegulatoryStep
    """How far the application has come."""
    text: Words
    """The step in one sentence that says no more than its source."""
    authority: Words | None = None
    """The authority or the region: `regulatory authorities in the European Union`."""
    applicant: OrganisationId | None = None
    """Id of the organisation that files, from trial.yaml."""
    date: Date | None = None
    """When it happened, or is to happen."""
    as_of: Date | None = None
    """The date on which the source says so."""
    procedure: Words | None = None
    """Type of the procedure or submission."""


class Product(Block):
    """The product of this dossier. ICH M4E 2.5.1."""

    inn: Words | None = None
    """International non-proprietary name: `cabozantinib`. It names the trial drug everywhere."""
    brand_names: tuple[BrandName, ...] = ()
    """Brand names; printed in product sections only."""
    pharmacological_class: Words | None = None
    """What kind of medicine it is: `small molecule`."""
    atc_code: Words | None = None
    """Anatomical Therapeutic Chemical code."""
    dosage_forms: tuple[Words, ...] = ()
    """Pharmaceutical forms and strengths, one a line. EU SmPC 3."""
    mechanism: Mechanism | None = None
    """How it works. ICH M4E 2.5.3."""
    approval: Approval | None = None
    """The approved indications, where, and as of when. EU SmPC 4.1."""
    proposed_indication: Words | None = None
    """The indication that is applied for, as the applicant words it."""
    regulatory: tuple[RegulatoryEvent, ...] = ()
    """Steps towards authorisation in the indication of this dossier."""
    biopharmaceutics: Words | None = None
    """Summary for 2.5.2; list it as in_earlier_submission when it lies there."""
    clinical_pharmacology: Words | None = None
    """Summary for 2.5.3; list it as in_earlier_submission when it lies there."""
