"""YAML as an import writes it, and changes to YAML that somebody else wrote."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.importers.yaml_edit import changed
from assembler.importers.yaml_text import block
from assembler.problems import ProblemsFound
from assembler.read import Data, text_problem, tree_of
from assembler.read.files import Source

texts = (
    st.text(max_size=30).filter(lambda text: text_problem(text) is None)
    | st.sampled_from(["yes", "no", "null", "~", "3.0", "0.40", "1e5", "012", "2:1", "# a", "- b"])
    | st.sampled_from(
        ["*a", "&a", "!t", "a: b", "a #b", "{{ x }}", "'", '"', "%", "@", "...", "---"]
    )
    | st.lists(st.sampled_from(["word", "a:", "#", "-", "'quoted'"]), min_size=30).map(" ".join)
)
keys = st.from_regex(r"[a-z][a-z_]{0,5}", fullmatch=True)
values: st.SearchStrategy[Data] = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
mappings = st.dictionaries(keys, values, min_size=1, max_size=5)


def read(text: str) -> Data:
    return tree_of(Source(text, "a.yaml", "")).value


@given(mappings)
def test_what_is_written_is_read_as_it_was(value: dict[str, Data]) -> None:
    assert read(block(value) + "\n") == value


@given(mappings, mappings)
@settings(max_examples=200)
def test_what_is_changed_holds_what_it_should(
    before: dict[str, Data], more: dict[str, Data]
) -> None:
    after = {**before, **more}
    text = "# ours\n" + block(before) + "\n# the end\n"
    new = changed(text, before, after, file="a.yaml")
    assert read(new) == after
    assert new.startswith("# ours\n") and "\n# the end\n" in new


TYPED = Path(__file__).parents[2] / "examples" / "cabinet" / "trial.yaml"


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_file_that_people_wrote_keeps_every_other_line(data: st.DataObject) -> None:
    text = TYPED.read_text(encoding="utf-8")
    before = read(text)
    assert isinstance(before, dict)
    after = _edited(data, before)
    try:
        new = changed(text, before, after, file="trial.yaml")
    except ProblemsFound:
        return  # an alias shares the place
    assert read(new) == after
    lost = set(text.splitlines()) - set(new.splitlines())
    assert len(lost) <= 1


def _edited(data: st.DataObject, value: dict[str, Data]) -> dict[str, Data]:
    """The value with one change somewhere inside: a key more, an item more, another text."""
    result = dict(value)
    key = data.draw(st.sampled_from(sorted(value)))
    inside = value[key]
    if isinstance(inside, dict) and inside and data.draw(st.booleans()):
        result[key] = _edited(data, inside)
    elif isinstance(inside, list) and inside and isinstance(inside[0], dict):
        result[key] = [*inside, {"id": "new", "label": data.draw(texts)}]
    elif isinstance(inside, str) and "\n" not in inside and len(inside) < 40:
        result[key] = data.draw(texts)
    else:
        result["new_key"] = data.draw(values)
    return result


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_breaks_and_byte_order_mark_stay(mark: str, break_: str) -> None:
    text = mark + "a: 1  # one\nb: [x]\n".replace("\n", break_)
    before: dict[str, Data] = {"a": "1", "b": ["x"]}
    after: dict[str, Data] = {"a": "1", "b": ["x", "z"], "c": {"d": "e"}}
    wanted = mark + "a: 1  # one\nb: [x, z]\nc: {d: e}\n".replace("\n", break_)
    assert changed(text, before, after, file="a.yaml") == wanted


def test_a_value_behind_an_alias_is_refused() -> None:
    text = "a: &a {x: 1}\nb: *a\n"
    same: Data = {"x": "1"}
    with pytest.raises(ProblemsFound):
        changed(text, {"a": same, "b": same}, {"a": {"x": "2"}, "b": same}, file="a.yaml")
