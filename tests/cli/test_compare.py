"""``reportgen compare``: what it takes, what it prints, and what it says about unlike runs."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships none
import pytest

from tests.analysis.jobs import GREEN, Files, failed, passed, readings, skipped, step, suite
from tests.cli.jobs import put
from tests.conftest import RunCli

RED = "KeyError: 'currency'"
BEFORE: Files = {
    "junit.xml": suite(
        passed("adds"), passed("goes"), passed("stays"), passed("slow", time="1.0"),
        failed("pays_the_bill", RED), failed("mends", "boom"),
    ),
    "health.json": {"services": {"api": {"status": "up", "latency_ms": 12}, "db": "up"}},
    "steps.json": {**step("Test", "failure"), **step("Lint")},
    "memory.log": readings(100, 110, 120),
}  # fmt: skip
AFTER: Files = {
    "junit.xml": suite(
        failed("adds", "2 != 3"), skipped("stays"), passed("slow", time="3.0"), passed("comes"),
        failed("pays_the_bill_now", RED), passed("mends"),
    ),
    "health.json": {"services": {"api": {"status": "down"}, "mail": "up"}},
    "steps.json": {**step("Test", "failure"), **step("Deploy")},
    "memory.log": readings(100, 150, 240),
}  # fmt: skip


@pytest.fixture
def runs(run_cli: RunCli) -> list[str]:
    """Record two runs; return their ids."""
    return [
        run_cli(
            "history", "add", put(files, name), "--at", at, "--branch", branch, "--commit", commit
        ).stdout.strip()
        for files, name, at, branch, commit in (
            (BEFORE, "before", "2025-09-15T10:00:00Z", "main", "a1b2c3d4"),
            (AFTER, "after", "2025-09-16T10:00:00Z", "topic", "b1b2c3d4"),
        )
    ]


def compared(run_cli: RunCli, base: str, head: str) -> dict[str, Any]:
    """Return the comparison as JSON, which is as its schema says."""
    result = run_cli("compare", base, head, "--format", "json")
    assert 0 == result.exit_code, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    schema = json.loads(run_cli("schema", "--of", "compare").stdout)
    jsonschema.validate(found, schema, jsonschema.Draft202012Validator)
    return found


def titles_of(found: dict[str, Any]) -> dict[str, list[str]]:
    """Return the titles of the tests of each group."""
    return {name: [each["title"] for each in group] for name, group in found["tests"].items()}


def test_groups(runs: list[str], run_cli: RunCli) -> None:
    """Each test stands in the group that says what became of it."""
    found = compared(run_cli, *runs)
    tests = found["tests"]

    assert titles_of(found) == {
        "new_failures": ["shop.Till.adds"],
        "still_failing": ["shop.Till.pays_the_bill_now"],
        "fixed": ["shop.Till.mends"],
        "new": ["shop.Till.comes"],
        "missing": ["shop.Till.goes"],
        "newly_skipped": ["shop.Till.stays"],
        "no_longer_skipped": [],
        "flaky": [],
        "renamed": ["shop.Till.pays_the_bill_now"],
    }
    assert "shop.Till.pays_the_bill" == tests["renamed"][0]["was"]
    assert "2 != 3" == tests["new_failures"][0]["message"]
    assert "boom" == tests["fixed"][0]["message"]


def test_side_by_side(runs: list[str], run_cli: RunCli) -> None:
    """Times, services, memory and steps stand beside each other, also what one side lacks."""
    found = compared(run_cli, *runs)
    services = {each["name"]: (each["base"], each["head"]) for each in found["services"]}
    steps = {each["name"]: [s and s["status"] for s in (each["base"], each["head"])]
             for each in found["steps"]}  # fmt: skip
    times = found["times"]

    assert (3, 1.2, 3.2) == (times["tests"], times["base_s"], times["head_s"])
    assert [("shop.Till.slow", 1.0, 3.0)] == [
        (each["title"], each["base_s"], each["head_s"]) for each in times["changes"]
    ]
    assert {"status": "up", "latency_ms": 12.0} == services["api"][0]
    assert {"status": "down", "latency_ms": None} == services["api"][1]
    assert services["db"][1] is None
    assert services["mail"][0] is None
    assert {
        "Test": ["failed", "failed"], "Deploy": [None, "passed"], "Lint": ["passed", None]
    } == steps  # fmt: skip
    assert [(120 << 20, 240 << 20)] == [
        (each["base_peak"], each["head_peak"]) for each in found["memory"]
    ]


def test_every_way_to_name_a_run(runs: list[str], run_cli: RunCli) -> None:
    """Ids, beginnings, commits, branches, folders and run.json files lead to the same tests."""
    for name, folder in (("before", "out1"), ("after", "out2")):
        run_cli("report", name, "--history", "h", "--format", "json", "-o", f"{folder}.json")
    expected = titles_of(compared(run_cli, *runs))
    for base, head in (
        (runs[0][:8], runs[1][:8]),
        ("a1b2c3d", "b1b2c3d4"),
        ("main", "topic"),
        ("before", "after"),
        ("out1.json", "out2.json"),
        ("before", "topic"),
    ):
        assert expected == titles_of(compared(run_cli, base, head)), (base, head)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), 2),
        (("tests", "fixed"), None),
        (("tests", "new_failures", 0, "head"), "red"),
        (("base", "run", "commit"), 7),
        (("services", 0, "base"), "up"),
        (("more",), 1),
    ],
)
def test_the_schema_refuses_other_documents(
    path: tuple[str | int, ...], value: object, runs: list[str], run_cli: RunCli
) -> None:
    """A document that says something else is not accepted by the schema."""
    found: Any = compared(run_cli, *runs)
    schema = json.loads(run_cli("schema", "--of", "compare").stdout)
    inner = found
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value

    jsonschema.Draft202012Validator.check_schema(schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, schema, jsonschema.Draft202012Validator)


def test_formats(runs: list[str], run_cli: RunCli) -> None:
    """The same is said in each format; a file is written whole, the counts go to stderr."""
    markdown = run_cli("compare", *runs)
    html = run_cli("compare", *runs, "--format", "html", "-o", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")

    assert "#### New failures · 1" in markdown.stdout
    assert "`shop.Till.pays_the_bill_now` was `shop.Till.pays_the_bill`" in markdown.stdout
    assert "1 new failure, 1 still failing, 1 fixed" in markdown.stderr
    assert "" == html.stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "Content-Security-Policy" in page


def test_unlike_runs(run_cli: RunCli) -> None:
    """Nothing is refused; what is unlike about two runs is said."""
    ids = [
        run_cli("history", "add", put(GREEN), "--at", at, "--job", job, *more).stdout.strip()
        for at, job, more in (
            ("2025-09-16T10:00:00Z", "a", ("--variant", "os=linux")),
            ("2025-09-15T10:00:00Z", "b", ("--shard", "1/2")),
        )
    ]
    said = compared(run_cli, *ids)["although"]

    assert [
        "compared although the base is the later of the two",
        "compared although the job differs: `a` and `b`",
        "compared although the variant differs: `os=linux` and none",
        "compared although they are of different shards",
    ] == said
    assert ["both are the same run"] == compared(run_cli, ids[0], ids[0])["although"]


def test_lost_evidence_is_said(run_cli: RunCli) -> None:
    """Tests that are missing because a file was cut off are not told without it."""
    put(GREEN, "whole")
    put({"junit.xml": "<testsuite><testcase name='adds'/>"}, "cut")
    said = compared(run_cli, "whole", "cut")["although"]

    assert ["the evidence of `cut` is partial: it may lack what was there"] == said


def test_a_stale_check_is_not_up(run_cli: RunCli) -> None:
    """A service that was last checked long before the run is unknown, however a run is named."""
    old: dict[str, object] = {
        "timestamp": "2025-08-01T00:00:00Z",
        "services": {"api": {"status": "up", "latency_ms": 7, "parts": {}}, "db": {"status": "up"}},
    }
    put({**GREEN, "health.json": old}, "old")
    put({**GREEN, "health.json": {"services": {"api": "up", "db": "up"}}}, "new")
    run_cli("report", "old", "--at", "2025-09-15T10:00:00Z", "--format", "json", "-o", "old.json")
    recorded = run_cli("history", "add", "old", "--at", "2025-09-15T10:00:00Z").stdout.strip()
    for base in ("old.json", recorded):
        found = compared(run_cli, base, "new")["services"]

        assert [("api", "unknown", None, "up"), ("db", "unknown", None, "up")] == [
            (each["name"], *each["base"].values(), each["head"]["status"]) for each in found
        ], base


def test_nothing_fails_since_a_run_after_which_it_passed(run_cli: RunCli) -> None:
    """
    A test that passed in a run in between has not failed since before that.

    Nor is anything said of since when where the base is the later of the two.
    """
    ids = [
        run_cli(
            "history", "add", put(files, name), "--commit", f"{day:x}" * 8, "--branch", "main",
            "--at", f"2025-09-{day}T10:00:00Z",
        ).stdout.strip()
        for day, name, files in (
            (11, "a", only(passed("adds"))), (12, "b", only(failed("adds", "1"))),
            (13, "c", only(failed("adds", "2"))), (14, "d", only(passed("adds", time="2"))),
            (15, "e", only(failed("adds", "3"))), (16, "f", only(failed("adds", "4"))),
        )
    ]  # fmt: skip

    def since(base: int, head: int) -> list[str | None]:
        (change,) = compared(run_cli, ids[base], ids[head])["tests"]["still_failing"]
        found = change["since"]
        return [] if found is None else [found[end]["run_id"] for end in ("first_bad", "last_good")]

    assert [ids[1], ids[0]] == since(1, 2)
    assert [ids[4], ids[3]] == since(1, 5)
    assert [ids[4], ids[3]] == since(4, 5)
    assert [] == since(2, 1)
    assert "failing since" not in compared_with(run_cli, ids[1], "2025-09-14T20:00:00Z")
    assert "failing since the run of 2025-09-12" in compared_with(
        run_cli, ids[1], "2025-09-13T20:00:00Z"
    )


def only(*cases: str) -> Files:
    """Return a run of *cases*."""
    return {"junit.xml": suite(*cases)}


def compared_with(run_cli: RunCli, base: str, at: str) -> str:
    """Return the report on a failing test of the moment *at* beside the run *base*."""
    put(only(failed("adds", "5")), "now")
    return run_cli("report", "now", "--base", base, "--at", at, "--format", "text").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("nix", "after"), 2, '"nix" is no file, no folder, and no run, commit or branch'),
        (("before", ""), 2, "is no file, no folder"),
        (("before", "empty"), 3, "nothing to read"),
        (("before", "after", "--target", "gihub-comment"), 2, "there is no target"),
        (("before", "odd.json"), 2, "is not a run.json that this version reads"),
        (("before",), 2, ""),
    ],
)
def test_mistakes(arguments: tuple[str, ...], code: int, message: str, run_cli: RunCli) -> None:
    """What cannot be compared ends with the exit code that says why."""
    put(BEFORE, "before")
    put(AFTER, "after")
    Path("empty").mkdir()
    Path("odd.json").write_text('{"schema_version": 1, "tests": 3}', encoding="utf-8")
    result = run_cli("compare", *arguments)

    assert code == result.exit_code
    assert message in result.stderr


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("started_at", "yesterday"),
        ("started_at", "0001-01-01T00:00:00Z"),
        ("duration_s", -1.0),
        ("duration_s", 1e300),
        ("peak", 10**400),
        ("peak", -1),
        ("message", "\x1b[31m`</code><script>\u202e"),
        ("class_name", "x" * 20_000),
    ],
)
def test_odd_documents(part: str, value: object, run_cli: RunCli) -> None:
    """A run.json may say anything: it is compared, or refused as what it is."""
    run_cli("report", put(BEFORE, "before"), "--format", "json", "-o", "run.json")
    document = json.loads(Path("run.json").read_text(encoding="utf-8"))
    holder = {
        "started_at": document["run"], "peak": document["memory"][0],
    }.get(part, document["tests"][-1])  # fmt: skip
    holder[part] = value
    Path("run.json").write_text(json.dumps(document), encoding="utf-8")
    for form in ("markdown", "html", "json"):
        result = run_cli("compare", "run.json", "before", "--format", form)

        assert result.exit_code in {0, 2}, result.stderr
        assert "fault of our own" not in result.stderr
        assert "\x1b" not in result.stdout + result.stderr
