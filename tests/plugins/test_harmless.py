"""What readers of plugins return, through the door that all text goes through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config import Limits
from reportgen.errors import ReadError
from reportgen.model.health import Service
from reportgen.model.run import Observations, Problem
from reportgen.model.tests import Attempt, Case, Failed, Passed, Skipped, Trouble
from reportgen.model.text import clean
from reportgen.plugins.harmless import MOST_TEXT, harmless

LIMITS = Limits()
TEXT = st.text(st.characters(codec=None, categories=("L", "Cc", "Cf", "Cs", "P", "Z")), max_size=20)


@given(TEXT, TEXT, TEXT)
def test_any_text_comes_out_clean(name: str, said: str, artifact: str) -> None:
    """Wherever it stands: names, messages, attempts; and the file is the one that was read."""
    trouble, attempt = Trouble("error", said, said, said), Attempt("failed", said, said)
    outcomes = (Passed((attempt,)), Failed((trouble,), output=said), Skipped(said))
    cases = [Case(name, name, name, each, artifact, file=name) for each in outcomes]
    found = harmless(Observations(cases=cases), "a.acme", LIMITS)

    shown, told = clean(name), clean(said)
    wanted = (
        Passed((Attempt("failed", told, told),)),
        Failed((Trouble("error", told, told, told),), output=told),
        Skipped(told),
    )
    assert [Case(shown, shown, shown, each, "a.acme", file=shown) for each in wanted] == found.cases


def test_services_and_problems_are_kept() -> None:
    """What is fine comes through as it is, with its parts."""
    part = Service(name="db", status="down", artifact="a.acme")
    whole = Observations(
        services=(Service(name="api", status="up", parts=(part,), artifact="a.acme"),),
        problems=(Problem(kind="note", severity="info", message="odd", place="line 1"),),
        truncated=True,
    )

    assert whole == harmless(whole, "a.acme", LIMITS)


def test_a_long_text_is_cut_and_says_so() -> None:
    """One text cannot fill a report."""
    case = Case("", "", "t", Failed((Trouble("failure", "x" * (MOST_TEXT + 5)),)), "")
    (found,) = harmless(Observations(cases=[case]), "a", LIMITS).cases

    assert isinstance(found.outcome, Failed)
    assert "[+5 characters]" in found.outcome.troubles[0].message


def test_more_tests_than_the_limit_are_refused() -> None:
    """With the key that raises it, as for a reader of ours."""
    cases = [Case("", "", str(number), Passed(), "") for number in range(3)]

    with pytest.raises(ReadError, match=r"more than 2 tests; raise limits\.tests"):
        harmless(Observations(cases=cases), "a", Limits(tests=2))


def test_what_is_no_observation_is_refused() -> None:
    """Also where it was made past the checks of our models."""
    made = Observations.model_construct(**{**vars(Observations()), "cases": ["x"]})

    with pytest.raises(ValueError, match="cases"):
        harmless(made, "a", LIMITS)
    with pytest.raises(TypeError, match="returned a dict"):
        harmless({}, "a", LIMITS)


def test_parts_that_lie_too_deep_are_refused() -> None:
    """No page could show them, and no program that walks them comes back."""
    service = Service(name="s", status="up", artifact="a")
    for _ in range(60):
        service = Service(name="s", status="up", parts=(service,), artifact="a")

    with pytest.raises(ValueError, match="too deep"):
        harmless(Observations(services=(service,)), "a", LIMITS)
