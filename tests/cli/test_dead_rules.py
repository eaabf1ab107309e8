"""A rule for a known issue that matched nothing for long is reported, once enough is known."""

from pathlib import Path

from reportgen.history.quiet import RUNS
from tests.cli.jobs import RED, put
from tests.conftest import RunCli

SENTENCE = (
    "the rule for `#1264` matched nothing in the last 30 runs: "
    "remove it, or see whether what it waits for still happens"
)
RULES = """
[[known-issues]]
issue = "#7"
test = "*.pays"
[[known-issues]]
issue = "#1264"
message = "flood"
"""


def test_a_dead_rule_is_reported(run_cli: RunCli) -> None:
    """After thirty runs it is said in every format, never fails the gate, and a new rule waits."""
    config = Path("reportgen.toml")
    config.write_text(RULES, encoding="utf-8")
    art = put(RED)

    def report(number: int, format_: str = "json") -> str:
        at = f"2025-10-{number // 24 + 1:02}T{number % 24:02}:00:00Z"
        return run_cli("report", art, "--at", at, "--format", format_).stdout

    for number in range(RUNS):
        at = f"2025-09-{number // 24 + 1:02}T{number % 24:02}:00:00Z"
        Path("art/junit.xml").write_text(
            str(RED["junit.xml"]).replace('time="0.1"', f'time="0.{number + 1}"'), encoding="utf-8"
        )
        assert SENTENCE not in report(number)
        run_cli("history", "add", art, "--at", at, "--commit", f"c{number}", "--branch", "main")
    Path("art/junit.xml").write_text(str(RED["junit.xml"]), encoding="utf-8")

    def judged(format_: str) -> str:
        return run_cli(
            "report", art, "--at", "2025-10-01T00:00:00Z", "--branch", "main", "--format", format_
        ).stdout

    assert SENTENCE in judged("json")
    assert SENTENCE.partition("` ")[2] in judged("markdown")
    assert "#1264" in judged("html")
    assert "matched nothing in the last 30 runs" in judged("html")
    assert 0 == run_cli("check", art, "--at", "2025-10-01T00:00:00Z", "--branch", "main").exit_code

    config.write_text(RULES.replace("#1264", "#1300"), encoding="utf-8")

    assert "matched nothing" not in judged("json")

    config.write_text(RULES.replace("flood", "assert"), encoding="utf-8")

    assert "matched nothing" not in judged("json")
