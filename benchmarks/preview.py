"""From saving to the changed page: `python -m benchmarks.preview [--saves 20]`.

Drives Chromium through playwright, which `pip install playwright` and the system's packages give.
Saves a section, a shell and a record of CABINET again and again, each in a copy, and says how long
it takes until the words stand in the page. Beside the time by the clock stands what the page's
server has cost (CPU, its watching included) and what the page's script has: on a machine that does
other things the clock says more about those.
"""

import argparse
import gc
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time, sleep
from typing import Any, NamedTuple

from assembler.compose.compose import TemplateRoot
from assembler.pipeline import Request
from assembler.preview import serving
from assembler.shipped import shipped

CABINET = Path(__file__).parents[1] / "examples" / "cabinet"
DOCUMENT = "clinical-overview"
_PAUSE = 0.4
"""Seconds between two saves: an author's next one does not hit the work of the last."""
_HEARD = """words => new Promise(done => {
  const look = () => {
    if (!document.getElementById("document").textContent.includes(words)) return;
    watching.disconnect();
    requestAnimationFrame(() => setTimeout(done));  // when it has been painted
  };
  const watching = new MutationObserver(look);
  watching.observe(document.getElementById("document"),
    { childList: true, subtree: true, characterData: true });
  look();
})"""


class Save(NamedTuple):
    """One save: seconds until it was seen, CPU seconds of the server and of the page."""

    wall: float
    server: float
    page: float


class Kind(NamedTuple):
    """A file that is saved, and how its words reach the page."""

    name: str
    file: Path
    change: Callable[[str, str], str]
    """The text as it was, and words that are new -> the text to be saved."""


def kinds(folder: Path) -> Iterator[Kind]:
    """What authors save."""
    templates, study = folder / "own", folder / "cabinet"
    sections = templates / DOCUMENT / "sections"
    yield Kind(
        "a short section",
        sections / "2.5.3-overview-of-clinical-pharmacology.md",
        lambda text, words: f"{text}\n\n{words}\n",
    )
    yield Kind(
        "the longest section",
        sections / "2.5.4-overview-of-efficacy.md",
        lambda text, words: f"{text}\n\n{words}\n",
    )
    yield Kind(
        "a shell",
        templates / "shared" / "tables" / "endpoints.yaml",
        lambda text, words: text.replace("Endpoints of", f"{words} endpoints of", 1),
    )
    yield Kind(
        "a record",
        study / "product.yaml",
        lambda text, words: text.replace("class: ", f"class: {words} ", 1),
    )


@contextmanager
def copied() -> Iterator[Path]:
    """CABINET and the shipped templates, to be written on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(CABINET, folder / "cabinet")
        shutil.copytree(shipped("templates"), folder / "own")
        yield folder


def saved(page: Any, tracing: Any, kind: Kind, original: str, words: str) -> Save:
    """Save once, and wait until the words have been painted."""
    heard = page.evaluate_handle(f"words => ({{ seen: ({_HEARD})(words) }})", words)
    before = _busy(tracing)
    begun, cpu = perf_counter(), process_time()
    kind.file.write_text(kind.change(original, words), encoding="utf-8", newline="\n")
    heard.evaluate("heard => heard.seen")
    return Save(perf_counter() - begun, process_time() - cpu, _busy(tracing) - before)


def _busy(tracing: Any) -> float:
    """Seconds in which the page's thread has worked so far."""
    metrics = tracing.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def said(kind: str, saves: list[Save]) -> str:
    """A row of the table, milliseconds."""
    wall = [1000 * one.wall for one in saves]
    tenth = quantiles(wall, n=10)[-1] if len(wall) > 1 else wall[0]
    server, page = (1000 * median(getattr(one, name) for one in saves) for name in Save._fields[1:])
    return f"| {kind} | {median(wall):.0f} | {tenth:.0f} | {server:.0f} | {page:.0f} |"


def main(saves: int) -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with copied() as folder, sync_playwright() as playwright:
        roots = (TemplateRoot(folder / "own", "own"),)
        request = Request(folder / "cabinet", folder, (DOCUMENT,), templates=roots)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        print("| saved | median, ms | 90th percentile | server's CPU | page's CPU |")
        print("| :--- | ---: | ---: | ---: | ---: |")
        with serving(request, 0) as address:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(address)
            page.locator("#outline a").first.wait_for()
            tracing = page.context.new_cdp_session(page)
            tracing.send("Performance.enable")
            for kind in kinds(folder):
                original = kind.file.read_text(encoding="utf-8")
                found: list[Save] = []
                for number in range(saves + 1):
                    sleep(_PAUSE)
                    found.append(saved(page, tracing, kind, original, f"Word{number}"))
                print(said(kind.name, found[1:]), flush=True)  # the first warms the page
        browser.close()


if __name__ == "__main__":
    gc.set_threshold(1_000_000, 50, 100)  # as the command has it
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--saves", type=int, default=20)
    main(parser.parse_args().saves)
