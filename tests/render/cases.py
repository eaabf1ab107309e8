"""Any test cases, drawn by hypothesis: what renderers of test results are tried out with."""

from hypothesis import strategies as st

from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Errored,
    Failed,
    Outcome,
    Passed,
    Skipped,
    Trouble,
)
from reportgen.model.text import clean

TEXT = st.text(max_size=12).map(clean)
BLOCK = TEXT.map(lambda text: text.strip("\n"))
TIMES = st.none() | st.floats(0, 1e9)
TROUBLES = st.builds(Trouble, st.sampled_from(["failure", "error"]), TEXT, BLOCK, TEXT)
FAILURES = st.builds(Trouble, st.just("failure"), TEXT, BLOCK, TEXT)
RED_ATTEMPTS = st.builds(Attempt, st.sampled_from(["failed", "errored"]), TEXT, BLOCK, TIMES, BLOCK)
OTHER_ATTEMPTS = st.builds(Attempt, st.sampled_from(["passed", "skipped"]), duration_s=TIMES)


def few(of: st.SearchStrategy[Attempt]) -> st.SearchStrategy[tuple[Attempt, ...]]:
    """Draw at most three *of* them."""
    return st.lists(of, max_size=3).map(tuple)


@st.composite
def red(draw: st.DrawFn) -> Failed | Errored:
    """Draw the outcome of a case that is red: errored as soon as one trouble is an error."""
    troubles = tuple(draw(st.lists(TROUBLES, min_size=1, max_size=3)))
    kind = Errored if any(trouble.kind == "error" for trouble in troubles) else Failed
    attempts = draw(few(RED_ATTEMPTS | OTHER_ATTEMPTS))
    paths = tuple(draw(st.lists(st.sampled_from(["a.png", "b/c d.txt"]), unique=True)))
    output = "\n".join([draw(BLOCK), *(f"[[ATTACHMENT|{path}]]" for path in paths)])
    return kind(troubles, attempts, draw(st.booleans()), output.strip("\n"), paths)


OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.just(PASSED),
    st.builds(Passed, few(RED_ATTEMPTS)),
    st.builds(Skipped, TEXT.map(str.strip)),
    red(),
)
CASES = st.builds(
    Case,
    suite=TEXT | st.just("unit › tills"),
    class_name=TEXT,
    name=TEXT.map(lambda text: text if text.strip() else "(no name)"),
    outcome=OUTCOMES,
    artifact=st.sampled_from(["a.xml", "b.xml"]),
    at_line=st.integers(0, 9),
    file=st.none() | TEXT.filter(bool),
    line=st.none() | st.integers(1, 10**9 - 1),
    duration_s=TIMES,
)
UNCLEAN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
"""Text that no reader has cleaned."""
HOSTILE = "\0\x1b[31m]]><x a='\"&lt;&#0;<!-- \ufffe\uffff\U0001f600\r\n\t\x85\x0b</testcase>"


def hostile_cases(first: str, second: str, third: str) -> list[Case]:
    """Return cases in which the texts stand everywhere, crossed over."""
    trouble = Trouble("failure", first, second, third)
    attempt = Attempt("failed", second, third, output=first)
    outcomes: list[Outcome] = [
        Failed((trouble,), (attempt,), also_skipped=True, output=third, attachments=(first,)),
        Errored((trouble, trouble), output=first),
        Passed((attempt,)),
        Skipped(third),
        PASSED,
    ]
    return [
        Case(second, third, first, outcome, first, 1, second or None, 1, 0.1)
        for outcome in outcomes
    ]
