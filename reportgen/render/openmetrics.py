"""
The verdict of a report as metrics, for a Pushgateway, node_exporter's textfiles, or any scraper.

The text is OpenMetrics 1.0 and, since it has gauges alone and no timestamps, the classic format of
Prometheus, too, which is all that a Pushgateway takes.
https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
https://prometheus.io/docs/instrumenting/exposition_formats/
A state is a gauge for each of its values, 1 for the one that is; findings are counted for each
kind, 0 among them, so that an alert finds the series before the first finding.
What is unknown has no sample: no number would be true.
No series is about a single test, and of services, memory series and coverage reports at most 200
have their own, the worst services first; how many there are in all is counted beside them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Final, NamedTuple, get_args

from reportgen.model.health import Service, ServiceStatus, top_level
from reportgen.model.report import (
    Change,
    Decision,
    Environment,
    EvidenceState,
    FindingId,
    Report,
    RuleState,
)
from reportgen.model.run import ArtifactStatus, RunInfo
from reportgen.model.steps import StepStatus
from reportgen.model.text import clean, one_line

NAME: Final = "openmetrics"
SUFFIX: Final = ".prom"

MOST: Final = 200
"""Characters of a label; services, series and reports that have samples of their own."""
# Runners of CI systems take such for commands, anywhere in a line; see `render.terminal`.
_COMMAND: Final = re.compile(r"#(?=#\w*\[)")
_ESCAPED: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_WORST: Final = {"down": 0, "degraded": 1, "unknown": 2, "up": 3}

Labels = Mapping[str, str]


class Metric(NamedTuple):
    """A family of gauges: what is behind ``reportgen_``, the help, and its samples."""

    name: str
    help: str
    samples: Iterable[tuple[Labels, float | None]]


def render(report: Report) -> str:
    """Return *report* as metrics; the last line is ``# EOF``."""
    return "".join(f"{line}\n" for line in (*_lines(report), "# EOF"))


def _lines(report: Report) -> Iterator[str]:
    for metric in _metrics(report):
        seen: dict[str, float] = {}
        for labels, value in metric.samples:
            if value is not None and isfinite(value):
                # Labels that were cut may be the same: the first stands for them.
                seen.setdefault(_written(labels), value)
        if not seen:
            continue
        name = f"reportgen_{metric.name}"
        yield f"# HELP {name} {metric.help}"
        yield f"# TYPE {name} gauge"
        for unit in ("seconds", "bytes"):
            if name.endswith(f"_{unit}"):
                yield f"# UNIT {name} {unit}"
        for written, number in seen.items():
            yield f"{name}{written} {_number(number)}"


def _metrics(report: Report) -> Iterator[Metric]:
    yield from _run(report)
    yield from _verdict(report)
    yield from _tests(report)
    yield from _services(report)
    yield from _memory(report)
    yield from _steps(report)
    yield from _coverage(report)
    yield from _artifacts(report)


def _run(report: Report) -> Iterator[Metric]:
    run = report.run
    yield Metric("run_info", "The run that all of this is about.", [(_identity(run), 1)])
    at = run.started_at.timestamp() if run.started_at else None
    yield Metric("run_timestamp_seconds", "The moment of the run, since the epoch.", [({}, at)])


def _identity(run: RunInfo) -> Labels:
    known = {
        "id": run.id,
        "project": run.project,
        "branch": run.branch,
        "commit": run.commit,
        "job": run.job,
        "pull_request": None if run.pull_request is None else str(run.pull_request),
        "variant": " ".join(f"{key}={value}" for key, value in sorted(run.variant.items())),
    }
    # Not `job`: a Pushgateway groups what it is sent by a label of that name.
    return {"ci_job" if name == "job" else name: text for name, text in known.items() if text}


def _verdict(report: Report) -> Iterator[Metric]:
    verdict = report.verdict
    yield Metric(
        "gate_passed",
        "Whether the policy lets the run pass.",
        [({}, verdict.gate.status == "passed")],
    )
    yield Metric(
        "gate_rule",
        "What became of each rule of the gate: 1 for what it is.",
        [
            ({"rule": rule.name, "state": state}, rule.state == state)
            for rule in verdict.gate.rules
            for state in get_args(RuleState)
        ],
    )
    for name, value, values, about in (
        ("change", verdict.change, Change, "What the run shows of the change"),
        ("environment", verdict.environment, Environment, "How the environment stands"),
        ("evidence", verdict.evidence, EvidenceState, "Whether the evidence is all there"),
        ("decision", verdict.decision, Decision, "What follows from the verdict"),
    ):
        states = [({"state": each}, each == value) for each in get_args(values)]
        yield Metric(name, f"{about}: 1 for what it is.", states)
    counts = dict.fromkeys(get_args(FindingId), 0)
    for found in report.findings:
        counts[found.id] += 1
    yield Metric(
        "findings",
        "How many findings of each kind there are.",
        [({"id": name}, number) for name, number in counts.items()],
    )


def _tests(report: Report) -> Iterator[Metric]:
    totals = report.totals
    counts = totals.counts
    yield Metric(
        "tests",
        "How many tests there are, by what they came to.",
        [
            ({"outcome": name}, getattr(counts, name))
            for name in ("passed", "failed", "errored", "skipped")
        ],
    )
    yield Metric(
        "tests_flaky",
        "How many of those that passed had failed before within the run.",
        [({}, counts.flaky)],
    )
    yield Metric(
        "tests_collected", "How many tests an inventory says exist.", [({}, totals.collected)]
    )
    timed = len(report.cases) > totals.untimed
    yield Metric(
        "tests_duration_seconds",
        "The known times of the tests, added up.",
        [({}, totals.duration_s if timed else None)],
    )
    yield Metric("tests_untimed", "How many tests have no known time.", [({}, totals.untimed)])


def _services(report: Report) -> Iterator[Metric]:
    services = sorted(top_level(report.services), key=lambda each: _WORST[each.status])
    yield Metric(
        "services",
        "How many services there are, by how they were at their last check.",
        [
            ({"status": status}, sum(each.status == status for each in services))
            for status in get_args(ServiceStatus)
        ],
    )
    services = services[:MOST]
    yield Metric(
        "service_status",
        "How each service was at its last check: 1 for what it is.",
        [
            ({**_service(each), "status": status}, each.status == status)
            for each in services
            for status in get_args(ServiceStatus)
        ],
    )
    yield Metric(
        "service_latency_seconds",
        "How long each service took to answer.",
        [
            (_service(each), None if each.latency_ms is None else each.latency_ms / 1000)
            for each in services
        ],
    )


def _service(service: Service) -> Labels:
    return {"service": service.name, "artifact": service.artifact}


def _memory(report: Report) -> Iterator[Metric]:
    yield Metric("memory_series", "How many memory series there are.", [({}, len(report.memory))])
    yield Metric(
        "memory_peak_bytes",
        "The most memory that each series shows.",
        [
            (
                {
                    "name": trend.series.name,
                    "kind": trend.series.kind,
                    "artifact": trend.series.artifact,
                },
                trend.peak,
            )
            for trend in report.memory[:MOST]
        ],
    )


def _steps(report: Report) -> Iterator[Metric]:
    yield Metric(
        "steps",
        "How many steps there are, by how they ended.",
        [
            ({"status": status}, sum(step.status == status for step in report.steps))
            for status in get_args(StepStatus)
        ],
    )


def _coverage(report: Report) -> Iterator[Metric]:
    reports = len(report.coverage)
    yield Metric("coverage_reports", "How many coverage reports there are.", [({}, reports)])
    for name, about in (("covered", "are covered"), ("total", "can be covered")):
        yield Metric(
            f"coverage_lines_{name}",
            f"How many lines {about}, by report.",
            [
                (
                    {"report": each.measured.name, "artifact": each.measured.artifact},
                    getattr(each.measured, f"lines_{name}"),
                )
                for each in report.coverage[:MOST]
            ],
        )


def _artifacts(report: Report) -> Iterator[Metric]:
    yield Metric(
        "artifacts",
        "How many files there are, by how they could be read.",
        [
            ({"status": status}, sum(each.status == status for each in report.artifacts))
            for status in get_args(ArtifactStatus)
        ],
    )


# ── text ────────────────────────────────────────────────────────────────────────────────────────


def _written(labels: Labels) -> str:
    """Return *labels* as a sample bears them; one that is empty is no label at all."""
    pairs = [f'{name}="{_label(text)}"' for name, text in labels.items() if text]
    return f"{{{','.join(pairs)}}}" if pairs else ""


def _label(text: str) -> str:
    return _COMMAND.sub("#\N{HAIR SPACE}", one_line(clean(text), MOST)).translate(_ESCAPED)


def _number(value: float) -> str:
    """Return *value* as both formats take it: whole numbers without a point."""
    return str(int(value)) if value == int(value) else repr(float(value))
