"""Tables: columns, head, groups of rows, with the scope of every heading cell."""

from assembler.document.nodes import Cell, Row, Table
from assembler.resolve.words import text_of
from assembler.write.html.elements import Element, sub
from assembler.write.html.inlines import Frame, put_inlines, put_remarks


def put_grid(grid: Element, table: Table, frame: Frame) -> None:
    """Append the rows of a table to its element, behind the caption."""
    _put_columns(grid, table)
    if table.head:
        head = sub(grid, "thead")
        for row in table.head:
            _put_head(sub(head, "tr"), row, table, frame)
    body: Element | None = None
    for row in table.rows:
        if body is None or row.group:  # a group's heading belongs to the rows of its `tbody`
            body = sub(grid, "tbody")
        _put_row(sub(body, "tr", class_="group" if row.group else ""), row, table, frame)


def _put_columns(grid: Element, table: Table) -> None:
    """The shares of the width, where the shell gives any."""
    if all(column.width is None for column in table.columns):
        return
    weights = [1.0 if column.width is None else column.width for column in table.columns]
    columns = sub(grid, "colgroup")
    for weight in weights:
        sub(columns, "col", style=f"width: {100 * weight / sum(weights):.1f}%")


def _put_head(element: Element, row: Row, table: Table, frame: Frame) -> None:
    column = 0
    for cell in row.cells:
        tag = "th" if text_of(frame.resolved, cell.content).strip() else "td"
        made = _put_cell(element, tag, cell, table, column, frame)
        if tag == "th":
            made.set("scope", "colgroup" if cell.span > 1 else "col")
        column += cell.span


def _put_row(element: Element, row: Row, table: Table, frame: Frame) -> None:
    column = 0
    for cell in row.cells:
        is_label = column == 0 and bool(cell.content) and len(table.columns) > 1
        made = _put_cell(element, "th" if is_label else "td", cell, table, column, frame)
        if is_label:
            made.set("scope", "rowgroup" if row.group else "row")
        column += cell.span


def _put_cell(
    parent: Element, tag: str, cell: Cell, table: Table, column: int, frame: Frame
) -> Element:
    align = table.columns[column].align if cell.span == 1 else "center" if column else "left"
    element = sub(parent, tag, class_="" if align == "left" else align)
    if cell.span > 1:
        element.set("colspan", str(cell.span))
    if cell.indent:
        element.set("style", f"padding-inline-start: {0.5 + cell.indent:g}em")
    put_inlines(element, cell.content, frame)
    put_remarks(element, cell.content, frame)
    return element
