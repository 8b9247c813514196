"""Every recipe of docs/recipes.md is made as it stands, and prints what the page says."""

import re
import shlex
from pathlib import Path

import pytest

from assembler.problems import Severity
from tests.acceptance.command import InProcess
from tests.docs.recipes import PAGE, Recipe, desk, made, printed, put, recipes
from tests.docs.said import says

pytestmark = pytest.mark.slow

RECIPES = tuple(recipes())


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda one: one.title)
def test_a_recipe_prints_what_the_page_says(
    recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: InProcess
) -> None:
    monkeypatch.chdir(tmp_path)
    desk(tmp_path, command)
    shown = False
    for block in recipe.blocks:
        if block.language == "text":
            words, said = made(tmp_path, recipe.study)
            assert says("\n".join(words), printed(block)), "\n".join(words)
            assert not [one for one in said if one.severity is not Severity.GAP]
            shown = True
        elif block.language == "console":
            line, _, expected = block.text.partition("\n")
            done = command(*shlex.split(line.removeprefix("assembler ")))
            assert done.code == 0, done.err
            if expected:
                assert says(done.out + done.err, expected), done.out + done.err
                shown = True
        else:
            put(tmp_path, block)
    assert shown, "a recipe shows what comes of it"


def test_the_list_at_the_beginning_names_every_recipe_and_leads_to_it() -> None:
    listed = re.findall(r"^- \[(.+)\]\(#(.+)\)$", PAGE, re.MULTILINE)
    assert listed == [(one.title, anchor(one.title)) for one in RECIPES]


def anchor(title: str) -> str:
    """What a heading is called in an address, as GitHub makes it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def test_no_two_recipes_bear_one_name() -> None:
    titles = [one.title for one in RECIPES]
    assert len(set(titles)) == len(titles) >= 30
