"""Pictures of what was built: one contact sheet of pages for each file, the old one beside it.

    python dev/pages.py output/cabinet            sheets into output/cabinet/pages/
    python dev/pages.py output/cabinet --old DIR  with the pages of the same files in DIR beside

PDFs are drawn as they are; DOCX files go through LibreOffice (`soffice`), when it is there.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

GAP = 12


def main() -> None:
    """Write `pages/NAME.FORMAT.png` for every document in the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--old", type=Path, help="a folder with earlier files of the same names")
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 72 dots an inch")
    parser.add_argument("--columns", type=int, default=3)
    wanted = parser.parse_args()
    sheets = wanted.folder / "pages"
    sheets.mkdir(exist_ok=True)
    for file in sorted(wanted.folder.glob("*.pdf")) + sorted(wanted.folder.glob("*.docx")):
        rows = [pages_of(file, wanted.scale)]
        if wanted.old and (wanted.old / file.name).is_file():
            rows.insert(0, pages_of(wanted.old / file.name, wanted.scale))
        if any(rows):
            target = sheets / f"{file.name}.png"
            contact_sheet(rows, wanted.columns).save(target)
            print(target)


def pages_of(file: Path, scale: float) -> list[Image.Image]:
    """A picture of every page; empty when there is no program to draw a DOCX."""
    if file.suffix == ".pdf":
        return drawn(file.read_bytes(), scale)
    office = shutil.which("soffice")
    if office is None:
        print(f"{file.name}: left out, LibreOffice is not installed", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, str(file)], check=True, capture_output=True)
        return drawn(Path(folder, f"{file.stem}.pdf").read_bytes(), scale)


def drawn(data: bytes, scale: float) -> list[Image.Image]:
    """A picture of every page of a PDF."""
    with pdfium.PdfDocument(data) as document:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def contact_sheet(rows: list[list[Image.Image]], columns: int) -> Image.Image:
    """The pages in a grid; two sets stand one below the other, page by page."""
    if len(rows) == 2:
        longest = max(map(len, rows))
        cells = [row[i] if i < len(row) else None for i in range(longest) for row in rows]
        columns = 2
    else:
        cells = list(rows[0])
    pictures = [cell for cell in cells if cell is not None]
    width = max(picture.width for picture in pictures) + GAP
    height = max(picture.height for picture in pictures) + GAP
    lines = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * width + GAP, lines * height + GAP), "#808080")
    for index, picture in enumerate(cells):
        if picture is not None:
            place = (GAP + index % columns * width, GAP + index // columns * height)
            sheet.paste(picture, place)
    return sheet


if __name__ == "__main__":
    main()
