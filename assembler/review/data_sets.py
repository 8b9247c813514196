"""Listings in an edited file whose data set is no longer the one that they were made from.

The rows of a listing are neither anchored nor compared, see decision 0013: what can be told is that
the data behind them have changed since the build.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assembler.document.nodes import Label
from assembler.review.case import Case
from assembler.review.edited import Edited
from assembler.review.folding import folded
from assembler.review.found import Item
from assembler.review.margin import Margin
from assembler.review.states import Finding, State
from assembler.write.docx.evidence import Evidence, ListingEvidence

ADVICE = "build the document again and take the listing from there"
REMEDY = f"{ADVICE}: its rows in this file are those of the build"
_SHOWN = 12
"""Letters of a hash that tell one file from another."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A listing whose rows would be others today."""

    label: Label
    block: int
    """Index of its caption among the lines as built."""
    message: str
    path: str


def stale_listings(built: Evidence, today: Evidence) -> Iterator[Stale]:
    """The listings that were built, and would say something else today. A file that was built
    before listings were told of has none."""
    if not built.listings:
        return
    for number, block in enumerate(built.blocks):
        was = built.listings.get(block.label) if block.kind == "caption" else None
        message = None if was is None else _told(was, today.listings.get(block.label))
        if was is not None and message is not None:
            name = folded(block.text).partition(". ")[0]
            yield Stale(block.label, number, f"{name} {message}", was.path)


def _told(was: ListingEvidence, now: ListingEvidence | None) -> str | None:
    """What has become of a listing; None where it is the same."""
    made = f"was made from {was.file} ({was.data_set})"
    if now is None:
        return f"{made}; the document built today has no such listing"
    rows = f"{was.rows} then, {now.rows} today"
    if now.file != was.file and now.sha256 != was.sha256:
        return f"{made}, today it is made from {now.file} ({now.data_set}): {rows}"
    if now.sha256 != was.sha256:
        hashes = f"{was.sha256[:_SHOWN]}… then, {now.sha256[:_SHOWN]}… today"
        return f"{made}, which has changed since (SHA-256 {hashes}): {rows}"
    if now.words != was.words:
        return f"takes other rows or columns of {was.file} ({was.data_set}) today: {rows}"
    return None


def data_set_findings(case: Case) -> Iterator[Finding]:
    """A finding at the caption of each listing whose data have changed. Nothing when the records
    were not asked."""
    if case.today is None:
        return
    for stale in stale_listings(case.evidence, case.today):
        found = Finding(State.DATA_SET_CHANGED, False, stale.message, REMEDY, path=stale.path)
        unit = case.aligned.unit_of(stale.block)
        yield case.at_block(found, stale.block) if unit is None else case.at_unit(found, unit)


def left_listings(edited: Edited, today: Evidence, margin: Margin) -> Iterator[Item]:
    """The listings to be replaced by hand; a comment for those that no refresh has told of."""
    for stale in stale_listings(edited.evidence, today):
        place = edited.place_of(stale.label)
        caption = "" if place is None else edited.read.paragraphs[place].text
        section = "" if place is None else edited.section(place)
        if edited.evidence.listings[stale.label].told != _state(today, stale.label):
            margin.at_paragraph(place, f"{stale.message}. {REMEDY.capitalize()}.")
        yield Item("listing", section, "", "", stale.path, stale.message, caption)


def kept_listings(built: Evidence, today: Evidence) -> Mapping[Label, ListingEvidence]:
    """What a refreshed file says of its listings: their rows are still those of the build."""
    stale = {one.label for one in stale_listings(built, today)}
    return {
        label: replace(one, told=_state(today, label)) if label in stale else one
        for label, one in built.listings.items()
    }


def _state(today: Evidence, label: Label) -> str:
    now = today.listings.get(label)
    return "gone" if now is None else now.words
