"""The studies that the tests of the records read: plain YAML, every scalar as text."""

from pathlib import Path
from typing import Any

import yaml

from assembler.load import load
from assembler.records import Dossier


def as_text(folder: Path) -> dict[str, Any]:
    """File stem -> what the file holds, scalars as the text that was typed."""
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes text, lists and mappings only
        for path in sorted(folder.glob("*.yaml"))
    }


def dossier(folder: Path) -> Dossier:
    """The study in `folder` as validated records."""
    return load(folder).dossier
