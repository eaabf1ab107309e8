"""The folder of records: files are added, never changed; what is damaged is told."""

from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest

from reportgen.history import (
    DamagedRecordError,
    Folder,
    Heads,
    History,
    Store,
    codec,
    comparable,
)
from reportgen.history.heads import head_from, head_of
from reportgen.model.report import Report
from tests.factories import MOMENT, make_artifact, make_case, make_failure, make_report, make_run

ID = "20250915T133500Z-3f2a9c1"


def run(
    number: int = 0, *, branch: str | None = "main", commit: str | None = None, **facts: object
) -> Report:
    """Return the run of an hour, each on a commit and with results of its own."""
    when = MOMENT + timedelta(hours=number)
    artifact = make_artifact(sha256=f"{number:064}", holds_tests=True)
    return make_report(
        run=make_run(
            id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}",
            started_at=when,
            branch=branch,
            commit=commit or f"{number:040}",
            **facts,
        ),
        cases=[make_case(at_line=0)],
        artifacts=(artifact,),
    )


def record(report: Report, folder: Path) -> tuple[Path, bool]:
    """Record *report* in *folder*; return its file and whether it is new."""
    name, is_new = Store(Folder(folder)).record(report)
    return folder / name, is_new


def load(folder: Path) -> History:
    """Return all that *folder* holds."""
    return Store(Folder(folder)).reports()


def find(run_id: str, folder: Path) -> Report | None:
    """Return the run *run_id* of *folder*."""
    return Store(Folder(folder)).report(run_id)


def heads(*reports: Report) -> Heads:
    """Return *reports* in brief."""
    return Heads(tuple(head_from(head_of(report, "")) for report in reports), ())


def chosen(report: Report, *earlier: Report) -> str | None:
    """Return the id of the run that *report* is compared with."""
    found, _ = comparable(report, heads(*earlier))
    return found.run.id if found else None


def test_a_record_lies_by_its_month(tmp_path: Path) -> None:
    """The name of a record is the id of its run, in a folder of its month."""
    path, is_new = record(run(), tmp_path)

    assert is_new
    assert f"runs/2025/09/{run().run.id}.json.gz" == path.relative_to(tmp_path).as_posix()
    assert (run(),) == load(tmp_path).reports


def test_recording_twice_changes_nothing(tmp_path: Path) -> None:
    """The second time the record is left as it is."""
    path, _ = record(run(), tmp_path)
    before = path.stat()
    again, is_new = record(run(), tmp_path)

    assert (path, False) == (again, is_new)
    assert before.st_mtime_ns == path.stat().st_mtime_ns
    assert [path] == [found for found in (tmp_path / "runs").rglob("*") if found.is_file()]


def test_oldest_first(tmp_path: Path) -> None:
    """Runs are loaded in the order of their moments, however they were recorded."""
    for number in (2, 0, 1):
        record(run(number), tmp_path)

    assert [run(number) for number in range(3)] == list(load(tmp_path).reports)


def test_nothing_is_a_history_too(tmp_path: Path) -> None:
    """A folder that does not exist, or holds something else, holds no run."""
    (tmp_path / "runs" / "2025" / "09").mkdir(parents=True)
    (tmp_path / "runs" / "2025" / "09" / f".{ID}.json.gz.1.tmp").write_bytes(b"half")
    (tmp_path / "runs" / "2025" / "09" / "notes.txt").write_text("hello")

    assert History((), ()) == load(tmp_path / "missing") == load(tmp_path)


def test_damage_is_named_and_passed_over(tmp_path: Path) -> None:
    """Each record that cannot be read gives a sentence with its name; the others are there."""
    for number in range(3):
        record(run(number), tmp_path)
    broken = sorted((tmp_path / "runs").rglob("*.json.gz"))[1]
    broken.write_bytes(broken.read_bytes()[:-20])
    kept = load(tmp_path)
    place = broken.relative_to(tmp_path).as_posix()

    assert (run(0), run(2)) == kept.reports
    assert (
        f"the record {place} is left out: it is cut off or larger than the limit",
    ) == kept.damaged


def test_a_crash_before_the_rename(tmp_path: Path) -> None:
    """Where the rename fails the history is as it was, and nothing lies about."""
    record(run(0), tmp_path)
    with (
        mock.patch("pathlib.Path.replace", side_effect=OSError(5, "Input/output error")),
        pytest.raises(OSError, match="Input/output error"),
    ):
        record(run(1), tmp_path)

    assert History((run(0),), ()) == load(tmp_path)
    assert 2 == len([path for path in tmp_path.rglob("*") if path.is_file()])


def test_a_process_that_dies_leaves_a_neighbour_only(tmp_path: Path) -> None:
    """What a killed process leaves is no record, and does not hinder the next try."""
    with (
        mock.patch("pathlib.Path.replace", side_effect=SystemExit),
        mock.patch("pathlib.Path.unlink"),
        pytest.raises(SystemExit),
    ):
        record(run(0), tmp_path)
    left = [path.name for path in tmp_path.rglob("*") if path.is_file()]

    assert 1 == len(left)
    assert left[0].startswith(".")
    assert left[0].endswith(".tmp")
    assert History((), ()) == load(tmp_path)
    assert record(run(0), tmp_path)[1]


def test_find(tmp_path: Path) -> None:
    """A recorded run is found by its id; one that is not there is None."""
    record(run(), tmp_path)

    assert run() == find(run().run.id, tmp_path)
    assert find(run(1).run.id, tmp_path) is None


@pytest.mark.parametrize(
    "name", ["", ".", "../../etc/passwd", "20250915T133500Z-../x", "x" * 500, "a\0b"]
)
def test_ids_that_are_none(name: str, tmp_path: Path) -> None:
    """What is no id leads to no file, inside or outside the history."""
    assert find(name, tmp_path) is None


def test_find_tells_damage(tmp_path: Path) -> None:
    """A record that was asked for and is broken is an error, not an absence."""
    path, _ = record(run(), tmp_path)
    path.write_bytes(b"")

    with pytest.raises(DamagedRecordError):
        find(run().run.id, tmp_path)


class TestComparable:
    """The run to compare with: settled, earlier, of the same kind, and never the run itself."""

    def test_the_newest_of_the_default_branch(self) -> None:
        """Of the earlier runs of a default branch the newest counts."""
        assert run(2).run.id == chosen(run(9, branch="topic"), run(1), run(2), run(3, branch="x"))
        assert run(2).run.id == chosen(run(9), run(1), run(2))

    def test_never_a_later_one(self) -> None:
        """A run that came later, or at the same moment, is no base."""
        assert chosen(run(1), run(1, commit="x"), run(2)) is None

    def test_never_the_same_commit(self) -> None:
        """A repeated run of one commit does not excuse itself."""
        assert chosen(run(2, commit="abc"), run(1, commit="abc")) is None

    def test_never_the_same_results(self) -> None:
        """Runs that rest on the same files of results are the same run."""
        later = run(2).model_copy(update={"artifacts": run(1).artifacts})

        assert chosen(later, run(1)) is None

    def test_never_one_without_tests(self) -> None:
        """A run without any result says nothing of a test."""
        assert (
            chosen(
                run(2),
                run(1).model_copy(update={"cases": [], "totals": make_report(cases=[]).totals}),
            )
            is None
        )

    def test_never_another_project_or_variant(self) -> None:
        """What is built otherwise is no base."""
        assert chosen(run(2), run(1, project="other")) is None
        assert chosen(run(2), run(1, variant={"os": "windows"})) is None

    def test_an_unmerged_branch_is_marked(self) -> None:
        """Where only the branch itself has runs, the newest counts and is marked as unsettled."""
        found, same_line = comparable(
            run(9, branch="topic"), heads(run(1, branch="topic"), run(2, branch="topic"))
        )

        assert found is not None
        assert run(2).run.id == found.run.id
        assert same_line

    def test_a_default_branch_is_not_marked(self) -> None:
        """What failed on a default branch before is old there."""
        found, same_line = comparable(run(9), heads(run(1)))

        assert found is not None
        assert run(1).run.id == found.run.id
        assert not same_line

    def test_another_topic_is_no_base(self) -> None:
        """What fails on another unmerged branch excuses nothing."""
        assert chosen(run(9, branch="topic"), run(1, branch="other")) is None


def test_records_do_not_depend_on_each_other(tmp_path: Path) -> None:
    """Two jobs that record at once each add a file."""
    paths = {record(run(number), tmp_path)[0] for number in range(4)}

    assert 4 == len(paths)
    assert 4 == len(load(tmp_path).reports)


def test_a_red_run_is_recorded_as_red(tmp_path: Path) -> None:
    """What failed stays failed in the history."""
    report = make_report(run=run().run, cases=[make_failure()])
    record(report, tmp_path)

    assert [True] == [case.is_red for case in load(tmp_path).reports[0].cases]


def test_tables_are_shared_by_stores_of_a_place(tmp_path: Path) -> None:
    """What one of them made or read, another does not read again."""
    place = Folder(tmp_path)
    first = Store(place)
    first.record(run())
    with mock.patch.object(Folder, "read", side_effect=AssertionError("it is read again")):
        (key,) = (path.name.partition(".")[0] for path in tmp_path.glob("names/*"))

        assert codec.table_of(run()) == Store(place, first.tables).tables.read(key)


def test_a_broken_table_that_was_there_is_told(tmp_path: Path) -> None:
    """What a run came to be called by is looked at where it lies, not as it was meant."""
    Store(Folder(tmp_path)).record(run())
    (path,) = tmp_path.glob("names/*")
    path.write_bytes(path.read_bytes()[:-9])
    store = Store(Folder(tmp_path))
    store.record(run(1))

    assert 2 == len(store.reports().damaged)
