"""Which letters put a test into which state: one row for each rule, and one for its border."""

from datetime import timedelta
from typing import Any, Final

import pytest

from reportgen.config import FlakyRules
from reportgen.model.overtime import FlakyState
from reportgen.overtime.flaky import Judged, course_of, state_of
from tests.overtime.lines import line_of

RULES: Final = FlakyRules()
MAIN: Final = "m" * 12
HOURLY: Final = timedelta(hours=1)
DAILY: Final = timedelta(days=1)


def judged(letters: str, rules: FlakyRules = RULES, **facts: Any) -> Judged:  # noqa: ANN401 - of line_of
    """Return the state of a test that came to *letters*."""
    line = line_of({"test": letters}, **facts)
    return state_of(line.outcomes[0] if line.outcomes else letters, course_of(line), rules)


@pytest.mark.parametrize(
    ("name", "letters", "facts", "state", "why"),
    [
        ("passes", "P" * 12, {}, "healthy", "passes"),
        ("cold start", "P" * 9, {}, "insufficient", "too-few"),
        ("just enough", "P" * 10, {}, "healthy", "passes"),
        ("skips are no results", "P" * 9 + "SSSS", {}, "insufficient", "too-few"),
        ("cold start, wavering", "PFPFPFP", {}, "insufficient", "too-few"),
        ("cold start, one commit", "PFP", {"commits": "aab"}, "flaky", "same-commit"),
        ("perma-fail", "P" * 10 + "FFF", {}, "broken", "lasting"),
        ("perma-fail, new", "FEF", {}, "broken", "lasting"),
        ("two are not enough", "P" * 10 + "FF", {}, "suspect", "failed-last"),
        ("one commit alone", "P" * 9 + "FFF", {"commits": "abcdefghijjj"}, "suspect",
         "failed-last"),
        ("two commits", "P" * 9 + "FFF", {"commits": "abcdefghijkk"}, "broken", "lasting"),
        ("unknown commits", "P" * 9 + "FFF", {"commits": "?" * 12}, "broken", "lasting"),
        ("one known", "P" * 9 + "FFF", {"commits": "abcdefghij?j"}, "broken", "lasting"),
        ("fixed", "P" * 9 + "FFFFPPP", {}, "healthy", "passes"),
        ("fixed, never green before", "FF" + "P" * 12, {}, "healthy", "passes"),
        ("one-off", "P" * 9 + "FPP", {}, "suspect", "failed-once"),
        ("one-off of two", "P" * 9 + "FEPP", {}, "suspect", "failed-once"),
        ("one-off, long ago", "PPPFP" + "P" * 60, {}, "healthy", "passes"),
        ("streak of three", "P" * 9 + "FFFP" + "FFEP", {}, "healthy", "passes"),
        ("oscillation", "PF" * 8 + "P", {}, "flaky", "isolated"),
        ("absent, skipped between", "P" * 9 + "FS.P.F.SP", {}, "flaky", "isolated"),
        ("a streak with gaps", "P" * 9 + "F.FS.FP", {}, "healthy", "passes"),
        ("outages are no results", "P" * 9 + "IPIPIPP", {}, "healthy", "passes"),
        ("outages do not break a row", "P" * 9 + "FIFIF", {}, "broken", "lasting"),
        ("retry-green", "P" * 10 + "RPP", {}, "flaky", "same-commit"),
        ("retry-green, no commit", "PPRP", {"commits": "????"}, "flaky", "same-commit"),
        ("retry-green, no moment", "P" * 10 + "RP", {"every": None}, "healthy", "passes"),
        ("one commit", "P" * 9 + "FPP", {"commits": "abcdefghiiij"}, "flaky", "same-commit"),
        ("no commit, no contradiction", "P" * 9 + "FPP", {"commits": "?" * 12}, "suspect",
         "failed-once"),
        ("no moment, lone failures", "P" * 9 + "FPFP", {"every": None}, "flaky", "isolated"),
        ("one commit, a streak", "P" * 9 + "PFFFP", {"commits": "abcdefghijjjjj"}, "healthy",
         "passes"),
        ("one change", "P" * 12 + "FPP", {"branches": MAIN + "aam", "commits": "abcdefghijklyyz"},
         "suspect", "one-change"),
        ("one change, newest run", "P" * 12 + "FP",
         {"branches": MAIN + "aa", "commits": "abcdefghijklyy"}, "flaky", "same-commit"),
        ("two changes", "P" * 12 + "FPFPP",
         {"branches": MAIN + "aabbm", "commits": "abcdefghijklwwyyz"}, "flaky", "same-commit"),
        ("two pull requests", "P" * 12 + "FPFPP",
         {"branches": MAIN + "1122m", "commits": "abcdefghijklwwyyz"}, "flaky", "same-commit"),
        ("one change twice", "P" * 12 + "FPFPP",
         {"branches": MAIN + "aaaam", "commits": "abcdefghijklwwyyz"}, "suspect", "one-change"),
        ("changes unknown", "P" * 12 + "FPFPP",
         {"branches": MAIN + "????m", "commits": "abcdefghijklwwyyz"}, "suspect", "one-change"),
        ("merged since", "P" * 12 + "FPPP",
         {"branches": MAIN + "aamm", "commits": "abcdefghijklyyyz"}, "flaky", "same-commit"),
        ("one change, a streak", "P" * 12 + "FFFPP",
         {"branches": MAIN + "aaaam", "commits": "abcdefghijklyyyyz"}, "healthy", "passes"),
        ("just within a window", "P" * 9 + "F" + "P" * 47 + "FP", {"every": HOURLY}, "flaky",
         "isolated"),
        ("just not within a window", "P" * 9 + "F" + "P" * 48 + "FP", {"every": HOURLY}, "suspect",
         "failed-once"),
        ("within one, long ago", "P" * 9 + "F" + "P" * 47 + "FP" + "P" * 60,
         {"every": HOURLY}, "flaky", "not-recovered"),
        ("not within one, long ago", "P" * 9 + "F" + "P" * 48 + "FP" + "P" * 60,
         {"every": HOURLY}, "healthy", "passes"),
        ("a change fails", "P" * 12 + "FFFFP", {"branches": MAIN + "aaaam"}, "healthy", "passes"),
        ("retried on a change", "P" * 12 + "RP", {"branches": MAIN + "am"}, "suspect",
         "one-change"),
        ("nothing settled", "P" * 12, {"branches": "a" * 12}, "healthy", "passes"),
        ("nothing settled, red", "P" * 9 + "FFF", {"branches": "a" * 12}, "insufficient",
         "unmerged-only"),
        ("few are settled", "P" * 12, {"branches": "m" * 9 + "aaa"}, "insufficient", "too-few"),
    ],
)  # fmt: skip
def test_state(name: str, letters: str, facts: dict[str, Any], state: FlakyState, why: str) -> None:
    """Each rule of the classifier, where it begins to hold and where it does not yet."""
    found = judged(letters, **facts)

    assert (name, state, why) == (name, found.state, found.why)


@pytest.mark.parametrize(
    ("days", "state"), [(14, "flaky"), (15, "healthy")], ids=["a fortnight", "a day more"]
)
def test_a_disagreement_counts_for_a_fortnight(days: int, state: FlakyState) -> None:
    """It counts while the newest run is at most so many days younger; then recovery decides."""
    letters = "P" * 9 + "R" + "P" * days
    rules = FlakyRules.model_validate({"recovery-results": 0})

    assert state == judged(letters, rules, every=DAILY).state


@pytest.mark.parametrize(
    ("passes", "every", "state"),
    [
        (47, DAILY, "flaky"),  # both lone failures are among the last 50 results
        (48, DAILY, "healthy"),
        (80, HOURLY, "flaky"),  # enough passes, too few days
        (55, timedelta(hours=3), "flaky"),
        (56, timedelta(hours=3), "healthy"),  # seven days to the hour
    ],
)
def test_recovery_needs_days_and_passes(passes: int, every: timedelta, state: FlakyState) -> None:
    """A test that was flaky is healthy again after time and passes enough, both of them."""
    found = judged("P" * 9 + "FPFP" + "P" * (passes - 1), every=every)

    assert (state, state == "healthy") == (found.state, found.recovered)


@pytest.mark.parametrize(("passes", "state"), [(29, "flaky"), (30, "healthy")])
def test_recovery_needs_passes_where_days_went_by(passes: int, state: FlakyState) -> None:
    """Days alone do not tell that a test recovered: it has to have run."""
    commits = "abcdefghijj" + "".join(chr(0x4E00 + at) for at in range(passes))
    found = judged("P" * 9 + "RP" + "P" * (passes - 1), commits=commits[:-1], every=DAILY * 2)

    assert (state, state == "healthy") == (found.state, found.recovered)


@pytest.mark.parametrize(("days", "state"), [(13, "flaky"), (14, "healthy")])
def test_changes_that_wavered_at_other_times(days: int, state: FlakyState) -> None:
    """Two unmerged changes tell of the project where the test wavered within a fortnight."""
    found = judged(
        "P" * 12 + "R" + "P" * days + "R" + "P" * 15,
        branches=MAIN + "a" + "m" * days + "b" + "m" * 15,
        every=DAILY,
    )

    assert state == found.state


def test_recovery_counts_what_passed() -> None:
    """Results that are skipped, or an outage's, bring a test no nearer to having recovered."""
    found = judged("P" * 9 + "RP" + "SI." * 40, every=DAILY)

    assert ("flaky", "not-recovered") == (found.state, found.why)


def test_what_recovered_and_failed_once_is_suspect() -> None:
    """A lone failure long after the last episode starts anew, and is no relapse."""
    found = judged("P" * 9 + "FPFP" + "P" * 80 + "FPP", every=DAILY)

    assert ("suspect", "failed-once", False) == (found.state, found.why, found.recovered)


def test_a_relapse_keeps_a_test_flaky() -> None:
    """A failure before a test recovered is one more episode, however many results lie between."""
    hours = timedelta(hours=1)
    found = judged("P" * 9 + "FPFP" + "P" * 60 + "FP" + "P" * 60, every=hours)

    assert ("flaky", "not-recovered", 73) == (
        found.state,
        found.why,
        found.since and found.since.at,
    )


def test_thresholds_are_the_users() -> None:
    """Each number of a rule is that of the configuration."""
    strict = FlakyRules.model_validate(
        {"min-results": 3, "isolated-failures": 3, "streak": 2, "broken-after": 2}
    )

    assert "healthy" == judged("PPP", strict).state
    assert "broken" == judged("PPPFF", strict).state
    assert "healthy" == judged("PPPFFPFFP", strict).state
    assert ["suspect", "flaky"] == [judged(f"PPPFPFP{more}", strict).state for more in ("", "FP")]


@pytest.mark.parametrize(
    ("letters", "facts", "confidence"),
    [
        ("PPRP", {}, "certain"),
        ("P" * 9 + "FPFP", {}, "possible"),
        ("P" * 16 + "FPFP", {}, "probable"),
        ("PPFFF", {}, "certain"),
        ("PPFFF", {"commits": "?????"}, "possible"),
        ("P" * 16 + "FPPP", {}, "possible"),
    ],
)
def test_confidence(letters: str, facts: dict[str, Any], confidence: str) -> None:
    """A contradiction is certain, lone failures are probable where there are results enough."""
    assert confidence == judged(letters, **facts).confidence
