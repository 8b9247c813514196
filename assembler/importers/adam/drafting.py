"""What the counts become: rows of records, each block with the rule that counted it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assembler.importers.adam.arms import Arms, is_from
from assembler.importers.adam.rules import Rules, Treatment
from assembler.importers.adam.subjects import Subjects
from assembler.importers.drafted import Grid, Into
from assembler.importers.ids import slug
from assembler.problems import Position
from assembler.read import Data
from assembler.read.datasets.dataset import DataSet, Reading

MISSING = "missing"
"""Category of patients for whom the data give none."""


@dataclass(slots=True)
class Drafting:
    """The records that are made of one import."""

    subjects: Subjects
    arms: Arms
    into: Into
    reading: Reading
    name: str
    grids: list[Grid] = field(default_factory=list)
    origins: dict[str, Position] = field(default_factory=dict)
    sets: dict[str, Data] = field(default_factory=dict)
    """Analysis sets by population; of one that the study has from elsewhere the sizes only."""

    @property
    def rules(self) -> Rules:
        return self.subjects.rules

    def by_arm(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Patients by arm, zeros too, in the study's order; several treatments may be one arm."""
        found: Counter[str] = Counter()
        for group, n in counts.items():
            if group in self.arms.ids:
                found[self.arms.ids[group]] += n
        return {arm: found[arm] for arm in self.arms.order}

    def size(self, population: str, treatment: Treatment) -> dict[str, int]:
        """Patients of a population by arm."""
        sizes = self.subjects.sizes
        return self.by_arm(
            {
                group: n
                for (of, kind, group), n in sizes.items()
                if (of, kind) == (population, treatment)
            }
        )

    def source(self, data: DataSet, rule: str, said: str) -> Data:
        """The source of a block: the data set, what was asked of it, and the rule's name."""
        document = document_id(self.name, data)
        return {"document": document, "place": f"{said}; counting rule {rule}"}

    def who(self, population: str, treatment: Treatment) -> str:
        """`ITTFL = Y, by TRT01P`."""
        question = self.subjects.populations[population]
        words = question.test.words if question else ""
        return f"{words}, by {self.subjects.treatments[treatment]}"

    def analysis_set(self, population: str, treatment: Treatment) -> str:
        """Id of the analysis set that a population is: the study's own of that kind, else ours.

        The sizes by arm go to either, with the data as their source.
        """
        wanted = self.rules.populations[population].set
        data = self.subjects.data
        document = document_id(self.name, data)
        question = self.subjects.populations[population]
        words = question.test.words if question else ""
        sizes: dict[str, Data] = {
            arm: str(n) for arm, n in self.size(population, treatment).items()
        }
        source: dict[str, Data] = {"document": document, "place": words}
        for one in _mappings(self.into.records.get("trial", {}).get("analysis_sets")):
            if one.get("kind") == wanted.kind and not is_from(one, document):
                id = str(one.get("id"))
                self.sets.setdefault(population, {"id": id, "sizes": sizes, "source": source})
                return id
        ours: dict[str, Data] = {
            "id": wanted.id,
            "label": wanted.label,
            "kind": wanted.kind.value,
            "definition": f"patients with {words} in {data.name}",
            "sizes": sizes,
            "source": source,
        }
        self.sets.setdefault(population, ours)
        return wanted.id

    def omit(self, what: str, why: str, data: DataSet) -> None:
        """A note that something could not be counted."""
        self.reading.note(
            "import.rule-followed",
            f"{what} cannot be counted: {why}",
            "complete the data set, or name other variables in a file of rules",
            data.at,
        )

    def grid(self, name: str, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> Data:
        """Rows for a CSV file; only columns that some row fills."""
        kept = list(rows)
        used = {key for row in kept for key in row}
        self.grids.append(Grid(name, tuple(c for c in columns if c in used), kept))
        return {"csv": name}


def document_id(name: str, data: DataSet) -> str:
    """Id of the source document that a data set is."""
    return f"{name}-{slug(data.name)}"


def documents(name: str, used: Iterable[DataSet]) -> Iterator[Data]:
    """The data sets as source documents."""
    for data in used:
        title = f"{data.name}, {data.label}" if data.label else f"{data.name} analysis data set"
        document: dict[str, Data] = {
            "id": document_id(name, data),
            "kind": "analysis-data",
            "title": title,
            "label": f"ADaM {data.name}",
            "sha256": data.sha256,
        }
        if data.issued:
            document["date"] = data.issued
        yield document


def _mappings(value: Data | None) -> Iterator[dict[str, Data]]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield one
