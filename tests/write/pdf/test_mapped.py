"""Files in memory that are opened from a mapped file, and where the machine has no room for one."""

import tempfile
from pathlib import Path

import pytest

from assembler.write.pdf.mapped import mapped
from tests.write.pdf.made import built


def test_a_machine_without_a_temporary_folder_reads_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = built().data
    with mapped(data) as pdf:
        pages = len(pdf.pages)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with mapped(data) as pdf:
        assert len(pdf.pages) == pages > 0
