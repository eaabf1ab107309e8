"""
Since when tests fail: the first run of each row of failures, and the last before it that passed.

Only the columns of results are read, newest first, and no further than every row has its end.
A run in which a test was skipped, or was not, tells nothing of it; a record that cannot be read is
passed over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from reportgen.history.heads import Head
from reportgen.history.packing import DamagedRecordError
from reportgen.history.store import Store
from reportgen.history.tables import Table
from reportgen.model.baseline import Seen, Since
from reportgen.model.identity import case_id
from reportgen.model.run import RunInfo

MOST_RUNS: Final = 200


def line_of(run: RunInfo, heads: Iterable[Head], until: datetime | None = None) -> list[Head]:
    """
    Return the runs that *run* continues, itself among them, the newest first.

    They are of the same project, job, shard, variant and branch, or pull request, as it is.
    With *until*, those that came after it and no later than that are among them, too.
    """
    mine = _line(run)
    before = [
        head
        for head in heads
        if _line(head.run) == mine and (head.run.id <= run.id or _is_by(head.run.started_at, until))
    ]
    return sorted(before, key=lambda head: head.run.id, reverse=True)


def _is_by(at: datetime | None, until: datetime | None) -> bool:
    return at is not None and until is not None and at <= until


def _line(run: RunInfo) -> tuple[object, ...]:
    return (
        run.project, run.job, run.shard_index, run.variant, run.branch, run.pull_request,
    )  # fmt: skip


def streaks(store: Store, line: Sequence[Head], tests: Mapping[str, str]) -> dict[str, Since]:
    """
    Return since when each of *tests* fails, of those that fail in the newest run that tells of it.

    *tests* gives the class of each by its id, *line* the runs to look at, newest first.
    """
    open_rows = dict(tests)
    first_bad: dict[str, Seen] = {}
    found: dict[str, Since] = {}
    tables: dict[str, dict[int, str]] = {}
    for head in line[:MOST_RUNS]:
        if not open_rows:
            break
        try:
            results = store.results(head.run.id)
        except DamagedRecordError:
            continue
        if head.names not in tables:
            tables[head.names] = _rows(results.table, tests)
        seen = Seen(head.run.id, head.run.started_at, head.run.commit)
        outcomes = _outcomes(results.places, results.letters, tables[head.names])
        for test, passed in outcomes.items():
            if test not in open_rows:
                continue
            if not passed:
                first_bad[test] = seen
                continue
            del open_rows[test]
            if test in first_bad:
                found[test] = Since(first_bad[test], seen)
    return found | {test: Since(first_bad[test]) for test in open_rows if test in first_bad}


def _rows(table: Table, tests: Mapping[str, str]) -> dict[int, str]:
    """Return which rows of *table* are of *tests*; only those of their classes are looked at."""
    classes = set(tests.values())
    return {
        at: test
        for at, row in enumerate(table)
        if row.class_name in classes
        and (test := case_id(row.suite, row.class_name, row.name, row.file or None)) in tests
    }


def _outcomes(places: Sequence[int], letters: str, rows: Mapping[int, str]) -> dict[str, bool]:
    """Return whether each test passed: all of its results that ran did, and one ran."""
    passed: dict[str, bool] = {}
    for at, letter in zip(places, letters, strict=True):
        if letter != "S" and (test := rows.get(at)) is not None:
            passed[test] = passed.get(test, True) and letter == "P"
    return passed
