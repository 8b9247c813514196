"""Ids of other records: each says where the record it names is kept."""

from typing import Annotated

from assembler.records.marks import Refers
from assembler.records.scalars import Id

ArmId = Annotated[Id, Refers("trial.arms")]
CohortId = Annotated[Id, Refers("trial.cohorts")]
PopulationId = Annotated[Id, Refers("trial.populations")]
AnalysisSetId = Annotated[Id, Refers("trial.analysis_sets")]
EndpointId = Annotated[Id, Refers("trial.endpoints")]
EstimandId = Annotated[Id, Refers("trial.estimands")]
CriterionId = Annotated[Id, Refers("trial.eligibility.criteria")]
EpochId = Annotated[Id, Refers("trial.epochs")]
InterimId = Annotated[Id, Refers("trial.interim_analyses")]
OrganisationId = Annotated[Id, Refers("trial.organisations")]
SourceId = Annotated[Id, Refers("references.sources")]
LiteratureId = Annotated[Id, Refers("references.literature")]
