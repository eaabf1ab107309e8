"""Reports made by hand, from the calm to the catastrophic."""

from datetime import UTC, datetime
from typing import Any

from reportgen.analysis import with_causes
from reportgen.estimates.totals import total
from reportgen.model.health import Service
from reportgen.model.memory import MemorySeries, MemoryTrend, Sample
from reportgen.model.report import (
    Because,
    Claim,
    Comparison,
    Evidence,
    Finding,
    Gate,
    Link,
    Report,
    Totals,
    Verdict,
)
from reportgen.model.run import Artifact, Problem, RunInfo
from reportgen.model.steps import Step
from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Errored,
    Failed,
    Passed,
    Skipped,
    Trouble,
    count,
)
from reportgen.model.text import quote

MIB = 1024 * 1024
TRACE = """\
def test_totals_add_up():
>       assert totals(basket) == Decimal("30.00")
E       AssertionError: assert Decimal('29.99') == Decimal('30.00')

tests/shop/test_basket.py:41: AssertionError"""


def evidence(artifact: str, place: str = "") -> Evidence:
    """Return a piece of evidence."""
    return Evidence(artifact=artifact, sha256="0" * 64, place=place)


def case(name: str, outcome: Any = PASSED, **more: Any) -> Case:  # noqa: ANN401 - any outcome, any field
    """Return a test case."""
    fields = {
        "suite": "pytest",
        "class_name": "tests.shop.test_basket",
        "artifact": "junit.xml",
        "duration_s": 0.05,
    }
    return Case(**{**fields, "name": name, "outcome": outcome, **more})


def failed(message: str, detail: str = "") -> Failed:
    """Return the outcome of a case that failed once."""
    return Failed(troubles=(Trouble("failure", message, detail, "AssertionError"),))


def verdict(**more: Any) -> Verdict:  # noqa: ANN401 - any field
    """Return a verdict without worries."""
    fields: dict[str, Any] = {
        "change": "validated",
        "environment": "ready",
        "evidence": "complete",
        "decision": "approve",
        "gate": Gate(status="passed"),
        "headline": "change validated, environment ready",
        "because": Because(
            change="20 of 20 tests that ran passed",
            environment="2 of 2 services up",
            evidence="3 of 3 artifacts read in full",
        ),
    }
    return Verdict(**{**fields, **more})


def report(cases: list[Case], **more: Any) -> Report:  # noqa: ANN401 - any field
    """Return a report about *cases*."""
    fields: dict[str, Any] = {
        "run": RunInfo(project="netra", title="Staging validation"),
        "verdict": verdict(),
        "totals": Totals(counts=count(cases), duration_s=total(c.duration_s or 0 for c in cases)),
        "cases": cases,
    }
    return Report(**{**fields, **more})


def seed() -> Report:
    """Return a run whose change is sound and whose environment is down."""
    cases = [
        case(f"test_pattern_{at}", class_name="tests.ssot.test_patterns", duration_s=0.045)
        for at in range(6)
    ] + [
        case(f"test_import[m{at}]", class_name="tests.critical.test_imports", duration_s=0.17)
        for at in range(7)
    ]
    docker = evidence("docker-build.log", "line 2")
    cloud = evidence("cloud-build.log", "line 2")
    values = [2241, 2243, 2242, 2248, 2250, 2252, 2250, 2256, 2258, 2260, 2258, 2258, 2258, 2260]
    values += [2258, 2259]
    samples = tuple(Sample(15.0 * at, value * MIB // 10) for at, value in enumerate(values))
    return report(
        cases,
        run=RunInfo(
            project="netra",
            title="Staging validation",
            issue="#1041",
            started_at=datetime(2025, 9, 15, 13, 35, tzinfo=UTC),
        ),
        verdict=verdict(
            environment="blocked",
            evidence="partial",
            decision="approve-hold-deployment",
            headline="change validated, deployment blocked",
            because=Because(
                change="13 of 13 tests that ran passed",
                environment="3 of 4 services down; `docker-build` and `cloud-build` failed",
                evidence="13 of 608 collected tests ran",
            ),
            claims=(
                Claim(
                    id="tests-passed",
                    state="holds",
                    text="13 of 13 tests that ran passed",
                    evidence=(evidence("junit-imports.xml"), evidence("junit-ssot.xml")),
                ),
                Claim(
                    id="collected",
                    state="holds",
                    text="608 tests were collected",
                    evidence=(evidence("collected.txt", "line 610"),),
                ),
                Claim(
                    id="services-up",
                    state="fails",
                    text="every required service is up",
                    evidence=(evidence("health.json", "/services/api"),),
                ),
                Claim(id="no-regression", state="unproven", text="nothing is slower than before"),
            ),
            advice=(
                "start the Docker daemon",
                "free the locked file",
                "restore `database` (known: #1264), `api`, `websocket`",
            ),
            unjudged=("regressions (no earlier run)", "595 collected tests"),
        ),
        totals=Totals(counts=count(cases), collected=608, collected_ran=13, duration_s=1.46),
        findings=(
            Finding(
                id="step-failed",
                severity="error",
                subject="docker-build",
                reason="`docker-build` failed: the Docker daemon is not running",
                evidence=(docker,),
            ),
            Finding(
                id="step-failed",
                severity="error",
                subject="cloud-build",
                reason="`cloud-build` failed: file locked by another process (`WinError 32`)",
                evidence=(cloud,),
            ),
            Finding(
                id="service-down",
                severity="error",
                subject="api",
                reason="`api` is down: `HTTP 503` after 3.7 s",
                evidence=(evidence("health.json", "/services/api"),),
            ),
            Finding(
                id="service-down",
                severity="error",
                subject="database",
                reason="`database` is down: `Connection failed`",
                evidence=(evidence("health.json", "/services/database"),),
                link=Link(text="#1264", url="https://example.org/issues/1264"),
            ),
            Finding(
                id="service-degraded",
                severity="warning",
                subject="websocket",
                reason="answers slowly",
            ),
        ),
        services=(
            Service(name="auth", status="up", latency_ms=340, artifact="health.json"),
            Service(name="api", status="down", latency_ms=3658, reason="HTTP 503"),
            Service(name="websocket", status="degraded", reason="Timeout after 10s"),
            Service(name="database", status="down", reason="Connection failed"),
            Service(
                name="components",
                status="up",
                aggregate=True,
                parts=tuple(
                    Service(name=name, status="up")
                    for name in ("agent-registry", "backend-configuration", "database-manager")
                ),
            ),
        ),
        memory=(
            MemoryTrend(
                series=MemorySeries(
                    name="memory",
                    kind="rss",
                    samples=samples,
                    artifact="memory.log",
                    place="lines 1–16",
                ),
                verdict="stable",
                first=samples[0].value,
                min=samples[0].value,
                peak=max(sample.value for sample in samples),
                mean=samples[5].value,
                last=samples[-1].value,
                span_s=225,
                growth=0.008,
            ),
        ),
        steps=(
            Step(name="checkout", status="passed", duration_s=2),
            Step(name="test-ssot", status="passed", duration_s=14.2),
            Step(
                name="docker-build",
                status="failed",
                category="build",
                reason="the Docker daemon is not running",
                infrastructure=True,
                log="docker-build.log",
                log_place="line 2",
            ),
            Step(
                name="cloud-build",
                status="failed",
                category="build",
                reason="file locked by another process (`WinError 32`)",
                infrastructure=True,
                log="cloud-build.log",
                log_place="line 2",
            ),
            Step(
                name="deploy-staging",
                status="skipped",
                category="deploy",
                reason="skipped after the failed builds",
            ),
        ),
        artifacts=tuple(
            Artifact(path=path, sha256="0" * 64, format=kind, status="read", bytes=100)
            for path, kind in (
                ("collected.txt", "inventory"),
                ("health.json", "health"),
                ("junit-imports.xml", "junit"),
                ("junit-ssot.xml", "junit"),
                ("memory.log", "memory"),
                ("steps.json", "steps"),
            )
        ),
    )


def regression() -> Report:
    """Return a run with something of everything: failures, changes, broken artifacts."""
    cases = [
        case(
            "test_totals_add_up",
            failed("assert 29.99 == 30.00", TRACE),
            file="tests/shop/test_basket.py",
            line=41,
        ),
        case("test_empty_basket", failed("assert None == []")),
        case(
            "test_checkout",
            Errored(
                troubles=(
                    Trouble(
                        "error",
                        "ConnectionError: [Errno 111] refused\nby @payments",
                        "",
                        "ConnectionError",
                    ),
                    Trouble("error", "teardown"),
                )
            ),
            class_name="tests.shop.test_checkout",
        ),
        case("test_retry", Passed(attempts=(Attempt("failed", "timeout"),))),
        case("test_later", Skipped("needs a GPU")),
        *(case(f"test_works[{at}]") for at in range(25)),
        *(case(f"test_pays[{at}]", class_name="tests.shop.test_checkout") for at in range(10)),
    ]
    return report(
        cases,
        run=RunInfo(
            project="shop",
            started_at=datetime(2026, 3, 1, 9, 5, tzinfo=UTC),
            commit="4f2a9c1d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39",
            branch="feature/totals",
            pull_request=77,
            attempt=2,
            shard_index=1,
            shard_total=4,
            variant={"python": "3.12", "os": "linux"},
            url="https://ci.example.org/runs/9",
            ci="github",
        ),
        verdict=verdict(
            change="regressed",
            environment="unknown",
            evidence="partial",
            decision="fix",
            headline="2 new failures since `main`",
            gate=Gate(status="failed", failed_rules=("2 new failures, 0 allowed",)),
            because=Because(
                change="2 new failures that nothing explains",
                environment="no health artifact",
                evidence="1 of 3 artifacts is unreadable",
            ),
            advice=("look at `test_totals_add_up` first",),
            unjudged=("services (no health artifact)",),
        ),
        base=Comparison(
            label="`main` at `9c8b7a6f`",
            run_id="r1",
            started_at=datetime(2026, 2, 28, 9, 0, tzinfo=UTC),
        ),
        findings=(
            _about(0, "new-failure", "error", cases),
            _about(1, "new-failure", "error", cases),
            _about(2, "infrastructure-failure", "warning", cases),
            Finding(
                id="unreadable-artifact",
                severity="error",
                subject="junit-2.xml",
                reason="`junit-2.xml` could not be read: it ends inside an element",
                evidence=(evidence("junit-2.xml", "line 812"),),
            ),
            _about(3, "flaky", "info", cases),
            Finding(id="fixed", severity="info", subject="test_rounding", reason="passes again"),
            *(
                Finding(id="new-test", severity="info", subject=f"test_pays[{at}]", reason="new")
                for at in range(10)
            ),
            Finding(
                id="missing-test",
                severity="warning",
                subject="test_gone",
                reason="did not run, and ran before",
            ),
            Finding(
                id="newly-skipped",
                severity="info",
                subject="test_later",
                reason="skipped: `needs a GPU`",
            ),
        ),
        artifacts=(
            Artifact(path="junit-1.xml", sha256="0" * 64, format="junit", status="read", bytes=9),
            Artifact(
                path="junit-2.xml",
                sha256="1" * 64,
                format="junit",
                status="rejected",
                bytes=9,
                problems=(
                    Problem(
                        kind="unreadable",
                        severity="error",
                        message="it ends inside an element",
                        place="line 812",
                    ),
                    Problem(kind="note", severity="info", message="the encoding was guessed"),
                ),
            ),
            Artifact(
                path="notes.txt", sha256="2" * 64, format="unknown", status="ignored", bytes=9
            ),
        ),
    )


def _about(at: int, kind: Any, severity: Any, cases: list[Case]) -> Finding:  # noqa: ANN401 - ids and severities
    subject = cases[at]
    message = "timeout"
    if isinstance(subject.outcome, Failed | Errored):
        message = subject.outcome.troubles[0].headline
    return Finding(
        id=kind,
        severity=severity,
        subject=subject.title,
        reason=f"failed: {quote(message)}",
        evidence=(evidence("junit.xml", f"line {at + 3}"),),
        case=at,
    )


def disaster(failures: int, passes: int = 10) -> Report:
    """Return a run in which *failures* tests failed, each with a trace."""
    cases = [
        case(
            f"test_{at}",
            failed(f"assert {at} == {at + 1}", f"{TRACE}\nvalue {at}"),
            suite=f"suite {at % 97}",
            class_name=f"shop.module_{at % 97}",
        )
        for at in range(failures)
    ]
    return all_new(cases, [case(f"test_sound_{at}") for at in range(passes)])


def all_new(failing: list[Case], passing: list[Case]) -> Report:
    """Return a run of the tests *failing*, each a new failure, and *passing*."""
    number = f"{len(failing):,} new failures"
    cases = [*failing, *passing]
    return report(
        cases,
        verdict=verdict(
            change="regressed",
            decision="fix",
            headline=number,
            gate=Gate(status="failed", failed_rules=(f"{number}, 0 allowed",)),
            because=Because(
                change=f"{number} that nothing explains",
                environment="2 of 2 services up",
                evidence="1 of 1 artifacts read in full",
            ),
        ),
        findings=tuple(_about(at, "new-failure", "error", cases) for at in range(len(failing))),
    )


def empty() -> Report:
    """Return a run of which nothing is known."""
    return report(
        [],
        run=RunInfo(),
        verdict=verdict(
            change="unproven",
            environment="unknown",
            evidence="missing",
            decision="investigate",
            headline="nothing was proven",
            because=Because(
                change="no test result was read",
                environment="no health artifact",
                evidence="no test result was read",
            ),
        ),
    )


def green() -> Report:
    """Return a run in which all is well, and known to be."""
    cases = [case(f"test_works[{at}]") for at in range(18)]
    cases += [case(f"test_pays[{at}]", class_name="tests.shop.test_checkout") for at in range(2)]
    return report(
        cases,
        run=RunInfo(
            project="shop",
            started_at=datetime(2026, 3, 2, 9, 5, tzinfo=UTC),
            commit="9c8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b",
            branch="main",
            job="unit",
            url="https://ci.example.org/runs/10",
        ),
        verdict=verdict(
            claims=(
                Claim(
                    id="tests-passed",
                    state="holds",
                    text="20 of 20 tests that ran passed",
                    evidence=(evidence("junit.xml"),),
                ),
            ),
        ),
        base=Comparison(
            label="main at 4f2a9c1d", started_at=datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
        ),
        services=(
            Service(name="api", status="up", latency_ms=12, artifact="health.json"),
            Service(name="database", status="up", latency_ms=3, artifact="health.json"),
        ),
        steps=(
            Step(name="build", status="passed", category="build", duration_s=31),
            Step(name="test", status="passed", category="test", duration_s=12),
        ),
        artifacts=tuple(
            Artifact(path=path, sha256="0" * 64, format=kind, status="read", bytes=100)
            for path, kind in (
                ("health.json", "health"),
                ("junit.xml", "junit"),
                ("s.json", "steps"),
            )
        ),
    )


def red() -> Report:
    """Return the run with something of everything."""
    return regression()


FAULTS = (
    (
        74,
        "OperationalError: no such column: orders.currency",
        (
            "shop/store.py:88: in rows\n    cursor.execute(query)\n"
            "E   sqlite3.OperationalError: no such column: orders.currency"
        ),
    ),
    (
        19,
        "ConnectionRefusedError: [Errno 111] Connection refused",
        (
            "shop/rates.py:31: in fetch\n    sock.connect((host, 8443))\n"
            "E   ConnectionRefusedError: [Errno 111] Connection refused"
        ),
    ),
    (
        6,
        "assert Decimal('29.99') == Decimal('30.00')",
        (
            "tests/shop/test_totals.py:41: in test_total\n"
            ">   assert basket.total == Decimal('30.00')\n"
            "E   AssertionError: assert Decimal('29.99') == Decimal('30.00')"
        ),
    ),
    (
        1,
        "TypeError: unsupported operand type(s) for +: 'Money' and 'int'",
        (
            "shop/money.py:12: in __add__\n    return self.amount + other\n"
            "E   TypeError: unsupported operand type(s) for +: 'Money' and 'int'"
        ),
    ),
)
"""Of 100 failures how many each fault is behind, what they say, and their trace."""


def catastrophe() -> Report:
    """Return a run in which everything failed, ten thousand times, of four faults."""
    kinds = [fault for fault in FAULTS for _ in range(fault[0])]
    cases = [
        case(
            f"test_{at}",
            Failed(
                troubles=(
                    Trouble(
                        "failure",
                        message,
                        f"order = Order(id={at * 7919})\n{trace}",
                        message.partition(":")[0] if ": " in message else "AssertionError",
                    ),
                )
            ),
            suite=f"suite {at % 97}",
            class_name=f"shop.module_{at % 97}",
        )
        for at in range(10_000)
        for _, message, trace in [kinds[at * 37 % 100]]
    ]
    return with_causes(all_new(cases, [case(f"test_sound_{at}") for at in range(10)]))
