"""
The entries of health JSON that people wrote: what has a name there and states how it is.

Which shapes there are, and which documents that look like them are something else.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.run import Problem
from reportgen.model.text import one_line
from reportgen.readers.latencies import fold
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.services import said
from reportgen.readers.statuses import is_status_word, status_of

# Keys under which nothing but what can be up or down stands, and keys where it may.
SERVICE_KEYS: Final = ("services", "checks", "components", "dependencies")
_WRAPPERS: Final = (*SERVICE_KEYS, "results", "endpoints", "data", "details")
WHOLE_KEYS: Final = ("status", "state", "health", "healthy", "overall", "overall_status")
STATUS_KEYS: Final = ("status", "state", "health", "healthy", "ok", "up", "success", "result")
CODE_KEYS: Final = ("http_status", "status_code", "http_code", "code")
_NAME_KEYS: Final = ("name", "service", "component", "id", "check", "endpoint", "url", "target")
REASON_KEYS: Final = (
    "error", "error_message", "message", "reason", "detail", "details", "description", "output",
    "msg", "data",
)  # fmt: skip
TIME_KEYS: Final = (
    "timestamp", "checked_at", "time", "generated_at", "last_checked", "last_check", "date",
    "updated_at", "ts", "@timestamp",
)  # fmt: skip
_METADATA: Final = {
    "version", "uptime", "commit", "environment", "env", "hostname", "host", "build", "release",
    "region", "name", "service", "title", "description", "status", "state", "message", "type",
    "private", "main", "license", "author", "id", "error", "errors", "overall", "overall_status",
    *TIME_KEYS,
}  # fmt: skip
_FIELDS: Final = {*STATUS_KEYS, *CODE_KEYS, *_NAME_KEYS, *REASON_KEYS}
# Documents of other kinds that also state a status: CI jobs, test reports, measurements.
_FOREIGN_KEYS: Final = {
    "conclusion", "stage", "pipeline", "jobs", "tests", "resultType", "errorType", "schema_version",
    "MemUsage", "heapUsed", "metadata", "TargetHealthDescriptions", "heartbeatList", "checkResults",
}  # fmt: skip
# Items of lists that state an outcome of something else: a test, a job, a line of a log.
_FOREIGN_ITEM_KEYS: Final = _FOREIGN_KEYS | {
    "suite", "classname", "fullName", "assertions", "failureMessages", "attempts", "level",
    "logger", "levelname",
}  # fmt: skip
# Where all values are switches or codes, only names that settings do not have tell what it is.
_SERVICE_NAME: Final = re.compile(
    r"(?:\w*_)?(?:api|db|database|redis|postgres\w*|mysql|mongo\w*|kafka|rabbit\w*|elastic\w*|"
    r"queue|broker|web|frontend|backend|gateway|auth|login|worker|server|\w*service|smtp|ldap)"
)


class Entry(NamedTuple):
    """Something with a name, what is said of it, and where."""

    name: str
    value: Any
    at: tuple[str | int, ...]


def entries_of(document: object, stem: str, at: tuple[str | int, ...]) -> Iterator[Entry]:
    """
    Yield the entries of a *document* that stands at *at*, in its order.

    One that is about a single service is its own entry, called *stem* where it has no name.
    """
    if isinstance(document, list):
        if not _are_timed(document):
            yield from _listed(document, at)
        return
    if not isinstance(document, dict) or document.keys() & _FOREIGN_KEYS:
        return
    if at and document.keys() & _FOREIGN_ITEM_KEYS:
        return
    found = entries_in(document, at, SERVICE_KEYS)
    found = found or entries_in(document, at, _WRAPPERS) or list(_bare(document, at))
    if found:
        yield from found
    elif _is_one(document, is_line=bool(at)):
        yield Entry(_own_name(document) or stem, document, at)


def _is_one(document: dict[str, Any], *, is_line: bool) -> bool:
    """Whether the document is about one service: a state and a name, or a state alone."""
    if is_line and _has_state(document) and _own_name(document):
        return True
    return is_status_word(whole(folded(document))) and not any(
        isinstance(value, dict | list) and value for value in document.values()
    )


def entries_in(
    item: dict[str, Any], at: tuple[str | int, ...], wrappers: tuple[str, ...] = SERVICE_KEYS
) -> list[Entry]:
    """Return the entries of *item* that stand under its keys of *wrappers*, where any tells."""
    found: list[Entry] = []
    for key, value in item.items():
        if fold(key) in wrappers:
            under = list(_under(fold(key), value, (*at, key)))
            found += under if any(tells(entry.value) for entry in under) else []
    return found


def _under(wrapper: str, value: object, at: tuple[str | int, ...]) -> Iterator[Entry]:
    """
    Yield the entries under a key that says that services follow.

    What is named there is a service whatever it says: nothing and prose are states not known.
    Where the key only allows it, what states nothing is none. Numbers are notes.
    """
    if isinstance(value, list) and (wrapper in SERVICE_KEYS or not _are_timed(value)):
        yield from _listed(value, at)
    if not isinstance(value, dict):
        return
    if wrapper == "details" and not all(
        isinstance(inner, dict) and _has_state(inner) for inner in value.values()
    ):
        return
    for name, inner in value.items():
        if tells(inner) or (
            wrapper in SERVICE_KEYS and (inner is None or isinstance(inner, str | dict))
        ):
            yield Entry(name, inner, (*at, name))


def _bare(document: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[Entry]:
    """
    Yield the entries of a document whose keys are the names of services.

    Nothing says that they are, so at least half of them have to state something by a word:
    numbers and switches alone are counters and settings, unless each is called like a service.
    """
    named = {
        key: inner
        for key, inner in document.items()
        if fold(key) not in _METADATA and (isinstance(inner, dict) or fold(key) not in _FIELDS)
    }
    telling = [
        inner
        for inner in named.values()
        if (isinstance(inner, dict) and _has_state(inner))
        or (isinstance(inner, str) and is_status_word(inner))
    ]
    if not telling and not (
        named
        and all(is_status_word(inner) for inner in named.values())
        and all(_SERVICE_NAME.fullmatch(fold(key[:100])) for key in named)
    ):
        return
    if telling and 2 * len(telling) < len(named):
        return
    for key, inner in named.items():
        if tells(inner):
            yield Entry(key, inner, (*at, key))


def tells(value: object) -> bool:
    """Whether *value* states how something is: a word, known or not, or an object with one."""
    if isinstance(value, dict):
        return _has_state(value)
    return is_status_word(value) or (
        isinstance(value, str) and bool(value) and not re.search(r"[\s/:]|^\d", value)
    )


def left_out(
    document: Any,  # noqa: ANN401 - JSON is anything
    found: list[Entry],
    at: tuple[str | int, ...],
) -> Iterator[Problem]:
    """Yield a warning for what stands beside what was *found* and cannot be read as an entry."""
    taken = {entry.at for entry in found}
    for above in dict.fromkeys(entry.at[:-1] for entry in found if entry.at != at):
        holder = document
        for key in above[len(at) :]:
            holder = holder[key]
        inner = enumerate(holder) if isinstance(holder, list) else holder.items()
        for key, value in inner:
            place = (*above, key)
            if place not in taken and (message := _strange(key, value, is_wrapped=above != at)):
                yield odd(message, place)


def _strange(key: str | int, value: object, *, is_wrapped: bool) -> str | None:
    """Return what is to be told of a *value* among entries that is none itself."""
    if isinstance(key, int):
        has_state = isinstance(value, dict) and _has_state(value)
        return "a state without a name; left out" if has_state else None
    if not is_wrapped and (fold(key) in _METADATA | _FIELDS or isinstance(value, int | float)):
        return None
    is_prose = isinstance(value, str) and re.search(r"\s", value.strip()) and not moment(value)
    if is_prose or isinstance(value, int | float):
        return f'"{one_line(str(value), 60)}" is no state; left out'
    return None


def odd(message: str, at: tuple[str | int, ...]) -> Problem:
    """Return the warning that something reads oddly at *at*."""
    return Problem(kind="note", severity="warning", message=message, place=pointer(*at) or "/")


def _listed(items: list[Any], at: tuple[str | int, ...]) -> Iterator[Entry]:
    """Yield the entries of a list whose items say their name and their state."""
    if any(isinstance(item, dict) and item.keys() & _FOREIGN_ITEM_KEYS for item in items):
        return
    for index, item in enumerate(items):
        if isinstance(item, dict) and _has_state(item) and (name := _own_name(item)):
            yield Entry(name, item, (*at, index))


def _are_timed(items: list[Any]) -> bool:
    """Whether any item has a duration: what takes a while is a test or a job, not a service."""
    return any(isinstance(item, dict) and "duration" in item for item in items)


def _has_state(item: dict[str, Any]) -> bool:
    """Whether an object states how something is: by a word under a key that means state."""
    fields = folded(item)
    if any(isinstance(fields.get(key), str | bool) for key in STATUS_KEYS):
        return True
    return any(status_of(fields.get(key)) != "unknown" for key in (*CODE_KEYS, "status"))


def _own_name(item: dict[str, Any]) -> str | None:
    return said(folded(item), _NAME_KEYS)


def whole(fields: dict[str, Any]) -> str | bool | None:
    """Return the document's own status, if it states one beside its entries."""
    words = (fields.get(key) for key in WHOLE_KEYS)
    return next((word for word in words if isinstance(word, str | bool)), None)


def folded(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of *item* by their folded keys."""
    return {fold(key): value for key, value in item.items()}
