"""Listings: a plain table, every row a line of its own for those who read the file back."""

from assembler.document.listings import Listing
from assembler.write.html.elements import Element, sub


def put_rows(grid: Element, listing: Listing, most: int | None) -> None:
    """Append head and rows of a listing to its element, behind the caption; of the rows `most`,
    None for all."""
    head = sub(sub(grid, "thead"), "tr")
    for column in listing.columns:
        cell = sub(head, "th", class_="" if column.align == "left" else column.align, scope="col")
        cell.text = column.head
    headings = {group.first: group.words for group in listing.groups}
    body: Element | None = None
    for number, row in enumerate(listing.rows[:most]):
        if body is None or number in headings:
            body = sub(grid, "tbody")
        if number in headings:
            of_group = sub(body, "tr", class_="group listed")
            sub(of_group, "td", colspan=str(len(row))).text = headings[number]
        element = sub(body, "tr", class_="listed")
        for text, column in zip(row, listing.columns, strict=True):
            align = "" if column.align == "left" else column.align
            sub(element, "td", class_=align).text = text
