"""The story of sixty runs comes out as its README tells it, when its jobs record their runs."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import Golden, RunCli
from tests.story import FOLDER, Story, Told, planned, told

pytestmark = pytest.mark.xdist_group("story")
Reports = Mapping[str, dict[str, Any]]


@pytest.fixture(scope="module")
def reports(story: Story) -> Reports:
    """Return the report of every run as JSON, by its number."""
    from reportgen.history import Folder, Store  # noqa: PLC0415 - with the story alone
    from reportgen.render import json as rendering  # noqa: PLC0415

    store = Store(Folder(story.history))
    found = {number: store.report(run_id) for number, run_id in story.runs.items()}
    return {
        number: json.loads(rendering.render(report)) for number, report in found.items() if report
    }


def findings(report: dict[str, Any], *ids: str) -> list[str]:
    """Return the subjects of the findings of *report* with one of *ids*."""
    return [each["subject"] for each in report["findings"] if each["id"] in ids]


def test_the_story_is_told_whole() -> None:
    """Every folder is a run, and every run has its row in the table."""
    numbers = [run["run"] for run in planned()]

    assert [f"{number:02}" for number in range(1, 61)] == numbers
    assert numbers == sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    assert numbers == list(told())


def test_the_story_is_small() -> None:
    """A fixture that everybody downloads has no more bytes than it needs."""
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 600_000


def test_each_run_is_as_the_table_says(reports: Reports) -> None:
    """How many tests are red, how many of them are new failures, and what the change is."""
    actual = {
        number: Told(
            red=report["totals"]["failed"] + report["totals"]["errored"],
            new=len(findings(report, "new-failure")),
            change=report["verdict"]["change"],
        )
        for number, report in reports.items()
    }

    assert told() == actual


def test_all_that_is_left_behind_is_read(reports: Reports) -> None:
    """Nothing in the folders of the story is unknown or broken, and each has all four kinds."""
    unread = {a["path"] for r in reports.values() for a in r["artifacts"] if a["status"] != "read"}
    bare = {
        number
        for number, report in reports.items()
        if not all(report[kind] for kind in ("tests", "services", "memory", "steps"))
    }

    assert set() == unread
    assert set() == bare


def test_the_days_on_which_payments_are_down(reports: Reports) -> None:
    """On these days, and on no other, the environment is blocked, and failures say why."""
    blocked = [n for n, r in reports.items() if r["verdict"]["environment"] == "blocked"]

    assert ["42", "43", "44", "45"] == blocked
    assert {"payments"} == {s for n in blocked for s in findings(reports[n], "service-down")}
    assert [3] * 4 == [len(findings(reports[n], "infrastructure-failure")) for n in blocked]


def test_the_flaky_test(reports: Reports) -> None:
    """When it fails for the first time nobody can know; after that it is known for what it is."""
    title = "tests.unit.test_stock.TestStock.test_two_tills_take_the_last_one"

    assert [title] == findings(reports["06"], "new-failure")
    assert [title] == findings(reports["40"], "flaky")
    assert [title] == findings(reports["54"], "flaky")


def test_the_suite_that_vanishes(reports: Reports) -> None:
    """The run that first lacks it misses its tests, and its evidence is partial."""
    for number in ("48", "49"):
        assert "partial" == reports[number]["verdict"]["evidence"]
        assert 4 == len(findings(reports[number], "missing-test"))


def test_the_renamed_test(reports: Reports) -> None:
    """A test that only changed its name is not missed."""
    for number in ("46", "47"):
        assert [] == findings(reports[number], "missing-test")
        assert ["tests.unit.test_listing.test_lists_by_price_ascending"] == findings(
            reports[number], "new-test"
        )


def test_the_history_is_whole(story: Story, run_cli: RunCli) -> None:
    """All sixty runs are recorded, and none is damaged."""
    result = run_cli("history", "verify", "--history", story.history)

    assert 0 == result.exit_code
    assert "60 runs verified" in result.stderr


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("trends", "--limit", "0"), "trends.txt"),
        (("trends", "--format", "json"), "trends.json"),
        (("flaky",), "flaky.txt"),
        (("test", "test_keeps_the_cents"), "test_keeps_the_cents.txt"),
        (("test", "test_two_tills_take_the_last_one"), "test_two_tills.txt"),
    ],
    ids=str,
)
def test_what_is_found_over_runs(
    command: tuple[str, ...], name: str, story: Story, run_cli: RunCli, golden: Golden
) -> None:
    """What the commands over many runs tell of the story, to be checked by eye."""
    result = run_cli(*command, "--history", str(story.history))

    assert 0 == result.exit_code
    golden(f"story/{name}", result.stdout)


def test_what_is_found_is_what_happens(story: Story, run_cli: RunCli) -> None:
    """Each thing that the README lets happen is found, and nothing that it does not."""
    asked = ("trends", "--format", "json", "--history", str(story.history))
    found = json.loads(run_cli(*asked).stdout)
    states = [(test["title"].rpartition(".")[2], test["state"]) for test in found["tests"]]

    assert [("test_two_tills_take_the_last_one", "flaky")] == [
        s for s in states if s[1] != "suspect"
    ]
    assert {"test_total_abroad"} == {
        each["subject"].rpartition(".")[2] for each in found["slower"] if each["kind"] == "test"
    }
    assert {("unit", "newly-slow"), ("exports", "vanished"), ("printing", "growing-skips")} == {
        (each["suite"], each["change"]) for each in found["suites"]
    }
    assert ["growing", "growing"] == [each["verdict"] for each in found["memory"]]
    assert [("payments", 1), ("orders", 0)] == [
        (each["name"], len(each["incidents"])) for each in found["services"]
    ]
    assert 5 == len(found["causes"])
