"""Whole reports as a project meets them, for pages that are opened and looked at."""

from datetime import timedelta
from typing import Any, Final

from reportgen.history.columns import column_of
from reportgen.model.health import ServiceStatus
from reportgen.model.identity import case_id
from reportgen.model.overtime import Column, MemoryPoint, ServiceDay, Trends
from reportgen.model.report import Because, Comparison, Gate, Link, Report, Totals
from reportgen.model.run import Problem
from reportgen.model.tests import Attempt, Case, Counts, Passed, Skipped, count
from tests.factories import (
    MOMENT,
    make_artifact,
    make_case,
    make_claim,
    make_evidence,
    make_failure,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
    make_verdict,
)
from tests.website.trends import (
    make_cause,
    make_growth,
    make_incident,
    make_moment,
    make_slower,
    make_state,
    make_suite,
    make_trends,
    make_uptime,
)

MIB = 1 << 20
_cited = make_evidence
_SUITES = ("tests.api", "tests.billing", "tests.database.migrations", "tests.websocket")
_TRACE = """def test_{n}(client):
        response = client.post("/charges", json={{"amount": {n}}})
>       assert response.status_code == 201
E       AssertionError: assert 500 == 201
E        +  where 500 = <Response [500 Internal Server Error]>.status_code

tests/test_billing.py:{n}: AssertionError
"""


BROKEN: Final = case_id("till.money", "till.money.Money", "rounds", None)
"""A test that the last runs on Windows broke."""
FLAKY: Final = case_id("till.money", "till.money.Money", "converts", None)
_CHANGED: Final = 70
"""The run from which on the test is broken."""


def till() -> tuple[list[Report], list[Column]]:
    """
    Return 90 runs of three suites, on Linux and Windows in turn, and their columns.

    One test is broken on Windows since `_CHANGED`, another is flaky, a third became slower.
    """
    runs = []
    for number in range(90):
        windows = number % 2 == 1
        cases = [
            _case(number, suite, name, windows=windows)
            for suite, names in (
                (
                    "till.money",
                    ("adds", "rounds", "converts", *(f"prints[{n}]" for n in range(20))),
                ),
                ("till.scan", ("reads", "beeps")),
                ("till.drawer", ("opens", *(["locks"] if number > 80 else []))),
            )
            for name in names
        ]
        run = make_run(
            id=f"till-{number:03}",
            project="till",
            title=f"Change {number}",
            started_at=MOMENT + timedelta(hours=6 * number),
            commit=f"{number * 7919 % 2**28:07x}" * 5,
            branch="main",
            job="e2e",
            variant={"os": "windows" if windows else "linux"},
        )
        runs.append(make_report(run=run, cases=cases, totals=Totals(counts=count(cases))))
    return runs, [column_of(run) for run in runs]


def _case(number: int, suite: str, name: str, *, windows: bool) -> Case:
    fields: dict[str, Any] = {
        "suite": suite,
        "class_name": f"{suite}.{suite.rpartition('.')[2].title()}",
        "duration_s": 0.02
        + 0.003 * (number * 5 % 7)
        + (2.0 if name == "reads" and number > 40 else 0),
    }
    if name == "rounds" and windows and number >= _CHANGED:
        return make_failure(
            name, "AssertionError: 0.1 + 0.2 is not 0.3", _TRACE.format(n=1), **fields
        )
    if name == "converts" and number in {12, 30, 61, 74, 85}:
        return make_failure(name, f"TimeoutError: no rate within {number % 3} s", "", **fields)
    if name == "beeps":
        return make_case(name, outcome=Skipped("no speaker"), **fields)
    return make_case(name, **fields)


def passing(number: int) -> list[Case]:
    """Return *number* cases that passed, over a few suites."""
    return [
        make_case(
            f"test_{index}",
            id=f"passing::{index}",
            suite=_SUITES[index % len(_SUITES)],
            class_name=_SUITES[index % len(_SUITES)],
            duration_s=0.004 * (index % 37),
        )
        for index in range(number)
    ]


def failing(number: int) -> list[Case]:
    """Return *number* cases that failed."""
    return [
        make_failure(
            f"test_charge_is_created[amount-{index}]",
            message="AssertionError: assert 500 == 201",
            detail=_TRACE.format(n=index),
            id=f"failing::{index}",
            suite="tests.billing",
            class_name="tests.billing.TestCharges",
            file="tests/test_billing.py",
            line=index + 1,
        )
        for index in range(number)
    ]


def held() -> Report:
    """Return a change that is fine and a deployment that is not possible."""
    cases = [
        *(
            make_case(
                f"test_pattern_{n}",
                id=f"s{n}",
                suite="tests.ssot.test_patterns",
                artifact="junit-ssot.xml",
            )
            for n in range(6)
        ),
        *(
            make_case(
                f"test_import_{n}",
                id=f"i{n}",
                suite="tests.critical.test_imports",
                artifact="junit-imports.xml",
            )
            for n in range(7)
        ),
    ]
    parts = tuple(
        make_service(name, latency_ms=None, artifact="components.json", place=f"/{name}")
        for name in ("agent-registry", "backend-configuration", "database-manager")
    )
    values = tuple(
        round(megabytes * MIB)
        for megabytes in (
            224.1,
            224.1,
            224.2,
            224.6,
            225.0,
            224.9,
            225.0,
            225.4,
            225.8,
            226.0,
            225.8,
            225.8,
            225.8,
            226.0,
            225.9,
            225.9,
        )
    )
    steps = (
        make_step("checkout", category="other", duration_s=2.1),
        make_step("unit tests", duration_s=14.2),
        make_step(
            "docker-build",
            status="failed",
            category="build",
            duration_s=3.0,
            infrastructure=True,
            reason="the Docker daemon is not running: `Cannot connect`",
            advice="start the Docker daemon",
            log="docker-build.log",
            log_place="line 2",
        ),
        make_step(
            "cloud-build",
            status="failed",
            category="build",
            duration_s=41.0,
            infrastructure=True,
            reason="file locked by another process: `WinError 32`",
            log="cloud-build.log",
            log_place="line 2",
        ),
        make_step(
            "deploy-staging",
            status="skipped",
            category="deploy",
            duration_s=None,
            reason="skipped after the failed builds",
        ),
    )
    services = (
        make_service("auth", parts=parts),
        make_service(
            "api",
            status="down",
            raw_status="unhealthy",
            latency_ms=3_700,
            reason="HTTP 503",
            place="/services/api",
        ),
        make_service(
            "websocket",
            status="down",
            latency_ms=None,
            reason="Timeout after 10s",
            place="/services/websocket",
        ),
        make_service(
            "database",
            status="down",
            latency_ms=None,
            reason="Connection failed",
            place="/services/database",
        ),
    )
    findings = (
        make_finding(
            id="step-failed",
            subject="docker-build",
            reason="`docker-build` failed: the Docker daemon is not running",
            evidence=(_cited("docker-build.log", "line 2"), _cited("steps.json", "/steps/2")),
            advice="start the Docker daemon",
        ),
        make_finding(
            id="step-failed",
            subject="cloud-build",
            reason="`cloud-build` failed: file locked by another process (`WinError 32`)",
            evidence=(_cited("cloud-build.log", "line 2"),),
            advice="free the locked file",
        ),
        make_finding(
            id="service-down",
            subject="api",
            reason="`api` is down: `HTTP 503` after 3.7 s",
            evidence=(_cited("health.json", "/services/api"),),
        ),
        make_finding(
            id="service-down",
            subject="websocket",
            reason="`websocket` is down: `Timeout after 10s`",
            evidence=(_cited("health.json", "/services/websocket"),),
        ),
        make_finding(
            id="service-down",
            subject="database",
            reason="`database` is down: `Connection failed`; known until 2026-01-31",
            evidence=(_cited("health.json", "/services/database"),),
            link=Link(text="#1264", url="https://example.org/issues/1264"),
        ),
        make_finding(
            id="missing-test",
            severity="warning",
            subject="collected.txt",
            reason="595 of 608 collected tests did not run",
            evidence=(_cited("collected.txt", "line 610"),),
        ),
    )
    paths = {
        "junit-ssot.xml": "junit",
        "junit-imports.xml": "junit",
        "collected.txt": "inventory",
        "health.json": "health",
        "components.json": "health",
        "memory.log": "memory",
        "steps.json": "steps",
        "docker-build.log": "log",
        "cloud-build.log": "log",
    }
    return make_report(
        run=make_run(
            title="Staging validation", issue="#1041", url="https://ci.example.org/runs/77"
        ),
        verdict=make_verdict(
            environment="blocked",
            evidence="partial",
            decision="approve-hold-deployment",
            gate=Gate(
                status="failed", failed_rules=("allow-environment: the environment is blocked",)
            ),
            headline="Change validated, deployment blocked",
            because=Because(
                change="13 of 13 tests that ran passed",
                environment="3 of 4 services are down; `docker-build` and `cloud-build` failed",
                evidence="13 of 608 collected tests ran",
            ),
            advice=(
                "approve the change, hold the deployment",
                "start the Docker daemon",
                "free the locked file",
                "restore `database` (known: #1264), `api` and `websocket`",
            ),
            claims=(
                make_claim(
                    id="passed",
                    text="13 of 13 tests that ran passed",
                    evidence=(_cited("junit-ssot.xml"), _cited("junit-imports.xml")),
                ),
                make_claim(
                    id="collected",
                    state="fails",
                    text="all 608 collected tests ran",
                    evidence=(_cited("collected.txt", "line 610"),),
                ),
                make_claim(
                    id="infrastructure",
                    text="the failed builds are infrastructure",
                    evidence=(
                        _cited("docker-build.log", "line 2"),
                        _cited("cloud-build.log", "line 2"),
                    ),
                ),
                make_claim(
                    id="memory",
                    text="memory is stable",
                    evidence=(_cited("memory.log", "lines 1–16"),),
                ),
                make_claim(
                    id="regressions",
                    state="unproven",
                    text="nothing that passed before fails now",
                    evidence=(),
                ),
            ),
            unjudged=(
                "regressions: there is no earlier run",
                "performance",
                "595 tests that did not run",
            ),
        ),
        totals=Totals(
            counts=count(cases), collected=608, collected_ran=13, duration_s=1.46, untimed=0
        ),
        findings=findings,
        cases=cases,
        services=services,
        steps=steps,
        memory=(make_trend(values, limit=512 * MIB),),
        artifacts=tuple(
            make_artifact(path, format=kind, bytes=1_311 * (n + 1))
            for n, (path, kind) in enumerate(paths.items())
        ),
    )


def red(number: int = 3, **overrides: object) -> Report:
    """Return a change that broke *number* tests."""
    broken = failing(number)
    flaky = make_case(
        "test_reconnects",
        id="flaky",
        suite="tests.websocket",
        outcome=Passed(
            attempts=(Attempt("failed", "TimeoutError: no pong within 5 s", "TimeoutError", 5.0),)
        ),
    )
    skipped = make_case("test_on_windows", outcome=Skipped(reason="needs Windows"))
    cases = [*passing(240), *broken, flaky, skipped]
    findings = [
        make_finding(
            subject=case.title,
            reason=f"`{case.title}` failed; it passed on the base",
            case=240 + n,
            evidence=(_cited("junit.xml", f"testcase[{n + 1}]"),),
        )
        for n, case in enumerate(broken)
    ]
    findings += [
        make_finding(
            id="unreadable-artifact",
            severity="warning",
            subject="junit-e2e.xml",
            reason="`junit-e2e.xml` could not be read: not well-formed at line 3",
            evidence=(_cited("junit-e2e.xml", "line 3"),),
        ),
        make_finding(
            id="memory-growth",
            severity="warning",
            subject="worker",
            reason="`worker` grows by 48 % over 7 min 15 s",
            evidence=(_cited("memory.log", "lines 1–30"),),
        ),
        make_finding(
            id="fixed",
            severity="info",
            subject="tests.api.test_11",
            reason="`tests.api.test_11` passes again",
        ),
        make_finding(
            id="new-test",
            severity="info",
            subject="tests.api.test_12",
            reason="`tests.api.test_12` is new and passes",
        ),
        make_finding(
            id="flaky",
            severity="info",
            subject="tests.unit.test_reconnects",
            reason="`tests.unit.test_reconnects` failed once, then passed",
        ),
    ]
    growing = tuple((180 + 3 * n + (n * 7 % 5)) * MIB for n in range(30))
    verdict = make_verdict(
        change="regressed",
        evidence="partial",
        decision="fix",
        gate=Gate(
            status="failed", failed_rules=(f"max-new-failures: {number} new failures, 0 allowed",)
        ),
        headline=f"Change regressed: {number} new failures in `tests.billing`",
        because=Because(
            change=f"{number} of {number + 241} tests that ran are new failures",
            environment="2 of 2 services are up",
            evidence="`junit-e2e.xml` could not be read",
        ),
        advice=(
            f"fix the {number} new failures in `tests.billing`",
            "run the end-to-end tests again: their report is broken",
        ),
        claims=(
            make_claim(
                state="fails",
                text="nothing that passed before fails now",
                evidence=(_cited("junit.xml"),),
            ),
        ),
    )
    fields: dict[str, object] = {
        "run": make_run(branch="feature/charges"),
        "verdict": verdict,
        "findings": tuple(findings),
        "cases": cases,
        "services": (make_service(), make_service("database", latency_ms=12, place="/services/1")),
        "steps": (make_step(), make_step("e2e", status="failed", allowed_failure=True)),
        "memory": (make_trend(growing, name="worker", verdict="growing"), make_trend()),
        "artifacts": (
            make_artifact(counts=Counts(number + 242, 241, number, 0, 1, 1), bytes=88_212),
            make_artifact(
                "junit-e2e.xml",
                status="rejected",
                problems=(
                    Problem(
                        kind="unreadable",
                        severity="error",
                        message="not well-formed (invalid token)",
                        place="line 3, column 17",
                    ),
                ),
            ),
            make_artifact("health.json", format="health"),
            make_artifact("memory.log", format="memory"),
            make_artifact("steps.json", format="steps"),
        ),
        "base": Comparison(
            label="`main` at `8c1d2e3`",
            run_id="20250914t120000z-0",
            started_at=MOMENT - timedelta(days=1),
        ),
    }
    return make_report(**(fields | overrides))


def green(**overrides: Any) -> Report:  # noqa: ANN401 - any field
    """Return a change that is fine, in an environment that is."""
    cases = overrides.get("cases") or passing(412)
    passed = f"{len(cases)} of {len(cases)} tests that ran passed"
    fields: dict[str, object] = {
        "cases": cases,
        "verdict": make_verdict(
            headline="Change validated, environment ready",
            because=Because(
                change=f"{passed}; none failed that passed before",
                environment="2 of 2 services are up",
                evidence="5 of 5 artifacts could be read",
            ),
            claims=(make_claim(text=passed),),
        ),
        "services": (make_service(), make_service("database", latency_ms=12, place="/services/1")),
        "steps": (make_step(),),
        "memory": (make_trend(),),
        "artifacts": tuple(
            make_artifact(path) for path in ("junit.xml", "health.json", "memory.log", "steps.json")
        ),
        "base": Comparison(label="`main` at `8c1d2e3`", run_id="20250914t120000z-0"),
    }
    return make_report(**(fields | overrides))


def history(number: int) -> list[Report]:
    """Return *number* runs, one a day: most are green, some are red, one is held."""
    runs: list[Report] = []
    for day in range(number):
        moment = MOMENT - timedelta(days=number - day)
        run = make_run(
            id=f"{moment:%Y%m%dt%H%M%Sz}-{day}",
            title="Nightly" if day % 7 == 0 else "Unit tests",
            started_at=moment,
            commit=f"{day * 7919:07x}" * 5,
            branch="main" if day % 3 else "feature/a-branch-with-quite-a-long-name-in-it",
        )
        base = None
        if runs:
            base = Comparison(label="the run before", run_id=runs[-1].run.id)
        if day % 9 == 4:
            runs.append(red(day % 5 + 1, run=run, base=base))
        elif day % 11 == 10:
            story = held()
            runs.append(story.model_copy(update={"run": run, "base": base}))
        else:
            peak = (100 + day) * MIB
            runs.append(
                green(
                    run=run,
                    base=base,
                    cases=passing(380 + day),
                    memory=(make_trend((90 * MIB, peak, peak - MIB)),),
                    services=() if day % 13 == 12 else (make_service(), make_service("database")),
                )
            )
    return runs


_WORST: dict[bool, ServiceStatus] = {True: "degraded", False: "down"}


def _calendar(gap: int, bad: dict[int, int]) -> tuple[ServiceDay, ...]:
    """Return 120 days: every *gap*th without a check, on those of *bad* so few of 8 found it up."""
    days = []
    for back in range(119, -1, -1):
        if back % gap == 3 or 40 < back < 47:
            continue
        up = bad.get(back, 8)
        worst: ServiceStatus = "up" if up == 8 else _WORST[up > 5]
        took = 80.0 + back % 9 * 12 + (120 if back < 20 else 0)
        date = f"{(MOMENT - timedelta(days=back)).date()}"
        days.append(
            ServiceDay(date=date, up=up, checks=8, p50_ms=took, p95_ms=took * 2.4, worst=worst)
        )
    return tuple(days)


def trends() -> Trends:
    """Return what the runs of `history` might show together: something of every kind."""
    runs = history(29)

    def seen(index: int) -> Any:  # noqa: ANN401 - a run as findings name it
        run = runs[index].run
        return make_moment(run.id, run.started_at, commit=run.commit)

    linux, windows = {"os": "linux"}, {"os": "windows"}
    states = (
        make_state(
            "tests.billing.TestCharges.test_charge_is_created",
            test="failing-0",
            suite="tests.billing",
            file="tests/test_billing.py",
            state="broken",
            strip="P" * 40 + "FPPPPPPFFFFF",
            failed=7,
            ran=52,
            isolated=1,
            wasted_s=2_100.0,
            reason="red in the last 5 results, on 4 commits, since commit `1c2d3e4f`",
            first_failed=seen(4),
            last_failed=seen(28),
            last_passed=seen(23),
            says=("AssertionError: assert 500 == 201", "AssertionError: assert 502 == 201"),
            same_commit=(),
        ),
        make_state(
            "tests.websocket.test_reconnects",
            test="racing",
            suite="tests.websocket",
            strip="PPPPRPPPPFPPPPPPRPPPPPPSSPPPFPPPPPPPPPPFPPPPP.PPPPPPPPPRPPPPFPPPPPP",
            failed=4,
            ran=62,
            isolated=4,
            wasted_s=9_420.0,
            reason="passed and failed on commit `9f3c2a1b`; 4 failures between passes",
            job="e2e",
            variant=linux,
            first_failed=seen(2),
            last_failed=seen(22),
            last_passed=seen(28),
        ),
        make_state(
            "tests.websocket.test_reconnects",
            test="racing",
            suite="tests.websocket",
            state="suspect",
            strip="PPPPPPPPPPPPPPPPPPPPFPPPPPPPPPPPPP",
            failed=1,
            ran=34,
            isolated=1,
            wasted_s=None,
            reason="failed once between passes; one such failure is no proof",
            job="e2e",
            variant=windows,
            same_commit=(),
            first_failed=seen(13),
            last_failed=seen(13),
            last_passed=seen(27),
        ),
        make_state(
            "tests.database.migrations.test_locks_are_released[postgres-16-a-long-parameter-name]",
            test="locking",
            suite="tests.database.migrations",
            strip="P" * 30 + "IIPPFPPPPPPFPPPPPPP",
            failed=2,
            ran=47,
            isolated=2,
            wasted_s=1_860.0,
            reason="2 failures between passes in the last 50 results",
            same_commit=(),
            first_failed=seen(9),
            last_failed=seen(20),
            last_passed=seen(28),
            says=(
                "psycopg.errors.LockNotAvailable: canceling statement due to lock timeout",
                "TimeoutError",
            ),
        ),
        make_state(
            "tests.api.test_sorts_by_name",
            test="once",
            suite="tests.api",
            state="suspect",
            strip="P" * 44 + "FPPPP",
            failed=1,
            ran=49,
            isolated=1,
            wasted_s=930.0,
            reason="failed once between passes; one such failure is no proof",
            same_commit=(),
            first_failed=seen(24),
            last_failed=seen(24),
            last_passed=seen(28),
            says=("AssertionError: ['b', 'a'] != ['a', 'b']",),
        ),
        make_state(
            "tests.api.test_caches",
            test="healed",
            suite="tests.api",
            state="healthy",
            recovered=True,
            strip="PPFPPPPFPP" + "P" * 40,
            failed=2,
            ran=50,
            isolated=2,
            wasted_s=420.0,
            reason="was flaky; 42 green results in 21 days since the last failure",
            same_commit=(),
            first_failed=seen(0),
            last_failed=seen(3),
            last_passed=seen(28),
            says=(),
        ),
    )
    slower = (
        make_slower(
            "tests.database.migrations.test_upgrade",
            before_s=4.2,
            after_s=9.6,
            until=seen(17),
            since=seen(18),
            costs_s_per_day=97.0,
            reason="4.2 s → 9.6 s between commits `2f1a4c3e` and `7e90bb1d`, in 11 runs since",
        ),
        make_slower(
            "docker-build",
            kind="step",
            before_s=61.0,
            after_s=84.0,
            until=seen(21),
            since=seen(22),
            costs_s_per_day=41.0,
            agreed=False,
            confidence="possible",
            job="build",
            reason="1 min 1 s → 1 min 24 s; only the change point tells it",
        ),
        make_slower(
            "tests.websocket",
            kind="suite",
            before_s=31.0,
            after_s=40.5,
            until=seen(9),
            since=seen(10),
            costs_s_per_day=17.0,
            reason="31 s → 40.5 s, in 19 runs since",
        ),
    )
    faster = (
        make_slower(
            "tests.api.test_lists_everything",
            before_s=12.0,
            after_s=3.1,
            until=seen(12),
            since=seen(13),
            costs_s_per_day=-160.0,
            reason="12 s → 3.1 s, in 16 runs since",
        ),
    )
    growing = tuple(
        MemoryPoint(run.run.id, (96 + 2 * n + n * 7 % 5) * MIB, (n % 4) * MIB)
        for n, run in enumerate(runs)
    )
    flat = tuple(MemoryPoint(run.run.id, (210 + n % 3) * MIB, -MIB) for n, run in enumerate(runs))
    memory = (
        make_growth("pytest", points=flat, verdict="stable", since=None, slope_bytes_per_run=9e3),
        make_growth(
            "worker",
            points=growing,
            since=seen(8),
            slope_bytes_per_run=2.1 * MIB,
            reason="the peak of `worker` grew from 96 MiB to 155 MiB in 29 runs",
        ),
        make_growth(
            "jvm",
            kind="heap",
            verdict="step",
            points=tuple(
                MemoryPoint(run.run.id, (300 if n < 15 else 420) * MIB, 0)
                for n, run in enumerate(runs)
            ),
            since=seen(15),
            slope_bytes_per_run=None,
            reason="the peak of `jvm` stepped from 300 MiB to 420 MiB",
        ),
        make_growth("node", verdict="too-short", points=flat[:2], since=None),
    )
    down = make_incident(first=seen(27), last=seen(28), over=None, checks=5)
    past = make_incident(
        first=seen(10),
        last=seen(11),
        over=seen(12),
        worst="degraded",
        checks=3,
        reasons=("HTTP 503", "Timeout after 10s"),
    )
    services = (
        make_uptime(
            "api",
            status="down",
            days=_calendar(29, {1: 0, 0: 0, 18: 6, 19: 7, 60: 3}),
            incidents=(past, down),
            up=812,
            checks=840,
            unknown=4,
            reason="`api` was up in 812 of 836 checks; not up since 2025-09-13",
        ),
        make_uptime("database", days=_calendar(11, {33: 7}), incidents=(past,), up=790, checks=791),
        make_uptime("agent-registry", days=_calendar(7, {}), incidents=(), up=700, checks=700),
        make_uptime(
            "metrics",
            status="unknown",
            days=(),
            incidents=(),
            up=0,
            checks=3,
            unknown=3,
            p50_ms=None,
            p95_ms=None,
            reason="no check of `metrics` could tell",
        ),
    )
    causes = (
        make_cause(
            "AssertionError: assert 500 == 201",
            failures=41,
            tests=7,
            runs=9,
            first_seen=seen(4),
            last_seen=seen(22),
            examples=tuple(f"tests.billing.TestCharges.test_charge[{n}]" for n in range(7)),
        ),
        make_cause(
            "TimeoutError: no pong within 5 s",
            id="0123456789abcdef",
            type="TimeoutError",
            where="websocket/client.py:ping",
            failures=6,
            tests=2,
            runs=6,
            first_seen=seen(2),
            last_seen=seen(22),
            reason="6 failures of 2 tests in 6 runs say the same",
            examples=("tests.websocket.test_reconnects", "tests.websocket.test_pings"),
            variants=("e2e · os=linux", "e2e · os=windows"),
        ),
        make_cause(
            "psycopg.errors.LockNotAvailable: canceling statement due to lock timeout",
            id="fedcba9876543210",
            failures=1,
            tests=1,
            runs=1,
            first_seen=seen(20),
            last_seen=seen(20),
        ),
    )
    return make_trends(
        runs=29,
        since=runs[0].run.started_at,
        until=runs[-1].run.started_at,
        states={"broken": 1, "flaky": 2, "suspect": 2, "healthy": 401, "insufficient": 12},
        tests=states,
        slower=slower,
        faster=faster,
        memory=memory,
        services=services,
        causes=causes,
        suites=(
            make_suite("tests.legacy", since=seen(16)),
            make_suite(
                "tests.e2e",
                change="newly-skipped",
                since=seen(25),
                reason="`tests.e2e` ran until 2025-09-10 and is skipped since",
            ),
        ),
    )
