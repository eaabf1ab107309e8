"""Renderers and targets of plugins."""

import json
from pathlib import Path

import pytest

from tests.conftest import RunCli
from tests.plugins.packages import Packages

NOON = "2025-09-15T12:00:00Z"
RED = '<testsuite name="s"><testcase name="t"><failure message="no"/></testcase></testsuite>'
ROW = (
    "from reportgen.plugins import Target\nAPI = 1\n"
    "TARGET = Target('acme', 'Acme', 900, 'codepoints', 800, 'verified', 'the handbook', 'none')\n"
)


def put_red() -> None:
    """Lay a failed test where the command looks."""
    Path("art").mkdir()
    Path("art/r.xml").write_text(RED, "utf-8")


def test_a_format_is_printed(run_cli: RunCli, packages: Packages) -> None:
    """Its text is what is printed, but for what would control a terminal."""
    put_red()
    source = (
        "API = 1\nTITLE = 'A'\ndef render(report):\n    return report.run.ci + '\\x1b[2J!\\n'\n"
    )
    packages.put("renderers", "acme", source)
    result = run_cli("report", "art", "--at", NOON, "--format", "acme")
    run_cli("report", "art", "--at", NOON, "--format", "acme", "-o", "out.txt")

    assert (0, "none!\n") == (result.exit_code, result.stdout)
    assert "none!\n" == Path("out.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("raise ValueError('odd')", "failed while it printed the report (ValueError: odd)"),
        ("raise SystemExit(0)", "failed while it printed the report (SystemExit: 0)"),
        ("return b''", "failed while it printed the report (render returned a bytes)"),
    ],
)
def test_a_format_that_fails_prints_nothing(
    does: str, why: str, run_cli: RunCli, packages: Packages
) -> None:
    """One line names the plugin and its package; the exit code is no success."""
    put_red()
    packages.put("renderers", "acme", f"API = 1\nTITLE = 'A'\ndef render(report):\n    {does}\n")
    result = run_cli("report", "art", "--at", NOON, "--format", "acme", "-o", "out.txt")

    assert (2, "") == (result.exit_code, result.stdout)
    assert f'reportgen: the plugin "acme" of acme-renderers-acme 1.0 {why}\n' in result.stderr
    assert not Path("out.txt").exists()


def test_a_format_that_is_not_there_is_told_before_anything_is_read(
    run_cli: RunCli, packages: Packages
) -> None:
    """With the name that was meant, be it ours or a plugin's."""
    packages.put("renderers", "acme", "API = 1\nTITLE = 'A'\ndef render(report): return ''\n")
    ours = run_cli("report", "nowhere", "--format", "markdwon")
    theirs = run_cli("report", "nowhere", "--format", "acmee")

    assert (2, 2) == (ours.exit_code, theirs.exit_code)
    assert 'there is no format "markdwon"; did you mean "markdown"?' in ours.stderr
    assert 'did you mean "acme"?' in theirs.stderr


def test_what_plugins_print_is_no_data(run_cli: RunCli, packages: Packages) -> None:
    """Whenever they do: standard output holds the document and nothing else."""
    put_red()
    chatty = "print('import')\nAPI = 1\nTITLE = 'A'\n"
    packages.put(
        "findings", "acme", chatty + "def findings(report):\n    print('x')\n    yield 1\n"
    )
    packages.put(
        "renderers", "acme", chatty + "def render(r):\n    print('y')\n    return 'text'\n"
    )
    document = run_cli("report", "art", "--at", NOON, "--format", "json")
    text = run_cli("report", "art", "--at", NOON, "--format", "acme")

    assert 1 == json.loads(document.stdout)["schema_version"]
    assert "text" == text.stdout
    assert "import\n" in text.stderr
    assert "y\n" in text.stderr


def test_no_plugin_takes_a_format_of_ours(run_cli: RunCli, packages: Packages) -> None:
    """What `json` is does not depend on what is installed."""
    put_red()
    packages.put("renderers", "json", "API = 1\nTITLE = 'A'\ndef render(report): return 'no'\n")
    result = run_cli("report", "art", "--at", NOON, "--format", "json")

    assert 1 == json.loads(result.stdout)["schema_version"]


def test_a_target_limits_the_text(run_cli: RunCli, packages: Packages) -> None:
    """The row works as one of ours does, for reports and comparisons."""
    put_red()
    packages.put("targets", "acme", ROW)
    report = run_cli("report", "art", "--at", NOON, "--target", "acme")
    built = run_cli("build", "art", "--at", NOON, "--target", "acme", "-q")
    compared = run_cli("compare", "art", "art", "--target", "acme")

    assert (0, 0, 0) == (report.exit_code, built.exit_code, compared.exit_code)
    assert 0 < len(report.stdout) <= 800
    assert "<details>" not in report.stdout
    assert report.stdout == Path("public/report.md").read_text("utf-8")


def test_targets_are_listed_with_their_packages(run_cli: RunCli, packages: Packages) -> None:
    """Behind ours, as text and as JSON."""
    packages.put("targets", "acme", ROW)
    text = run_cli("targets").stdout.splitlines()
    rows = json.loads(run_cli("targets", "--format", "json").stdout)

    assert text[-1].startswith("acme ")
    assert "Acme · from acme-targets-acme 1.0" in text[-1]
    assert ("acme", "acme-targets-acme 1.0") == (rows[-1]["name"], rows[-1]["plugin"])
    assert "plugin" not in rows[0]


@pytest.mark.parametrize(
    "row",
    [
        ROW.replace("'acme'", "'other'"),
        ROW.replace("'codepoints'", "'inches'"),
        ROW.replace("'verified'", "'sure'"),
        ROW.replace("800", "'800'"),
        ROW.replace("900", "-1"),
        ROW.replace("'none')", "'none', dialect='klingon')"),
        ROW.replace("'none')", "'none', html=1)"),
        ROW.replace("'the handbook'", "'a\\nb'"),
        "API = 1\nTARGET = 'acme'\n",
        "API = 1\n",
    ],
)
def test_a_row_that_is_none_is_refused(row: str, run_cli: RunCli, packages: Packages) -> None:
    """It is told, and the table is whole without it."""
    packages.put("targets", "acme", row)
    listed = run_cli("targets")
    used = run_cli("report", "nowhere", "--target", "acme")

    assert 0 == listed.exit_code
    assert 'the plugin "acme" of acme-targets-acme 1.0 is not used: ' in listed.stderr
    assert "acme" not in listed.stdout
    assert (2, True) == (used.exit_code, 'there is no target "acme"' in used.stderr)


def test_a_target_of_ours_keeps_its_name(run_cli: RunCli, packages: Packages) -> None:
    """What `gitlab` takes does not depend on what is installed."""
    packages.put("targets", "gitlab", ROW.replace("'acme'", "'gitlab'"))
    result = run_cli("targets")

    assert "is not used: its name is taken" in result.stderr
    assert 1 == result.stdout.count("\ngitlab ")
