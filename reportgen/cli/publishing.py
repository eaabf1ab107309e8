"""Build the site from all that is recorded."""

from pathlib import Path

from reportgen import website
from reportgen.cli.remembering import store_at
from reportgen.errors import UsageError


def publish(history: str, out: Path) -> int:
    """
    Build the site of *history* in *out*; return how many files it has.

    Raises:
        UsageError: the folder cannot be written.

    """
    kept = store_at(history).reports()
    try:
        return len(website.build(kept.reports, out, problems=kept.damaged))
    except OSError as error:
        raise UsageError(
            f'cannot build the site in "{out}": {(error.strerror or str(error)).lower()}',
            "name a folder that can be written to with --out",
        ) from error
