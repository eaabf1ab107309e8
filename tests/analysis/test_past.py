"""What the recorded runs excuse, and what they tell of speed."""

import tomllib
from pathlib import Path

import pytest

from reportgen.analysis import baseline_of, judge
from reportgen.config import Settings
from reportgen.model.overtime import Moment, Slower, TestState, Window
from reportgen.model.past import Past
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.model.tests import PASSED, Case
from tests.analysis.jobs import (
    AT,
    DATABASE_DOWN,
    GREEN,
    Files,
    failed,
    passed,
    read,
    skipped,
    step,
    suite,
)

PAYS = Case("unit", "shop.Till", "pays", PASSED, "junit.xml").id
RED: Files = {"junit.xml": suite(passed("adds"), failed("pays"))}
WHY = "`shop.Till.pays` passed and failed on commit `ab12cd34`; red in 7 of 120 results"


def state(name: str = "flaky", **overrides: object) -> TestState:
    """Return how a test fares."""
    fields: dict[str, object] = {
        "reason": WHY,
        "numbers": {"failed": 7, "ran": 120},
        "window": Window(runs=120),
        "confidence": "certain",
        "algorithm": "flaky/1",
        "test": PAYS,
        "title": "shop.Till.pays",
        "suite": "unit",
        "state": name,
        "strip": "PFP",
        "failed": 7,
        "ran": 120,
        "isolated": 2,
    }
    return TestState.model_validate(fields | overrides)


def slower(subject: str, kind: str = "test", after: int = 6, **overrides: object) -> Slower:
    """Return something that became slower."""
    fields: dict[str, object] = {
        "reason": f"`{subject}` takes 1.4 s, 0.9 s before: +55 %",
        "numbers": {"before": 24, "after": after},
        "window": Window(runs=30),
        "confidence": "probable",
        "algorithm": "slower/1",
        "kind": kind,
        "subject": subject,
        "test": PAYS if kind == "test" else None,
        "before_s": 0.9,
        "after_s": 1.4,
        "agreed": True,
        "until": Moment(run="a"),
        "since": Moment(run="b"),
    }
    return Slower.model_validate(fields | overrides)


def judged(
    folder: Path, files: Files, past: Past, *, base: Files | None = None, config: str = ""
) -> Report:
    """Return the report on *files* beside *base* and *past*."""
    settings = Settings.model_validate(tomllib.loads(config))
    baseline = None
    if base is not None:
        earlier = judge(read(folder / "base", base), RunInfo(), AT, settings)
        baseline = baseline_of(earlier, "base")
    return judge(read(folder / "job", files), RunInfo(), AT, settings, baseline, past)


def ids(report: Report) -> list[str]:
    """Return the ids of the findings of *report*."""
    return [finding.id for finding in report.findings]


def test_a_failure_of_a_flaky_test_is_not_new(tmp_path: Path) -> None:
    """What the recorded runs show to waver is told as flaky, with what shows it, and excused."""
    past = Past(states={PAYS: state()}, runs=120)
    report = judged(tmp_path, RED, past, base=GREEN)
    (finding,) = report.findings

    assert ("flaky", "warning") == (finding.id, finding.severity)
    assert finding.reason.endswith(f" · known to be flaky: {WHY}")
    assert {"failed": 7, "ran": 120} == finding.numbers
    assert "validated" == report.verdict.change
    assert "1 of 2 tests that ran passed; 1 failed as flaky tests do" == (
        report.verdict.because.change
    )
    assert "passed" == report.verdict.gate.status


def test_a_broken_test_is_excused_by_nothing_but_the_base(tmp_path: Path) -> None:
    """That a test fails in the last runs is what the base says, not chance."""
    past = Past(states={PAYS: state("broken")}, runs=120)

    assert ["new-failure"] == ids(judged(tmp_path / "a", RED, past, base=GREEN))
    assert ["still-failing"] == ids(judged(tmp_path / "b", RED, past, base=RED))


@pytest.mark.parametrize(
    "base",
    [
        None,
        {"junit.xml": suite(passed("adds"), skipped("pays"))},
        {"junit.xml": suite(passed("adds"))},
        {
            "junit.xml": suite(
                passed("adds"), failed("pays", "connection refused by database:5432", kind="error")
            ),
            **DATABASE_DOWN,
        },
    ],
)
def test_where_the_base_does_not_tell_the_runs_before_it_do(
    base: Files | None, tmp_path: Path
) -> None:
    """Skipped, gone, or failed in an outage there: the test is broken since longer, and not new."""
    past = Past(states={PAYS: state("broken")}, lasting=frozenset({PAYS}), runs=120)
    report = judged(tmp_path, RED, past, base=base)
    (finding,) = [f for f in report.findings if f.case is not None and f.severity != "info"]

    assert "still-failing" == finding.id
    assert finding.reason.endswith(f" · broken before: {WHY}")
    assert "validated" == report.verdict.change


def test_a_base_in_which_it_passed_beats_the_runs_before_it(tmp_path: Path) -> None:
    """What was mended in between and fails again is new."""
    past = Past(states={PAYS: state("broken")}, lasting=frozenset({PAYS}), runs=120)

    assert ["new-failure"] == ids(judged(tmp_path, RED, past, base=GREEN))


def test_a_flaky_test_that_passes_says_nothing(tmp_path: Path) -> None:
    """What is known of a test is told where it matters."""
    assert [] == ids(judged(tmp_path, GREEN, Past(states={PAYS: state()}, runs=120), base=GREEN))


def test_a_pass_that_this_commit_contradicts_is_told(tmp_path: Path) -> None:
    """Passing at a second try of the same commit is told as what it is."""
    past = Past(states={PAYS: state()}, contradicted=frozenset({PAYS}), runs=120)
    report = judged(tmp_path, GREEN, past, base=GREEN)
    (finding,) = report.findings

    assert ("flaky", "shop.Till.pays") == (finding.id, finding.subject)
    assert finding.reason == f"`shop.Till.pays` passed here, and is known to be flaky: {WHY}"
    assert "2 of 2 tests that ran passed" == report.verdict.because.change


def test_flaky_failures_alone_prove_nothing(tmp_path: Path) -> None:
    """Where no test passed the change is not validated by what is excused."""
    only: Files = {"junit.xml": suite(failed("pays"))}
    report = judged(tmp_path, only, Past(states={PAYS: state()}, runs=120))

    assert ["flaky"] == ids(report)
    assert "unproven" == report.verdict.change


def test_a_known_issue_comes_first(tmp_path: Path) -> None:
    """A rule of the user's says more than what the runs show."""
    config = '[[known-issues]]\nissue = "#7"\ntest = "shop.Till.pays"'
    past = Past(states={PAYS: state()}, runs=120)

    assert ["known-issue"] == ids(judged(tmp_path, RED, past, base=GREEN, config=config))


def test_slower_tests_steps_and_suites_are_told(tmp_path: Path) -> None:
    """What became slower stands where this run measured it."""
    files: Files = {**GREEN, "steps.json": step("build")}
    past = Past(
        slower=(slower("shop.Till.pays"), slower("build", "step"), slower("unit", "suite")), runs=30
    )
    report = judged(tmp_path, files, past)
    places = [(f.id, f.severity, f.evidence[0].artifact) for f in report.findings]

    assert [
        ("slower-test", "warning", "junit.xml"),
        ("step-slower", "warning", "steps.json"),
        ("slower-test", "warning", "junit.xml"),
    ] == places
    assert "validated" == report.verdict.change
    assert "passed" == report.verdict.gate.status
    assert ["fails"] == [c.state for c in report.verdict.claims if c.id == "no-slower"]


def test_one_method_alone_makes_it_possible_only(tmp_path: Path) -> None:
    """Where the methods disagree nothing is claimed, and no gate fails by it."""
    past = Past(slower=(slower("shop.Till.pays", agreed=False),), runs=30)
    report = judged(tmp_path, GREEN, past, config="[gate]\nmax-slower = 0")
    (finding,) = report.findings

    assert ("slower-test", "info") == (finding.id, finding.severity)
    assert finding.reason.startswith("possibly: ")
    assert "passed" == report.verdict.gate.status
    assert ["holds"] == [c.state for c in report.verdict.claims if c.id == "no-slower"]


def test_old_changes_and_what_did_not_run_are_not_told(tmp_path: Path) -> None:
    """After a while the new time is what it takes; what this run did not measure it cannot show."""
    gone = slower("shop.Till.gone", test="0" * 16)
    past = Past(slower=(slower("shop.Till.pays", after=31), gone), runs=60)

    assert [] == ids(judged(tmp_path, GREEN, past))


def test_few_runs_say_nothing_of_speed(tmp_path: Path) -> None:
    """Without enough runs speed is not judged, and the report says so."""
    few = judged(tmp_path / "few", GREEN, Past(runs=9)).verdict
    enough = judged(tmp_path / "enough", GREEN, Past(runs=10)).verdict

    assert "performance (times are recorded, not judged)" in few.unjudged
    assert not any(claim.id == "no-slower" for claim in few.claims)
    assert "performance (times are recorded, not judged)" not in enough.unjudged
    assert ["no test, suite or step became lastingly slower, over 10 earlier runs"] == [
        claim.text for claim in enough.claims if claim.id == "no-slower"
    ]


def test_the_gate_asks_for_speed_only_when_told_to(tmp_path: Path) -> None:
    """Slower tests fail the gate where a limit is set, and what cannot be judged fails it then."""
    past = Past(slower=(slower("shop.Till.pays"),), runs=30)
    config = "[gate]\nmax-slower = 0"
    fails = judged(tmp_path / "a", GREEN, past, config=config).verdict.gate
    unjudged = judged(tmp_path / "b", GREEN, Past(), config=config).verdict.gate
    allowed = judged(tmp_path / "c", GREEN, past, config="[gate]\nmax-slower = 1").verdict.gate

    assert ("max-slower: 1 test, suite or step became slower, 0 allowed",) == fails.failed_rules
    assert unjudged.failed_rules[0].startswith("max-slower: could not be judged: too few earlier")
    assert "passed" == allowed.status
