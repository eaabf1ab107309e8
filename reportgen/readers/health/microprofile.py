"""
MicroProfile Health: Quarkus, Open Liberty, Payara, Helidon and others.

https://github.com/eclipse/microprofile-health/blob/main/spec/src/main/asciidoc/protocol-wireformat.asciidoc
The words are UP and DOWN; in version 1 the whole has an ``outcome`` and each check a ``state``.
No checks and UP means that there are none; with DOWN they are not installed yet.
``data`` is free and may be null.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.services import Placed, all_are, objects, observed, probed, said, service
from reportgen.readers.source import Source

NAME: Final = "microprofile-health"
TITLE: Final = "MicroProfile Health"
HINT: Final = "curl …/health > health.json"
HOLDS_TESTS: Final = False

_REASONS = ("rootCause", "error", "message", "exception", "reason")


def matches(source: Source) -> bool:
    """Whether each document is UP or DOWN with a list of checks of nothing but name and data."""
    return all_are(source, _is_answer)


def read(source: Source) -> Observations:
    """Return the application, named by its file, with its checks as parts."""
    return observed(probed(_application(each, source) for each in objects(source)))


def _is_answer(document: dict[str, Any]) -> bool:
    checks = document.get("checks")
    return (
        _word(document, "status", "outcome") in ("UP", "DOWN")
        and isinstance(checks, list)
        and all(
            isinstance(check, dict)
            and check.keys() <= {"name", "id", "status", "state", "data"}
            and said(check, ("name", "id")) is not None
            for check in checks
        )
    )


def _application(placed: Placed, source: Source) -> Service:
    document, at = placed
    parts = tuple(
        service(
            said(check, ("name", "id")) or "",
            _word(check, "status", "state"),
            source.path,
            (*at, "checks", n),
            reason=said(check.get("data"), _REASONS),
        )
        for n, check in enumerate(document["checks"])
    )
    return service(
        source.stem,
        _word(document, "status", "outcome"),
        source.path,
        at,
        parts=parts,
        aggregate=True,
    )


def _word(item: dict[str, Any], key: str, older: str) -> object:
    return item[key] if isinstance(item.get(key), str) else item.get(older)
