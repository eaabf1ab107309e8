"""How many tests a line has and how many of them pass, run by run, and where that goes."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from reportgen.model.overtime import (
    CountPoint,
    CountsOverRuns,
    Line,
    RunFacts,
    settled_places,
    window_of,
)
from reportgen.model.units import percent, plural
from reportgen.wording import phrase

ALGORITHM: Final = "counts/1"
WINDOW: Final = 200
LEAST_RUNS: Final = 4
"""Runs with whole evidence that a trend needs: a half of two on each side."""


def judge(line: Line) -> CountsOverRuns:
    """
    Return the counts of the newest settled runs of *line*, and a sentence on where they go.

    The sentence compares the older half of the runs with the newer, by their medians.
    Runs with partial evidence are marked, and left out of it: what they lack is no trend.
    """
    runs = [line.runs[place] for place in settled_places(line)[-WINDOW:]]
    points = tuple(point_of(run) for run in runs)
    whole = [point for point in points if not point.partial]
    left_out = len(points) - len(whole)
    reason = _trend(whole)
    if left_out:
        reason += phrase("; {runs} with partial evidence left out", runs=plural(left_out, "run"))
    ran = sum(point.tests - point.skipped for point in whole)
    passed = sum(point.passed for point in whole)
    return CountsOverRuns(
        reason=reason,
        numbers={"passed": passed, "ran": ran, "whole_runs": len(whole), "left_out": left_out},
        window=window_of(runs),
        confidence="certain" if len(whole) >= LEAST_RUNS else "possible",
        algorithm=ALGORITHM,
        job=line.key.job,
        variant=dict(line.key.variant),
        points=points,
    )


def point_of(run: RunFacts) -> CountPoint:
    """Return the counts of *run*; evidence that is missing is partial, too."""
    counts = run.counts
    return CountPoint(
        run=run.id,
        tests=counts.tests,
        passed=counts.passed,
        red=counts.red,
        skipped=counts.skipped,
        partial=run.evidence != "complete",
    )


def _trend(points: Sequence[CountPoint]) -> str:
    """Return in words what changed from the older half of *points* to the newer."""
    runs = plural(len(points), "run")
    if len(points) < LEAST_RUNS:
        return phrase(
            "{runs} with complete evidence, a trend needs {enough}",
            runs=runs,
            enough=LEAST_RUNS,
        )
    half = len(points) // 2
    older, newer = points[:half], points[-half:]
    was, became = (round(median(point.tests for point in part)) for part in (older, newer))
    if was == became:
        tests = phrase("{tests} as before", tests=plural(became, "test"))
    else:
        changed = plural(became, "test")
        tests = (
            phrase("{tests}, up from {was:,}", tests=changed, was=was)
            if became > was
            else phrase("{tests}, down from {was:,}", tests=changed, was=was)
        )
    # A median does not see what came or went of late.
    newest = points[-1].tests
    if newest != became:
        tests += phrase(" ({newest:,} in the newest run)", newest=newest)
    return phrase(
        "{tests}, and {newer} passed, {older} before, over {runs}",
        tests=tests,
        newer=_passed(newer),
        older=_passed(older),
        runs=runs,
    )


def _passed(points: Sequence[CountPoint]) -> str:
    """Return the share of all results of *points* that passed, of how many."""
    ran = sum(point.tests - point.skipped for point in points)
    passed = sum(point.passed for point in points)
    return (
        phrase("{share} of {results}", share=percent(passed, ran), results=plural(ran, "result"))
        if ran
        else phrase("none of 0 results")
    )
