"""Build the site from all that is recorded."""

import os
from pathlib import Path
from typing import Final

from reportgen import overtime, website
from reportgen.cli.lookingback import columns_of
from reportgen.cli.processes import processes
from reportgen.cli.progress import shown
from reportgen.cli.remembering import store_at
from reportgen.cli.stages import staged
from reportgen.config import Settings
from reportgen.errors import UsageError
from reportgen.history import Folder, Store
from reportgen.website.recorded import in_history
from reportgen.wording import phrase

_MOST_PROCESSES: Final = 4
"""Each of them holds the history; more of them seldom find so many free processors."""


@staged("site")
def publish(
    history: str, out: Path, settings: Settings, *, quiet: bool = False, alone: bool = False
) -> int:
    """
    Build the site of *history* in *out*; return how many files it has.

    *settings* say what counts as flaky and as slower. *alone* says that no other process may help:
    one that has threads is not to be copied.

    Raises:
        UsageError: the folder cannot be written.

    """
    store = store_at(history)
    heads = store.heads()
    columns, damaged = columns_of(store, heads, overtime.MOST_TIMED)
    lines = overtime.lines_of(columns)
    material = website.Material(
        runs=in_history(store, heads.heads, damaged),
        trends=overtime.trends_on(lines, settings),
        settings=settings,
        problems=heads.damaged,
        columns=columns,
        lines=lines,
    )
    try:
        with shown("making the site", "parts", quiet=quiet or alone) as watch:
            urls = website.build_from(
                material,
                out,
                watch=watch,
                processes=1 if alone else _processes(store),
                within=Path.cwd(),
            )
            return len(urls)
    except OSError as error:
        raise UsageError(
            phrase(
                'cannot build the site in "{out}": {reason}',
                out=out,
                reason=(error.strerror or str(error)).lower(),
            ),
            phrase("name a folder that can be written to with --out"),
        ) from error


def _processes(store: Store) -> int:
    """Return how many processes may make pages: one where the way to the history is not shared."""
    if not isinstance(store.place, Folder):
        return 1
    return min(processes(os.environ), _MOST_PROCESSES)
