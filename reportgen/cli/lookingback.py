"""
What the runs of a history show: of a run that is to be judged, and for the site.

A command that does both reads each record once.
"""

from typing import TYPE_CHECKING, Final

from reportgen.cli.lifetime import looked_up
from reportgen.cli.remembering import warn_of
from reportgen.config import Settings
from reportgen.history import Heads, Store
from reportgen.model.past import Past
from reportgen.model.report import Report

if TYPE_CHECKING:
    from reportgen.history.columns import Kept
    from reportgen.model.overtime import Column

_KEPT: Final = "columns of earlier runs"


def keep_columns() -> None:
    """
    Let `past_in` hold on to what it reads until `columns_of` takes it.

    For a command that makes the site in the end; any other would only hold the memory.
    """
    looked_up()[_KEPT] = {}


def past_in(store: Store, report: Report, settings: Settings) -> Past:
    """
    Return what the recorded runs show of the tests of *report*, itself the newest of them.

    A record that cannot be read is told on standard error.
    """
    every = store.heads().heads
    if not every:
        return Past()
    from reportgen.history.windows import window

    heads = window(report.run, every)
    if not heads:
        return Past()
    from reportgen import overtime
    from reportgen.history.columns import Columns, column_of

    kept: dict[str, Kept] | None = looked_up().get(_KEPT)
    reader = Columns(store, keep=kept is not None)
    columns = [*reader.read(heads), column_of(report)]
    warn_of(reader.damaged)
    if kept is not None:
        kept[store.place.address] = reader.kept
    return overtime.past_of(columns, settings)


def columns_of(store: Store, heads: Heads, timed: int) -> "tuple[list[Column], dict[str, str]]":
    """
    Return the columns of *heads*, and for each run without one a sentence that says why.

    *timed* is of how many of the newest runs of each line times are wanted.
    """
    from reportgen.history.columns import Columns

    former = looked_up().get(_KEPT, {}).pop(store.place.address, None)
    reader = Columns(store, timed=timed, after=former)
    columns = list(reader.read(heads.heads))
    read = {column.run.id for column in columns}
    lost = (head.run.id for head in heads.heads if head.run.id not in read)
    return columns, dict(zip(lost, reader.damaged, strict=True))
