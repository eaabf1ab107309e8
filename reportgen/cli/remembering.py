"""The history as the commands use it: what to compare with, what to record, what to warn of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.cli.console import warn
from reportgen.errors import UsageError
from reportgen.history import DamagedRecordError, Folder, Heads, Store, comparable
from reportgen.model.report import Report

MOST_WARNINGS = 5


def store_at(history: Path) -> Store:
    """Return the store at *history*, which need not exist."""
    return Store(Folder(history))


def base_in(store: Store, report: Report) -> tuple[Report | None, bool]:
    """
    Return the run to compare *report* with, and whether it is of the same unmerged branch.

    A record that cannot be read is told on standard error, and the next best one is taken.
    """
    heads = store.heads()
    warn_of(heads.damaged)
    while True:
        head, same_line = comparable(report, heads)
        if head is None:
            return None, False
        try:
            return store.report(head.run.id), same_line
        except DamagedRecordError as error:
            warn_of([f"the run {head.run.id} is not compared with: {error}"])
            heads = Heads(tuple(each for each in heads.heads if each != head), ())


def warn_of(damaged: Iterable[str]) -> None:
    """Say on standard error which records are left out."""
    sentences = list(damaged)
    for sentence in sentences[:MOST_WARNINGS]:
        warn(sentence)
    if len(sentences) > MOST_WARNINGS:
        warn(f"{len(sentences) - MOST_WARNINGS:,} more records are left out")


def remember(report: Report, history: Path) -> tuple[Path, bool]:
    """
    Record *report*; return its file and whether it is new.

    Raises:
        UsageError: the history cannot be written.

    """
    store = store_at(history)
    with writing(history):
        name, is_new = store.record(report)
        store.index()
    return history / name, is_new


@contextmanager
def writing(history: Path) -> Iterator[None]:
    """
    Turn what the disk refuses into a message about the folder *history*.

    Raises:
        UsageError: the history cannot be written.

    """
    try:
        yield
    except OSError as error:
        raise UsageError(
            f'cannot write to the history "{history}": {(error.strerror or str(error)).lower()}',
            "name a folder that can be written to with --history",
        ) from error


def existing(history: Path) -> Store:
    """
    Return the store at *history*.

    Raises:
        UsageError: there is none.

    """
    if not history.is_dir():
        raise UsageError(
            f'there is no history at "{history}"',
            "record a run with reportgen build, or name the folder with --history",
        )
    return store_at(history)


def recorded(store: Store, run_id: str) -> Report:
    """
    Return the run *run_id*, which may be only as much of an id as tells it from all others.

    Raises:
        UsageError: there is no such run, there are several, or it cannot be read.

    """
    fitting = [known for known in store.runs if known.startswith(run_id)] if run_id else []
    if len(fitting) > 1:
        raise UsageError(
            f'"{run_id}" is the beginning of {len(fitting):,} runs', "name one of them in full"
        )
    try:
        report = store.report(fitting[0]) if fitting else None
    except DamagedRecordError as error:
        raise UsageError(
            f"the run {fitting[0]} cannot be read: {error}", "see: reportgen history verify"
        ) from error
    if report is None:
        raise UsageError(f'no run "{run_id}" is recorded', "see: reportgen history list")
    return report
