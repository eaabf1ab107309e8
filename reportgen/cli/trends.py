"""``reportgen trends``: all that many runs show together."""

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli import manyruns, options
from reportgen.cli.flaky import Format


def trends(
    form: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TEXT,
    limit: manyruns.Limit = manyruns.MOST_ENTRIES,
    last: manyruns.Last = None,
    job: manyruns.Job = None,
    variant: manyruns.Variant = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; default stdout."),
    ] = None,
    config: options.Config = None,
    history: options.HistoryFolder = options.DEFAULT_HISTORY,
    quiet: options.Quiet = False,
) -> None:
    """
    Tell what many runs show: flaky and slower tests, causes, suites, memory, services.

    Example: reportgen trends --last 200 --format json
    """
    from reportgen import overtime
    from reportgen.cli.console import emit
    from reportgen.cli.speaking import settings_of
    from reportgen.model.logs import inert_json
    from reportgen.render.overtime import json, text
    from reportgen.render.overtime.text import ALL

    settings = settings_of(config, Path.cwd())
    columns = manyruns.columns_in(
        history, job=job, variant=variant, last=last, quiet=quiet, timed=overtime.MOST_TIMED
    )
    found = overtime.trends_of(columns, settings)
    emit(
        inert_json(json.trends(found)) if form is Format.JSON else text.trends(found, limit or ALL),
        output,
    )
