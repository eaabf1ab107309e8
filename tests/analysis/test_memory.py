"""Memory: a verdict needs readings, and rests on the size of what happened."""

from pathlib import Path

import pytest

from reportgen.model.memory import MemoryTrend
from tests.analysis.jobs import GREEN, judged, log, readings, told

STEADY = (300, 301, 300, 302, 301, 300, 301, 302, 301, 300, 301, 300)
GROWING = tuple(300 + 10 * index for index in range(16))
STEP = (300, 301, 300, 301, 300, 301, 300, 400, 401, 400, 401, 400, 401, 400)
SAWTOOTH = (200, 300, 400, 200, 300, 400, 200, 300, 400, 200, 300, 400, 200, 300, 400)
WARMING_UP = (100, 200, 290, 299, 300, 301, 300, 301, 300, 301, 300, 301, 300, 301, 300)
FALLING = tuple(460 - 10 * index for index in range(16))
SPIKE = (300, 300, 300, 300, 300, 300, 900, 300, 300, 300, 300, 300, 300, 300)


def trend_of(folder: Path, memory: str, config: str = "") -> tuple[MemoryTrend, list[str]]:
    """Return the one trend of a *memory* log, and the memory findings that it gives."""
    report = judged(folder, {**GREEN, "memory.log": memory}, config=config)
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
