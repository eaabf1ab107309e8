"""Memory: a verdict needs readings, and rests on the size of what happened."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis import memory
from reportgen.analysis.memory import trends
from reportgen.analysis.memory.kills import MOST_KILLS
from reportgen.config import Settings
from reportgen.model.memory import (
    LESS_IS_WORSE,
    MemorySeries,
    MemoryTrend,
    OutOfMemory,
    OutOfMemoryTeller,
    Sample,
    SeriesKind,
)
from reportgen.model.report import Citations
from tests.analysis.jobs import GREEN, judged, log, readings, told

STEADY = (300, 301, 300, 302, 301, 300, 301, 302, 301, 300, 301, 300)
GROWING = tuple(300 + 10 * index for index in range(16))
STEP = (300, 301, 300, 301, 300, 301, 300, 400, 401, 400, 401, 400, 401, 400)
SAWTOOTH = (200, 300, 400, 200, 300, 400, 200, 300, 400, 200, 300, 400, 200, 300, 400)
WARMING_UP = (100, 200, 290, 299, 300, 301, 300, 301, 300, 301, 300, 301, 300, 301, 300)
FALLING = tuple(460 - 10 * index for index in range(16))
MIB = 1 << 20
SPIKE = (300, 300, 300, 300, 300, 300, 900, 300, 300, 300, 300, 300, 300, 300)


def trend_of(folder: Path, readings_log: str, config: str = "") -> tuple[MemoryTrend, list[str]]:
    """Return the one trend of a memory log, and the memory findings that it gives."""
    report = judged(folder, {**GREEN, "memory.log": readings_log}, config=config)
    (trend,) = report.memory
    return trend, [name for name, _ in told(report.findings)]


@pytest.mark.parametrize(
    ("values", "verdict", "findings"),
    [
        pytest.param(STEADY, "stable", [], id="steady"),
        pytest.param(GROWING, "growing", ["memory-growth"], id="growing"),
        pytest.param(STEP, "step", ["memory-step"], id="step"),
        pytest.param(SAWTOOTH, "sawtooth", [], id="sawtooth"),
        pytest.param(WARMING_UP, "stable", [], id="warming-up"),
        pytest.param(FALLING, "stable", [], id="falling"),
        pytest.param(SPIKE, "stable", [], id="one-spike"),
        pytest.param(GROWING[:7], "too-short", [], id="seven-readings"),
        pytest.param((300,), "too-short", [], id="one-reading"),
        pytest.param(
            tuple(20 + index for index in range(16)), "stable", [], id="little-in-absolute-terms"
        ),
        pytest.param(
            tuple(4000 + 10 * index for index in range(16)), "stable", [], id="little-in-relation"
        ),
    ],
)
def test_verdict(
    values: tuple[int, ...], verdict: str, findings: list[str], tmp_path: Path
) -> None:
    """A series has the verdict that its course deserves, and findings only where one must act."""
    trend, found = trend_of(tmp_path, readings(*values))

    assert (verdict, findings) == (trend.verdict, found)
    assert values[0] << 20 == trend.first
    assert values[-1] << 20 == trend.last
    assert max(values) << 20 == trend.peak
    assert min(values) << 20 == trend.min


def test_a_verdict_does_not_depend_on_a_clock(tmp_path: Path) -> None:
    """Readings without a time are judged by their order; there is no slope per second then."""
    trend, found = trend_of(tmp_path, log(*(f"RSS: {value} MiB" for value in GROWING)))

    assert ("growing", ["memory-growth"]) == (trend.verdict, found)
    assert trend.slope_bytes_per_s is None
    assert trend.span_s is None


def test_the_slope_is_per_second(tmp_path: Path) -> None:
    """Ten MiB every 15 seconds are two thirds of a MiB a second."""
    trend, _ = trend_of(tmp_path, readings(*GROWING))

    assert trend.slope_bytes_per_s == pytest.approx(10 * (1 << 20) / 15, rel=0.001)
    assert 15.0 * (len(GROWING) - 1) == trend.span_s


@pytest.mark.parametrize(
    ("limit", "findings"),
    [
        pytest.param("301 MiB", ["memory-limit"], id="above"),
        pytest.param("302 MiB", [], id="reached"),
        pytest.param("1 GiB", [], id="below"),
    ],
)
def test_limit(limit: str, findings: list[str], tmp_path: Path) -> None:
    """A peak over the limit is an error; one that reaches it is none."""
    _, found = trend_of(tmp_path, readings(*STEADY), f'[memory]\nlimit = "{limit}"')

    assert findings == found


def test_too_short_a_series_is_no_claim(tmp_path: Path) -> None:
    """Where there are too few readings nothing is claimed of the memory."""
    report = judged(tmp_path, {**GREEN, "memory.log": readings(300, 301)})

    assert [] == [claim.id for claim in report.verdict.claims if claim.id.startswith("memory")]
    assert "2 readings, a verdict needs 8" == report.memory[0].why


def test_growth_does_not_judge_the_change(tmp_path: Path) -> None:
    """A leak is a warning with advice; the three axes are about other things."""
    report = judged(tmp_path, {**GREEN, "memory.log": readings(*GROWING)})

    assert "validated" == report.verdict.change
    assert ("look for a leak behind `memory usage`",) == report.verdict.advice


def test_two_series_of_one_log_are_apart(tmp_path: Path) -> None:
    """Each quantity has its own series, in the order of the log."""
    lines = [
        line
        for grown, steady in zip(GROWING, STEADY, strict=False)
        for line in (f"RSS: {grown} MiB", f"Heap used: {steady} MiB")
    ]
    report = judged(tmp_path, {**GREEN, "memory.log": log(*lines)})

    assert [("rss", "growing"), ("heap used", "stable")] == [
        (trend.series.name, trend.verdict) for trend in report.memory
    ]


def series_of(
    *mebibytes: float, kind: SeriesKind = "rss", times: Sequence[float | None] = ()
) -> MemorySeries:
    """Return a series of readings, a second apart unless *times* are given."""
    at = times or [float(second) for second in range(len(mebibytes))]
    samples = (Sample(t, round(v * MIB)) for t, v in zip(at, mebibytes, strict=True))
    return MemorySeries(name="m", kind=kind, samples=tuple(samples), artifact="m.log")


def found_in(
    *series: MemorySeries, config: str = "", kills: Sequence[OutOfMemory] = ()
) -> tuple[list[str], int]:
    """Return the ids of what is found in *series* and *kills*, and how many claims are made."""
    settings = Settings.model_validate(tomllib.loads(config))
    opinion = memory.judge(series, kills, settings, Citations(()))
    return [finding.id for finding in opinion.findings], len(opinion.claims)


@pytest.mark.parametrize("kind", get_args(SeriesKind))
def test_only_what_a_program_holds_is_held_against_it(kind: SeriesKind) -> None:
    """Growth is a finding and a claim of the program's own memory; every kind has its course."""
    grown = series_of(*GROWING, kind=kind)
    expected = (["memory-growth"], 1) if kind in memory.OWN else ([], 0)

    assert expected == found_in(grown)
    assert ("stable" if kind in LESS_IS_WORSE else "growing") == trends.trend_of(grown).verdict


@pytest.mark.parametrize("kind", sorted(LESS_IS_WORSE))
def test_of_what_is_free_less_is_worse(kind: SeriesKind) -> None:
    """That less and less is available is growth of use, told by the real numbers."""
    trend = trends.trend_of(series_of(*FALLING, kind=kind))

    assert "growing" == trend.verdict
    assert trend.slope_bytes_per_s == -10 * MIB
    assert (min(FALLING) * MIB, FALLING[-1] * MIB) == (trend.min, trend.last)


@pytest.mark.parametrize(
    ("kind", "findings"),
    [
        ("rss", ["memory-limit"]),
        ("heap_before_gc", ["memory-limit"]),
        ("vms", []),
        ("heap_committed", []),
        ("system_used", []),
        ("system_available", []),
    ],
)
def test_the_configured_limit_is_of_the_program(kind: SeriesKind, findings: list[str]) -> None:
    """Neither address space, nor what is reserved, nor the machine breaks a program's limit."""
    steady = series_of(*STEADY, kind=kind)

    assert findings == found_in(steady, config='[memory]\nlimit = "1 MiB"')[0]


def test_the_limit_of_a_test_is_found() -> None:
    """A test of pytest-memray that broke its own limit is a finding without any configuration."""
    own = series_of(12).model_copy(update={"limit": 4 * MIB})

    assert (["memory-limit"], 0) == found_in(own)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        pytest.param((*GROWING, *GROWING[:2]), "stable", id="began-anew-at-the-end"),
        pytest.param((*(200 for _ in range(9)), 100, *GROWING), "growing", id="grows-beyond"),
        pytest.param(
            (*(900 for _ in range(9)), *(100 for _ in range(9)), *GROWING),
            "stable",
            id="grows-below",
        ),
        pytest.param((*range(200, 400, 20), *range(200, 400, 20)), "stable", id="two-teeth"),
        pytest.param((*range(200, 400, 20), *range(200, 400, 20)) * 2, "sawtooth", id="four-teeth"),
        pytest.param((*GROWING, 20, 20, 20), "stable", id="released-at-the-end"),
        pytest.param((*GROWING[:8], *(200 for _ in range(12))), "stable", id="one-half-grows"),
        pytest.param((*(300 for _ in range(8)), 500, 500, 500), "step", id="ends-on-a-step"),
        pytest.param(tuple(3 * n for n in range(1, 7)) * 6, "sawtooth", id="small-teeth"),
        pytest.param(
            tuple(base + tooth for base in range(100, 500, 60) for tooth in (0, 100, 200)),
            "growing",
            id="teeth-that-rise",
        ),
    ],
)
def test_falls_divide_a_series(values: tuple[int, ...], verdict: str) -> None:
    """A fall of over 30 % begins a new stretch, and growth is of what is left after falls."""
    assert verdict == trends.trend_of(series_of(*values)).verdict


def test_clocks_that_go_back_are_none() -> None:
    """Times that go back measure nothing: the order of the readings is judged, without a slope."""
    times = [float(n % 8) for n in range(len(GROWING))]
    trend = trends.trend_of(series_of(*GROWING, times=times))

    assert ("growing", None, None) == (trend.verdict, trend.slope_bytes_per_s, trend.span_s)


COURSES = st.lists(st.integers(1, 4000), min_size=1, max_size=60)


@given(COURSES, st.integers(1, 100), st.integers(0, 10**9))
def test_verdicts_do_not_depend_on_the_unit_of_time(
    values: list[int], factor: int, start: int
) -> None:
    """Slower clocks, and clocks that begin elsewhere, tell the same course."""
    moved = [float(start + n * factor) for n in range(len(values))]
    plain, other = series_of(*values), series_of(*values, times=moved)

    assert trends.trend_of(plain).verdict == trends.trend_of(other).verdict


@given(COURSES)
def test_summaries_hold(values: list[int]) -> None:
    """Whatever the course, the numbers are those of the readings, and the same each time."""
    series = series_of(*values)
    trend = trends.trend_of(series)

    assert trend == trends.trend_of(series)
    assert min(values) * MIB == trend.min <= trend.mean <= trend.peak == max(values) * MIB
    assert (trend.verdict == "too-short") == (len(values) < trends.MIN_SAMPLES)


@given(COURSES)
def test_what_never_rises_never_grows(values: list[int]) -> None:
    """Readings that only fall or stay neither grow nor step up, however they are timed."""
    verdict = trends.trend_of(series_of(*sorted(values, reverse=True))).verdict

    assert verdict in {"stable", "sawtooth", "too-short"}


@given(st.integers(1, 4000), st.integers(8, 60))
def test_what_stays_is_stable(value: int, count: int) -> None:
    """The same reading over and over is stable, of every kind, however often it was taken."""
    verdicts = {
        trends.trend_of(series_of(*[value] * count, kind=kind)).verdict
        for kind in ("rss", "system_free")
    }

    assert {"stable"} == verdicts


@given(COURSES)
def test_what_is_free_is_the_rest_of_what_is_used(values: list[int]) -> None:
    """The free part turned over is judged as the used part is."""
    most = max(values) + min(values)
    free = series_of(*(most - value for value in values), kind="system_free")

    assert trends.trend_of(series_of(*values)).verdict == trends.trend_of(free).verdict


KILL = "[1.0] Out of memory: Killed process 7 (till) total-vm:9kB, anon-rss:8kB\n"


def test_out_of_memory_is_an_error(tmp_path: Path) -> None:
    """Who ran out of memory is told with who says so, the line that proves it, and advice."""
    report = judged(tmp_path, {**GREEN, "dmesg.log": f"boot\n{KILL}"})
    (finding,) = (each for each in report.findings if each.id == "out-of-memory")

    assert ("error", "till") == (finding.severity, finding.subject)
    assert (
        "the kernel killed `till`, as the machine was out of memory: "
        "`Out of memory: Killed process 7 (till) total-vm:9kB, anon-rss:8kB`"
    ) == finding.reason
    assert [("dmesg.log", "line 2")] == [
        (each.artifact.rpartition("/")[2], each.place) for each in finding.evidence
    ]
    assert "give `till` more memory, or make it need less" == finding.advice


def test_a_possible_kill_is_no_finding(tmp_path: Path) -> None:
    """Exit code 137 alone proves nothing: it stays a note of its artifact."""
    report = judged(tmp_path, {**GREEN, "build.log": "exit code 137\n"})

    assert [] == [each.id for each in report.findings if each.id == "out-of-memory"]


def test_a_kill_that_two_logs_tell_is_one(tmp_path: Path) -> None:
    """The kernel's words hold the process: twice the same words are one kill with two proofs."""
    report = judged(tmp_path, {**GREEN, "a.log": KILL, "b.log": f"x\n{KILL}"})
    kills = [each for each in report.findings if each.id == "out-of-memory"]

    assert [2] == [len(each.evidence) for each in kills]


@pytest.mark.parametrize("teller", get_args(OutOfMemoryTeller))
@pytest.mark.parametrize("process", [None, "till"])
def test_everyone_who_tells_has_a_sentence(teller: OutOfMemoryTeller, process: str | None) -> None:
    """Whoever tells it, the sentence quotes the proof and names what was killed, if it is known."""
    kill = OutOfMemory(told_by=teller, says="proof", process=process, artifact="a.log", place="1")
    (finding,) = memory.judge((), (kill,), Settings(), Citations(())).findings

    assert finding.reason.endswith(": `proof`")
    assert ("`till`" in finding.reason) == (process is not None)
    assert (process or "a.log") == finding.subject
    assert "{}" not in finding.reason + (finding.advice or "")


def test_many_kills_are_counted() -> None:
    """A job that kills by the hundred has a list that one can read, and none is left untold."""
    kills = [
        OutOfMemory(told_by="jvm", says="proof", artifact="a.log", place=f"line {n}")
        for n in range(100)
    ]
    findings = memory.judge((), kills, Settings(), Citations(())).findings

    assert MOST_KILLS + 1 == len(findings)
    assert "80 more times something ran out of memory" == findings[-1].reason
    assert {"more": 80} == findings[-1].numbers
