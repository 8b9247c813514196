"""Safety: counts of patients within their arm, and each part within its whole."""

from collections.abc import Iterator, Mapping, Sequence

from assembler.checks.rule import Finding, rule
from assembler.checks.times import apart_in_time
from assembler.checks.trial import Enrolled, Patients, enrolled, patients, within
from assembler.problems import Severity
from assembler.records import Dossier
from assembler.records.base import Record
from assembler.records.safety import AdverseEvent, AdverseEvents, Death, Exposure, Overview, Safety
from assembler.records.vital_signs import NotableChange, NotableChanges

_OVERVIEW = (
    "related",
    "grade_3_or_higher",
    "serious",
    "non_serious",
    "dose_reduced",
    "dose_interrupted",
    "discontinued",
    "fatal",
)
_EXPOSURE = ("dose_reduced", "dose_interrupted", "discontinued")
_TERM = ("grade_3_or_higher", "related", "serious", "non_serious")


@rule("patients.within-arm", severity=Severity.ERROR)
def patients_within_arm(dossier: Dossier) -> Iterator[Finding]:
    """No count of patients in safety exceeds the patients of its arm, and no part its whole.

    Patients with an event lie within the arm's safety set; those with a related, serious, fatal
    or grade 3 or higher event lie within those with any event. A larger part is a misprint, or
    counts events where patients are meant: events may exceed patients, and have a key of their
    own. ICH E3 12.2.2; ICH M4E 2.7.4.2.1.
    """
    safety, known = dossier.safety, enrolled(dossier)
    sets = in_safety_set(safety)
    for index, row in enumerate(safety.exposure):
        at = f"safety.exposure[{index}]"
        n = patients(row.n, f"patients treated in arm {row.arm}", f"{at}.n")
        yield from within(n, known.of(row.cohort))
        yield from _parts(row, _EXPOSURE, row.arm, at, whole=n or known.of(row.cohort))
    for index, view in enumerate(safety.overview):
        at = f"safety.overview[{index}]"
        n = patients(view.n, f"patients in the safety set of arm {view.arm}", f"{at}.n")
        yield from within(n, known.of(view.cohort))
        who = f"patients with any event in arm {view.arm}"
        any_event = patients(view.any_event, who, f"{at}.any_event")
        whole = n or known.of(view.cohort)
        yield from within(any_event, whole)
        yield from _parts(view, _OVERVIEW, view.arm, at, whole=any_event or whole)
    events = safety.adverse_events
    if events is not None:
        for arm in _sizes(events).values():
            yield from within(arm, known.total)
        yield from _terms(events.rows, sets)
    for index, death in enumerate(safety.deaths):
        who = f"patients who died in arm {death.arm}"
        at = f"safety.deaths[{index}]"
        part = Patients(death.patients, who, f"{at}.patients")
        followed = patients(death.n, f"those followed for deaths in arm {death.arm}", f"{at}.n")
        yield from within(part, followed or _set_of(sets, death) or known.of(death.cohort))
    yield from _notable(safety.notable_changes, sets, known)


def in_safety_set(safety: Safety) -> dict[tuple[str | None, str], Patients]:
    """Cohort (None: the trial) and arm -> the patients whose adverse events are counted."""
    known: dict[tuple[str | None, str], Patients] = {}
    rows: list[tuple[str, Exposure | Overview]] = []
    rows += [(f"exposure[{index}]", row) for index, row in enumerate(safety.exposure)]
    rows += [(f"overview[{index}]", row) for index, row in enumerate(safety.overview)]
    for name, row in rows:
        n = patients(row.n, f"patients in arm {row.arm}", f"safety.{name}.n")
        if n is not None:
            known[row.cohort, row.arm] = n
    if safety.adverse_events is not None:
        known |= {(None, arm): n for arm, n in _sizes(safety.adverse_events).items()}
    return known


def _set_of(
    sets: Mapping[tuple[str | None, str], Patients], row: AdverseEvent | Death | NotableChange
) -> Patients | None:
    """The patients of the row's cohort and arm; else of its arm: no part can be larger."""
    return sets.get((row.cohort, row.arm)) or sets.get((None, row.arm))


def _notable(
    changes: NotableChanges | None,
    sets: Mapping[tuple[str | None, str], Patients],
    known: Enrolled,
) -> Iterator[Finding]:
    """Those with a notable change lie within those with values, and these within their arm."""
    for index, row in enumerate(changes.rows if changes is not None else ()):
        at = f"safety.notable_changes.rows[{index}]"
        by = f"by {row.parameter} in arm {row.arm}"
        arm = _set_of(sets, row) or known.of(row.cohort)
        n = patients(row.n, f"patients with values {by}", f"{at}.n")
        yield from within(n, arm)
        part = patients(row.patients, f"patients with notable changes {by}", f"{at}.patients")
        yield from within(part, n or arm)


def same_events(safety: Safety) -> bool:
    """Whether the table of terms and the overview count the same events of the same patients."""
    events = safety.adverse_events
    if events is None:
        return False
    here = (safety.analysis_set, events.analysis_set)
    is_one_set = None in here or here[0] == here[1]
    return is_one_set and not apart_in_time(safety.cut_off, events.cut_off)


def _sizes(events: AdverseEvents) -> dict[str, Patients]:
    return {
        arm: Patients(n, f"patients in arm {arm}", f"safety.adverse_events.sizes.{arm}")
        for arm, n in events.sizes.items()
    }


def _terms(
    rows: Sequence[AdverseEvent], sets: Mapping[tuple[str | None, str], Patients]
) -> Iterator[Finding]:
    for index, row in enumerate(rows):
        at = f"safety.adverse_events.rows[{index}]"
        term = row.preferred_term or row.system_organ_class
        at_risk = patients(row.at_risk, f"patients at risk in arm {row.arm}", f"{at}.at_risk")
        whole = at_risk or _set_of(sets, row)
        who = f"patients with {term} in arm {row.arm}"
        affected = patients(row.patients, who, f"{at}.patients")
        yield from within(affected, whole)
        yield from _parts(row, _TERM, row.arm, at, whole=affected or whole, term=term)


def _parts(
    row: Record,
    keys: Sequence[str],
    arm: str,
    at: str,
    *,
    whole: Patients | None,
    term: str | None = None,
) -> Iterator[Finding]:
    """Findings for each of the row's keys that counts more patients than the whole."""
    for key in keys:
        count = getattr(row, key)
        if count is not None and whole is not None and count.number > whole.count.number:
            name = key.replace("_", " ") + (f" {term}" if term else "")
            yield from within(
                Patients(count, f"patients under `{name}` in arm {arm}", f"{at}.{key}"), whole
            )
