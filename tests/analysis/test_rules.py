"""Rules for known issues: which matched, and which have matched nothing for long."""

import tomllib
from pathlib import Path

import pytest

from reportgen.analysis import baseline_of, judge
from reportgen.config import Settings
from reportgen.model.baseline import QuietRules
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from tests.analysis.jobs import AT, DATABASE_DOWN, GREEN, failed, judged, passed, read, step, suite

RED = {"junit.xml": suite(passed("adds"), failed("pays", "disk on fire"))}
FLAKY = {
    "junit.xml": suite(
        '<testcase classname="shop.Till" name="pays" time="0.1">'
        '<flakyFailure message="disk on fire"/></testcase>'
    )
}


def rule(issue: str, by: str) -> str:
    """Return a rule for *issue*."""
    return f'[[known-issues]]\nissue = "{issue}"\n{by}\n'


def issues(report: Report) -> dict[str, tuple[str, ...]]:
    """Return the issues of each finding that has some, by its id."""
    return {finding.id: finding.issues for finding in report.findings if finding.issues}


@pytest.mark.parametrize(
    ("files", "config", "expected"),
    [
        (RED, rule("#1", 'message = "fire"'), {"known-issue": ("#1",)}),
        (
            RED,
            rule("#1", 'test = "*"\nexpires = 2025-01-01'),
            {"new-failure": ("#1",)},
        ),
        (
            RED,
            rule("#1", 'test = "*"\nexpires = 2025-01-01') + rule("#2", 'message = "fire"'),
            {"known-issue": ("#2", "#1")},
        ),
        (RED, rule("#1", 'test = "*"') + rule("#2", 'test = "*"'), {"known-issue": ("#1", "#2")}),
        (RED, rule("#1", 'test = "*.adds"'), {}),
        (FLAKY, rule("#1", 'message = "fire"'), {"flaky": ("#1",)}),
        (
            {**GREEN, **DATABASE_DOWN},
            rule("#1", 'service = "database"'),
            {"service-down": ("#1",), "known-issue": ("#1",)},
        ),
        (
            {**GREEN, "steps.json": step("pack", "failure")},
            rule("#1", 'step = "pack"'),
            {"step-failed": ("#1",), "known-issue": ("#1",)},
        ),
    ],
)
def test_a_finding_names_the_rules_that_match_it(
    files: dict[str, object], config: str, expected: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    """Whatever a rule covers says its issue, even where the rule has expired or another counts."""
    report = judged(tmp_path, files, config=config)  # type: ignore[arg-type]  # files of any kind

    assert expected == issues(report)
    assert {first for first, *_ in expected.values()} == {
        finding.issue for finding in report.findings if finding.issue
    }
    assert () == tuple(issue for issue in report.quiet_rules if issue in str(expected))


def beside(folder: Path, config: str, quiet: QuietRules | None) -> Report:
    """Return the report on a red run whose history says that *quiet* did nothing."""
    settings = Settings.model_validate(tomllib.loads(config))
    run = read(folder, RED)
    base = baseline_of(judge(run, RunInfo(), AT, settings), "base")._replace(quiet_rules=quiet)
    return judge(run, RunInfo(), AT, settings, base)


def dead(report: Report) -> list[str]:
    """Return the issues that are reported as dead."""
    return [finding.subject for finding in report.findings if "runs" in finding.numbers]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (rule("#1", 'message = "flood"'), ["#1"]),
        (rule("#1", 'message = "flood"\nexpires = 2025-01-01'), ["#1"]),
        (rule("#1", 'message = "fire"'), []),
        (rule("#1", 'message = "flood"') + rule("#1", 'message = "fire"'), []),
        (rule("#1", 'message = "flood"') + rule("#1", 'message = "frost"'), ["#1"]),
        (rule("#2", 'message = "flood"'), []),
        ("", []),
    ],
)
def test_a_rule_is_dead_where_it_matched_neither_before_nor_now(
    config: str, expected: list[str], tmp_path: Path
) -> None:
    """One issue is told once, and only where the history and this run both know nothing of it."""
    quiet = QuietRules(30, frozenset({"#1"}))

    assert expected == dead(beside(tmp_path, config, quiet))
    assert [] == dead(beside(tmp_path, config, None))


def test_a_dead_rule_changes_nothing(tmp_path: Path) -> None:
    """It is said, with its link, and has no effect on verdict, gate and advice."""
    config = '[project]\nissue-url = "https://example.org/{id}"\n' + rule("#1264", 'test = "x"')
    quiet = QuietRules(30, frozenset({"#1264"}))
    alone = beside(tmp_path, config, None)
    report = beside(tmp_path, config, quiet)
    (finding,) = (each for each in report.findings if each not in alone.findings)

    assert alone.verdict == report.verdict
    assert ("known-issue", "info", "#1264") == (finding.id, finding.severity, finding.subject)
    assert (
        "the rule for `#1264` matched nothing in the last 30 runs: "
        "remove it, or see whether what it waits for still happens"
    ) == finding.reason
    assert ({"runs": 30}, ()) == (finding.numbers, finding.evidence)
    assert finding.link is not None
    assert "https://example.org/1264" == finding.link.url
