"""
Memory: the course of each series, what a program has to answer for, and who ran out of it.

A verdict tells the course of every series, a finding only what a program may have to answer for:
the memory that it holds (`OWN`). What the machine has in use or keeps as cache, what a runtime has
reserved, address space, and a heap before its collection rise without a leak.
No limit is held against what is free or available: its worst reading is the least one.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.analysis.memory.kills import findings_of
from reportgen.analysis.memory.trends import trend_of
from reportgen.config import Settings
from reportgen.model.memory import LESS_IS_WORSE, MemorySeries, MemoryTrend, OutOfMemory, SeriesKind
from reportgen.model.report import Citations, Claim, Finding
from reportgen.model.text import quote
from reportgen.model.units import duration, size
from reportgen.wording import phrase

__all__ = ["LIMITED", "OWN", "MemoryOpinion", "judge"]

OWN: Final[frozenset[SeriesKind]] = frozenset(
    {
        "rss", "uss", "pss", "heap", "heap_after_gc", "container", "cgroup", "traced", "metric",
        "external",
    }
)  # fmt: skip
"""Kinds of which growth is the program's own."""

LIMITED: Final[frozenset[SeriesKind]] = OWN | {"heap_before_gc"}
"""Kinds that the configured limit is about: what a program really holds at some moment."""


class MemoryOpinion(NamedTuple):
    """What the memory logs come to."""

    trends: tuple[MemoryTrend, ...]
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]


def judge(
    series: Sequence[MemorySeries],
    kills: Sequence[OutOfMemory],
    settings: Settings,
    cite: Citations,
) -> MemoryOpinion:
    """Return a trend for each of *series* that has a reading, and what follows, also of *kills*."""
    trends = tuple(trend_of(each) for each in series if each.samples)
    return MemoryOpinion(
        trends,
        (
            *findings_of(kills, cite),
            *(finding for trend in trends for finding in _findings(trend, settings, cite)),
        ),
        tuple(claim for trend in trends if (claim := _claim(trend, cite))),
    )


def _findings(trend: MemoryTrend, settings: Settings, cite: Citations) -> Iterator[Finding]:
    series, name = trend.series, quote(trend.series.name)
    evidence = (cite.at(series.artifact, series.place),)
    over = phrase(" over {span}", span=duration(trend.span_s)) if trend.span_s else ""
    numbers: dict[str, int | float | None] = {
        "first": trend.first, "peak": trend.peak, "last": trend.last,
        "slope_bytes_per_s": trend.slope_bytes_per_s,
    }  # fmt: skip
    went = f"{size(trend.first)} → {size(trend.last)}{over}"
    owned = series.kind in OWN
    if trend.verdict == "growing" and owned:
        yield Finding(
            id="memory-growth", severity="warning", subject=series.name,
            reason=phrase("{name} grows: {went}; {why}", name=name, went=went, why=trend.why),
            numbers=numbers, evidence=evidence,
            advice=phrase("look for a leak behind {name}", name=name),
        )  # fmt: skip
    elif trend.verdict == "step" and owned:
        yield Finding(
            id="memory-step", severity="warning", subject=series.name,
            reason=phrase("{name} stepped up: {went}; {why}", name=name, went=went, why=trend.why),
            numbers=numbers, evidence=evidence,
        )  # fmt: skip
    limit = (settings.memory.limit if series.kind in LIMITED else None) or series.limit
    if limit is not None and trend.peak > limit and series.kind not in LESS_IS_WORSE:
        yield Finding(
            id="memory-limit", severity="error", subject=series.name,
            reason=phrase(
                "{name} peaked at {peak}, over the limit of {limit}",
                name=name, peak=size(trend.peak), limit=size(limit),
            ),
            numbers={"peak": trend.peak, "limit": limit}, evidence=evidence,
            advice=phrase(
                "bring {name} under {limit}, or raise the limit on purpose",
                name=name, limit=size(limit),
            ),
        )  # fmt: skip


def _claim(trend: MemoryTrend, cite: Citations) -> Claim | None:
    series = trend.series
    if trend.verdict == "too-short" or series.kind not in OWN:
        return None
    stable = trend.verdict in {"stable", "sawtooth"}
    return Claim(
        id="memory-stable",
        state="holds" if stable else "fails",
        text=phrase(
            "memory {name} is {verdict}: {why}",
            name=quote(series.name),
            verdict=phrase(trend.verdict),
            why=trend.why,
        ),
        evidence=(cite.at(series.artifact, series.place),),
    )
