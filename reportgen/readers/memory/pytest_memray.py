"""
pytest-memray: the peak of each test in the console output, and the tests over their limit.

https://pytest-memray.readthedocs.io — units are binary, and "Total memory allocated" is what was
in use at the high watermark. Only the largest tests are listed (``--most-allocations=0``: all);
a test that broke ``@pytest.mark.limit_memory`` is told in any case, under its name without a file.
"""

from typing import Final, NamedTuple

from reportgen.model.memory import Sample
from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.numbers import memory_bytes
from reportgen.readers.prefixes import unstamped
from reportgen.readers.series import SeriesBook
from reportgen.wording import phrase

NAME: Final = "pytest-memray"
TITLE: Final = "pytest-memray"
HINT: Final = "pytest --memray --most-allocations=0 > pytest.log"
WORDS: Final = (
    "allocation results for ", "total memory allocated", "test was limited to",
    "test was allowed to leak", "memory problems ", "__ ",
)  # fmt: skip

_RESULT = pattern(r"Allocation results for (?P<test>\S.{0,2000}) at the high watermark\s*")
_TOTAL = pattern(
    r"\s*📦 Total memory allocated: (?P<value>\d{1,15}(?:\.\d{1,3})?)(?P<unit>B|[KMGT]iB)\s*"
)
_LIMITED = pattern(
    r"Test was limited to (?P<limit>\d{1,15}(?:\.\d{1,3})?)(?P<limit_unit>B|[KMGT]iB) "
    r"but allocated (?P<value>\d{1,15}(?:\.\d{1,3})?)(?P<unit>B|[KMGT]iB)\s*"
)
_LEAKED = pattern(r"Test was allowed to leak .{1,40} per location but at least one")
_HEADING = pattern(r"_{1,80} (?P<name>\S.{0,2000}?) _{1,80}\s*")
_SUMMARY = pattern(r"MEMORY PROBLEMS (?P<test>\S+?(?:\[.{0,500}?\])?)(?: - |\s*$)")


class _Broken(NamedTuple):
    """A limit that was broken: by the test of this heading, in this line."""

    name: str
    line: int
    limit: int
    value: int


def collector(path: str) -> "_Collector":
    """Return a collector of one series for each test."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._path = path
        self._totals: dict[str, tuple[int, int]] = {}
        self._broken: list[_Broken] = []
        self._leaking: list[tuple[str, int]] = []
        self._summary: list[str] = []
        self._heading = self._test = ""

    def take(self, number: int, line: str) -> Take:
        line = unstamped(line)[:4096]
        if result := _RESULT.fullmatch(line):
            self._test = result["test"]
            return Take.YES
        if self._test and (total := _TOTAL.fullmatch(line)):
            self._totals[self._test] = (number, _bytes(total["value"], total["unit"]))
            self._test = ""
            return Take.YES
        if line.startswith("_") and (heading := _HEADING.fullmatch(line)):
            self._heading = heading["name"]
            return Take.NO
        if limited := _LIMITED.fullmatch(line):
            limit = _bytes(limited["limit"], limited["limit_unit"])
            value = _bytes(limited["value"], limited["unit"])
            self._broken.append(_Broken(self._heading, number, limit, value))
            return Take.YES
        if _LEAKED.match(line):
            self._leaking.append((self._heading, number))
            return Take.YES
        if summary := _SUMMARY.match(line):
            self._summary.append(summary["test"])
            return Take.YES
        return Take.NO

    def observations(self) -> Observations:
        book = SeriesBook(self._path)
        broken = {self._full_name(each.name): each for each in self._broken}
        for test, (number, value) in self._totals.items():
            limit = broken[test].limit if test in broken else None
            book.add(test, "heap", number, Sample(None, value), peak=value, limit=limit)
        for test, each in broken.items():
            if test not in self._totals:
                sample = Sample(None, each.value)
                book.add(test, "heap", each.line, sample, peak=each.value, limit=each.limit)
        return Observations(
            memory=book.in_order(),
            problems=tuple(self._leak(name, number) for name, number in self._leaking),
        )

    def _full_name(self, heading: str) -> str:
        """Return the node id of the test that a *heading* names without its file."""
        for test in (*self._totals, *self._summary):
            if _heading_of(test) == heading:
                return test
        return heading or "test"

    def _leak(self, heading: str, number: int) -> Problem:
        test = one_line(self._full_name(heading), 200)
        message = phrase("{test} leaks more than its limit_leaks allows", test=test)
        return Problem(kind="note", severity="warning", message=message, place=f"line {number}")


def _bytes(value: str, unit: str) -> int:
    return memory_bytes(float(value), unit)


def _heading_of(test: str) -> str:
    """Return what pytest calls the test with the node id *test* above its failure."""
    return test.partition("::")[2].replace("::", ".")
