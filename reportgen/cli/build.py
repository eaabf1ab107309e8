"""``reportgen build``: the main job."""

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli import options
from reportgen.wording import phrase


def build(
    paths: options.Paths,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where reports and site go.")] = Path(
        "public"
    ),
    target: options.Target = "github-comment",
    style: options.Style = None,
    note: options.Note = None,
    template: options.Template = None,
    partials: options.Partials = None,
    site_url: options.SiteUrl = None,
    code_url: options.CodeUrl = None,
    no_ci: Annotated[
        bool,
        typer.Option(
            "--no-ci",
            help="On GitHub Actions, write no summary of the step, no outputs and no annotations.",
        ),
    ] = False,
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
    Do the main job: read, judge, write report.md, report.html and run.json, record, build the site.

    Example: reportgen build artifacts --out public
    """
    import os

    from reportgen.cli.console import emit, save, say
    from reportgen.cli.facts import Stated
    from reportgen.cli.github import announce
    from reportgen.cli.judging import Asked, judged, refuse_unreadable
    from reportgen.cli.lookingback import keep_columns
    from reportgen.cli.options import Format
    from reportgen.cli.publishing import publish
    from reportgen.cli.redacting import Redacting
    from reportgen.cli.remembering import remember
    from reportgen.cli.rendering import Wish, check_target, pieces, rendered, texts_of
    from reportgen.cli.speaking import settings_of
    from reportgen.cli.whereabouts import links_of

    del profile  # told by its callback
    wish = Wish(check_target(target), None, style, note, template, partials=partials).read()
    stated = Stated(commit, branch, pull_request, url, attempt, shard, job, variant)
    keep_columns()
    report = judged(
        Asked(paths, base, config, at, history, quiet, stated, Redacting(no_redact, redact_file))
    )
    links = links_of(os.environ, report, site_url, code_url)
    wish = wish._replace(links=links)
    names = texts_of(wish)
    for name, (form, wished) in names.items():
        save(out / name, pieces(report, form, wished))
    # What follows may fail; what was found is said by then.
    emit(rendered(report, Format.TEXT, wish), None)
    say("", quiet=quiet)
    say(f"{phrase('wrote'):<9} {', '.join(str(out / name) for name in names)}", quiet=quiet)
    kept, is_new = remember(report, history, paths)
    pages = publish(history, out, settings_of(config, Path.cwd()), quiet=quiet)
    say(f"{phrase('recorded' if is_new else 'known'):<9} {kept}", quiet=quiet)
    opened = phrase("{pages} pages; open {index}", pages=pages, index=out / "index.html")
    say(f"{phrase('built'):<9} {opened}", quiet=quiet)
    if not no_ci:
        announce(report, os.environ, links)
    if strict:
        refuse_unreadable(report)
