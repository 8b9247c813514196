"""The shipped listings take data sets as ADaM and SDTM have them: 16.2.2, 16.2.5 and 16.2.8."""

import re
import shutil
from pathlib import Path

import pytest

from assembler.document.listings import Listing
from assembler.document.walk import listings
from tests.drafts import draft
from tests.places import MINI

pytestmark = pytest.mark.slow

ADLB = """USUBJID,TRTA,PARAM,PARAMCD,AVISIT,ADT,AVAL,AVALC,ANRLO,ANRHI,ANRIND
02,A,Troponin I (ug/L),TROPI,Baseline,19725,0.1,<0.2,0,0.2,NORMAL
02,A,Alanine Aminotransferase (U/L),ALT,Week 2,19739,41.50,,6,41,HIGH
02,A,Alanine Aminotransferase (U/L),ALT,Baseline,19725,40,,6,41,NORMAL
"""
ADEX = """USUBJID,TRTA,PARAM,PARAMCD,AVAL,AVALC
02,A,Compliance (%),COMPL,90.70,
02,A,Any Dose Reduction,DOSRED,,N
"""
DV = """USUBJID,DVSEQ,DVCAT,DVTERM,DVSTDTC
02,10,Procedure,Visit 9 days late,2014-03
02,9,Eligibility,Creatinine above the limit,2014-01-04
"""


def made(folder: Path, name: str, data: str) -> Listing:
    """The listing of a study that has one data set."""
    study = Path(shutil.copytree(MINI, folder / "study", ignore=shutil.ignore_patterns("templ*")))
    references = study / "references.yaml"
    record = f"{{id: {name}, kind: analysis-data, title: Data, file: {name}.csv}}"
    text = references.read_text(encoding="utf-8")
    new, count = re.subn(r"date: 2024-01-31}\]", f"date: 2024-01-31}}, {record}]", text)
    assert count == 1
    references.write_text(new, encoding="utf-8")
    (study / f"{name}.csv").write_text(data, encoding="utf-8", newline="\n")
    ((_, found),) = listings(draft(study, "patient-data-listings").document)
    return found


def test_laboratory_values_stand_by_patient_parameter_and_day(tmp_path: Path) -> None:
    found = made(tmp_path, "adlb", ADLB)
    assert found.rows == (
        ("02", "Alanine Aminotransferase (U/L)", "Baseline", "2014-01-02", "40", "6", "41",
         "NORMAL"),
        ("02", "Alanine Aminotransferase (U/L)", "Week 2", "2014-01-16", "41.50", "6", "41",
         "HIGH"),
        ("02", "Troponin I (ug/L)", "Baseline", "2014-01-02", "<0.2", "0", "0.2", "NORMAL"),
    )  # fmt: skip


def test_exposure_keeps_what_is_no_number(tmp_path: Path) -> None:
    found = made(tmp_path, "adex", ADEX)
    assert [row[1:] for row in found.rows] == [
        ("Compliance (%)", "90.70"), ("Any Dose Reduction", "N")
    ]  # fmt: skip


def test_deviations_may_be_those_of_sdtm(tmp_path: Path) -> None:
    """Their dates are texts, and may lack the day."""
    found = made(tmp_path, "addv", DV)
    assert [row[2:] for row in found.rows] == [
        ("Creatinine above the limit", "2014-01-04"), ("Visit 9 days late", "2014-03")
    ]  # fmt: skip


def test_deviations_may_be_those_of_adam(tmp_path: Path) -> None:
    found = made(tmp_path, "addv", DV.replace("DVSTDTC", "ASTDT").replace("2014-01-04", "19727"))
    assert found.rows[0][3] == "2014-01-04"
