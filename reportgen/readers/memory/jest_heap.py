"""
The heap after each file of tests: ``jest --logHeapUsage`` and ``vitest --logHeapUsage``.

https://jestjs.io/docs/cli#--logheapusage and https://vitest.dev/config/#logheapusage — "MB" is
whole MiB, rounded down. It is the heap of the worker that ran the file; where one worker runs all
(``--runInBand``), growth from file to file is what tests leave behind.
"""

from typing import Final

from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.readers.prefixes import unstamped
from reportgen.readers.series import SeriesBook

NAME: Final = "jest-heap"
TITLE: Final = "heap of Jest or Vitest"
HINT: Final = "jest --logHeapUsage --runInBand > jest.log 2>&1"
WORDS: Final = (" mb heap size)", " mb heap used")

_JEST = pattern(
    r".{0,60}?\b(?:PASS|FAIL) {1,3}(?P<file>\S.{0,1000}) "
    r"\((?:[\d.]{1,12} m?s, )?(?P<value>\d{1,9}) MB heap size\)\s*"
)
_VITEST = pattern(
    r"\s{0,3}[✓✗×\u276f↓√] (?:\|[^|]{1,80}\| )?(?P<file>\S.{0,1000}?)"
    r"(?: \(\d{1,6}(?: tests?)?(?: \| [^()]{1,60})?\)| > (?P<test>\S.{0,1000}?))"
    r"(?: {1,2}[\d.]{1,12} ?m?s)? {1,2}(?P<value>\d{1,9}) MB heap used\s*"
)
_ALL: Final = "heap after each file"


def collector(path: str) -> "_Collector":
    """Return a collector of a series for each file, and of one over all files."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._files = SeriesBook(path)
        self._all = SeriesBook(path)

    def take(self, number: int, line: str) -> Take:
        line = unstamped(line)[:4096]
        found = _JEST.fullmatch(line) or _VITEST.fullmatch(line)
        if found is None:
            return Take.NO
        sample = Sample(None, int(found["value"]) << 20)
        self._files.add(found["file"].removeprefix("./"), "heap", number, sample)
        self._all.add(_ALL, "heap", number, sample)
        return Take.YES

    def observations(self) -> Observations:
        files = self._files.in_order()
        return Observations(memory=(*files, *(self._all.in_order() if len(files) > 1 else ())))
