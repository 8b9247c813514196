"""The pictures of docs/authoring.md: small, and saying what its steps print today."""

import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from tests.acceptance.command import InProcess
from tests.acceptance.pages import unspaced
from tests.docs.test_authoring import PAGE, Desk
from tests.places import ROOT

FOLDER = ROOT / "docs" / "steps"
PICTURES = sorted(path.stem for path in FOLDER.iterdir())
LARGEST = 60_000
SURELY = 90
"""So many letters are in a picture wherever its lines break: that is the fonts' affair."""


def runs(name: str, place: str) -> list[str]:
    """The runs of words of a picture: those of the `document`, or of the `frame` round it."""
    found = texts(etree.parse(FOLDER / f"{name}.svg").getroot())
    return [node.text or "" for node in found if node.get("class") == place]


def texts(svg: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold the words of a picture."""
    return svg.iter("{http://www.w3.org/2000/svg}text")


def test_the_guide_shows_every_picture_with_an_alternative_text() -> None:
    shown = re.findall(r'<img src="steps/([a-z]+)\.svg" width="\d+%" alt="[^"]{20,}">', PAGE)
    assert sorted(shown) == PICTURES == ["look", "section", "table"]
    assert all(path.stat().st_size < LARGEST for path in FOLDER.iterdir())


@pytest.mark.slow
def test_what_the_pictures_say_the_steps_still_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: InProcess
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path, command)
    desk.place_table()
    words = unspaced(desk.shown().out)
    for name in ("table", "look"):
        stale = [run for run in runs(name, "document") if unspaced(run) not in words]
        assert stale == [], "run: python dev/steps.py"
    first = " ".join(runs("section", "document")).partition("2.5.3")[0]
    assert unspaced(first.partition("Biopharmaceutics")[2]) in words, "run: python dev/steps.py"
    assert "trial.cohorts.epnet.n" in runs("section", "frame")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(
    shutil.which("chromium") is None or find_spec("playwright") is None,
    reason="no Chromium, no playwright",
)
def test_the_steps_are_seen_in_a_browser_as_the_pictures_show_them(tmp_path: Path) -> None:
    from dev.steps import walked

    seen = walked(tmp_path)
    assert sorted(seen) == PICTURES
    for name, svg in seen.items():
        words = [node.text or "" for node in texts(etree.fromstring(svg))]
        first = unspaced("".join(runs(name, "document")))[:SURELY]
        assert first in unspaced("".join(words)), "run: python dev/steps.py"
    assert [name for name in PICTURES if b'"#005a5a"' in seen[name]] == ["look"]
