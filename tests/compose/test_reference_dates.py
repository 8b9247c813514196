"""Dates of references in the order of NLM and of AMA; what is no date that is known stays."""

import pytest

from assembler.compose.reference_dates import month_first, year_first

DATES = [
    ("2017 Feb", "2017 Feb", "February 2017"),
    ("June 2024", "2024 Jun", "June 2024"),
    ("Sept. 2019", "2019 Sep", "September 2019"),
    ("may 2019", "2019 May", "May 2019"),
    ("Oct–Dec 2019", "2019 Oct–Dec", "October–December 2019"),
    ("2019 Oct-Dec", "2019 Oct–Dec", "October–December 2019"),
    ("5 June 2024", "2024 Jun 5", "June 5, 2024"),
    ("June 15, 2024", "2024 Jun 15", "June 15, 2024"),
    ("2024 Jun 5", "2024 Jun 5", "June 5, 2024"),
    ("2024-06-05", "2024 Jun 5", "June 5, 2024"),
    ("2024-10", "2024 Oct", "October 2024"),
]


@pytest.mark.parametrize(("recorded", "nlm", "ama"), DATES)
def test_a_date_stands_in_the_order_of_the_style(recorded: str, nlm: str, ama: str) -> None:
    assert (year_first(recorded), month_first(recorded)) == (nlm, ama)


@pytest.mark.parametrize("recorded", ["2019", "Spring 2019", "2024-13", "Mayt 2019", "in press"])
def test_a_date_of_another_form_stays_as_recorded(recorded: str) -> None:
    assert (year_first(recorded), month_first(recorded)) == (recorded, recorded)


def test_no_date_is_none() -> None:
    assert year_first(None) is None and month_first(None) is None
