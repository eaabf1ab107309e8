"""``reportgen test``: the history of one test."""

from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli import manyruns, options
from reportgen.cli.flaky import Format
from reportgen.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.overtime import Named

MOST_NAMED: Final = 10


def one_test(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The test: its id, class and name, its name alone, or a part or glob of these.",
        ),
    ],
    form: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TEXT,
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
    Tell the history of one test: its results, first bad and last good run, reasons, times.

    Example: reportgen test "shop.Till.pays" --last 100
    """
    from reportgen import overtime
    from reportgen.cli.console import emit
    from reportgen.cli.speaking import settings_of
    from reportgen.model.logs import inert_json
    from reportgen.render.overtime import json, text

    settings = settings_of(config, Path.cwd())
    columns = manyruns.columns_in(
        history, job=job, variant=variant, last=last, quiet=quiet, measures=False
    )
    tests = {test.id: test for column in columns for test in column.tests}
    chosen = _named(name, list(tests.values()))
    found = overtime.history_of(columns, chosen, settings)
    emit(inert_json(json.history(found)) if form is Format.JSON else text.history(found), output)


def _named(given: str, tests: "Sequence[Named]") -> str:
    """
    Return the id of the test that *given* names: the first way that names exactly one counts.

    Raises:
        UsageError: it names none, or several.

    """
    from reportgen.errors import UsageError
    from reportgen.model.text import clean, one_line
    from reportgen.model.units import plural

    ways = (
        lambda test: given.rpartition("-")[2] == test.id,
        lambda test: (
            given in {test.title, f"{test.suite}.{test.title}", f"{test.file}::{test.name}"}
        ),
        lambda test: given == test.name,
        lambda test: fnmatchcase(test.title, given) or fnmatchcase(test.name, given),
        lambda test: given.casefold() in test.title.casefold(),
    )
    most: list[Named] = []
    for way in ways:
        fitting = [test for test in tests if given and way(test)]
        if len(fitting) == 1:
            return fitting[0].id
        most = most or fitting
    shown = one_line(clean(given), 200)
    if most:
        listed = "".join(
            f"\n  {test.id}  {one_line(test.title, 120)}" for test in most[:MOST_NAMED]
        )
        if len(most) > MOST_NAMED:
            listed += "\n  " + phrase("and {n:,} more", n=len(most) - MOST_NAMED)
        raise UsageError(
            phrase('"{text}" may be any of {tests}:', text=shown, tests=plural(len(most), "test"))
            + listed,
            phrase("name one of them by its id"),
        )
    close = get_close_matches(given, [test.title for test in tests], n=1)
    hint = phrase('; did you mean "{close}"?', close=one_line(close[0], 120)) if close else ""
    raise UsageError(
        phrase('no recorded run has a test "{text}"', text=shown) + hint,
        phrase("see what wavers with: reportgen flaky"),
    )
