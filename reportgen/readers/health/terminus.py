"""
The answers of two Node.js packages named Terminus.

NestJS, https://docs.nestjs.com/recipes/terminus: ``details`` is the union of ``info`` and
``error``, so it alone is read. ``degraded`` and ``responseTime`` (in ms) came with version 12.
GoDaddy, https://github.com/godaddy/terminus: where a check fails, ``details`` is a list of causes
that name no service; where all is well, it is whatever the checks return.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.latencies import milliseconds, stated_latency
from reportgen.readers.services import Placed, all_are, objects, observed, probed, said, service
from reportgen.readers.source import Source

NAME: Final = "terminus"
TITLE: Final = "Terminus health (NestJS, GoDaddy)"
HINT: Final = "curl …/health > health.json"
HOLDS_TESTS: Final = False

_REASONS = ("message", "statusText", "error")


def matches(source: Source) -> bool:
    """Whether each document has a state, details, and what they are made of."""
    return all_are(source, _is_answer)


def read(source: Source) -> Observations:
    """Return the application, named by its file, with its indicators as parts."""
    return observed(probed(_application(each, source) for each in objects(source)))


def _is_answer(document: dict[str, Any]) -> bool:
    if not isinstance(document.get("status"), str):
        return False
    details = document.get("details")
    if not isinstance(details, dict | list):
        return False
    if _names_indicators(details):
        return bool(document.keys() & {"info", "error"})
    return details in [document[key] for key in ("info", "error") if key in document]


def _names_indicators(details: object) -> bool:
    if not isinstance(details, dict) or not all(isinstance(d, dict) for d in details.values()):
        return False
    return not details or any("status" in each for each in details.values())


def _application(placed: Placed, source: Source) -> Service:
    document, at = placed
    details = document["details"]
    parts: tuple[Service, ...] = ()
    if _names_indicators(details):
        parts = tuple(
            _indicator(name, detail, (*at, "details", name), source)
            for name, detail in details.items()
        )
    return service(
        source.stem,
        document["status"],
        source.path,
        at,
        reason=None if parts else _causes(details),
        parts=parts,
        aggregate=True,
    )


def _indicator(
    name: str, detail: dict[str, Any], at: tuple[str | int, ...], source: Source
) -> Service:
    took = milliseconds(detail.get("responseTime"), "ms")
    return service(
        name,
        detail.get("status"),
        source.path,
        at,
        latency_ms=stated_latency(detail) if took is None else took,
        reason=said(detail, _REASONS),
    )


def _causes(details: object) -> str:
    """Return what the causes say, each once."""
    causes = details if isinstance(details, list) else [details]
    texts = (each if isinstance(each, str) else said(each, _REASONS) for each in causes)
    return "; ".join(dict.fromkeys(text for text in texts if text))
