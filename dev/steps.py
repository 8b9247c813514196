"""What a writer who follows docs/authoring.md sees, as pictures that text tools can read.

    python dev/steps.py      follows the page in a browser and renews docs/steps/*.svg

What the page says is typed is typed, in a copy of the example. The words stand in the SVG as words,
each run as long as in the browser. Needs Chromium and the Python package playwright.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lxml import etree
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "steps"
GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
OVERLAID = "own/clinical-overview"
SECTION = f"{OVERLAID}/sections/2.5.2-overview-of-biopharmaceutics.md"
_DRAWN = (ROOT / "dev" / "page_runs.js").read_text(encoding="utf-8")
_VIEW = {"width": 1220, "height": 620}
_PART = 335
"""Height of a picture of the document alone."""
_PATIENCE = 60_000.0
"""Milliseconds."""
_FAMILIES = {
    "monospace": "'DejaVu Sans Mono', Menlo, Consolas, monospace",
    "sans-serif": "Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif",
    "serif": "Tinos, 'Times New Roman', 'Liberation Serif', Times, serif",
}
_SYSTEM = "'DejaVu Sans', Verdana, system-ui, sans-serif"


def main() -> None:
    """Follow the guide and write the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pictures = walked(Path(folder))
    for name, svg in pictures.items():
        (FOLDER / f"{name}.svg").write_bytes(svg)
        print(f"{FOLDER / name}.svg: {len(svg) // 1000} kB")


def walked(folder: Path) -> dict[str, bytes]:
    """The pictures by name, of the guide followed in an empty folder."""
    shutil.copytree(ROOT / "examples" / "cabinet", folder / "examples" / "cabinet")
    (folder / "own").mkdir()
    command = [sys.executable, "-c", "from assembler.cli import main; main()"]
    asked = [*block("See what you write", "console").split()[1:], "--port", "0"]
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, *asked], cwd=folder, stdout=subprocess.PIPE, text=True, env=path
    ) as preview:
        try:
            return followed(next(iter(preview.stdout or ()), "").strip(), folder)
        finally:
            preview.terminate()


def block(heading: str, language: str) -> str:
    """The first fenced block of that language below a heading of the guide."""
    below = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.search(rf"^```{language}\n(.*?)^```$", below, re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit(f"docs/authoring.md has no {language} below '{heading}'")
    return found[1]


def followed(address: str, folder: Path) -> dict[str, bytes]:
    """The pictures by name: a section with a value's box, its table, its look."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=_VIEW, color_scheme="light")
        page.set_default_timeout(_PATIENCE)
        page.goto(address)
        words, placed = block("Edit a section", "markdown"), block("Add a table", "markdown")
        write(folder / SECTION, words)
        page.get_by_text("patients were enrolled").first.wait_for()
        page.get_by_role("heading", name="2.5.2").evaluate("it => it.scrollIntoView()")
        page.locator("#document").get_by_text("197", exact=True).first.click()
        page.locator("#detail").get_by_text("trial.cohorts.epnet.n").wait_for()
        made = {"section": picture(page, "body")}
        page.keyboard.press("Escape")
        page.evaluate("() => document.activeElement.blur()")
        write(folder / OVERLAID / "tables/arms.yaml", block("Add a table", "yaml"))
        write(folder / SECTION, f"{words}\n{placed}")
        page.get_by_text("Treatment arms of CABINET").last.wait_for()
        page.get_by_role("heading", name="2.5.2").evaluate("it => it.scrollIntoView()")
        made["table"] = picture(page, "#document", height=_PART)
        write(folder / "own/looks/ours.yaml", block("Make a look of your own", "yaml"))
        dossier = folder / "examples/cabinet/dossier.yaml"
        write(dossier, dossier.read_text(encoding="utf-8").replace("look: eu", "look: ours"))
        heading = "getComputedStyle(document.querySelector('#document h2'))"
        page.wait_for_function(f"() => {heading}.color == 'rgb(0, 90, 90)'")
        page.get_by_role("heading", name="2.5.2").evaluate("it => it.scrollIntoView()")
        made["look"] = picture(page, "#document", height=_PART)
        browser.close()
    return made


def write(path: Path, text: str) -> None:
    """Save a file, as an editor does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def picture(page: Any, part: str, *, height: float | None = None) -> bytes:
    """What is seen of a part of the page, down to `height` points of the screen, as SVG."""
    page.evaluate("() => document.getAnimations().forEach(one => one.finish())")
    box = page.locator(part).evaluate("it => it.getBoundingClientRect().toJSON()")
    top = max(box["top"], 0 if part == "body" else page.locator(".bar").bounding_box()["height"])
    bottom = min(box["bottom"], _VIEW["height"], top + (height or _VIEW["height"]))
    crop = {"left": box["left"], "right": box["right"], "top": top, "bottom": bottom}
    found = page.evaluate(_DRAWN, crop)
    width, tall = box["width"], bottom - top
    svg = etree.Element("svg", xmlns="http://www.w3.org/2000/svg")
    svg.set("viewBox", f"0 0 {_number(width)} {_number(tall)}")
    edge = {"width": _number(width - 1), "height": _number(tall - 1), "fill": "#ffffff"}
    etree.SubElement(svg, "rect", {"x": "0.5", "y": "0.5", "stroke": "#c0c0c0", **edge})
    for one in found["boxes"]:
        rect = etree.SubElement(svg, "rect", x=_number(one["left"] - box["left"]))
        rect.set("y", _number(one["top"] - top))
        rect.set("width", _number(one["right"] - one["left"]))
        rect.set("height", _number(one["bottom"] - one["top"]))
        rect.set("fill", _colour(one["fill"]) if "fill" in one else "none")
        if "stroke" in one:
            rect.set("stroke", _colour(one["stroke"]))
    for run in found["runs"]:
        svg.append(_text(run, box["left"], top))
    etree.indent(svg, space="")
    return etree.tostring(svg, encoding="utf-8") + b"\n"


def _text(run: dict[str, Any], left: float, top: float) -> etree._Element:
    text = etree.Element("text", x=_number(run["left"] - left), y=_number(run["base"] - top))
    text.set("class", run["place"])
    families = [it.strip(" \"'") for it in run["family"].split(",")]
    text.set("font-family", _SYSTEM if "system-ui" in families else _FAMILIES[families[-1]])
    text.set("font-size", _number(run["size"]))
    if run["weight"] >= 600:
        text.set("font-weight", "bold")
    if run["italic"]:
        text.set("font-style", "italic")
    if run["isLink"]:
        text.set("text-decoration", "underline")
    text.set("fill", _colour(run["colour"]))
    if " " in run["words"]:
        text.set("textLength", _number(run["right"] - run["left"]))
    text.text = run["words"]
    return text


def _colour(said: str) -> str:
    """`rgb(255, 255, 255)` as `#ffffff`."""
    if said.startswith("#"):
        return said
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", said)[:3])


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    main()
