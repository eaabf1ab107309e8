"""A ``run.json`` as a report again: as much of one as the document says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportgen.errors import UsageError
from reportgen.model import document as doc
from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.health import Service
from reportgen.model.memory import MemorySeries, MemoryTrend
from reportgen.model.report import (
    Because,
    Evidence,
    Finding,
    FindingId,
    Gate,
    Report,
    Totals,
    Verdict,
)
from reportgen.model.run import Artifact, RunInfo
from reportgen.model.steps import Step
from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Counts,
    Errored,
    Failed,
    Outcome,
    Skipped,
    Trouble,
)
from reportgen.readers.numbers import moment
from reportgen.wording import phrase

_MOST: Final = 1e18
"""More than any time, size or count of a run."""
_SORTING: Final = frozenset(
    {"new-failure", "still-failing", "known-issue", "infrastructure-failure"}
)


def report_in(path: Path, *, option: str = "") -> Report | None:
    """
    Return the report that the file *path* holds, or None where the file is something else.

    *option* is how messages call what was given.

    Raises:
        UsageError: it is a run.json that this version cannot read.

    """
    from pydantic import ValidationError

    data = path.read_bytes()
    name = f'{option} "{path.name}"'.strip()
    if b'"schema_version"' not in data[:200]:
        return None
    try:
        document = doc.adapter().validate_json(data)
        if not all(abs(number) <= _MOST for number in _numbers(document)):
            raise UsageError(
                phrase("{name} holds a number that cannot be", name=name),
                phrase("write it again with reportgen"),
            )
        return report_of(document)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            phrase(
                "{name} is not a run.json that this version reads: {place}: {what}",
                name=name,
                place=place,
                what=first["msg"],
            ),
            phrase("write it again with this version of reportgen"),
        ) from error


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _numbers(each)


def report_of(document: doc.Document) -> Report:
    """Return what *document* says; what it does not say is left out."""
    cases = [_case(row) for row in document["tests"]]
    # The document does not say where in a health artifact a service stands, its findings do.
    stale = {
        (found["evidence"][0]["artifact"], found["subject"]): found["evidence"][0]["place"]
        for found in document["findings"]
        if found["id"] == "service-stale" and found["evidence"]
    }
    totals = document["totals"]
    return Report(
        run=_run(document["run"]),
        verdict=_verdict(document["verdict"]),
        totals=Totals(
            counts=_counts(totals),
            collected=totals["collected"],
            duration_s=totals["duration_s"],
            untimed=sum(case.duration_s is None for case in cases),
        ),
        findings=tuple(_findings(document, cases)),
        cases=cases,
        services=tuple(_service(entry, stale) for entry in document["services"]),
        memory=tuple(_trend(entry) for entry in document["memory"]),
        steps=tuple(
            Step(
                name=step["name"],
                status=step["status"],
                allowed_failure=step["allowed_failure"],
                category=step["category"],
                reason=step["reason"],
                duration_s=step["duration_s"],
                artifact=step["artifact"],
            )
            for step in document["steps"]
        ),
        coverage=tuple(CoverageTotal(measured=measured) for measured in _coverage(document)),
        artifacts=tuple(
            Artifact(
                path=each["path"],
                sha256=each["sha256"],
                format=each["format"],
                status=each["status"],
                bytes=each["bytes"],
                counts=_counts(each["counts"]),
                holds_tests=bool(each["counts"]["tests"]),
            )
            for each in document["artifacts"]
        ),
    )


def _coverage(document: doc.Document) -> tuple[Coverage, ...]:
    """Return the coverage that a run.json states."""
    return tuple(
        Coverage(
            name=each["name"],
            lines_covered=each["lines_covered"],
            lines_total=each["lines_total"],
            branches_covered=each["branches_covered"],
            branches_total=each["branches_total"],
            artifact=each["artifact"],
        )
        for each in document.get("coverage", ())
    )


def _run(run: doc.RunDoc) -> RunInfo:
    return RunInfo(
        id=run["id"],
        project=run["project"],
        title=run["title"],
        started_at=moment(run["started_at"]),
        commit=run["commit"],
        branch=run["branch"],
        pull_request=run["pull_request"],
        variant=run["variant"],
        attempt=run["attempt"],
        shard_index=run["shard_index"],
        shard_total=run["shard_total"],
        url=run["url"],
        ci=run["ci"],
    )


def _verdict(verdict: doc.VerdictDoc) -> Verdict:
    return Verdict(
        change=verdict["change"],
        environment=verdict["environment"],
        evidence=verdict["evidence"],
        decision=verdict["decision"],
        gate=Gate(
            status=verdict["gate"]["status"], failed_rules=tuple(verdict["gate"]["failed_rules"])
        ),
        headline=verdict["headline"],
        because=Because(change="", environment="", evidence=""),
    )


def _counts(counts: doc.CountsDoc | doc.TotalsDoc) -> Counts:
    return Counts(
        counts["tests"],
        counts["passed"],
        counts["failed"],
        counts["errored"],
        counts["skipped"],
        counts["flaky"],
    )


def _case(row: doc.CaseDoc) -> Case:
    attempts = tuple(
        Attempt(each["outcome"], each["message"], each["detail"], each["duration_s"])
        for each in row["attempts"]
    )
    outcome = _outcome(row)
    if attempts and not isinstance(outcome, Skipped):
        outcome = replace(outcome, attempts=attempts)
    return Case(
        suite=row["suite"],
        class_name=row["class_name"],
        name=row["name"],
        outcome=outcome,
        artifact="",
        file=row["file"],
        line=row["line"],
        duration_s=row["duration_s"],
    )


def _outcome(row: doc.CaseDoc) -> Outcome:
    message, detail = row["message"] or "", row["detail"] or ""
    match row["outcome"]:
        case "passed":
            return PASSED
        case "skipped":
            return Skipped(message)
        case "failed":
            return Failed((Trouble("failure", message, detail),))
        case "errored":
            return Errored((Trouble("error", message, detail),))


def _findings(document: doc.Document, cases: list[Case]) -> Iterator[Finding]:
    """
    Yield the findings; those that sort a failure are given to the failing test of that name.

    Where several have the name, and not all of them came to the same, to none.
    """
    red: dict[str, list[int]] = {}
    kinds: dict[str, list[FindingId]] = {}
    for found in document["findings"]:
        if found["id"] in _SORTING:
            kinds.setdefault(found["subject"], []).append(found["id"])
    for index, case in enumerate(cases):
        if case.is_red:
            red.setdefault(case.title, []).append(index)
    for found in document["findings"]:
        about, sorts = red.get(found["subject"], []), kinds.get(found["subject"], [])
        is_sure = len(set(sorts)) == 1 and found["id"] in sorts
        yield Finding(
            id=found["id"],
            severity=found["severity"],
            subject=found["subject"],
            reason=found["reason"],
            numbers=found["numbers"],
            evidence=tuple(Evidence(**each) for each in found["evidence"]),
            case=about.pop(0) if is_sure and about else None,
        )


def _service(entry: doc.ServiceDoc, stale: Mapping[tuple[str, str], str]) -> Service:
    return Service(
        name=entry["name"],
        status=entry["status"],
        raw_status=entry["raw_status"],
        latency_ms=entry["latency_ms"],
        reason=entry["reason"],
        checked_at=moment(entry["checked_at"]),
        parts=tuple(_service(part, stale) for part in entry["parts"]),
        artifact=entry["artifact"],
        place=stale.get((entry["artifact"], entry["name"]), ""),
    )


def _trend(entry: doc.MemoryDoc) -> MemoryTrend:
    return MemoryTrend(
        series=MemorySeries(
            name=entry["name"],
            kind=entry["kind"],
            limit=entry["limit"],
            artifact=entry["artifact"],
        ),
        verdict=entry["verdict"],
        first=entry["first"],
        min=entry["min"],
        peak=entry["peak"],
        mean=entry["mean"],
        last=entry["last"],
        slope_bytes_per_s=entry["slope_bytes_per_s"],
    )
