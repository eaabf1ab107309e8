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
    OverTime,
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
    STATE_WORDS,
    of_flaky,
    of_line,
    of_window,
    sparkline,
    strip,
)
from reportgen.render.terminal import plain
from reportgen.wording import marked, phrase, phrase_many

MOST: Final = 20
ALL: Final = 1 << 30
_SHORT: Final = 8
_LEGEND: Final = marked(
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
        yield phrase(_LEGEND)


def _state(state: TestState, number: int) -> Iterator[str]:
    said = _called(state)
    wasted = (
        phrase(" · wasted some {time}", time=duration(state.wasted_s)) if state.wasted_s else ""
    )
    share = percent(state.failed, state.ran)
    rate = phrase(
        "{failed:,} of {results} red ({share})",
        failed=state.failed,
        results=plural(state.ran, "result"),
        share=share,
    )
    yield plain(f"{number:>3}. {said}: {quote(state.title, 200)}{_on(state)} · {rate}{wasted}")
    yield plain(f"     {state.reason}")
    yield f"     {strip(state.strip)}"
    for text in state.says[-3:]:
        yield plain(phrase("     said {text}", text=quote(one_line(text, 160))))


def _trends(found: Trends, most: int) -> Iterator[str]:
    yield _capitalized(_window(found)) if not found.runs else _window(found)
    if not found.runs:
        return
    sections: tuple[tuple[str, Sequence[str]], ...] = (
        (
            phrase("tests: {said}", said=of_flaky(found)),
            [f"{phrase(STATE_WORDS[s.state])}: {s.reason}" for s in found.tests],
        ),
        (
            phrase_many(
                "{n:,} cause behind failures", "{n:,} causes behind failures", len(found.causes)
            )
            if found.causes
            else phrase("no cause behind failures"),
            [c.reason for c in found.causes],
        ),
        # Suites that became slower are told among the suites that changed.
        _slower_ones([s for s in found.slower if s.kind != "suite"]),
        _faster_ones([s for s in found.faster if s.kind != "suite"]),
        (
            phrase_many("{n:,} suite changed", "{n:,} suites changed", len(found.suites))
            if found.suites
            else phrase("no suite changed"),
            [f"{s.change}{_on(s)}: {s.reason}" for s in found.suites],
        ),
        (
            phrase_many(
                "{n:,} memory series over runs", "{n:,} memory series over runs", len(found.memory)
            )
            if found.memory
            else phrase("no memory series over runs"),
            [f"{phrase(m.verdict)}{_on(m)}: {m.reason}" for m in found.memory],
        ),
        (
            phrase_many("{n:,} service over runs", "{n:,} services over runs", len(found.services))
            if found.services
            else phrase("no service over runs"),
            [_service(s) for s in found.services],
        ),
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
    yield plain(
        phrase("counts of {name}: {reason}", name=quote(named, 120), reason=found.reason)
        if named
        else phrase("counts: {reason}", reason=found.reason)
    )
    shown = [point for point in found.points if not point.partial][-MOST_CELLS:]
    if shown:
        yield _row(phrase("tests per run"), [point.tests for point in shown])
        yield _row(phrase("red per run"), [point.red for point in shown])


def _slower_ones(found: Sequence[Slower]) -> tuple[str, Sequence[str]]:
    title = (
        phrase_many(
            "{n:,} test or step became slower", "{n:,} tests and steps became slower", len(found)
        )
        if found
        else phrase("no test or step became slower")
    )
    return title, [_slower(each) for each in found]


def _faster_ones(found: Sequence[Slower]) -> tuple[str, Sequence[str]]:
    title = (
        phrase_many(
            "{n:,} test or step became faster", "{n:,} tests and steps became faster", len(found)
        )
        if found
        else phrase("no test or step became faster")
    )
    return title, [_slower(each) for each in found]


def _called(state: TestState) -> str:
    if state.recovered and state.state == "healthy":
        return phrase("recovered")
    return phrase("insufficient" if state.state == "insufficient" else STATE_WORDS[state.state])


def _capitalized(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _row(title: str, values: Sequence[int]) -> str:
    span = phrase("{least:,} to {most:,}", least=min(values), most=max(values))
    return f"{title:<16} {sparkline(values)} {span}"


def _slower(found: Slower) -> str:
    doubt = "" if found.agreed else phrase("possibly ")
    return f"{doubt}{phrase(found.kind)}{_on(found)}: {found.reason}"


def _service(found: ServiceOverRuns) -> str:
    return f"{phrase(found.status)}: {found.reason}"


def _history(found: CaseHistory) -> Iterator[str]:
    yield plain(quote(found.title, 300))
    facts = [quote(text, 200) for text in (found.suite, found.file) if text]
    if facts:
        yield plain(f"{' · '.join(facts)} · id {found.test}")
    for line in found.lines:
        yield ""
        yield from _on_line(line)
    yield ""
    yield phrase(_LEGEND)


def _on_line(line: CaseOnLine) -> Iterator[str]:
    state = line.state
    named = of_line(state)
    said = _called(state)
    yield plain(f"{quote(named, 120)}: {said}" if named else said)
    yield plain(f"  {state.reason}")
    letters = "".join(point.letter for point in line.points)
    yield f"  {strip(letters)}"
    if line.first_bad:
        yield plain(phrase("  first bad    {run}", run=_moment(line.first_bad)))
        good = _moment(line.last_good) if line.last_good else phrase("none is recorded")
        yield plain(phrase("  last good    {run}", run=good))
    elif state.last_failed:
        yield plain(phrase("  last failed  {run}", run=_moment(state.last_failed)))
    if line.p50_s is not None:
        took = [
            point.duration_ms if point.letter in GREEN else None
            for point in line.points[-MOST_CELLS:]
        ]
        times = f"p50 {duration(line.p50_s)}, p95 {duration(line.p95_s)}"
        yield phrase("  took         {course} {times}", course=sparkline(took), times=times)
    if line.slower:
        yield plain(f"  {_slower(line.slower)}")
    reasons = Counter(point.says for point in line.points if point.letter in RED and point.says)
    for text, number in reasons.most_common(5):
        yield plain(
            phrase("  said {number:,}×     {text}", number=number, text=quote(one_line(text, 160)))
        )
    if len(reasons) > 5:
        yield phrase("  and {messages}", messages=plural(len(reasons) - 5, "other message"))


def _preview(changes: Sequence[Preview], rules: str) -> Iterator[str]:
    if not changes:
        yield phrase("with {rules} every test would be called what it is called now", rules=rules)
        return
    yield phrase(
        "with {rules} {tests} would be called otherwise",
        rules=rules,
        tests=plural(len(changes), "test"),
    )
    for change in changes:
        yield plain(f"  {quote(change.title, 200)}{_on(change)}: {change.before} → {change.after}")
        yield plain(f"     {change.reason}")


def _moment(seen: Moment) -> str:
    commit = phrase(" · commit {commit}", commit=quote(seen.commit[:_SHORT])) if seen.commit else ""
    return phrase(
        "{when}{commit} · run {run}", when=moment(seen.started_at), commit=commit, run=seen.run
    )


def _on(found: OverTime | Preview) -> str:
    named = " · ".join(filter(None, (found.job, *(f"{k}={v}" for k, v in found.variant.items()))))
    return phrase(" on {label}", label=quote(named, 120)) if named else ""


def _window(found: Trends) -> str:
    if not found.runs:
        return phrase("no run is recorded")
    return of_window(Window(runs=found.runs, since=found.since, until=found.until))


def _hidden(total: int, most: int, noun: str, nouns: str | None = None) -> Iterator[str]:
    if total > most:
        yield phrase(
            "      {most:,} of {all} shown; --limit 0 shows all",
            most=most,
            all=plural(total, noun, nouns),
        )
