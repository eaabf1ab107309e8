"""How services fare over runs: each check once, on its own day, and incidents from end to end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.health import Probe, Service, ServiceStatus
from reportgen.model.overtime import Column, LineKey, Moment, ServiceDay, ServiceOverRuns
from reportgen.overtime.services import judge
from tests.factories import make_service
from tests.overtime.lines import BEGAN, LINUX, columns_of, run_of

DAILY = timedelta(days=1)
WORDS: dict[str, ServiceStatus] = {"u": "up", "x": "down", "d": "degraded", "?": "unknown"}
ANY_STATUS: st.SearchStrategy[ServiceStatus] = st.sampled_from(
    ["up", "degraded", "down", "unknown"]
)


def run_with(
    number: int, *services: Service, key: LineKey = LINUX, every: timedelta | None = DAILY
) -> Column:
    """Return the column of the run *number*, which saw *services* and no tests."""
    return Column(key, run_of(number, every=every), (), "", (), {}, services)


def days(words: str, name: str = "db") -> list[Column]:
    """Return a run for each letter of *words*, a day after another, a minute before its check."""
    return [
        run_with(
            number,
            make_service(
                name,
                status=WORDS[letter],
                checked_at=BEGAN + number * DAILY + timedelta(minutes=1),
                latency_ms=10.0 + number,
                reason=f"reason {letter}" if letter in "xd" else None,
            ),
        )
        for number, letter in enumerate(words)
    ]


def only(columns: Sequence[Column]) -> ServiceOverRuns:
    """Return the one service that *columns* tell of."""
    (found,) = judge(columns)
    return found


def test_uptime_is_k_of_n() -> None:
    """What was up is counted of all checks; what could not tell is neither, and said apart."""
    found = only(days("uux?d"))

    assert (2, 5, 1, "degraded") == (found.up, found.checks, found.unknown, found.status)
    assert (
        "`db` was up in 2 of 5 checks from 2026-02-01 to 2026-02-05 in 5 runs; 1 found it down, "
        "1 found it degraded and 1 could not tell, in 1 incident, the last not over"
    ) == found.reason
    assert {
        "up": 2, "checks": 5, "unknown": 1, "failed": 2, "incidents": 1, "without_moment": 0,
        "p50_ms": 12.0, "p95_ms": 14.0,
    } == found.numbers  # fmt: skip
    assert ("certain", "services/1", {"os": "linux"}) == (
        found.confidence, found.algorithm, found.variant,
    )  # fmt: skip
    assert (5, BEGAN + timedelta(minutes=1)) == (found.window.runs, found.window.since)


def test_days() -> None:
    """A day has its own checks, latencies and worst state; days without checks are not there."""
    morning, noon, late = (BEGAN + timedelta(hours=hours) for hours in (1, 6, 40))
    probes = (Probe(morning, "up", 5.0), Probe(noon, "down", 50.0), Probe(late, "unknown", None))
    found = only([run_with(0, make_service(probes=probes, status="unknown"))])

    assert (
        ServiceDay(
            date="2026-02-01", up=1, checks=2, unknown=0, p50_ms=5.0, p95_ms=50.0, worst="down"
        ),
        ServiceDay(date="2026-02-02", up=0, checks=1, unknown=1, worst="unknown"),
    ) == found.days
    assert (5.0, 50.0, 3) == (found.p50_ms, found.p95_ms, found.checks)


def test_days_are_of_utc() -> None:
    """A check belongs to the day that it was in Greenwich."""
    zone = datetime.fromisoformat("2026-02-03T01:30:00+02:00")
    found = only([run_with(0, make_service(checked_at=None, probes=(Probe(zone, "up", None),)))])

    assert ["2026-02-02"] == [day.date for day in found.days]


def test_a_check_without_a_moment_is_of_the_runs_day() -> None:
    """Where the check does not say when it was made, it was made in its run; that is less sure."""
    found = only([run_with(3, make_service(checked_at=None))])

    assert (["2026-02-04"], "probable", 1) == (
        [day.date for day in found.days],
        found.confidence,
        found.numbers["without_moment"],
    )


def test_a_check_without_any_moment_is_of_no_day() -> None:
    """It counts among all, but on no day and in no incident: when it was is not guessed."""
    found = only([run_with(0, make_service(checked_at=None, status="down"), every=None)])

    assert ((), (), 0, 1, "down") == (
        found.days, found.incidents, found.up, found.checks, found.status,
    )  # fmt: skip
    assert "`api` was up in 0 of 1 check in 1 run; 1 found it down" == found.reason


def test_a_stale_check_counts_when_it_was_made() -> None:
    """What a run found that was older than itself says nothing of the run's day."""
    stale = make_service(checked_at=BEGAN)
    found = only([run_with(0, stale), run_with(9, stale)])

    assert ([("2026-02-01", 1)], 1) == (
        [(day.date, day.checks) for day in found.days],
        found.checks,
    )
    assert ["2026-02-01"] == [day.date for day in only([run_with(9, stale)]).days]


def test_a_check_that_two_runs_recorded_counts_once() -> None:
    """The same moment, state and latency is the same check; another state is another check."""
    one, two = (Probe(BEGAN + at * DAILY, "up", 5.0) for at in (0, 1))
    other = Probe(BEGAN, "down", 5.0)
    columns = [
        run_with(0, make_service(probes=(one, two))),
        run_with(1, make_service(probes=(one, two, other), status="down", reason="refused")),
        run_with(2, make_service(checked_at=BEGAN, status="down", latency_ms=5.0)),
    ]
    found = only(columns)

    assert (3, 2) == (found.checks, found.up)
    assert (("refused",), "run-0001") == (
        found.incidents[0].reasons,
        found.incidents[0].first.run,
    )


def test_the_reason_comes_from_whoever_knows_it() -> None:
    """Of several checks of a run only the last has a reason; another run may have kept it."""
    down, later = Probe(BEGAN, "down", 5.0), Probe(BEGAN + DAILY, "up", 5.0)
    columns = [
        run_with(0, make_service(probes=(down, later))),
        run_with(1, make_service(checked_at=BEGAN, status="down", latency_ms=5.0, reason="full")),
    ]
    (incident,) = only(columns).incidents

    assert (("full",), "run-0000") == (incident.reasons, incident.first.run)


def test_incidents() -> None:
    """One lasts from the first failing check until it is up; what could not tell ends nothing."""
    found = only(days("u?xd?xuu?dux"))
    first, second, third = found.incidents

    assert (3, "down", ("reason x", "reason d")) == (first.checks, first.worst, first.reasons)
    assert ("run-0002", "run-0005", "run-0006") == (
        first.first.run,
        first.last.run,
        first.over and first.over.run,
    )
    assert [BEGAN + number * DAILY + timedelta(minutes=1) for number in (2, 5, 6)] == [
        first.first_at,
        first.last_at,
        first.over_at,
    ]
    assert Moment(run="run-0002", started_at=BEGAN + 2 * DAILY) == first.first
    assert (1, "degraded") == (second.checks, second.worst)
    assert (None, None, 1) == (third.over, third.over_at, third.checks)


def test_unknown_alone_is_no_incident() -> None:
    """That nobody could tell does not mean that it was not up."""
    assert () == only(days("u??u")).incidents


@pytest.mark.parametrize("word", ["u", "x", "?"])
def test_parts_stand_for_what_sums_them_up(word: str) -> None:
    """A document's own status is no service where it has parts; parts of a service are its own."""
    disk = make_service("disk", status="down")
    parts = (make_service("db", parts=(disk,)), make_service("cache"))
    document = make_service("health", status=WORDS[word], aggregate=True, parts=parts)
    bare = make_service("health", status=WORDS[word], aggregate=True)

    assert ["cache", "db"] == [each.name for each in judge([run_with(0, document)])]
    assert ["health"] == [each.name for each in judge([run_with(0, bare)])]


def test_all_jobs_of_a_project_tell_of_one_service() -> None:
    """A service is one thing whichever job checks it; the reason names the jobs."""
    keys = [LineKey("till", job, (("os", job),)) for job in ("unit", "e2e")]
    columns = [
        run_with(number, make_service("db", checked_at=BEGAN + number * DAILY), key=key)
        for number, key in enumerate(keys)
    ]
    found, alone = only(columns), only(columns[:1])

    assert (None, {}) == (found.job, found.variant)
    assert "in 2 runs, by `e2e` and `unit`" in found.reason
    assert ("unit", {"os": "unit"}) == (alone.job, alone.variant)


def test_projects_are_told_apart() -> None:
    """What two projects call alike are two services."""
    columns = [run_with(0, make_service("db"), key=LineKey(name, None, ())) for name in ("a", "b")]

    assert [1, 1] == [found.checks for found in judge(columns)]


def test_what_failed_most_comes_first() -> None:
    """Services are in the order of the checks that found them not up, then by name."""
    columns = [*days("ux", "b"), *days("xx", "c"), *days("uu", "a"), *days("u?", "d")]

    assert ["c", "b", "a", "d"] == [found.name for found in judge(columns)]


def test_names_are_quoted() -> None:
    """What artifacts call a service never leaves its backticks."""
    assert only(days("u", "a`b\n# c")).reason.startswith("`aˋb ⏎ # c` was up in 1 of 1 check on ")


def test_nothing_recorded() -> None:
    """Runs without services tell of none."""
    assert () == judge(columns_of({"test": "PPP"}))


@st.composite
def recorded(draw: st.DrawFn) -> list[Column]:
    """Return runs with checks of two services, some of them recorded twice, some undated."""
    moments = st.one_of(st.none(), st.integers(0, 400).map(lambda at: BEGAN + timedelta(hours=at)))
    probes = st.builds(Probe, moments, ANY_STATUS, st.sampled_from([None, 5.0, 7.5]))
    found = []
    for number in range(draw(st.integers(0, 6))):
        services = [
            make_service(
                draw(st.sampled_from(["api", "db"])),
                status=draw(ANY_STATUS),
                checked_at=draw(moments),
                reason=draw(st.sampled_from([None, "refused", "slow"])),
                probes=tuple(draw(st.lists(probes, max_size=4))),
            )
            for _ in range(draw(st.integers(0, 3)))
        ]
        every = draw(st.sampled_from([None, DAILY]))
        found.append(run_with(number, *services, every=every))
    return found


@given(recorded(), st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(columns: list[Column], random: Random) -> None:
    """Runs read in any order, and some of them twice, tell the same."""
    shuffled = [*columns, *columns[:2]]
    random.shuffle(shuffled)

    assert judge(columns) == judge(shuffled)


@given(recorded())
def test_sums_agree(columns: list[Column]) -> None:
    """Days add up to the checks that have one, and incidents to those that failed."""
    for found in judge(columns):
        dated = sum(day.checks for day in found.days)

        assert found.up + found.unknown + (found.numbers["failed"] or 0) == found.checks
        assert dated <= found.checks
        assert sum(day.up for day in found.days) <= found.up
        assert sum(incident.checks for incident in found.incidents) == sum(
            day.checks - day.up - day.unknown for day in found.days
        )
        assert sorted(day.date for day in found.days) == [day.date for day in found.days]
        assert all(incident.over for incident in found.incidents[:-1])
