"""
The answer of Go's ``github.com/hellofresh/health-go``.

https://github.com/hellofresh/health-go/blob/master/health.go
Only checks that fail are listed, each with what it says; the others are not seen at all.
Before version 4 nothing named the component; since then one without a name has an empty one.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.services import Placed, all_are, objects, observed, probed, said, service
from reportgen.readers.source import Source

NAME: Final = "go-hellofresh-health"
TITLE: Final = "Go health (HelloFresh)"
HINT: Final = "curl …/status > health.json"
HOLDS_TESTS: Final = False

_WORDS: Final = {"Partially Available", "Unavailable"}


def matches(source: Source) -> bool:
    """Whether each document has a state beside its component or its Go runtime."""
    return all_are(source, _is_answer)


def read(source: Source) -> Observations:
    """Return the component with the checks that fail as parts."""
    return observed(probed(_component(each, source) for each in objects(source)))


def _is_answer(document: dict[str, Any]) -> bool:
    system = document.get("system")
    return (
        document.keys() <= {"status", "timestamp", "failures", "system", "component"}
        and isinstance(document.get("status"), str)
        and isinstance(document.get("failures") or {}, dict)
        and (
            _is_component(document.get("component"))
            or (isinstance(system, dict) and "goroutines_count" in system)
            or (bool(document.get("failures")) and document["status"] in _WORDS)
        )
    )


def _is_component(item: object) -> bool:
    """Whether *item* names a component, or has the empty name of one that nobody named."""
    is_written = isinstance(item, dict) and item.keys() >= {"name", "version"}
    return is_written or said(item, ("name",)) is not None


def _component(placed: Placed, source: Source) -> Service:
    document, at = placed
    checked_at = moment(document.get("timestamp"))
    parts = tuple(
        service(
            name,
            None,
            source.path,
            (*at, "failures", name),
            status="down",
            reason=message,
            checked_at=checked_at,
        )
        for name, message in (document.get("failures") or {}).items()
    )
    return service(
        said(document.get("component"), ("name",)) or source.stem,
        document["status"],
        source.path,
        at,
        checked_at=checked_at,
        parts=parts,
        aggregate=True,
    )
