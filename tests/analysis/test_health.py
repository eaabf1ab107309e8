"""Services over a run and since the baseline: what failed in between, and what is gone."""

from datetime import timedelta
from pathlib import Path

import pytest

from reportgen.analysis import judge
from reportgen.config import Settings
from reportgen.model.health import Probe, Service, ServiceStatus
from reportgen.model.report import Report
from reportgen.model.run import Artifact, Run, RunInfo
from tests.analysis.jobs import AT, DATABASE_DOWN, GREEN, UP, Files, judged

BOTH_UP: Files = {"health.json": {"services": {"api": "up", "database": "up"}}}


def missing(report: Report) -> list[tuple[str, str]]:
    """Return the severity and the reason of what is missing."""
    return [(f.severity, f.reason) for f in report.findings if f.id == "service-missing"]


def probed(*statuses: ServiceStatus, last: ServiceStatus = "up") -> Report:
    """Return the report on one service that was checked once a minute."""
    probes = tuple(
        Probe(AT - timedelta(minutes=len(statuses) - n), status, 10.0 * n)
        for n, status in enumerate(statuses, 1)
    )
    api = Service(name="api", status=last, artifact="health.jsonl", place="/", probes=probes)
    artifact = Artifact(
        path="health.jsonl", sha256="0", format="health-json", status="read", bytes=1
    )
    return judge(Run(artifacts=(artifact,), services=(api,)), RunInfo(), AT, Settings())


def test_a_service_the_baseline_had_is_missed(tmp_path: Path) -> None:
    """What was checked before and is not checked now is not shown to work."""
    report = judged(tmp_path, {**GREEN, **UP}, base={**GREEN, **BOTH_UP})

    assert [
        (
            "warning",
            "`database` was checked in the `base`, and no health artifact of this run speaks of it",
        )
    ] == missing(report)
    assert "unknown" == report.verdict.environment


def test_all_services_gone_are_one_finding(tmp_path: Path) -> None:
    """A run without any health artifact misses what the baseline had, in one sentence."""
    ((severity, reason),) = missing(judged(tmp_path, GREEN, base={**GREEN, **BOTH_UP}))

    assert "warning" == severity
    assert (
        "`api` and `database` were checked in the `base`, "
        "and no health artifact of this run speaks of them"
    ) == reason


def test_an_optional_service_may_go(tmp_path: Path) -> None:
    """A service that may be down may be absent; the report says so without doubt of the rest."""
    report = judged(
        tmp_path,
        {**GREEN, **UP},
        base={**GREEN, **BOTH_UP},
        config='[services]\noptional = ["database"]',
    )

    assert ["info"] == [severity for severity, _ in missing(report)]
    assert "ready" == report.verdict.environment


def test_nothing_is_missed_that_is_there(tmp_path: Path) -> None:
    """A service that is down is down, not missing; a new one is no loss."""
    assert [] == missing(judged(tmp_path, DATABASE_DOWN, base={**GREEN, **BOTH_UP}))
    assert [] == missing(judged(tmp_path / "new", BOTH_UP, base={**GREEN, **UP}))


@pytest.mark.parametrize(
    ("statuses", "last", "environment"),
    [
        (("up", "up", "up"), "up", "ready"),
        (("up", "down", "up"), "up", "degraded"),
        (("up", "degraded", "up"), "up", "degraded"),
        (("up", "up", "down"), "down", "blocked"),
    ],
)
def test_a_check_that_failed_in_between_counts(
    statuses: tuple[ServiceStatus, ...], last: ServiceStatus, environment: str
) -> None:
    """A service that came back is not as good as one that never went."""
    assert environment == probed(*statuses, last=last).verdict.environment


def test_what_failed_in_between_is_said_with_its_times() -> None:
    """The reason names how many checks of how many, how fast, and when they failed."""
    (finding,) = probed("up", "down", "down", "up").findings[-1:]

    assert (
        "`api` is degraded (2 of 4 checks up, p50 20 ms, p95 40 ms; "
        "not up at 2025-09-15 13:33 UTC to 2025-09-15 13:34 UTC)"
    ) == finding.reason
