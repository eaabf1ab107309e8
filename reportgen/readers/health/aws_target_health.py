"""
``aws elbv2 describe-target-health``, and ``aws elb describe-instance-health`` of old.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html

* A target is an instance, an address or a function; functions have no port.
* initial, unused and unavailable say that nobody checks, not that something is down.
* ``--query TargetHealthDescriptions`` leaves the list alone.
* The classic balancer describes what is well as "N/A".
"""

from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations, Problem
from reportgen.readers.pointers import pointer
from reportgen.readers.services import distinct, observed, service
from reportgen.readers.shapes import all_have, as_list, as_object, as_text
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "aws-target-health"
TITLE: Final = "AWS load balancer target health"
HINT: Final = "aws elbv2 describe-target-health --target-group-arn … > targets.json"
HOLDS_TESTS: Final = False

_TARGETS: Final = "TargetHealthDescriptions"
_INSTANCES: Final = "InstanceStates"
_STATUS: Final[dict[str, ServiceStatus]] = {
    "healthy": "up",
    "InService": "up",
    "unhealthy": "down",
    "unhealthy.draining": "down",
    "OutOfService": "down",
    "draining": "degraded",
}
_SAYS_UNKNOWN: Final = {"initial", "unused", "unavailable", "Unknown"}
_NOTHING: Final = {"", "N/A"}


def matches(source: Source) -> bool:
    """Whether the document lists targets or instances of a load balancer."""
    if source.kind != "json":
        return False
    if isinstance(source.document, dict):
        return any(isinstance(source.document.get(key), list) for key in (_TARGETS, _INSTANCES))
    return all_have(source, "Target", "TargetHealth") or all_have(source, "InstanceId", "State")


def read(source: Source) -> Observations:
    """Return each target as a service."""
    at: tuple[str, ...] = ()
    listed = source.document
    if isinstance(listed, dict):
        at = (_TARGETS if _TARGETS in listed else _INSTANCES,)
        listed = as_list(listed.get(at[0]))
    found = [as_object(each) for each in listed]
    is_classic = at == (_INSTANCES,) or any("InstanceId" in each for each in found)
    names = distinct(_names(each) for each in found)
    states = [each if is_classic else as_object(each.get("TargetHealth")) for each in found]
    problems: tuple[Problem, ...] = ()
    if not found:
        message = phrase("no target is registered")
        problems = (
            Problem(kind="note", severity="warning", message=message, place=pointer(*at) or "/"),
        )
    services = [
        _service(name, state, (*at, index), source.path)
        for index, (name, state) in enumerate(zip(names, states, strict=True))
    ]
    return observed(services, problems, _SAYS_UNKNOWN)


def _names(each: dict[str, Any]) -> tuple[str, str]:
    target = as_object(each.get("Target"))
    name = as_text(target.get("Id")) or as_text(each.get("InstanceId")) or "target"
    port = target.get("Port")
    name = f"{name}:{port}" if isinstance(port, int) else name
    zone = as_text(target.get("AvailabilityZone"))
    return name, f"{name} ({zone})" if zone else name


def _service(name: str, state: dict[str, Any], at: tuple[str | int, ...], artifact: str) -> Service:
    word = state.get("State")
    said = [as_text(state.get(key)) for key in ("Reason", "ReasonCode", "Description")]
    return service(
        name,
        word,
        artifact,
        at,
        status=_STATUS.get(as_text(word), "unknown"),
        reason=": ".join(text for text in said if text not in _NOTHING),
    )
