"""
The rule over time: what the tests that ran in the baseline too took together.

A test counts where it ran as often in both runs and stated its time each time: what is new, gone,
skipped or tried again says nothing of speed.
An increase of up to `NOISE_S` is never too much: machines differ by that.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.analysis.policy.grounds import Grounds
from reportgen.model.baseline import Baseline
from reportgen.model.report import Rule
from reportgen.model.tests import Case
from reportgen.model.units import duration, plural, signed_percent
from reportgen.wording import phrase

NOISE_S: Final = 1.0
_ROUNDING_S: Final = 1e-6


class _Times(NamedTuple):
    """What the tests that ran in both runs took."""

    tests: int
    before_s: float
    now_s: float


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield the rule over the time of all tests."""
    name, allowed = "max-duration-increase", grounds.policy.max_duration_increase
    if allowed is None:
        yield grounds.unset(name)
        return
    if grounds.baseline is None:
        yield grounds.unjudged(name, phrase("there is no run to compare with"))
        return
    times = _times(grounds.cases, grounds.baseline)
    if not times.tests:
        lacks = phrase("no test ran both here and in {base} and states its time", base=grounds.base)
        yield grounds.unjudged(name, lacks, grounds.results())
        return
    more = times.now_s - times.before_s
    is_over = times.now_s > times.before_s * (1 + allowed / 100) + _ROUNDING_S
    is_noise = more <= NOISE_S
    share = f" ({signed_percent(more / times.before_s)})" if times.before_s else ""
    excused = (
        phrase("; up to {noise} more never counts", noise=duration(NOISE_S))
        if is_over and is_noise
        else ""
    )
    yield grounds.judged(
        name,
        phrase(
            "{now} after {before} in {base}{share}, over {tests} that ran "
            "in both; {allowed:g} % more allowed{excused}",
            now=duration(times.now_s),
            before=duration(times.before_s),
            base=grounds.base,
            share=share,
            tests=plural(times.tests, "test"),
            allowed=allowed,
            excused=excused,
        ),
        {
            "base_s": round(times.before_s, 6),
            "now_s": round(times.now_s, 6),
            "tests": times.tests,
            "allowed_percent": allowed,
        },
        grounds.results(),
        passed=not is_over or is_noise,
    )


def _times(cases: Sequence[Case], baseline: Baseline) -> _Times:
    now: dict[str, tuple[int, float]] = {}
    for case in cases:
        if case.duration_s is not None and case.outcome.name != "skipped":
            test = case.id
            timed, seconds = now.get(test, (0, 0.0))
            now[test] = (timed + 1, seconds + case.duration_s)
    both = [
        (before.duration_s, seconds)
        for test, (timed, seconds) in now.items()
        if (before := baseline.tests.get(test)) is not None and before.timed == timed
    ]
    return _Times(len(both), sum(before for before, _ in both), sum(after for _, after in both))
