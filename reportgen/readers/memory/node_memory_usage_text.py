"""
``process.memoryUsage()`` of Node.js in a log: as ``console.log`` shows it, or as JSON in a line.

https://nodejs.org/api/util.html#utilinspectobject-options — keys without quotes, on one line or on
one each; separators in numbers are an option. Values are bytes.
"""

from typing import Final

from reportgen.model.memory import Sample, SeriesKind
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.clocks import Clock
from reportgen.readers.lines import Take
from reportgen.readers.prefixes import unstamped
from reportgen.readers.series import SeriesBook

NAME: Final = "node-memory-usage-text"
TITLE: Final = "process.memoryUsage() in a log"
HINT: Final = "console.log(process.memoryUsage())"
WORDS: Final = ("heapused", "rss:", "rss':", 'rss":')

_KINDS: Final[dict[str, SeriesKind]] = {
    "rss": "rss",
    "heapTotal": "heap_committed",
    "heapUsed": "heap",
    "external": "external",
    "arrayBuffers": "external",
}
_FIELD = pattern(
    r"(?<![\w.$])[\"']?(rss|heapTotal|heapUsed|external|arrayBuffers)[\"']?\s{0,4}:\s{0,4}"
    r"(\d(?:[\d_]{0,17}\d)?)(?![\w.])"
)
_MEMBER = pattern(r"\s*[\"']?\w{1,60}[\"']?\s{0,4}:\s{0,4}[^,{}]{1,60},?\s*(\})?\W{0,3}")


def collector(path: str) -> "_Collector":
    """Return a collector of a series for each number."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._book = SeriesBook(path)
        self._clock = Clock()
        self._begun: dict[str, int] = {}
        self._line = 0
        self._at: float | None = None

    def take(self, number: int, line: str) -> Take:
        line = line[:4096]
        if self._begun:
            return self._go_on(number, unstamped(line))
        fields = {name: _whole(value) for name, value in _FIELD.findall(line)}
        if "rss" not in fields:
            return Take.NO
        self._line = number
        if "heapUsed" in fields:
            self._at, _ = self._clock.read(line)
            return self._done(fields)
        if len(fields) > 1 or not _MEMBER.fullmatch(unstamped(line)):
            return Take.NO
        self._begun, self._at = fields, None  # a time, if any, stood before the opening brace
        return Take.MORE

    def _go_on(self, number: int, line: str) -> Take:
        member = _MEMBER.fullmatch(line)
        for name, value in _FIELD.findall(line) if member else ():
            self._begun.setdefault(name, _whole(value))
        if member and not member[1] and number - self._line < len(_KINDS) + 8:
            return Take.MORE
        fields, self._begun = self._begun, {}
        is_closed = bool(member) or line.strip()[:1] == "}"
        return self._done(fields) if is_closed and "heapUsed" in fields else Take.NO

    def _done(self, fields: dict[str, int]) -> Take:
        for name, kind in _KINDS.items():
            if name in fields:
                self._book.add(name, kind, self._line, Sample(self._at, fields[name]))
        return Take.YES

    def observations(self) -> Observations:
        return Observations(memory=self._book.in_order(), timestamps=self._clock.moments)


def _whole(text: str) -> int:
    return int(text.replace("_", ""))
