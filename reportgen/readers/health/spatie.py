"""
Spatie's laravel-health: what its JSON store keeps and its endpoints answer.

https://spatie.be/docs/laravel-health/v1/basic-usage/viewing-results#content-getting-health-results-as-json
There is no word for the whole; ``finishedAt`` is in seconds, in older versions a text without zone.
A skipped check is not known. ``/health/simple`` answers ``{"healthy": true}``.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.services import (
    Placed,
    all_are,
    objects,
    observed,
    probed,
    said,
    service,
    worst,
)
from reportgen.readers.source import Source

NAME: Final = "spatie-laravel-health"
TITLE: Final = "Laravel health (Spatie)"
HINT: Final = "curl '…/health?fresh' > health.json"
HOLDS_TESTS: Final = False


def matches(source: Source) -> bool:
    """Whether the document is a list of check results with their end, or the one word."""
    return all_are(source, lambda document: _is_simple(document) or _is_full(document))


def read(source: Source) -> Observations:
    """Return the application, named by its file, with its checks as parts."""
    return observed(
        probed(_application(each, source) for each in objects(source)), says_unknown={"skipped"}
    )


def _is_simple(document: dict[str, Any]) -> bool:
    return document.keys() == {"healthy"} and isinstance(document["healthy"], bool)


def _is_full(document: dict[str, Any]) -> bool:
    checks = document.get("checkResults")
    return (
        "finishedAt" in document
        and isinstance(checks, list)
        and all(isinstance(check, dict) for check in checks)
    )


def _application(placed: Placed, source: Source) -> Service:
    document, at = placed
    if _is_simple(document):
        return service(source.stem, document["healthy"], source.path, at, aggregate=True)
    finished = moment(document["finishedAt"])
    parts = tuple(
        service(
            said(check, ("name", "label")) or f"check {n}",
            check.get("status"),
            source.path,
            (*at, "checkResults", n),
            reason=said(check, ("notificationMessage", "message")),
            checked_at=finished,
        )
        for n, check in enumerate(document["checkResults"])
    )
    return service(
        source.stem,
        None,
        source.path,
        at,
        status=worst(parts),
        checked_at=finished,
        parts=parts,
        aggregate=True,
    )
