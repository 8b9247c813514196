"""What authors type as other programs have it is answered with what says the same here."""

import pytest

from assembler.compose.habits import FUNCTIONS, instead
from assembler.problems import ProblemsFound
from tests.compose.desk import composed

TYPED = {
    "{{ trial.title.strip() }}": "{{ trial.title | trim }}",
    '{{ trial.arms.join(", ") }}': '{{ trial.arms | join(", ") }}',
    "{{ trial.arms.length }}": "{{ how_many(trial.arms) }}",
    "{{ trial.title.replace('a', 'b') }}": "a record's words stay as they are",
    "{% if trial.title is none %}x{% endif %}": "name the value alone",
    '{{ trial.arms | map("label") }}': 'map(attribute="label")',
    "{{ 'a'.upper() }}": "{{ ... | upper }}",
    '{{ trial.cohorts["main"].n.value }}': "name the value alone: {{ ... }}",
    '{{ trial.cohorts["main"].n.unit }}': "it is a single value",
}


@pytest.mark.parametrize("typed", TYPED)
def test_a_habit_of_other_programs_is_answered(typed: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        composed(f"{typed}\n")
    (problem,) = raised.value.problems
    assert TYPED[typed] in problem.remedy


def test_every_function_of_programs_has_an_answer() -> None:
    assert all(instead(name) for name in FUNCTIONS)
