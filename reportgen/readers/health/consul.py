"""
Consul's health endpoints.

https://developer.hashicorp.com/consul/api-docs/health
``/health/service/NAME`` lists instances with their checks, ``/health/checks``, ``/health/node`` and
``/health/state`` list checks, and ``/agent/checks`` is an object of checks by their ids.

* An instance is as its worst check; the agent's own lists state that word themselves.
* Maintenance is a critical check of a certain id: planned, but not available.
* Checks that pass have output, too, which is no reason.
* Many nodes use the same ids; then the name of the node comes first.
"""

from collections.abc import Iterable
from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations
from reportgen.readers.services import distinct, observed, service
from reportgen.readers.shapes import all_have, as_list, as_object, as_text, entries
from reportgen.readers.source import Source
from reportgen.readers.statuses import status_of

NAME: Final = "consul"
TITLE: Final = "Consul health"
HINT: Final = "curl localhost:8500/v1/health/service/shop > consul.json"
HOLDS_TESTS: Final = False

_MAINTENANCE: Final = ("_node_maintenance", "_service_maintenance")
_WORST: Final[tuple[ServiceStatus, ...]] = ("down", "degraded", "unknown")

_At = tuple[str | int, ...]


def matches(source: Source) -> bool:
    """Whether the document holds instances with checks, or checks, and nothing else."""
    return (
        all_have(source, "Service", "Checks")
        or all_have(source, "CheckID", "Status")
        or bool(_by_id(source))
    )


def read(source: Source) -> Observations:
    """Return each instance with its checks, or each check."""
    if all_have(source, "Service", "Checks"):
        found = list(entries(source))
        named = zip(distinct(_instance_names(item) for _, item in found), found, strict=True)
        return observed(_instance(name, item, at, source.path) for name, (at, item) in named)
    return observed(_checks(_by_id(source) or entries(source), source.path))


def _by_id(source: Source) -> list[tuple[_At, Any]]:
    """Return the checks of an agent, which stand under their ids."""
    if source.kind != "json" or not isinstance(source.document, dict):
        return []
    checks = source.document.items()
    if not all(as_object(each).get("CheckID") == key and "Status" in each for key, each in checks):
        return []
    return [((key,), each) for key, each in checks]


def _instance_names(item: dict[str, Any]) -> tuple[str, str]:
    stated = as_object(item["Service"])
    short = as_text(stated.get("ID")) or as_text(stated.get("Service")) or "service"
    return short, f"{as_text(as_object(item.get('Node')).get('Node'))}/{short}"


def _instance(name: str, item: dict[str, Any], at: _At, artifact: str) -> Service:
    checks = [((*at, "Checks", n), each) for n, each in enumerate(as_list(item["Checks"]))]
    parts = _checks(checks, artifact)
    states = {part.status for part in parts}
    worst = next((status for status in _WORST if status in states), "up" if parts else "unknown")
    word = as_text(item.get("AggregatedStatus")) or None
    reasons = [f"{part.name}: {part.reason}" for part in parts if part.reason]
    return service(
        name,
        word,
        artifact,
        at,
        status=status_of(word) if word else worst,
        reason="; ".join(reasons) if parts else "it has no checks",
        parts=parts,
    )


def _checks(checks: Iterable[tuple[_At, Any]], artifact: str) -> list[Service]:
    found = [(at, as_object(each)) for at, each in checks]
    names = distinct(_check_names(each) for _, each in found)
    return [
        service(
            name,
            each.get("Status"),
            artifact,
            at,
            status=_check_status(each),
            reason=as_text(each.get("Output")) or as_text(each.get("Notes")),
        )
        for name, (at, each) in zip(names, found, strict=True)
    ]


def _check_names(check: dict[str, Any]) -> tuple[str, str]:
    identity = as_text(check.get("CheckID"))
    short = as_text(check.get("Name")) or identity or "check"
    owner = as_text(check.get("ServiceID")) or as_text(check.get("Node")) or identity
    return short, f"{owner}/{short}"


def _check_status(check: dict[str, Any]) -> ServiceStatus:
    status = status_of(as_text(check.get("Status")))
    in_maintenance = as_text(check.get("CheckID")).startswith(_MAINTENANCE)
    return "degraded" if in_maintenance and status == "down" else status
