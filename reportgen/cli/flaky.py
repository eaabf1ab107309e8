"""``reportgen flaky``: which tests waver, and what that costs."""

from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli import manyruns, options
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.config.settings import FlakyRules


class Format(StrEnum):
    """What the commands over many runs can print."""

    TEXT = "text"
    JSON = "json"


def flaky(
    form: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TEXT,
    preview: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="Show instead which tests another threshold would call otherwise: a key of the "
            "table [flaky] of the configuration. Repeatable.",
        ),
    ] = None,
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
    List the tests that are flaky, broken or suspect, ranked by the time they waste.

    Example: reportgen flaky --preview isolated-failures=3
    """
    from reportgen import overtime
    from reportgen.cli.console import emit
    from reportgen.cli.speaking import settings_of
    from reportgen.model.logs import inert_json
    from reportgen.render.overtime import json, text
    from reportgen.render.overtime.text import ALL

    settings = settings_of(config, Path.cwd())
    others = _other(settings.flaky, preview or ())
    columns = manyruns.columns_in(
        history,
        job=job,
        variant=variant,
        last=last,
        quiet=quiet,
        measures=False,
        timed=overtime.MOST_TIMED,
    )
    if preview:
        changes = overtime.preview(columns, settings, others)
        said = ", ".join(preview)
        emit(
            inert_json(json.preview(changes))
            if form is Format.JSON
            else text.preview(changes, said),
            output,
        )
        return
    found = overtime.flaky_of(columns, settings)
    emit(
        inert_json(json.flaky(found)) if form is Format.JSON else text.flaky(found, limit or ALL),
        output,
    )


def _other(rules: "FlakyRules", given: Sequence[str]) -> "FlakyRules":
    """
    Return *rules* with the thresholds that are *given* as ``key=value``.

    Raises:
        UsageError: there is no such threshold, or it cannot have such a value.

    """
    from pydantic import ValidationError

    from reportgen.config.settings import FlakyRules
    from reportgen.errors import UsageError

    data = rules.model_dump(by_alias=True)
    for text in given:
        key, _, value = text.partition("=")
        if key not in data:
            close = get_close_matches(key, list(data), n=1)
            raise UsageError(
                f'--preview "{text}": '
                + phrase('there is no threshold "{key}"', key=key)
                + (phrase('; did you mean "{close}"?', close=close[0]) if close else ""),
                phrase("known are: {names}", names=", ".join(data)),
            )
        try:
            data = FlakyRules.model_validate({**data, key: value}).model_dump(by_alias=True)
        except ValidationError as error:
            raise UsageError(
                f'--preview "{text}": {error.errors()[0]["msg"]}',
                phrase("write for example {key}=3", key=key),
            ) from error
    return FlakyRules.model_validate(data)
