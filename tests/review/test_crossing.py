"""Which changed results may turn a sentence: compared as reported, nothing is computed."""

import pytest

from assembler.review.crossing import crossings, margin_in, no_effects
from assembler.write.docx.evidence import Evidence, ValueEvidence

AT = "efficacy.analyses.a.comparison"


def value(**recorded: str) -> ValueEvidence:
    """A value that prints these fields of a comparison."""
    paths = tuple(f"{AT}.{key.replace('__', '.')}" for key in recorded)
    return ValueEvidence("", False, "", paths, tuple(recorded.values()))


def reasons(key: str, old: str, new: str, *, estimate: str = "hazard_ratio") -> list[str]:
    """What is said of a field whose comparison holds an estimate of a kind."""
    known = Evidence("d", {}, "", {"1": value(**{estimate: "1"})}, {}, {}, ())  # type: ignore[dict-item]
    return list(crossings(value(**{key: old}), value(**{key: new}), no_effects(known)))


@pytest.mark.parametrize(
    ("key", "old", "new", "said"),
    [
        ("hazard_ratio", "0.40", "1.10", "no longer below 1"),
        ("hazard_ratio", "1.10", "0.98", "no longer above 1"),
        ("hazard_ratio", "0.98", "1.00", "no longer below 1"),
        ("odds_ratio", "2.1", "0.9", "no longer above 1"),
        ("risk_difference", "3%", "-1%", "no longer above 0"),
        ("interval", "0.25 to 0.64", "0.80 to 1.51", "it includes 1"),
        ("interval", "0.80 to 1.51", "0.25 to 0.64", "it excludes 1"),
        ("interval", "0.80 to 0.99", "0.80 to 1.00", "it includes 1"),
        ("interval__upper", "0.64", "1.51", "no longer below 1"),
        ("p_value", "<0.0001", "0.21", "not below 0.05"),
        ("p_value", "0.21", "0.049", "below 0.05"),
        ("p_value", "<0.05", "0.05", "not below 0.05"),
        ("p_value", "0.2", "<0.05", "below 0.05"),
    ],
)
def test_a_result_on_another_side_is_said(key: str, old: str, new: str, said: str) -> None:
    (reason,) = reasons(key, old, new)
    assert reason.endswith(f"{old} is {new} now: {said}")


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("hazard_ratio", "0.40", "0.45"),
        ("hazard_ratio", "1.1", "1.10"),
        ("interval", "0.25 to 0.64", "0.28 to 0.72"),
        ("interval", "0.25 to NE", "0.28 to 0.72"),
        ("interval__lower", "0.25", "0.28"),
        ("p_value", "<0.0001", "0.049"),
        ("p_value", "not reported", "0.21"),
        ("median_interval", "0.25 to 0.64", "0.80 to 1.51"),
        ("events", "0", "2"),
    ],
)
def test_a_result_on_the_same_side_is_not(key: str, old: str, new: str) -> None:
    assert not reasons(key, old, new)


@pytest.mark.parametrize(
    ("key", "old", "new", "said"),
    [
        ("interval", "0.75 to 0.94", "0.55 to 0.66", "no longer above the margin 0.67"),
        ("interval", "0.75 to 0.94", "0.60 to 0.94", "no longer above the margin 0.67"),
        ("interval", "0.60 to 0.94", "0.70 to 0.94", "no longer across the margin 0.67"),
        ("interval", "0.60 to 0.94", "0.62 to 0.90", None),
        ("interval__lower", "0.75", "0.55", "no longer above the margin 0.67"),
        ("interval__lower", "0.75", "0.70", None),
    ],
)
def test_a_result_that_crosses_the_margin_is_said(
    key: str, old: str, new: str, said: str | None
) -> None:
    ratio = {"geometric_mean_ratio": "0.84"}
    known = Evidence("d", {}, "", {"1": value(**ratio)}, {}, {}, ())  # type: ignore[dict-item]
    planned = ValueEvidence("", False, "", ("trial.endpoints.titre.margin",), ("0.67",))
    found = crossings(
        value(**{key: old}), value(**{key: new}), no_effects(known), margin=margin_in(planned)
    )
    assert [one.partition(" now: ")[2] for one in found] == ([said] if said else [])


def test_a_difference_says_no_effect_at_0() -> None:
    assert reasons("interval", "0.2 to 1.4", "-0.3 to 1.4", estimate="difference")
    assert not reasons("interval", "0.2 to 0.9", "0.2 to 1.4", estimate="difference")
