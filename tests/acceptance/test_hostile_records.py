"""Data is inert: whatever a record says stands literally in both files, and nothing else moves."""

import json
from collections.abc import Iterable
from pathlib import Path
from unicodedata import combining, normalize

import pypdfium2 as pdfium
import pytest

from assembler.read import text_problem
from assembler.write.text.fonts import Face
from tests.acceptance.pages import (
    docx_lines,
    docx_parts,
    docx_rows,
    extents,
    folded,
    pdf_pages,
    unspaced,
    web_links,
)
from tests.acceptance.study import DOCUMENT, Copy

NASTY = {
    "tags": "a <b>bold</b> claim <!-- no --> <w:p/> </w:t> &lt; &amp;#x41;",
    "an ampersand": "R&D & co; AT&T;",
    "a bar": "a | b || c",
    "stars": "*a* **b** _c_ ~d~ ^e^ `f` ***",
    "template marks": "{{ 7*7 }} {% raw %} {# no #} {{ dossier }}",
    "markdown blocks": "# no heading",
    "a fence": ":::{table} tbl-x",
    "a rule": "---",
    "an item": "- 1. no item",
    "a link": "[no](https://example.org/x) [](#sec-2.5.4) <https://example.org/y>",
    "a picture": "![no](file:///etc/passwd) <img src='file:///etc/passwd'/>",
    "a citation": "[@doe-2020] [@nobody]",
    "Greek": "α-blocker, μg/mL, Ω, Δ of β₂",
    "signs": "≥ 3 and ≤ 5, ± 2, × 10⁻⁶, −1 → 2, 37 °C, ‰, 1–2 — “q” ‘q’ …",
    "accents": "Ångström, naïve, Čech, Łódź, ẞ, ñ",
    "fields of Word": "PAGEREF _Toc1 \\h MERGEFORMAT",
    "PDF": ") Tj ET Q (<</JavaScript>> endstream endobj %%EOF \\( \\051",
    "a formula": "=1+1 @SUM(A1) +1 -1",
    "entities": "&nbsp; &#65; &lt;b&gt; ]]> <![CDATA[x]]> <?x?>",
    "percent codes": "%s %d %(x)s {0} {x} ${HOME} $(id) `id` \\n \\u0041 %41",
    "spaces": "a no\u00a0break, a\u2009thin, a\u202fnarrow one",
    "a soft hyphen": "photo\u00adsynthesis",
    "a joined letter": "office ﬁ ﬂ ffi",
}


SECTION = """
{% for statement in safety.statements %}
# Statement {{ statement.id }}: {{ statement.text }}

{{ statement.text }}

- {{ statement.text }}
- **{{ statement.text }}** and *{{ statement.text }}*

{% endfor %}
:::{note}
{% for statement in safety.statements %}{{ statement.text ~ "; " }}{% endfor %}

:::

:::{table} tbl-all
:::

[@roe-2021]
"""
SHELL = """
caption: "All: {{ safety.statements['s0'].text }}"
each: statement in safety.statements
columns:
  - {head: Statement, value: statement.id, width: 1}
  - {head: "{{ safety.statements['s1'].text }}", value: statement.text, width: 3}
  - {head: Text, text: "{{ statement.text }}", width: 3, align: center}
notes: ["{{ statement.text }}"]
source: statement.source
"""
PLACES = 9
"""How often each text stands in the files: heading, contents, three times in prose and lists, in
the note, twice in the table, below it."""


def quoted(text: str) -> str:
    """A text as a YAML scalar: JSON's form is one."""
    return json.dumps(text, ensure_ascii=False)


def with_statements(copy: Copy, texts: Iterable[str]) -> None:
    """The texts as statements, printed at every kind of place."""
    rows = (
        f"  - {{id: s{n}, text: {text}, source: {{document: report, place: {text}}}}}"
        for n, text in enumerate(map(quoted, texts))
    )
    copy.write("study/safety.yaml", "\n".join(["statements:", *rows, ""]))
    copy.write("templates/mini-report/sections/safety.md", SECTION)
    copy.write("templates/mini-report/tables/all.yaml", SHELL)


def words(copy: Copy) -> tuple[str, str]:
    """What DOCX and PDF say."""
    files = copy.files()
    return (
        "\n".join(docx_lines(files[f"{DOCUMENT}.docx"])),
        "\n".join(pdf_pages(files[f"{DOCUMENT}.pdf"])),
    )


def plain(text: str) -> str:
    """Letters only: pdfium drops soft hyphens, and gives a joined letter as its parts."""
    return unspaced(normalize("NFKC", text)).replace("\u00ad", "")


def assert_sound(copy: Copy, *, pages: int = 6) -> None:
    """XML is well-formed, tables are whole, every glyph stands inside the page's margins."""
    files = copy.files()
    assert docx_parts(files[f"{DOCUMENT}.docx"])
    for rows in docx_rows(files[f"{DOCUMENT}.docx"]):
        assert len(set(rows)) == 1, f"rows of different width: {rows}"
    found = extents(files[f"{DOCUMENT}.pdf"])
    assert len(found) <= pages
    for page in found:
        assert page.left >= 70.9 - 2 and page.right <= page.width - 56.7 + 2, page
        assert page.bottom >= 20 and page.top <= page.height - 25, page


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The mini study with every text of NASTY as a statement, built."""
    copy = Copy.of_mini(tmp_path_factory.mktemp("hostile") / "mini")
    with_statements(copy, NASTY.values())
    copy.edit("study/dossier.yaml", "Fictivinib in invented disease", quoted(NASTY["tags"]))
    copy.edit("study/trial.yaml", "title: A trial of fictivinib", f"title: {quoted(NASTY['PDF'])}")
    copy.edit("study/product.yaml", "inn: fictivinib", f"inn: {quoted(NASTY['template marks'])}")
    copy.edit(
        "study/references.yaml", "title: Invented disease", f"title: {quoted(NASTY['a link'])}"
    )
    copy.build()
    return copy


@pytest.mark.parametrize("name", NASTY)
def test_a_record_string_stands_literally_in_both_files(built: Copy, name: str) -> None:
    for said in words(built):
        assert plain(said).count(plain(NASTY[name])) >= PLACES


def test_hostile_strings_leave_the_layout_whole(built: Copy) -> None:
    assert_sound(built, pages=20)


def test_hostile_strings_open_nothing_that_the_template_did_not_write(built: Copy) -> None:
    data = built.files()[f"{DOCUMENT}.docx"]
    targets = [
        relation.get("Target")
        for name, part in docx_parts(data).items()
        if name.endswith(".rels")
        for relation in part
        if relation.get("TargetMode") == "External"
    ]
    assert targets == ["https://example.org/x"]
    with pdfium.PdfDocument(built.files()[f"{DOCUMENT}.pdf"]) as pdf:
        links = [address for page in pdf for address in web_links(page)]
    assert set(links) == {"https://example.org/x"}


PLACED = {
    "a paragraph": ("study/safety.yaml", "No new signal was seen."),
    "a head of a table": ("study/trial.yaml", "placebo, label: placebo"),
    "a heading, a caption": ("study/trial.yaml", "main cohort"),
    "the title": ("study/dossier.yaml", "Fictivinib in invented disease"),
    "a source line": ("study/efficacy.yaml", "Table 14.2.1"),
    "a reference": ("study/references.yaml", "Roe Society"),
}


@pytest.mark.parametrize("where", PLACED)
def test_a_word_of_ten_thousand_letters_stays_inside_the_margins(mini: Copy, where: str) -> None:
    name, old = PLACED[where]
    word = "Wi" * 5000
    mini.edit(name, old, f"{old[: -len(old.split(': ')[-1])]}{word}")
    mini.build()
    docx, pdf = words(mini)
    assert word in docx
    assert pdf.count("W") >= 5000 and pdf.count("i") >= 5000  # heads of pages stand between
    assert_sound(mini, pages=40)


def test_line_breaks_of_a_record_are_blanks(mini: Copy) -> None:
    mini.edit("study/safety.yaml", "No new signal was seen.", '"one\\ntwo\\n\\n- three\\n# four"')
    mini.build()
    for said in words(mini):
        assert "one two - three # four" in folded(said)


@pytest.mark.slow
def test_every_character_that_the_fonts_have_stands_in_both_files(tmp_path: Path) -> None:
    known = {char for name in ("Tinos-Regular", "DejaVuSans") for char in Face(name).chars}
    chars = [c for c in sorted(known) if text_problem(c) is None and c.strip()]
    assert len(chars) > 5000
    marks = [c for c in chars if combining(c)]
    letters = [c for c in chars if not combining(c)]
    texts = ["".join(letters[i : i + 50]) for i in range(0, len(letters), 50)]
    texts += [" ".join(f"x{mark}" for mark in marks[i : i + 50]) for i in range(0, len(marks), 50)]
    copy = Copy.of_mini(tmp_path / "copy")
    with_statements(copy, texts)
    copy.build()  # whose self-check reads the PDF back, letter for letter
    docx, _ = words(copy)
    apart = str.maketrans("", "", "\"'“”‘’")  # a typed one is printed as print has it
    docx = docx.translate(apart)
    assert [text for text in texts if docx.count(text.translate(apart)) < PLACES] == []
