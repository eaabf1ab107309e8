"""On GitHub Actions ``build`` writes summary, outputs and annotations; none of them can fail it."""

from pathlib import Path

import pytest

from reportgen.render.markdown.targets import TARGETS
from tests.analysis.jobs import failed, suite
from tests.cli.jobs import NOON, RED, put
from tests.conftest import RunCli

OUTPUTS = {
    "change", "environment", "evidence", "decision", "gate",
    "tests", "passed", "failed", "errored", "skipped", "flaky", "findings",
}  # fmt: skip


def here(**more: str) -> dict[str, str]:
    """Return the environment of a step."""
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(Path("summary.md").resolve()),
        "GITHUB_OUTPUT": str(Path("output").resolve()),
        **more,
    }


def test_a_step_gets_all_three(run_cli: RunCli) -> None:
    """The summary is the report, the outputs are words and numbers, annotations are on stderr."""
    result = run_cli("build", put(RED), "--at", NOON, env=here())
    written = dict(line.split("=") for line in Path("output").read_text("utf-8").splitlines())

    assert 0 == result.exit_code
    assert Path("summary.md").read_text("utf-8").startswith("### ❌ ")
    assert set(written) == OUTPUTS
    assert ("regressed", "fix", "1") == (written["change"], written["decision"], written["failed"])
    assert "::error title=reportgen::" in result.stderr
    assert "::" not in result.stdout


@pytest.mark.parametrize(
    ("options", "actions"), [(("--no-ci",), "true"), ((), "")], ids=["--no-ci", "elsewhere"]
)
def test_nothing_is_written_where_it_is_not_wanted(
    options: tuple[str, ...], actions: str, run_cli: RunCli
) -> None:
    """With ``--no-ci``, and outside of GitHub Actions, the files are left alone."""
    env = here(GITHUB_ACTIONS=actions)
    result = run_cli("build", put(RED), "--at", NOON, *options, env=env)

    assert 0 == result.exit_code
    assert not Path("summary.md").exists()
    assert not Path("output").exists()
    assert "::" not in result.stderr


def test_what_is_there_stays_and_counts(run_cli: RunCli) -> None:
    """The report goes behind what the step wrote before, and both together keep to the limit."""
    limit = TARGETS["github-step-summary"].limit or 0
    before = "x" * (limit - 30_000)
    Path("summary.md").write_text(before, "utf-8")
    red = suite(*(failed(f"test {at}", "boom " * 200) for at in range(200)))
    run_cli("build", put({"junit.xml": red}), "--at", NOON, env=here())
    text = Path("summary.md").read_bytes()

    assert text.startswith(before.encode())
    assert len(before) < len(text) <= limit


def test_no_room_is_said(run_cli: RunCli) -> None:
    """Where the summary is full, nothing is added that would make GitHub show none of it."""
    before = "x" * (TARGETS["github-step-summary"].budget - 10)
    Path("summary.md").write_text(before, "utf-8")
    result = run_cli("build", put(RED), "--at", NOON, env=here())

    assert 0 == result.exit_code
    assert before == Path("summary.md").read_text("utf-8")
    assert "warning: the summary of the step is left out" in result.stderr


def test_what_cannot_be_written_fails_nothing(run_cli: RunCli) -> None:
    """A file of the runner's that cannot be written is told; the command has done its work."""
    folder = str(Path.cwd())
    env = here(GITHUB_STEP_SUMMARY=folder, GITHUB_OUTPUT=folder)
    result = run_cli("build", put(RED), "--at", NOON, env=env)

    assert 0 == result.exit_code
    assert 2 == result.stderr.count("reportgen: warning: cannot write to")
    assert Path("public/report.md").is_file()


def test_outputs_hold_no_text_of_artifacts(run_cli: RunCli) -> None:
    """A name with a line end cannot add an output, nor a command to the log."""
    name = "x&#10;decision=approve&#10;::set-output name=gate::passed"
    run_cli("build", put({"junit.xml": suite(failed(name))}), "--at", NOON, env=here())
    lines = Path("output").read_text("utf-8").splitlines()

    assert sorted(OUTPUTS) == sorted(line.partition("=")[0] for line in lines)
