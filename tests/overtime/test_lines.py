"""Columns side by side: the same lines however the columns come."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.overtime import ABSENT, Column, LineKey, Named, RunFacts
from reportgen.model.tests import Counts, Trouble
from reportgen.overtime.lines import lines_of

OUTCOMES = st.dictionaries(st.sampled_from("abcde"), st.sampled_from("PFES"), max_size=5)
VARIANTS = st.sampled_from(["linux", "windows"])


def named(name: str) -> Named:
    """Return a test."""
    return Named(f"id-{name}", "unit", "", name, None)


def column(number: int, outcomes: dict[str, str], variant: str = "linux") -> Column:
    """Return a run in which each test came to a letter, in as many milliseconds as its number."""
    names = sorted(outcomes)
    return Column(
        LineKey("netra", None, (("os", variant),)),
        RunFacts(f"{number:04}", None, None, "main", None, True, "complete", Counts()),  # noqa: FBT003 - settled
        tuple(map(named, names)),
        "".join(outcomes[name] for name in names),
        tuple(float(number) for _ in names),
        {at: (Trouble("failure", n),) for at, n in enumerate(names) if outcomes[n] in "FE"},
    )


@given(st.lists(st.tuples(OUTCOMES, VARIANTS), max_size=8), st.randoms(use_true_random=False))
def test_lines_do_not_depend_on_the_order_of_columns(
    runs: list[tuple[dict[str, str], str]], chance: Random
) -> None:
    """Read in any order, in parts, or twice: the lines are the same."""
    columns = [column(at, *each) for at, each in enumerate(runs)]
    shuffled = [*columns, *columns[:2]]
    chance.shuffle(shuffled)

    assert [line[:-1] for line in lines_of(columns)] == [line[:-1] for line in lines_of(shuffled)]


@given(st.lists(OUTCOMES, min_size=1, max_size=8))
def test_each_letter_stands_at_its_test_and_its_run(runs: list[dict[str, str]]) -> None:
    """A test that is not in a run has a dot there and no time."""
    (line,) = lines_of(column(at, each) for at, each in enumerate(runs))

    for test, letters, times in zip(line.tests, line.outcomes, line.durations_ms, strict=True):
        assert [each.get(test.name, ABSENT) for each in runs] == list(letters)
        assert [float(at) if test.name in each else None for at, each in enumerate(runs)] == [
            *(None,) * line.untimed,
            *times,
        ]
    for at, said in line.troubles.items():
        assert {
            run for run, each in enumerate(runs) if each.get(line.tests[at].name, ".") in "FE"
        } == set(said)


def test_without_branches_every_run_is_settled() -> None:
    """Where nobody names a branch there is only one; beside a named one it is unknown."""
    bare = [column(at, {"a": "P"}) for at in range(2)]
    unnamed = [each._replace(run=each.run._replace(branch=None, settled=False)) for each in bare]
    (alone,) = lines_of(unnamed)
    (beside,) = lines_of([unnamed[0], bare[1]])

    assert [True, True] == [run.settled for run in alone.runs]
    assert [False, True] == [run.settled for run in beside.runs]
