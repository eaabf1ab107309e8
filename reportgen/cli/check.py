"""``reportgen check``: the gate."""

from typing import Annotated

import typer

from reportgen.cli import options
from reportgen.wording import phrase

Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help="Print every rule with its state, its numbers and its evidence."
    ),
]


def check(
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
    explain: Explain = False,
    no_redact: options.NoRedact = False,
    redact_file: options.RedactFile = None,
    strict: options.Strict = False,
    profile: options.Profile = False,
    quiet: options.Quiet = False,
) -> None:
    """
    Let the run pass or not: exit 0, or 10 with the failing rules on stderr.

    Example: reportgen check artifacts --base main/run.json --explain
    """
    from reportgen.cli.console import emit, say, summary
    from reportgen.cli.explaining import explained
    from reportgen.cli.facts import Stated
    from reportgen.cli.judging import Asked, judged, refuse_unreadable
    from reportgen.cli.redacting import Redacting
    from reportgen.errors import GateFailedError

    del profile  # told by its callback
    stated = Stated(commit, branch, pull_request, url, attempt, shard, job, variant)
    report = judged(
        Asked(paths, base, config, at, history, quiet, stated, Redacting(no_redact, redact_file))
    )
    say(summary(report), quiet=quiet)
    gate = report.verdict.gate
    if explain:
        emit(explained(gate), None)
    if strict:
        refuse_unreadable(report)
    if gate.status == "failed":
        raise GateFailedError(
            "\n".join([phrase("the gate failed:"), *(f"  {rule}" for rule in gate.failed_rules)]),
            phrase("see the report for the evidence; the rules are [gate] in the configuration")
            + (
                phrase("; nothing was compared: {why}", why=report.uncompared)
                if report.uncompared
                else ""
            ),
        )
