"""
Upptime's ``history/summary.json``.

https://upptime.js.org, https://github.com/upptime/upptime/blob/HEAD/history/summary.json
A list of sites, each with its state, its times in milliseconds, and its uptimes as text.

* A time of 0 belongs to a site that did not answer: it is none.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations
from reportgen.readers.services import distinct, observed, service
from reportgen.readers.shapes import all_have, as_number, as_text, entries
from reportgen.readers.source import Source

NAME: Final = "upptime"
TITLE: Final = "Upptime summary"
HINT: Final = "history/summary.json of an Upptime repository"
HOLDS_TESTS: Final = False


def matches(source: Source) -> bool:
    """Whether the document holds sites with slugs and uptimes, and nothing else."""
    return all_have(source, "slug", "uptime", "status")


def read(source: Source) -> Observations:
    """Return each site as a service."""
    found = list(entries(source))
    names = distinct(_names(item) for _, item in found)
    return observed(
        _service(name, item, at, source.path) for name, (at, item) in zip(names, found, strict=True)
    )


def _names(item: dict[str, Any]) -> tuple[str, str]:
    slug = as_text(item["slug"])
    return as_text(item.get("name")) or slug or "site", slug or as_text(item.get("url")) or "site"


def _service(name: str, item: dict[str, Any], at: tuple[int, ...], artifact: str) -> Service:
    took = as_number(item.get("time"))
    return service(name, item["status"], artifact, at, latency_ms=took or None)
