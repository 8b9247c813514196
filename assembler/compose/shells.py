"""Table shells: the statistician's shells as data."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from assembler.compose.dialect import NOTE_MARK
from assembler.compose.filling import Each
from assembler.compose.lettered import TableNote
from assembler.read import Tree, read_tree, validate
from assembler.read.descriptions import FilePart


class ShellColumn(FilePart):
    """A column, or with `for` one column for each item."""

    head: str = ""
    """The head: words with values."""
    span: str | tuple[str, ...] | None = None
    """A head above the head, or a list of them from the top; neighbours with the same words share
    it."""
    each: Annotated[Each | None, Field(alias="for")] = None
    """`arm in trial.arms`: one column for each item, under that name."""
    when: str | None = None
    """The column stands only where this bare expression is true."""
    value: str | None = None
    """What stands in the cells: one record value, as a bare expression."""
    text: str | None = None
    """What stands in the cells: words with values."""
    width: Annotated[float | None, Field(gt=0, le=100)] = None
    """How wide the column is compared with the others, which count as 1. Best left out of all
    columns: each is then as wide as its words ask."""
    align: Literal["left", "center", "decimal"] = "left"
    """How the cells stand: `decimal` puts numbers on their points."""

    @property
    def spans(self) -> tuple[str, ...]:
        """The heads above the head, from the top."""
        return (self.span,) if isinstance(self.span, str) else self.span or ()


class ShellRow(FilePart):
    """A row of a block of rows; with `for` one row for each item."""

    label: str
    """The first cell: words with values."""
    each: Annotated[Each | None, Field(alias="for")] = None
    """`cohort in trial.cohorts`: one row for each item, under that name."""
    when: str | None = None
    """The row stands only where this bare expression is true."""
    value: str | None = None
    """What stands in each further cell: one record value, as a bare expression."""
    text: str | None = None
    """What stands in each further cell: words with values."""
    across: str | None = None
    """What stands in one cell over all further columns: a bare expression."""
    under: str | None = None
    """With `across`: of more than two further columns the one that it is about, the others have a
    dash: a bare expression, `analysis.comparison.of`."""
    indent: Annotated[int, Field(ge=0, le=4)] = 0
    """How far the label is indented."""


class Shell(FilePart):
    """A table shell: what the table shows of the records, and in what order."""

    caption: str
    """The title: what, in whom, in which study, at which cut-off. Words with values."""
    needs: tuple[str, ...] = ()
    """Record paths without which the table is not made."""
    empty: str | None = None
    """The sentence that stands for the table when there is nothing to show."""
    each: Each | None = None
    """`analysis in efficacy.analyses`: one row, or one block of rows, for each item."""
    when: str | None = None
    """Which items: a bare expression."""
    group: str | None = None
    """A row that heads each block of rows; printed where it differs from the one before."""
    columns: Annotated[tuple[ShellColumn, ...], Field(json_schema_extra={"minItems": 1})]
    """The columns in their order; with `rows`, the first holds the labels of the rows."""
    rows: tuple[ShellRow, ...] = ()
    """The rows of a block; without them each item is one row."""
    notes: tuple[str | TableNote, ...] = ()
    """Notes below the table, each printed once; those with a `mark` under a letter."""
    source: str | None = None
    """The source of an item, or a list of sources: a bare expression, mostly `ITEM.source`."""
    landscape: bool = False
    """Whether the table stands on a page turned sideways; above seven columns it does anyway."""

    @model_validator(mode="after")
    def _cells_have_one_content(self) -> Self:
        if not self.columns:
            raise PydanticCustomError(
                "shell.columns",
                "the table has no column",
                {"field": "columns", "remedy": "give it at least one, with `head:` and `value:`"},
            )
        for index, column in enumerate(self.columns):
            given = [name for name in ("value", "text") if getattr(column, name) is not None]
            if len(given) != (0 if self.rows else 1):
                raise PydanticCustomError(
                    "shell.column-has-data",
                    "the column '{head}' has {given}",
                    {
                        "head": column.head,
                        "given": " and ".join(given) or "neither value nor text",
                        "field": f"columns[{index}]",
                        "remedy": "with `rows:` the rows say what stands in the cells; "
                        "without them each column has `value:` or `text:`",
                    },
                )
        if self.rows and (self.columns[0].each or self.columns[0].when) is not None:
            raise PydanticCustomError(
                "shell.first-column",
                "the first column holds the labels of the rows and cannot have `{key}:`",
                {
                    "key": "when" if self.columns[0].each is None else "for",
                    "field": "columns[0]",
                    "remedy": "put a column for the labels before it",
                },
            )
        for index, row in enumerate(self.rows):
            given = [name for name in ("value", "text", "across") if getattr(row, name) is not None]
            if len(given) != 1:
                raise PydanticCustomError(
                    "shell.row-has-data",
                    "the row '{label}' has {given}",
                    {
                        "label": row.label,
                        "given": " and ".join(given) or "neither value nor text nor across",
                        "field": f"rows[{index}]",
                        "remedy": "give it one of `value:`, `text:` and `across:`",
                    },
                )
            if row.under is not None and row.across is None:
                raise PydanticCustomError(
                    "shell.under-across",
                    "the row '{label}' has `under:` and no `across:`",
                    {
                        "label": row.label,
                        "field": f"rows[{index}].under",
                        "remedy": "give what stands there as `across:`, or take `under:` away",
                    },
                )
        return self

    @model_validator(mode="after")
    def _notes_are_marked(self) -> Self:
        """A note whose mark no words bear would vanish without a word."""
        words = [self.group, *(w for c in self.columns for w in (c.head, *c.spans, c.text))]
        words += [w for row in self.rows for w in (row.label, row.text)]
        found = {name for text in words if text for name in NOTE_MARK.findall(text)}
        for index, note in enumerate(self.notes):
            if isinstance(note, TableNote) and note.mark not in (None, *found):
                raise PydanticCustomError(
                    "shell.note-marked",
                    "nothing bears the mark of the note '{mark}'",
                    {
                        "mark": note.mark,
                        "field": f"notes[{index}]",
                        "remedy": f"write [^{note.mark}] in a head, group, label or text, behind "
                        "what the note is about; or take `mark:` away",
                    },
                )
        return self


def load_shell(path: Path, *, root: Path, shown: str) -> tuple[Shell, Tree]:
    """The shell in `path`, and where its parts stand. Raises ProblemsFound."""
    tree = read_tree(path, root=root, shown=shown)
    return validate(Shell, tree), tree
