"""What the last runs had of each suite → which suites changed their ways, and since when."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from reportgen.model.overtime import (
    Confidence,
    Line,
    Moment,
    RunFacts,
    SuiteChange,
    SuiteOverRuns,
    Window,
)
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.overtime.suites.sights import Held, Sight, sights_of
from reportgen.wording import phrase, phrase_many

ALGORITHM: Final = "suites/1"
LATELY: Final = 20
"""Among so many runs a suite must have been in most, to be missed; skips are new as long."""
GONE_AFTER: Final = 2
NEARLY_ALL: Final = 0.9
FEWEST_TESTS: Final = 3
"""So many tests more must be skipped before a suite has changed its ways."""
FEWEST_RUNS: Final = 3
"""So many runs must show how a suite was before."""
AFTER: Final = 10
BEFORE: Final = 30
GROWTH: Final = 0.10
_SLACK: Final = 0.02
_RUNS: Final = AFTER + BEFORE
_ORDER: Final[tuple[SuiteChange, ...]] = (
    "vanished", "newly-skipped", "growing-skips", "newly-slow",
)  # fmt: skip


def judge(line: Line) -> tuple[SuiteOverRuns, ...]:
    """Return the suites of *line* that changed their ways, those that vanished first."""
    sights = sights_of(line, _RUNS)
    if not sights:
        return ()
    found = list(_vanished(line, sights))
    for suite in sights[0].suites:
        held = [(sight, sight.suites[suite]) for sight in sights if suite in sight.suites]
        told = _newly_skipped(line, suite, held) or _growing(line, suite, held)
        if told:
            found.append(told)
    return tuple(
        sorted(
            found,
            key=lambda each: (
                _ORDER.index(each.change), -(each.numbers["lost"] or 0), each.suite,
            ),
        )
    )  # fmt: skip


def _vanished(line: Line, sights: Sequence[Sight]) -> Iterator[SuiteOverRuns]:
    lately = sights[:LATELY]
    suites = dict.fromkeys(suite for sight in lately for suite in sight.suites)
    for suite in suites:
        places = [place for place, sight in enumerate(lately) if suite in sight.suites]
        gone = places[0]
        most = len(places) >= FEWEST_RUNS and 2 * len(places) > len(lately)
        if gone < GONE_AFTER or not most or _moved(suite, lately[gone], lately[0]):
            continue
        tests = lately[gone].suites[suite].tests
        yield _finding(
            line, suite, "vanished", lately,
            reason=phrase(
                "the suite {suite} is in none of the last {runs}{where}, and was in {number:,} "
                "of the {all:,} up to now, last with {tests}",
                suite=quote(suite), runs=plural(gone, "run"), where=_where(line),
                number=len(places), all=len(lately), tests=plural(tests, "test"),
            ),
            numbers={"runs_without": gone, "runs_with": len(places), "lost": tests},
            since=lately[gone - 1].run,
            confidence="probable" if gone > GONE_AFTER else "possible",
        )  # fmt: skip


def _moved(suite: str, before: Sight, now: Sight) -> bool:
    """Whether most tests of *suite* are in a suite that *before* did not have."""
    tests = before.names([suite])
    elsewhere = now.names(now.suites.keys() - before.suites.keys())
    return 2 * len(tests & elsewhere) > len(tests)


def _newly_skipped(
    line: Line, suite: str, held: Sequence[tuple[Sight, Held]]
) -> SuiteOverRuns | None:
    row = next(
        (place for place, (_, each) in enumerate(held) if each.share < NEARLY_ALL), len(held)
    )
    before = held[row : row + LATELY]
    now = held[0][1]
    if not 0 < row <= LATELY or now.skipped < FEWEST_TESTS or len(before) < FEWEST_RUNS:
        return None
    skipped_before = median(each.skipped for _, each in before)
    if median(each.share for _, each in before) >= NEARLY_ALL / 2:
        return None
    if now.skipped - skipped_before < FEWEST_TESTS:
        return None
    last = phrase("the last run") if row == 1 else phrase("the last {row:,} runs", row=row)
    return _finding(
        line, suite, "newly-skipped", [sight for sight, _ in held[: row + len(before)]],
        reason=phrase(
            "{last} skipped nearly all of the suite {suite}{where}: {skipped:,} of {tests} now, "
            "{skipped_before:g} in the {runs} before (median)",
            last=last, suite=quote(suite), where=_where(line), skipped=now.skipped,
            tests=plural(now.tests, "test"), skipped_before=skipped_before,
            runs=plural(len(before), "run"),
        ),
        numbers={
            "skipped": now.skipped, "tests": now.tests, "skipped_before": skipped_before,
            "runs": row, "runs_before": len(before), "lost": now.skipped - skipped_before,
        },
        since=held[row - 1][0].run,
        confidence="probable" if row > 1 else "possible",
    )  # fmt: skip


def _growing(line: Line, suite: str, held: Sequence[tuple[Sight, Held]]) -> SuiteOverRuns | None:
    after, before = held[:AFTER], held[AFTER:_RUNS]
    if len(before) < AFTER:
        return None
    level = median(each.share for _, each in before)
    share = median(each.share for _, each in after)
    skipped_before = median(each.skipped for _, each in before)
    skipped = median(each.skipped for _, each in after)
    more = skipped - skipped_before
    if share - level < GROWTH or more < FEWEST_TESTS or not _rises(held, level):
        return None
    row = next((at for at, (_, each) in enumerate(held) if each.share <= level), len(held))
    return _finding(
        line, suite, "growing-skips", [sight for sight, _ in held],
        reason=phrase(
            "the suite {suite} skips more and more{where}: the median of the last {runs:,} runs is "
            "{now}, that of the {runs_before:,} before {then}",
            suite=quote(suite), where=_where(line), runs=len(after), now=_of_it(skipped, share),
            runs_before=len(before), then=_of_it(skipped_before, level),
        ),
        numbers={
            "skipped": skipped, "skipped_before": skipped_before, "share": share,
            "share_before": level, "runs": len(after), "runs_before": len(before), "lost": more,
        },
        since=held[row - 1][0].run if row else None,
        confidence="probable" if len(before) == BEFORE else "possible",
    )  # fmt: skip


def _of_it(skipped: float, share: float) -> str:
    """Return how much of a suite was skipped: ``4 tests (57 %)``."""
    if not skipped:
        return phrase("none")
    return phrase_many(
        "{number:g} test ({share:.0f} %)", "{number:g} tests ({share:.0f} %)",
        1 if skipped == 1 else 2, number=skipped, share=100 * share,
    )  # fmt: skip


def _rises(held: Sequence[tuple[Sight, Held]], level: float) -> bool:
    """
    Whether the share of skips only ever rose: neither back and forth, nor up and down again.

    Nearly all of the last runs lie above the *level* before, and from one ten runs to the next
    their median does not fall.
    """
    shares = [each.share for _, each in held[:_RUNS]]
    above = sum(share > level for share in shares[:AFTER])
    steps = [median(shares[at : at + AFTER]) for at in range(0, len(shares), AFTER)]
    newer_first = pairwise(steps)
    return above >= AFTER - 1 and all(new >= old - _SLACK for new, old in newer_first)


def _finding(
    line: Line, suite: str, change: SuiteChange, sights: Sequence[Sight], *, reason: str,
    numbers: dict[str, int | float | None], since: RunFacts | None, confidence: Confidence,
) -> SuiteOverRuns:  # fmt: skip
    moments = [sight.run.started_at for sight in sights if sight.run.started_at]
    return SuiteOverRuns(
        reason=reason,
        numbers=numbers,
        window=Window(
            runs=len(sights), since=min(moments, default=None), until=max(moments, default=None)
        ),
        confidence=confidence,
        algorithm=ALGORITHM,
        job=line.key.job,
        variant=dict(line.key.variant),
        suite=suite,
        change=change,
        since=since and Moment(run=since.id, started_at=since.started_at, commit=since.commit),
    )


def _where(line: Line) -> str:
    return phrase(" on {label}", label=quote(line.key.label)) if line.key.label else ""
