"""The gate from end to end: what it asks for, what it explains, and how it ends."""

import json
from pathlib import Path

import pytest

from reportgen.model.logs import inert
from tests.analysis.jobs import DATABASE_DOWN, GREEN, UP, Files, passed, readings, skipped, suite
from tests.analysis.test_coverage import lcov
from tests.cli.jobs import LATER, NOON, RED, put
from tests.conftest import CliResult, RunCli

STATES = {f"{state:19}" for state in ("passed", "failed", "could not be judged")}


def slow(seconds: float) -> Files:
    """Return a test that took *seconds*."""
    return {"junit.xml": suite(passed("adds", time=str(seconds)))}


def check(run_cli: RunCli, files: Files, base: Files | None, rule: str, *options: str) -> CliResult:
    """Check *files* against *base* by *rule*."""
    Path("reportgen.toml").write_text(f"[gate]\n{rule}\n", encoding="utf-8")
    named = ("--base", put(base, "base")) if base is not None else ()
    return run_cli("check", put(files), "--at", LATER, *named, *options)


@pytest.mark.parametrize(
    ("rule", "green", "red", "base"),
    [
        ("max-missing-tests = 0", GREEN, slow(1), GREEN),
        ("max-newly-skipped = 0", GREEN, {"junit.xml": suite(passed("adds"), skipped("pays"))},
         GREEN),
        ('max-duration-increase = "20 %"', slow(11), slow(13), slow(10)),
        ('max-memory-increase = "10 %"', {**GREEN, "m.log": readings(105)},
         {**GREEN, "m.log": readings(120)}, {**GREEN, "m.log": readings(100)}),
        ('max-coverage-decrease = "1 point"', {**GREEN, "lcov.info": lcov(80, 100)},
         {**GREEN, "lcov.info": lcov(70, 100)}, {**GREEN, "lcov.info": lcov(80, 100)}),
        ("require-services = true", {**GREEN, **UP}, {**GREEN, **DATABASE_DOWN}, None),
        ('expect = ["junit", "health"]', {**GREEN, **UP}, GREEN, None),
        ("shards = 2", {"shard-1/a.xml": suite(passed("a")), "shard-2/a.xml": suite(passed("b"))},
         {"shard-1/a.xml": suite(passed("a"))}, None),
    ],
)  # fmt: skip
def test_exit_codes(
    rule: str, green: Files, red: Files, base: Files | None, run_cli: RunCli
) -> None:
    """By each rule a check ends with 0 or with 10, and names the rule."""
    passes = check(run_cli, green, base, rule)
    for path in Path("art").rglob("*.*"):
        path.unlink()
    fails = check(run_cli, red, base, rule)

    assert (0, "") == (passes.exit_code, passes.stdout), passes.stderr
    assert (10, "") == (fails.exit_code, fails.stdout)
    assert f"\n  {rule.partition(' ')[0]}: " in fails.stderr


@pytest.mark.parametrize(
    "rule",
    [
        "max-missing-tests = 0", "max-newly-skipped = 0", 'max-duration-increase = "20 %"',
        'max-memory-increase = "10 %"', 'max-coverage-decrease = "1 point"',
        "require-services = true", "shards = 1", "max-slower = 0",
    ],
)  # fmt: skip
def test_what_cannot_be_judged_does_not_pass(rule: str, run_cli: RunCli) -> None:
    """A rule that is asked for and has nothing to go by fails closed; unset, it is no obstacle."""
    asked = check(run_cli, GREEN, None, rule)
    unset = check(run_cli, GREEN, None, "")

    assert 10 == asked.exit_code
    assert f"\n  {rule.partition(' ')[0]}: could not be judged: " in asked.stderr
    assert 0 == unset.exit_code


@pytest.mark.parametrize("form", ["folder", "run.json", "history"])
@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ('max-duration-increase = "20 %"', "13 s after 10 s"),
        ('max-memory-increase = "10 %"', "120.0 MiB after 100.0 MiB"),
        ('max-coverage-decrease = "1 point"', "fell by 10 points"),
        ("max-missing-tests = 0", "1 of `"),
    ],
)
def test_every_form_of_base_holds_the_numbers(
    form: str, rule: str, says: str, run_cli: RunCli
) -> None:
    """Times, peaks and coverage come from a folder, a run.json and a recorded run alike."""
    before = {
        "junit.xml": suite(passed("adds", time="10"), passed("pays")),
        "m.log": readings(100), "lcov.info": lcov(80, 100),
    }  # fmt: skip
    after = {**slow(13), "m.log": readings(120), "lcov.info": lcov(70, 100)}
    base = put(before, "before")
    if form != "folder":
        facts = ("--branch", "main", "--commit", "a1")
        built = run_cli("build", base, "--at", NOON, "--out", "public", *facts)
        base = "public/run.json" if form == "run.json" else recorded()
        assert 0 == built.exit_code, built.stderr
    Path("reportgen.toml").write_text(f"[gate]\n{rule}\n", encoding="utf-8")
    result = run_cli("check", put(after), "--at", LATER, "--base", base)

    assert 10 == result.exit_code
    assert says in result.stderr


def recorded() -> str:
    """Return the id of the one recorded run."""
    (path,) = Path("reportgen-history", "runs").rglob("*.json.gz")
    return path.name.removesuffix(".json.gz")


EXPLAINED = [
    "  passed               max-new-failures       0 new, 0 allowed",
    "  passed               allow-unproven         the change is validated",
    "  passed               require-evidence       it is complete, partial is required",
    (
        "  passed               allow-environment      it is unknown, allowed are ready, "
        "degraded, unknown"
    ),
    "  passed               min-tests              1 ran, 1 required",
    "  could not be judged  max-missing-tests      no limit is set",
    "  could not be judged  max-newly-skipped      no limit is set",
    (
        "! failed               max-duration-increase  13 s after 10 s in `base` (+30 %), over "
        "1 test that ran in both; 20 % more allowed"
    ),
    "  could not be judged  max-slower             no limit is set",
    (
        "! could not be judged  max-memory-increase    no memory series was read both here and in "
        "`base`; it is asked for, so the gate fails"
    ),
    "  could not be judged  max-coverage-decrease  no limit is set",
    "  could not be judged  require-services       it is not required that services are up",
    "! failed               expect                 `steps` did not arrive",
    "  could not be judged  shards                 no number of shards is expected",
]


def test_a_rule_is_explained(run_cli: RunCli) -> None:
    """Every rule stands on stdout with its state, its numbers and what shows it, aligned."""
    rules = 'max-duration-increase = "20 %"\nmax-memory-increase = "10 %"\nexpect = ["steps"]'
    result = check(run_cli, slow(13), slow(10), rules, "--explain", "--quiet")
    lines = result.stdout.splitlines()
    reasons = [line for line in lines[2:] if not line.startswith(" " * 20)]

    assert 10 == result.exit_code
    assert "gate failed: 3 of 14 rules failed it" == lines[0]
    assert EXPLAINED == reasons
    indent = " " * 46
    assert f"{indent}numbers: base_s 10.0, now_s 13.0, tests 1, allowed_percent 20.0" in lines
    assert any(line.startswith(f"{indent}shown by junit.xml (sha256 ") for line in lines)


def test_explaining_changes_nothing_else(run_cli: RunCli) -> None:
    """With --explain stderr and the exit code are what they are without."""
    plain = run_cli("check", put(RED), "--at", NOON)
    explained = run_cli("check", "art", "--at", NOON, "--explain")

    assert (plain.exit_code, plain.stderr) == (explained.exit_code, explained.stderr)
    assert "" == plain.stdout


def test_no_runner_finds_a_command(run_cli: RunCli) -> None:
    """Names of files and services are shown on both streams, where a CI system reads along."""
    order, other = "##vso[task.setvariable]a", "::set-env name=a::b"
    health = json.dumps({"services": {order: {"status": "down"}, other: {"status": "down"}}})
    files = {"junit.xml": suite(passed("adds")), "health.json": health, f"{order}.json": "{"}
    result = run_cli("check", put(files), "--at", NOON, "--explain", "--strict")

    for stream in (result.stdout, result.stderr):
        assert "vso[" in stream
        assert stream == inert(stream)


def test_a_list_of_files_is_no_command(run_cli: RunCli) -> None:
    """A file of that name that cannot be read is named, and orders nothing."""
    Path("::error::x.zip").write_bytes(b"PK\x03\x04")
    result = run_cli("report", "::error::x.zip")

    assert "error::x.zip" in result.stderr
    assert result.stderr == inert(result.stderr)


def test_strict_explains_before_it_refuses(run_cli: RunCli) -> None:
    """What could not be read is no reason to say less."""
    files = {**GREEN, "e2e.xml": "<testsuite"}
    result = run_cli("check", put(files), "--at", NOON, "--explain", "--strict")

    assert 4 == result.exit_code
    assert result.stdout.startswith("gate failed: 1 of 14 rules failed it\n")


def test_hostile_names_stay_text(run_cli: RunCli) -> None:
    """What a file is called reaches the terminal without its control characters."""
    files = {"e2e\x1b[31m\n.xml": suite(passed("a"))}
    result = check(run_cli, files, None, 'expect = ["junit:e2e*"]', "--explain")

    assert 0 == result.exit_code, result.stderr
    assert "\x1b" not in result.stdout + result.stderr
    assert 14 == sum(line[2:21] in STATES for line in result.stdout.splitlines())


def test_every_unknown_format_is_named(run_cli: RunCli) -> None:
    """A word that is neither a kind nor a format is a mistake, with the word that was meant."""
    result = check(run_cli, GREEN, None, 'expect = ["junti:unit", "helth", "junit", "xyzzy:a"]')

    assert 2 == result.exit_code
    assert (
        "reportgen: 3 mistakes in the configuration:\n"
        '  gate.expect.0: there is no kind or format "junti"; did you mean "junit"?\n'
        '  gate.expect.1: there is no kind or format "helth"; did you mean "health"?\n'
        '  gate.expect.3: there is no kind or format "xyzzy"\n'
    ) in result.stderr


def test_the_page_lists_the_rules(run_cli: RunCli) -> None:
    """The page folds what became of every rule under the gate."""
    Path("reportgen.toml").write_text("[gate]\nshards = 2\n", encoding="utf-8")
    page = run_cli("report", put(GREEN), "--at", NOON, "--format", "html").stdout

    assert "<li><b>min-tests</b> passed: 2 ran, 1 required</li>" in page
    assert "<li><b>shards</b> could not be judged: no results lie in the folder of a shard" in page


@pytest.mark.parametrize(
    ("part", "key", "amount"),
    [
        ("tests", "duration_s", 1e308),
        ("tests", "duration_s", -1),
        ("memory", "peak", 10**400),
        ("coverage", "lines_covered", -1),
    ],
)
def test_a_base_with_amounts_that_cannot_be(
    part: str, key: str, amount: float, run_cli: RunCli
) -> None:
    """A run.json that nobody can have written so is refused, and costs no traceback."""
    before = put({**GREEN, "m.log": readings(1), "lcov.info": lcov(1, 2)}, "before")
    document = json.loads(run_cli("report", before, "--at", NOON, "--format", "json").stdout)
    document[part][0][key] = amount
    Path("base.json").write_text(json.dumps(document), encoding="utf-8")
    result = run_cli("check", put(RED), "--at", LATER, "--base", "base.json")

    assert 2 == result.exit_code
    assert 'reportgen: --base "base.json" ' in result.stderr
