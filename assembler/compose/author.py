"""The study's own prose as templates call it, and what stands there until it is written."""

from collections.abc import Callable

from assembler.compose.environment import Templates
from assembler.compose.loader import AUTHOR, FILE, Finder
from assembler.compose.mistakes import TemplateMistake
from assembler.compose.quotation import Quotation
from assembler.compose.slots import Slot, Slots
from assembler.compose.spelling import Spelling
from assembler.compose.views import View


def author_texts(
    finder: Finder,
    templates: Templates,
    slots: Slots,
    spelling: Spelling,
    quotation: Quotation,
) -> Callable[[str, str, View | None], str]:
    """`author_text`, as the templates call it."""

    def author_text(
        section: str, discuss: str = "discuss this section", of: View | None = None
    ) -> str:
        """`author_text("2.5.6.4", "discuss ...")`: the study's own prose, or a to-do. `of` is a
        record with an id, whose prose it is: of the question `dose` it is `question-dose`."""
        if of is not None:
            section = f"{section}-{getattr(of.value, 'id', '')}"
        if not FILE.fullmatch(section):
            raise TemplateMistake(
                f"'{section}' is no name of an author's text", "name the section: 2.5.6.4"
            )
        name = f"{AUTHOR}{section}.md"
        if finder.find(name) is not None:
            text = templates.included(name)
            if templates.unmarked(text).strip():
                return text
        owed = quotation.of(spelling.of(discuss))
        slot = Slot("to-do", f"[Author: {owed}]", (name,), ("",), "author's text")
        words = quotation.of(f"To do: {owed}. Write it into {name} in the study's folder.")
        remark = Slot("comment", "", (name,), ("",), "author's text", comment=words)
        return f"{slots.mark(slot)}{slots.mark(remark)}"

    return author_text
