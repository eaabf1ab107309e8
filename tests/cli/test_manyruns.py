"""The commands over many runs: which runs and tests they mean, and what they print."""

import json
from pathlib import Path
from shutil import copytree

import jsonschema  # type: ignore[import-untyped]  # it ships none
import pytest

from reportgen.analysis import judge
from reportgen.config import Settings
from reportgen.history import Folder, Store
from reportgen.model.run import RunInfo
from tests.analysis.jobs import Files, failed, passed, read, suite, write
from tests.conftest import RunCli

WAVERS = "PPPPFPPPPFPPPP"


def files(letter: str, day: int) -> Files:
    """Return the results of a day: one test that passes, one that came to *letter*."""
    shaky = passed("pays") if letter == "P" else failed("pays", f"order {day} was late")
    moment = f'timestamp="2025-09-{day:02}T13:00:00Z"'
    return {"junit.xml": suite(passed("adds"), shaky, attributes=moment)}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which a test wavers on Linux and never fails on Windows."""
    folder = tmp_path_factory.mktemp("history")
    store = Store(Folder(folder / "h"))
    for day, letter in enumerate(WAVERS, 1):
        for system in ("linux", "windows"):
            run = read(folder / f"{day}-{system}", files(letter if system == "linux" else "P", day))
            facts = RunInfo(
                commit=f"{day:040}", branch="main", variant={"os": system}, job="unit", ci="none"
            )
            store.record(judge(run, facts, max(run.timestamps), Settings()))
    return folder / "h"


@pytest.fixture
def history(recorded: Path, tmp_path: Path) -> str:
    """Return the address of a copy of that history."""
    copytree(recorded, tmp_path / "h")
    return "h"


def test_flaky_tells_what_wavers_and_why(run_cli: RunCli, history: str) -> None:
    """The list names the test, its line, its rate of how many, its strip, and what it said."""
    result = run_cli("flaky", "--history", history)
    lines = result.stdout.splitlines()

    assert 0 == result.exit_code
    assert lines[0].startswith("1 flaky, 3 healthy of 4 tests · 28 runs from 2025-09-01 13:00 UTC")
    assert lines[2].startswith(
        "  1. flaky: 'shop.Till.pays' on 'unit · os=linux' · 2 of 14 results red (14.3 %)"
    )
    assert f"     {WAVERS}" in lines
    assert "     said 'order 10 was late'" in lines


def test_flaky_as_json(run_cli: RunCli, history: str) -> None:
    """Scripts get the same, with the version of the algorithm and the window of each rate."""
    result = run_cli("flaky", "--history", history, "--format", "json")
    data = json.loads(result.stdout)
    (found,) = data["tests"]

    assert 1 == data["schema_version"]
    assert {"flaky": 1, "healthy": 3} == {k: n for k, n in data["states"].items() if n}
    assert ("flaky", 2, 14, WAVERS) == (
        found["state"], found["failed"], found["ran"], found["strip"],
    )  # fmt: skip
    assert {"os": "linux"} == found["variant"]
    assert "flaky/1" == found["algorithm"]
    assert 14 == found["window"]["runs"]


def test_preview_shows_what_would_change(run_cli: RunCli, history: str) -> None:
    """Another threshold is tried on the recorded runs, and nothing is changed."""
    result = run_cli("flaky", "--history", history, "--preview", "isolated-failures=3")
    same = run_cli("flaky", "--history", history, "--preview", "isolated-failures=2")

    assert "with isolated-failures=3 1 test would be called otherwise" in result.stdout
    assert "flaky → suspect" in result.stdout
    assert "with isolated-failures=2 every test would be called what it is called now\n" == (
        same.stdout
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("isolated-failure=3", 'did you mean "isolated-failures"?'),
        ("isolated-failures=few", "isolated-failures=few"),
        ("isolated-failures", "isolated-failures"),
        ("isolated-failures=1", "greater than or equal to 2"),
    ],
)
def test_a_preview_that_cannot_be(given: str, says: str, run_cli: RunCli, history: str) -> None:
    """A threshold that is none, or cannot have the value, is refused with what would do."""
    result = run_cli("flaky", "--history", history, "--preview", given)

    assert 2 == result.exit_code
    assert says in result.stderr


def test_trends_tell_everything(run_cli: RunCli, history: str) -> None:
    """One command tells all that runs show together, and says what there is none of."""
    result = run_cli("trends", "--history", history)

    assert 0 == result.exit_code
    assert "tests: 1 flaky, 3 healthy of 4 tests" in result.stdout
    assert "no test or step became slower" in result.stdout
    assert "red per run      ▁▁" in result.stdout


def test_trends_as_json(run_cli: RunCli, history: str) -> None:
    """The JSON holds what the text says."""
    data = json.loads(run_cli("trends", "--history", history, "--format", "json").stdout)

    assert 28 == data["runs"]
    assert ["flaky"] == [test["state"] for test in data["tests"]]
    assert [14, 14] == [len(counts["points"]) for counts in data["counts"]]


def test_one_test_is_told_line_by_line(run_cli: RunCli, history: str) -> None:
    """The history of a test has a part for each job and variant."""
    result = run_cli("test", "shop.Till.pays", "--history", history)
    lines = result.stdout.splitlines()

    assert 0 == result.exit_code
    assert "'shop.Till.pays'" == lines[0]
    assert "'unit · os=linux': flaky" in lines
    assert "'unit · os=windows': healthy" in lines
    assert f"  {WAVERS}" in lines
    assert "  said 1×     'order 5 was late'" in lines


def test_one_test_as_json(run_cli: RunCli, history: str) -> None:
    """Each run of the test is there with its letter, commit and message."""
    asked = ("test", "pays", "--history", history, "--variant", "os=linux", "--format", "json")
    data = json.loads(run_cli(*asked).stdout)
    (line,) = data["lines"]

    assert "shop.Till.pays" == data["title"]
    assert WAVERS == "".join(point["letter"] for point in line["points"])
    assert "order 5 was late" == line["points"][4]["says"]
    assert f"{5:040}" == line["points"][4]["commit"]


def test_first_bad_and_last_good(run_cli: RunCli, tmp_path: Path) -> None:
    """A test that fails now says since when it does, and when it last passed."""
    for day, letter in enumerate("PPPFFF", 1):
        folder = write(tmp_path / str(day), files(letter, day))
        run_cli("history", "add", str(folder), "--commit", f"{day:040}", "--branch", "main")
    result = run_cli("test", "pays")

    assert "  first bad    2025-09-04 13:00 UTC · commit '00000000'" in result.stdout
    assert "  last good    2025-09-03 13:00 UTC · commit '00000000'" in result.stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("shop.*", "may be any of 2 tests:\n"),
        ("s", "may be any of 2 tests:\n"),
        ("shop.Till.pay", None),
        ("shop.Till.paid", 'no recorded run has a test "shop.Till.paid"; did you mean'),
        ("", 'no recorded run has a test ""'),
        ("[", 'no recorded run has a test "["'),
    ],
)
def test_a_name_that_is_none_or_several(
    name: str, says: str | None, run_cli: RunCli, history: str
) -> None:
    """A part of a name will do where it means one test; else what it may mean is listed."""
    result = run_cli("test", name, "--history", history)

    assert (0 if says is None else 2) == result.exit_code
    assert (says or "") in result.stderr


def test_only_some_of_the_runs(run_cli: RunCli, history: str) -> None:
    """A job, a variant, and the newest so many of each."""
    linux = run_cli("flaky", "--history", history, "--variant", "os=linux")
    newest = run_cli("flaky", "--history", history, "--last", "4")
    other = run_cli("flaky", "--history", history, "--job", "e2e")
    wrong = run_cli("flaky", "--history", history, "--variant", "linux")

    assert " · 14 runs from " in linux.stdout
    assert " · 8 runs from 2025-09-11 13:00 UTC" in newest.stdout
    assert 3 == other.exit_code
    assert "holds no run that is asked for" in other.stderr
    assert 2 == wrong.exit_code


def test_without_a_history(run_cli: RunCli) -> None:
    """Where nothing is recorded that is said, with what to do."""
    for asked in (("flaky",), ("trends",), ("test", "pays")):
        result = run_cli(*asked)
        assert 2 == result.exit_code
        assert 'there is no history at "reportgen-history"' in result.stderr


def test_a_known_flaky_failure_does_not_count_as_new(
    run_cli: RunCli, history: str, tmp_path: Path
) -> None:
    """The report knows from the history what wavers, and says how often it did."""
    folder = write(tmp_path / "now", files("F", 15))
    facts = ("--branch", "topic", "--commit", "f" * 40, "--job", "unit")
    linux = run_cli(
        "report", str(folder), *facts, "--variant", "os=linux", "--history", history,
        "--format", "json",
    )  # fmt: skip
    windows = run_cli(
        "report", str(folder), *facts, "--variant", "os=windows", "--history", history,
        "--format", "json",
    )  # fmt: skip
    here, there = json.loads(linux.stdout), json.loads(windows.stdout)

    assert "validated" == here["verdict"]["change"]
    (finding,) = [f for f in here["findings"] if f["id"] == "flaky"]
    assert "known to be flaky: " in finding["reason"]
    assert "2 of 1" in finding["reason"]
    assert "regressed" == there["verdict"]["change"]


def test_two_tries_of_a_commit_disagree(run_cli: RunCli, tmp_path: Path) -> None:
    """A test that failed at the first try and passes at the second is flaky in both reports."""
    for day in range(1, 4):
        run_cli("history", "add", str(write(tmp_path / str(day), files("P", day))),
                "--commit", f"{day:040}", "--branch", "main")  # fmt: skip
    facts = ("--commit", "a" * 40, "--branch", "topic", "--format", "json")
    first = write(tmp_path / "first", files("F", 5))
    before = json.loads(run_cli("report", str(first), *facts).stdout)
    run_cli("history", "add", str(first), *facts[:4], "--attempt", "1")
    second = write(tmp_path / "second", files("P", 6))
    after = json.loads(run_cli("report", str(second), *facts, "--attempt", "2").stdout)
    (finding,) = [each for each in after["findings"] if each["id"] == "flaky"]

    assert "regressed" == before["verdict"]["change"]
    assert "validated" == after["verdict"]["change"]
    assert "passed and failed on commit `aaaaaaaa`" in finding["reason"]


def test_a_report_tells_causes_with_and_without_a_history(run_cli: RunCli, tmp_path: Path) -> None:
    """A cause has the same id in every run, and the second one says since when it is known."""
    lost = "connection refused by database:5432 after {0} ms"
    for day in (1, 2):
        red = suite(
            passed("adds"), failed("pays", lost.format(day)), failed("sums", lost.format(day + 40)),
            attributes=f'timestamp="2025-09-{day:02}T13:00:00Z"',
        )  # fmt: skip
        write(tmp_path / str(day), {"junit.xml": red})
    asked = ("--branch", "main", "--format", "json")
    first = json.loads(run_cli("report", "1", *asked, "--commit", "1" * 40).stdout)
    run_cli("history", "add", "1", "--branch", "main", "--commit", "1" * 40)
    second = json.loads(run_cli("report", "2", *asked, "--commit", "2" * 40).stdout)
    (alone,), (known,) = first["causes"], second["causes"]

    assert alone["id"] == known["id"]
    assert 2 == len(known["tests"])
    assert (None, None) == (alone["first_seen"], alone["runs_seen"])
    assert ("2025-09-01T13:00:00Z", 1) == (known["first_seen"], known["runs_seen"])


@pytest.mark.parametrize("command", [("flaky",), ("trends",), ("test", "pays")], ids=str)
def test_json_is_as_its_schema_says(
    command: tuple[str, ...], run_cli: RunCli, history: str
) -> None:
    """What the commands print has all that the schema requires, and nothing else."""
    printed = json.loads(run_cli(*command, "--history", history, "--format", "json").stdout)
    schema = json.loads(run_cli("schema", "--of", command[0]).stdout)

    closed = jsonschema.Draft202012Validator(schema | {"additionalProperties": False})

    assert [] == [error.message for error in closed.iter_errors(printed)]
