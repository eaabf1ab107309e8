"""
The answer of Go's ``github.com/alexliesenfeld/health``.

https://github.com/alexliesenfeld/health/blob/main/check.go
The words are up, down and unknown. A check in the background that never ran is unknown, at Go's
year 1, which is no time.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.services import Placed, all_are, objects, observed, probed, service
from reportgen.readers.source import Source

NAME: Final = "go-alexliesenfeld-health"
TITLE: Final = "Go health (alexliesenfeld)"
HINT: Final = "curl …/health > health.json"
HOLDS_TESTS: Final = False

_WORDS = ("up", "down", "unknown")


def matches(source: Source) -> bool:
    """Whether each document has a state and details of nothing but state, time and error."""
    return all_are(source, _is_answer)


def read(source: Source) -> Observations:
    """Return the application, named by its file, with its checks as parts."""
    return observed(probed(_application(each, source) for each in objects(source)))


def _is_answer(document: dict[str, Any]) -> bool:
    details = document.get("details")
    return (
        document.keys() <= {"info", "status", "details"}
        and document.get("status") in _WORDS
        and isinstance(details, dict)
        and any(isinstance(detail, dict) and "timestamp" in detail for detail in details.values())
        and all(
            isinstance(detail, dict)
            and detail.keys() <= {"status", "timestamp", "error"}
            and detail.get("status") in _WORDS
            for detail in details.values()
        )
    )


def _application(placed: Placed, source: Source) -> Service:
    document, at = placed
    parts = tuple(
        service(
            name,
            detail["status"],
            source.path,
            (*at, "details", name),
            reason=detail.get("error"),
            checked_at=moment(detail.get("timestamp")),
        )
        for name, detail in document["details"].items()
    )
    return service(source.stem, document["status"], source.path, at, parts=parts, aggregate=True)
