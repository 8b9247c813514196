"""What LibreOffice makes of a refreshed file, and refresh of a file that it has saved."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.study import Copy
from tests.review.changes import accepted, docx_of, refreshed, texts

SOFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]

DOCTYPE = '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">'
LIBRARY = f"""<?xml version="1.0" encoding="UTF-8"?>
{DOCTYPE.format("library:library", "library")}
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">{{element}}</library:library>
"""
ELEMENT = '<library:element library:name="Settle"/>'
MODULE = f"""<?xml version="1.0" encoding="UTF-8"?>
{DOCTYPE.format("script:module", "module")}
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Settle"
 script:language="StarBasic">
Sub Settle(source, target, verb)
  Dim opened(0) As New com.sun.star.beans.PropertyValue
  opened(0).Name = "Hidden" : opened(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, opened())
  If verb &lt;&gt; "" Then
    dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
    frame = document.CurrentController.Frame
    dispatcher.executeDispatch(frame, ".uno:" &amp; verb, "", 0, Array())
  End If
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName" : saved(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, saved())
  document.close(True)
End Sub
</script:module>
"""
ACCEPT, REJECT, SAVE = "AcceptAllTrackedChanges", "RejectAllTrackedChanges", ""


def run(folder: Path, *arguments: str) -> None:
    """LibreOffice with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", *arguments],
        env={**os.environ, "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=180,
    )


def by_libreoffice(data: bytes, verb: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it after a command."""
    basic = folder / "profile" / "user" / "basic" / "Standard"
    run(folder, "--terminate_after_init")  # the first start of a profile runs no macro
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "script.xlb").write_text(LIBRARY.format(element=ELEMENT), encoding="utf-8")
    (basic / "dialog.xlb").write_text(LIBRARY.format(element=""), encoding="utf-8")
    (basic / "Settle.xba").write_text(MODULE, encoding="utf-8")
    source, target = folder / "in.docx", folder / "out.docx"
    source.write_bytes(data)
    call = f'"{source.as_uri()}","{target.as_uri()}","{verb}"'
    run(folder, f"macro:///Standard.Settle.Settle({call})")
    return target.read_bytes()


def words(data: bytes) -> list[str]:
    """The lines of the body that say something, white space folded."""
    return [" ".join(line.split()) for line in texts(data) if line.strip()]


def second_cut(copy: Copy) -> None:
    """Other results, also on the other side of 1; a new reference, cited first."""
    copy.edit(
        "study/efficacy.yaml",
        'hazard_ratio: 0.40, interval: 0.25 to 0.64, level: 95%, p_value: "<0.0001"',
        "hazard_ratio: 1.10, interval: 0.80 to 1.51, level: 95%, p_value: 0.55",
    )
    copy.edit("study/trial.yaml", "n: 120", "n: 121")
    copy.append(
        "study/references.yaml",
        "  - {id: poe-2024, type: webpage, author: [{literal: Poe}], title: Ravens,\n"
        "     url: https://example.org/y, accessed: June 2024}\n",
    )
    copy.edit("templates/mini-report/sections/efficacy.md", "[@doe-2020]", "[@poe-2024; @doe-2020]")


@pytest.mark.parametrize("verb", [ACCEPT, REJECT])
def test_libreoffice_accepts_and_rejects_the_changes_as_they_are_meant(
    verb: str, built: Copy, tmp_path: Path
) -> None:
    data = docx_of(built)
    second_cut(built)
    result = refreshed(built, data)
    assert result.comments
    meant = accepted(result.data) if verb == ACCEPT else data
    assert words(by_libreoffice(result.data, verb, tmp_path)) == words(meant)


def test_a_file_saved_by_libreoffice_is_refreshed(built: Copy, tmp_path: Path) -> None:
    saved = by_libreoffice(docx_of(built), SAVE, tmp_path)
    second_cut(built)
    plain = refreshed(built, docx_of(built))
    result = refreshed(built, saved)
    assert [(i.kind, i.old, i.new) for i in result.items] == [
        (i.kind, i.old, i.new) for i in plain.items
    ]
    assert words(accepted(result.data)) == words(accepted(plain.data))
    assert refreshed(built, result.data).data is result.data
