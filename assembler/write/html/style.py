"""A look as CSS: light and dark, screen and paper; fonts of the machine only."""

import re

from assembler.write.contrast import lightened
from assembler.write.look import Look, Role, RoleName

_GENERIC = {"serif": "serif", "sans": "sans-serif"}
_PLACES: dict[RoleName, str] = {
    "title": "h1",
    "subject": ".subject",
    "contents-title": ".contents-title",
    "contents-1": ".contents-1",
    "contents-2": ".contents-2",
    "contents-3": ".contents-3",
    "heading-1": ".level-1",
    "heading-2": ".level-2",
    "heading-3": ".level-3",
    "heading-4": ".level-4",
    "heading-5": ".level-5",
    "heading-6": ".level-6",
    "item": "li",
    "note": ".note, .note li",
    "caption": "caption, figcaption",
    "table-head": "thead",
    "table-cell": "tbody",
    "table-note": ".table-note",
    "footnote": ".footnote",
    "reference": ".references li",
}
"""Role -> where it stands; headers and footers are those of pages."""

_LAYOUT = """
*, ::before, ::after { box-sizing: border-box }
html { font-size: 106%; -webkit-text-size-adjust: none; text-size-adjust: none }
body { margin: 0; background: var(--paper); color: var(--ink) }
.document { max-width: 46rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; overflow-wrap: anywhere }
.document h1 { margin-top: 1rem }
:where(.document :is(p, li)) { margin: 0 0 .6em }
ul, ol { padding-inline-start: 1.8em }
a { color: var(--link) }
a:focus-visible, [tabindex]:focus-visible, button:focus-visible {
  outline: 2px solid var(--link); outline-offset: 2px }
abbr { text-decoration: none }
sup, sub { line-height: 0 }
sup a { text-decoration: none }
data { unicode-bidi: isolate }
data.owed { color: var(--owed); font-weight: 600 }
data.gap { background: var(--gap) }
.status { display: inline-block; border: 1px solid; padding: 0 .5em; color: var(--quiet) }
.note { border-inline-start: 3px solid var(--rule); background: var(--panel);
  padding: .6em 1em .1em; margin: 1em 0 }
.remark { border-inline-start: 3px solid var(--mark); background: var(--remark); font-size: .8rem;
  font-family: var(--sans); padding: .35em .8em; margin: .3em 0 .8em; text-align: left;
  font-weight: normal; font-style: normal }
.remark p { margin: 0 }
.contents ol, .references { list-style: none; padding: 0 }
.contents-2 { padding-inline-start: 1.2em }
.contents-3 { padding-inline-start: 2.4em }
.abbreviations > div { display: flex; gap: 1em }
.abbreviations dt { flex: 0 0 6em }
.abbreviations dd { margin: 0 }
.table, figure { margin: 1.4em 0 }
.scroll { overflow-x: auto }
.scroll, caption { overflow-wrap: normal }
table { border-collapse: collapse; width: 100%; border-bottom: 1px solid var(--ink) }
:where(caption, figcaption) { text-align: left }
thead { border-block: 1px solid var(--ink) }
th, td { padding: .25em .5em; text-align: left; vertical-align: top; font-weight: inherit }
thead th { vertical-align: bottom }
tbody tr { border-top: 1px solid var(--hair) }
.center, .decimal { text-align: center }
.right { text-align: right }
.decimal { font-variant-numeric: tabular-nums lining-nums }
.group > th, .group > td { font-weight: 700 }
.table-note { margin: .2em 0 }
.footnote { border-inline-start: 1px solid var(--rule); padding-inline-start: .8em }
svg { display: block; width: 100%; height: auto }
figcaption { margin-top: .5em }
.page-break { border: 0; margin: 0 }
@media (max-width: 40rem) { .wide table { min-width: 40rem } }
"""
_DARK = """
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --paper: #15181c; --ink: #e4e2dd; --quiet: #a9adb3; --rule: #767c85;
    --hair: #343941; --panel: #1f242a; --gap: #4a3a10; --mark: #c79a2b; --remark: #262117;
    --link: #8fb4ff; --owed: #ff8f9a }
  svg { filter: invert(.91) hue-rotate(180deg) }
}
"""
_DARK_PAPER = "#15181c"
_LEGIBLE = 4.5
"""The least contrast of letters to their paper, WCAG 2.2, 1.4.3."""
_PRINT = """
@media print {
  body { background: none }
  .document { max-width: none; padding: 0 }
  .table, figure, .note { break-inside: avoid }
  .wide, tbody { break-inside: auto }
  tr, .remark { break-inside: avoid }
  h1, h2, h3, h4, h5, h6, caption { break-after: avoid }
  .page-break, .annex:first-of-type { break-before: page }
  .scroll { overflow: visible }
  a { color: inherit; text-decoration: none }
}
"""


def stylesheet(look: Look) -> str:
    """The style sheet of a document."""
    page, body = look.page, look.roles["body"]
    colours = (
        "--paper: #fff; --ink: #14171a; --quiet: #5b6068; --rule: #8a8f96; --hair: #d5d8dc; "
        "--panel: #f3f4f6; --gap: #fff1bf; --mark: #b98500; --remark: #fdf8e8; "
        f"--link: {look.link}; --owed: {look.owed}"
    )
    families = "; ".join(
        f"--{kind}: {_quoted(family.word)}, {family.pdf}, {_GENERIC[kind]}"
        for kind, family in (("serif", look.serif), ("sans", look.sans))
    )
    margins = " ".join(f"{side:g}pt" for side in (page.top, page.right, page.bottom, page.left))
    parts = [
        f":root {{ color-scheme: light dark; {colours}; {families} }}",
        _LAYOUT.strip(),
        f".document {{ {_text(body, body)} }}",
        *(f":where(.document :is({place})) {{ {_role(look.roles[name], body)} }}"
          for name, place in _PLACES.items()),
        f"@page {{ size: {page.size}; margin: {margins} }}",
        f"@media print {{ html {{ font-size: {body.size:g}pt }} }}",
        _DARK.strip(),
        _on_screen_in_the_dark(look),
        _PRINT.strip(),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _on_screen_in_the_dark(look: Look) -> str:
    """The colours of the look where the paper is dark: as light as it takes to be read."""
    places = {"body": ".document", **{n: f":where(.document :is({p}))" for n, p in _PLACES.items()}}
    coloured = {places[name]: role.colour for name, role in look.roles.items()
                if name in places and role.colour != "#000000"}  # fmt: skip
    said = [
        f"  {place} {{ color: {lightened(colour, _DARK_PAPER, contrast_of=_LEGIBLE)} }}"
        for place, colour in coloured.items()
    ]
    return "\n".join(("@media screen and (prefers-color-scheme: dark) {", *said, "}"))


def _role(role: Role, body: Role) -> str:
    said = [_text(role, body), f"text-align: {role.align}"]
    if role.before or role.after:
        said.append(f"margin-block: {_rem(role.before, body)} {_rem(role.after, body)}")
    return "; ".join(said)


def _text(role: Role, body: Role) -> str:
    """Font, size and weight; sizes go with the size that the reader has chosen."""
    said = [
        f"font-family: var(--{role.family})",
        f"font-size: {_rem(role.size, body)}",
        f"line-height: {role.leading / role.size:.3g}",
        f"font-weight: {700 if role.bold else 400}",
        f"font-style: {'italic' if role.italic else 'normal'}",
    ]
    if role.colour != "#000000":
        said.append(f"color: {role.colour}")
    return "; ".join(said)


def _rem(points: float, body: Role) -> str:
    return f"{points / body.size:.4g}rem"


def _quoted(name: str) -> str:
    """A font's name as a CSS string: whatever it holds stays within."""
    escaped = re.sub(r"[^A-Za-z0-9 -]", lambda match: f"\\{ord(match[0]):x} ", name)
    return f'"{escaped}"'
