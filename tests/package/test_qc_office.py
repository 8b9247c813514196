"""What LibreOffice Calc shows of the workbook: every cell as it was written."""

import csv
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from assembler.package.printed import in_reading_order
from assembler.package.qc import qc_sheet
from assembler.package.qc_xlsx import qc_xlsx
from assembler.package.sheet import COLUMNS
from tests.write.sample import sample
from tests.write.short import options

CALC = shutil.which("localc")
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false"
"""Commas, quotation marks, UTF-8; every cell in quotation marks and as it is shown."""
CELLS = ("0.40", "3.0", "<0.0001", "012", "1-2", "2:1", "TRUE", "=1+1", "-1.5", "@x", "a _x0041_")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(CALC is None, reason="LibreOffice Calc is not installed"),
]


def test_calc_shows_every_cell_as_it_was_written(tmp_path: Path) -> None:
    sheet = qc_sheet(sample(), in_reading_order(sample()), {}, options())
    rows = (*sheet.rows[:40], *((cell,) * len(COLUMNS) for cell in CELLS))
    source = tmp_path / "qc.xlsx"
    source.write_bytes(qc_xlsx(replace(sheet, rows=rows)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(CALC), profile, "--headless", "--convert-to", TO_CSV, "--outdir", tmp_path, source],
        env={**os.environ, "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        timeout=180,
    )
    with (tmp_path / "qc.csv").open(encoding="utf-8-sig", newline="") as stream:
        shown = [tuple(row) for row in csv.reader(stream)]
    assert shown == [tuple(column.head for column in COLUMNS), *rows]
