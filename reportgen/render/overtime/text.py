"""What many runs show, for a terminal: the sentences of the findings, the costliest first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from reportgen.model.overtime import (
    GREEN,
    RED,
    CaseHistory,
    CaseOnLine,
    CountsOverRuns,
    Moment,
    Preview,
    ServiceOverRuns,
    Slower,
    TestState,
    Trends,
    Window,
)
from reportgen.model.text import one_line, quote
from reportgen.model.units import duration, moment, percent, plural
from reportgen.render.overtime.words import (
    MOST_CELLS,
    of_flaky,
    of_line,
    of_window,
    sparkline,
    strip,
)
from reportgen.render.terminal import plain

MOST: Final = 20
ALL: Final = 1 << 30
_SHORT: Final = 8
_LEGEND: Final = (
    "P passed, R passed after a failed attempt, F failed, E errored, I failed in an outage, "
    "S skipped, . not in the run; the newest is on the right"
)


def flaky(found: Trends, most: int = MOST) -> str:
    """Return the tests of *found* that are not simply healthy, ranked by the time they waste."""
    return _text(_flaky(found, most))


def trends(found: Trends, most: int = MOST) -> str:
    """Return all of *found*, at most *most* of each kind."""
    return _text(_trends(found, most))


def history(found: CaseHistory) -> str:
    """Return what is recorded of one test, line by line."""
    return _text(_history(found))


def preview(changes: Sequence[Preview], rules: str) -> str:
    """Return which tests would be called otherwise by *rules*."""
    return _text(_preview(changes, rules))


def _text(lines: Iterator[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _flaky(found: Trends, most: int) -> Iterator[str]:
    yield f"{of_flaky(found)} · {_window(found)}"
    for number, state in enumerate(found.tests[:most], 1):
        yield ""
        yield from _state(state, number)
    yield from _hidden(len(found.tests), most, "test")
    if found.tests:
        yield ""
        yield _LEGEND


def _state(state: TestState, number: int) -> Iterator[str]:
    said = "recovered" if state.recovered and state.state == "healthy" else state.state
    wasted = f" · wasted some {duration(state.wasted_s)}" if state.wasted_s else ""
    share = percent(state.failed, state.ran)
    rate = f"{state.failed:,} of {plural(state.ran, 'result')} red ({share})"
    yield plain(f"{number:>3}. {said}: {quote(state.title, 200)}{_on(state)} · {rate}{wasted}")
    yield plain(f"     {state.reason}")
    yield f"     {strip(state.strip)}"
    for text in state.says[-3:]:
        yield plain(f"     said {quote(one_line(text, 160))}")


def _trends(found: Trends, most: int) -> Iterator[str]:
    yield _window(found).capitalize() if not found.runs else _window(found)
    if not found.runs:
        return
    sections: tuple[tuple[str, Sequence[str]], ...] = (
        (f"tests: {of_flaky(found)}", [f"{s.state}: {s.reason}" for s in found.tests]),
        (_counted(found.causes, "cause", "behind failures"), [c.reason for c in found.causes]),
        (_counted(found.slower, "thing", "became slower"), [_slower(s) for s in found.slower]),
        (_counted(found.faster, "thing", "became faster"), [_slower(s) for s in found.faster]),
        (_counted(found.suites, "suite", "changed"), [s.reason for s in found.suites]),
        (
            _counted(found.memory, "memory series", "over runs", "memory series"),
            [f"{m.verdict}: {m.reason}" for m in found.memory],
        ),
        (_counted(found.services, "service", "over runs"), [_service(s) for s in found.services]),
    )
    for title, sentences in sections:
        yield ""
        yield title
        for number, sentence in enumerate(sentences[:most], 1):
            yield plain(f"  {number:>2}. {sentence}")
        yield from _hidden(len(sentences), most, "entry", "entries")
    for counts in found.counts:
        yield ""
        yield from _counts(counts)


def _counts(found: CountsOverRuns) -> Iterator[str]:
    named = of_line(found)
    yield plain(f"counts{f' of {quote(named, 120)}' if named else ''}: {found.reason}")
    shown = [point for point in found.points if not point.partial][-MOST_CELLS:]
    if shown:
        yield _row("tests per run", [point.tests for point in shown])
        yield _row("red per run", [point.red for point in shown])


def _counted(found: Sequence[object], noun: str, tail: str, nouns: str | None = None) -> str:
    return f"{plural(len(found), noun, nouns)} {tail}" if found else f"no {noun} {tail}"


def _row(title: str, values: Sequence[int]) -> str:
    return f"{title:<16} {sparkline(values)} {min(values):,} to {max(values):,}"


def _slower(found: Slower) -> str:
    return f"{found.kind}: {found.reason}" + ("" if found.agreed else " (possible)")


def _service(found: ServiceOverRuns) -> str:
    return f"{found.status}: {found.reason}"


def _history(found: CaseHistory) -> Iterator[str]:
    yield plain(quote(found.title, 300))
    facts = [quote(text, 200) for text in (found.suite, found.file) if text]
    if facts:
        yield plain(f"{' · '.join(facts)} · id {found.test}")
    for line in found.lines:
        yield ""
        yield from _on_line(line)
    yield ""
    yield _LEGEND


def _on_line(line: CaseOnLine) -> Iterator[str]:
    state = line.state
    named = of_line(state)
    said = "recovered" if state.recovered and state.state == "healthy" else state.state
    yield plain(f"{quote(named, 120)}: {said}" if named else said)
    yield plain(f"  {state.reason}")
    letters = "".join(point.letter for point in line.points)
    yield f"  {strip(letters)}"
    if line.first_bad:
        yield plain(f"  first bad    {_moment(line.first_bad)}")
        good = _moment(line.last_good) if line.last_good else "none is recorded"
        yield plain(f"  last good    {good}")
    elif state.last_failed:
        yield plain(f"  last failed  {_moment(state.last_failed)}")
    if line.p50_s is not None:
        took = [
            point.duration_ms if point.letter in GREEN else None
            for point in line.points[-MOST_CELLS:]
        ]
        times = f"p50 {duration(line.p50_s)}, p95 {duration(line.p95_s)}"
        yield f"  took         {sparkline(took)} {times}"
    if line.slower:
        yield plain(f"  {_slower(line.slower)}")
    reasons = Counter(point.says for point in line.points if point.letter in RED and point.says)
    for text, number in reasons.most_common(5):
        yield plain(f"  said {number:,}×     {quote(one_line(text, 160))}")
    if len(reasons) > 5:
        yield f"  and {plural(len(reasons) - 5, 'other message')}"


def _preview(changes: Sequence[Preview], rules: str) -> Iterator[str]:
    if not changes:
        yield f"with {rules} every test would be called what it is called now"
        return
    yield f"with {rules} {plural(len(changes), 'test')} would be called otherwise"
    for change in changes:
        yield plain(f"  {quote(change.title, 200)}{_on(change)}: {change.before} → {change.after}")
        yield plain(f"     {change.reason}")


def _moment(seen: Moment) -> str:
    commit = f" · commit {quote(seen.commit[:_SHORT])}" if seen.commit else ""
    return f"{moment(seen.started_at)}{commit} · run {seen.run}"


def _on(found: TestState | Preview) -> str:
    named = " · ".join(filter(None, (found.job, *(f"{k}={v}" for k, v in found.variant.items()))))
    return f" on {quote(named, 120)}" if named else ""


def _window(found: Trends) -> str:
    if not found.runs:
        return "no run is recorded"
    return of_window(Window(runs=found.runs, since=found.since, until=found.until))


def _hidden(total: int, most: int, noun: str, nouns: str | None = None) -> Iterator[str]:
    if total > most:
        yield f"      {most:,} of {plural(total, noun, nouns)} shown; --limit 0 shows all"
