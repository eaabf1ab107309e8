"""The story of sixty runs (``fixtures/history/``): what is told of it, and how it is recorded."""

import json
import re
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.conftest import ROOT, RunCli

FOLDER: Final = ROOT / "fixtures" / "history"
_ROW: Final = re.compile(r"\| (\d\d) \|.*\| (\d+) \| (\d+) \| (\w+) \|")


class Story(NamedTuple):
    """The recorded story: the folder of its *history*, and the ids of its runs by their numbers."""

    history: Path
    runs: Mapping[str, str]


class Told(NamedTuple):
    """What the table in the README says of a run, or a report does."""

    red: int
    new: int
    change: str


def planned() -> list[dict[str, Any]]:
    """Return what the CI system would say of each run, in their order."""
    runs: list[dict[str, Any]] = json.loads((FOLDER / "runs.json").read_text())
    return runs


def told() -> dict[str, Told]:
    """Return what the README says of each run, by its number."""
    rows = map(_ROW.fullmatch, (FOLDER / "README.md").read_text().splitlines())
    return {row[1]: Told(int(row[2]), int(row[3]), row[4]) for row in rows if row}


def replay(run_cli: RunCli, history: Path) -> Story:
    """Record every run of the story in *history*, one after the other, as its CI jobs would."""
    arguments = runpy.run_path(str(FOLDER / "record.py"))["arguments"]
    ids = {}
    for run in planned():
        result = run_cli(*arguments(run, history))
        assert result.exit_code == 0, result.stderr
        ids[run["run"]] = result.stdout.strip()
    return Story(history, ids)
