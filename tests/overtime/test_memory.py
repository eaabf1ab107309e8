"""Memory over runs: a verdict needs runs, and rests on the size of what happened."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.memory import MemorySeries, MemoryTrend, Sample, SeriesKind
from reportgen.model.overtime import MemoryOverRuns, MemoryPoint
from reportgen.model.text import parts
from reportgen.overtime.memory import ALGORITHM, MemoryRules, judge
from tests.overtime.timed_lines import make_line, make_run

MIB = 1 << 20


def trend(
    peak: float, gain: float | None = 0.0, name: str = "api", kind: SeriesKind = "rss"
) -> MemoryTrend:
    """Return a series with this *peak*, of which the end adds *gain* to its start, in MiB."""
    values = (
        [round(peak * MIB)] if gain is None else [round((peak - gain) * MIB), round(peak * MIB)]
    )
    return MemoryTrend(
        series=MemorySeries(
            name=name, kind=kind, samples=tuple(Sample(float(n), v) for n, v in enumerate(values))
        ),
        verdict="stable",
        first=values[0],
        min=min(values),
        peak=max(values),
        mean=round(sum(values) / len(values)),
        last=values[-1],
    )


def of_peaks(peaks: Sequence[float], **more: Any) -> MemoryOverRuns:  # noqa: ANN401 - as `trend` has it
    """Return the verdict on one series with these *peaks* in MiB."""
    (found,) = judge(make_line(memory=[(trend(peak, **more),) for peak in peaks]))
    return found


def noisy(values: Sequence[float], noise: float = 3.0) -> list[float]:
    """Return *values* with a few MiB of noise."""
    chance = Random(7)  # noqa: S311 - a fixed series, no secret
    return [value + chance.uniform(-noise, noise) for value in values]


STEADY = noisy([300] * 40)
GROWING = noisy([300 + 3 * n for n in range(40)])
STEP = noisy([300] * 24 + [400] * 16)
STEP_AND_BACK = noisy([300] * 15 + [400] * 10 + [300] * 15)
FALLING = noisy([500 - 5 * n for n in range(40)])
SPIKE = [*STEADY[:20], 2000.0, *STEADY[21:]]
SAWTOOTH = noisy([300 + 20 * (n % 8) for n in range(40)])


@pytest.mark.parametrize(
    ("peaks", "verdict"),
    [
        pytest.param(STEADY, "stable", id="steady"),
        pytest.param(GROWING, "growing", id="growing"),
        pytest.param(STEP, "step", id="step"),
        pytest.param(STEP_AND_BACK, "stable", id="step-and-back"),
        pytest.param(FALLING, "stable", id="falling"),
        pytest.param(SPIKE, "stable", id="one-spike"),
        pytest.param(SAWTOOTH, "stable", id="sawtooth"),
        pytest.param(GROWING[:9], "too-short", id="nine-runs"),
        pytest.param([300.0], "too-short", id="one-run"),
        pytest.param([20 + n / 3 for n in range(40)], "stable", id="little-in-absolute-terms"),
        pytest.param([4000 + 3 * n for n in range(40)], "stable", id="little-in-relation"),
        pytest.param([300.0] * 36 + [400.0] * 4, "stable", id="four-runs-after-a-step"),
        pytest.param(noisy([300 + 60 * (n // 8) for n in range(40)]), "growing", id="stairs"),
        pytest.param([0.0] * 20 + [100.0] * 20, "step", id="from-nothing"),
    ],
)
def test_verdicts(peaks: list[float], verdict: str) -> None:
    """The verdict follows from the peaks of the runs."""
    assert verdict == of_peaks(peaks).verdict


def test_growing_says_by_how_much() -> None:
    """The sentence has the rise, the runs and the share; the numbers have them, too."""
    found = of_peaks([300 + 3 * n for n in range(40)])

    assert (
        "the peak of `api` (rss) grew by 117.0 MiB over 40 runs, in both halves: +36.8 %"
    ) == found.reason
    assert (117 * MIB, 3.0 * MIB) == (found.numbers["rise"], found.slope_bytes_per_run)
    assert (40, ALGORITHM, "probable") == (found.window.runs, found.algorithm, found.confidence)
    assert MemoryPoint("run-0001", 303 * MIB, 0) == found.points[1]
    assert found.since is None


def test_a_step_says_since_when() -> None:
    """The sentence names the first run after it, and both levels."""
    found = of_peaks([300.0] * 24 + [400.0] * 16)
    run = make_run(24)

    assert (
        "the peak of `api` (rss) is 400.0 MiB since run of 2026-03-07 06:12 UTC "
        f"(commit `{(run.commit or '')[:8]}`), 300.0 MiB before: +33.3 %, "
        "over 24 runs before and 16 after"
    ) == found.reason
    assert run.id == (found.since and found.since.run)
    assert "probable" == found.confidence


def test_a_step_that_the_ranks_do_not_show_is_possible() -> None:
    """Where a process jumps between two peaks, that one came more often is no certain step."""
    found = of_peaks([100.0, 100.0, 300.0] * 20 + [300.0, 300.0, 300.0, 100.0, 100.0] * 16)

    assert ("step", "possible") == (found.verdict, found.confidence)


def test_chance_is_no_growth() -> None:
    """A rise that an order of the same values makes by chance is vetoed, and that is said."""
    found = of_peaks([100, 900, 200, 700, 300, 950, 350, 1000, 400, 980.0, 450, 990])

    assert ("stable", "possible") == (found.verdict, found.confidence)
    assert "may be chance" in found.reason


def test_what_is_gained_within_a_run_can_grow() -> None:
    """Where peaks hold still a leak that gets worse shows between start and end."""
    line = make_line(memory=[(trend(500 + n % 2, 10 + 5 * n),) for n in range(40)])
    (found,) = judge(line)

    assert "growing" == found.verdict
    assert found.reason.startswith("the gain within a run of `api` (rss) grew by 195.0 MiB over 40")


def test_of_what_is_free_less_is_worse() -> None:
    """That the least that is available falls means that use grows."""
    falls = of_peaks([900 - 6 * n for n in range(40)], kind="system_available", gain=-30.0)
    rises = of_peaks([300 + 6 * n for n in range(40)], kind="system_available", gain=-30.0)

    assert ("growing", "stable") == (falls.verdict, rises.verdict)
    assert (
        "the least of `api` (system available) fell by 234.0 MiB over 40 runs, in both halves: "
        "−27.1 %"
    ) == falls.reason
    assert -6.0 * MIB == falls.slope_bytes_per_run


def test_series_are_told_apart_by_name_and_kind() -> None:
    """One verdict for each, growing ones first, then by name."""
    runs = [
        (
            trend(300, name="b"), trend(300, name="a"), trend(300, name="a", kind="heap"),
            trend(300 + 4 * n, name="z"), trend(100.0 if n < 20 else 300.0, name="s"),
        )
        for n in range(40)
    ]  # fmt: skip

    assert [
        ("z", "rss", "growing"), ("s", "rss", "step"), ("a", "heap", "stable"),
        ("a", "rss", "stable"), ("b", "rss", "stable"),
    ] == [
        (found.name, found.kind, found.verdict) for found in judge(make_line(memory=runs))
    ]  # fmt: skip


def test_of_two_with_one_name_the_worst_counts() -> None:
    """Shards have the same processes: the run is as bad as the worst of them."""
    (found,) = judge(make_line(memory=[(trend(300, 20), trend(400, 5))] * 3))

    assert MemoryPoint("run-0000", 400 * MIB, 20 * MIB) == found.points[0]


def test_one_reading_has_no_gain() -> None:
    """What is not known is None, not nothing."""
    assert of_peaks([300.0] * 3, gain=None).points[0].gain is None


def test_settled_runs_alone_are_history() -> None:
    """Runs of pull requests count only where there are no others."""
    memory = [(trend(300 if n < 20 else 900),) for n in range(40)]
    mixed = [make_run(n, settled=n < 20) for n in range(40)]
    topics = [make_run(n, settled=False) for n in range(40)]

    assert ["stable"] == [f.verdict for f in judge(make_line(memory=memory, runs=mixed))]
    assert ["step"] == [f.verdict for f in judge(make_line(memory=memory, runs=topics))]


def test_runs_without_the_series_are_gaps() -> None:
    """A run that did not measure is not part of the window."""
    memory = [(trend(300),) if n % 2 else () for n in range(40)]
    (found,) = judge(make_line(memory=memory))

    assert (20, "run-0001") == (found.window.runs, found.points[0].run)


def test_rules_can_be_set() -> None:
    """A project that holds more for a leak says so."""
    line = make_line(memory=[(trend(peak),) for peak in GROWING])

    assert ["stable"] == [found.verdict for found in judge(line, MemoryRules(share=0.9))]


def test_names_are_quoted() -> None:
    """The name of a process stands in our sentence as a quote alone."""
    reason = of_peaks(GROWING, name="`@evil` **b**").reason
    ours = "".join(part.text for part in parts(reason) if not part.quoted)

    assert "evil" not in ours
    assert "**" not in ours


@given(st.lists(st.sampled_from([0.0, 1.0, 250.0, 300.0, 9e6]), max_size=30))
def test_every_series_gets_one_verdict(peaks: list[float]) -> None:
    """Whatever was measured, growing and step are as large as they have to be."""
    for found in judge(make_line(memory=[(trend(peak),) for peak in peaks])):
        assert len(peaks) == found.window.runs == len(found.points)
        assert (len(peaks) < MemoryRules().least_runs) == (found.verdict == "too-short")
        if found.verdict in {"growing", "step"}:
            assert (found.numbers["rise"] or 0) >= MemoryRules().least_bytes


def test_without_memory_there_is_nothing() -> None:
    """A line that measured no memory has no verdicts."""
    assert () == judge(make_line({"a/A.b": [1.0] * 20}))
