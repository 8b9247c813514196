"""The whole page: bar, outline, document, what is beside it."""

from collections.abc import Sequence

from lxml import etree

from assembler.preview.fragments import outline, overlay, problems_list
from assembler.preview.inputs import Inputs
from assembler.preview.patch import said
from assembler.preview.shown import Good, Shown
from assembler.write.html.elements import Element, html_of, new, say, sub

FILTERS = {"gap": "Gaps", "flag": "Flags", "drafting": "Drafting notes"}
"""What the document's view can leave out: class -> name."""
KEYS = (
    ("j k", "next and previous problem"),
    ("v b", "next and previous value"),
    ("n p", "next and previous paragraph"),
    ("o", "go to the outline"),
    ("Esc", "close what is shown beside"),
)


def page(now: Shown, document_id: str, documents: Sequence[str], inputs: Inputs) -> str:
    """The page as it is first loaded."""
    good = now.good
    title = good.resolved.document.title if good else document_id
    language = good.resolved.document.language if good else "en"
    root = new("html", lang="en", data_document=document_id, data_version=str(now.version))
    head = sub(root, "head")
    sub(head, "meta", charset="utf-8")
    sub(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    sub(head, "title").text = f"{title} – preview"
    sub(head, "style", id="look").text = good.style if good else ""
    sub(head, "link", rel="stylesheet", href="/preview.css")
    sub(head, "link", rel="icon", href="data:,")  # none: browsers would ask for one
    sub(head, "script", src="/preview.js", defer="defer")
    body = sub(root, "body")
    sub(body, "a", href="#document", class_="skip").text = "Skip to the document"
    bar = sub(body, "header", class_="bar")
    _put_bar(bar, title, document_id, documents, said(now, 0))
    nav = sub(body, "nav", id="outline", aria_label="Outline", tabindex="-1")
    middle = sub(body, "div", class_="middle")
    _put_html(sub(middle, "div", id="broken", role="alert"), overlay(now.broken, inputs))
    main = sub(middle, "main", class_="document", id="document", tabindex="-1", lang=language)
    sub(middle, "div", id="pages", hidden="hidden", aria_label="Pages of the PDF", role="main")
    beside = sub(body, "aside", class_="beside", id="beside", tabindex="-1")
    beside.set("aria-label", "Problems and sources")
    sub(beside, "section", id="detail", aria_live="polite", tabindex="-1").set("hidden", "hidden")
    sub(beside, "h2").text = "Problems"
    problems = sub(beside, "div", id="problems")
    _put_keys(beside)
    if good:
        _put_html(nav, outline(good))
        _put_html(problems, problems_list(good))
        _put_parts(main, good)
    return f"<!DOCTYPE html>\n{html_of(root)}\n"


def _put_bar(
    bar: Element, title: str, document_id: str, documents: Sequence[str], state: str
) -> None:
    if len(documents) > 1:
        choice = sub(bar, "nav", class_="choice", aria_label="Documents")
        for other in documents:
            link = sub(choice, "a", href=f"/{other}.html")
            link.text = other
            if other == document_id:
                link.set("aria-current", "page")
    else:
        sub(bar, "strong").text = title
    for name, words in (("outline", "Outline"), ("beside", "Problems"), ("show", "Show")):
        more = sub(bar, "button", type="button", data_toggle=name, aria_controls=name)
        more.set("aria-expanded", "false")
        more.text = words
    tabs = sub(bar, "div", class_="tabs", role="group", aria_label="View")
    for name, words in (("document", "Document"), ("pages", "PDF pages")):
        pressed = "true" if name == "document" else "false"
        sub(tabs, "button", type="button", data_view=name, aria_pressed=pressed).text = words
    shown = sub(bar, "div", class_="filters", id="show", role="group")
    shown.set("aria-label", "Show")
    for name, words in FILTERS.items():
        label = sub(shown, "label")
        sub(label, "input", type="checkbox", checked="checked", data_filter=name)
        say(label, f" {words}")
    only = sub(shown, "label")
    sub(only, "input", type="checkbox", data_only="gaps")
    say(only, " Only what has gaps or flags")
    sub(bar, "output", id="state", aria_live="polite").text = state


def _put_keys(parent: Element) -> None:
    keys = sub(parent, "details", class_="keys")
    sub(keys, "summary").text = "Keys"
    listed = sub(keys, "dl")
    for key, does in KEYS:
        entry = sub(listed, "div")
        sub(sub(entry, "dt"), "kbd").text = key
        sub(entry, "dd").text = does


def _put_html(parent: Element, html: str) -> None:
    """A fragment of ours, which its makers have escaped."""
    if html:
        parent.append(_parsed(html))


def _put_parts(main: Element, good: Good) -> None:
    """The parts, each section inside the one above it."""
    path: list[Element] = [main]
    for part in good.parts:
        element = _parsed(part.html)
        if part.level:
            del path[part.level :]
        path[-1].append(element)
        if part.level:
            path.append(element)


def _parsed(html: str) -> Element:
    body = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(huge_tree=True)).find("body")
    if body is None:
        raise ValueError("a fragment without an element")
    return body[0]
