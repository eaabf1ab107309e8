"""Which rules matched nothing for long, told by the heads of the runs."""

from datetime import timedelta
from typing import Any

import pytest

from reportgen.history.heads import Head, head_from, head_of
from reportgen.history.quiet import RUNS, quiet_rules
from reportgen.model.run import RunInfo
from tests.factories import MOMENT, make_finding, make_report, make_run


def run(number: int, **facts: Any) -> RunInfo:  # noqa: ANN401 - any fact
    """Return run *number*."""
    at = MOMENT + timedelta(hours=number)
    return make_run(id=f"{at:%Y%m%dT%H%M%S}Z-{number:02x}", started_at=at, **facts)


def head(
    number: int,
    matched: str = "",
    quiet: str = "#1 #2",
    **facts: Any,  # noqa: ANN401 - any fact
) -> Head:
    """Return the head of run *number*, in which the rules *matched* or were *quiet*."""
    report = make_report(
        run=run(number, **facts),
        findings=(make_finding(issues=tuple(matched.split())),),
        quiet_rules=tuple(quiet.split()),
    )
    return head_from(head_of(report, ""))


def old(number: int) -> Head:
    """Return the head of a run that was recorded before rules were."""
    lines = head_of(make_report(run=run(number)), "")
    return head_from({key: lines[key] for key in lines if key not in {"issues", "quiet"}})


LONG = [head(number) for number in range(RUNS)]
NOW = run(RUNS)


def told(heads: list[Head], now: RunInfo = NOW) -> list[str] | None:
    """Return the issues that are quiet, or None where that is not known."""
    found = quiet_rules(now, heads)
    return sorted(found.issues) if found else None


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (LONG, ["#1", "#2"]),
        (LONG[1:], None),
        ([*LONG[1:], head(RUNS)], None),
        ([old(0), *LONG[1:]], None),
        ([old(-1), *LONG], ["#1", "#2"]),
        ([head(-1, "#1", "#2"), *LONG], ["#1", "#2"]),
        ([head(0, "#1", "#2"), *LONG[1:]], ["#2"]),
        ([*LONG[:-1], head(RUNS - 1, "", "#1")], ["#1"]),
        ([*LONG[:-1], head(RUNS - 1, "", "")], []),
        (list(reversed(LONG)), ["#1", "#2"]),
    ],
)
def test_thirty_runs_have_to_tell(heads: list[Head], expected: list[str] | None) -> None:
    """A rule is quiet where each of the last runs had it and none of them needed it."""
    assert expected == told(heads)


@pytest.mark.parametrize("facts", [{"job": "e2e"}, {"shard_index": 2}, {"variant": {"os": "mac"}}])
def test_runs_of_other_jobs(facts: dict[str, Any]) -> None:
    """They are not counted; but a rule that serves them is not dead, and of some it is unknown."""
    others = [each.model_copy(update={"run": run(n, **facts)}) for n, each in enumerate(LONG)]
    elsewhere = head(RUNS - 1, "#2", "", **facts)
    unknown = elsewhere.model_copy(update={"issues": None})

    assert told(others) is None
    assert ["#1", "#2"] == told([*LONG, *others])
    assert ["#1"] == told([*LONG, elsewhere])
    assert told([*LONG, unknown]) is None


def test_runs_of_other_projects() -> None:
    """They have rules of their own."""
    assert ["#1", "#2"] == told([*LONG, head(RUNS - 1, "#1", "", project="other")])


def test_a_head_says_what_matched() -> None:
    """Issues are sorted and told once; a head from before tells nothing, which is not none."""
    told_twice = head(1, "#9 #1 #9", "#3 #2 #3")

    assert (("#1", "#9"), ("#2", "#3")) == (told_twice.issues, told_twice.quiet)
    assert (None, None) == (old(1).issues, old(1).quiet)
