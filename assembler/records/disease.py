"""The disease: what it is, whom it strikes, how it runs (disease.yaml)."""

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from assembler.records.base import Block
from assembler.records.ids import LiteratureId
from assembler.records.scalars import Id, Interval, Percentage, Reported, Words
from assembler.records.statement import Statement


class Figure(Block):
    """A number about the disease, with what it counts, in whom, and from where."""

    id: Id
    """Short name, kebab-case: `metastatic-at-diagnosis`."""
    measure: Words
    """What is counted or measured: `metastatic disease at diagnosis`."""
    percentage: Percentage | None = None
    """The value when it is a share: `58%`."""
    value: Reported | None = None
    """The value when it is a number: `35`."""
    wording: Words | None = None
    """The value when the source gives it in words only: `almost a third`."""
    qualifier: Words | None = None
    """How exact the source says it is: `approximately`."""
    unit: Words | None = None
    """Unit or denominator: `per 100,000 people`."""
    interval: Interval | None = None
    """Its confidence interval."""
    population: Words | None = None
    """In whom it was found, as the source words it."""
    place: Words | None = None
    """Where in the world."""
    period: Words | None = None
    """When it was measured."""
    references: tuple[LiteratureId, ...] = ()
    """Ids of the references that the source cites for it."""
    caution: Words | None = None
    """What a reader must bear in mind: printed beside the figure."""

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        given = [k for k in ("percentage", "value", "wording") if getattr(self, k) is not None]
        if len(given) > 1:
            raise PydanticCustomError(
                "figure.one-value",
                "the figure holds {given}, but it is one value",
                {
                    "given": " and ".join(given),
                    "field": given[1],
                    "remedy": "keep one of them, or make a second figure",
                },
            )
        return self


class Disease(Block):
    """The disease or condition of this dossier. ICH M4E 2.5.6.1.1."""

    name: Words | None = None
    """The disease: `neuroendocrine tumours`."""
    abbreviation: Words | None = None
    """Its abbreviation: `NET`."""
    statements: tuple[Statement, ...] = ()
    """What is known of it in words."""
    figures: tuple[Figure, ...] = ()
    """What is known of it in numbers."""
    sites: tuple[Words, ...] = ()
    """Where it arises most often, one a line."""
    site_references: tuple[LiteratureId, ...] = ()
    """Ids of the references that the source cites for the sites."""
    current_therapies: tuple[Statement, ...] = ()
    """Therapies in use. ICH M4E 2.5.6.1.2."""
