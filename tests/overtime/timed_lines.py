"""Lines made by hand: what each test came to in each run, as letters and as seconds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from reportgen.model.memory import MemoryTrend
from reportgen.model.overtime import PASSED, Column, Line, LineKey, Named, RunFacts
from reportgen.model.report import EvidenceState
from reportgen.model.steps import Step
from reportgen.model.tests import Counts

START = datetime(2026, 3, 1, 6, 12, tzinfo=UTC)
EVERY = timedelta(hours=6)


def make_run(
    number: int,
    *,
    settled: bool = True,
    evidence: EvidenceState = "complete",
    counts: Counts | None = None,
    started: bool = True,
) -> RunFacts:
    """Return the facts of the run with *number*; one starts every six hours."""
    return RunFacts(
        id=f"run-{number:04}",
        started_at=START + number * EVERY if started else None,
        commit=sha256(str(number).encode()).hexdigest()[:40],
        branch="main" if settled else f"topic-{number}",
        pull_request=None if settled else number,
        settled=settled,
        evidence=evidence,
        counts=counts or Counts(),
    )


def make_named(title: str) -> Named:
    """Return the test called *title*, ``suite/Class.name`` or less of it."""
    suite, _, rest = title.rpartition("/")
    class_name, _, name = rest.rpartition(".")
    return Named(f"id:{title}", suite, class_name, name, None)


def make_line(
    seconds: Mapping[str, Sequence[float | None]] | None = None,
    letters: Mapping[str, str] | None = None,
    *,
    runs: Sequence[RunFacts] | None = None,
    steps: Sequence[tuple[Step, ...]] | None = None,
    memory: Sequence[tuple[MemoryTrend, ...]] | None = None,
    key: LineKey | None = None,
) -> Line:
    """
    Return a line of the tests that *seconds* or *letters* name, by title.

    A test without letters passed wherever it took time; one without seconds took none that is
    known. Without *runs* there are as many as the longest of the parts needs.
    """
    times, letters = dict(seconds or {}), dict(letters or {})
    titles = tuple(dict.fromkeys((*times, *letters)))
    parts = (*times.values(), *letters.values(), steps or (), memory or ())
    count = len(runs) if runs is not None else max(map(len, parts), default=0)
    facts = tuple(runs) if runs is not None else tuple(make_run(n) for n in range(count))
    key = key or LineKey("shop", "unit", ())
    rows = [times.get(title, (None,) * count) for title in titles]
    outcomes = tuple(
        letters.get(title, "".join("." if time is None else PASSED for time in row))
        for title, row in zip(titles, rows, strict=True)
    )
    durations = tuple(tuple(None if time is None else time * 1000 for time in row) for row in rows)
    tests = tuple(make_named(title) for title in titles)
    columns = tuple(
        Column(
            line=key,
            run=run,
            tests=tests,
            letters="".join(text[n] for text in outcomes),
            durations_ms=tuple(row[n] for row in durations),
            troubles={},
            steps=steps[n] if steps else (),
            memory=memory[n] if memory else (),
        )
        for n, run in enumerate(facts)
    )
    return Line(key, facts, tests, outcomes, durations, {}, columns)
