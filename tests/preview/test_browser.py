"""The author's loop in a real browser: edit, see, click a number, break, mend."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.preview.live import DOCUMENT, Live, live, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None or find_spec("playwright") is None, reason="no Chromium, no playwright"
    ),
]
SLOWEST = 20_000.0
"""Milliseconds after which something will not come."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def one(tmp_path: Path) -> Live:
    return live(tmp_path)


@pytest.fixture
def page(browser: Any, one: Live) -> Iterator[Any]:
    """The open page; what goes wrong in its script fails the test."""
    with served(one) as address:
        opened = browser.new_page(viewport={"width": 1400, "height": 700})
        opened.set_default_timeout(SLOWEST)
        wrong: list[str] = []
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else 0)
        opened.goto(address)
        opened.locator("#outline a").first.wait_for()
        yield opened
        opened.close()
        assert wrong == []


def state(page: Any, words: str) -> None:
    """Wait until the page says so."""
    page.locator("#state", has_text=words).wait_for()


def test_what_is_saved_is_seen_where_it_stands(page: Any, one: Live) -> None:
    first = page.locator("#document section p").first
    first.evaluate("element => { element.kept = true }")
    one.add("Words that are new.")
    page.get_by_text("Words that are new.").wait_for()
    assert first.evaluate("element => element.kept") is True
    state(page, "1 section updated")


def test_the_reader_stays_where_he_reads(page: Any, one: Live) -> None:
    one.template().write_text(
        "\n\n".join(f"Paragraph {n}." for n in range(200)) + "\n", encoding="utf-8"
    )
    reading = page.get_by_text("Paragraph 150.")
    reading.wait_for()
    reading.evaluate("element => element.scrollIntoView()")
    before = reading.bounding_box()["y"]
    text = one.template().read_text(encoding="utf-8")
    one.template().write_text("Before all.\n\n" * 20 + text, encoding="utf-8")
    page.get_by_text("Before all.").first.wait_for(state="attached")
    assert abs(reading.bounding_box()["y"] - before) < 2


def test_a_click_on_a_number_shows_where_it_comes_from(page: Any) -> None:
    value = page.locator("#document section data.value").first
    printed = value.inner_text()
    value.click()
    detail = page.locator("#detail")
    detail.get_by_text("as recorded").first.wait_for()
    assert ".yaml:" in detail.inner_text() and detail.locator(".here").count() >= 1
    assert printed.split()[0] in detail.inner_text()
    page.keyboard.press("Escape")
    detail.wait_for(state="hidden")


def test_a_click_on_a_paragraph_shows_the_line_that_made_it(page: Any, one: Live) -> None:
    one.add("Words of line so and so.")
    page.get_by_text("Words of line so and so.").click()
    here = page.locator("#detail .here")
    here.wait_for()
    assert "Words of line so and so." in here.inner_text()


def test_an_error_stands_over_the_last_good_page_until_it_is_mended(page: Any, one: Live) -> None:
    good = one.template().read_text(encoding="utf-8")
    said = page.locator("#document").inner_text()
    one.add("{{ trial.titel }}")
    broken = page.locator("#broken")
    broken.get_by_text("titel").first.wait_for()
    assert "{{ trial.titel }}" in broken.locator(".here").inner_text()
    assert page.locator("#document").inner_text() == said
    state(page, "1 error")
    one.template().write_text(good, encoding="utf-8")
    broken.locator("h2").wait_for(state="detached")


def test_a_section_that_comes_and_goes_takes_nothing_else_with_it(page: Any, one: Live) -> None:
    good = one.template().read_text(encoding="utf-8")
    said = page.locator("#document").inner_text()
    one.add("# A heading more\n\nIts words.")
    page.locator("#outline", has_text="A heading more").wait_for()
    page.get_by_text("Its words.").wait_for()
    one.template().write_text(good, encoding="utf-8")
    page.get_by_text("Its words.").wait_for(state="detached")
    assert page.locator("#document").inner_text() == said


def test_keys_lead_through_problems_and_values(page: Any, one: Live) -> None:
    one.add("The median was 12.3 months.")
    page.locator(".problem", has_text="12.3").first.wait_for()
    page.keyboard.press("j")
    page.locator(".problem[aria-current]").wait_for()
    page.keyboard.press("v")
    page.locator("data.chosen").wait_for()


def test_keys_lead_to_the_lines_that_made_the_paragraphs(page: Any) -> None:
    at = page.locator("#detail .at")
    page.keyboard.press("n")
    at.wait_for()
    first = at.inner_text()
    page.keyboard.press("n")
    page.locator("#detail .at").filter(has_not_text=first).wait_for()
    page.keyboard.press("p")
    page.locator("#detail .at", has_text=first).wait_for()


def test_keys_pass_over_what_is_hidden(page: Any) -> None:
    page.get_by_label("Only what has gaps or flags").check()
    page.keyboard.press("n")
    page.locator("#detail .at").wait_for()
    assert page.locator(".chosen").evaluate("one => one.checkVisibility()")


def test_gaps_and_flags_can_be_seen_alone(page: Any, one: Live) -> None:
    words = page.locator("#document section p").first
    page.get_by_label("Only what has gaps or flags").check()
    words.wait_for(state="hidden")
    page.get_by_label("Only what has gaps or flags").uncheck()
    words.wait_for()


_UNREACHED = """[...document.querySelectorAll("#document *, #broken *, #beside *")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.tabIndex < 0)
    .filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
    .map((one) => one.outerHTML.slice(0, 80))"""


def test_what_moves_to_the_side_moves_by_the_keyboard_too(page: Any) -> None:
    page.set_viewport_size({"width": 300, "height": 700})
    page.evaluate("document.querySelector('.scroll table').style.minWidth = '60rem'")
    page.locator("#document section data.value").first.click()
    page.locator("#detail .here").first.wait_for()
    assert page.evaluate(_UNREACHED) == []


def test_either_view_is_the_main_part_with_a_heading(page: Any) -> None:
    for view in ("pages", "document"):
        page.locator(f"[data-view={view}]").click()
        if view == "pages":
            page.locator("#pages img").first.wait_for()
        assert page.get_by_role("main").count() == 1
        assert page.get_by_role("heading", level=1).count() == 1


def test_the_pages_of_the_pdf_are_shown(page: Any) -> None:
    page.get_by_role("button", name="PDF pages").click()
    page.locator("#pages img").first.wait_for()
    assert page.locator("#pages img").first.evaluate("image => image.decode().then(() => 1)") == 1


def test_on_a_narrow_page_everything_is_a_button_away(page: Any) -> None:
    page.set_viewport_size({"width": 380, "height": 700})
    for button, shown in (
        ("Show", page.get_by_label("Drafting notes")),
        ("Outline", page.locator("#outline a").first),
        ("Problems", page.locator("#problems")),
    ):
        shown.wait_for(state="hidden")
        page.get_by_role("button", name=button).click()
        shown.wait_for()
        page.keyboard.press("Escape")
        shown.wait_for(state="hidden")


def test_on_paper_stands_the_document_alone(page: Any) -> None:
    page.locator("#document section data").first.click()
    page.locator("#detail").wait_for()
    page.set_viewport_size({"width": 700, "height": 900})  # a sheet of A4
    page.locator("#document section data.chosen").wait_for()
    page.emulate_media(media="print")
    for beside in (".bar", "#outline", "#beside", "#detail"):
        page.locator(beside).wait_for(state="hidden")
    outline = "getComputedStyle(document.querySelector('.chosen')).outlineStyle"
    assert page.evaluate(outline) == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [380, 1400])
def test_nothing_is_wider_than_the_window(browser: Any, one: Live, width: int, scheme: str) -> None:
    with served(one) as address:
        page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)
        page.goto(f"{address}{DOCUMENT}.html")
        page.locator("#document h1").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
