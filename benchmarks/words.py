"""Invented words, titles, names and terms, drawn in the same order on every Python."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

WORDS = """
patients treatment study placebo progression survival hazard interval cohort dose response analysis
population endpoint assessment imaging duration months reduction interruption fatigue hypertension
diarrhoea exposure baseline subgroup benefit risk evidence data results the of and with in for by
was were among during after before between each this which without against advanced prior therapy
site origin function quality life score change mean rate proportion estimated stratified observed
consistent reported received discontinued planned randomised clinically relevant treated lower
higher similar both arms small few most
""".split()  # noqa: SIM905 - words to read, not quotes to count
TITLES = (
    "Study design",
    "Patient population",
    "Primary endpoint",
    "Secondary endpoints",
    "Exposure",
    "Common adverse events",
    "Serious adverse events",
    "Laboratory findings",
    "Special populations",
    "Dose selection",
    "Duration of effect",
    "Limits of the evidence",
)
FAMILIES = ("Abara", "Brandt", "Castell", "Dahl", "Eriksen", "Fontaine", "Grau", "Hirano", "Ilves")
JOURNALS = ("J Inv Med", "Ann Fict Oncol", "Acta Ficta", "Lett Trial Res")
FACTORS = ("age", "sex", "region", "functional status", "prior therapy", "performance status")
CLASSES = (
    "Gastrointestinal disorders",
    "Skin and subcutaneous tissue disorders",
    "Nervous system disorders",
    "Vascular disorders",
    "Renal and urinary disorders",
    "General disorders and administration site conditions",
)
TERMS = (
    "Diarrhoea",
    "Nausea",
    "Stomatitis",
    "Fatigue",
    "Decreased appetite",
    "Hypertension",
    "Palmar-plantar erythrodysaesthesia syndrome",
    "Headache",
    "Weight decreased",
    "Anaemia",
    "Alanine aminotransferase increased",
    "Insomnia",
    "Proteinuria",
    "Oedema peripheral",
)


class Draw:
    """Random choices that stay the same; only `Random.random` is promised to."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high."""
        return low + int(self._random.random() * (high - low + 1))

    def real(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + self._random.random() * (high - low)

    def one(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.number(0, len(choices) - 1)]

    def words(self, count: int) -> list[str]:
        """So many words."""
        return [self.one(WORDS) for _ in range(count)]

    def mixed(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        drawn = sorted((self._random.random(), n) for n in range(len(items)))
        return [items[n] for _, n in drawn]
