"""What goes from one process to another: all of it arrives, and what is damaged is refused."""

from math import copysign

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.artifacts.carrying import Came, packed, unpacked
from reportgen.model.rows import fast_case
from reportgen.model.run import Observations
from reportgen.model.tests import PASSED, Attempt, Case, Errored, Failed, Passed, Skipped, Trouble
from tests.factories import make_artifact

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
OUTCOMES = st.sampled_from(
    [
        PASSED,
        PASSED,
        Passed((Attempt("failed", "no", "till.py:3", 0.5),)),
        Failed((Trouble("failure", "no"),), output="said"),
        Errored((Trouble("error", "no"),), also_skipped=True),
        Skipped("later"),
    ]
)
SECONDS = st.none() | st.sampled_from([0.0, -0.0, 0.1]) | st.floats(0, 1e15)
CASES = st.builds(
    fast_case, TEXTS, TEXTS, TEXTS, OUTCOMES, TEXTS, st.integers(0, 1 << 40), st.none() | TEXTS,
    st.none() | st.integers(1, 1 << 40), SECONDS,
)  # fmt: skip


def carried(cases: list[Case]) -> list[Case]:
    """Return *cases* as they arrive."""
    came = Came(make_artifact(), Observations(cases=cases), claimed=True, redacted={"npm": 2})
    again = unpacked(packed(came))

    assert came == again
    return again.observations.cases


@given(st.lists(CASES, max_size=6))
def test_every_row_arrives(cases: list[Case]) -> None:
    """Fields keep their values, the sign of a zero as well, which prints."""
    again = carried(cases)
    signs = [[copysign(1, each.duration_s or 0) for each in rows] for rows in (cases, again)]

    assert signs[0] == signs[1]
    assert [each is PASSED for each in (case.outcome for case in cases)] == [
        each.outcome is PASSED for each in again
    ]


@pytest.mark.parametrize("name", ["half \ud800", "be\0tween"])
def test_what_cannot_be_carried_is_refused(name: str) -> None:
    """Whoever packs makes it itself then; a name is never cut into two."""
    row = fast_case("s", "c", name, PASSED, "a", 1, None, None, None)

    with pytest.raises(ValueError, match=r"surrogates|between names"):
        packed(Came(make_artifact(), Observations(cases=[row, row])))


@given(st.lists(CASES, min_size=1, max_size=4), st.integers(min_value=1))
def test_what_is_cut_off_is_refused(cases: list[Case], lost: int) -> None:
    """Half of a message is none."""
    data = packed(Came(make_artifact(), Observations(cases=cases)))
    # In the names at the end a cut is told by its number alone, or by half a character.
    names = sum(len(case.name.encode()) + 1 for case in cases) - 1
    cut = data[: max(0, len(data) - names - lost)]

    with pytest.raises(ValueError, match=r"cut off|mixed up|name|JSON"):
        unpacked(cut)
