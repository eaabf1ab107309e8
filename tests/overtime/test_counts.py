"""The trend of counts: what partial evidence lacks is no trend."""

import pytest

from reportgen.model.overtime import CountPoint, RunFacts
from reportgen.model.report import EvidenceState
from reportgen.model.tests import Counts
from reportgen.overtime.counts import ALGORITHM, judge
from tests.overtime.timed_lines import make_line, make_run


def run(
    number: int, tests: int, failed: int = 0, *, evidence: EvidenceState = "complete"
) -> RunFacts:
    """Return a run of *tests* of which one was skipped and *failed* failed."""
    counts = Counts(tests=tests, passed=tests - failed - 1, failed=failed, skipped=1)
    return make_run(number, counts=counts, evidence=evidence)


def test_each_run_is_a_point() -> None:
    """A point has what the run came to, and the share that passed of what ran."""
    (point, *_) = judge(make_line(runs=[run(0, 11, 3)])).points

    assert CountPoint("run-0000", 11, 7, 3, 1, partial=False) == point
    assert 0.7 == point.pass_share


def test_of_nothing_there_is_no_share() -> None:
    """A run in which nothing ran has no share that passed."""
    assert CountPoint("a", 2, 0, 0, 2, partial=False).pass_share is None


def test_the_sentence_compares_both_halves() -> None:
    """It says how many tests there are and how many passed, of how many, before and now."""
    found = judge(make_line(runs=[*(run(n, 101, 10) for n in range(4)), run(4, 111), run(5, 111)]))

    assert (
        "111 tests, up from 101, and 96.9 % of 320 results passed, 90 % of 300 results before, "
        "over 6 runs"
    ) == found.reason
    assert {"passed": 580, "ran": 620, "whole_runs": 6, "left_out": 0} == found.numbers
    assert (6, "certain", ALGORITHM, "unit") == (
        found.window.runs, found.confidence, found.algorithm, found.job,
    )  # fmt: skip


@pytest.mark.parametrize("evidence", ["partial", "missing"])
def test_partial_evidence_is_left_out(evidence: EvidenceState) -> None:
    """A run of which artifacts are missing is marked, and moves no number of the sentence."""
    whole = [run(n, 101) for n in range(6)]
    found = judge(make_line(runs=[*whole, run(6, 3, 2, evidence=evidence)]))

    assert [False] * 6 + [True] == [point.partial for point in found.points]
    assert (
        "101 tests as before, and 100 % of 300 results passed, 100 % of 300 results before, "
        "over 6 runs; 1 run with partial evidence left out"
    ) == found.reason


@pytest.mark.parametrize(
    ("runs", "reason"),
    [
        ([], "0 runs with complete evidence, a trend needs 4"),
        ([run(n, 5) for n in range(3)], "3 runs with complete evidence, a trend needs 4"),
        (
            [run(n, 1) for n in range(4)],
            "1 test as before, and none of 0 results passed, none of 0 results before, over 4 runs",
        ),
    ],
)
def test_little_is_no_trend(runs: list[RunFacts], reason: str) -> None:
    """Too few runs, or runs in which nothing ran, are told as such."""
    assert reason == judge(make_line(runs=runs)).reason


def test_settled_runs_alone_are_history() -> None:
    """Counts of pull requests are no trend of the project."""
    topic = run(4, 50)._replace(settled=False)

    assert 4 == len(judge(make_line(runs=[*(run(n, 11) for n in range(4)), topic])).points)
