"""Findings over runs, made by hand: every part has a plain default, and every field can be set."""

from datetime import datetime, timedelta
from typing import Any

from reportgen.model.overtime import (
    CauseOverRuns,
    Incident,
    MemoryOverRuns,
    MemoryPoint,
    Moment,
    ServiceDay,
    ServiceOverRuns,
    Slower,
    SuiteOverRuns,
    TestState,
    Trends,
    Window,
)
from reportgen.model.text import quote
from tests.factories import MOMENT

MIB = 1 << 20
WINDOW = Window(runs=60, since=MOMENT - timedelta(days=60), until=MOMENT)


def make_moment(run: str = "run-000", when: datetime | None = MOMENT, **fields: Any) -> Moment:  # noqa: ANN401 - any field
    """Return a run as findings name it."""
    return Moment(run=run, started_at=when, **({"commit": "3f2a9c1b7d5e"} | fields))


def _found(algorithm: str, reason: str) -> dict[str, Any]:
    return {
        "reason": reason,
        "window": WINDOW,
        "confidence": "certain",
        "algorithm": algorithm,
    }


def make_state(title: str = "tests.unit.test_races", **overrides: Any) -> TestState:  # noqa: ANN401 - any field
    """Return a flaky test."""
    fields = _found("flaky/1", f"{quote(title)} passed and failed on commit `3f2a9c1b`") | {
        "test": "2dea50bd254e259f",
        "title": title,
        "suite": "tests.unit",
        "state": "flaky",
        "strip": "PPPFPPRPPPSPPFPPP.PP",
        "failed": 2,
        "ran": 18,
        "isolated": 2,
        "same_commit": ("3f2a9c1b7d5e",),
        "wasted_s": 750.0,
        "first_failed": make_moment(),
        "last_failed": make_moment(),
        "last_passed": make_moment(),
        "says": ("TimeoutError: no pong within 5 s",),
    }
    return TestState(**(fields | overrides))


def make_slower(subject: str = "tests.unit.test_sorts", **overrides: Any) -> Slower:  # noqa: ANN401 - any field
    """Return a test that became slower."""
    fields = _found("pace/1", f"{quote(subject)} takes twice as long") | {
        "kind": "test",
        "subject": subject,
        "before_s": 1.2,
        "after_s": 2.5,
        "agreed": True,
        "until": make_moment(),
        "since": make_moment(),
        "costs_s_per_day": 13.0,
    }
    return Slower(**(fields | overrides))


def make_growth(name: str = "worker", **overrides: Any) -> MemoryOverRuns:  # noqa: ANN401 - any field
    """Return a process whose peaks grow."""
    fields = _found("memory/1", f"{quote(name)} grows from run to run") | {
        "name": name,
        "kind": "rss",
        "verdict": "growing",
        "points": tuple(MemoryPoint(f"run-{n:03}", (100 + n) * MIB, MIB) for n in range(20)),
        "slope_bytes_per_run": 1.0 * MIB,
        "since": make_moment(),
    }
    return MemoryOverRuns(**(fields | overrides))


def make_day(back: int = 0, **overrides: Any) -> ServiceDay:  # noqa: ANN401 - any field
    """Return the day *back* days before the last, on which a service was up."""
    fields: dict[str, Any] = {
        "date": f"{(MOMENT - timedelta(days=back)).date()}",
        "up": 4,
        "checks": 4,
        "p50_ms": 120.0,
        "p95_ms": 340.0,
        "worst": "up",
    }
    return ServiceDay(**(fields | overrides))


def make_incident(**overrides: Any) -> Incident:  # noqa: ANN401 - any field
    """Return an incident that is over."""
    fields: dict[str, Any] = {
        "first": make_moment(),
        "last": make_moment(),
        "over": make_moment(),
        "checks": 2,
        "worst": "down",
        "reasons": ("HTTP 503",),
    }
    return Incident(**(fields | overrides))


def make_uptime(name: str = "api", **overrides: Any) -> ServiceOverRuns:  # noqa: ANN401 - any field
    """Return a service that was down once."""
    fields = _found("services/1", f"{quote(name)} was up in 10 of 12 checks") | {
        "name": name,
        "status": "up",
        "up": 10,
        "checks": 12,
        "p50_ms": 120.0,
        "p95_ms": 340.0,
        "days": (make_day(2), make_day(1, up=2, worst="down"), make_day()),
        "incidents": (make_incident(),),
    }
    return ServiceOverRuns(**(fields | overrides))


def make_cause(says: str = "AssertionError: assert 500 == 201", **overrides: Any) -> CauseOverRuns:  # noqa: ANN401 - any field
    """Return a cause that was seen in several runs."""
    fields = _found("causes/1", "8 failures of 4 tests in 3 runs say the same") | {
        "id": "c0ffee0123456789",
        "says": says,
        "type": "AssertionError",
        "where": "billing/charges.py:create",
        "failures": 8,
        "runs": 3,
        "tests": 4,
        "variants": ("e2e · os=linux",),
        "examples": ("tests.billing.test_charge",),
        "first_seen": make_moment(),
        "last_seen": make_moment(),
    }
    return CauseOverRuns(**(fields | overrides))


def make_suite(suite: str = "tests.old", **overrides: Any) -> SuiteOverRuns:  # noqa: ANN401 - any field
    """Return a suite that is gone."""
    fields = _found("suites/1", f"{quote(suite)} ran in 20 runs and is gone since") | {
        "suite": suite,
        "change": "vanished",
        "since": make_moment(),
    }
    return SuiteOverRuns(**(fields | overrides))


def make_trends(**overrides: Any) -> Trends:  # noqa: ANN401 - any field
    """Return one finding of each kind."""
    fields: dict[str, Any] = {
        "runs": 60,
        "since": WINDOW.since,
        "until": WINDOW.until,
        "states": {"flaky": 1, "healthy": 240},
        "tests": (make_state(),),
        "slower": (make_slower(),),
        "faster": (make_slower("tests.unit.test_reads", before_s=2.0, after_s=1.0),),
        "memory": (make_growth(),),
        "services": (make_uptime(),),
        "causes": (make_cause(),),
        "suites": (make_suite(),),
    }
    return Trends(**(fields | overrides))
