"""
The folder of records: one immutable file per run, and nothing else that lasts.

``runs/2025/09/20250915T133402Z-491b8ca13d.json.gz``: names sort by time and never collide,
so that concurrent jobs only ever add.
A damaged record is named and passed over, never taken for none.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from reportgen import files
from reportgen.history.codec import DamagedRecordError, decode, encode
from reportgen.model.report import Report

_NAME: Final = re.compile(r"(\d{4})(\d{2})\d{2}T\d{6}Z-[0-9a-f]+\.json\.gz")


class History(NamedTuple):
    """What a folder holds: reports, oldest first, and a sentence for each damaged record."""

    reports: tuple[Report, ...]
    damaged: tuple[str, ...]


def record(report: Report, folder: Path) -> tuple[Path, bool]:
    """
    Record *report* in *folder*; return its file and whether it is new.

    A run that is recorded already is left as it is.

    Raises:
        OSError: the folder cannot be written.

    """
    path = _path(report.run.id, folder)
    if path.exists():
        return path, False
    files.write(path, encode(report))
    return path, True


def load(folder: Path) -> History:
    """Return all that *folder* holds; a folder that does not exist holds nothing."""
    reports, damaged = [], []
    for path in _paths(folder):
        try:
            reports.append(decode(path.read_bytes()))
        except (DamagedRecordError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            damaged.append(
                f"the record {path.relative_to(folder).as_posix()} is left out: {reason}"
            )
    return History(tuple(reports), tuple(damaged))


def find(run_id: str, folder: Path) -> Report | None:
    """
    Return the recorded run *run_id*, or None where there is no such record.

    Raises:
        DamagedRecordError: there is one, and it cannot be read.

    """
    if not _NAME.fullmatch(f"{run_id}.json.gz"):
        return None
    path = _path(run_id, folder)
    return decode(path.read_bytes()) if path.is_file() else None


DEFAULT_BRANCHES: Final = frozenset({"main", "master", "trunk", "develop", "development"})


def comparable(report: Report, history: History) -> tuple[Report | None, bool]:
    """
    Return the run to compare *report* with, and whether it is of the same unmerged branch.

    Of the earlier runs of the same project and variant the newest of a default branch counts;
    on a default branch, the newest of the same.
    Only where there is none, an earlier run of the same branch that is not merged, or not known:
    what was new there is new still.
    Never the same commit, and never the same result files: a run is not its own excuse.
    """
    mine, own_files = report.run, result_files(report)
    earlier = [
        other
        for other in history.reports
        if other.run.project == mine.project
        and other.run.variant == mine.variant
        and other.totals.counts.tests
        and _is_before(other, report)
        and (mine.commit is None or other.run.commit != mine.commit)
        and result_files(other) != own_files
    ]
    settled = mine.branch in DEFAULT_BRANCHES
    line = {mine.branch} if settled else DEFAULT_BRANCHES
    for branches, same_line in ((line, False), ({mine.branch}, not settled)):
        if fitting := [other for other in earlier if other.run.branch in branches]:
            return max(fitting, key=lambda other: (other.run.started_at, other.run.id)), same_line
    return None, False


def result_files(report: Report) -> frozenset[str]:
    """Return the hashes of the files that held test results."""
    return frozenset(a.sha256 for a in report.artifacts if a.holds_tests and a.sha256)


def _is_before(other: Report, report: Report) -> bool:
    theirs, mine = other.run.started_at, report.run.started_at
    return theirs is not None and mine is not None and theirs < mine


def _path(run_id: str, folder: Path) -> Path:
    return folder / "runs" / run_id[:4] / run_id[4:6] / f"{run_id}.json.gz"


def _paths(folder: Path) -> Iterator[Path]:
    runs = folder / "runs"
    if runs.is_dir():
        yield from sorted(p for p in runs.glob("*/*/*.json.gz") if _NAME.fullmatch(p.name))
