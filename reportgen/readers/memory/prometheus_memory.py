"""
Prometheus' answer to a query or a range query, where its result is memory.

https://prometheus.io/docs/prometheus/latest/querying/api/ — ``value`` is one pair of seconds and
number, ``values`` a list of them; numbers are strings. An answer to a query that names no metric
(a sum, a rate) does not say what it counts, and is not read.
"""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.memory import Sample
from reportgen.model.run import Observations
from reportgen.readers.metrics import metric_of, shown
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.series import SeriesBook
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "prometheus-memory"
TITLE: Final = "Prometheus query result (memory)"
HINT: Final = "curl -s 'http://prometheus:9090/api/v1/query_range?query=…' > memory.json"
HOLDS_TESTS: Final = False


def matches(source: Source) -> bool:
    """Whether *source* is an answer of Prometheus with a metric of memory."""
    return source.kind == "json" and any(
        _metric(result) is not None for _, result in _results(source.document)
    )


def read(source: Source) -> Observations:
    """
    Return one series for each metric of memory and set of labels.

    Raises:
        ReadError: no value is a number.

    """
    book = SeriesBook(source.path)
    stamps: list[float] = []
    for place, result in _results(source.document):
        found = _metric(result)
        if found is None:
            continue
        name, labels = found
        metric = metric_of(name, labels)
        pairs = result.get("values", [result.get("value")])
        for pair in pairs if metric is not None and isinstance(pairs, list) else []:
            read = _pair(pair)
            if read is not None and metric is not None:
                at, value = read
                sample = Sample(at, round(value * metric.factor))
                book.add(shown(name, labels), metric.kind, place, sample)
                stamps.append(at)
    memory = book.largest_first()
    if not memory:
        raise ReadError(phrase("Prometheus' answer holds no value of memory"))
    ends = (moment(min(stamps)), moment(max(stamps)))
    return Observations(memory=memory, timestamps=tuple(end for end in ends if end))


def _results(document: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    data = document.get("data") if isinstance(document, dict) else None
    kinds = ("matrix", "vector")  # no set: what is asked for may be anything, a list as well
    if not isinstance(data, dict) or data.get("resultType") not in kinds:
        return
    results = data.get("result")
    for index, result in enumerate(results if isinstance(results, list) else []):
        if isinstance(result, dict):
            yield pointer("data", "result", index), result


def _metric(result: Mapping[str, Any]) -> tuple[str, dict[str, str]] | None:
    """Return the name and the labels of *result* where it is memory."""
    metric = result.get("metric")
    if not isinstance(metric, dict):
        return None
    labels = {key: value for key, value in metric.items() if isinstance(value, str)}
    name = labels.pop("__name__", "")
    return (name, labels) if metric_of(name, labels) is not None else None


def _pair(pair: object) -> tuple[float, float] | None:
    match pair:
        case [int() | float() as at, str() as text] if not isinstance(at, bool):
            try:
                value = float(text)
            except ValueError:
                return None
            is_number = isfinite(value) and 0 <= value < 1e18 and 0 < at < 1e11
            return (float(at), value) if is_number else None
        case _:
            return None
