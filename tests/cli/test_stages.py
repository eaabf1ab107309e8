"""``--profile`` tells where the time went, and changes nothing else."""

import re
import time

import pytest

from reportgen.cli.stages import Spent, profiled, stage, staged, table
from tests.cli.jobs import NOON, RED, put
from tests.conftest import RunCli


def names(told: str) -> list[str]:
    """Return the names of the stages in *told*, each of whose lines has three numbers."""
    return re.findall(r"^(\S.*?) +\d+\.\d{3} +\d+\.\d{3} +\d+\.\d$", told, re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["check"], []),
        (["report"], ["render markdown"]),
        (
            ["build"],
            [
                *(f"render {form}" for form in ("markdown", "html", "json", "text")),
                "record",
                "site",
            ],
        ),
    ],
)
def test_each_command_tells_its_stages(
    command: list[str], told: list[str], run_cli: RunCli
) -> None:
    """They stand in the order in which they were entered, and the whole is last."""
    result = run_cli(*command, put(RED), "--at", NOON, "--profile", "--quiet")
    first = ["read", "judge", "find the base", "look back", "quote"]

    assert [*first, *told, "start, and between", "all"] == names(result.stderr)
    assert result.stdout == run_cli(*command, "art", "--at", NOON, "--quiet").stdout


def test_what_fails_is_told_of_as_well(run_cli: RunCli) -> None:
    """Somebody who waited for a failure wants to know what for."""
    result = run_cli("report", "nowhere", "--profile")

    assert 2 <= result.exit_code
    assert ["read", "start, and between", "all"] == names(result.stderr)


def test_it_is_silent_unless_asked(run_cli: RunCli) -> None:
    """Nobody else sees a table."""
    assert [] == names(run_cli("report", put(RED), "--at", NOON).stderr)


def test_a_stage_that_is_entered_twice_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    """It is one line, with the seconds of both times."""

    @staged("count")
    def count() -> int:
        begun = time.process_time()
        while time.process_time() - begun < 0.02:
            pass
        return 7

    with profiled(wanted=True):
        assert 14 == count() + count()
        with stage("rest"):
            pass
    told = capsys.readouterr().err

    assert ["count", "rest", "start, and between", "all"] == names(told)
    assert float(told.splitlines()[1].split()[2]) >= 0.04


def test_a_stage_outside_costs_nothing_and_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Code that is staged can be used by others."""
    with stage("alone"), profiled(wanted=False), stage("alone"):
        pass

    assert "" == capsys.readouterr().err


def test_what_no_stage_took_is_told() -> None:
    """The lines add up to the whole, and no clock goes backwards."""
    spent = {"read": Spent(1.0, 0.5, 40.0), "judge": Spent(0.5, 0.5, 41.0)}
    lines = table(spent, Spent(2.0, 1.25, 50.0)).splitlines()

    assert ["start,", "and", "between", "0.500", "0.250", "50.0"] == lines[3].split()
    assert ["all", "2.000", "1.250", "50.0"] == lines[4].split()
    assert "0.000" in table(spent, Spent(1.0, 0.5, 50.0)).splitlines()[3]
