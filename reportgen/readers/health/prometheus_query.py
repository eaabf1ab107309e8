"""
Prometheus' HTTP API: ``/api/v1/query`` and ``query_range`` of health, and ``/api/v1/targets``.

https://prometheus.io/docs/prometheus/latest/querying/api/
``up`` says of each target whether it could be scraped, ``probe_success`` what an exporter found.

* Values are texts; their times are seconds.
* Of a job that probes others ``up`` says that the exporter answered, not that the target did:
  ``probe_success`` is taken where it is there, and where it is not, that is said.
* ``"status": "error"`` is an answer about the query, not about a service.
* Memory and other metrics are none of ours.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from reportgen.errors import ReadError
from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations, Problem, Severity
from reportgen.model.text import one_line
from reportgen.readers.numbers import moment, number
from reportgen.readers.pointers import pointer
from reportgen.readers.services import all_are, distinct, objects, observed, probed, service
from reportgen.readers.shapes import as_list, as_number, as_object, as_text
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "prometheus-query"
TITLE: Final = "Prometheus query of health"
HINT: Final = (
    "curl -G localhost:9090/api/v1/query --data-urlencode 'query=probe_success or up' > up.json"
)
HOLDS_TESTS: Final = False

_UP: Final = "up"
_PROBE: Final = "probe_success"
_DURATION: Final = "probe_duration_seconds"
_STATUS: Final[dict[float | None, ServiceStatus]] = {1.0: "up", 0.0: "down"}
_SHOWN: Final = 5

_At = tuple[str | int, ...]


class _Series(NamedTuple):
    metric: str
    labels: dict[str, Any]
    values: list[list[Any]]
    at: _At

    @property
    def of(self) -> tuple[str, str]:
        return as_text(self.labels.get("job")), as_text(self.labels.get("instance"))

    @property
    def is_probing(self) -> bool:
        """Whether the target looks like one that an exporter asks for us: it is no host:port."""
        job, instance = self.of
        return "://" in instance or "blackbox" in job.lower() or "probe" in job.lower()


def matches(source: Source) -> bool:
    """Whether each document answers a query of health, lists targets, or tells an error."""
    return all_are(source, _is_answer)


def _is_answer(document: dict[str, Any]) -> bool:
    if document.get("status") == "error":
        return "errorType" in document and "error" in document
    data = as_object(document.get("data"))
    if document.get("status") != "success":
        return False
    if isinstance(data.get("activeTargets"), list):
        return True
    is_empty = data.get("resultType") == "vector" and data.get("result") == []
    return is_empty or any(each.metric in {_UP, _PROBE} for each in _series(data, ()))


def read(source: Source) -> Observations:
    """Return what was scraped or probed as services; several answers are as many checks."""
    services: list[Service] = []
    problems: list[Problem] = []
    answers = objects(source)
    for document, at in answers:
        if document["status"] == "error":
            kind, said = as_text(document["errorType"]), as_text(document["error"])
            message = phrase(
                "Prometheus did not answer the query: {error}",
                error=one_line(f"{kind}: {said}", 200),
            )
            if len(answers) == 1:
                raise ReadError(message, "/error")
            problems.append(_note(message, (*at, "error")))
            continue
        data = document["data"]
        problems += [
            _note(
                phrase("Prometheus warns: {warning}", warning=one_line(as_text(text), 200)),
                (*at, "warnings"),
            )
            for text in as_list(document.get("warnings"))
        ]
        if "activeTargets" in data:
            services += _targets(data["activeTargets"], at, source, problems)
        else:
            services += _queried(list(_series(data, at)), at, source, problems)
    return observed(probed(services), problems)


def _note(message: str, at: _At, severity: Severity = "warning") -> Problem:
    return Problem(kind="note", severity=severity, message=message, place=pointer(*at))


def _series(data: dict[str, Any], at: _At) -> Iterator[_Series]:
    if as_text(data.get("resultType")) not in {"vector", "matrix"}:
        return
    for index, each in enumerate(map(as_object, as_list(data.get("result")))):
        labels = as_object(each.get("metric"))
        values = as_list(each.get("values")) or [each.get("value")]
        pairs = [as_list(pair) for pair in values]
        whole = [pair for pair in pairs if len(pair) > 1]
        name = as_text(labels.get("__name__"))
        yield _Series(name, labels, whole, (*at, "data", "result", index))


def _queried(
    found: list[_Series], at: _At, source: Source, problems: list[Problem]
) -> Iterator[Service]:
    result = (*at, "data", "result")
    if not found:
        problems.append(_note(phrase("the query found nothing"), result))
    probed_here = {each.of for each in found if each.metric == _PROBE}
    judged = [
        each
        for each in found
        if each.metric == _PROBE or (each.metric == _UP and each.of not in probed_here)
    ]
    doubtful = [each for each in judged if each.metric == _UP and each.is_probing]
    problems += _doubts([(as_text(each.labels.get("instance")), each.at) for each in doubtful])
    if others := sum(each.metric not in {_UP, _PROBE, _DURATION} for each in found):
        message = phrase(
            "{n:,} other series of the answer are not about health and were not read", n=others
        )
        problems.append(_note(message, result, "info"))
    durations = {
        (each.of, str(pair[0])): number(as_text(pair[1]))
        for each in found
        if each.metric == _DURATION
        for pair in each.values
    }
    names = distinct(_names(each.labels, source) for each in judged)
    for name, each in zip(names, judged, strict=True):
        yield from _checks(name, each, durations, source.path)


def _doubts(doubtful: list[tuple[str, _At]]) -> list[Problem]:
    """Return the warning that some targets are only known by who asks for them."""
    if not doubtful:
        return []
    named = ", ".join(one_line(name, 80) for name, _ in doubtful[:_SHOWN])
    if len(doubtful) > _SHOWN:
        named = phrase("{names} and {more:,} more", names=named, more=len(doubtful) - _SHOWN)
    message = phrase(
        "of {targets} there is only whether the exporter answered that probes them (up), which "
        "proves nothing of them; query probe_success too",
        targets=named,
    )
    return [_note(message, doubtful[0][1])]


def _names(labels: dict[str, Any], source: Source) -> tuple[str, str]:
    job, instance = as_text(labels.get("job")), as_text(labels.get("instance"))
    return instance or job or source.stem, "/".join(filter(None, [job, instance])) or source.stem


def _checks(
    name: str,
    series: _Series,
    durations: dict[tuple[tuple[str, str], str], float | None],
    artifact: str,
) -> Iterator[Service]:
    for index, (at, value, *_) in enumerate(series.values):
        status = _STATUS.get(number(as_text(value)), "unknown")
        took = durations.get((series.of, str(at)))
        place = (*series.at, "values", index) if len(series.values) > 1 else series.at
        yield service(
            name,
            value,
            artifact,
            place,
            status=status,
            latency_ms=round(took * 1000, 6) if took is not None and status == "up" else None,
            checked_at=moment(at),
        )


def _targets(
    targets: Iterable[Any], at: _At, source: Source, problems: list[Problem]
) -> list[Service]:
    found = list(map(as_object, targets))
    if not found:
        problems.append(_note(phrase("no target is scraped"), (*at, "data", "activeTargets")))
    names = distinct(_names(as_object(each.get("labels")), source) for each in found)
    places = [(*at, "data", "activeTargets", index) for index in range(len(found))]
    problems += _doubts(
        [
            (name, place)
            for name, place, each in zip(names, places, found, strict=True)
            if "/probe?" in as_text(each.get("scrapeUrl"))
        ]
    )
    return [
        _target(name, each, place, source.path)
        for name, each, place in zip(names, found, places, strict=True)
    ]


def _target(name: str, target: dict[str, Any], at: _At, artifact: str) -> Service:
    took = as_number(target.get("lastScrapeDuration"))
    has_answer = target.get("health") == "up" and took
    return service(
        name,
        target.get("health"),
        artifact,
        at,
        latency_ms=round(took * 1000, 6) if took and has_answer else None,
        reason=as_text(target.get("lastError")),
        checked_at=moment(target.get("lastScrape")),
    )
