"""What the manifest says of a document: every printed value with its parentage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assembler import __version__
from assembler.document.nodes import GapEntry
from assembler.document.walk import listings
from assembler.package.manifest import canonical
from assembler.package.printed import Printed
from assembler.problems import position_json
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import text_of
from assembler.write.written import Options, Written


def entry_of(
    resolved: Resolved,
    values: Iterable[Printed],
    written: Mapping[str, Written],
    options: Options,
    inputs: Mapping[str, str],
) -> dict[str, object]:
    """One document's entry: what it is made from (name -> SHA-256) and by which version, whether
    it is a draft, its references, and its values in reading order.

    The version stands with each document: a later build of another one keeps this entry.
    """
    return {
        "assembler": __version__,
        "state": "draft" if options.draft else "final",
        "flattened": options.flatten,
        "inputs": dict(inputs),
        "number": resolved.document.number,
        "title": resolved.document.title,
        "pages": {fmt: one.page_count for fmt, one in written.items() if one.page_count},
        "references": dict(resolved.citations),
        "values": list(_values(values, written)),
        "listings": list(_listings(resolved, written)),
    }


def gaps_json(gaps: Sequence[GapEntry]) -> bytes:
    """`gaps.json`: the gap register."""
    rows = [
        {
            "needs": gap.needs,
            "kind": gap.kind,
            "owner": gap.owner,
            "expected_in": gap.expected_in,
            "status": gap.status,
            "blocks_final": gap.blocks_final,
            "reason": gap.reason,
            "items": list(gap.items),
            "at": str(gap.at),
        }
        for gap in gaps
    ]
    return canonical({"gaps": rows})


def _values(
    values: Iterable[Printed], written: Mapping[str, Written]
) -> Iterator[dict[str, object]]:
    for value in values:
        if value.kind in ("reference", "listing"):
            continue  # stands under `references` or `listings`
        trace = value.trace
        yield {
            "id": value.id,
            "text": value.text,
            "section": value.section,
            "where": value.where,
            "paths": list(trace.paths),
            "recorded": list(trace.recorded),
            "derivation": trace.derivation,
            "source": trace.source,
            "at": [position_json(at) for at in trace.at],
            "places": {
                fmt: one.places[value.id] for fmt, one in written.items() if value.id in one.places
            },
        }


def _listings(resolved: Resolved, written: Mapping[str, Written]) -> Iterator[dict[str, object]]:
    """Each listing with the parentage of all its rows, and how its pages were proved."""
    for _, listing in listings(resolved.document):
        extract = listing.extract
        drawn = {fmt: one.listed[listing.label] for fmt, one in written.items() if one.listed}
        yield {
            "id": listing.label,
            "number": resolved.numbers[listing.label],
            "title": text_of(resolved, listing.caption),
            "data_set": extract.data_set,
            "file": extract.file,
            "sha256": extract.sha256,
            "path": extract.path,
            "where": extract.where,
            "keys": list(extract.keys),
            "columns": [column.variable for column in listing.columns],
            "rows": len(listing.rows),
            "of": extract.of,
            "pages": {fmt: len(one.pages) for fmt, one in drawn.items()},
            # rows and letters of every page were counted while they were drawn
            "pages_read_back": {
                fmt: len(one.pages.keys() - one.passed_over()) for fmt, one in drawn.items()
            },
        }
