"""Rules for plurals: the C expressions that translations state, and nothing else."""

from gettext import c2py

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.wording.plurals import form_of

RULES = (
    "0",
    "n != 1",
    "n>1",
    "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2",
    "n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2",
    "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
    "(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2",
    "(n-1)*2+n/3",
)


@given(st.sampled_from(RULES), st.integers(1, 100_000))
def test_a_rule_counts_as_gettext_does(rule: str, number: int) -> None:
    """The rules of Asian, Romance, Slavic and Arabic languages come to what they come to there."""
    assert c2py(rule)(number) == form_of(rule)(number)


def test_not_binds_closest() -> None:
    """As in C: what is negated is one number, and counts as 1 or 0 in what is around it."""
    assert [2, 0, 0] == [form_of("!(n-1)*2")(number) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "rule",
    ["", "n !=", "n = 1", "(n", "n)", "n ? 1", "m", "1 2", "__import__('os')", "n.real", "n" * 400],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    """Nothing is run, and nothing is guessed."""
    with pytest.raises(ValueError, match=r"rule|expected"):
        form_of(rule)
