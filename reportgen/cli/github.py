"""
What ``build`` leaves in a step of GitHub Actions by itself: summary, outputs, annotations.

The files are those that the runner names; what cannot be written is told and fails nothing.
https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.cli.console import warn
from reportgen.cli.streams import order
from reportgen.errors import UsageError
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.model.report import Report
    from reportgen.render.markdown.links import Links

_SUMMARY: Final = "github-step-summary"


def announce(report: "Report", environ: Mapping[str, str], links: "Links") -> None:
    """
    Write the summary of the step, its outputs and at most ten annotations, where *environ* asks.

    Annotations are commands in the log; they go to standard error, as all that is no data does.
    """
    if environ.get("GITHUB_ACTIONS") != "true":
        return
    from reportgen.render.markdown import annotations

    if path := environ.get("GITHUB_STEP_SUMMARY"):
        _summarise(Path(path), report, links)
    if path := environ.get("GITHUB_OUTPUT"):
        _append(Path(path), outputs(report))
    if said := annotations.render(report):
        order(said.removesuffix("\n"))


def outputs(report: "Report") -> str:
    """Return the outputs of the step: numbers and words of ours, never text of an artifact."""
    verdict, counts = report.verdict, report.totals.counts
    pairs = {
        "change": verdict.change,
        "environment": verdict.environment,
        "evidence": verdict.evidence,
        "decision": verdict.decision,
        "gate": verdict.gate.status,
        "tests": counts.tests,
        "passed": counts.passed,
        "failed": counts.failed,
        "errored": counts.errored,
        "skipped": counts.skipped,
        "flaky": counts.flaky,
        "findings": len(report.findings),
    }
    return "".join(f"{name}={value}\n" for name, value in pairs.items())


def _summarise(path: Path, report: "Report", links: "Links") -> None:
    """Append the report to the summary, as far as there is room: a longer one is not shown."""
    from reportgen.render import markdown
    from reportgen.render.markdown.targets import TARGETS

    try:
        there = path.stat().st_size if path.exists() else 0
        text = markdown.render(report, _SUMMARY, TARGETS[_SUMMARY].budget - there - 1, links=links)
    except (OSError, UsageError) as error:
        warn(phrase("the summary of the step is left out: {error}", error=error))
        return
    _append(path, f"\n{text}" if there else text)


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        warn(
            phrase(
                'cannot write to "{file}": {reason}',
                file=path.name,
                reason=(error.strerror or str(error)).lower(),
            )
        )
