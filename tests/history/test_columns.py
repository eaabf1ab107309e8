"""Recorded runs as columns: the same as the reports they were recorded from."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.history import Folder, Store, upkeep
from reportgen.history.columns import Columns, column_of
from reportgen.history.packing import pack, unpack
from reportgen.history.windows import line_of, window
from reportgen.model.overtime import Column, LineKey
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Errored,
    Failed,
    Outcome,
    Passed,
    Skipped,
    Trouble,
)
from tests.factories import (
    MOMENT,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
)

OUTCOMES: dict[str, Outcome] = {
    "P": PASSED,
    "R": Passed((Attempt("errored", "late", "trace"),)),
    "F": Failed((Trouble("failure", "2 != 3", "E   2 != 3", "AssertionError"),)),
    "E": Errored((Trouble("error", "no answer"),)),
    "S": Skipped("later"),
}


def run(number: int = 0, **facts: object) -> RunInfo:
    """Return a run of an hour."""
    when = MOMENT + timedelta(hours=number)
    return make_run(id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when, **facts)


def case(name: str, letter: str, took: float | None = 0.25, class_name: str = "shop.Till") -> Case:
    """Return a case that came to *letter*."""
    return Case("unit", class_name, name, OUTCOMES[letter], "junit.xml", duration_s=took)


def read(report: Report, folder: Path) -> Column:
    """Return the column of *report* once it is recorded in *folder*."""
    store = Store(Folder(folder))
    store.record(report)
    columns = Columns(store)
    (found,) = columns.read(store.heads().heads)

    assert [] == columns.damaged
    return found


CASES = st.lists(
    st.builds(
        case,
        st.sampled_from("abcd"),
        st.sampled_from("PRFES"),
        st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1.5, 0.0001])),
    ),
    max_size=6,
)


@given(CASES)
def test_a_record_gives_the_column_of_its_report(
    tmp_path_factory: pytest.TempPathFactory, cases: list[Case]
) -> None:
    """Whatever repeats or fails: what is read is what the report itself would give."""
    folder = tmp_path_factory.mktemp("history")
    report = make_report(run=run(), cases=cases, artifacts=())
    found, expected = read(report, folder), column_of(report)
    by_test = {test.id: at for at, test in enumerate(expected.tests)}

    assert by_test.keys() == {test.id for test in found.tests}
    for at, test in enumerate(found.tests):
        there = by_test[test.id]
        assert expected.letters[there] == found.letters[at]
        assert expected.durations_ms[there] == found.durations_ms[at]
        assert set(expected.troubles.get(there, ())) == set(found.troubles.get(at, ()))


def test_an_outage_has_a_letter_of_its_own(tmp_path: Path) -> None:
    """A failure that the report explained by infrastructure says nothing of the test."""
    cases = [case("b", "F"), case("a", "F")]
    outage = make_finding(id="infrastructure-failure", severity="warning", case=0)
    column = read(make_report(run=run(), cases=cases, findings=(outage,)), tmp_path)

    assert {"a": "F", "b": "I"} == {
        test.name: letter for test, letter in zip(column.tests, column.letters, strict=True)
    }


def test_the_worst_of_equal_tests_counts(tmp_path: Path) -> None:
    """Three results of one test are one: the worst, with all their time."""
    column = read(
        make_report(run=run(), cases=[case("a", "P"), case("a", "F"), case("a", "S")]), tmp_path
    )

    assert "F" == column.letters
    assert (750.0,) == column.durations_ms


def test_what_else_was_measured_is_there(tmp_path: Path) -> None:
    """Services, memory and steps come with the column."""
    report = make_report(
        run=run(), services=(make_service(),), memory=(make_trend(),), steps=(make_step(),)
    )
    column = read(report, tmp_path)

    assert report.services == column.services
    assert report.memory == column.memory
    assert report.steps == column.steps


def test_a_packed_run_keeps_its_letters(tmp_path: Path) -> None:
    """Of a packed run outcomes are known, and no times."""
    store = Store(Folder(tmp_path))
    for number in range(2):
        store.record(make_report(run=run(number), cases=[case("a", "P"), case("b", "F")]))
    assert [] == list(upkeep.pack(store, upkeep.plan_packing(store, "999999")))
    store = Store(Folder(tmp_path))
    found = list(Columns(store).read(store.heads().heads))

    assert ["PF", "PF"] == [column.letters for column in found]
    assert [(None, None)] * 2 == [column.durations_ms for column in found]


def test_a_damaged_record_is_named_and_passed_over(tmp_path: Path) -> None:
    """What cannot be read is told; the others are read."""
    store = Store(Folder(tmp_path))
    for number in range(2):
        store.record(make_report(run=run(number)))
    heads = store.heads().heads
    path = next(tmp_path.glob(f"runs/*/*/{heads[0].run.id}.json.gz"))
    path.write_bytes(path.read_bytes()[:-9])
    columns = Columns(Store(Folder(tmp_path)))
    found = list(columns.read(heads))

    assert [heads[1].run.id] == [column.run.id for column in found]
    assert 1 == len(columns.damaged)
    assert heads[0].run.id in columns.damaged[0]


@pytest.mark.parametrize("time", ["text", True, [], {}])
def test_a_time_that_is_no_number_is_damage(time: object, tmp_path: Path) -> None:
    """A record whose times are something else is told, whatever is computed from them later."""
    store = Store(Folder(tmp_path))
    store.record(make_report(run=run(0)))
    heads = store.heads().heads
    path = next(tmp_path.glob(f"runs/*/*/{heads[0].run.id}.json.gz"))
    lines = unpack(path.read_bytes())
    lines[1]["durations"] = [time for _ in lines[1]["durations"]]
    path.write_bytes(pack(*lines))
    columns = Columns(Store(Folder(tmp_path)))

    assert [] == list(columns.read(heads))
    assert ["its content is not as agreed: ValueError"] == [
        said.rpartition("left out: ")[2] for said in columns.damaged
    ]


def test_a_line_is_of_one_job_and_variant() -> None:
    """Shards of one job are one line; another variant is another."""
    here = line_of(run(variant={"os": "linux"}, job="unit", shard_index=1))

    assert LineKey("netra", "unit", (("os", "linux"),)) == here
    assert here == line_of(run(variant={"os": "linux"}, job="unit", shard_index=2))
    assert here != line_of(run(variant={"os": "windows"}, job="unit"))
    assert "unit · os=linux" == here.label


def test_the_window_holds_settled_runs_and_recent_others(tmp_path: Path) -> None:
    """Runs of a pull request count for two weeks, those of a default branch for longer."""
    store = Store(Folder(tmp_path))
    facts: list[tuple[int, dict[str, object]]] = [
        (0, {"branch": "main"}),
        (1, {"branch": "topic", "pull_request": 7}),
        (24 * 15, {"branch": "topic", "pull_request": 8}),
        (24 * 15 + 1, {"branch": "main", "variant": {"os": "windows"}}),
        (24 * 15 + 2, {"branch": "main"}),
    ]
    for number, of_run in facts:
        store.record(make_report(run=run(number, **of_run)))
    now = run(24 * 16, branch="topic", pull_request=9)

    assert [0, 24 * 15, 24 * 15 + 2] == [
        int(head.run.id.rpartition("-")[2], 16) for head in window(now, store.heads().heads)
    ]
