"""Where the examples and the invented studies lie that the tests of several rooms read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CABINET = ROOT / "examples" / "cabinet"
PILOT = ROOT / "examples" / "cdisc-pilot"
MINI = ROOT / "tests" / "mini"
COMPLETE = ROOT / "tests" / "checks" / "complete"
"""A study that reports everything: one fact for each kind of record."""
