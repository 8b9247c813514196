"""The page's server answers this machine, and shows only what the page is made of."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from assembler.preview import serving
from assembler.problems import ProblemsFound
from tests.preview.live import DOCUMENT, Live, asked, live, served


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Live:
    return live(tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def address(one: Live) -> Iterator[str]:
    with served(one) as address:
        yield address


def text(address: str, path: str) -> str:
    with asked(address, path) as answer:
        assert answer.status == 200, path
        return answer.read().decode()


def status(address: str, path: str, **headers: str) -> int:
    with asked(address, path, **headers) as answer:
        return answer.status


def test_only_its_own_names_are_answered(address: str) -> None:
    page = f"/{DOCUMENT}.html"
    assert status(address, page) == 200
    assert status(address, page, Host="elsewhere.example:80") == 403
    assert status(address, page, Host="127.0.0.1") == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_done(address: str, method: str) -> None:
    assert status(address, f"/{DOCUMENT}.html", method=method) == 501


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/server.py",
        "/other-document.html",
        f"/{DOCUMENT}/nothing",
        f"/{DOCUMENT}/source?at={quote('/etc/passwd:1:1')}",
        f"/{DOCUMENT}/source?at={quote('../pyproject.toml:1:1')}",
        f"/{DOCUMENT}/value?id=0000000000000000",
        f"/{DOCUMENT}/page?number=999",
    ],
)
def test_nothing_else_is_served(address: str, path: str) -> None:
    assert status(address, path) == 404


def test_no_script_but_its_own_can_run(address: str) -> None:
    with asked(address, f"/{DOCUMENT}.html") as answer:
        policy = answer.getheader("Content-Security-Policy") or ""
    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]


def test_a_value_is_led_back_to_its_record_and_line(address: str) -> None:
    page = text(address, f"/{DOCUMENT}.html")
    values = re.findall(r'<data class="value" data-id="([0-9a-f]{16})"', page)
    said = text(address, f"/{DOCUMENT}/value?id={values[0]}")
    assert "as recorded" in said and ".yaml:" in said and "line here" in said


def test_a_paragraph_is_led_back_to_its_template(address: str) -> None:
    page = text(address, f"/{DOCUMENT}.html")
    at = re.findall(r'<p data-at="(own/[^"]+)"', page)[0]
    said = text(address, f"/{DOCUMENT}/source?at={quote(at)}")
    assert at in said and "line here" in said


def test_what_is_saved_is_told_to_the_page(address: str, one: Live) -> None:
    version = re.findall(r'data-version="(\d+)"', text(address, f"/{DOCUMENT}.html"))[0]
    with asked(address, f"/{DOCUMENT}/events?version={version}") as answer:
        one.add("Told at once.")
        told: dict[str, object] = {}
        while "parts" not in told:
            line = answer.readline().decode()
            if line.startswith("data: "):
                told = json.loads(line.removeprefix("data: "))
    assert "Told at once." in str(told["parts"])


def test_the_pages_of_the_pdf_are_pictures(address: str) -> None:
    count = json.loads(text(address, f"/{DOCUMENT}/pages"))["count"]
    assert count >= 1
    with asked(address, f"/{DOCUMENT}/page?number={count}") as answer:
        assert answer.read().startswith(b"\x89PNG")


def test_the_script_and_the_style_are_there(address: str) -> None:
    assert "EventSource" in text(address, "/preview.js")
    assert "#outline" in text(address, "/preview.css")


def test_a_study_without_templates_for_a_document_starts_nothing(tmp_path: Path) -> None:
    broken = replace(live(tmp_path).request, documents=("nothing",))
    with pytest.raises(ProblemsFound), serving(broken, 0):
        pass


def test_a_port_that_is_taken_is_named(address: str, tmp_path: Path) -> None:
    port = int(address.rstrip("/").rpartition(":")[2])
    with pytest.raises(ProblemsFound) as found, serving(live(tmp_path).request, port):
        pass
    assert str(port) in found.value.problems[0].message
