"""What the site rests on: inputs, gaps, damage, thresholds, algorithms, and how to read it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from reportgen.config.settings import Settings
from reportgen.model.brief import Brief
from reportgen.model.overtime import OverTime, Trends
from reportgen.model.text import one_line
from reportgen.model.units import duration
from reportgen.render.strips import TESTS
from reportgen.website.known import History, Seen, line_label, seen_report
from reportgen.website.places import Page, Place, rendered, thing
from reportgen.website.words import CONFIDENCES, MEANINGS, STATE_TONES, STATE_WORDS
from reportgen.wording import marked, phrase

URL: Final = "about/index.html"
MOST_PROBLEMS: Final = 100
MOST_GAPS: Final = 20
MOST_LINES: Final = 50
MOST_FORMATS: Final = 100
_NAME: Final = 120
_THRESHOLDS: Final[Mapping[str, Mapping[str, str]]] = {
    "flaky": {
        "same_commit_days": marked(
            "for so many days it counts that a test passed and failed on a commit"
        ),
        "window_results": marked("isolated failures are counted among so many of the last results"),
        "isolated_failures": marked("so many of them, each between passes, make a test flaky"),
        "min_results": marked("below so many results nothing is said but what is certain"),
        "recovery_days": marked("so many days without a failure, and"),
        "recovery_results": marked("so many green results, before a flaky test counts as healthy"),
        "streak": marked(
            "so many red results in a row are a fault that lasted, no sign of flakiness"
        ),
        "broken_after": marked(
            "so many red results in a row, on more than one commit, make a test broken"
        ),
    },
    "slower": {
        "min_increase": marked("percent by which a time has to change at least"),
        "min_test_time": marked("by which the time of a test or a suite has to change at least"),
        "min_step_time": marked("by which the time of a step has to change at least"),
    },
    "services": {
        "stale_after": marked("an older check says nothing of the service now"),
        "slow_after": marked("a service that takes longer to answer is degraded"),
    },
}


class Format(NamedTuple):
    """What was read in one format over all runs."""

    name: str
    files: int
    runs: int
    read: int
    partial: int
    rejected: int
    ignored: int


class LineRow(NamedTuple):
    """The runs of one job and variant."""

    label: str
    runs: int
    first: datetime | None
    last: datetime | None


class Gap(NamedTuple):
    """A run whose evidence is not complete, and why."""

    seen: Seen
    evidence: str
    because: str


class Method(NamedTuple):
    """An algorithm with its version, and how much it told."""

    name: str
    tells: str
    findings: int


class Threshold(NamedTuple):
    """A setting that decides what counts, with its value and what it says."""

    key: str
    value: str
    says: str


def pages(
    history: History, settings: Settings | None = None, store_bytes: int | None = None
) -> Iterator[Page]:
    """Yield the one page."""
    problems = history.site.problems
    runs = history.runs
    gaps = [run for run in runs if run.verdict.evidence != "complete"]
    days = {run.run.started_at.date() for run in runs if run.run.started_at}
    lines = _lines(runs)
    formats = _formats(runs)
    first, last = history.site.first, history.site.last
    yield rendered(
        Place(URL, thing(phrase("About"), history.site), URL),
        history.site,
        "about.html.j2",
        trends=history.trends,
        settled=len(history.settled) if history.has_settled else 0,
        undated=sum(run.run.started_at is None for run in runs),
        days=len(days),
        span=(last - first).days + 1 if first and last else 0,
        lines=lines[:MOST_LINES],
        lines_left_out=max(0, len(lines) - MOST_LINES),
        formats=formats[:MOST_FORMATS],
        formats_left_out=max(0, len(formats) - MOST_FORMATS),
        gaps=[
            Gap(seen_report(run), run.verdict.evidence, run.verdict.because.evidence)
            for run in gaps[:MOST_GAPS]
        ],
        gaps_total=len(gaps),
        problems=problems[:MOST_PROBLEMS],
        problems_left_out=max(0, len(problems) - MOST_PROBLEMS),
        methods=_methods(history.trends),
        thresholds=_thresholds(settings) if settings else [],
        store_bytes=store_bytes,
        states=[
            (STATE_WORDS.get(word, word), STATE_TONES[word], says)
            for word, says in MEANINGS.items()
        ],
        letters=TESTS,
        confidences=CONFIDENCES,
    )


def _lines(runs: Sequence[Brief]) -> list[LineRow]:
    found: dict[str, list[Brief]] = {}
    for run in runs:
        found.setdefault(line_label(run), []).append(run)
    rows = []
    for label, of_line in found.items():
        moments = [run.run.started_at for run in of_line if run.run.started_at]
        rows.append(
            LineRow(label, len(of_line), min(moments, default=None), max(moments, default=None))
        )
    return sorted(rows, key=lambda row: (-row.runs, row.label))


def _formats(runs: Sequence[Brief]) -> list[Format]:
    statuses: dict[str, Counter[str]] = {}
    in_runs: Counter[str] = Counter()
    for run in runs:
        for files in run.files:
            statuses.setdefault(files.format, Counter())[files.status] += files.number
        in_runs.update({files.format for files in run.files})
    rows = [
        Format(
            one_line(name, _NAME),
            counted.total(),
            in_runs[name],
            counted["read"],
            counted["partial"],
            counted["rejected"],
            counted["ignored"],
        )
        for name, counted in statuses.items()
    ]
    return sorted(rows, key=lambda row: (-row.files, row.name))


def _methods(trends: Trends | None) -> list[Method]:
    if trends is None:
        return []
    told: tuple[tuple[str, Sequence[OverTime]], ...] = (
        (marked("state of a test"), trends.tests),
        (marked("slower or faster"), (*trends.slower, *trends.faster)),
        (marked("memory over runs"), trends.memory),
        (marked("services"), trends.services),
        (marked("causes of failures"), trends.causes),
        (marked("suites"), trends.suites),
    )
    methods = []
    for tells, findings in told:
        counted = Counter(found.algorithm for found in findings)
        methods += [
            Method(one_line(name, _NAME), tells, number) for name, number in sorted(counted.items())
        ]
    return methods


def _thresholds(settings: Settings) -> list[Threshold]:
    sections = {"flaky": settings.flaky, "slower": settings.slower, "services": settings.services}
    return [
        Threshold(f"{section}.{key.replace('_', '-')}", _value(getattr(values, key)), says)
        for section, keys in _THRESHOLDS.items()
        for key, says in keys.items()
        for values in (sections[section],)
    ]


def _value(value: float | timedelta) -> str:
    return duration(value.total_seconds()) if isinstance(value, timedelta) else f"{value:,g}"
