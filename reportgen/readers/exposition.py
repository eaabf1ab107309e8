"""
Lines of metrics as Prometheus reads them: ``name{label="value"} 1.5 1757943072000``.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from reportgen.patterns import pattern
from reportgen.readers.source import MAX_LINE

_NAME: Final = pattern(r"[a-zA-Z_:](?:[a-zA-Z0-9_:]*[a-zA-Z0-9_])?")
_VALUE: Final = pattern(r"[+-]?(?:[\d.][\d.e+-]*|inf|nan)", re.IGNORECASE)
_LABEL: Final = pattern(r'(?<!\w)([a-zA-Z_]\w{0,200})[ \t]{0,8}=[ \t]{0,8}"((?:[^"\\]|\\.)*)"')
_ESCAPED: Final = pattern(r"\\(.)")
_LONGEST_TIME: Final = 20


class Metric(NamedTuple):
    """One value of a metric, as it is written, with the time in milliseconds if there is one."""

    name: str
    labels: dict[str, str]
    value: str
    at_ms: int | None
    line: int

    @property
    def number(self) -> float | None:
        """The value, or None where it is no number."""
        try:
            value = float(self.value)
        except ValueError:
            return None
        return value if value - value == 0 else None


def metrics(lines: Iterable[str]) -> Iterator[Metric]:
    """Yield the metrics of *lines*; what is none of them is passed over."""
    for number, line in enumerate(lines, 1):
        text = line[:MAX_LINE].strip().partition(" # {")[0]  # without OpenMetrics' exemplar
        name, brace, rest = text.partition("{")
        labels, _, rest = rest.rpartition("}") if brace else ("", "", text)
        fields = rest.split(maxsplit=4)
        if not brace and fields:
            name = fields.pop(0)
        if not 1 <= len(fields) <= 2 or not _NAME.fullmatch(name.strip()):
            continue
        value, *at = fields
        if _VALUE.fullmatch(value):
            at_ms = int(at[0]) if at and at[0].isdecimal() and len(at[0]) < _LONGEST_TIME else None
            yield Metric(name.strip(), _labels(labels), value, at_ms, number)


def _labels(text: str) -> dict[str, str]:
    return {
        key: _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], value)
        for key, value in _LABEL.findall(text)
    }
