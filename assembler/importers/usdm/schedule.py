"""Epochs and visits of a study definition: its schedule of activities."""

from assembler.importers.drafted import letters
from assembler.importers.given import Given
from assembler.importers.ids import Ids, slug
from assembler.importers.usdm.definition import Definition, filled
from assembler.importers.usdm.design import treats
from assembler.read import Data


def schedule_of(definition: Definition, arms: dict[str, str]) -> dict[str, Data]:
    """`epochs` and `visits` of the trial. `arms`: id of an arm in the file -> in the study."""
    ids = Ids(())
    new: dict[str, str] = {}
    for epoch in definition.design["epochs"]:
        new[epoch.place] = ids.new(_id(epoch, "epoch"))
        new.setdefault(epoch["id"].seen, new[epoch.place])
    epochs = _epochs(definition, arms, new)
    visits = _visits(definition, new)
    return filled(epochs=epochs, visits=visits)


def _epochs(definition: Definition, arms: dict[str, str], ids: dict[str, str]) -> list[Data]:
    received = _received(definition, arms)
    records: list[Data] = []
    for epoch in definition.design["epochs"]:
        label = definition.label(epoch)
        if label is None:
            continue
        id = ids[epoch.place]
        said = definition.words(epoch["description"])
        same = letters(said or "") in (letters(label), letters(f"{label} epoch"))
        record = filled(
            id=id,
            label=label,
            description=None if same else said,
            treatments=received.get(epoch["id"].seen),
        )
        records.append({**record, "source": definition.place(epoch, f"trial.epochs.{id}")})
    return records


def _received(definition: Definition, arms: dict[str, str]) -> dict[str, dict[str, Data]]:
    """Epoch -> arm of the study -> the words of its elements."""
    found: dict[str, dict[str, Data]] = {}
    for cell in definition.design["studyCells"]:
        if not treats(definition, cell):
            continue
        elements = [definition.named(one) for one in cell["elementIds"]]
        words = [definition.words(e["description"]) or definition.label(e) for e in elements]
        arm = arms.get(cell["armId"].seen)
        if arm and (said := "; ".join(filter(None, words))):
            found.setdefault(cell["epochId"].seen, {})[arm] = said
    return found


def _visits(definition: Definition, epochs: dict[str, str]) -> list[Data]:
    """One visit for each encounter of the main timeline, in its order."""
    lines = list(definition.design["scheduleTimelines"])
    main = next((one for one in lines if one["mainTimeline"].value == "true"), None)
    if main is None:
        return []
    timings = {t["relativeFromScheduledInstanceId"].seen: t for t in main["timings"]}
    ids, records = Ids(()), dict[str, dict[str, Data]]()
    assessed: dict[str, dict[str, None]] = {}
    sources: dict[str, Data] = {}
    for instance in main["instances"]:
        encounter = definition.named(instance["encounterId"])
        holder = encounter or instance
        label = definition.label(holder)
        if not label or (not encounter and not instance["activityIds"]):
            continue
        record = records.get(holder.place)
        if record is None:
            id = ids.new(_id(holder, "visit"))
            record = filled(id=id, label=label, epoch=epochs.get(instance["epochId"].seen))
            record |= _when(definition, instance, encounter, timings)
            records[holder.place] = record
            sources[holder.place] = definition.place(holder, f"trial.visits.{id}")
        done = assessed.setdefault(holder.place, {})
        for one in instance["activityIds"]:
            if activity := definition.label(definition.named(one)):
                done[activity] = None
    return [
        record | filled(assessments=list(assessed[key]), source=sources[key])
        for key, record in records.items()
    ]


def _when(
    definition: Definition, instance: Given, encounter: Given, timings: dict[str, Given]
) -> dict[str, Data]:
    """Timing, window and description of a visit, in the file's words."""
    timing = definition.named(encounter["scheduledAtId"]) or timings.get(instance["id"].seen)
    record = filled(description=definition.words(encounter["description"]))
    if not timing:
        return record
    kind = timing["type"]["decode"].seen.casefold()
    length = timing["valueLabel"] or timing["value"]
    anchor = definition.named(timing["relativeToScheduledInstanceId"])
    name = anchor["label"].seen or anchor["name"].seen
    if kind in ("before", "after") and name and (words := length.text()):
        timing["type"].leave()
        timing["value"].leave()
        record["timing"] = f"{words} {kind} {name}"
    window = timing["windowLabel"] or timing["window"]
    if words := window.text():
        record["window"] = words
        timing["windowLower"].leave()
        timing["windowUpper"].leave()
    return record


def _id(given: Given, otherwise: str) -> str:
    return slug(given["label"].seen or given["name"].seen) or otherwise
