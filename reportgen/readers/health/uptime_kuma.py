"""
Uptime Kuma: the heartbeats of a status page, or its metrics.

https://github.com/louislam/uptime-kuma, ``server/routers/status-page-router.js`` and
``server/prometheus.js``.
``/api/status-page/heartbeat/SLUG`` lists the last beats of each monitor by its number;
the names are in ``/api/status-page/SLUG``, which may stand in the same file.

* 0 is down, 1 up, 2 pending, 3 maintenance.
* Times are UTC and do not say so; pings are milliseconds, -1 in metrics where there is none.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations
from reportgen.readers.exposition import metrics
from reportgen.readers.numbers import moment
from reportgen.readers.services import distinct, observed, probed, service
from reportgen.readers.shapes import as_list, as_number, as_object, as_text, entries
from reportgen.readers.source import Source

NAME: Final = "uptime-kuma"
TITLE: Final = "Uptime Kuma heartbeats"
HINT: Final = "curl localhost:3001/api/status-page/heartbeat/SLUG > kuma.json"
HOLDS_TESTS: Final = False

_STATUS: Final[dict[float, ServiceStatus]] = {0: "down", 1: "up", 2: "unknown", 3: "degraded"}
_PENDING: Final = {"2"}
_METRIC: Final = "monitor_status"
_PING: Final = "monitor_response_time"


def matches(source: Source) -> bool:
    """Whether it holds heartbeats of monitors, or the metrics of Uptime Kuma."""
    if source.kind == "text":
        return f"{_METRIC}{{monitor_" in source.head_text
    return source.kind == "json" and any(
        isinstance(as_object(item).get("heartbeatList"), dict) for _, item in entries(source)
    )


def read(source: Source) -> Observations:
    """Return each monitor as a service with its beats as probes."""
    if source.kind == "text":
        return observed(_measured(source), says_unknown=_PENDING)
    titles = _titles(source)
    found: list[tuple[str, Any, tuple[str | int, ...]]] = [
        (identity, beats, (*at, "heartbeatList", identity))
        for at, document in entries(source)
        for identity, beats in as_object(as_object(document).get("heartbeatList")).items()
    ]
    names = distinct((titles.get(i, i), f"{titles.get(i, i)}#{i}") for i, _, _ in found)
    checks = (
        check
        for name, (_, beats, at) in zip(names, found, strict=True)
        for check in _beats(name, as_list(beats), at, source.path)
    )
    return observed(probed(checks), says_unknown=_PENDING)


def _titles(source: Source) -> dict[str, str]:
    """Return the names of monitors by their numbers, where a status page tells them."""
    return {
        str(fields.get("id")): name
        for _, document in entries(source)
        for group in as_list(as_object(document).get("publicGroupList"))
        for monitor in as_list(as_object(group).get("monitorList"))
        if (name := as_text((fields := as_object(monitor)).get("name")))
    }


def _beats(
    name: str, beats: list[Any], at: tuple[str | int, ...], artifact: str
) -> Iterator[Service]:
    if not beats:
        yield service(name, None, artifact, at, status="unknown", reason="it has no heartbeat")
    for index, beat in enumerate(map(as_object, beats)):
        yield service(
            name,
            beat.get("status"),
            artifact,
            (*at, index),
            status=_state(as_number(beat.get("status"))),
            latency_ms=as_number(beat.get("ping")),
            reason=beat.get("msg"),
            checked_at=moment(beat.get("time")),
        )


def _state(number: float | None) -> ServiceStatus:
    return "unknown" if number is None else _STATUS.get(number, "unknown")


def _measured(source: Source) -> Iterator[Service]:
    """Yield the monitors that the metrics tell of."""
    found = list(metrics(source.lines))
    pings = {_identity(metric.labels): metric.number for metric in found if metric.name == _PING}
    states = [metric for metric in found if metric.name == _METRIC]
    names = distinct(_names(metric.labels) for metric in states)
    for name, metric in zip(names, states, strict=True):
        yield service(
            name,
            metric.value,
            source.path,
            f"line {metric.line}",
            status=_state(metric.number),
            latency_ms=pings.get(_identity(metric.labels)),
        )


def _identity(labels: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(labels.items()))


def _names(labels: dict[str, str]) -> tuple[str, str]:
    name = labels.get("monitor_name", "")
    where = labels.get("monitor_url", "") or labels.get("monitor_hostname", "")
    return name or where or "monitor", f"{name} {where}".strip()
