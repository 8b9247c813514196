"""Records: what is true of the trial, in ICH's and CDISC's nouns; they never heard of a page."""

from assembler.records.base import Record
from assembler.records.disease import Disease
from assembler.records.dossier import DossierPlan
from assembler.records.efficacy import Efficacy
from assembler.records.product import Product
from assembler.records.references import References
from assembler.records.safety import Safety
from assembler.records.trial import Trial


class Dossier(Record):
    """All records of a study; each field is one file: `trial` is trial.yaml."""

    dossier: DossierPlan
    """dossier.yaml: what is to be assembled."""
    product: Product
    """product.yaml: the product."""
    trial: Trial
    """trial.yaml: the trial."""
    disease: Disease | None = None
    """disease.yaml: the disease."""
    efficacy: Efficacy
    """efficacy.yaml: efficacy results."""
    safety: Safety
    """safety.yaml: safety results."""
    references: References
    """references.yaml: source documents and literature."""


__all__ = ["Dossier"]
