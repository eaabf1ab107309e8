"""The verdict as metrics: what two parsers of Prometheus read back is what the report says."""

import json
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
from prometheus_client.parser import text_string_to_metric_families as classic

from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.health import Service
from reportgen.model.report import Gate, Report, Rule, Totals
from reportgen.model.tests import Counts
from reportgen.render import openmetrics
from tests.cli.jobs import SHIPPED, shipped
from tests.conftest import Golden, RunCli
from tests.factories import (
    make_case,
    make_failure,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
    make_verdict,
)
from tests.render.cases import UNCLEAN

Families = Callable[[str], Iterable[Metric]]
STRICT: Families = strict
CLASSIC: Families = classic
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    """Return the samples of *text* as OpenMetrics; the classic format must say the same."""
    found, also = (
        [
            ((sample.name, frozenset(sample.labels.items())), sample.value)
            for family in parse(text)
            for sample in family.samples
        ]
        for parse in (STRICT, CLASSIC)
    )

    assert found == also
    assert len(found) == len(dict(found))
    return dict(found)


def value(report: Report, name: str, **labels: str) -> float | None:
    """Return the sample of *report* with exactly these *labels*, or None where there is none."""
    text = openmetrics.render(report)
    return samples(text).get((f"reportgen_{name}", frozenset(labels.items())))


def test_golden(golden: Golden) -> None:
    """All that is told, of a run that has some of everything."""
    rules = (
        Rule(name="max-new-failures", state="failed", reason="1 new failure"),
        Rule(name="max-slower", state="unjudged", reason="no history"),
    )
    covered = Coverage(name="unit", lines_covered=90, lines_total=120, artifact="coverage.xml")
    report = make_report(
        run=make_run(job="e2e", pull_request=7, variant={"os": "linux", "db": "pg"}),
        cases=[make_case(), make_failure(), make_case("untimed", duration_s=None)],
        findings=(make_finding(case=1),),
        verdict=make_verdict(
            change="regressed", decision="fix", gate=Gate(status="failed", rules=rules)
        ),
        services=(make_service(), make_service("db", status="down", latency_ms=None)),
        memory=(make_trend(),),
        steps=(make_step(), make_step("deploy", status="failed")),
        coverage=(CoverageTotal(measured=covered),),
    )
    text = openmetrics.render(report)

    golden("metrics.prom", text)
    assert len(samples(text)) > 80
    assert text.endswith("\n# EOF\n")


def test_every_family_is_described() -> None:
    """Each sample stands below a help and a type; units are those of the names."""
    for family in STRICT(openmetrics.render(make_report(services=(make_service(),)))):
        assert "gauge" == family.type
        assert family.documentation.endswith(".")
        assert family.unit == next((u for u in ("seconds", "bytes") if family.name.endswith(u)), "")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_are_told(name: str, run_cli: RunCli) -> None:
    """The numbers are those of the JSON, and one state of each axis is on."""
    text = run_cli("report", *shipped(name), "--format", "openmetrics").stdout
    document = json.loads(run_cli("report", *shipped(name), "--format", "json").stdout)
    found = samples(text)

    for outcome in ("passed", "failed", "errored", "skipped"):
        key = ("reportgen_tests", frozenset({("outcome", outcome)}))
        assert document["totals"][outcome] == found[key]
    for axis in ("change", "environment", "evidence", "decision"):
        on = {
            state
            for (family, labels), number in found.items()
            for _, state in labels
            if family == f"reportgen_{axis}" and number == 1
        }
        assert {document["verdict"][axis]} == on


def test_what_is_unknown_has_no_sample() -> None:
    """Neither zero nor anything else would be true."""
    report = make_report(
        run=make_run(started_at=None, commit=None, branch=None),
        cases=[make_case(duration_s=None)],
        services=(make_service(latency_ms=None),),
    )

    assert value(report, "tests_duration_seconds") is None
    assert value(report, "tests_collected") is None
    assert value(report, "run_timestamp_seconds") is None
    assert value(report, "service_latency_seconds", service="api", artifact="health.json") is None
    assert 1 == value(report, "tests_untimed")
    assert 1 == value(report, "run_info", id=report.run.id, project="netra")


def test_nothing_found_is_zero() -> None:
    """An alert finds the series of a finding before there is one."""
    assert 0 == value(make_report(), "findings", id="new-failure")
    assert 1 == value(make_report(findings=(make_finding(),)), "findings", id="new-failure")


def test_the_gate_is_told_rule_by_rule() -> None:
    """A rule that could not be judged is neither passed nor failed."""
    rule = Rule(name="max-slower", state="unjudged", reason="no history")
    report = make_report(verdict=make_verdict(gate=Gate(status="failed", rules=(rule,))))

    assert 0 == value(report, "gate_passed")
    assert [0, 0, 1] == [
        value(report, "gate_rule", rule="max-slower", state=state)
        for state in ("passed", "failed", "unjudged")
    ]


def test_of_services_of_one_name_the_worst_is_told() -> None:
    """A second series of the same labels would make the text one that nobody takes."""
    report = make_report(services=(make_service(), make_service(status="down")))

    assert [0, 1] == [
        value(report, "service_status", service="api", artifact="health.json", status=status)
        for status in ("up", "down")
    ]
    assert 1 == value(report, "services", status="up")


def test_there_is_an_end_to_services() -> None:
    """The worst have their own series, all are counted."""
    many = tuple(make_service(f"s{number}") for number in range(openmetrics.MOST + 50))
    report = make_report(services=(*many, make_service("last", status="down")))
    text = openmetrics.render(report)

    assert openmetrics.MOST == text.count('status="up",') + text.count(',status="up"}')
    assert 1 == value(
        report, "service_status", service="last", artifact="health.json", status="down"
    )
    assert openmetrics.MOST + 50 == value(report, "services", status="up")


@given(st.lists(UNCLEAN, min_size=1, max_size=4), UNCLEAN)
def test_any_text_is_a_label(names: list[str], other: str) -> None:
    """Quotes, backslashes and line ends begin no label, sample or comment of their own."""
    services = tuple(Service(name=name, status="up", artifact=other) for name in names)
    report = make_report(
        services=services,
        run=make_run(project=other, branch=names[0], variant={other: names[-1]}),
    )
    plain = make_report(services=(make_service(),))
    families = [family.name for family in STRICT(openmetrics.render(plain))]

    samples(openmetrics.render(report))
    assert set(families) >= {family.name for family in STRICT(openmetrics.render(report))}


def test_numbers_are_exact() -> None:
    """Bytes and counts have no exponent."""
    report = make_report(memory=(make_trend((1, 12_345_678_901_234_567)),))

    assert " 12345678901234567\n" in openmetrics.render(report)


def test_the_totals_are_those_of_the_report() -> None:
    """A renderer counts nothing: what the report says is printed."""
    totals = Totals(counts=Counts(9, 5, 2, 1, 1, 3), collected=12, duration_s=1.5, untimed=0)
    report = make_report(totals=totals)

    assert [5, 2, 1, 1] == [
        value(report, "tests", outcome=name) for name in ("passed", "failed", "errored", "skipped")
    ]
    assert (3, 12, 1.5) == tuple(
        value(report, name) for name in ("tests_flaky", "tests_collected", "tests_duration_seconds")
    )
