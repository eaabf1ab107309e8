"""
``application/health+json``, as an expired draft of the IETF has it.

https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06
The words are pass, warn and fail in any case, or what else means the same.
A key of ``checks`` is ``component:measurement`` and holds a list of nodes, in the wild also one
object; the state of a node is optional, and without it nothing is known.
Only the measurement ``responseTime`` is a latency, where ``observedUnit`` is one of time.
Before draft 03 the key was ``details``.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.latencies import fold, milliseconds
from reportgen.readers.numbers import moment
from reportgen.readers.services import Placed, all_are, objects, observed, probed, said, service
from reportgen.readers.source import Source

NAME: Final = "ietf-health"
TITLE: Final = "health+json (IETF draft)"
HINT: Final = "curl -H 'Accept: application/health+json' …/health > health.json"
HOLDS_TESTS: Final = False

_WORDS = {"pass", "warn", "fail"}
# What no other format calls so.
_OF_THE_ROOT = {"releaseId", "serviceId", "serviceID", "notes"}
_OF_A_NODE = {
    "componentId", "componentID", "componentType", "observedValue", "observedUnit", "metricValue",
    "metricUnit", "affectedEndpoints",
}  # fmt: skip


def matches(source: Source) -> bool:
    """Whether each document has a state, and checks or fields that only the draft has."""
    return all_are(source, _is_answer)


def read(source: Source) -> Observations:
    """Return the service the document is about, with the nodes of its checks as parts."""
    return observed(probed(_root(each, source) for each in objects(source)))


def _is_answer(document: dict[str, Any]) -> bool:
    word = document.get("status")
    if not isinstance(word, str):
        return False
    is_known = word.strip().lower() in _WORDS
    key = _key(document)
    if key is None:
        return is_known and bool(document.keys() & _OF_THE_ROOT)
    nodes = [node for _, _, node in _nodes(document[key], ())]
    if not all(isinstance(node, dict) for node in nodes):
        return False
    if any(node.keys() & _OF_A_NODE for node in nodes):
        return True
    if key == "details":
        return False
    listed = any(isinstance(value, list) for value in document[key].values())
    return listed or is_known or bool(document.keys() & _OF_THE_ROOT)


def _key(document: dict[str, Any]) -> str | None:
    return next((k for k in ("checks", "details") if isinstance(document.get(k), dict)), None)


def _root(placed: Placed, source: Source) -> Service:
    document, at = placed
    key = _key(document)
    checked_at = moment(document.get("time"))
    return service(
        said(document, ("serviceId", "serviceID", "description")) or source.stem,
        document["status"],
        source.path,
        at,
        reason=document.get("output"),
        checked_at=checked_at,
        parts=() if key is None else (
            _node(name, node, place, source.path, checked_at)
            for name, place, node in _nodes(document[key], (*at, key))
        ),
        aggregate=True,
    )  # fmt: skip


def _nodes(
    checks: dict[str, Any], at: tuple[str | int, ...]
) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    """Yield the nodes with their names and places; several under one key are numbered."""
    for key, value in checks.items():
        if not isinstance(value, list):
            yield key, (*at, key), value
        elif not value:
            yield key, (*at, key), {}
        else:
            for n, node in enumerate(value):
                yield f"{key}#{n}" if len(value) > 1 else key, (*at, key, n), node


def _node(
    name: str,
    node: dict[str, Any],
    at: tuple[str | int, ...],
    artifact: str,
    checked_at: datetime | None,
) -> Service:
    measurement = name.partition("#")[0].rpartition(":")[2]
    is_latency = fold(measurement).replace("_", "") == "responsetime"
    value = node.get("observedValue", node.get("metricValue"))
    unit = node.get("observedUnit", node.get("metricUnit"))
    return service(
        name,
        node.get("status"),
        artifact,
        at,
        latency_ms=milliseconds(value, unit) if is_latency else None,
        reason=node.get("output"),
        checked_at=moment(node.get("time")) or checked_at,
    )
