"""What ``test``, ``flaky`` and ``trends`` share: which runs they look at, and reading them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.errors import NothingToReadError, UsageError
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.history import Head
    from reportgen.model.overtime import Column

MOST_ENTRIES: Final = 20

Job = Annotated[str | None, typer.Option(metavar="NAME", help="Only runs of this CI job.")]
Variant = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=VALUE", help="Only runs of this variant, as in os=linux. Repeatable."
    ),
]
Last = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Only the newest N runs of each job and variant."),
]
Limit = Annotated[
    int, typer.Option(metavar="N", min=0, help="At most N entries of a kind; 0 is all.")
]


def columns_in(
    history: str,
    *,
    job: str | None,
    variant: Sequence[str] | None,
    last: int | None,
    quiet: bool,
    measures: bool = True,
    timed: int | None = None,
) -> "list[Column]":
    """
    Return the runs of *history* that are asked for, each as a column, oldest first.

    *measures* says whether services, memory and steps are wanted, too, *timed* of how many of the
    newest runs of each line the times are; None is all.
    A record that cannot be read is told on standard error.

    Raises:
        UsageError: there is no such history, or a variant is not ``key=value``.
        NothingToReadError: no run of it is asked for.

    """
    from reportgen.cli.remembering import existing, warn_of
    from reportgen.history.columns import Columns
    from reportgen.history.windows import newest_of_each_line

    store = existing(history)
    heads = store.heads()
    warn_of(heads.damaged)
    wanted = newest_of_each_line(_of(heads.heads, job, _pairs(variant or ())), last)
    if not wanted:
        raise NothingToReadError(
            phrase(
                'the history "{address}" holds no run that is asked for'
                if job or variant
                else 'the history "{address}" holds no run yet',
                address=store.place.address,
            ),
            phrase("see what is recorded with: reportgen history list"),
        )
    reader = Columns(store, measures=measures, timed=timed)
    found = list(_shown(reader.read(wanted), len(wanted), quiet=quiet))
    warn_of(reader.damaged)
    return found


def _pairs(given: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign or not key:
            raise UsageError(
                phrase('--variant "{variant}" is not KEY=VALUE', variant=text),
                phrase("write for example --variant os=linux"),
            )
        pairs[key] = value
    return pairs


def _of(heads: "Iterable[Head]", job: str | None, variant: dict[str, str]) -> "list[Head]":
    return [
        head
        for head in heads
        if job in {None, head.run.job} and variant.items() <= head.run.variant.items()
    ]


def _shown(columns: "Iterator[Column]", total: int, *, quiet: bool) -> "Iterator[Column]":
    """Yield *columns*, with a bar on a terminal when reading takes longer than a moment."""
    from reportgen.cli.progress import shown
    from reportgen.model.units import plural

    with shown(
        phrase("reading {runs}", runs=plural(total, "run")), phrase("runs"), quiet=quiet
    ) as watch:
        for number, column in enumerate(columns, 1):
            if watch is not None:
                watch(number, total)
            yield column
