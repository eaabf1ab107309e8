"""What all simulated histories are made of: tests, commits, and the runs of a line."""

from datetime import UTC, datetime, timedelta
from hashlib import sha1
from random import Random
from typing import Final, NamedTuple

from reportgen.model.identity import case_id
from reportgen.model.overtime import LineKey, Named, RunFacts
from reportgen.model.tests import Counts

BEGAN: Final = datetime(2026, 1, 5, 6, tzinfo=UTC)
BETWEEN: Final = timedelta(hours=12)
"""How far apart the commits of the main branch are, on average."""
PROJECT: Final = "shop"
AREAS: Final = ("cart", "orders", "payments", "stock", "search", "accounts", "mail", "reports")
DEEDS: Final = (
    "adds", "counts", "finds", "keeps", "lists", "moves", "opens", "prints", "refuses", "sends",
    "sorts", "stores", "sums", "tells", "turns", "waits",
)  # fmt: skip


class Commit(NamedTuple):
    """
    A state of the code.

    *main* is the number of the main branch's commit that it is, or that it was branched off.
    *pull_request* is None on the main branch.
    """

    id: str
    main: int
    at: datetime
    pull_request: int | None = None


def commit_of(seed: int, main: int, at: datetime, pull_request: int | None = None) -> Commit:
    """Return the commit that comes at *at*, with an id as Git would give it."""
    said = f"{seed}/{main}/{pull_request}/{at}"
    return Commit(sha1(said.encode(), usedforsecurity=False).hexdigest(), main, at, pull_request)


def variants(number: int) -> tuple[LineKey, ...]:
    """Return the lines of a project that is tested on *number* systems."""
    systems = ("linux", "macos", "windows")[:number]
    return tuple(LineKey(PROJECT, "tests", (("os", system),)) for system in systems)


def tests_of(number: int) -> tuple[Named, ...]:
    """Return *number* different tests, in suites of some thirty."""
    return tuple(_test(place) for place in range(number))


def _test(place: int) -> Named:
    area = AREAS[place // 30 % len(AREAS)]
    class_name = f"tests.test_{area}.Test{area.capitalize()}"
    name = f"test_{DEEDS[place % len(DEEDS)]}_{place}"
    return Named(case_id(area, class_name, name), area, class_name, name, None)


def run_facts(commit: Commit, at: datetime, number: int, counts: Counts, key: LineKey) -> RunFacts:
    """Return what is known of the *number*-th run of a line, which tests *commit* at *at*."""
    branch = "main" if commit.pull_request is None else f"topic-{commit.pull_request}"
    return RunFacts(
        id=f"{at:%Y%m%dT%H%M%SZ}-{number:04d}-{key.variant[0][1]}",
        started_at=at,
        commit=commit.id,
        branch=branch,
        pull_request=commit.pull_request,
        settled=commit.pull_request is None,
        evidence="complete",
        counts=counts,
    )


def counts_of(letters: str) -> Counts:
    """Return the counts of a run with these *letters* (see `reportgen.model.overtime.LETTERS`)."""
    failed = letters.count("F") + letters.count("I")
    passed = letters.count("P") + letters.count("R")
    return Counts(
        tests=len(letters),
        passed=passed,
        failed=failed,
        errored=letters.count("E"),
        skipped=letters.count("S"),
        flaky=letters.count("R"),
    )


def main_commits(seed: int, number: int, chance: Random) -> list[Commit]:
    """Return *number* commits of the main branch, about two a day."""
    at, made = BEGAN, []
    for main in range(number):
        made.append(commit_of(seed, main, at))
        at += BETWEEN * chance.uniform(0.6, 1.4)
    return made
