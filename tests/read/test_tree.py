"""Paths are spelled by ids, and found again."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from assembler.read import find, spell

VALUE: Any = {
    "analyses": [
        {"id": "pfs-pnet", "arms": {"placebo": {"n": "31"}}, "rates": [{"at": "12"}, ["x"]]},
        {"label": "without id"},
    ],
    "2.7.3": {"title": "x"},
}


def test_an_item_is_named_by_its_id() -> None:
    assert (
        spell(VALUE, ("analyses", 0, "arms", "placebo", "n")) == "analyses.pfs-pnet.arms.placebo.n"
    )
    assert spell(VALUE, ("analyses", 1, "label")) == "analyses[1].label"
    assert spell(VALUE, ("analyses", 0, "rates", 1, 0)) == "analyses.pfs-pnet.rates[1][0]"
    assert spell(VALUE, ("analyses", 0, "missing", "key")) == "analyses.pfs-pnet.missing.key"
    assert spell([{"id": "a"}], (0, "id")) == "a.id"


def test_a_spelled_path_is_found() -> None:
    assert find(VALUE, "analyses.pfs-pnet.arms.placebo.n") == (
        "analyses",
        0,
        "arms",
        "placebo",
        "n",
    )
    assert find(VALUE, "analyses[0].rates[1][0]") == ("analyses", 0, "rates", 1, 0)
    assert find(VALUE, "2.7.3.title") == ("2.7.3", "title")


def test_a_path_is_found_as_far_as_it_goes() -> None:
    assert find(VALUE, "analyses.os-pnet.arms") == ("analyses",)
    assert find(VALUE, "analyses[7]") == ("analyses",)
    assert find(VALUE, "analyses.pfs-pnet.arms.placebo.n.x") == (
        "analyses",
        0,
        "arms",
        "placebo",
        "n",
    )
    assert find(VALUE, "") == find(VALUE, "nothing") == ()


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path]
    for key, inside in (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    ):
        found += _paths(inside, (*path, key))
    return found


_NAMES = st.sampled_from(["id", "arms", "n", "x-1"])
_VALUES = st.recursive(
    st.sampled_from(["a", "b", "c-1"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(_NAMES, inside, max_size=3),
    max_leaves=10,
)


@given(_VALUES)
def test_finding_is_the_inverse_of_spelling(value: Any) -> None:
    paths = _paths(value)
    spelled = [spell(value, path) for path in paths]
    assume(len(set(spelled)) == len(spelled))  # else two items of a list have the same id
    assert [find(value, words) for words in spelled] == paths
