"""The site: planned as a whole, written late, and the same for the same runs."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from reportgen import website
from reportgen.config.settings import Settings
from reportgen.errors import UsageError
from reportgen.model.report import Comparison, Report
from reportgen.website import pages
from reportgen.website.pages.flaky import MOST_IN_GROUP
from reportgen.website.recorded import in_memory
from tests.factories import (
    MOMENT,
    make_evidence,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_trend,
)
from tests.website.data.sites import column, data_of
from tests.website.trends import make_moment, make_state, make_trends


def make_runs(number: int) -> list[Report]:
    """Return *number* runs, an hour apart, oldest first."""
    return [
        make_report(run=make_run(id=f"run-{n:03}", started_at=MOMENT + timedelta(hours=n)))
        for n in range(number)
    ]


def contents(out: Path) -> dict[str, bytes]:
    """Return every file below *out*."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def page(records: list[Report], url: str = "index.html") -> str:
    """Return the text of one planned page."""
    return dict(pages.plan(records))[url]


def test_pages_of_the_site(tmp_path: Path) -> None:
    """Pages for each subject and run, feeds, badges, data, assets; the index comes first."""
    paths = website.build(make_runs(2), tmp_path)

    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "index.html",
        "trends.html",
        "runs/index.html",
        "runs/2025-09.html",
        "tests/index.html",
        "test.html",
        "grid.html",
        "compare.html",
        "flaky/index.html",
        "failures/index.html",
        "speed/index.html",
        "services/index.html",
        "memory/index.html",
        "steps/index.html",
        "runs/run-001/index.html",
        "runs/run-000/index.html",
        "feeds/new-failures.xml",
        "feeds/flaky.xml",
        "feeds/regressions.xml",
        "feeds/services.xml",
        "badge/status.svg",
        "badge/status.json",
        "badge/flaky.svg",
        "badge/flaky.json",
        "badge/uptime.svg",
        "badge/uptime.json",
        "about/index.html",
        "api/v1/manifest.json",
        "api/v1/runs.json",
        "api/v1/schema.json",
        "api/v1/GUIDE.md",
        "assets/favicon.svg",
        "assets/reportgen.css",
        "assets/history.css",
        "assets/tests.css",
        "assets/data.js",
        "assets/columns.js",
        "assets/parts.js",
        "assets/history.js",
        "assets/copying.js",
        "assets/tests.js",
        "assets/times.js",
        "assets/table.js",
        "assets/copy.js",
        "assets/ties.js",
        "assets/test.js",
        "assets/grid.js",
        "assets/renames.js",
        "assets/pair.js",
        "assets/compare.js",
        "assets/runs.js",
        "reportgen-build.json",
    ]
    assert set(paths) == {path for path in tmp_path.rglob("*") if path.is_file()}


def test_same_runs_same_bytes(tmp_path: Path) -> None:
    """The order in which the runs come decides nothing."""
    runs = make_runs(4)
    website.build(runs, tmp_path / "a")
    website.build(runs[::-1], tmp_path / "b")

    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_same_findings_same_bytes(tmp_path: Path) -> None:
    """With everything that many runs show, too."""
    for name, runs in (("a", make_runs(4)), ("b", make_runs(4)[::-1])):
        website.build(
            runs, tmp_path / name, trends=make_trends(), settings=Settings(), store_bytes=1
        )

    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert "api/v1/trends.json" in contents(tmp_path / "a")


def test_unchanged_files_are_left_alone(tmp_path: Path) -> None:
    """A second build of the same runs touches no file."""
    before = {path: path.stat().st_mtime_ns for path in website.build(make_runs(3), tmp_path)}
    after = {path: path.stat().st_mtime_ns for path in website.build(make_runs(3), tmp_path)}

    assert before == after


def test_pages_of_runs_that_are_gone_are_removed(tmp_path: Path) -> None:
    """A run that was pruned loses its page and its folder."""
    website.build(make_runs(3), tmp_path)
    website.build(make_runs(1), tmp_path)

    assert [path.name for path in sorted((tmp_path / "runs").iterdir())] == [
        "2025-09.html",
        "index.html",
        "run-000",
    ]


def test_foreign_files_are_never_removed(tmp_path: Path) -> None:
    """What reportgen did not write stays, also under ``runs/``."""
    foreign = tmp_path / "runs" / "mine" / "index.html"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("<p>mine</p>", encoding="utf-8")
    (tmp_path / "report.md").write_text("# mine", encoding="utf-8")
    website.build(make_runs(2), tmp_path)
    beside = tmp_path / "runs" / "run-001" / "notes.txt"
    beside.write_text("mine", encoding="utf-8")
    website.build(make_runs(1), tmp_path)

    assert foreign.is_file()
    assert (tmp_path / "report.md").is_file()
    assert [path.name for path in beside.parent.iterdir()] == ["notes.txt"]


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    """Only pages and assets remain."""
    website.build(make_runs(2), tmp_path)

    assert [path for path in tmp_path.rglob("*") if path.name.startswith(".")] == []


def test_runs_are_listed_newest_first() -> None:
    """By the moment they started, then by id; without a moment they come last."""
    runs = [
        make_report(run=make_run(id="a", started_at=None)),
        make_report(run=make_run(id="b", started_at=MOMENT)),
        make_report(run=make_run(id="c", started_at=MOMENT)),
        make_report(run=make_run(id="d", started_at=MOMENT + timedelta(seconds=1))),
    ]

    assert [run.run.id for run in pages.newest_first(in_memory(runs).briefs)] == [
        "d",
        "c",
        "b",
        "a",
    ]


def test_run_pages_are_linked_in_a_row() -> None:
    """From each run one can go to the newer and to the older one, without any script."""
    text = page(make_runs(3), "runs/run-001/index.html")

    assert '<a href="../run-002/index.html" rel="next">' in text
    assert '<a href="../run-000/index.html" rel="prev">' in text


def test_base_is_linked_where_it_has_a_page() -> None:
    """What a run was compared with is one click away, if it is part of the history."""
    base = Comparison(label="the run before", run_id="run-000")
    run = make_report(run=make_run(id="run-009"), base=base)
    within = page([*make_runs(1), run], "runs/run-009/index.html")
    without = page([run], "runs/run-009/index.html")

    assert 'compared with <a href="../run-000/index.html">' in within
    assert "compared with <span" in without


def test_needs_attention_leads_to_the_run_page() -> None:
    """The index shows the latest run's findings, each with a link to its evidence."""
    text = page([make_report(findings=(make_finding(),))])

    assert re.search(r'href="runs/20250915T133500Z-3f2a9c1/index.html#new-failure-\w{10}"', text)


def test_no_run_yet(tmp_path: Path) -> None:
    """An empty history makes a site that says so."""
    website.build([], tmp_path)

    assert "No run is recorded yet" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "No run is recorded yet" in (tmp_path / "trends.html").read_text(encoding="utf-8")


def test_unreadable_history_is_shown(tmp_path: Path) -> None:
    """What could not be read stands on the index and is counted on every page."""
    website.build(make_runs(1), tmp_path, problems=["`runs/a.json.gz` is cut off"])
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    trends = (tmp_path / "trends.html").read_text(encoding="utf-8")

    assert '<code dir="auto">runs/a.json.gz</code> is cut off' in index
    assert "1 history file could not be read." in trends


@pytest.mark.parametrize("run_id", ["", "..", "../x", "a/b", "a\\b", ".x", "a b", "-a", "a" * 121])
def test_ids_that_cannot_name_a_folder_are_refused(run_id: str, tmp_path: Path) -> None:
    """An id from outside never becomes a path; nothing is written then."""
    out = tmp_path / "out"
    with pytest.raises(UsageError, match="cannot name a page"):
        website.build([make_report(run=make_run(id=run_id))], out)

    assert not out.exists()


def test_ids_that_differ_by_case_only_are_refused(tmp_path: Path) -> None:
    """On some disks they would be one folder."""
    runs = [make_report(run=make_run(id=run_id)) for run_id in ("a", "A")]

    with pytest.raises(UsageError, match="occurs more than once"):
        website.build(runs, tmp_path)


def test_one_run_is_no_trend() -> None:
    """The trends page works with one run, and says that a trend needs two."""
    assert "a trend needs two" in page(make_runs(1), "trends.html")
    assert "a trend needs two" not in page(make_runs(2), "trends.html")


def test_trends_draw_the_last_hundred_oldest_first() -> None:
    """Older runs are counted, not drawn."""
    text = page(make_runs(103), "trends.html")
    chart = text.split("</svg>")[1]

    assert "3 older runs not drawn" in text
    assert text.count("<title>2025-") == 200  # outcomes and durations
    assert text.index("2025-09-15 16:35") < text.index("2025-09-19 19:35")
    assert chart


def test_services_without_data_are_said() -> None:
    """A run that has no health artifact is a gap, never up."""
    runs = make_runs(2)
    runs[0] = runs[0].model_copy(update={"services": (make_service(status="down"),)})
    text = page(runs, "trends.html")

    assert "up in 0 of 1 run with data, 1 run without" in text
    assert re.search(r": no data</title><rect class=\"none\"", text)
    assert re.search(r": down</title><rect class=\"bad\"", text)


def test_worst_state_of_a_service_counts() -> None:
    """Two artifacts that disagree about a service do not hide an outage."""
    services = (make_service(status="down"), make_service(status="up"))
    text = page([make_report(services=services)], "trends.html")

    assert "up in 0 of 1 run with data" in text


def test_a_stale_check_is_not_up() -> None:
    """What a run's own report calls stale is unknown in the trends, whatever it said then."""
    stale = make_finding(
        id="service-stale", subject="api", evidence=(make_evidence("health.json", "/services/0"),)
    )
    runs = [
        run.model_copy(update={"services": (make_service(),), "findings": found})
        for run, found in zip(make_runs(2), ((), (stale,)), strict=True)
    ]
    text = page(runs, "trends.html")

    assert "up in 1 of 2 runs with data" in text
    assert re.search(r"2025-09-15 13:35[^<]*: up</title>", text)
    assert re.search(r"2025-09-15 14:35[^<]*: unknown</title>", text)


def test_memory_peaks_over_runs() -> None:
    """Each series has its own chart; runs without it are gaps."""
    runs = make_runs(2)
    runs[1] = runs[1].model_copy(update={"memory": (make_trend(name="worker"),)})
    text = page(runs, "trends.html")

    assert '<span dir="auto">worker</span> <span class="sum">resident set · in 1 of 2 runs' in text
    assert '<td class="number">no data</td>' in text


def test_every_page_has_a_policy_and_no_inline_script() -> None:
    """Each page allows its own scripts, stylesheets and pictures and nothing else."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'"
    )
    texts = [
        text
        for data in (None, data_of([column(0, {"adds": "P"})]))
        for url, text in pages.plan(make_runs(2), data=data)
        if url.endswith(".html")
    ]
    scripts = [tag for text in texts for tag in re.findall(r"<script[^>]*>[^<]*", text)]

    assert len(texts) == 34
    assert all(f'content="{policy}"' in text for text in texts)
    assert len(scripts) == 17 * 4 + 12 + 2
    assert all(
        re.fullmatch(r'<script defer src="[./]*assets/[a-z]+\.js"[^>]*>', s) for s in scripts
    )


def test_links_are_relative() -> None:
    """The site works from a subfolder and from ``file://``."""
    texts = [text for _, text in pages.plan(make_runs(2))]
    links = {link for text in texts for link in re.findall(r'(?:href|src)="([^"]*)"', text)}

    assert [link for link in links if link.startswith(("/", "http", "file"))] == []


def test_more_flaky_tests_than_the_page_shows(tmp_path: Path) -> None:
    """One that began lately is told though it has no entry: the link leads to the page then."""
    lately = make_moment(when=MOMENT + timedelta(days=1))
    states = [
        make_state(
            f"test_{number:03}", test=f"{number:016x}", first_failed=make_moment(when=MOMENT)
        )
        for number in range(MOST_IN_GROUP)
    ]
    states.append(make_state("test_last", test="f" * 16, first_failed=lately))
    website.build(make_runs(1), tmp_path, trends=make_trends(tests=tuple(states)))
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    feed = (tmp_path / "feeds" / "flaky.xml").read_text(encoding="utf-8")

    assert re.search(r'test_last</code> is flaky\b.*href="flaky/index\.html"', index)
    assert 'href="flaky/index.html#t-00000000000000c7"' in index
    assert "flaky: test_last" in feed
