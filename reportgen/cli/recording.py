"""Record a run and build the site from all that is recorded."""

from pathlib import Path

from reportgen import website
from reportgen.errors import UsageError
from reportgen.history import load, record
from reportgen.model.report import Report


def remember(report: Report, history: Path) -> tuple[Path, bool]:
    """
    Record *report*; return its file and whether it is new.

    Raises:
        UsageError: the history cannot be written.

    """
    try:
        return record(report, history)
    except OSError as error:
        raise UsageError(
            f'cannot record the run in "{history}": {(error.strerror or str(error)).lower()}',
            "name a folder that can be written to with --history",
        ) from error


def publish(history: Path, out: Path) -> int:
    """
    Build the site of *history* in *out*; return how many files it has.

    Raises:
        UsageError: the folder cannot be written.

    """
    kept = load(history)
    try:
        return len(website.build(kept.reports, out, problems=kept.damaged))
    except OSError as error:
        raise UsageError(
            f'cannot build the site in "{out}": {(error.strerror or str(error)).lower()}',
            "name a folder that can be written to with --out",
        ) from error
