"""Names of runs: which recorded run an id, a commit or a branch means, and what names none."""

import json
import re
from pathlib import Path

import pytest

from tests.analysis.jobs import DATABASE_DOWN, GREEN, Files, failed, passed, suite
from tests.cli.jobs import RED, put
from tests.conftest import RunCli

NOW = "2025-09-20T10:00:00Z"
ONE = "a1b2c3d1" + "0" * 32
TWO = "a1b2c3d2" + "0" * 32
OTHER: Files = {"junit.xml": suite(passed("adds"), passed("pays"), passed("stays"))}


def add(run_cli: RunCli, files: Files, day: int, *facts: str) -> str:
    """Record a run of September *day*; return its id."""
    at = f"2025-09-{day:02}T10:00:00Z"
    return run_cli("history", "add", put(files, f"art{day}"), "--at", at, *facts).stdout.strip()


@pytest.fixture
def runs(run_cli: RunCli) -> list[str]:
    """Record two runs of main, one of another job, one of topic; return their ids."""
    return [
        add(run_cli, GREEN, 10, "--branch", "main", "--commit", ONE),
        add(run_cli, OTHER, 11, "--branch", "main", "--commit", TWO),
        add(run_cli, RED, 12, "--branch", "main", "--commit", TWO, "--job", "slow"),
        add(run_cli, RED, 13, "--branch", "topic", "--commit", "f" * 40),
    ]


def base_of(run_cli: RunCli, name: str, *facts: str) -> str:
    """Return the run that a run of today is compared with."""
    put({"junit.xml": suite(passed("adds"), failed("pays", "boom"))}, "now")
    arguments = ("report", "now", "--at", NOW, "--base", name, "--format", "text", *facts)
    result = run_cli(*arguments)
    assert 0 == result.exit_code, result.stderr
    return result.stdout.splitlines()[1].partition("compared with ")[2]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("main", 11),
        ("topic", 13),
        ("a1b2c3d1", 10),
        ("A1B2C3D1", 10),
        ("a1b2c3d2", 11),
        (TWO, 11),
        ("20250910", 10),
    ],
)
def test_what_names_a_run(name: str, day: int, runs: list[str], run_cli: RunCli) -> None:
    """The newest comparable run of a branch or a commit counts; an id may be its beginning."""
    assert runs
    assert f"run of 2025-09-{day} 10:00 UTC" == base_of(run_cli, name)


def test_a_run_of_the_same_job(runs: list[str], run_cli: RunCli) -> None:
    """Of a commit's runs the one of the same job is the base."""
    assert runs
    assert "run of 2025-09-12 10:00 UTC" == base_of(run_cli, TWO, "--job", "slow")


def test_a_commit_without_a_run_of_the_job(runs: list[str], run_cli: RunCli) -> None:
    """Who names a commit gets its newest run; that it is of another job is said."""
    result = run_cli("report", put(RED, "now"), "--at", NOW, "--base", ONE, "--job", "slow")

    assert runs
    assert 0 == result.exit_code
    assert "no run of the commit" in result.stderr


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("mian", "is no file, no folder, and no run, commit or branch", 'mean branch "main"?'),
        ("a1b2c3d", "is the beginning of 2 commits", "more of its digits"),
        ("a1b2c3", "no run, commit or branch", "did you mean"),
        ("2025091", "is the beginning of 4 runs", "name one of them in full"),
        ("§§", "is no file", "reportgen history list"),
        ("", "--base names nothing", "a commit or a branch"),
        ("\x1b[31m", "is no file", "next: "),
        ("x" * 5_000, "(+4900 characters)", "next: "),
    ],
)
def test_what_names_none(
    name: str, message: str, hint: str, runs: list[str], run_cli: RunCli
) -> None:
    """What names no run, or several, is a mistake in the command that is told with what is near."""
    result = run_cli("report", put(RED, "now"), "--at", NOW, "--base", name)

    assert runs
    assert 2 == result.exit_code
    assert message in result.stderr
    assert hint in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    "facts",
    [("--job", "other"), ("--variant", "os=linux"), ("--at", "2025-09-01T00:00:00Z")],
)
def test_a_branch_without_a_comparable_run(
    facts: tuple[str, ...], runs: list[str], run_cli: RunCli
) -> None:
    """A variant, a job and a moment are compared with their own, or not at all."""
    result = run_cli("report", put(RED, "now"), "--at", NOW, "--base", "main", *facts)

    assert runs
    assert 2 == result.exit_code
    assert "none is comparable" in result.stderr
    assert runs[2] in result.stderr


def test_a_path_comes_first(runs: list[str], run_cli: RunCli) -> None:
    """What is there under a name is meant by it, whatever the branches are called."""
    put(GREEN, "main")

    assert runs
    assert "main" == base_of(run_cli, "main")


def test_a_damaged_run(runs: list[str], run_cli: RunCli) -> None:
    """A record that cannot be read is no base, and that is told."""
    next(Path("reportgen-history").rglob(f"{runs[3]}.json.gz")).write_bytes(b"")
    result = run_cli("report", put(RED, "now"), "--at", NOW, "--base", runs[3])

    assert 2 == result.exit_code
    assert "cannot be read" in result.stderr


def test_since_when_a_test_fails(run_cli: RunCli) -> None:
    """A failure that is old says since which run, and which was the last without it."""
    add(run_cli, OTHER, 10, "--branch", "main", "--commit", ONE)
    add(run_cli, RED, 11, "--branch", "main", "--commit", TWO)
    add(run_cli, {"junit.xml": suite(passed("x"), failed("pays"))}, 12, "--branch", "main")
    arguments = ("--at", NOW, "--branch", "topic", "--format", "json")
    named = run_cli("report", put(RED, "now"), *arguments, "--base", "main")
    found = run_cli("report", "now", *arguments)
    reasons = [
        finding["reason"]
        for finding in json.loads(named.stdout)["findings"]
        if finding["id"] == "still-failing"
    ]

    assert named.stdout == found.stdout
    assert 1 == len(reasons)
    assert reasons[0].endswith(
        "failing since the run of 2025-09-11 10:00 UTC (commit `a1b2c3d2`), "
        "last passed in the run of 2025-09-10 10:00 UTC (commit `a1b2c3d1`)"
    )


@pytest.mark.parametrize("base", ["base", "base.json", "main"])
def test_renamed_beside_any_base(base: str, run_cli: RunCli) -> None:
    """A failing test that was renamed is known beside a folder, a run.json and a recorded run."""
    said = "KeyError: 'currency'"
    put({"junit.xml": suite(passed("adds"), failed("pays_the_bill", said))}, "base")
    put({"junit.xml": suite(passed("adds"), failed("pays_the_bill_now", said))}, "now")
    run_cli("report", "base", "--at", NOW, "--format", "json", "-o", "base.json")
    run_cli("history", "add", "base", "--at", "2025-09-10T10:00:00Z", "--branch", "main")
    result = run_cli("report", "now", "--at", NOW, "--base", base, "--format", "json")
    ids = [finding["id"] for finding in json.loads(result.stdout)["findings"]]

    assert ["still-failing", "new-test"] == ids


def test_renamed_is_shown_as_renamed(run_cli: RunCli) -> None:
    """A renamed test stands under a heading of its own, not among the new or the missing ones."""
    put({"junit.xml": suite(passed("adds"), passed("pays_the_bill"))}, "base")
    put({"junit.xml": suite(passed("adds"), passed("pays_the_bill_now"))}, "now")
    arguments = ("report", "now", "--at", NOW, "--base", "base", "--format")
    markdown = run_cli(*arguments, "markdown").stdout
    page = run_cli(*arguments, "html").stdout

    assert "- Renamed: `shop.Till.pays_the_bill → shop.Till.pays_the_bill_now`" in markdown
    assert "New test" not in markdown
    assert "Missing" not in markdown
    assert "Renamed tests" in page
    assert re.search(r"new tests, [^:.]*: none\.", page)


def test_namesakes_in_a_document(run_cli: RunCli) -> None:
    """Where a run.json does not tell which of two namesakes an outage broke, none is old."""
    refused = "connection refused by database:5432"
    before: Files = {
        **DATABASE_DOWN,
        "a.xml": suite(failed("pays", refused, kind="error"), name="a"),
        "b.xml": suite(failed("pays"), passed("adds"), name="b"),
    }
    after: Files = {
        "a.xml": suite(failed("pays"), name="a"),
        "b.xml": suite(failed("pays", "AssertionError: 4"), passed("adds"), name="b"),
    }
    put(after, "now")
    arguments = ("--at", "2025-09-15T13:00:00Z", "--format", "json", "--history", "none")
    run_cli("report", put(before, "before"), *arguments, "-o", "before.json")
    found = {
        base: sorted(
            finding["id"]
            for finding in json.loads(
                run_cli("report", "now", "--base", base, *arguments[2:], "--at", NOW).stdout
            )["findings"]
            if finding["subject"] == "shop.Till.pays"
        )
        for base in ("before", "before.json")
    }

    assert ["new-failure", "still-failing"] == found["before"]
    assert ["new-failure", "new-failure"] == found["before.json"]


def test_damage_is_told_once(runs: list[str], run_cli: RunCli) -> None:
    """However often a command comes upon a record that cannot be read, it says so once."""
    name = f"runs/2025/09/{runs[1]}.json.gz"
    (Path("reportgen-history") / name).write_bytes(b"x")
    (Path("reportgen-history") / "index" / "2025-09.json.gz").unlink()
    for command in (("compare", "main", "topic"), ("report", put(RED, "now"), "--base", "main")):
        assert 1 == run_cli(*command).stderr.count(f"the record {name} is left out"), command
