"""Causes over runs: one fault is one cause, however often and wherever it was seen."""

from random import Random

from reportgen.model.overtime import Column, LineKey, Named
from reportgen.model.tests import Trouble
from reportgen.overtime import causes
from reportgen.overtime.lines import lines_of
from tests.overtime.lines import run_of

LINUX = LineKey("till", None, (("os", "linux"),))
WINDOWS = LineKey("till", None, (("os", "windows"),))
REFUSED = "connection refused by database:5432 after {0} ms"
LATE = "order {0} of the customer came too late for the shop to take"


def column(
    number: int,
    said: dict[str, str],
    line: LineKey = LINUX,
    recorded: dict[str, str] | None = None,
    where: str = "src/till.py",
) -> Column:
    """Return a run in which each test of *said* failed with a message; *recorded* are cause ids."""
    names = sorted(said)
    tests = tuple(Named(f"id-{name}", "unit", "", name, None) for name in names)
    return Column(
        line=line,
        run=run_of(number),
        tests=tests,
        letters="F" * len(names),
        durations_ms=(1.0,) * len(names),
        troubles={
            at: (
                Trouble(
                    "failure",
                    f"RuntimeError: {said[name].format(number * 7 + at)}",
                    f"{where}:{number + 3}: in total\nE   RuntimeError: {said[name]}",
                ),
            )
            for at, name in enumerate(names)
        },
        causes={
            at: recorded[name] for at, name in enumerate(names) if recorded and name in recorded
        },
    )


def test_one_fault_is_one_cause_over_runs_and_variants() -> None:
    """Numbers and variants do not part it; counts say how much it broke, and since when."""
    columns = [
        column(1, {"a": REFUSED, "b": REFUSED}),
        column(2, {"a": REFUSED, "c": LATE}, WINDOWS),
        column(3, {"a": REFUSED}),
        column(4, {}),
    ]
    newest, other = causes.judge(lines_of(columns))

    assert (4, 3, 2) == (newest.failures, newest.runs, newest.tests)
    assert ("os=linux", "os=windows") == newest.variants
    assert ("run-0001", "run-0003") == (newest.first_seen.run, newest.last_seen.run)
    assert ("a", "b") == newest.examples
    assert (1, 1, 1) == (other.failures, other.runs, other.tests)
    assert "`RuntimeError: connection refused by database:5432 after 7 ms`" in newest.reason
    assert "4 failures of 2 tests in 3 runs of 4" in newest.reason
    assert "causes/1" == newest.algorithm


def test_the_order_of_columns_does_not_matter() -> None:
    """Read in any order: the same causes, with the same ids, in the same order."""
    columns = [column(n, {"a": REFUSED, "b": LATE}) for n in range(6)]
    shuffled = [*columns]
    Random(1).shuffle(shuffled)  # noqa: S311 - no secret

    assert causes.judge(lines_of(columns)) == causes.judge(lines_of(shuffled))


def test_the_id_recorded_first_stays() -> None:
    """What a report called a cause it is called for good, whatever the rules are today."""
    columns = [
        column(1, {"a": REFUSED}, recorded={"a": "anciently"}),
        column(2, {"a": REFUSED}, recorded={"a": "later"}),
        column(3, {"a": REFUSED}),
    ]
    (found,) = causes.judge(lines_of(columns))

    assert "anciently" == found.id
    assert 3 == found.runs


def test_what_was_recorded_as_one_cause_is_counted_whole() -> None:
    """Of many failures of one cause a few are looked at, and all are counted."""
    many = {f"t{n:03}": REFUSED for n in range(300)}
    columns = [column(n, many, recorded=dict.fromkeys(many, "one")) for n in range(3)]
    (found,) = causes.judge(lines_of(columns))

    assert (900, 3, 300) == (found.failures, found.runs, found.tests)


def test_what_is_recorded_of_a_line() -> None:
    """The runs before the newest give ids to fingerprints, and say since when each is known."""
    columns = [
        column(1, {"a": REFUSED}, recorded={"a": "one"}),
        column(2, {"a": REFUSED, "b": LATE}, recorded={"a": "one", "b": "two"}),
        column(3, {"a": REFUSED}),
    ]
    (line,) = lines_of(columns)
    seeds, seen = causes.recorded(line)

    assert {"one", "two"} == set(seeds.values())
    assert {"one": 2, "two": 1} == {name: each.runs for name, each in seen.items()}
    assert run_of(1).started_at == seen["one"].first_seen


def test_outages_and_green_runs_have_no_causes() -> None:
    """What infrastructure explains is no fault, and what passed has none."""
    red = column(1, {"a": REFUSED, "b": LATE})
    excused = red._replace(letters="IR")

    assert () == causes.judge(lines_of([excused, column(2, {})]))
    assert () == causes.judge(())
