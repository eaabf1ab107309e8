"""History → a static site: all pages are planned and their links checked, then they are written."""

from collections.abc import Sequence
from pathlib import Path

from reportgen.model.report import Report
from reportgen.website.links import check_links
from reportgen.website.pages import plan
from reportgen.website.writing import check_address, remove_former, write


def build(records: Sequence[Report], out: Path, *, problems: Sequence[str] = ()) -> list[Path]:
    """
    Build the site of *records* in the folder *out*, and return its files, the index first.

    *problems* are sentences about history files that could not be read; the index shows them.
    Pages of runs that are no longer among the records are removed; nothing else is.
    """
    pages = dict(plan(records, problems))
    for url in pages:
        check_address(url)
    check_links(pages)
    paths = write(pages.items(), out)
    remove_former(out, pages.keys())
    return paths
