"""
What a CI job leaves behind, made small: files by name, read and judged the way a user's are.

A `Scenario` is a sentence of the product's rules with the files that put it to the test.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeAlias

from reportgen.analysis import baseline_of, judge
from reportgen.artifacts import discover, read_run
from reportgen.config import Settings
from reportgen.model.report import Finding, Report
from reportgen.model.run import Run, RunInfo

Content: TypeAlias = "str | bytes | dict[str, object] | list[object]"
Files: TypeAlias = Mapping[str, Content]

AT = datetime(2025, 9, 15, 13, 35, tzinfo=UTC)
"""The moment of every run here, unless a test says otherwise."""


def passed(name: str, class_name: str = "shop.Till", time: str = "0.1") -> str:
    """Return a case that passed."""
    return f'<testcase classname="{class_name}" name="{name}" time="{time}"/>'


def failed(
    name: str,
    message: str = "AssertionError: assert 2 == 3",
    detail: str = "",
    *,
    kind: str = "failure",
) -> str:
    """Return a case that failed, or with *kind* ``error`` broke; texts are XML already."""
    return (
        f'<testcase classname="shop.Till" name="{name}" time="0.1">'
        f'<{kind} message="{message}">{detail}</{kind}></testcase>'
    )


def skipped(name: str) -> str:
    """Return a case that was skipped."""
    return f'<testcase classname="shop.Till" name="{name}"><skipped message="later"/></testcase>'


def suite(*cases: str, attributes: str = "", name: str = "unit") -> str:
    """Return a JUnit file of *cases*; what it declares of itself stands in *attributes*."""
    return f'<testsuite name="{name}" {attributes}>{"".join(cases)}</testsuite>'


def step(name: str, outcome: str = "success", conclusion: str | None = None) -> dict[str, object]:
    """Return a step as GitHub states it, to be merged with others into one document."""
    return {name: {"outcome": outcome, "conclusion": conclusion or outcome, "outputs": {}}}


def log(*lines: str) -> str:
    """Return a log of *lines*."""
    return "".join(f"{line}\n" for line in lines)


def readings(*mebibytes: float, seconds: int = 15) -> str:
    """Return a memory log with a reading of each of *mebibytes*, *seconds* apart."""
    return log(
        *(
            f"{AT - timedelta(seconds=seconds * (len(mebibytes) - index)):%Y-%m-%dT%H:%M:%SZ} "
            f"Memory usage: {value} MiB"
            for index, value in enumerate(mebibytes)
        )
    )


GREEN: Files = {"junit.xml": suite(passed("adds"), passed("pays"))}
"""Two tests that passed."""

UP: Files = {"health.json": {"services": {"api": {"status": "up"}}}}
"""One service, and it is up."""

DATABASE_DOWN: Files = {
    "health.json": {
        "services": {"api": {"status": "up"}, "database": {"status": "down", "error": "no answer"}}
    }
}
"""Two services, one of them down."""


def write(folder: Path, files: Files) -> Path:
    """Write *files* below *folder*; what is no text becomes JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def read(folder: Path, files: Files) -> Run:
    """Return what is read of *files* when they lie in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    return read_run(discover([str(write(folder, files))]))


def judged(
    folder: Path, files: Files, *, base: Files | None = None, config: str = "", at: datetime = AT
) -> Report:
    """Return the report on *files*, compared with *base*, with the settings of *config* (TOML)."""
    settings = Settings.model_validate(tomllib.loads(config))
    baseline = None
    if base is not None:
        earlier = judge(read(folder / "base", base), RunInfo(), at - timedelta(days=1), settings)
        baseline = baseline_of(earlier, "base")
    return judge(read(folder / "job", files), RunInfo(), at, settings, baseline)


class Scenario(NamedTuple):
    """
    A rule, the files that test it, and what the report has to say.

    *says* is looked for in the sentence behind the axis that is named with it, or in a finding's
    reason; *findings* must all be there, *never* must not.
    """

    rule: str
    files: Files
    base: Files | None = None
    config: str = ""
    at: datetime = AT
    change: str | None = None
    environment: str | None = None
    evidence: str | None = None
    decision: str | None = None
    gate: str | None = None
    findings: tuple[tuple[str, str], ...] = ()
    never: tuple[str, ...] = ()
    says: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return what pytest calls the scenario."""
        return self.rule


def sentences(report: Report) -> list[str]:
    """Return every sentence of ours in *report*."""
    because = report.verdict.because
    return [
        because.change,
        because.environment,
        because.evidence,
        report.verdict.headline,
        *report.verdict.advice,
        *report.verdict.unjudged,
        *report.verdict.gate.failed_rules,
        *(finding.reason for finding in report.findings),
        *(claim.text for claim in report.verdict.claims),
        *(trend.why for trend in report.memory),
    ]


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Return what *findings* are and what they are about."""
    return [(finding.id, finding.subject) for finding in findings]


def check(scenario: Scenario, folder: Path) -> None:
    """Fail unless the report on the scenario's files says what the scenario demands."""
    report = judged(
        folder, scenario.files, base=scenario.base, config=scenario.config, at=scenario.at
    )
    verdict = report.verdict
    actual = {
        "change": verdict.change,
        "environment": verdict.environment,
        "evidence": verdict.evidence,
        "decision": verdict.decision,
        "gate": verdict.gate.status,
    }
    expected = {axis: value for axis in actual if (value := getattr(scenario, axis)) is not None}
    found = told(report.findings)
    text = "\n".join(sentences(report))

    assert expected or scenario.findings or scenario.never or scenario.says, "tests nothing"
    assert expected == {axis: actual[axis] for axis in expected}, text
    assert [] == [wanted for wanted in scenario.findings if wanted not in found], found
    assert [] == [item for item in found if item[0] in scenario.never], text
    assert [] == [words for words in scenario.says if words not in text], text
