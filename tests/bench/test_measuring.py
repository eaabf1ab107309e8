"""What is measured is how right an answer is: who knows all reaches every aim, others do not."""

from collections.abc import Callable, Iterator, Sequence

import judging
import measuring
import pytest
from judging import Told
from scoring import Row
from simulate import durations, memories, messages

from reportgen.model.overtime import Line
from reportgen.model.tests import Trouble

SEEDS = range(1)
RIGHT = durations.history(0).changes
LEAKS = {n for n, each in memories.history(0).processes.items() if each.course == "leak"}
CAUSES = [failure.cause for failure in messages.failures(0)]


def knows_durations(line: Line) -> dict[str, Told]:
    """Tell every change that is worth being told, as it is."""
    return {
        name: Told(each.factor, line.runs[each.at].id)
        for name, each in RIGHT.items()
        if abs(each.factor - 1) >= 0.2
    }


def tells_too_much(line: Line) -> dict[str, Told]:
    """Tell that everything became slower with the first run."""
    tests = [test.id for test in line.tests]
    return dict.fromkeys([*tests, *RIGHT], Told(1.5, line.runs[0].id))


def knows_causes(failures: Sequence[tuple[str, Trouble]]) -> list[str]:
    """Tell the cause of each failure."""
    return [f"cause {CAUSES[at]}" for at, _ in enumerate(failures)]


def missed(rows: Iterator[Row]) -> list[bool]:
    """Return of each row with an aim whether it misses it."""
    return [row.is_missed for row in rows if any(row.aims)]


@pytest.mark.parametrize(
    ("name", "judge", "rows"),
    [
        ("changed_durations", knows_durations, measuring.duration_rows),
        ("growing_memory", lambda _: LEAKS, measuring.memory_rows),
        ("causes_of", knows_causes, measuring.cause_rows),
    ],
)
def test_who_knows_all_reaches_the_aims(
    name: str,
    judge: Callable[..., object],
    rows: Callable[[range], Iterator[Row]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The truth can be told, and whoever tells it is right in everything."""
    monkeypatch.setattr(judging, name, judge)

    assert [False] == missed(rows(SEEDS))


@pytest.mark.parametrize(
    ("name", "judge", "rows"),
    [
        ("changed_durations", lambda _: {}, measuring.duration_rows),
        ("changed_durations", tells_too_much, measuring.duration_rows),
        ("growing_memory", lambda _: set(), measuring.memory_rows),
        (
            "growing_memory",
            lambda line: {trend.series.name for trend in line.columns[0].memory},
            measuring.memory_rows,
        ),
        ("causes_of", lambda failures: ["one"] * len(failures), measuring.cause_rows),
        ("causes_of", lambda failures: list(range(len(failures))), measuring.cause_rows),
        ("flaky_tests", lambda _: set(), measuring.flaky_rows),
        ("flaky_tests", lambda line: {test.id for test in line.tests}, measuring.flaky_rows),
        ("new_failures", lambda _: set(), measuring.new_failure_rows),
        (
            "new_failures",
            lambda columns: {test.id for test in columns[-1].tests},
            measuring.new_failure_rows,
        ),
    ],
)
def test_who_says_nothing_or_everything_misses(
    name: str,
    judge: Callable[..., object],
    rows: Callable[[range], Iterator[Row]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An aim is reached by being right, not by silence and not by noise."""
    monkeypatch.setattr(judging, name, judge)

    assert {True} == set(missed(rows(SEEDS)))


def test_a_change_in_the_wrong_direction_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls slower what became faster is right in nothing, even about the run."""
    monkeypatch.setattr(
        judging,
        "changed_durations",
        lambda line: {
            name: told._replace(factor=1 / told.factor)
            for name, told in knows_durations(line).items()
        },
    )
    first, dated, *_ = measuring.duration_rows(SEEDS)

    assert 0 == first.score.right
    assert 0 == first.score.recalled
    assert 0 == dated.score.found
