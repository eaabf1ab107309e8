"""
Make a history to measure with: any number of runs of any number of tests, the same for a seed.

``python bench/history.py OUT --runs 1000 --tests 5000``
"""

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from reportgen.history import Folder, Store
from reportgen.model.report import (
    Because,
    Gate,
    Report,
    Totals,
    Verdict,
)
from reportgen.model.run import Artifact, RunInfo
from reportgen.model.tests import PASSED, Case, Failed, Skipped, Trouble, count

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
RUNS_A_DAY = 10
CASES_PER_CLASS = 25
FLAKY = 0.01
"""The share of the tests that fail now and then."""
FLAKE = 0.05
SLOW = 0.02
"""The share of the tests that become slower once, by half."""
SKIPPED = 0.02


@dataclass(frozen=True)
class Plan:
    """What to make."""

    runs: int = 1000
    tests: int = 5000
    seed: int = 1


def reports(plan: Plan) -> Iterator[Report]:
    """Yield the reports of *plan*, oldest first."""
    chance = Random(plan.seed)
    usual = [math.exp(chance.gauss(-3.5, 1.5)) for _ in range(plan.tests)]
    flaky = {n for n in range(plan.tests) if chance.random() < FLAKY}
    slow = {n: chance.randrange(plan.runs) for n in range(plan.tests) if chance.random() < SLOW}
    skipped = {n for n in range(plan.tests) if chance.random() < SKIPPED}
    for number in range(plan.runs):
        machine = math.exp(chance.gauss(0, 0.1))
        cases = [
            Case(
                suite=f"shop.part{n // 500:03}",
                class_name=f"shop.part{n // 500:03}.Test{n // CASES_PER_CLASS:04}",
                name=f"test_{n:05}",
                outcome=(
                    Skipped("not here")
                    if n in skipped
                    else Failed((Trouble("failure", f"expected {n}, got {number}", "", "Error"),))
                    if n in flaky and chance.random() < FLAKE
                    else PASSED
                ),
                artifact="junit.xml",
                duration_s=None
                if n in skipped
                else round(
                    usual[n]
                    * machine
                    * math.exp(chance.gauss(0, 0.1))
                    * (1.5 if number >= slow.get(n, plan.runs) else 1),
                    3,
                ),
            )
            for n in range(plan.tests)
        ]
        yield _report(number, cases)


def _report(number: int, cases: list[Case]) -> Report:
    when = FIRST + timedelta(days=1) / RUNS_A_DAY * number
    counts = count(cases)
    why = "made to measure with"
    return Report(
        run=RunInfo(
            id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}",
            project="shop",
            started_at=when,
            commit=f"{number // 2:040x}",
            branch="main",
        ),
        verdict=Verdict(
            change="regressed" if counts.red else "validated",
            environment="unknown",
            evidence="complete",
            decision="fix" if counts.red else "approve",
            gate=Gate(status="failed" if counts.red else "passed"),
            headline="change validated, environment unknown",
            because=Because(change=why, environment=why, evidence=why),
        ),
        totals=Totals(counts=counts, duration_s=sum(case.duration_s or 0 for case in cases)),
        cases=cases,
        artifacts=(
            Artifact(
                path="junit.xml",
                sha256=f"{number:064x}",
                format="junit",
                status="read",
                bytes=1,
                holds_tests=True,
            ),
        ),
    )


def record(plan: Plan, out: Path) -> None:
    """Record the runs of *plan* in the folder *out*."""
    store = Store(Folder(out))
    for report in reports(plan):
        store.record(report)
    store.index()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--tests", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    record(Plan(given.runs, given.tests, given.seed), given.out)
