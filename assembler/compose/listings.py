"""Listing shells filled from data sets: a listing, or the sentence that stands for it."""

from assembler.compose.extracts import DataSets, Rows, rows_of, variables_of
from assembler.compose.filling import Filling, Scope
from assembler.compose.listing_shells import ListingShell
from assembler.compose.tables import source_line
from assembler.compose.views import View
from assembler.document.listings import Extract, Listing, ListingColumn
from assembler.document.nodes import Block, Inlines, Paragraph, Text
from assembler.problems import Position, Problem, Severity, refused
from assembler.read.datasets.dataset import DataSet, Reading


def fill_listing(
    shell: ListingShell, filling: Filling, scope: Scope, data: DataSets, *, at: Position
) -> Block:
    """The listing that a shell makes, or its sentence when there is nothing to show.

    `scope` holds the options of the block, which stands at `at`. Raises ProblemsFound.
    """
    file = data.file_of(shell.data)
    if file is None:
        message = f"the study has no data set '{shell.data}' for the listing '{filling.label}'"
        remedy = "name its `file` under `sources` in references.yaml, or give the shell a sentence "
        return _instead(shell, filling, scope, message, f"{remedy}under `empty:`", at)
    reading = Reading()
    opened = data.open(shell, filling.tree, reading)
    rows = rows_of(shell, filling.tree, opened)
    filling.warnings.extend(reading.problems)
    if not rows.texts:
        message = f"no row of {opened.name} is as the listing '{filling.label}' asks"
        remedy = "correct `where:`, or give the shell a sentence under `empty:`"
        return _instead(shell, filling, scope, message, remedy, at)
    filling.warnings.extend(_changed(shell, data, opened))
    extract = Extract(
        opened.name,
        file,
        opened.sha256,
        f"references.sources.{shell.data}",
        tuple(dict.fromkeys([*(g.variable for g in shell.group), *shell.sort])),
        "; ".join(_condition(name, wanted) for name, wanted in shell.where.items()),
        rows.of,
    )
    return Listing(
        filling.label,
        filling.words(shell.caption, scope, ("caption",)),
        tuple(
            ListingColumn(" or ".join(variables_of(c, opened)), c.head, c.width, c.align)
            for c in shell.columns
        ),
        rows.texts,
        rows.numbers,
        rows.groups,
        shell.group_pages,
        extract,
        tuple(filling.words(note, scope, ("notes", n)) for n, note in enumerate(shell.notes)),
        _source(shell, filling, scope, rows, opened),
        shell.landscape,
        at,
    )


def _condition(name: str, wanted: str | tuple[str, ...]) -> str:
    """`SAFFL = Y`, `AESEV = MODERATE or SEVERE`."""
    return f"{name.upper()} = {wanted if isinstance(wanted, str) else ' or '.join(wanted)}"


def _instead(
    shell: ListingShell, filling: Filling, scope: Scope, message: str, remedy: str, at: Position
) -> Paragraph:
    if shell.empty is None:
        raise refused("listing.has-rows", message, remedy, at=at)
    return Paragraph(filling.words(shell.empty, scope, ("empty",)), at)


def _changed(shell: ListingShell, data: DataSets, opened: DataSet) -> list[Problem]:
    """A warning where the file is not the one that the record tells of."""
    recorded = data.sources[shell.data].sha256
    if recorded is None or recorded.lower() == opened.sha256:
        return []
    return [
        Problem(
            "listing.data-as-recorded",
            Severity.WARNING,
            f"{opened.file} has changed: its SHA-256 is {opened.sha256}, and the record says "
            f"{recorded}",
            "import the data set again, so that records and listings agree; or correct the record",
            data.at(f"references.sources.{shell.data}.sha256"),
            f"references.sources.{shell.data}.sha256",
        )
    ]


def _source(
    shell: ListingShell, filling: Filling, scope: Scope, rows: Rows, opened: DataSet
) -> Inlines:
    """`Source: Analysis data of ..., ADAE: 1,191 of 1,191 rows.`"""

    def named(view: object) -> str:
        document = view if isinstance(view, View) else None
        if document is None:
            return ""
        has_label = getattr(document.value, "label", None) is not None
        return str(document.field("label" if has_label else "title"))

    title = filling.made_of(f"references.sources['{shell.data}']", scope, ("data",), named)
    count = f"{len(rows.texts):,} of {rows.of:,} rows"
    words = filling.inlines(title, ("data",))
    return source_line((*words, Text(f"; data set {opened.name}, {count}")))
