"""``reportgen report``: one report, nothing recorded."""

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli import options
from reportgen.cli.options import Format


def report(
    paths: options.Paths,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help=f"What to print: {', '.join(Format)}, or the name of a plugin. "
            "markdown, html and text are for people, the others for other tools.",
            autocompletion=lambda: [*Format],
        ),
    ] = Format.MARKDOWN.value,
    target: options.Target = "github-comment",
    limit: options.Limit = None,
    style: options.Style = None,
    note: options.Note = None,
    template: options.Template = None,
    partials: options.Partials = None,
    site_url: options.SiteUrl = None,
    code_url: options.CodeUrl = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; default stdout."),
    ] = None,
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
    strict: options.Strict = False,
    profile: options.Profile = False,
    quiet: options.Quiet = False,
) -> None:
    """
    Print one report; nothing is recorded.

    Example: reportgen report artifacts | gh issue comment 1041 -F -
    """
    import os

    from reportgen.cli.console import emit, say, summary
    from reportgen.cli.facts import Stated
    from reportgen.cli.judging import Asked, judged, refuse_unreadable
    from reportgen.cli.plugged import renderer_named
    from reportgen.cli.redacting import Redacting
    from reportgen.cli.rendering import Wish, check_target, pieces, rendered
    from reportgen.cli.whereabouts import links_of

    del profile  # told by its callback
    plugged = None if form in {*Format} else renderer_named(form, [*Format])
    wish = Wish(check_target(target), limit, style, note, template, partials=partials).read()
    stated = Stated(commit, branch, pull_request, url, attempt, shard, job, variant)
    result = judged(
        Asked(paths, base, config, at, history, quiet, stated, Redacting(no_redact, redact_file))
    )
    wish = wish._replace(links=links_of(os.environ, result, site_url, code_url))
    if plugged is not None:
        emit(plugged.text(result), output)
    elif output is not None or form in {Format.HTML, Format.JSON}:
        emit(pieces(result, Format(form), wish), output)
    else:
        emit(rendered(result, Format(form), wish), None)
    say(summary(result), quiet=quiet)
    if strict:
        refuse_unreadable(result)
