"""The self-check: the file read back says what the model says, and runs nothing."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from assembler.document.nodes import Comment
from assembler.document.walk import figures, leaves, runs
from assembler.resolve.contents import contents_lists
from assembler.resolve.plain import folded
from assembler.resolve.resolve import Resolved
from assembler.resolve.words import lines, reference_label, text_of
from assembler.write.html.read import ReadHtml, ReadLine, read_html
from assembler.write.text.fonts import printable
from assembler.write.written import Beside, Options, Written

AT_MOST = 30
"""Differences reported; one lost line displaces all that follow."""


def differences(
    written: Written, resolved: Resolved, options: Options, beside: Beside | None = None
) -> list[str]:
    """Where the file says other than the model; empty when it says the same.

    Compared with white space folded: every line with its numbers and values, contents, remarks,
    alternative texts, where links lead; and that nothing in the file could run. `beside` is given
    what was read.
    """
    read = read_html(written.data)
    if beside is not None:
        beside(read)
    found = [
        *_lines_differ(read, resolved),
        *_contents_differ(read, resolved),
        *_remarks_differ(read, resolved, options),
        *_places_differ(read, resolved),
        *(f"the file holds <{tag}>, which could run or ask for a file" for tag in read.active),
    ]
    if len(found) > AT_MOST:
        found[AT_MOST:] = [f"and {len(found) - AT_MOST} more"]
    return found


def _lines_differ(read: ReadHtml, resolved: Resolved) -> Iterator[str]:
    """Words and values, line by line in reading order; those inside drawings as words only."""
    expected = (
        ReadLine(folded(printable(line.text)))
        if line.kind == "figure"
        else ReadLine(folded(line.text), line.values)
        for line in lines(resolved)
        if folded(line.text)
    )
    seen = (ReadLine(folded(one.text), one.values) for one in read.lines if folded(one.text))
    for number, (wanted, stands) in enumerate(zip_longest(expected, seen), start=1):
        if wanted == stands:
            continue
        if wanted is None or stands is None:
            where = "the file lacks" if stands is None else "the file has besides"
            yield f"line {number}: {where} {(wanted or stands or ReadLine('')).text!r}"
        elif wanted.text != stands.text:
            yield f"line {number}: the file says {stands.text!r}, the model {wanted.text!r}"
        else:
            yield f"line {number}: the file marks {stands.values!r}, the model {wanted.values!r}"


def _contents_differ(read: ReadHtml, resolved: Resolved) -> Iterator[str]:
    expected: list[str] = []
    for listed in contents_lists(resolved):
        expected.append(listed.title)
        expected += (f"{one.number} {text_of(resolved, one.title)}" for one in listed.entries)
    for wanted, stands in zip_longest(map(folded, expected), map(folded, read.contents)):
        if wanted != stands:
            yield f"contents: the file says {stands!r}, the model {wanted!r}"


def _remarks_differ(read: ReadHtml, resolved: Resolved, options: Options) -> Iterator[str]:
    expected = Counter(
        ("drafting" if one.is_drafting else "flag", "\n".join(one.text.splitlines()))
        for run in runs(resolved.document)
        for one in leaves(run.content)
        if isinstance(one, Comment) and (options.draft if one.is_drafting else options.comments)
    )
    seen = Counter(read.remarks)
    yield from (f"remark: the file lacks {one!r}" for one in expected - seen)
    yield from (f"remark: the file has besides {one!r}" for one in seen - expected)


def _places_differ(read: ReadHtml, resolved: Resolved) -> Iterator[str]:
    """Alternative texts; every place once; every link leads to one."""
    for wanted, said in zip_longest(
        (figure.alternative for figure in figures(resolved.document)), read.alternatives
    ):
        if wanted != said:
            yield f"a figure's alternative text is {said!r}, in the model {wanted!r}"
    ids = Counter(read.ids)
    yield from (f"the place {one!r} stands {n} times" for one, n in ids.items() if n > 1)
    owed: set[str] = set(resolved.numbers)
    if any(one.startswith("ref-") for one in ids):
        owed |= set(map(reference_label, resolved.bibliography))
    yield from (f"the place {one!r} is not there" for one in sorted(owed - ids.keys()))
    yield from (f"a link leads to {one!r}" for one in dict.fromkeys(read.targets) if one not in ids)
