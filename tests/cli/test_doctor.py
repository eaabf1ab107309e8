"""``reportgen doctor``: what was found, what is missing, and why the verdict is what it is."""

import json
from pathlib import Path
from typing import get_args

import jsonschema  # type: ignore[import-untyped]  # its types are a package of their own
import pytest

from reportgen.cli.documents import report_in
from reportgen.cli.reasons import NAMES, RULES, reasons
from reportgen.model.examined import LackId, adapter
from reportgen.model.findings import FINDINGS
from reportgen.model.report import FindingId
from reportgen.render.terminal import plain
from tests.analysis.jobs import GREEN, failed, suite
from tests.cli.jobs import BROKEN, RED, RUNS, contents, put, shipped
from tests.conftest import Golden, RunCli

FULL = """
[services]
required = ["api"]
[gate]
expect = ["tests"]
"""
LACKS = {
    "no test result: nothing proves the change",
    "nothing to compare with: no earlier run that it can be compared with is recorded",
    "no health artifact: the environment is unknown",
    "no outcome of a step: a build or a deployment that failed is not seen",
    "no memory log: a leak is not seen",
    "nothing is named that must arrive: a job that wrote less than usual may pass",
}


def missing(text: str) -> set[str]:
    """Return what *text* says is missing, up to what that costs."""
    lines = text.partition("\nmissing: ")[2].splitlines()[1:]
    assert all(line.startswith("    next: ") for line in lines[1::2])
    return {line.strip() for line in lines[::2]}


@pytest.mark.parametrize("name", ["red", "truncated", "staging-1041"])
def test_says_what_was_found_and_what_follows(name: str, run_cli: RunCli, golden: Golden) -> None:
    """Each file, the verdict with its reasons, and what is missing, as it was accepted."""
    result = run_cli("doctor", *shipped(name))

    assert 0 == result.exit_code, result.stderr
    golden(f"doctor/{name}.txt", result.stdout)


def test_nothing_is_missing_where_all_is_there(run_cli: RunCli, tmp_path: Path) -> None:
    """With a base, facts, and a configuration that asks, there is nothing more to say."""
    (tmp_path / "reportgen.toml").write_text(FULL, encoding="utf-8")
    result = run_cli(
        "doctor", RUNS / "green", "--base", RUNS / "red", "--commit", "c0ffee", "--branch", "main",
        "--job", "unit",
    )  # fmt: skip

    assert result.stdout.endswith("\nmissing: nothing\n")


def test_each_kind_of_evidence_is_missed(run_cli: RunCli) -> None:
    """A job that left nothing but an inventory lacks all that is judged, each with a next step."""
    folder = put({"collected.txt": "tests/test_a.py::test_b\n\n1 test collected in 0.01s\n"})
    facts = ("--commit", "c0ffee", "--branch", "main", "--job", "unit")

    assert LACKS == missing(run_cli("doctor", folder, *facts).stdout)


def test_what_is_broken_comes_first(run_cli: RunCli) -> None:
    """A file that could not be read is shown before those that could, with its problem."""
    result = run_cli("doctor", put(BROKEN))
    lines = result.stdout.splitlines()

    assert lines[1].startswith(("  not read   'e2e.xml'", "  in part    'e2e.xml'"))
    assert lines[2].lstrip().startswith("error: ")
    assert "1 file not read in full: what is lost there is not known" in missing(result.stdout)


@pytest.mark.parametrize("name", ["red", "truncated", "staging-1041"])
def test_scripts_are_told_the_same(name: str, run_cli: RunCli, golden: Golden) -> None:
    """The JSON is as was accepted and as its schema demands, and people read nothing else."""
    told = run_cli("doctor", *shipped(name)).stdout
    result = run_cli("doctor", *shipped(name), "--format", "json")
    document = adapter().validate_json(result.stdout, strict=True)
    schema = json.loads(run_cli("schema", "--of", "doctor").stdout)
    verdict = document["verdict"]

    assert 0 == result.exit_code, result.stderr
    golden(f"doctor/{name}.json", result.stdout)
    jsonschema.validate(json.loads(result.stdout), schema)
    assert verdict is not None
    assert f"verdict: {plain(verdict['headline'])}\n" in told
    assert missing(told) == {plain(each["what"]) for each in document["missing"]}
    assert len(document["files"]) == int(told.split()[1])


def test_what_is_missing_has_a_name_that_stays(run_cli: RunCli) -> None:
    """A script asks for ids: each of them can come, each once at most."""
    folder = put({"collected.txt": "tests/test_a.py::test_b\n\n1 test collected in 0.01s\n"})
    told = run_cli("doctor", folder, "--format", "json").stdout
    broken = run_cli("doctor", put(BROKEN), "--format", "json").stdout
    some = [each["id"] for each in json.loads(told)["missing"]]
    more = [each["id"] for each in json.loads(broken)["missing"]]

    assert len(some) == len(set(some))
    assert len(more) == len(set(more))
    assert [
        "no-tests", "no-base", "no-services", "no-steps", "no-memory", "facts-unknown",
        "nothing-expected",
    ] == some  # fmt: skip
    assert "files-broken" in more
    assert {*some, *more} <= set(get_args(LackId))


def test_scripts_are_told_that_nothing_could_be_read(run_cli: RunCli) -> None:
    """Then there is no verdict, and the exit code is that of the other commands."""
    result = run_cli("doctor", put({"notes.rst": "hello"}), "--format", "json")
    document = json.loads(result.stdout)

    assert 3 == result.exit_code
    assert document["verdict"] is None
    assert [("notes.rst", "ignored")] == [(f["path"], f["status"]) for f in document["files"]]
    assert ["no-tests"] == [each["id"] for each in document["missing"]]


def test_explaining_one_thing_is_for_people(run_cli: RunCli) -> None:
    """With --format json everything is there, so that --explain is refused, with what helps."""
    result = run_cli("doctor", put(RED), "--format", "json", "--explain", "change")

    assert 2 == result.exit_code
    assert "leave it out" in result.stderr


def test_fails_nothing_and_records_nothing(run_cli: RunCli, tmp_path: Path) -> None:
    """A run that the gate stops is looked at like any other, and leaves nothing behind."""
    folder = put(RED)
    before = contents(tmp_path)

    assert 10 == run_cli("check", folder).exit_code
    assert 0 == run_cli("doctor", folder).exit_code
    assert before == contents(tmp_path)


def test_files_that_are_not_known_are_listed(run_cli: RunCli) -> None:
    """Where nothing could be read it says what lies there, and ends like the other commands."""
    result = run_cli("doctor", put({"notes.rst": "hello"}))

    assert 3 == result.exit_code
    assert (
        "found: 1 file, none of which could be read\n  'notes.rst': in no format that is known\n"
    ) == result.stdout


@pytest.mark.parametrize("run", ["staging-1041", "green"])
def test_everything_can_be_explained(run: str, run_cli: RunCli) -> None:
    """Each finding, rule and axis has something to say, on a run with much and on one with none."""
    run_cli("report", *shipped(run), "--format", "json", "-o", "run.json")
    report = report_in(Path("run.json"), option="--base")

    assert report is not None

    for name in NAMES:
        told = reasons(report, name)

        assert name in told.splitlines()[0]
        assert "`" not in told
        assert len(told.splitlines()) > 1 or "not asked for" in told


def test_names_are_all_there_are() -> None:
    """What can be explained is every finding, every rule, and the axes, each once."""
    assert len(NAMES) == len(set(NAMES))
    assert set(get_args(FindingId)) | set(RULES) < set(NAMES)


def test_a_finding_is_explained_by_the_facts_of_the_run(run_cli: RunCli) -> None:
    """Its meaning, how it is judged, what to do; then each of this run with what shows it."""
    result = run_cli("doctor", put(RED), "--explain", "new-failure")
    lines = result.stdout.splitlines()

    assert f"new-failure: {FINDINGS['new-failure'].means}" == lines[0]
    assert "  in this run: 1 finding" == lines[3]
    assert (
        "    error new-failure: 'shop.Till.pays' failed: 'AssertionError: assert 2 == 3'"
        == (lines[4])
    )
    assert lines[5].startswith("      shown by junit.xml, line 1 (sha256 ")
    assert "  in this run: no finding\n" in (
        run_cli("doctor", put(GREEN, "b"), "--explain", "new-failure").stdout
    )


def test_a_rule_reads_as_in_check(run_cli: RunCli) -> None:
    """The words are those of `check --explain`: there is one account of a rule."""
    folder = put(RED)
    checked = run_cli("check", folder, "--explain").stdout
    told = run_cli("doctor", folder, "--explain", "max-new-failures").stdout.splitlines()

    assert " ".join(told[0].split()) in " ".join(checked.split())
    assert "  this is the default; the gate fails by it" == told[-1]
    assert all(
        line.strip() in checked
        for line in run_cli("doctor", folder, "--explain", "gate").stdout.splitlines()[2:]
    )


@pytest.mark.parametrize(
    ("given", "meant"),
    [("new-failur", "new-failure"), ("chnage", "change"), ("min-test", "min-tests")],
)
def test_a_slip_is_told(given: str, meant: str, run_cli: RunCli) -> None:
    """A name that is none ends with 2 before anything is read, and the one that was meant."""
    result = run_cli("doctor", "nowhere", "--explain", given)

    assert 2 == result.exit_code
    assert f'did you mean "{meant}"?' in result.stderr


def test_text_of_artifacts_stays_text(run_cli: RunCli) -> None:
    """No command of a CI system and no escape of a terminal comes through."""
    folder = put({"junit.xml": suite(failed("##vso[task.x]done"))})
    for explain in ((), ("--explain", "new-failure"), ("--explain", "change")):
        result = run_cli("doctor", folder, *explain)

        assert "##vso[" not in result.stdout
