"""How it was judged: claims and their evidence, what was not judged, artifacts, metrics."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.model.report import Claim, Report
from reportgen.model.run import Artifact
from reportgen.model.units import duration, percent, plural
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.sections.places import Sources, place_name, sources
from reportgen.render.markdown.sections.services import split
from reportgen.render.markdown.states import ARTIFACT, CLAIM, GATE, State
from reportgen.render.markdown.templating import Page
from reportgen.render.services import services_now, up_of
from reportgen.wording import marked, phrase

# What a report may lack, and the words by which the analysis may already have said so.
_ABSENT = (
    (marked("services (no health artifact)"), ("service", "health", "environment")),
    (marked("memory (no memory log)"), ("memory",)),
    (marked("steps (no step outcomes)"), ("step",)),
)
# The same, as the analysis says it in whatever language.
_TOLD = (
    marked("services (no health artifact)"),
    marked("memory (no memory log)"),
    marked("CI steps (no step outcomes)"),
)


class ClaimRow(NamedTuple):
    """One claim."""

    text: str
    state: State
    sources: Sources


class Method(NamedTuple):
    """Claims, what was not judged, and the gate."""

    files: str
    claims: tuple[ClaimRow, ...]
    rest: str | None
    unjudged: tuple[str, ...]
    passed: State | None


class ArtifactRow(NamedTuple):
    """An artifact that has problems, with the first of them."""

    path: str
    state: State
    message: str | None
    place: str | None
    more: str | None


class Artifacts(NamedTuple):
    """The artifacts that have problems, of how many."""

    counts: str
    rows: tuple[ArtifactRow, ...]
    rest: str | None


class Metric(NamedTuple):
    """A number: *k of n*, and the share where it says something."""

    name: str
    value: str


def blocks(report: Report, page: Page) -> Iterator[Block]:
    """Yield the blocks about method, metrics and artifacts."""
    yield from judged(report, page)
    yield from metrics(report, page)
    yield from artifacts(report, page)


def judged(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of claims, and of what was not judged."""
    unjudged = _unjudged(report)
    yield Block(
        "how this was judged",
        10,
        (
            *page.forms("method", lambda most: _method(report, unjudged, most), (30, 8)),
            *page.forms("method_line", lambda most: _method(report, unjudged, most), (0,)),
        ),
    )


def all_metrics(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of numbers, if there are any, where it has a chapter of its own."""
    for block in metrics(report, page):
        yield block._replace(forms=block.forms[:1])


def metrics(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of numbers, if there are any; it goes where there is no room for all."""
    if numbers := _metrics(report):
        yield Block("metrics", 12, (*page.forms("metrics", lambda view: view, (numbers,)), Md))


def artifacts(report: Report, page: Page) -> Iterator[Block]:
    """Yield the block of artifacts that have problems, if any have."""
    troubled = sorted(
        (
            held
            for held in report.artifacts
            if held.problems or held.status in {"partial", "rejected"}
        ),
        key=lambda held: list(ARTIFACT).index(held.status),
    )
    if troubled:
        yield Block(
            "artifacts",
            8,
            page.forms("artifacts", lambda most: _artifacts(report, troubled, most), (15, 4, 0)),
        )


def _unjudged(report: Report) -> tuple[str, ...]:
    """Return what was not judged: what the verdict says, and what was not there at all."""
    said = " ".join(report.verdict.unjudged).lower()
    there = (report.services, report.memory, report.steps)
    return (
        *report.verdict.unjudged,
        *(
            phrase(words)
            for held, (words, known_by), by in zip(there, _ABSENT, _TOLD, strict=True)
            if not held
            and phrase(by) not in report.verdict.unjudged
            and not any(word in said for word in known_by)
        ),
    )


def _method(report: Report, unjudged: tuple[str, ...], most: int) -> Method:
    claims = report.verdict.claims
    shown = claims[:most]
    return Method(
        files=_files(report.artifacts),
        claims=tuple(_claim(claim) for claim in shown),
        rest=phrase("{number:,} of {total:,} claims shown.", number=len(shown), total=len(claims))
        if len(shown) < len(claims)
        else None,
        unjudged=unjudged,
        # A gate that failed is said at the top.
        passed=GATE["passed"] if report.verdict.gate.status == "passed" else None,
    )


def _claim(claim: Claim) -> ClaimRow:
    return ClaimRow(claim.text, CLAIM[claim.state], sources(claim.evidence, 3))


def _files(artifacts: Sequence[Artifact]) -> str:
    read = sum(held.status in {"read", "partial"} for held in artifacts)
    rejected = sum(held.status == "rejected" for held in artifacts)
    text = phrase(
        "{files} read, {rejected:,} unreadable", files=plural(read, "file"), rejected=rejected
    )
    if ignored := sum(held.status == "ignored" for held in artifacts):
        text += phrase(", {ignored:,} ignored", ignored=ignored)
    return text


def _artifacts(report: Report, troubled: Sequence[Artifact], most: int) -> Artifacts:
    return Artifacts(
        counts=phrase(
            "{number:,} of {total:,} with problems",
            number=len(troubled),
            total=len(report.artifacts),
        ),
        rows=tuple(_artifact(held) for held in troubled[:most]),
        rest=phrase("{most:,} of {number:,} shown.", most=most, number=len(troubled))
        if 0 < most < len(troubled)
        else None,
    )


def _artifact(held: Artifact) -> ArtifactRow:
    severities = ("error", "warning", "info")
    problems = sorted(held.problems, key=lambda problem: severities.index(problem.severity))
    first = problems[0] if problems else None
    return ArtifactRow(
        path=held.path,
        state=ARTIFACT[held.status],
        message=first.message if first else None,
        place=place_name(held.path, first.place) if first and first.place else None,
        more=plural(len(problems) - 1, "more problem") if len(problems) > 1 else None,
    )


def _share(part: int, whole: int) -> str:
    return phrase(
        "{part:,} of {whole:,} ({share})", part=part, whole=whole, share=percent(part, whole)
    )


def _metrics(report: Report) -> tuple[Metric, ...]:
    counts, totals = report.totals.counts, report.totals
    metrics = []
    if counts.tests:
        lost = any(held.holds_tests and held.is_broken for held in report.artifacts)
        name = phrase("Tests that ran and passed, as far as could be read")
        metrics.append(
            Metric(
                name if lost else phrase("Tests that ran and passed"),
                _share(counts.passed, counts.ran),
            )
        )
    if totals.collected is not None and totals.collected_ran is not None:
        metrics.append(
            Metric(
                phrase("Collected tests that ran"), _share(totals.collected_ran, totals.collected)
            )
        )
    elif totals.collected is not None:
        metrics.append(Metric(phrase("Tests collected"), f"{totals.collected:,}"))
    if counts.flaky:
        metrics.append(
            Metric(phrase("Passes that were flaky"), _share(counts.flaky, counts.passed))
        )
    if counts.tests > totals.untimed:
        untimed = (
            phrase(", {tests} untimed", tests=plural(totals.untimed, "test"))
            if totals.untimed
            else ""
        )
        metrics.append(Metric(phrase("Time in tests"), duration(totals.duration_s) + untimed))
    services, parts = split(services_now(report))
    if services:
        metrics.append(Metric(phrase("Services up"), _share(*up_of(services))))
    if parts:
        up = sum(part.status == "up" for part in parts)
        metrics.append(Metric(phrase("Components up"), _share(up, len(parts))))
    if report.steps:
        counted = [step for step in report.steps if not step.superseded]
        passed = sum(step.status == "passed" for step in counted)
        metrics.append(Metric(phrase("Steps passed"), _share(passed, len(counted))))
    if report.artifacts:
        read = sum(held.status == "read" for held in report.artifacts)
        metrics.append(
            Metric(phrase("Artifacts read in full"), _share(read, len(report.artifacts)))
        )
    return tuple(metrics)
