"""The trial: its design, its arms and cohorts, what it measures, who runs it (trial.yaml)."""

from assembler.records.base import Block, Record, Term
from assembler.records.conduct import (
    Baseline,
    Country,
    Crossover,
    DataMonitoring,
    Disposition,
    Enrolment,
    InterimAnalysis,
    Organisation,
    StudyDates,
)
from assembler.records.endpoints import AnalysisSet, Endpoint, Estimand, Objective
from assembler.records.ids import LiteratureId
from assembler.records.report import Investigator, StudyReport, StudyStatus
from assembler.records.scalars import Count, Id, Quantity, Ratio, Words, YesNo
from assembler.records.schedule import Epoch, Visit
from assembler.records.statement import Statement
from assembler.records.therapy import PriorTherapy


class Phase(Term):
    """Phase of development, CDISC trial phase (TPHASE)."""

    EARLY_PHASE_1 = "early-phase-1"
    PHASE_1 = "phase-1"
    PHASE_1_2 = "phase-1-2"
    PHASE_2 = "phase-2"
    PHASE_2_3 = "phase-2-3"
    PHASE_3 = "phase-3"
    PHASE_4 = "phase-4"

    @property
    def label(self) -> str:
        """`phase-2-3` -> `Phase II/III`, on one line."""
        roman = {"1": "I", "2": "II", "3": "III", "4": "IV"}
        early, _, numbers = self.value.rpartition("phase-")
        said = "/".join(roman[number] for number in numbers.split("-"))
        return f"{'Early ' if early else ''}Phase\u00a0{said}"


class StudyType(Term):
    """What kind of study it is, CDISC study type (STYPE)."""

    INTERVENTIONAL = "interventional"
    OBSERVATIONAL = "observational"
    EXPANDED_ACCESS = "expanded-access"


class Called(Term):
    """What those who take part in a trial are called."""

    PATIENTS = "patients"
    PARTICIPANTS = "participants"
    SUBJECTS = "subjects"
    VOLUNTEERS = "volunteers"

    @property
    def one(self) -> str:
        """Of them one: `patient`."""
        return self.value.removesuffix("s")


class Blinding(Term):
    """Who does not know the treatment, CDISC blinding schema (TBLIND)."""

    OPEN_LABEL = "open-label"
    SINGLE_BLIND = "single-blind"
    OBSERVER_BLIND = "observer-blind"
    """Whoever gives the treatment knows it, as of vaccines that look different; nobody else."""
    DOUBLE_BLIND = "double-blind"
    TRIPLE_BLIND = "triple-blind"
    QUADRUPLE_BLIND = "quadruple-blind"
    """As registries count the roles that are blinded; `masked` names them."""


class Control(Term):
    """What the treatment is compared with, ICH E10 1.3."""

    PLACEBO = "placebo"
    ACTIVE = "active"
    NO_TREATMENT = "no-treatment"
    DOSE_COMPARISON = "dose-comparison"
    EXTERNAL = "external"
    NONE = "none"


class Configuration(Term):
    """How patients pass through the arms, ICH E9 3.1."""

    PARALLEL = "parallel"
    CROSSOVER = "crossover"
    FACTORIAL = "factorial"
    SINGLE_ARM = "single-arm"
    SEQUENTIAL = "sequential"


class ArmKind(Term):
    """What an arm is for, as trial registries name it."""

    EXPERIMENTAL = "experimental"
    PLACEBO_COMPARATOR = "placebo-comparator"
    ACTIVE_COMPARATOR = "active-comparator"
    SHAM_COMPARATOR = "sham-comparator"
    NO_INTERVENTION = "no-intervention"
    OTHER = "other"


class EligibleSex(Term):
    """Whose sex allows to enter, CDISC sex of participants (SEXPOP)."""

    ALL = "all"
    FEMALE = "female"
    MALE = "male"


class CriterionKind(Term):
    """Whether a criterion lets patients in or keeps them out."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


class Registration(Block):
    """The trial's entry in a public registry."""

    id: Id
    """Short name, kebab-case: `clinicaltrials-gov`."""
    registry: Words
    """Name of the registry: `ClinicalTrials.gov`."""
    number: Words | None = None
    """Number of the trial in that registry."""


class Design(Block):
    """The trial's design. ICH E3 9.1 and 9.2."""

    randomised: YesNo | None = None
    """Whether treatment was assigned at random. ICH E3 9.4.3."""
    blinding: Blinding | None = None
    """Who does not know the treatment. ICH E3 9.4.6."""
    masked: tuple[Words, ...] = ()
    """The roles that do not know it, one a line: `participant`, `outcomes assessor`."""
    control: Control | None = None
    """What the treatment is compared with. ICH E10."""
    configuration: Configuration | None = None
    """How patients pass through the arms. ICH E9 3.1."""
    allocation_ratio: Ratio | None = None
    """Shares of the arms, in the order of `arms`, quoted: `"2:1"`. ICH E3 9.4.3."""
    stratification: tuple[Words, ...] = ()
    """Factors by which randomisation was stratified, one a line."""
    multicentre: YesNo | None = None
    """Whether more than one centre took part."""
    centres: Count | None = None
    """Number of centres."""
    planned_enrolment: Count | None = None
    """Number of patients planned. ICH E3 9.7.2."""
    treatment_duration: Words | None = None
    """How long treatment goes on: `until progression or unacceptable toxicity`."""
    rationale: Words | None = None
    """Why the trial was designed so. ICH E3 9.2."""


class Arm(Block):
    """A treatment group. ICH E3 9.4.1."""

    id: Id
    """Short name, kebab-case: `placebo`. Results name their arms by it."""
    label: Words
    """The one name under which the arm is printed everywhere; INN for the trial drug."""
    kind: ArmKind | None = None
    """What the arm is for."""
    treatment: Words
    """What patients of the arm received: `cabozantinib`."""
    dose: Words | None = None
    """Dose with unit: `60 mg`."""
    route: Words | None = None
    """Route of administration: `oral`."""
    schedule: Words | None = None
    """How often: `once daily`."""
    batch_numbers: tuple[Words, ...] = ()
    """Batch numbers of what was given, one a line. ICH E3 9.4.2 and synopsis."""
    description: Words | None = None
    """The arm as the source words it, where it does not give dose and schedule apart."""


class Cohort(Block):
    """A part of the trial with patients, and often an analysis, of its own."""

    id: Id
    """Short name, kebab-case: `pnet`. Endpoints and results name their cohort by it."""
    label: Words
    """The short name as it is printed: `pNET`."""
    population: Words | None = None
    """Who is in it: `advanced pancreatic neuroendocrine tumours`."""
    n: Count | None = None
    """Number of patients enrolled in the cohort."""
    separately_randomised: YesNo | None = None
    """Whether the cohort was randomised on its own."""
    own_analysis_plan: YesNo | None = None
    """Whether the cohort had a statistical analysis plan of its own."""
    primary_sites: tuple[Words, ...] = ()
    """Primary tumour sites that it includes, one a line."""


class Population(Block):
    """A group of patients for which the trial draws conclusions."""

    id: Id
    """Short name, kebab-case."""
    label: Words
    """The name as it is printed."""
    description: Words | None = None
    """Who belongs to it."""


class Criterion(Record):
    """One criterion of eligibility."""

    id: Id
    """Short name, kebab-case: `measurable-disease`."""
    kind: CriterionKind
    """Whether it lets patients in or keeps them out."""
    text: Words
    """The criterion, as the source words it."""
    main: YesNo | None = None
    """Whether it is a main criterion: of a long list those are printed. ICH E3 Annex I."""


class Eligibility(Block):
    """Who could enter the trial. ICH E3 9.3."""

    criteria: tuple[Criterion, ...] = ()
    """The criteria that the source gives, one by one."""
    minimum_age: Quantity | None = None
    """Lowest age: `18 years`."""
    maximum_age: Quantity | None = None
    """Highest age."""
    performance_status: Words | None = None
    """Performance status that was required: `ECOG 0 to 2`."""
    sex: EligibleSex | None = None
    """Whose sex allowed to enter."""
    healthy_volunteers: YesNo | None = None
    """Whether healthy volunteers could enter."""


class Trial(Block):
    """The trial of this dossier. ICH E3 synopsis and chapters 1 to 9."""

    id: Id
    """Short name of the trial, kebab-case: `cabinet`."""
    title: Words | None = None
    """Title as the source gives it; never respelled."""
    brief_title: Words | None = None
    """Short title for the public, as registries have it."""
    acronym: Words | None = None
    """Acronym: `CABINET`."""
    study_number: Words | None = None
    """Number of the study: `A021602`. ICH E3 1."""
    registrations: tuple[Registration, ...] = ()
    """Entries in public registries."""
    study_type: StudyType | None = None
    """Interventional, observational or expanded access."""
    phase: Phase | None = None
    """Phase of development."""
    participants_called: Called | None = None
    """What the documents call those who take part: `patients`, as nothing else is said here, or
    `participants`, `subjects`, `volunteers`. Recorded texts keep their own word."""
    status: StudyStatus | None = None
    """How far the study has come. ICH M4E Module 5.2."""
    rationale: Words | None = None
    """Why the trial was made, as the source words it. ICH E3 7."""
    design: Design | None = None
    """The design. ICH E3 9.1."""
    arms: tuple[Arm, ...] = ()
    """The treatment groups, in the order in which tables show them."""
    cohorts: tuple[Cohort, ...] = ()
    """The cohorts, in the order in which tables show them."""
    populations: tuple[Population, ...] = ()
    """Populations that estimands and analyses speak of."""
    analysis_sets: tuple[AnalysisSet, ...] = ()
    """Sets of patients that were analysed. ICH E9 5.2."""
    objectives: tuple[Objective, ...] = ()
    """Objectives. ICH E3 8."""
    endpoints: tuple[Endpoint, ...] = ()
    """What the trial measures, by role. ICH E9 2.2.2."""
    estimands: tuple[Estimand, ...] = ()
    """Estimands. ICH E9(R1) A.3; many trials state none."""
    safety_assessments: tuple[Words, ...] = ()
    """What was assessed of safety, one a line: `adverse events`, `vital signs`. ICH E3 9.5.1."""
    statistical_methods: Words | None = None
    """The statistical methods in short, as the plan or the report words them. ICH E3 9.7.1."""
    eligibility: Eligibility | None = None
    """Who could enter. ICH E3 9.3."""
    epochs: tuple[Epoch, ...] = ()
    """The stages that patients pass through, in their order. ICH E3 9.1."""
    visits: tuple[Visit, ...] = ()
    """The visits of the plan, in their order. ICH E3 9.5.1."""
    interim_analyses: tuple[InterimAnalysis, ...] = ()
    """Interim analyses. ICH E9 4.5."""
    data_monitoring: DataMonitoring | None = None
    """The monitoring board and what it recommended. ICH E9 4.5."""
    crossovers: tuple[Crossover, ...] = ()
    """Ways in which patients could change from one arm's treatment to another's."""
    organisations: tuple[Organisation, ...] = ()
    """Who sponsors, leads, takes part, holds rights or applies. ICH E3 6."""
    investigators: tuple[Investigator, ...] = ()
    """Who investigated: the coordinating ones, or all that the source names. ICH E3 6."""
    countries: tuple[Country, ...] = ()
    """Countries that the source names."""
    enrolment: Enrolment | None = None
    """How many patients were enrolled, and when that was counted."""
    dates: StudyDates | None = None
    """First enrolment and last completion. ICH E3 synopsis."""
    disposition: Disposition | None = None
    """What became of the patients. ICH E3 10.1."""
    baseline: Baseline | None = None
    """Demographic and other baseline characteristics. ICH E3 11.2."""
    prior_therapy: PriorTherapy | None = None
    """Therapies that patients had received before the trial. ICH E3 11.2."""
    conclusions: Words | None = None
    """What the study report concludes, in its words. ICH E3 13 and synopsis."""
    publications: tuple[LiteratureId, ...] = ()
    """Ids of the references that publish the trial or its results. ICH E3 synopsis."""
    report: StudyReport | None = None
    """The clinical study report: date, kind, place in the dossier. ICH E3 synopsis."""
    statements: tuple[Statement, ...] = ()
    """What the source says of the trial in words."""
