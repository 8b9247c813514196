"""What is kept between compositions: never older than the text that it was made of."""

from types import CodeType

import pytest

from assembler.compose.codes import Codes
from assembler.compose.compose import Composed, TemplateRoot, compose
from assembler.compose.guard import Guard
from assembler.compose.kept import LASTING, Kept, Same
from assembler.load import load
from assembler.shipped import shipped
from tests.places import MINI

SHIPPED = TemplateRoot(shipped("templates"), "templates")


def test_what_is_asked_for_again_is_made_once() -> None:
    kept, made = Kept(), list[str]()
    for _ in range(3):
        kept.turn()
        kept.of(("a", 1), lambda: made.append("a"))
    assert made == ["a"]


def test_a_template_file_has_one_number_however_often_it_is_asked_for() -> None:
    kept = Kept()
    numbers = [kept.number(file) for file in ("a.md", "b.md", "a.md", "c.md", "b.md")]
    assert numbers == [0, 1, 0, 2, 1]
    assert [kept.files[number] for number in numbers] == ["a.md", "b.md", "a.md", "c.md", "b.md"]


@pytest.mark.parametrize(("turns", "times"), [(LASTING, 1), (LASTING + 1, 2)])
def test_what_is_not_asked_for_is_forgotten_in_the_end(turns: int, times: int) -> None:
    kept, made = Kept(), list[str]()
    kept.of("a", lambda: made.append("a"))
    for _ in range(turns):
        kept.turn()
    kept.of("a", lambda: made.append("a"))
    assert len(made) == times


def test_a_thing_in_a_key_is_equal_only_to_itself() -> None:
    one, equal = [1], [1]
    assert Same(one) == Same(one) and hash(Same(one)) == hash(Same(one))
    assert Same(one) != Same(equal)


def test_the_names_that_a_template_binds_are_kept_with_its_code() -> None:
    kept = Kept()

    def names_of() -> set[str]:
        guard = Guard((), ())
        codes = Codes(kept, guard)

        def make() -> CodeType:
            guard.names.add("cohort")
            return compile("", "", "exec")

        codes.of("{% set cohort = 1 %}", "a.md", "templates/a.md", make)
        return guard.names

    assert names_of() == names_of() == {"cohort"}


def test_what_was_kept_changes_no_word_and_no_place() -> None:
    loaded = load(MINI)
    root = TemplateRoot(MINI / "templates", "templates")

    def composed(kept: Kept | None) -> Composed:
        return compose(loaded.dossier, "mini-report", [root, SHIPPED], at=loaded.at, kept=kept)

    kept = Kept()
    first, again = composed(kept), composed(kept)
    assert first == again == composed(None)
