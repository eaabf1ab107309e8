"""History → a static site: all pages are planned and their links checked, then they are written."""

from collections.abc import Sequence
from pathlib import Path

from reportgen.config.settings import Settings
from reportgen.model.overtime import Trends
from reportgen.model.report import Report
from reportgen.website.links import check_links
from reportgen.website.pages import plan
from reportgen.website.places import check_unique
from reportgen.website.writing import check_address, remove_former, write


def build(
    records: Sequence[Report],
    out: Path,
    *,
    trends: Trends | None = None,
    settings: Settings | None = None,
    store_bytes: int | None = None,
    problems: Sequence[str] = (),
) -> list[Path]:
    """
    Build the site of *records* in the folder *out*, and return its files, the index first.

    *trends* is what the records show together, told with *settings*; *store_bytes* is the size of
    the history they come from.
    *problems* are sentences about history files that could not be read; the site shows them.
    Pages of what is no longer known are removed; nothing else is.
    """
    planned = list(plan(records, problems, trends, settings, store_bytes))
    check_unique([url for url, _ in planned])
    pages = dict(planned)
    for url in pages:
        check_address(url)
    check_links(pages)
    paths = write(pages.items(), out)
    remove_former(out, pages.keys())
    return paths
