"""Since when tests fail: rows of failures as the history has them."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reportgen.history import Folder, Store
from reportgen.history.codec import Results
from reportgen.history.streaks import MOST_RUNS, line_of, streaks
from reportgen.model.tests import PASSED, Case, Failed, Outcome, Skipped, Trouble
from tests.factories import MOMENT, make_case, make_report, make_run

RED = Failed((Trouble("failure", "boom"),))
OUTCOMES: Mapping[str, Outcome] = {"P": PASSED, "F": RED, "S": Skipped()}


def cases(letters: str) -> list[Case]:
    """Return a result of one test for each of *letters*, and one of another test."""
    return [make_case("a", outcome=OUTCOMES[letter]) for letter in letters] + [make_case("b")]


def record(store: Store, number: int, letters: str, **facts: Any) -> str:  # noqa: ANN401 - any fact
    """Record run *number*; return its id."""
    at = MOMENT + timedelta(hours=number)
    run = make_run(
        id=f"{at:%Y%m%dT%H%M%S}Z-{number:x}", started_at=at, commit=f"c{number}", **facts
    )
    store.record(make_report(run=run, cases=cases(letters)))
    return run.id


def since(store: Store) -> tuple[str | None, str | None] | None:
    """Return the first bad and the last good commit of the test, as of the newest run."""
    heads = store.heads().heads
    test = make_case("a")
    line = line_of(heads[-1].run, heads)
    found = streaks(store, line, {test.id: test.class_name}).get(test.id)
    if found is None:
        return None
    return found.first_bad.commit, found.last_good.commit if found.last_good else None


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (["P", "F"], ("c1", "c0")),
        (["P", "F", "F", "F"], ("c1", "c0")),
        (["F", "P", "F"], ("c2", "c1")),
        (["F", "F"], ("c0", None)),
        (["P", "S", "F"], ("c2", "c0")),
        (["P", "", "F", "S", "F"], ("c2", "c0")),
        (["P", "PF", "F"], ("c1", "c0")),
        (["PP", "F"], ("c1", "c0")),
        (["F", "P"], None),
        (["S"], None),
    ],
)
def test_rows(history: list[str], expected: tuple[str, str | None] | None, tmp_path: Path) -> None:
    """A row ends where all results of the test passed; a run without one says nothing."""
    store = Store(Folder(tmp_path))
    for number, letters in enumerate(history):
        record(store, number, letters)

    assert expected == since(store)


def test_only_runs_of_one_line(tmp_path: Path) -> None:
    """Other branches, jobs, variants, shards and pull requests are other stories."""
    store = Store(Folder(tmp_path))
    record(store, 0, "P")
    record(store, 1, "F")
    others: tuple[dict[str, Any], ...] = (
        {"branch": "x"}, {"job": "x"}, {"variant": {"os": "x"}}, {"shard_index": 1},
        {"pull_request": 7}, {"project": "x"},
    )  # fmt: skip
    for number, facts in enumerate(others, 2):
        record(store, number, "P", **facts)
    record(store, 9, "F")

    assert ("c1", "c0") == since(store)


def test_later_runs_do_not_count(tmp_path: Path) -> None:
    """What came after the run that is asked for is not of its past."""
    store = Store(Folder(tmp_path))
    for number, letters in enumerate(("P", "F", "P")):
        record(store, number, letters)
    heads = store.heads().heads
    test = make_case("a")
    found = streaks(store, line_of(heads[1].run, heads), {test.id: test.class_name})

    assert ["c1"] == [each.first_bad.commit for each in found.values()]


def test_damaged_records_are_passed_over(tmp_path: Path) -> None:
    """A record that cannot be read neither ends a row nor stops the search."""
    store = Store(Folder(tmp_path))
    for number, letters in enumerate(("P", "F", "P", "F")):
        record(store, number, letters)
    line = line_of(store.heads().heads[-1].run, store.heads().heads)
    next(tmp_path.rglob(f"{line[1].run.id}.json.gz")).write_bytes(b"\x1f\x8b")
    test = make_case("a")
    found = streaks(store, line, {test.id: test.class_name})

    assert ["c1"] == [each.first_bad.commit for each in found.values()]


def test_no_more_than_needed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops where every row has its end, at the latest after a fixed number of runs."""
    store = Store(Folder(tmp_path))
    for number, letters in enumerate(("F", "F", "P", "F")):
        record(store, number, letters)
    read: list[str] = []
    real = Store.results

    def results(self: Store, run_id: str) -> Results:
        read.append(run_id)
        return real(self, run_id)

    monkeypatch.setattr(Store, "results", results)
    heads = store.heads().heads
    test = make_case("a")
    streaks(store, line_of(heads[-1].run, heads), {test.id: test.class_name})

    assert [heads[3].run.id, heads[2].run.id] == read

    streaks(store, [heads[0]] * (MOST_RUNS + 50), {test.id: test.class_name})

    assert 2 + MOST_RUNS == len(read)
