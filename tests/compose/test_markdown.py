"""Filled Markdown as blocks: what becomes what, at which line, and what is refused."""

import pytest

from assembler.document.nodes import (
    BulletList,
    Cite,
    CrossRef,
    Emphasis,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    ReferenceList,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from assembler.document.walk import blocks_of
from assembler.problems import ProblemsFound
from tests.compose.desk import (
    as_said,
    composed,
    paragraph,
    printed,
    said,
    section,
    words_of,
)

INLINES = {
    "plain": (Text("plain"),),
    "a *b* c": (Text("a "), Emphasis((Text("b"),)), Text(" c")),
    "**b**": (Strong((Text("b"),)),),
    "***b***": (Emphasis((Strong((Text("b"),)),)),),
    "H~2~O, m^2^": (
        Text("H"),
        Subscript((Text("2"),)),
        Text("O, m"),
        Superscript((Text("2"),)),
    ),
    "a\nb": (Text("a b"),),
    "a   b": (Text("a b"),),
    "a\\\nb": (Text("a"), LineBreak(), Text("b")),
    r"\*a\* \# \[x\]": (Text("*a* # [x]"),),
    "&lt;b&gt; R&amp;D &nbsp; &#937;": (Text("<b> R&D \u00a0 Ω"),),
    "<b>x</b> <br> <!-- x -->": (Text("<b>x</b> <br> <!-- x -->"),),
    "R&D, a & b; a_b_c, 2 * 3 * 4": (Text("R&D, a & b; a_b_c, 2 * 3 * 4"),),
    "[words](https://example.org/a?b=c)": (Link("https://example.org/a?b=c", (Text("words"),)),),
    "<https://example.org>": (Link("https://example.org", (Text("https://example.org"),)),),
    "[x](mailto:a@b.org)": (Link("mailto:a@b.org", (Text("x"),)),),
    "[x]: https://example.org": (Text("[x]: https://example.org"),),
    "[x][y] and [z]": (Text("[x][y] and [z]"),),
    "% of patients": (Text("% of patients"),),
    "+++ x": (Text("+++ x"),),
    "    indented": (Text("indented"),),
    "a\n===": (Text("a ==="),),
    "{label}": (Text("{label}"),),
}


@pytest.mark.parametrize("words", INLINES)
def test_words_become_inlines(words: str) -> None:
    assert paragraph(words) == INLINES[words]


CITED = {
    "x [@doe-2020].": ["doe-2020"],
    "x[@doe-2020]": ["doe-2020"],
    "([@doe-2020])": ["doe-2020"],
    "[@doe-2020; @roe-2021]": ["doe-2020", "roe-2021"],
    "[@doe-2020;@roe-2021 ]": ["doe-2020", "roe-2021"],
    "[@doe-2020;\n@roe-2021]": ["doe-2020", "roe-2021"],
    "[@doe-2020][@roe-2021]": ["doe-2020", "roe-2021"],
    "[@doe-2020; @doe-2020]": ["doe-2020"],
    "{{ cite(efficacy.analyses[0]) }}[@roe-2021]": ["doe-2020", "roe-2021"],
}


@pytest.mark.parametrize("words", CITED)
def test_citations_are_clusters(words: str) -> None:
    (cite,) = (one for one in paragraph(words) if isinstance(one, Cite))
    assert list(cite.keys) == CITED[words]


@pytest.mark.parametrize("words", ["x [@doe-2020].", "x\n[@doe-2020].", "x  [@doe-2020]."])
def test_a_citation_begins_no_line(words: str) -> None:
    assert paragraph(words)[0] == Text("x\u00a0")


def test_a_cross_reference_is_a_node_with_its_line() -> None:
    _, crossref = paragraph("x\ny [](#sec-2.5.7)")
    assert isinstance(crossref, CrossRef)
    assert (crossref.label, crossref.at.line) == ("sec-2.5.7", 2)


BLOCKS = """First
of two lines.

- one
- two

  still two

  1. inner

:::{note}
In a note.

- its list
:::

::::{landscape}
Wide.

:::{table} tbl-x
:caption: Typed

| a | b |
|---|---:|
| c | 1 |
:::
::::

# Heading

Last {{ trial.id }}.

{{ trial.title }}
"""


def test_every_block_knows_its_line() -> None:
    found = [(type(b), b.at.line) for b in blocks_of(section(BLOCKS))]
    assert found == [
        (Paragraph, 1),
        (BulletList, 4),
        (Paragraph, 4),
        (Paragraph, 5),
        (Paragraph, 7),
        (OrderedList, 9),
        (Paragraph, 9),
        (Note, 11),
        (Paragraph, 12),
        (BulletList, 14),
        (Paragraph, 14),
        (Paragraph, 18),
        (Table, 20),
        (Paragraph, 31),
        (Paragraph, 33),
    ]


def test_headings_are_subsections() -> None:
    words = (
        "Zero.\n\n# One\n\nA.\n\n## Two *x*\n\nB.\n\n(my-own)=\n## Three {{ trial.id }}\n\n# Ω\n"
    )
    (top, *_) = composed(words).document.sections
    assert [s.label for s in top.sections] == ["sec-2.5.4-one", "sec-2.5.4-2"]
    assert [s.label for s in top.sections[0].sections] == ["sec-2.5.4-one-two-x", "my-own"]
    assert [words_of(s.title) for s in top.sections[0].sections] == ["Two x", "Three mini"]
    assert [s.at.line for s in top.sections[0].sections] == [7, 12]
    assert printed(words)[:3] == ["Zero.", "2.5.4.1 One", "A."]


PROBLEMS = {
    "- x\n\n> quote": ("block.known", 3, "begins with > becomes a quotation"),
    "x\n\n---": ("block.known", 3, "a rule"),
    "x\n\n```\ncode\n```": ("block.known", 3, "program code"),
    "x\ny `code`": ("code.absent", 2, "`code` would be program code"),
    "x\n\n| a |\n|---|\n| b |": ("block.known", 3, "put it into :::{table}"),
    "x ![alt](a.png)": ("picture.absent", 1, "take ![...](...) away"),
    "[a](ftp://x.y)": ("link.allowed", 1, "'ftp://x.y' is no web or mail address"),
    "[a](b.md)": ("link.allowed", 1, "use https://"),
    '[a](https://x.y "t")': ("link.plain", 1, "a link's title is not printed"),
    "<https://x.y/{{ trial.id }}>": ("link.plain", 1, "cannot hold a value"),
    "[words](#sec-2.5.7)": ("crossref.without-words", 1, "write [](#sec-2.5.7)"),
    "x\n[](#sec-9)": ("crossref.resolves", 2, "did you mean '#sec-"),
    "x\n[@deo-2020]": ("citation.known", 2, "did you mean 'doe-2020'?"),
    "[@]": ("citation.well-formed", 1, "'@' is no citation"),
    "x\n[@ ]": ("citation.well-formed", 2, "'@' is no citation"),
    "[@doe 2020]": ("citation.well-formed", 1, "'@doe 2020' is no citation"),
    "[@doe-2020, @roe-2021]": ("citation.well-formed", 1, "is no citation"),
    "[@doe-2020;]": ("citation.well-formed", 1, "'' is no citation"),
    "x &#xE000; y": ("text.allowed-characters", 1, "private-use"),
    "x\n\n&#8;": ("text.allowed-characters", 3, "'&#8;' is no character"),
    "# ": ("heading.has-words", 1, "give it a title"),
    "- # x": ("heading.in-section", 1, "move it out"),
    ":::{note}\n# x\n:::": ("heading.in-section", 2, "move it out"),
    "# a\n\n### b": ("heading.levels-step", 3, "begin it with ##"),
    "# a\n\n# a": ("label.unique", 3, "is used twice"),
    "(x)=\n\nwords": ("label.before-heading", 1, "in front of no heading"),
    "(X y)=\n# a": ("", 0, ""),
    "(tbl-x)=\n# a": ("label.well-formed", 1, "do not begin with tbl-"),
    "(Big)=\n# a": ("label.well-formed", 1, "use small letters"),
    ":::{tabel} tbl-x\n:::": ("directive.known", 1, "write :::{table}"),
    "x\n\n::: note\n:::": ("directive.known", 3, "no block is called 'note'"),
    "x\n\n:::": ("directive.opens", 3, "closes nothing"),
    "x\n\n:::{note}\ny": ("directive.closes", 3, "never closed"),
    ":::{note} Title\nx\n:::": ("directive.plain", 1, "takes no 'Title'"),
    ":::{references}\nx\n:::": ("directive.plain", 1, "holds no text"),
    "\n".join("  " * n + "- a" for n in range(8)): ("list.depth", 7, "fewer levels"),
    ":::{note}\n" * 6 + ":::\n" * 6: ("directive.depth", 5, "deep inside one another"),
    "*a **b " * 15 + "x" + "** a*" * 15: ("words.nested", 1, "deep inside one another"),
}


@pytest.mark.parametrize("words", PROBLEMS)
def test_what_has_no_place_on_a_page_is_refused(words: str) -> None:
    rule, line, expected = PROBLEMS[words]
    found = said(words)
    if not rule:
        assert found == []
        return
    (problem,) = found
    assert (problem.rule, problem.line) == (rule, line)
    assert expected in problem.words


WARNED = {
    "x\n**Result:**{{ trial.id }}": ("`**` stands in the text", 2),
    "see [@doe-2020": ("`[@` stands in the text", 1),
    "see [x](y z)": ("`](` stands in the text", 1),
    "see :::{note}": ("`:::` stands in the text", 1),
    "x\nof { trial.id }}": ("`{ trial.id }` stands in the text", 2),
    "of {trial.id}": ("`{trial.id}` stands in the text", 1),
    "of trial.id }}": ("`}}` stands in the text", 1),
    "of [trial.id]": ("`[trial.id]` stands in the text", 1),
    "of <<trial.id>>": ("`<<trial.id>>` stands in the text", 1),
    "a\n<b>bold</b> word": ("`<b>` stands in the text: HTML", 2),
    "as shown (@doe-2020)": ("`@doe-2020` stands in the text: without brackets", 1),
    "#Results\n\nWords.": ("`#Results` stands in the text: no heading", 1),
    "a\n\n::{table} tbl-arms\n::": ("`::{table}` stands in the text: no block", 3),
    "Arm\tDose": ("`Arm\tDose` stands in the text: a tab", 1),
}


@pytest.mark.parametrize("words", WARNED)
def test_a_mark_that_was_left_open_is_a_warning(words: str) -> None:
    expected, line = WARNED[words]
    found = [as_said(p) for p in composed(words).warnings if p.rule == "markdown.closes"]
    assert [(w.line, expected in w.words) for w in found] == [(line, True)]


@pytest.mark.parametrize("words", ["p<0.05 and n>3", "a.b@c-d.example", "No. # 3", "C# and F#"])
def test_what_only_looks_like_a_mark_is_no_warning(words: str) -> None:
    assert not [p for p in composed(words).warnings if p.rule == "markdown.closes"]


def test_the_equal_colons_of_inner_blocks_nest() -> None:
    words = ":::{note}\nA.\n\n:::{landscape}\nB.\n:::\n\nC.\n:::\n\nD.\n"
    (note, last) = section(words)
    assert isinstance(note, Note) and isinstance(last, Paragraph)
    assert [words_of(b.content) for b in blocks_of((note,)) if isinstance(b, Paragraph)] == [
        "A.",
        "B.",
        "C.",
    ]


def test_all_problems_of_all_sections_are_told_at_once() -> None:
    found = said("[a](x:y)\n\n> b\n", files={"report/r.md": "{{ trial.titel }}"})
    assert [p.rule for p in found] == ["link.allowed", "block.known", "template.fills"]


# --- the list of references

TWO = ":::{references}\n:::\n"


def test_a_second_list_of_references_is_refused_with_both_places() -> None:
    (problem,) = said(f"x [@doe-2020]\n\n{TWO}")
    assert (problem.rule, problem.line) == ("references.once", 1)
    with pytest.raises(ProblemsFound) as refused:
        composed(f"x\n\n{TWO}")
    (found,) = refused.value.problems
    assert [str(at) for at in (found.at, *found.also)] == [
        "templates/report/r.md:1:1",
        "templates/report/a.md:3:1",
    ]


def test_a_list_of_references_stands_by_itself() -> None:
    (problem,) = said("- x\n\n  :::{references}\n  :::\n", files={"report/r.md": "x"})
    assert (problem.rule, problem.line) == ("references.once", 3)


@pytest.mark.parametrize(
    ("typed", "said_there"),
    [("", "No literature is cited."), (" Nothing was cited.", "Nothing was cited.")],
)
def test_an_empty_list_of_references_is_a_sentence(typed: str, said_there: str) -> None:
    document = composed("x", files={"report/r.md": f":::{{references}}{typed}\n:::\n"}).document
    (block,) = document.sections[1].blocks
    assert isinstance(block, Paragraph)
    assert words_of(block.content) == said_there


def test_the_words_for_an_empty_list_are_not_printed_above_a_full_one() -> None:
    document = composed("x [@doe-2020]").document
    assert [type(block) for block in document.sections[1].blocks] == [ReferenceList]
