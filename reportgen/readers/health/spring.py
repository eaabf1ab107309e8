"""
Spring Boot Actuator's ``/health``.

https://docs.spring.io/spring-boot/api/rest/actuator/health.html
Three layouts: ``components`` (2.2 and later, nested), ``details`` (2.0, 2.1), the bare status.
The words are UP, DOWN, OUT_OF_SERVICE, UNKNOWN and whatever an application adds.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.source import Source
from reportgen.readers.statuses import status_of

NAME: Final = "spring-actuator"
TITLE: Final = "Spring Boot Actuator health"
HINT: Final = "curl …/actuator/health"
HOLDS_TESTS: Final = False

_REASONS = ("error", "reason", "message")


def matches(source: Source) -> bool:
    """Whether the document is a status alone, or a status with named components."""
    if source.kind != "json":
        return False
    document = source.document
    if not isinstance(document, dict) or not isinstance(document.get("status"), str):
        return False
    if document["status"] != document["status"].upper():
        return False
    extra = document.keys() - {"status", "groups", "timestamp", "components", "details"}
    return not extra and (
        document.keys() <= {"status", "groups"} or _children(document) is not None
    )


def read(source: Source) -> Observations:
    """Return the application as one service, named by its file, with its components as parts."""
    document = source.document
    checked_at = moment(document.get("timestamp"))
    root = _service(source.stem, document, (), source.path)
    root = root.model_copy(update={"checked_at": checked_at, "aggregate": True})
    return Observations(services=(root,), timestamps=(checked_at,) if checked_at else ())


def _children(node: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    components = node.get("components")
    if isinstance(components, dict):
        return "components", components
    details = node.get("details")
    if (
        isinstance(details, dict)
        and details
        and all(isinstance(value, dict) and "status" in value for value in details.values())
    ):
        return "details", details
    return None


def _service(name: str, node: object, at: tuple[str, ...], artifact: str) -> Service:
    node = node if isinstance(node, dict) else {}
    word = node.get("status")
    children = _children(node)
    details = node.get("details")
    reason = None
    status = status_of(word)
    if status != "up" and children is None and isinstance(details, dict):
        reason = next((str(details[key]) for key in _REASONS if details.get(key)), None)
    parts: tuple[Service, ...] = ()
    if children is not None:
        layout, named = children
        parts = tuple(
            _service(child, value, (*at, layout, child), artifact) for child, value in named.items()
        )
    return Service(
        name=name,
        status=status,
        raw_status=word if isinstance(word, str) else None,
        reason=reason,
        parts=parts,
        artifact=artifact,
        place=pointer(*at) or "/",
    )
