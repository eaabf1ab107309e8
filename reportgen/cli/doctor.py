"""``reportgen doctor``: what was found, what is missing, and why the verdict is what it is."""

from typing import Annotated

import typer

from reportgen.cli import completing, options
from reportgen.cli.flaky import Format
from reportgen.wording import phrase

Explain = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="FINDING|RULE|AXIS",
        autocompletion=completing.explained,
        help="Explain one thing alone: a finding as new-failure, a rule of the gate as "
        "min-tests, or change, environment, evidence, decision, gate.",
    ),
]


def doctor(
    paths: options.Paths,
    explain: Explain = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TEXT,
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
    Say what was found, what was read, what is missing, and why the verdict is what it is.

    Nothing is recorded, and what is missing fails nothing: reportgen check does.

    Example: reportgen doctor artifacts --explain new-failure
    """
    from pathlib import Path

    from reportgen.cli.console import emit
    from reportgen.cli.diagnosis import diagnosed, nothing_to_diagnose
    from reportgen.cli.examining import examined, nothing_read
    from reportgen.cli.facts import Stated
    from reportgen.cli.judging import Asked, judged
    from reportgen.cli.reasons import reasons, refuse_unknown
    from reportgen.cli.redacting import Redacting
    from reportgen.cli.speaking import settings_of
    from reportgen.errors import NothingToReadError, UsageError

    is_json = form is Format.JSON
    if explain is not None and is_json:
        raise UsageError(
            phrase("--explain has no JSON of its own"),
            phrase("leave it out: --format json has every finding, rule and axis with its reasons"),
        )
    if explain is not None:
        refuse_unknown(explain)
    stated = Stated(commit, branch, pull_request, url, attempt, shard, job, variant)
    redacting = Redacting(no_redact, redact_file)
    settings = settings_of(config, Path.cwd())
    try:
        report = judged(Asked(paths, base, config, at, history, quiet, stated, redacting))
    except NothingToReadError:
        if "-" not in paths:
            say = nothing_to_diagnose if is_json else nothing_read
            emit(say(paths, settings.limits), None)
        raise
    if explain:
        emit(reasons(report, explain), None)
    else:
        emit((diagnosed if is_json else examined)(report, settings), None)
