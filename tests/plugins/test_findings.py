"""Findings of plugins: they add, they doubt, and nothing gets better by them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunCli
from tests.plugins.packages import Packages

NOON = "2025-09-15T12:00:00Z"
GREEN = '<testsuite name="s"><testcase classname="c" name="t" time="1"/></testsuite>'
RED = '<testsuite name="s"><testcase name="t"><failure message="no"/></testcase></testsuite>'
HEAD = (
    "from reportgen.plugins import *\nAPI = 1\n"
    "def one(report, **given):\n"
    "    said = dict(id='slow-boot', severity='error', subject='boot', reason='took @all long',"
    " cited=(Cited(artifact=report.artifacts[0].path),))\n"
    "    return PluginFinding(**{**said, **given})\n"
    "def findings(report):\n"
)


def judged(run_cli: RunCli, content: str = GREEN) -> dict[str, Any]:
    """Return the run.json of one file."""
    Path("art").mkdir(exist_ok=True)
    Path("art/r.xml").write_text(content, "utf-8")
    result = run_cli("report", "art", "--at", NOON, "--format", "json")
    assert 0 == result.exit_code, result.stderr
    run: dict[str, Any] = json.loads(result.stdout)
    return run


def test_a_finding_stands_in_the_report(run_cli: RunCli, packages: Packages) -> None:
    """Under the plugin's name, with its numbers and the file that shows it."""
    packages.put("findings", "acme", f"{HEAD}    yield one(report, numbers={{'s': 9.5}})\n")
    run = judged(run_cli)
    (found,) = [each for each in run["findings"] if each["id"] == "plugin"]

    assert "`acme/slow-boot`: `took @all long`" == found["reason"]
    assert ("error", "boot", {"s": 9.5}) == tuple(
        found[key] for key in ("severity", "subject", "numbers")
    )
    assert [("r.xml", 64)] == [(e["artifact"], len(e["sha256"])) for e in found["evidence"]]
    assert "validated" == run["verdict"]["change"]


@pytest.mark.parametrize("body", ["yield one(report)", "return ()", "raise ValueError('no')"])
def test_that_it_took_part_leads_to_what_it_looked_at(
    body: str, run_cli: RunCli, packages: Packages
) -> None:
    """No claim without an artifact: also that of the plugins names what was read."""
    packages.put("findings", "acme", f"{HEAD}    {body}\n")
    (claim,) = (each for each in judged(run_cli)["verdict"]["claims"] if each["id"] == "plugins")

    assert ["r.xml"] == [each["artifact"] for each in claim["evidence"]]


def test_its_words_are_quoted_everywhere(run_cli: RunCli, packages: Packages) -> None:
    """Nobody is mentioned by them, and no markup comes of them."""
    bad = "reason='` @octocat <img src=x>\\x1b[1m', advice='fixes #1 `', subject='](http://x.example)'"
    packages.put("findings", "acme", f"{HEAD}    yield one(report, {bad})\n")
    judged(run_cli)
    markdown = run_cli("report", "art", "--at", NOON).stdout
    page = run_cli("report", "art", "--at", NOON, "--format", "html").stdout

    assert "octocat" in markdown
    assert "@octocat" not in markdown.replace("&#x40;", "")
    assert "<img src=x>" not in markdown + page
    assert "\x1b" not in markdown + page


def test_a_doubt_keeps_the_change_from_being_validated(run_cli: RunCli, packages: Packages) -> None:
    """The decision and the gate follow, as with a doubt of our own."""
    packages.put("findings", "acme", f"{HEAD}    yield one(report, doubts=True)\n")
    verdict = judged(run_cli)["verdict"]
    gate = run_cli("check", "art", "--at", NOON)

    assert ("unproven", "investigate", "failed") == (
        verdict["change"], verdict["decision"], verdict["gate"]["status"],
    )  # fmt: skip
    assert 10 == gate.exit_code
    assert "allow-unproven: nothing proves the change" in gate.stderr


@pytest.mark.parametrize(
    "does",
    [
        "return []",
        "report.cases.clear(); return []",
        "report.__dict__['verdict'].__dict__['change'] = 'validated'; return []",
        "report.__dict__['verdict'].__dict__['gate'].__dict__['status'] = 'passed'; return []",
        "report.artifacts[0].__dict__['problems'] = (); return []",
        "return [one(report, severity='info')]",
        "raise SystemExit(0)",
    ],
)
def test_nothing_makes_a_red_run_green(does: str, run_cli: RunCli, packages: Packages) -> None:
    """What it does to the report that it was given it does to a copy."""
    before = judged(run_cli, RED)
    packages.put("findings", "acme", f"{HEAD}    {does}\n")
    after = judged(run_cli, RED)

    assert before["tests"] == after["tests"]
    assert before["verdict"]["change"] == after["verdict"]["change"] == "regressed"
    assert "failed" == after["verdict"]["gate"]["status"]
    assert 10 == run_cli("check", "art", "--at", NOON).exit_code


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("raise ValueError('odd')", "failed (ValueError: odd)"),
        ("raise SystemExit(0)", "failed (SystemExit: 0)"),
        ("yield one(report); raise ValueError('late')", "failed (ValueError: late)"),
        ("return 5", "failed (TypeError: "),
        ("return ['words']", "failed (TypeError: findings returned a str)"),
        ("return [one(report, cited=())]", "failed (ValidationError: "),
        ("return [one(report, id='Not An Id')]", "failed (ValidationError: "),
        (
            "return [one(report, cited=(Cited(artifact='made/up.xml'),))]",
            'failed (ValueError: there is no artifact "made/up.xml" to cite)',
        ),
        ("while True: yield one(report)", "failed (ValueError: more than 1,000 findings)"),
    ],
)
def test_what_it_raises_is_never_success(
    does: str, why: str, run_cli: RunCli, packages: Packages
) -> None:
    """It is named, what it found before counts for nothing, and the evidence is not whole."""
    packages.put("findings", "acme", f"{HEAD}    {does}\n")
    packages.put("findings", "good", f"{HEAD}    yield one(report)\n", package="fine")
    run = judged(run_cli)
    (failed,) = [each for each in run["findings"] if each["id"] == "plugin-failed"]
    (claim,) = [each for each in run["verdict"]["claims"] if each["id"] == "plugins"]

    assert failed["reason"].startswith(f"the plugin `acme` of `acme-findings-acme 1.0`: `{why}")
    assert ["good/slow-boot"] == [
        each["reason"].split("`")[1] for each in run["findings"] if each["id"] == "plugin"
    ]
    assert ("partial", "fails") == (run["verdict"]["evidence"], claim["state"])
    assert claim["text"].startswith("1 of 2 plugins took part")


def test_a_failure_fails_a_gate_that_asks_for_all_evidence(
    run_cli: RunCli, packages: Packages
) -> None:
    """What was to be looked at was not."""
    Path("reportgen.toml").write_text('[gate]\nrequire-evidence = "complete"\n', "utf-8")
    judged(run_cli)
    before = run_cli("check", "art", "--at", NOON)
    packages.put("findings", "acme", f"{HEAD}    raise ValueError\n")
    after = run_cli("check", "art", "--at", NOON)

    assert (0, 10) == (before.exit_code, after.exit_code)
    assert "require-evidence: it is partial, complete is required" in after.stderr


def test_secrets_in_its_words_are_taken_out(run_cli: RunCli, packages: Packages) -> None:
    """It may know the environment."""
    packages.put("findings", "acme", f"{HEAD}    raise ValueError('ghp_' + 'a1B2' * 9)\n")

    assert "a1B2a1B2" not in json.dumps(judged(run_cli))


def test_a_recorded_run_keeps_what_plugins_found(run_cli: RunCli, packages: Packages) -> None:
    """The history shows it when the plugin is gone, and the site has a page with it."""
    packages.put("findings", "acme", f"{HEAD}    yield one(report)\n")
    judged(run_cli)
    built = run_cli("build", "art", "--at", NOON, "--out", "public", "-q")
    run = next(Path("public/runs").rglob("*.html")).name
    shown = run_cli("history", "list").stdout.split()
    listed = next(word for word in shown if word.startswith("2025"))
    again = run_cli(
        "history", "show", listed, "--format", "json", env={"REPORTGEN_NO_PLUGINS": "1"}
    )

    assert 0 == built.exit_code, built.stderr
    assert run
    assert "`acme/slow-boot`" in again.stdout
