"""Marks on the fields of records: whose ids a field holds, and which lists may lie in CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that holds the id of another record: `Refers("trial.cohorts")`.

    The field may hold one id, an optional one, a list of ids, or a mapping whose keys are ids:
    `refers` finds the mark in each of them.
    """

    collection: str


@dataclass(frozen=True, slots=True)
class FromCsv:
    """Marks a list whose rows may lie in a CSV file beside the YAML: `{csv: adverse-events.csv}`.

    The first line of the file names the keys of a row; an empty cell leaves its key out.
    """

    def __get_pydantic_json_schema__(
        self, source: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [handler(source), dict(CSV_SCHEMA)]}


CSV_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "csv": {
            "type": "string",
            "description": "Name of the CSV file that holds the rows, beside this file.",
        }
    },
    "required": ["csv"],
    "additionalProperties": False,
}
