"""History → a static site: all pages are planned and their links checked, then they are written."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from reportgen.config.settings import Settings
from reportgen.model.overtime import Column, Trends
from reportgen.model.report import Report
from reportgen.website.data import Data
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
    columns: Iterable[Column] | None = None,
) -> list[Path]:
    """
    Build the site of *records* in the folder *out*, and return its files, the index first.

    *trends* is what the records show together, told with *settings*; *store_bytes* is the size of
    the history they come from.
    *columns* are those that *trends* were told of: without them the site has no data of tests, and
    the pages of tests say so.
    *problems* are sentences about history files that could not be read; the site shows them.
    Pages of what is no longer known are removed; nothing else is.
    """
    data = None
    if columns is not None and trends is not None:
        data = Data(columns, trends, settings or Settings(), records)
    planned = list(plan(records, problems, trends, settings, store_bytes, data.key if data else ""))
    if data:
        planned += [page for part in data.parts() for page in part.make()]
    check_unique([url for url, _ in planned])
    pages = dict(planned)
    for url in pages:
        check_address(url)
    check_links(pages)
    paths = write(pages.items(), out)
    remove_former(out, pages.keys())
    return paths
