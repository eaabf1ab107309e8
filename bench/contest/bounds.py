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
    "a row costs more in Python than its bytes cost the parser: reading takes a third of it, HTML "
    "a fifth, start-up and JSON an eighth each, causes, Markdown and judging the rest; nearly all "
    "that was done for each test is done column by column by now"
)
_SITE: Final = (
    "half of it is the site, a tenth the record; names of tests stand once there and all else in "
    "columns; lists, the newest results and the page of the run take most of it"
)
WHY: Final = {
    "report/parse": _REPORT,
    "report/junit2html": "the same",
    "report/Allure 2": "the same",
    "report/Allure 3": "the same",
    "build/parse": _SITE,
    "build files": (
        "55 are there without a test, 20 are causes, the rest is data: names are cut so "
        "that the page of one test stays below 250 kB"
    ),
    "build MB": "half is `run.json`, as it was agreed, a seventh the page that stands alone",
    "peak 100,000": "the rows, and the page with all of them, which is written piece by piece",
    "peak 1,000,000": "the rows take 0.3 kB each, most of it",
    "small": "most of it is importing the program and its libraries",
    "shards read": "carrying rows from one process to the other takes a tenth more CPU",
    "shards": "what follows reading is done by one process",
}
"""Why a bound is missed, and what was tried; printed only where it is."""
BUSY: Final = "others used the processors meanwhile, see the load"
_CLOCK: Final = {"shards read", "page first", "page usable", "page key"}


def rows(measured: dict[str, float], *, is_busy: bool = False) -> list[str]:
    """
    Return a table in Markdown of all bounds that were *measured*; what is missed is bold.

    *is_busy* says that others used the machine, which excuses what is told by the clock.
    """
    lines = ["| what | at most | measured | |", "|---|---:|---:|---|"]
    for bound in BOUNDS:
        if bound.key not in measured:
            continue
        value = measured[bound.key]
        said = f"{_number(value)}{bound.unit}"
        missed = value > bound.most
        unknown = BUSY if is_busy and bound.key in _CLOCK else "no reason is known yet"
        why = WHY.get(bound.key, unknown) if missed else ""
        shown = f"**{said}**" if missed else said
        lines.append(f"| {bound.what} | {_number(bound.most)}{bound.unit} | {shown} | {why} |")
    return lines


def _number(value: float) -> str:
    """Return *value* with as many digits as say something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
