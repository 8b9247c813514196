"""What manifest and QC sheet say of a listing: one entry for all of its rows."""

from assembler.package.contents import entry_of
from assembler.package.printed import in_reading_order
from assembler.write import write
from tests.write.short import options
from tests.write.test_listings import of, rows


def test_the_manifest_lists_a_listing_once_with_its_data_set_and_how_it_was_proved() -> None:
    resolved = of(rows(60))
    written = {"pdf": write("pdf", resolved, options())}
    entry = entry_of(resolved, in_reading_order(resolved), written, options(), {})
    assert entry["values"] == []
    assert entry["listings"] == [
        {
            "id": "lst-events",
            "number": "16.2.7.1",
            "title": "Events by patient",
            "data_set": "ADAE",
            "file": "adae.csv",
            "sha256": "0" * 64,
            "path": "references.sources.adae",
            "where": "",
            "keys": [],
            "columns": ["USUBJID", "AETERM", "AVAL"],
            "rows": 60,
            "of": 9,
            "pages": {"pdf": 3},
            "pages_read_back": {"pdf": 3},
        }
    ]


def test_the_qc_sheet_has_one_row_for_a_listing() -> None:
    (row,) = in_reading_order(of(rows(60)))
    assert (row.kind, row.section, row.where) == ("listing", "16.2.7", "Listing\u00a016.2.7.1")
    assert row.text == "ADAE: 60 of 9 rows"
    assert [one.recorded for one in row.operands] == [f"adae.csv, SHA-256 {'0' * 64}"]
