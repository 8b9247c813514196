"""The kinds of scalar that a record holds: each parses text by a grammar of its own.

A value is kept as it was typed: `3.0` is not `3`, `<0.0001` is not `0.0001`.
"""

from assembler.records.scalars.dates import Date
from assembler.records.scalars.numbers import (
    Count,
    Interval,
    Percentage,
    PValue,
    Quantity,
    Ratio,
    Reported,
)
from assembler.records.scalars.words import Id, Language, Numbering, RuleId, Words, YesNo

__all__ = [
    "Count",
    "Date",
    "Id",
    "Interval",
    "Language",
    "Numbering",
    "PValue",
    "Percentage",
    "Quantity",
    "Ratio",
    "Reported",
    "RuleId",
    "Words",
    "YesNo",
]
