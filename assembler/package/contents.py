"""What the manifest says of a document: every printed value with its parentage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assembler import __version__
from assembler.document.nodes import GapEntry
from assembler.package.manifest import canonical
from assembler.package.printed import Printed
from assembler.problems import Position
from assembler.resolve.resolve import Resolved
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
        if value.kind == "reference":
            continue  # stands under `references`
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
            "at": [_place(at) for at in trace.at],
            "places": {
                fmt: one.places[value.id] for fmt, one in written.items() if value.id in one.places
            },
        }


def _place(at: Position) -> dict[str, object]:
    return {"file": at.file, "line": at.line, "column": at.column}
