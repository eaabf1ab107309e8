"""A build that keeps what has not changed makes the folder that a full build makes."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import overtime, website
from reportgen.config.settings import Settings
from reportgen.history import Folder, Store
from reportgen.history.columns import Columns, column_of
from reportgen.model.overtime import Column, Trends
from reportgen.model.report import Cause, Report
from reportgen.render.account.tests import Bounds
from reportgen.website import ledger
from reportgen.website.data import results
from reportgen.website.pages import run as run_pages
from reportgen.website.recorded import in_history
from tests.factories import (
    MOMENT,
    make_case,
    make_failure,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
)

DAYS = 20


def run(number: int, **fields: Any) -> Report:  # noqa: ANN401 - any field of a run
    """Return the run of a day, of which one test fails now and then, whatever else was recorded."""
    when = MOMENT + timedelta(days=5 * number)
    red = number % 3 == 1
    cases = [make_failure("test_pays") if red else make_case("test_pays"), make_case("test_adds")]
    return make_report(
        run=make_run(
            id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}",
            started_at=when,
            commit=f"{number // 2:040x}",
            branch=fields.pop("branch", "main" if number % 5 else "feature"),
        ),
        cases=cases,
        findings=(make_finding(subject="test_pays", case=0),) if red else (),
        causes=(Cause(id="division-1", says="ZeroDivisionError", cases=(0,)),) if red else (),
        services=(make_service(status="up" if number % 4 else "down"),),
        memory=(make_trend(),),
        steps=(make_step(),),
        **fields,
    )


class Told(NamedTuple):
    """What a site is built of."""

    runs: Sequence[Report]
    settings: Settings = Settings()

    @property
    def trends(self) -> Trends:
        """What the runs show together."""
        ordered = sorted(self.runs, key=lambda report: report.run.id)
        return overtime.trends_of(map(column_of, ordered), self.settings)

    @property
    def columns(self) -> Sequence[Column]:
        """What the tests of the runs came to."""
        return [column_of(report) for report in self.runs]

    def build(self, out: Path, columns: Sequence[Column] = ()) -> dict[str, bytes]:
        """Build the site in *out*, and return all its files."""
        website.build(self.runs, out, trends=self.trends, settings=self.settings, columns=columns)
        return contents(out)


def contents(out: Path) -> dict[str, bytes]:
    """Return every file below *out*."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@settings(max_examples=12)
@given(st.lists(st.sets(st.integers(0, DAYS), max_size=DAYS), min_size=2, max_size=4))
def test_any_way_to_the_same_runs_makes_the_same_site(steps: list[set[int]]) -> None:
    """Runs that come, come late, and go: whatever was there before, the folder is the same."""
    with tempfile.TemporaryDirectory() as folder:
        for at, numbers in enumerate(steps):
            told = Told([run(number) for number in sorted(numbers)])
            found = told.build(Path(folder) / "site")
            anew = told.build(Path(folder) / f"anew-{at}")

            assert anew == found


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sets(st.integers(0, 8), max_size=8), min_size=2, max_size=4))
def test_results_in_files_of_their_own_are_no_exception(steps: list[set[int]]) -> None:
    """The same holds where runs name their tests by places in files that all of them share."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(run_pages, "BOUNDS", Bounds(rows=1, first_rows=1))
        patch.setattr(run_pages, "SHORT", Bounds(rows=1, first_rows=0, failures=0))
        patch.setattr(results, "MOST_RESULTS", 6)
        for at, numbers in enumerate(steps):
            told = Told([with_more_tests(run(number), number) for number in sorted(numbers)])
            found = told.build(Path(folder) / "site", told.columns)
            anew = told.build(Path(folder) / f"anew-{at}", told.columns)

            assert anew == found
            assert len([url for url in found if url.endswith("/results.js")]) == len(numbers)


def with_more_tests(report: Report, number: int) -> Report:
    """Return *report* with a test that few runs have, and one whose name is another each time."""
    cases = [make_case(f"test_at[0x7f00000000{number:02}]"), make_case(f"test_{number % 3}")]
    return report.model_copy(update={"cases": [*cases, *report.cases]})


def test_runs_one_by_one(tmp_path: Path) -> None:
    """Each new run makes the page of one more run and that of its neighbour, and no other's."""
    made = []
    for number in range(DAYS):
        told = Told([run(each) for each in range(number + 1)])
        before = stamps(tmp_path / "site")
        found = told.build(tmp_path / "site")
        after = stamps(tmp_path / "site")
        made.append({url for url in after if before.get(url) != after[url]})
        if number % 6 == 5:
            assert told.build(tmp_path / f"anew-{number}") == found
    quiet = [urls for urls in made[1:] if len([url for url in urls if is_run(url)]) == 2]

    # What is told of a failing test over runs stands on the pages of those where it failed, too.
    assert len(quiet) >= DAYS // 2
    same = {"assets/reportgen.css", "api/v1/schema.json", "api/v1/GUIDE.md"}
    assert all(same.isdisjoint(urls) for urls in made[1:])
    # A page of a month that is over names the other months.
    begun = [urls for urls in made if "runs/2025-09.html" in urls]
    assert len({run(number).run.id[:6] for number in range(4, DAYS)}) + 4 == len(begun)


def is_run(url: str) -> bool:
    """Whether *url* is the page of a run."""
    return url.startswith("runs/2") and url.endswith("/index.html")


def stamps(out: Path) -> dict[str, int]:
    """Return which file each address is."""
    return {
        path.relative_to(out).as_posix(): path.stat().st_ino
        for path in out.rglob("*")
        if path.is_file()
    }


def test_other_settings_are_shown(tmp_path: Path) -> None:
    """What was told by other thresholds is made again."""
    runs = [run(number) for number in range(6)]
    Told(runs).build(tmp_path / "site")
    other = Told(runs, Settings.model_validate({"flaky": {"broken-after": 9}}))

    assert other.build(tmp_path / "anew") == other.build(tmp_path / "site")


def test_another_program_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it would have made of the same runs is not known; files that come out the same stay."""
    told = Told([run(number) for number in range(3)])
    told.build(tmp_path)
    before, keys = stamps(tmp_path), keys_of(tmp_path)
    monkeypatch.setattr(website, "fingerprint", lambda: "another")
    told.build(tmp_path)
    after = stamps(tmp_path)

    assert not keys & keys_of(tmp_path)
    assert {ledger.URL} == {url for url in after if before[url] != after[url]}


def keys_of(out: Path) -> set[str]:
    """Return the keys of all parts of the site in *out*."""
    return {entry.key for entry in ledger.read(out).parts.values()}


def test_another_record_of_a_run_is_shown(tmp_path: Path) -> None:
    """A run that was recorded anew has the same id and another page."""
    runs = [run(number) for number in range(3)]
    Told(runs).build(tmp_path / "site")
    told = Told([runs[0], runs[1].model_copy(update={"uncompared": "nobody knows"}), runs[2]])

    assert told.build(tmp_path / "anew") == told.build(tmp_path / "site")


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes() + b" "),
        lambda path: (path.unlink(), path.symlink_to("../../index.html")),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["gone", "empty", "longer", "a link", "a folder"],
)
@pytest.mark.parametrize("url", ["index.html", "runs/{}/index.html", "assets/history.css"])
def test_what_is_not_there_as_stated_is_made_again(url: str, change: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a way to break a file
    """A file that somebody removed or changed in size is one that no build keeps."""
    told = Told([run(0), run(1)])
    whole = told.build(tmp_path)
    path = tmp_path / url.format(told.runs[0].run.id)
    change(path)
    if path.is_dir():
        with pytest.raises(IsADirectoryError, match="a folder in the place of a file"):
            told.build(tmp_path)
        path.rmdir()

    assert whole == told.build(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"version":1}', '{"version":2,"parts":{}}', '{"version":1,"parts":[]}',
        '{"version":1,"parts":{"a":["k",[["../../x",1,"d"]]]}}',
        '{"version":1,"parts":{"a":["k",[["/etc/passwd",1,"d"]]]}}', "[" * 5_000,
    ],
)  # fmt: skip
def test_a_ledger_that_is_none_is_no_ledger(text: str, tmp_path: Path) -> None:
    """Then all is made again, and nothing that it names is touched."""
    told = Told([run(0)])
    whole = told.build(tmp_path / "site")
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    (tmp_path / "site" / ledger.URL).write_text(text, encoding="utf-8")

    assert ledger.Ledger({}) == ledger.read(tmp_path / "site")
    assert whole == told.build(tmp_path / "site")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"


def test_processes_make_the_same_site(tmp_path: Path) -> None:
    """However many make the pages, and in whatever order: not a byte is another."""
    runs = [run(number) for number in range(70)]
    trends = Told(runs).trends
    store = Store(Folder(tmp_path / "history"))
    for report in runs:
        store.record(report)
    heads = store.heads().heads
    columns = list(Columns(store).read(heads))
    told: list[tuple[int, int]] = []
    for count in (1, 3):
        material = website.Material(in_history(store, heads), trends, columns=columns)
        website.build_from(
            material,
            tmp_path / f"by-{count}",
            watch=lambda done, total: told.append((done, total)),
            processes=count,
        )
    parts = len(ledger.read(tmp_path / "by-1").parts)

    assert contents(tmp_path / "by-1") == contents(tmp_path / "by-3")
    assert [(done, parts) for done in range(1, parts + 1)] * 2 == told


@pytest.mark.parametrize("processes", [1, 2])
def test_a_run_that_turns_out_to_be_unreadable_is_left_out(processes: int, tmp_path: Path) -> None:
    """It was known in brief, and its record is broken now: the site is that without it."""
    runs = [run(number) for number in range(40)]
    store = Store(Folder(tmp_path / "history"))
    for report in runs:
        store.record(report)
    heads = store.heads().heads
    known = in_history(store, heads)
    broken = runs[7].run.id
    path = next((tmp_path / "history" / "runs").rglob(f"{broken}*"))
    path.write_bytes(path.read_bytes()[:-9])
    website.build_from(website.Material(known), tmp_path / "found", processes=processes)
    knowing = in_history(Store(Folder(tmp_path / "history")), heads)
    website.build_from(website.Material(knowing), tmp_path / "knowing")

    assert knowing.damaged[0].startswith(f"the record runs/2025/10/{broken}.json.gz is left out: ")
    assert contents(tmp_path / "knowing") == contents(tmp_path / "found")
    assert not (tmp_path / "found" / "runs" / broken).exists()
