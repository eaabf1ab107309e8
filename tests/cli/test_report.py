"""``reportgen report``: one report on stdout or in a file; nothing is recorded."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships none
import pytest

from reportgen.render.markdown.targets import TARGETS
from tests.analysis.jobs import GREEN, UP, write
from tests.cli.jobs import BROKEN, LATER, NOON, RED, RUNS, SHIPPED, put, shipped
from tests.conftest import Golden, RunCli

SUFFIXES = {"markdown": "md", "json": "json", "text": "txt"}
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_RUN_ID": "17",
    "GITHUB_SHA": "abc",
    "GITHUB_REPOSITORY": "o/r",
    "GITHUB_REF": "refs/pull/9/merge",
    "GITHUB_HEAD_REF": "topic",
}


def document(text: str) -> dict[str, Any]:
    """Return a JSON report."""
    parsed: dict[str, Any] = json.loads(text)
    return parsed


@pytest.mark.parametrize("form", SUFFIXES)
@pytest.mark.parametrize("name", SHIPPED)
def test_golden(name: str, form: str, run_cli: RunCli, golden: Golden) -> None:
    """The reports on the shipped runs are what was accepted."""
    result = run_cli("report", *shipped(name), "--format", form)

    golden(f"runs/{name}.{SUFFIXES[form]}", result.stdout)
    assert 0 == result.exit_code


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_runs_say_what_they_must(name: str, run_cli: RunCli) -> None:
    """Each shipped run has the verdict, the totals and the trends that its author expects."""
    expected = document((RUNS / f"{name}.expected.json").read_text("utf-8"))
    seen = document(run_cli("report", *shipped(name), "--format", "json").stdout)

    assert expected["verdict"] == {key: seen["verdict"][key] for key in expected["verdict"]}
    assert expected["memory"] == [series["verdict"] for series in seen["memory"]]
    if "totals" in expected:
        assert expected["totals"] == {key: seen["totals"][key] for key in expected["totals"]}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_schema_describes_the_document(name: str, run_cli: RunCli) -> None:
    """What ``schema`` prints accepts what ``report`` prints, and nothing in it is undescribed."""
    schema = json.loads(run_cli("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(
        document(run_cli("report", *shipped(name), "-f", "json").stdout),
        schema,
        jsonschema.Draft202012Validator,
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), 2),
        (("verdict", "change"), "fine"),
        (("totals", "tests"), "12"),
        (("run", "ci"), "other"),
        (("findings",), {}),
    ],
)
def test_the_schema_refuses_other_documents(
    path: tuple[str, ...], value: object, run_cli: RunCli
) -> None:
    """A document that says something else is not accepted by the schema."""
    schema = json.loads(run_cli("schema").stdout)
    report = document(run_cli("report", put(RED), "-f", "json", "--at", NOON).stdout)
    inner = report
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("form", ["markdown", "json", "text", "html"])
def test_a_file_holds_what_stdout_would(form: str, run_cli: RunCli) -> None:
    """With -o the report goes to the file, and stdout is silent."""
    printed = run_cli("report", put(RED), "--at", NOON, "-f", form)
    saved = run_cli("report", "art", "--at", NOON, "-f", form, "-o", "deep/in/report")

    assert (0, "") == (saved.exit_code, saved.stdout)
    assert printed.stdout == Path("deep/in/report").read_bytes().decode()
    assert printed.stdout.endswith("\n")


def test_a_dash_is_stdout(run_cli: RunCli) -> None:
    """``-o -`` is what is done without it."""
    result = run_cli("report", put(RED), "--at", NOON, "-o", "-")

    assert run_cli("report", "art", "--at", NOON).stdout == result.stdout
    assert not Path("-").exists()


def test_standard_input(run_cli: RunCli) -> None:
    """``-`` reads an artifact from stdin, alone or among others."""
    data = str(RED["junit.xml"]).encode()
    alone = run_cli("report", "-", "-f", "json", "--at", NOON, stdin=data)
    both = run_cli("report", put(UP), "-", "-f", "json", "--at", NOON, stdin=data)

    assert ["(standard input)"] == [a["path"] for a in document(alone.stdout)["artifacts"]]
    assert ["(standard input)", "health.json"] == [
        a["path"] for a in document(both.stdout)["artifacts"]
    ]
    assert "regressed" == document(both.stdout)["verdict"]["change"]


def test_globs(run_cli: RunCli) -> None:
    """A pattern that the shell left alone is resolved."""
    put({"a/junit.xml": str(GREEN["junit.xml"]), "b/junit.xml": str(RED["junit.xml"])})
    result = run_cli("report", "art/**/*.xml", "-f", "json", "--at", NOON)

    assert ["a/junit.xml", "b/junit.xml"] == [
        a["path"] for a in document(result.stdout)["artifacts"]
    ]


def test_nothing_is_recorded(run_cli: RunCli) -> None:
    """A report leaves nothing behind but what was asked for."""
    run_cli("report", put(RED), "--at", NOON)
    run_cli("check", "art", "--at", NOON)

    assert ["art"] == [path.name for path in Path().iterdir()]


@pytest.mark.parametrize("target", list(TARGETS))
def test_every_target_renders(target: str, run_cli: RunCli) -> None:
    """Every target that is listed prints a report of the shipped run."""
    result = run_cli("report", *shipped("staging-1041"), "--target", target)

    assert 0 == result.exit_code
    assert "deployment blocked" in result.stdout


@pytest.mark.parametrize("limit", [500, 1000, 5000])
def test_a_limit_is_kept(limit: int, run_cli: RunCli) -> None:
    """However small the room, the Markdown fits, and still says how it stands."""
    result = run_cli("report", *shipped("outage"), "--limit", str(limit), "--target", "commonmark")

    assert limit >= len(result.stdout)
    assert result.stdout.strip()


def test_the_moment_of_the_run(run_cli: RunCli) -> None:
    """--at beats the artifacts' own time, which beats the clock."""
    stamped = str(RED["junit.xml"]).replace(
        "<testsuite ", '<testsuite timestamp="2025-01-02T03:04:05" '
    )

    def started(folder: str, *options: str, env: Mapping[str, str] | None = None) -> str:
        text = run_cli("report", folder, "-f", "json", *options, env=env).stdout
        return str(document(text)["run"]["started_at"])

    put({"junit.xml": stamped}, "stamped")
    put(RED, "bare")

    assert "2025-09-15T12:00:00Z" == started("stamped", "--at", NOON)
    assert "2025-01-02T03:04:05Z" == started("stamped", env={"SOURCE_DATE_EPOCH": "1757937600"})
    assert "2025-09-15T12:00:00Z" == started("bare", env={"SOURCE_DATE_EPOCH": "1757937600"})
    assert started("bare") >= "2025"


def test_what_the_ci_system_says(run_cli: RunCli) -> None:
    """The run carries what the CI system states of it."""
    text = run_cli("report", put(RED), "-f", "json", "--at", NOON, env=GITHUB).stdout
    run = document(text)["run"]

    assert ("github", "abc", "topic", 9, "https://github.com/o/r/actions/runs/17") == (
        run["ci"],
        run["commit"],
        run["branch"],
        run["pull_request"],
        run["url"],
    )


def test_without_a_ci_system(run_cli: RunCli) -> None:
    """What nobody states is null, never guessed."""
    run = document(run_cli("report", put(RED), "-f", "json", "--at", NOON).stdout)["run"]

    assert "none" == run["ci"]
    assert {None} == {run[key] for key in ("commit", "branch", "pull_request", "url", "project")}


def test_settings_of_the_folder_count(run_cli: RunCli) -> None:
    """reportgen.toml in the folder where the command runs is read without being named."""
    Path("reportgen.toml").write_text('[project]\nname = "till"\n[gate]\nmax-new-failures = 9\n')
    result = run_cli("report", put(RED), "-f", "json", "--at", NOON)

    assert "till" == document(result.stdout)["run"]["project"]
    assert "passed" == document(result.stdout)["verdict"]["gate"]["status"]


class TestBase:
    """What the run is compared with."""

    def change(self, run_cli: RunCli, folder: str, *options: str) -> str:
        """Return the change of a report on *folder*."""
        result = run_cli("report", folder, "-f", "json", "--at", LATER, *options)

        assert 0 == result.exit_code, result.stderr
        return str(document(result.stdout)["verdict"]["change"])

    @pytest.fixture(autouse=True)
    def _two_runs(self, run_cli: RunCli) -> None:
        del run_cli  # it works in a folder of its own, in which the files go
        put({"junit.xml": str(RED["junit.xml"]).replace("== 3", "== 4")}, "old-red")
        put({"junit.xml": str(GREEN["junit.xml"]).replace("0.1", "0.2")}, "old-green")
        put(RED, "now")

    @pytest.mark.parametrize("how", ["folder", "file", "run.json", "run-id"])
    def test_forms(self, how: str, run_cli: RunCli) -> None:
        """A folder, a file of results, a run.json and a recorded run do alike."""
        changes = []
        for name in ("old-red", "old-green"):
            run_cli("build", name, "--at", NOON, "--out", f"site-{name}", "--history", f"h-{name}")
            base = {
                "folder": name,
                "file": f"{name}/junit.xml",
                "run.json": f"site-{name}/run.json",
                "run-id": document(Path(f"site-{name}/run.json").read_text())["run"]["id"],
            }[how]
            changes.append(self.change(run_cli, "now", "--base", base, "--history", f"h-{name}"))

        assert ["validated", "regressed"] == changes

    def test_the_history_is_used_without_being_asked(self, run_cli: RunCli) -> None:
        """Without --base the newest comparable run counts; what was green there is new now."""
        run_cli("build", "old-green", "--at", NOON)
        result = run_cli("report", "now", "--at", LATER, "-f", "json")
        (finding,) = [f for f in document(result.stdout)["findings"] if f["severity"] == "error"]

        assert "new-failure" == finding["id"]
        assert "it passed in" in finding["reason"]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"<testsuite/>", "holds no test result"),
            (b"hello", "holds no test result"),
            (b'{"schema_version": 1}', "is not a run.json that this version reads"),
            (b'{"schema_version": 99, "run": {}}', "is not a run.json that this version reads"),
        ],
    )
    def test_bases_that_are_none(self, data: bytes, message: str, run_cli: RunCli) -> None:
        """A base without results, or of another version, is wrong usage, not an empty base."""
        Path("base.json").write_bytes(data)
        result = run_cli("report", "now", "--base", "base.json")

        assert 2 == result.exit_code
        assert message in result.stderr

    def test_a_base_that_is_damaged(self, run_cli: RunCli) -> None:
        """A recorded run that cannot be read is told, not taken for none."""
        run_cli("build", "old-green", "--at", NOON)
        (record,) = Path("reportgen-history", "runs").rglob("*.json.gz")
        record.write_bytes(record.read_bytes()[:50])
        result = run_cli("report", "now", "--base", record.name.removesuffix(".json.gz"))

        assert 2 == result.exit_code
        assert "cannot be read" in result.stderr

    def test_a_damaged_record_is_not_no_record(self, run_cli: RunCli) -> None:
        """Where the newest run cannot be read it is told, and the one before it is the base."""
        for at in ("2025-09-15T10:00:00Z", "2025-09-15T11:00:00Z"):
            run_cli("build", "old-green", "--at", at)
        newest = max(Path("reportgen-history", "runs").rglob("*.json.gz"))
        newest.write_bytes(newest.read_bytes()[:-1])
        result = run_cli("report", "now", "--at", NOON, "--quiet")

        assert f"warning: the run {newest.name.removesuffix('.json.gz')}" in result.stderr
        assert "run of 2025-09-15 10:00 UTC" in result.stdout


def test_a_broken_file_is_part_of_the_report(run_cli: RunCli) -> None:
    """What could not be read is a problem of the report, in every format."""
    put(BROKEN)

    for form in ("markdown", "json", "text", "html"):
        assert "e2e.xml" in run_cli("report", "art", "-f", form, "--at", NOON).stdout


def test_a_device_stays_a_device(run_cli: RunCli, tmp_path: Path) -> None:
    """What is no file is written to, not renamed over: a named pipe is one before and after."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    junit = write(tmp_path / "job", GREEN)
    result = run_cli("report", str(junit), "--format", "text", "-o", str(pipe))
    read = os.read(end, 1 << 16)
    os.close(end)

    assert 0 == result.exit_code
    assert pipe.is_fifo()
    assert b"change validated" in read
