"""What holds of every report, whatever a job leaves behind."""

import json
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.analysis import baseline_of, judge
from reportgen.artifacts import Found, discover, read_run
from reportgen.config import Settings
from reportgen.history import Folder, Store
from reportgen.model.report import Report
from reportgen.model.run import Run, RunInfo
from reportgen.model.text import parts
from reportgen.render import json as json_format
from tests.analysis.jobs import (
    AT,
    failed,
    log,
    passed,
    readings,
    sentences,
    skipped,
    step,
    suite,
    write,
)

NAMES = st.sampled_from(["adds", "pays", "sums", "a ` b", "x\u202ey"])
MESSAGES = st.sampled_from(
    ["2 != 3", "connection refused", "disk on fire", "database: no route to host"]
)
STATUS = st.sampled_from(["up", "down", "degraded", "hm"])
OUTCOME = st.sampled_from(["success", "failure", "cancelled", "skipped"])

JUNIT = st.lists(
    st.one_of(
        NAMES.map(passed),
        NAMES.map(skipped),
        st.builds(failed, NAMES, MESSAGES),
        st.just('<error message="broke"/>'),
    ),
    max_size=6,
).map(lambda cases: suite(*cases))
HEALTH = st.dictionaries(st.sampled_from(["api", "database"]), STATUS, min_size=1).map(
    lambda services: json.dumps({"services": services})
)
STEPS = st.dictionaries(st.sampled_from(["build", "unit tests", "deploy"]), OUTCOME).map(
    lambda steps: json.dumps(
        {k: v for name, out in steps.items() for k, v in step(name, out).items()}
    )
)
LOGS = st.sampled_from(
    [log("Cannot connect to the Docker daemon"), log("a.c:1: error: no"), log("hello")]
)
COLLECTED = st.just(log("test_a.py::test_x", "", "1 test collected in 0.01s"))
MEMORY = st.lists(st.integers(1, 999), min_size=1, max_size=12).map(lambda v: readings(*v))
BROKEN = st.sampled_from(["", "<testsuite", "{", "\0\0", "<html></html>"])

JOBS = st.fixed_dictionaries(
    {},
    optional={
        "a.xml": JUNIT | BROKEN,
        "b.xml": JUNIT,
        "health.json": HEALTH | BROKEN,
        "steps.json": STEPS,
        "build.log": LOGS,
        "deploy.log": LOGS,
        "memory.log": MEMORY,
        "collected.txt": COLLECTED,
    },
)
CONFIG = Settings.model_validate(
    {
        "known-issues": [{"issue": "#7", "message": "disk on fire", "expires": "2025-09-15"}],
        "services": {"required": ["api", "search"]},
    }
)


def read(files: Mapping[str, str | bytes]) -> Run:
    """Return what is read of *files* without a disk."""
    found = []
    for name, content in sorted(files.items()):
        data = content.encode() if isinstance(content, str) else content
        found.append(Found(name, len(data), partial(BytesIO, data)))
    return read_run(found)


def report_on(files: Mapping[str, str], base: Mapping[str, str] | None = None) -> Report:
    """Return the report on *files*, beside *base*."""
    earlier = None if base is None else judge(read(base), RunInfo(), AT, CONFIG)
    baseline = None if earlier is None else baseline_of(earlier, "base")
    return judge(read(files), RunInfo(), AT, CONFIG, baseline)


REPORTS = st.builds(report_on, JOBS, st.none() | JOBS)


@given(REPORTS)
def test_counts_add_up(report: Report) -> None:
    """Passed, failed, errored and skipped make all tests; the artifacts' counts make the run's."""
    counts = report.totals.counts
    each = [artifact.counts for artifact in report.artifacts]

    assert counts.tests == counts.passed + counts.failed + counts.errored + counts.skipped
    assert tuple(counts) == tuple(
        sum(column) for column in zip((0,) * len(counts), *each, strict=True)
    )
    assert counts.tests == len(report.cases)
    assert counts.flaky <= counts.passed


@given(REPORTS)
def test_what_holds_is_shown(report: Report) -> None:
    """Every claim that holds has evidence, and all evidence is a file of the run with its hash."""
    known = {(artifact.path, artifact.sha256) for artifact in report.artifacts}
    claims = report.verdict.claims
    cited = [each.evidence for each in claims] + [each.evidence for each in report.findings]
    proofs = [proof for evidence in cited for proof in evidence]

    assert [] == [claim for claim in claims if claim.state == "holds" and not claim.evidence]
    assert set() == {(proof.artifact, proof.sha256) for proof in proofs} - known


@given(REPORTS)
def test_green_is_never_more_than_was_seen(report: Report) -> None:
    """Validated needs a test that passed, ready a service that is up, complete all of it."""
    verdict, counts = report.verdict, report.totals.counts
    ids = {finding.id for finding in report.findings}
    broken = {a.status for a in report.artifacts} & {"partial", "rejected"}

    if verdict.change == "validated":
        assert counts.passed
        assert not ids & {"new-failure", "no-tests", "infrastructure-failure", "contradiction"}
    if verdict.environment == "ready":
        assert report.services
        assert not ids & {"service-down", "service-stale", "service-missing", "service-degraded"}
    if verdict.evidence == "complete":
        assert counts.tests
        assert not broken
        assert not ids & {"missing-test", "count-mismatch", "contradiction", "unreadable-artifact"}
    if verdict.gate.status == "passed":
        assert verdict.change == "validated"
        assert verdict.environment != "blocked"
    if verdict.decision == "approve":
        assert (verdict.change, verdict.environment != "blocked") == ("validated", True)


@given(REPORTS)
def test_a_red_result_has_a_finding(report: Report) -> None:
    """Each test that failed is told once, and each finding about a test points at it."""
    red = [index for index, case in enumerate(report.cases) if case.is_red]
    kinds = {"new-failure", "still-failing", "known-issue", "infrastructure-failure"}
    told = [f.case for f in report.findings if f.id in kinds and f.case is not None]
    pointing = [f for f in report.findings if f.case is not None]

    assert red == sorted(told)
    assert [f.subject for f in pointing] == [report.cases[f.case or 0].title for f in pointing]


@given(REPORTS)
def test_quotes_are_closed(report: Report) -> None:
    """In every sentence our words and the artifacts' stay apart: quotes are closed."""
    assert [] == [text for text in sentences(report) if text.count("`") % 2]
    assert [] == [
        part.text for text in sentences(report) for part in parts(text) if "\u202e" in part.text
    ]


@given(REPORTS)
def test_findings_are_sorted(report: Report) -> None:
    """The gravest come first."""
    ranks = [("error", "warning", "info").index(f.severity) for f in report.findings]

    assert sorted(ranks) == ranks


def _settled(report: Report) -> dict[str, Any]:
    """Return the JSON of *report* with tests in the order of their names, as a record has them."""
    told = json.loads(json_format.render(report))
    told["tests"].sort(key=lambda row: (row["suite"], row["class_name"], row["name"], row["id"]))
    for row in told["tests"]:
        if row["outcome"] == "passed" and not row["attempts"]:
            row["line"] = None  # a record does not keep where a test stands that simply passed
    for cause in told.get("causes", ()):
        cause["tests"].sort()
    return dict(told)


@given(REPORTS)
def test_a_record_keeps_everything(report: Report) -> None:
    """A report survives the history unchanged, and the bytes depend on nothing else."""
    with TemporaryDirectory() as folder:
        store = Store(Folder(Path(folder)))
        store.record(report)
        kept = store.report(report.run.id)

    assert kept is not None
    assert _settled(report) == _settled(kept)


@given(JOBS, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_order_is_nothing(files: dict[str, str], random: Random) -> None:
    """Whatever order files are named or written in, the report is the same, byte for byte."""
    shuffled = random.sample(sorted(files), len(files))

    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        write(Path(first), files)
        write(Path(second), {name: files[name] for name in shuffled})
        whole = discover([first])
        named = discover([str(Path(second, name)) for name in shuffled])
        reports = [judge(read_run(found), RunInfo(), AT, CONFIG) for found in (whole, named)]

    assert json_format.render(reports[0]) == json_format.render(reports[1])


@given(JOBS)
@settings(max_examples=50)
def test_nothing_is_new_beside_oneself(files: dict[str, str]) -> None:
    """Against the same results nothing is fixed, new, missing or newly skipped."""
    report = report_on(files, files)
    ids = {finding.id for finding in report.findings if finding.subject != "1 collected test"}

    assert not ids & {"fixed", "new-test", "newly-skipped", "missing-test", "new-failure"}
