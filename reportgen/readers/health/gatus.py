"""
Gatus: ``/api/v1/endpoints/statuses`` and ``/api/v1/suites/statuses``.

https://github.com/TwiN/gatus, ``config/endpoint/result.go`` and ``config/suite/result.go``.
Each endpoint has its last results; those of a suite hold the results of its endpoints.

* ``status`` is the HTTP code, ``success`` is the verdict, ``duration`` counts nanoseconds.
* Which result is the newest, their times say, not their order.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.numbers import moment
from reportgen.readers.services import observed, probed, service
from reportgen.readers.shapes import all_have, as_list, as_number, as_object, as_text, entries
from reportgen.readers.source import Source

NAME: Final = "gatus"
TITLE: Final = "Gatus statuses"
HINT: Final = "curl localhost:8080/api/v1/endpoints/statuses > gatus.json"
HOLDS_TESTS: Final = False

_NANOSECONDS: Final = 1e6

_At = tuple[str | int, ...]


def matches(source: Source) -> bool:
    """Whether the document holds endpoints or suites with keys and results, and nothing else."""
    return (
        all_have(source, "key")
        and all(
            isinstance(item["key"], str) and isinstance(item.get("results"), list | None)
            for _, item in entries(source)
        )
        and any("results" in item for _, item in entries(source))
    )


def read(source: Source) -> Observations:
    """Return each endpoint, or suite with its endpoints, as its newest result says."""
    found = (each for at, item in entries(source) for each in _checks(item, at, source.path))
    return observed(probed(found))


def _checks(item: dict[str, Any], at: _At, artifact: str) -> Iterator[Service]:
    name = "/".join(filter(None, [as_text(item.get("group")), as_text(item.get("name"))]))
    name = name or as_text(item["key"])
    results = as_list(item.get("results"))
    if not results:
        yield service(name, None, artifact, at, status="unknown", reason="it was not checked yet")
    for index, result in enumerate(results):
        yield _result(name, as_object(result), (*at, "results", index), artifact)


def _result(name: str, result: dict[str, Any], at: _At, artifact: str) -> Service:
    took = as_number(result.get("duration"))
    inside = as_list(result.get("endpointResults"))
    parts = [
        _result(_own_name(each, index), as_object(each), (*at, "endpointResults", index), artifact)
        for index, each in enumerate(inside)
    ]
    success = result.get("success")
    return service(
        name,
        success if isinstance(success, bool) else None,
        artifact,
        at,
        latency_ms=took / _NANOSECONDS if took else None,
        reason=_reason(result) or "; ".join(f"{p.name}: {p.reason}" for p in parts if p.reason),
        checked_at=moment(result.get("timestamp")),
        parts=parts,
    )


def _own_name(result: object, index: int) -> str:
    fields = as_object(result)
    return as_text(fields.get("name")) or as_text(fields.get("hostname")) or f"endpoint {index}"


def _reason(result: dict[str, Any]) -> str:
    """Return what went wrong: the errors, else the conditions that do not hold."""
    errors = [as_text(error) for error in as_list(result.get("errors"))]
    conditions = map(as_object, as_list(result.get("conditionResults")))
    broken = [as_text(c.get("condition")) for c in conditions if c.get("success") is False]
    return "; ".join(filter(None, errors)) or "; ".join(filter(None, broken))
