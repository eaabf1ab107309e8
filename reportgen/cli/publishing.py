"""Build the site from all that is recorded."""

from pathlib import Path

from reportgen import overtime, website
from reportgen.cli.remembering import store_at
from reportgen.config import Settings
from reportgen.errors import UsageError
from reportgen.history.columns import Columns


def publish(history: str, out: Path, settings: Settings) -> int:
    """
    Build the site of *history* in *out*; return how many files it has.

    *settings* say what counts as flaky and as slower.

    Raises:
        UsageError: the folder cannot be written.

    """
    store = store_at(history)
    kept = store.reports()
    columns = list(Columns(store, timed=overtime.MOST_TIMED).read(store.heads().heads))
    trends = overtime.trends_of(columns, settings)
    try:
        pages = website.build(
            kept.reports,
            out,
            trends=trends,
            settings=settings,
            problems=kept.damaged,
            columns=columns,
        )
        return len(pages)
    except OSError as error:
        raise UsageError(
            f'cannot build the site in "{out}": {(error.strerror or str(error)).lower()}',
            "name a folder that can be written to with --out",
        ) from error
