"""Terms in capitals become terms in sentence case, letter for letter where that is not sure."""

import pytest

from assembler.compose.casing import as_sentence
from tests.compose.desk import edited, one_line

KEPT = ("HIV", "Parkinson's", "Wolff-Parkinson-White")

CASES = {
    "APPLICATION SITE PRURITUS": "Application site pruritus",
    "RASH MACULO-PAPULAR": "Rash maculo-papular",
    "NEOPLASMS BENIGN, MALIGNANT AND UNSPECIFIED (INCL CYSTS AND POLYPS)": (
        "Neoplasms benign, malignant and unspecified (incl cysts and polyps)"
    ),
    "ELECTROCARDIOGRAM T WAVE INVERSION": "Electrocardiogram T wave inversion",
    "ELECTROCARDIOGRAM ST SEGMENT DEPRESSION": "Electrocardiogram ST segment depression",
    "VITAMIN B12 DECREASED": "Vitamin B12 decreased",
    "C-REACTIVE PROTEIN INCREASED": "C-reactive protein increased",
    "HIV INFECTION": "HIV infection",
    "PARKINSON'S DISEASE": "Parkinson's disease",
    "WOLFF-PARKINSON-WHITE SYNDROME": "Wolff-Parkinson-White syndrome",
    "Blood HIV RNA increased": "Blood HIV RNA increased",
    "": "",
}


@pytest.mark.parametrize(("recorded", "printed"), CASES.items())
def test_a_term_in_capitals_is_printed_in_sentence_case(recorded: str, printed: str) -> None:
    assert as_sentence(recorded, KEPT) == printed


def test_the_form_takes_the_words_of_the_style() -> None:
    study = edited(trial="brief_title: RASH WITH CROHN'S DISEASE\n")
    words = "{{ trial.brief_title | sentence_case }}, {{ trial.brief_title }}"
    assert one_line(words, study=study) == "Rash with Crohn’s disease, RASH WITH CROHN’S DISEASE"
