"""What stands at the head and foot of every page."""

from dataclasses import replace

from assembler.document.nodes import Superscript
from assembler.resolve.resolve import resolve
from assembler.write.text.running import Running, running
from tests.write.pdf.made import setter
from tests.write.sample import document, sample
from tests.write.short import inlines


def test_a_long_subject_is_shortened_by_words() -> None:
    long = resolve(replace(document(), subject=inlines("neuroendocrine tumours " * 20)))
    said = running(setter(long), 450, draft=True)
    assert said.subject.endswith("tumours …") or said.subject.endswith("neuroendocrine …")
    measured = setter()
    width = sum(measured.text(text, "header").width for text in (said.title, said.subject))
    assert 300 < width < 450 - 20


def test_where_there_is_no_room_there_is_no_subject() -> None:
    assert running(setter(sample()), 100, draft=False) == Running("2.5 Clinical Overview", "", "")


def test_a_raised_figure_keeps_its_height() -> None:
    counts = inlines("Counts of 10", Superscript(inlines("9")), "/L")
    said = running(setter(resolve(replace(document(), subject=counts))), 450, draft=False)
    assert said.subject == "Counts of 10⁹/L"
