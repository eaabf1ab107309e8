"""The history as the commands use it: what to compare with, what to record, what to warn of."""

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from reportgen.cli.console import warn
from reportgen.cli.lifetime import is_news, looked_up, open_places
from reportgen.cli.stages import staged
from reportgen.errors import UnreachableHistoryError, UsageError
from reportgen.history import DamagedRecordError, Heads, Store, comparable, open_place
from reportgen.history.places import ChangedMeanwhileError
from reportgen.history.quiet import quiet_rules
from reportgen.history.streaks import line_of, streaks
from reportgen.model.baseline import Baseline
from reportgen.model.identity import case_ids
from reportgen.model.report import Report
from reportgen.model.run import RunInfo
from reportgen.wording import phrase

MOST_WARNINGS = 5


def store_at(history: str) -> Store:
    """
    Return the store at *history*, which need not exist.

    All stores of one command share a place, which is closed when the command ends, the heads that
    were read there, and tables: that of a run which was just recorded is not read again.

    Raises:
        UsageError: *history* is no address.

    """
    places = open_places()
    if history not in places:
        places[history] = open_place(history, os.environ)
    known = looked_up()
    heads = known.setdefault(f"heads at {history}", {})
    store = Store(places[history], known.get(f"tables of {history}"), heads)
    known[f"tables of {history}"] = store.tables
    return store


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
            warn_of(
                [
                    phrase(
                        "the run {run} is not compared with: {error}", run=head.run.id, error=error
                    )
                ]
            )
            heads = Heads(tuple(each for each in heads.heads if each != head), ())


def dated(known: Baseline, recorded: RunInfo, report: Report, store: Store) -> Baseline:
    """
    Return *known*, of the run *recorded*, with what the other runs tell.

    Which rules matched nothing for long, where *report* has such;
    and since when the tests fail that *report* may ask for: the tests that failed there, and here
    fail too or have gone, perhaps renamed. Where there are none, no record is read.
    What passed again after the run *recorded*, before *report*, has not failed since then; and
    where *report* is the earlier of the two, nothing is said.
    """
    heads = store.heads().heads if report.quiet_rules else ()
    if heads:
        known = known._replace(quiet_rules=quiet_rules(report.run, heads))
    failed = {t: each for t, each in known.tests.items() if each.outcome in {"failed", "errored"}}
    red = {case.id for case in report.cases if case.is_red} if failed else set()
    if not red:
        return known
    green = set() if failed.keys() <= red else _green(report) - red
    asked = {test: each.class_name for test, each in failed.items() if test not in green}
    if not asked:
        return known
    until = report.run.started_at
    if until and recorded.started_at and until < recorded.started_at:
        return known
    line = line_of(recorded, heads or store.heads().heads, until)
    return known._replace(since=streaks(store, line, asked))


def _green(report: Report) -> set[str]:
    passed = [case for case in report.cases if not case.is_red]
    return set(case_ids((case.suite, case.class_name, case.name, case.file) for case in passed))


def warn_of(damaged: Iterable[str]) -> None:
    """Say on standard error which records are left out, each once however often it is found."""
    sentences = [sentence for sentence in damaged if is_news(sentence)]
    for sentence in sentences[:MOST_WARNINGS]:
        warn(sentence)
    if len(sentences) > MOST_WARNINGS:
        warn(phrase("{n:,} more records are left out", n=len(sentences) - MOST_WARNINGS))


@staged("record")
def remember(report: Report, history: str, paths: Sequence[str]) -> tuple[str, bool]:
    """
    Record *report*, of what *paths* hold; return what people call its file, and whether it is new.

    A run that was not compared because the history could not be reached is not recorded there
    either: when the command is run again, it is both.

    Raises:
        UsageError: the history cannot be reached or written.

    """
    store = store_at(history)
    if report.uncompared:
        raise _unrecorded(report.uncompared, store, paths)
    try:
        with writing(history):
            name, is_new = _recorded(report, store)
    except UnreachableHistoryError as error:
        raise _unrecorded(error.message, store, paths) from error
    return store.place.where(name), is_new


def _unrecorded(why: str, store: Store, paths: Sequence[str]) -> UnreachableHistoryError:
    add = ("reportgen", "history", "add", *paths, "--history", "FOLDER")
    bring = ("reportgen", "history", "import", "FOLDER", "--history", store.place.address)
    return UnreachableHistoryError(
        phrase(
            'the run was not recorded in the history "{address}": {why}',
            address=store.place.address,
            why=why,
        ),
        phrase(
            "run the same command again when it can be reached, or keep the run in a folder with: "
            "{add}; and bring it in later with: {bring}",
            add=shlex.join(add),
            bring=shlex.join(bring),
        ),
    )


def _recorded(report: Report, store: Store, tries: int = 3) -> tuple[str, bool]:
    """Record *report* in *store*, once more where others make that necessary."""
    from reportgen.history.indexing import derive

    name, is_new = store.record(report)
    derive(store)
    try:
        store.place.publish()
    except ChangedMeanwhileError:
        if tries == 1:
            raise
        store.forget()
        return _recorded(report, store, tries - 1)
    return name, is_new


@contextmanager
def writing(history: str) -> Iterator[None]:
    """
    Publish what is written to *history* in the end, and say what keeps it from being written.

    Raises:
        UsageError: the history cannot be written.

    """
    place = store_at(history).place
    try:
        yield
        place.publish()
    except ChangedMeanwhileError as error:
        raise UsageError(
            phrase(
                'nothing was written to the history "{address}": {error}',
                address=place.address,
                error=error,
            ),
            phrase("run the same command again"),
        ) from error
    except OSError as error:
        raise UsageError(
            phrase(
                'cannot write to the history "{address}": {reason}',
                address=place.address,
                reason=error.strerror.lower() if error.strerror else error,
            ),
            phrase(
                "run the same command again when it can be written to, or record in a "
                "folder with --history FOLDER and bring that in later with: reportgen "
                "history import FOLDER"
            ),
        ) from error


def existing(history: str) -> Store:
    """
    Return the store at *history*.

    Raises:
        UsageError: there is none.

    """
    store = store_at(history)
    if not store.place.exists():
        raise UsageError(
            phrase('there is no history at "{address}"', address=store.place.address),
            phrase("record a run with reportgen build, or name the place with --history"),
        )
    return store


def recorded(store: Store, run_id: str) -> Report:
    """
    Return the run *run_id*, which may be only as much of an id as tells it from all others.

    Raises:
        UsageError: there is no such run, there are several, or it cannot be read.

    """
    fitting = [known for known in store.known if known.startswith(run_id)] if run_id else []
    if len(fitting) > 1:
        raise UsageError(
            phrase('"{run}" is the beginning of {n:,} runs', run=run_id, n=len(fitting)),
            phrase("name one of them in full"),
        )
    try:
        report = store.report(fitting[0]) if fitting else None
    except DamagedRecordError as error:
        raise UsageError(
            phrase("the run {run} cannot be read: {error}", run=fitting[0], error=error),
            phrase("see: reportgen history verify"),
        ) from error
    if report is None:
        raise UsageError(
            phrase('no run "{run}" is recorded', run=run_id), phrase("see: reportgen history list")
        )
    return report
