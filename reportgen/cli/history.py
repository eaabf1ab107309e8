"""``reportgen history``: the runs that are recorded, one by one and as a whole."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from reportgen.cli import options
from reportgen.cli.panels import PanelledCommand
from reportgen.wording import phrase

app = typer.Typer(
    name="history",
    help="Add, list and show recorded runs; check, thin out and move the history.",
    epilog="Example: reportgen history list",
    no_args_is_help=True,
    rich_markup_mode=None,
)
RunId = Annotated[str, typer.Argument(metavar="RUN", help="The id of a run, as `list` shows it.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
MOST_LISTED: Final = 20


@app.command(cls=PanelledCommand)
def add(
    paths: options.Paths,
    base: options.Base = None,
    config: options.Config = None,
    at: options.At = None,
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    commit: options.Commit = None,
    branch: options.Branch = None,
    pull_request: options.PullRequest = None,
    url: options.Url = None,
    attempt: options.Attempt = None,
    shard: options.Shard = None,
    job: options.Job = None,
    variant: options.Variant = None,
    no_redact: options.NoRedact = False,
    redact_file: options.RedactFile = None,
    quiet: options.Quiet = False,
) -> None:
    """
    Read, judge and record a run, without reports and site; print its id.

    Example: reportgen history add artifacts
    """
    from reportgen.cli.console import emit, say
    from reportgen.cli.facts import Stated
    from reportgen.cli.judging import Asked, judged
    from reportgen.cli.redacting import Redacting
    from reportgen.cli.remembering import remember

    stated = Stated(commit, branch, pull_request, url, attempt, shard, job, variant)
    report = judged(
        Asked(paths, base, config, at, history, quiet, stated, Redacting(no_redact, redact_file))
    )
    kept, is_new = remember(report, history, paths)
    emit(f"{report.run.id}\n", None)
    say(f"{phrase('recorded' if is_new else 'known'):<9} {kept}", quiet=quiet)


@app.command("list", cls=PanelledCommand)
def list_(
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    branch: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only runs of this branch.")
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=0, help="At most the newest N; 0 is all.")
    ] = MOST_LISTED,
) -> None:
    """
    List the recorded runs, newest first.

    Example: reportgen history list --branch main --limit 50
    """
    from reportgen.cli.console import emit, say
    from reportgen.cli.remembering import existing, warn_of
    from reportgen.cli.tables import table
    from reportgen.model.text import one_line
    from reportgen.model.units import moment, plural

    heads = existing(history).heads()
    warn_of(heads.damaged)
    wanted = [head for head in reversed(heads.heads) if branch in {None, head.run.branch}]
    shown = wanted[: limit or None]
    rows = [("RUN", "STARTED", "BRANCH", "COMMIT", "DECISION", "TESTS", "RED")]
    rows += [
        (
            head.run.id,
            moment(head.run.started_at),
            one_line(head.run.branch or "–", 40),
            one_line((head.run.commit or "–")[:10], 10),
            head.decision,
            f"{head.counts.tests:,}",
            f"{head.counts.failed + head.counts.errored:,}",
        )
        for head in shown
    ]
    emit(table(rows), None)
    if len(shown) < len(wanted):
        say(f"{len(shown):,} of {plural(len(wanted), 'run')} listed; --limit 0 lists all")


@app.command(cls=PanelledCommand)
def show(
    run: RunId,
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    format: Annotated[  # noqa: A002 - the option's name
        options.Format, typer.Option("--format", "-f", help="What to print.")
    ] = options.Format.TEXT,
    target: options.Target = "github-comment",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")
    ] = None,
) -> None:
    """
    Print the report of a recorded run.

    Example: reportgen history show 20250915T133402Z-491b8ca13d --format markdown
    """
    from reportgen.cli.console import emit
    from reportgen.cli.remembering import existing, recorded
    from reportgen.cli.rendering import Wish, check_target, rendered

    wish = Wish(check_target(target))
    emit(rendered(recorded(existing(history), run), format, wish), output)


@app.command(cls=PanelledCommand)
def verify(history: options.HistoryFolder = options.DEFAULT_HISTORY) -> None:
    """
    Read every record whole, and name those that are damaged.

    Exit 4 where any is: whether the history is whole is all that is asked here.

    Example: reportgen history verify
    """
    from reportgen.cli.console import emit, say
    from reportgen.cli.remembering import existing
    from reportgen.errors import UnreadableArtifactError
    from reportgen.history import upkeep
    from reportgen.model.units import plural

    store = existing(history)
    damage = list(upkeep.verify(store))
    emit("".join(f"{each.name}: {each.reason}\n" for each in damage), None)
    if damage:
        raise UnreadableArtifactError(
            f"{plural(len(damage), 'file')} of the history cannot be read",
            "restore them from a copy, or move them out of the folder: nothing else depends on a "
            "record, and a table that is missing comes back when its runs are recorded again; "
            "what a newer version of reportgen wrote is read by that version",
        )
    say(f"{plural(len(store.known), 'run')} verified, nothing is damaged")


@app.command(cls=PanelledCommand)
def prune(
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    keep_runs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Keep the newest N runs.")
    ] = None,
    keep_days: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Keep runs of the N days before the newest run."),
    ] = None,
    keep_per_branch: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Keep the newest N runs of each branch and job."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """
    Remove runs that none of the rules keeps.

    Example: reportgen history prune --keep-days 180 --keep-per-branch 50 --dry-run
    """
    from datetime import UTC, datetime

    from reportgen.cli.console import emit, say
    from reportgen.cli.remembering import existing, warn_of, writing
    from reportgen.errors import UsageError
    from reportgen.history import upkeep
    from reportgen.history.indexing import derive
    from reportgen.model.units import plural

    keep = upkeep.Keep(keep_runs, keep_days, keep_per_branch)
    if keep == upkeep.Keep():
        raise UsageError(
            "prune needs a rule that says what to keep",
            "name one or more of --keep-runs, --keep-days, --keep-per-branch",
        )
    store = existing(history)
    warn_of(store.heads().damaged)
    plan = upkeep.plan_pruning(store, keep, datetime.now(UTC))
    kept = len(store.known) - len(plan.runs)
    emit("".join(f"{name}\n" for name in plan.names), None)
    if not dry_run:
        with writing(history):
            upkeep.prune(store, plan)
            derive(store)
    verb = "would be removed" if dry_run else "removed"
    say(f"{plural(len(plan.runs), 'run')} {verb}, {kept:,} kept")


@app.command(cls=PanelledCommand)
def pack(
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    before: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM",
            help="Pack the months before this one. "
            "Default: all but that of the newest run and the two before it.",
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """
    Fold old months into packs: outcomes and daily times stay, texts of single runs go.

    Example: reportgen history pack --before 2025-09 --dry-run
    """
    from reportgen.cli.console import emit, say
    from reportgen.cli.remembering import existing, warn_of, writing
    from reportgen.history import upkeep
    from reportgen.history.indexing import derive
    from reportgen.history.store import run_name
    from reportgen.model.units import plural

    store = existing(history)
    plan = upkeep.plan_packing(store, _month(before, store.known))
    if dry_run:
        damage = list(upkeep.unpackable(store, plan))
    else:
        with writing(history):
            damage = list(upkeep.pack(store, plan))
            derive(store)
    warn_of(f"{each.name} is not packed: {each.reason}" for each in damage)
    kept = {each.name for each in damage}
    names = [name for run_id in plan.runs if (name := run_name(run_id)) not in kept]
    emit("".join(f"{name}\n" for name in names), None)
    say(f"{plural(len(names), 'run')} {'would be packed' if dry_run else 'packed'}")


def _month(given: str | None, known: Sequence[str]) -> str:
    """Return the month before which to pack, as ``202509``."""
    import re

    from reportgen.errors import UsageError

    if given is not None:
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", given)
        if not found:
            raise UsageError(f'--before "{given}" is no month', "write it as in 2025-09")
        return found[1] + found[2]
    if not known:
        return ""
    months = int(known[-1][:4]) * 12 + int(known[-1][4:6]) - 1 - 2
    return f"{months // 12:04}{months % 12 + 1:02}"


@app.command(cls=PanelledCommand)
def export(
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where the tar goes; - is stdout.")
    ] = "reportgen-history.tar",
) -> None:
    """
    Write all recorded runs into one tar, the same bytes for the same history.

    Example: reportgen history export -o history.tar
    """
    from io import BytesIO

    from reportgen import files
    from reportgen.cli.console import emit_bytes, say
    from reportgen.cli.remembering import existing
    from reportgen.errors import UsageError
    from reportgen.history import transfer
    from reportgen.model.units import plural

    store = existing(history)
    stream = BytesIO()
    count = transfer.export(store, stream)
    if output == "-":
        emit_bytes(stream.getvalue())
    else:
        try:
            files.write(Path(output), stream.getvalue())
        except OSError as error:
            raise UsageError(
                f'cannot write "{output}": {(error.strerror or str(error)).lower()}',
                "name a place that can be written to with -o",
            ) from error
    say(f"{plural(count, 'file')} of {plural(len(store.known), 'run')} exported to {output}")


@app.command("import", cls=PanelledCommand)
def import_(
    source: Annotated[
        str, typer.Argument(metavar="FILE|HISTORY", help="A tar of `export`, or another history.")
    ],
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
) -> None:
    """
    Take over the runs of another history; those that are there already stay as they are.

    Example: reportgen history import history.tar
    """
    from reportgen.cli.console import emit, say
    from reportgen.cli.remembering import existing, store_at, warn_of, writing
    from reportgen.errors import UsageError
    from reportgen.history import DamagedRecordError, Store, transfer
    from reportgen.history.indexing import derive
    from reportgen.model.units import plural

    if Path(source).is_file():
        try:
            with Path(source).open("rb") as stream:
                found = Store(transfer.Archive(stream))
        except DamagedRecordError as error:
            raise UsageError(
                f'"{source}" cannot be imported: {error}', "name a tar of: reportgen history export"
            ) from error
    else:
        found = existing(source)
    store = store_at(history)
    with writing(history):
        taken = transfer.take_over(store, found)
        derive(store)
    warn_of(f"not taken over: {sentence}" for sentence in taken.damaged)
    emit("".join(f"{run_id}\n" for run_id in taken.runs), None)
    say(f"{plural(len(taken.runs), 'run')} taken over, {len(taken.known):,} were there already")
