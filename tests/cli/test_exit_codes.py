"""How a command ends: six codes, and words that say what happened and what to do next."""

import re
from pathlib import Path
from unittest import mock

import pytest

from reportgen.errors import EXIT_CODE_MEANINGS, ExitCode
from tests.analysis.jobs import GREEN
from tests.cli.jobs import BROKEN, NOON, RED, put
from tests.conftest import RunCli

SUMMARY = re.compile(r"reportgen: change \w+, .*; decision: [a-z-]+; gate \w+ \(.*\)\n")


def test_the_codes_are_these() -> None:
    """No other code than the documented ones exists, and each has its meaning."""
    assert [0, 1, 2, 3, 4, 10] == [int(code) for code in ExitCode]
    assert set(ExitCode) == set(EXIT_CODE_MEANINGS)


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        pytest.param(GREEN, (), 0, id="green"),
        pytest.param(RED, (), 0, id="red"),
        pytest.param(BROKEN, (), 0, id="broken"),
        pytest.param(GREEN, ("--strict",), 0, id="green-strict"),
        pytest.param(BROKEN, ("--strict",), 4, id="broken-strict"),
    ],
)
@pytest.mark.parametrize("command", ["report", "build"])
def test_reporting(
    command: str, files: dict[str, str], options: tuple[str, ...], code: int, run_cli: RunCli
) -> None:
    """A report is written whatever the run was like; only --strict minds what could not be read."""
    result = run_cli(command, put(files), "--at", NOON, *options)

    assert code == result.exit_code
    assert result.stdout


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        pytest.param(GREEN, (), 0, id="green"),
        pytest.param(RED, (), 10, id="red"),
        pytest.param(BROKEN, (), 10, id="broken"),
        pytest.param(BROKEN, ("--strict",), 4, id="broken-strict"),
    ],
)
def test_checking(
    files: dict[str, str], options: tuple[str, ...], code: int, run_cli: RunCli
) -> None:
    """The gate alone decides how a check ends; it prints nothing on stdout."""
    result = run_cli("check", put(files), "--at", NOON, *options)

    assert (code, "") == (result.exit_code, result.stdout)


def test_a_failed_gate_names_its_rules(run_cli: RunCli) -> None:
    """Every rule that failed stands on a line of stderr, with where the rules are."""
    result = run_cli("check", put({**RED, "b.xml": "<testsuite"}), "--at", NOON, "--quiet")

    assert (
        "reportgen: the gate failed:\n"
        "  max-new-failures: 1 new, 0 allowed\n"
        "  next: see the report for the evidence; the rules are [gate] in the configuration\n"
    ) == result.stderr


def test_strict_names_what_could_not_be_read(run_cli: RunCli) -> None:
    """With --strict the files that could not be read are named."""
    result = run_cli("check", put(BROKEN), "--at", NOON, "--strict", "--quiet")

    assert (
        "reportgen: 1 artifact could not be read in full: e2e.xml\n"
        "  next: see the report for what is wrong with each, or leave out --strict\n"
    ) == result.stderr


USAGE = (
    (
        ("report", "art", "--target", "githb-comment"),
        2,
        (
            'reportgen: there is no target "githb-comment"; did you mean "github-comment"?\n'
            "  next: known are: "
        ),
    ),
    (("build", "art", "--target", "xyzzy"), 2, 'reportgen: there is no target "xyzzy"\n  next: '),
    (
        ("report", "art", "--at", "yesterday"),
        2,
        (
            'reportgen: --at "yesterday" is not a moment\n'
            "  next: write ISO 8601, for example 2025-09-15T13:35:00Z\n"
        ),
    ),
    (
        ("check", "art", "--config", "nix.toml"),
        2,
        (
            'reportgen: cannot read the configuration "nix.toml": No such file or directory\n'
            "  next: name an existing TOML file with --config, or leave the option out\n"
        ),
    ),
    (
        ("check", "art", "--base", "nix"),
        2,
        (
            'reportgen: --base "nix" is no file, no folder, '
            'and no run, commit or branch recorded in "reportgen-history"\n'
            "  next: name a run.json, a folder of artifacts, or a run, commit or branch as "
            "reportgen history list shows it\n"
        ),
    ),
    (
        ("report", "nix"),
        3,
        (
            "reportgen: nothing to read in nix\n"
            "  nix: there is no such file or folder\n"
            "  next: name the folder or the files that your CI job leaves behind\n"
        ),
    ),
    (
        ("report", "empty"),
        3,
        (
            "reportgen: nothing to read in empty\n"
            "  next: name the folder or the files that your CI job leaves behind\n"
        ),
    ),
    (
        ("report", "other"),
        3,
        (
            "reportgen: none of 2 files is in a format that is known\n"
            "  next: see what can be read with: reportgen formats\n"
        ),
    ),
    (
        ("site", "--history", "nix"),
        3,
        (
            'reportgen: there is no history at "nix"\n'
            "  next: record a run first with: reportgen build artifacts\n"
        ),
    ),
    (
        ("serve", "nix"),
        2,
        'reportgen: there is no folder "nix"\n  next: build it first: reportgen build artifacts\n',
    ),
    (
        ("report", "art", "-o", "empty"),
        2,
        (
            'reportgen: cannot write "empty": is a directory\n'
            "  next: name a place that can be written to\n"
        ),
    ),
    (("report", "art", "--format", "xml"), 2, 'reportgen: there is no format "xml"\n'),
    (("report", "art", "--limit", "0"), 2, "Usage: reportgen report"),
    (("report", "art", "--limit", "10"), 2, "reportgen: no report fits into 10 codepoints\n"),
    (("report", "art", "--nix"), 2, "Usage: reportgen report"),
    (("report",), 2, "Usage: reportgen report"),
    (("nix",), 2, "Usage: reportgen"),
)


@pytest.mark.parametrize(
    ("arguments", "code", "words"), USAGE, ids=[" ".join(case[0]) for case in USAGE]
)
def test_wrong_usage(arguments: tuple[str, ...], code: int, words: str, run_cli: RunCli) -> None:
    """What cannot work ends with its code; the words on stderr say why and what to do."""
    put(GREEN)
    put({"a.txt": "hello\n", "b.bin": b"\0\1\2"}, "other")
    Path("empty").mkdir()
    result = run_cli(*arguments)

    assert (code, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(words)


def test_mistakes_of_the_configuration(run_cli: RunCli) -> None:
    """All mistakes are listed, and nothing is read or written."""
    Path("reportgen.toml").write_text("[gate]\nmin-test = 1\n[memory]\nlimit = 0\n")
    result = run_cli("build", put(GREEN))

    assert 2 == result.exit_code
    assert result.stderr.startswith("reportgen: 2 mistakes in ")
    assert 'gate.min-test: there is no such key; did you mean "min-tests"?' in result.stderr
    assert not Path("public").exists()
    assert not Path("reportgen-history").exists()


@pytest.mark.parametrize("text", ["[gate", 'a = "', "\x00"])
def test_a_configuration_that_is_no_toml(text: str, run_cli: RunCli) -> None:
    """Broken TOML is named with its line, and stops the command as wrong usage does."""
    Path("reportgen.toml").write_text(text)
    result = run_cli("check", put(GREEN))

    assert 2 == result.exit_code
    assert "is not TOML" in result.stderr


def test_a_pattern_that_python_has_doubts_about(run_cli: RunCli, tmp_path: Path) -> None:
    """What Python warns of in a pattern of the user's is not printed beside the report."""
    (tmp_path / "reportgen.toml").write_text(
        '[[categories]]\nname = "ours"\nmessage = "[[a] is gone"\n'
    )

    result = run_cli("report", put(GREEN), "--at", NOON, "--quiet")

    assert (0, "") == (result.exit_code, result.stderr)


def test_a_target_is_checked_before_anything_is_read(run_cli: RunCli) -> None:
    """A wrong target is told at once, also where the paths are wrong too."""
    assert "there is no target" in run_cli("report", "nix", "--target", "nix").stderr


def test_a_fault_of_our_own(run_cli: RunCli) -> None:
    """What nobody foresaw ends with 1 and says how to report it; nothing of it is a traceback."""
    with mock.patch("reportgen.cli.judging.read_run", side_effect=KeyError("oops\nsecond line")):
        result = run_cli("report", put(GREEN))

    assert (1, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("reportgen: a fault of our own: KeyError: ")
    assert "  next: run it again with REPORTGEN_DEBUG=1" in result.stderr
    assert 2 == len(result.stderr.splitlines())


def test_a_fault_can_be_seen_whole(run_cli: RunCli) -> None:
    """With REPORTGEN_DEBUG the traceback comes out."""
    with (
        mock.patch("reportgen.cli.judging.read_run", side_effect=KeyError("oops")),
        pytest.raises(KeyError, match="oops"),
    ):
        run_cli("report", put(GREEN), env={"REPORTGEN_DEBUG": "1"})


@pytest.mark.parametrize("epoch", ["9" * 20, "-1", "soon", "²"])
def test_a_wrong_source_date_is_no_fault_of_ours(epoch: str, run_cli: RunCli) -> None:
    """A SOURCE_DATE_EPOCH that is no moment does not stop a report."""
    result = run_cli("report", put(GREEN), env={"SOURCE_DATE_EPOCH": epoch})

    assert 0 == result.exit_code


def test_the_summary_is_on_stderr(run_cli: RunCli) -> None:
    """One line says how it went; --quiet leaves it out and changes nothing else."""
    loud = run_cli("report", put(RED), "--at", NOON)
    quiet = run_cli("report", "art", "--at", NOON, "--quiet")

    assert SUMMARY.fullmatch(loud.stderr)
    assert ("", loud.stdout) == (quiet.stderr, quiet.stdout)


def test_the_summary_quotes_nothing_of_the_artifacts(run_cli: RunCli) -> None:
    """No name or message of a file reaches the terminal by the summary."""
    files = {"\x1b[31mevil.xml": str(RED["junit.xml"]).replace("pays", "evil&#x9b;31m")}
    result = run_cli("check", put(files), "--at", NOON)

    assert "evil" not in result.stderr
    assert "\x1b" not in result.stderr


def test_messages_are_free_of_terminal_codes(run_cli: RunCli) -> None:
    """A file name that is printed is harmless."""
    result = run_cli("check", put({"\x1b[31mevil.xml": "<testsuite"}), "--strict", "--quiet")

    assert 4 == result.exit_code
    assert "\x1b" not in result.stderr
    assert "evil.xml" in result.stderr
