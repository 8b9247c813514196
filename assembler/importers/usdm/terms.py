"""CDISC's controlled terms -> ours: by C-code first, by decode second."""

from collections.abc import Mapping
from typing import Final

from assembler.importers.drafted import letters
from assembler.importers.entry import shown
from assembler.importers.given import Given

PHASES: Final = {
    "C15600": "phase-1", "phasei": "phase-1", "phase1": "phase-1",
    "C54721": "early-phase-1", "phase0": "early-phase-1",
    "C15693": "phase-1-2", "phase12": "phase-1-2",
    "C15601": "phase-2", "phaseii": "phase-2", "phase2": "phase-2",
    "C15694": "phase-2-3", "phase23": "phase-2-3",
    "C15602": "phase-3", "phaseiii": "phase-3", "phase3": "phase-3",
    "C15603": "phase-4", "phaseiv": "phase-4", "phase4": "phase-4",
}  # fmt: skip
BLINDINGS: Final = {
    "C49659": "open-label", "openlabel": "open-label",
    "C28233": "single-blind", "singleblind": "single-blind",
    "C15228": "double-blind", "doubleblind": "double-blind",
    "C66959": "triple-blind", "tripleblind": "triple-blind",
    "quadrupleblind": "quadruple-blind",
}  # fmt: skip
CONFIGURATIONS: Final = {
    "C82639": "parallel", "parallel": "parallel",
    "C82637": "crossover", "crossover": "crossover",
    "C82638": "factorial", "factorial": "factorial",
    "C82640": "single-arm", "singlegroup": "single-arm",
    "C142568": "sequential", "sequential": "sequential", "groupsequential": "sequential",
}  # fmt: skip
STUDY_TYPES: Final = {
    "C98388": "interventional", "interventional": "interventional",
    "C16084": "observational", "observational": "observational",
    "C98722": "expanded-access", "expandedaccess": "expanded-access",
}  # fmt: skip
ARM_KINDS: Final = {
    "C174266": "experimental", "investigationalarm": "experimental",
    "experimentalarm": "experimental",
    "C174267": "active-comparator", "activecomparatorarm": "active-comparator",
    "C174268": "placebo-comparator", "placebocontrolarm": "placebo-comparator",
    "placebocomparatorarm": "placebo-comparator",
    "shamcomparatorarm": "sham-comparator", "nointerventionarm": "no-intervention",
}  # fmt: skip
TITLES: Final = {
    "C207615": "brief", "brieftitle": "brief", "briefstudytitle": "brief",
    "C207616": "official", "officialtitle": "official", "officialstudytitle": "official",
    "C207617": "public", "publictitle": "public", "publicstudytitle": "public",
    "C207618": "scientific", "scientifictitle": "scientific",
    "scientificstudytitle": "scientific",
    "C207646": "acronym", "C94108": "acronym", "studyacronym": "acronym", "acronym": "acronym",
}  # fmt: skip
ROLES: Final = {
    "C85826": "primary", "C94496": "primary", "primaryobjective": "primary",
    "primaryendpoint": "primary", "trialprimaryobjective": "primary",
    "C85827": "secondary", "C139173": "secondary", "secondaryobjective": "secondary",
    "secondaryendpoint": "secondary", "trialsecondaryobjective": "secondary",
    "C163559": "exploratory", "C170559": "exploratory", "exploratoryobjective": "exploratory",
    "exploratoryendpoint": "exploratory", "trialexploratoryobjective": "exploratory",
}  # fmt: skip
CRITERIA: Final = {
    "C25532": "inclusion", "inclusioncriteria": "inclusion", "inclusion": "inclusion",
    "C25370": "exclusion", "exclusioncriteria": "exclusion", "exclusion": "exclusion",
}  # fmt: skip
SEXES: Final = {
    "C49636": "all", "both": "all",
    "C20197": "male", "male": "male",
    "C16576": "female", "female": "female",
}  # fmt: skip
ORGANISATIONS: Final = {
    "C70793": "sponsor", "sponsor": "sponsor", "clinicalsponsor": "sponsor",
    "C93453": "registry", "studyregistry": "registry", "registry": "registry",
}  # fmt: skip
ORGANISATION_ROLES: Final = {
    "C70793": "sponsor", "sponsor": "sponsor", "clinicalstudysponsor": "sponsor",
    "collaborator": "collaborator", "funder": "funder", "fundingsource": "funder",
}  # fmt: skip
UNITS: Final = {
    "C29848": "years", "C29846": "months", "C29844": "weeks", "C25301": "days",
    "C25529": "hours", "C48154": "minutes", "C28253": "mg", "C48152": "µg", "C48155": "g",
    "C28254": "mL", "C48579": "IU", "C67402": "mg/kg",
    "year": "years", "years": "years", "month": "months", "months": "months",
    "week": "weeks", "weeks": "weeks", "day": "days", "days": "days", "hour": "hours",
    "hours": "hours", "minute": "minutes", "minutes": "minutes", "milligram": "mg", "mg": "mg",
}  # fmt: skip
"""How each unit is written after a number."""
CHARACTERISTICS: Final = {
    "randomized": "randomised", "randomised": "randomised", "C46079": "randomised",
    "randomizedcontrolledclinical": "randomised",
    "multicentre": "multicentre", "multicenter": "multicentre",
    "singlecentre": "single-centre", "singlecenter": "single-centre",
}  # fmt: skip
STRATEGIES: Final = {
    letters(name): name
    for name in (
        "treatment-policy", "hypothetical", "composite-variable", "while-on-treatment",
        "principal-stratum",
    )
} | {"composite": "composite-variable", "principalstratification": "principal-stratum"}  # fmt: skip


def term(code: Given, table: Mapping[str, str], what: str | None = None) -> str | None:
    """What a code, or an alias of one, is in our words; then it is taken.

    One that is not in the table is a warning that names `what`, and stays untaken; none without
    `what`.
    """
    one = code["standardCode"] if code["standardCode"] else code
    if not one:
        return None
    number, decode = one["code"].seen, one["decode"].seen
    by_code, by_decode = table.get(number), table.get(_bare(decode))
    found = by_code or by_decode
    if found is None:
        if what:
            code.of.warn(
                "import.known-code",
                f"{what} '{shown(decode or number)}' ({shown(number)}) is none that a record knows",
                "type it by hand if one of ours fits; it is listed below",
                one.at,
            )
        return None
    if by_code and by_decode and by_code != by_decode:
        code.of.warn(
            "import.code-and-decode",
            f"the code {number} means {by_code}, its decode '{shown(decode)}' {by_decode}: "
            "the code is taken",
            "correct the file, or the record",
            one.at,
        )
    code.leave()
    return found


def decode_of(code: Given) -> str | None:
    """The words of a code, or of an alias of one, taken."""
    one = code["standardCode"] if code["standardCode"] else code
    words = one["decode"].text()
    if words:
        code.leave()
    return words


def _bare(decode: str) -> str:
    """`Double Blind Study` -> `doubleblind`; a phase's Roman and Arabic numbers are alike."""
    words = f"{decode.casefold()} ".replace("ii/iii ", "2/3 ").replace("i/ii ", "1/2 ")
    name = letters(words)
    for last in ("study", "trial", "design"):
        name = name.removesuffix(last)
    return name
