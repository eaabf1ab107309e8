"""From paths to a report: the composition that ``build``, ``report`` and ``check`` share."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from reportgen.analysis import baseline_of, judge, moment_of, uncompared, with_causes
from reportgen.artifacts import Found, discover, quoted, read_run
from reportgen.cli.bases import base_of, its_own_base, leads_to
from reportgen.cli.console import warn
from reportgen.cli.expecting import refuse_unknown_formats
from reportgen.cli.facts import Stated, facts_of, facts_stated
from reportgen.cli.lookingback import past_in
from reportgen.cli.naming import path_of
from reportgen.cli.options import moment
from reportgen.cli.plugged import plugged_readers, remarked
from reportgen.cli.processes import processes
from reportgen.cli.progress import shown
from reportgen.cli.redacting import DEFAULT, Redacting, redactor_of
from reportgen.cli.remembering import base_in, dated, store_at
from reportgen.cli.speaking import settings_of
from reportgen.cli.stages import stage, staged
from reportgen.config import Settings
from reportgen.errors import (
    NothingToReadError,
    UnreachableHistoryError,
    UnreadableArtifactError,
    UsageError,
)
from reportgen.model.baseline import Baseline
from reportgen.model.past import Past
from reportgen.model.report import Report
from reportgen.model.run import Run, RunInfo
from reportgen.model.units import plural
from reportgen.redaction import Redactor, redacted
from reportgen.wording import marked, phrase

_MB: Final = 1_000_000
_UNREACHABLE: Final = marked("the history could not be reached")


class Asked(NamedTuple):
    """What a command is asked to judge, and by what, as the command line says it."""

    paths: Sequence[str]
    base: str | None
    config: Path | None
    at: str | None
    history: str
    quiet: bool
    stated: Stated = Stated()
    redacting: Redacting = DEFAULT


def judged(asked: Asked) -> Report:
    """
    Return the report on what the paths of *asked* hold.

    Secrets are taken out as it and the configuration say.

    Where the history cannot be reached nothing is compared, which is said in it and on stderr.

    Raises:
        ReportgenError: the configuration, the base or the paths do not allow one.

    """
    settings = settings_of(asked.config, Path.cwd())
    refuse_unknown_formats(settings)
    moment_stated, facts_known = moment(asked.at), facts_stated(asked.stated)
    redactor = redactor_of(asked.redacting, settings, os.environ)
    run, files = _read(asked.paths, settings, redactor, quiet=asked.quiet)
    when = moment_stated or moment_of(run) or _now(os.environ)
    facts = facts_of(os.environ, facts_known, asked.paths, run)
    if redactor is not None:
        facts = redacted(facts, redactor)
        run = run.model_copy(update={"redacted": dict(sorted(redactor.counts.items()))})
    report = remarked(_compared(asked, run, facts, when, settings), settings, redactor)
    with stage("quote"):
        return quoted(report, files, settings.limits, redactor)


def _compared(asked: Asked, run: Run, facts: RunInfo, when: datetime, settings: Settings) -> Report:
    """Return *run*, judged by its base and by what earlier runs show, as far as there are any."""
    with stage("judge"):
        alone = judge(run, facts, when, settings, tell_causes=False)
    base, history = asked.base, asked.history
    if base and path_of(base) and any(leads_to(base, path) for path in asked.paths):
        raise its_own_base(base)
    try:
        if base is not None:
            found: Baseline | None = base_of(base, history, settings, alone, asked.redacting)
        else:
            found = _newest(history, alone)
    except UnreachableHistoryError as error:
        warn(
            phrase("{what}; nothing is compared, so each failure counts as new", what=error.message)
        )
        return with_causes(uncompared(alone, phrase(_UNREACHABLE)))
    past = _past(history, alone, settings)
    if found is None and not past.runs:
        return with_causes(alone)
    with stage("judge"):
        return judge(run, facts, when, settings, found, past)


@staged("look back")
def _past(history: str, alone: Report, settings: Settings) -> Past:
    """Return what the runs at *history* show; where it cannot be reached, that is nothing."""
    try:
        return past_in(store_at(history), alone, settings)
    except UnreachableHistoryError as error:
        warn(phrase("{what}; what its runs would show is not known", what=error.message))
        return Past()


@staged("find the base")
def _newest(history: str, alone: Report) -> Baseline | None:
    """Return the newest run at *history* that *alone* can be compared with, if any."""
    store = store_at(history)
    earlier, same_line = base_in(store, alone)
    if earlier is None:
        return None
    return dated(baseline_of(earlier, same_line=same_line), earlier.run, alone, store)


def judged_alone(
    given: str, settings: Settings, *, quiet: bool, redacting: Redacting = DEFAULT
) -> Report:
    """
    Return the report on what lies at *given*, without a base, and without facts of a CI system.

    It has no id, and a moment only where the artifacts state one.

    Raises:
        ReportgenError: there is nothing to read.

    """
    redactor = redactor_of(redacting, settings, os.environ)
    run, _ = _read([given], settings, redactor, quiet=quiet)
    stated = moment_of(run)
    report = judge(run, RunInfo(), stated or _now(os.environ), settings)
    nameless = report.run.model_copy(update={"id": "", "started_at": stated})
    return report.model_copy(update={"run": nameless})


def refuse_unreadable(report: Report) -> None:
    """
    Stop for ``--strict`` where an artifact could not be read in full.

    Raises:
        UnreadableArtifactError: some could not.

    """
    broken = [a for a in report.artifacts if a.status in {"rejected", "partial"}]
    if broken:
        raise UnreadableArtifactError(
            phrase(
                "{artifacts} could not be read in full: {paths}",
                artifacts=plural(len(broken), "artifact"),
                paths=", ".join(artifact.path for artifact in broken[:5]),
            ),
            phrase("see the report for what is wrong with each, or leave out --strict"),
        )


@staged("read")
def _read(
    paths: Sequence[str], settings: Settings, redactor: Redactor | None, *, quiet: bool
) -> tuple[Run, Sequence[Found]]:
    """Return what *paths* hold, and the files that it was found in."""
    if not paths:
        raise UsageError(
            phrase("no path was given"),
            phrase("name a folder of artifacts: reportgen build artifacts"),
        )
    # One byte more than the limit shows that it is reached.
    stdin = sys.stdin.buffer.read(settings.limits.file + 1) if "-" in paths else None
    found = discover(paths, stdin, settings.limits)
    if not any(item.refusal is None for item in found):
        raise NothingToReadError(
            phrase("nothing to read in {paths}", paths=", ".join(paths[:5]))
            + "".join(f"\n  {item.path}: {item.refusal}" for item in found[:5]),
            phrase("name the folder or the files that your CI job leaves behind"),
        )
    rules = settings.tests
    with _progress(found, quiet=quiet) as step:
        run = read_run(
            found, step, rules.variant_properties, rules.shards, redactor, settings.limits,
            time.process_time, more=plugged_readers(), processes=processes(os.environ),
        )  # fmt: skip
    if all(artifact.status == "ignored" for artifact in run.artifacts):
        raise NothingToReadError(
            phrase(
                "none of {files} is in a format that is known",
                files=plural(len(run.artifacts), "file"),
            ),
            phrase("see what can be read with: reportgen formats"),
        )
    return run, found


@contextmanager
def _progress(found: Sequence[Found], *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far reading is, how fast, and how long it takes still."""
    total, done = sum(each.size for each in found), 0
    with shown(
        phrase("reading {files}", files=plural(len(found), "file")), "MB", quiet=quiet
    ) as watch:

        def step(size: int) -> None:
            nonlocal done
            done += size
            if watch is not None:
                watch(done // _MB, -(-total // _MB))

        yield step


def _now(environ: Mapping[str, str]) -> datetime:
    """Return the moment of the run where nothing states one; reproducible builds may set it."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= 10:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC).replace(microsecond=0)
