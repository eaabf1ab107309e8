"""
Spring Boot Actuator's ``/health``.

https://docs.spring.io/spring-boot/api/rest/actuator/health.html
Four layouts: ``components`` (2.2 and later, nested), ``details`` (2.0, 2.1), components beside the
status (1.x), and the status alone, as callers without rights see it.
A component of ``details`` is told from a detail by having a status itself.
The words are UP, DOWN, OUT_OF_SERVICE, UNKNOWN and whatever an application adds.
Micronaut answers in the second layout, and names the application.
"""

from datetime import datetime
from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.latencies import stated_latency
from reportgen.readers.numbers import moment
from reportgen.readers.services import Placed, all_are, objects, observed, probed, said, service
from reportgen.readers.source import Source
from reportgen.readers.statuses import is_status_word

NAME: Final = "spring-actuator"
TITLE: Final = "Spring Boot Actuator health"
HINT: Final = "curl …/actuator/health > health.json"
HOLDS_TESTS: Final = False

_WORDS = {"UP", "DOWN", "OUT_OF_SERVICE", "UNKNOWN"}
_REASONS = ("error", "reason", "message", "exception")
_OF_ALL = frozenset({"status", "description"})
_OF_A_COMPONENT = _OF_ALL | {"name", "components", "details"}
_OF_THE_ROOT = _OF_A_COMPONENT | {"groups", "timestamp"}


def matches(source: Source) -> bool:
    """Whether each document is a status in capitals, alone or in one of the layouts."""
    return all_are(source, _is_answer)


def read(source: Source) -> Observations:
    """Return the application as one service, named by its file, with its components as parts."""
    return observed(probed(_application(each, source) for each in objects(source)))


def _is_answer(document: dict[str, Any]) -> bool:
    word = document.get("status")
    if not isinstance(word, str) or not word.strip():
        return False
    layout, children = _children(document)
    if word != word.upper():
        # A word of the application's own may be in any case, above components of Spring's shape.
        return layout == ("components",) and bool(children) and _is_spring(document)
    if document.keys() <= _OF_ALL | {"groups"}:
        return word in _WORDS or not is_status_word(word)
    if document.keys() <= _OF_THE_ROOT:
        return bool(layout) or isinstance(document.get("details"), dict)
    return bool(children) and document.keys() - children.keys() <= _OF_ALL | {"timestamp"}


def _is_spring(node: object, known: frozenset[str] = _OF_THE_ROOT) -> bool:
    """Whether *node* and all components below it have only *known* fields and a state."""
    if not isinstance(node, dict) or not node.keys() <= known or "status" not in node:
        return False
    inside = node.get("components")
    return not isinstance(inside, dict) or all(
        _is_spring(child, _OF_A_COMPONENT) for child in inside.values()
    )


def _children(node: dict[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the keys that the components of *node* stand under, and the components."""
    if isinstance(node.get("components"), dict):
        return ("components",), node["components"]
    details = node.get("details")
    if isinstance(details, dict):
        found = {name: each for name, each in details.items() if _states(each)}
        return (("details",), found) if found else ((), {})
    return (), {name: each for name, each in node.items() if _states(each)}


def _states(node: object) -> bool:
    word = node.get("status") if isinstance(node, dict) else None
    return isinstance(word, str) and word == word.upper()


def _application(placed: Placed, source: Source) -> Service:
    document, at = placed
    name = said(document, ("name",)) or source.stem
    root = _service(name, document, at, source.path, moment(document.get("timestamp")))
    return root.model_copy(update={"aggregate": True})


def _service(
    name: str,
    node: object,
    at: tuple[str | int, ...],
    artifact: str,
    checked_at: datetime | None,
) -> Service:
    node = node if isinstance(node, dict) else {"status": node}
    layout, children = _children(node)
    details = node.get("details")
    reason = None
    if not children:
        reason = said(details if isinstance(details, dict) else node, _REASONS)
        reason = reason or said(node, ("description",))
    return service(
        name,
        node.get("status"),
        artifact,
        at,
        latency_ms=stated_latency(node),
        reason=reason,
        checked_at=checked_at,
        parts=(
            _service(child, value, (*at, *layout, child), artifact, checked_at)
            for child, value in children.items()
        ),
    )
