"""
Atlassian Statuspage: ``/api/v2/summary.json``, ``status.json`` and ``components.json``.

https://www.atlassian.com/software/statuspage; for example https://metastatuspage.com/api/v2
Instatus and others answer in the same shape in capitals, with the state inside ``page``.

* A group is a component; its members name it in ``group_id``.
* A word may be written ``major_outage``, ``MAJOROUTAGE`` or ``majorOutage``.
* Maintenance counts as degraded: planned, but not available.
"""

from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations
from reportgen.patterns import pattern
from reportgen.readers.numbers import moment
from reportgen.readers.services import observed, service
from reportgen.readers.shapes import as_list, as_object, as_text
from reportgen.readers.source import Source
from reportgen.readers.statuses import status_of

NAME: Final = "statuspage"
TITLE: Final = "Statuspage summary"
HINT: Final = "curl https://status.example.org/api/v2/summary.json > statuspage.json"
HOLDS_TESTS: Final = False

_WORDS: Final[dict[str, ServiceStatus]] = {
    "none": "up",
    "up": "up",
    "operational": "up",
    "minor": "degraded",
    "major": "degraded",
    "hasissues": "degraded",
    "maintenance": "degraded",
    "undermaintenance": "degraded",
    "degradedperformance": "degraded",
    "partialoutage": "degraded",
    "minoroutage": "degraded",
    "majoroutage": "down",
    "critical": "down",
}
_BETWEEN: Final = pattern(r"[\W_]")


def matches(source: Source) -> bool:
    """Whether the document is of a page, with its state or its components."""
    if source.kind != "json" or not isinstance(source.document, dict):
        return False
    page = source.document.get("page")
    return isinstance(page, dict) and (
        _word(source.document) is not None
        or any(
            as_object(each).keys() >= {"name", "status", "page_id"}
            for each in as_list(source.document.get("components"))
        )
    )


def read(source: Source) -> Observations:
    """Return the page as a service with its components as parts, or the components alone."""
    document = source.document
    page = document["page"]
    parts = _components(document, source.path)
    word = _word(document)
    if word is None:
        return observed(parts)
    root = service(
        as_text(page.get("name")) or source.stem,
        word,
        source.path,
        (),
        status=_status(word),
        reason=_reason(document),
        checked_at=moment(page.get("updated_at")),
        parts=parts,
        aggregate=True,
    )
    return observed([root])


def _word(document: dict[str, Any]) -> str | None:
    """Return the page's own state: Statuspage keeps it beside the page, others inside."""
    stated = as_object(document.get("status")).get("indicator")
    page = as_object(document.get("page"))
    if not isinstance(stated, str) and page.keys() >= {"name", "url"}:
        stated = page.get("status")
    return stated if isinstance(stated, str) else None


def _status(word: object) -> ServiceStatus:
    known = _WORDS.get(_BETWEEN.sub("", as_text(word)).lower())
    return known or status_of(word)


def _components(document: dict[str, Any], artifact: str) -> list[Service]:
    """Return the components in order, those of a group inside it."""
    found = [as_object(each) for each in as_list(document.get("components"))]
    groups = {as_text(each.get("id")) for each in found if each.get("group") is True}
    members: dict[str, list[Service]] = {}
    tops: list[tuple[str, Service]] = []
    for index, each in enumerate(found):
        component = service(
            as_text(each.get("name")) or f"component {index}",
            each.get("status"),
            artifact,
            ("components", index),
            status=_status(each.get("status")),
            checked_at=moment(each.get("updated_at")),
        )
        group = as_text(each.get("group_id"))
        is_group = each.get("group") is True
        if group in groups and group and not is_group:
            members.setdefault(group, []).append(component)
        else:
            tops.append((as_text(each.get("id")) if is_group else "", component))
    return [
        component.model_copy(update={"parts": tuple(members.get(identity, ()))})
        for identity, component in tops
    ]


def _reason(document: dict[str, Any]) -> str:
    """Return the page's own words, and what is going on by name."""
    open_now = [
        *as_list(document.get("incidents")),
        *as_list(document.get("activeIncidents")),
        *as_list(document.get("activeMaintenances")),
    ]
    names = [as_text(as_object(each).get("name")) for each in open_now]
    described = as_text(as_object(document.get("status")).get("description"))
    return "; ".join(filter(None, [described, *names]))
