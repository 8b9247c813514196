"""What the data sets hold and no rule asks for."""

from collections.abc import Iterator, Sequence

from assembler.importers.adam.events import Events
from assembler.importers.adam.subjects import Subjects
from assembler.importers.adam.times import Parameter
from assembler.importers.entry import Tag
from assembler.importers.imported import Lost
from assembler.read.datasets.dataset import DataSet


def unasked(
    subjects: Subjects,
    events: Sequence[Events],
    parameters: Sequence[Parameter],
    others: Sequence[DataSet],
) -> Iterator[Lost]:
    """Variables that no rule asks for; of data sets that give nothing, their names alone."""
    yield from _variables(subjects.data, subjects.columns.names)
    asked = {one.data.name: (one.data, ("STUDYID", *one.columns.names)) for one in events}
    asked |= {one.data.name: (one.data, one.names) for one in parameters}
    for data, names in asked.values():
        yield from _variables(data, names)
    for data in (data for data in others if data.name not in asked):
        yield Lost(data.file, data.name, Tag(data.name, data.label or "a data set", 1))


def _variables(data: DataSet, asked: Sequence[str]) -> Iterator[Lost]:
    for variable in data.variables:
        if variable.name not in asked:
            tag = Tag(f"{data.name}.{variable.name}", variable.label or "a variable", 1)
            yield Lost(data.file, data.name, tag)
