"""What is to be reached, each as a number beside what was measured, with why where it is missed."""

from typing import Final, NamedTuple


class Bound(NamedTuple):
    """
    A promise: *key* names what is measured, *what* says it in words, *most* may be reached.

    *unit* stands behind numbers.
    """

    key: str
    what: str
    most: float
    unit: str = ""


BOUNDS: Final = (
    Bound("report/parse", "report of 100,000 tests, three formats: CPU by bare parse", 4, "×"),
    Bound("report/junit2html", "the same, by junit2html", 1 / 3, "×"),
    Bound("report/Allure 2", "the same, by Allure 2", 1 / 25, "×"),
    Bound("report/Allure 3", "the same, by Allure 3", 1 / 40, "×"),
    Bound("build/parse", "`build` of the same, record and site too: CPU by bare parse", 6, "×"),
    Bound("build files", "files of that site", 60),
    Bound("build MB", "size of that site", 20, " MB"),
    Bound("peak 100,000", "peak memory of a report of 100,000 tests", 120, " MB"),
    Bound("peak 1,000,000", "peak memory of a report of 1,000,000 tests", 400, " MB"),
    Bound("growth CPU", "from 10,000 to 1,000,000 tests: CPU by that of the input", 1, "×"),
    Bound("growth memory", "the same for peak memory", 1, "×"),
    Bound("small", "report of 50 tests: CPU", 0.4, " s"),
    Bound("help", "`--help`: CPU", 0.25, " s"),
    Bound("shards read", "40 shards of 4 MB, reading with two processes: clock by one", 0.6, "×"),
    Bound("shards", "the same, the whole report as Markdown", 0.6, "×"),
    Bound("page first", "report of 100,000 tests in Chromium: first content", 0.5, " s"),
    Bound("page usable", "the same: its table can be used", 1.5, " s"),
    Bound("page key", "the same: slowest keystroke in its filter", 100, " ms"),
    Bound("page memory", "the same: memory of the process that shows it", 350, " MB"),
)  # fmt: skip

_REPORT: Final = (
    "reading takes twice a bare parse, for it cleans and judges each row, and JSON, the table of "
    "all tests and the causes take as much again; the table was drawn in half the time"
)
_SITE: Final = "pages and data of all tests over runs are made for one run, too"
WHY: Final[dict[str, str]] = {
    "report/parse": _REPORT,
    "report/junit2html": _REPORT,
    "report/Allure 2": _REPORT,
    "report/Allure 3": _REPORT,
    "build/parse": _SITE,
    "build files": _SITE,
    "build MB": _SITE,
    "peak 100,000": "JSON is made whole: a dictionary for each test, and the text twice",
    "shards": "what follows reading is done by one process",
}
"""Why a bound is missed, and what was tried; printed only where it is."""


def rows(measured: dict[str, float]) -> list[str]:
    """Return a table in Markdown of all bounds that were *measured*; what is missed is bold."""
    lines = ["| what | at most | measured | |", "|---|---:|---:|---|"]
    for bound in BOUNDS:
        if bound.key not in measured:
            continue
        value = measured[bound.key]
        said = f"{_number(value)}{bound.unit}"
        missed = value > bound.most
        why = WHY.get(bound.key, "no reason is known yet") if missed else ""
        shown = f"**{said}**" if missed else said
        lines.append(f"| {bound.what} | {_number(bound.most)}{bound.unit} | {shown} | {why} |")
    return lines


def _number(value: float) -> str:
    """Return *value* with as many digits as say something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
