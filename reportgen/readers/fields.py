"""
The fields of health JSON that people wrote, and what of it states how something is.

Keys are folded: ``isHealthy``, ``Is-Healthy`` and ``is_healthy`` are one.
"""

import re
from typing import Any, Final

from reportgen.readers.latencies import folds
from reportgen.readers.services import said
from reportgen.readers.statuses import is_status_word, status_of

WHOLE_KEYS: Final = (
    "status", "state", "health", "healthy", "is_healthy", "overall", "overall_status",
)  # fmt: skip
STATUS_KEYS: Final = (
    "status", "state", "health", "healthy", "is_healthy", "ok", "up", "is_up", "success", "result",
)  # fmt: skip
CODE_KEYS: Final = ("http_status", "status_code", "http_code", "code")
NAME_KEYS: Final = (
    "name", "service", "service_name", "component", "component_name", "id", "check", "check_name",
    "endpoint", "url", "target",
)  # fmt: skip
# Only what is up or down is called so: a test or a job is not.
SERVICE_NAME_KEYS: Final = frozenset(NAME_KEYS) - {"name", "id", "check", "check_name"}
REASON_KEYS: Final = (
    "error", "error_message", "message", "reason", "detail", "details", "description", "output",
    "msg", "data", "errors",
)  # fmt: skip
TIME_KEYS: Final = (
    "timestamp", "checked_at", "time", "generated_at", "last_checked", "last_check", "date",
    "updated_at", "ts", "@timestamp",
)  # fmt: skip
METADATA: Final = {
    "version", "uptime", "commit", "environment", "env", "hostname", "host", "build", "release",
    "region", "name", "service", "title", "description", "status", "state", "message", "type",
    "private", "main", "license", "info", "meta", "summary", "author", "id", "error", "errors",
    "overall", "overall_status",
    *TIME_KEYS,
}  # fmt: skip
FIELDS: Final = {*STATUS_KEYS, *CODE_KEYS, *NAME_KEYS, *REASON_KEYS}
_STATUS_KEYS: Final = frozenset(STATUS_KEYS)
_CODE_OR_STATUS: Final = frozenset((*CODE_KEYS, "status"))
_STATED: Final = frozenset((*STATUS_KEYS, *CODE_KEYS))


def folded(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of *item* by their folded keys."""
    return dict(zip(folds(item), item.values(), strict=True))


def own_name(item: dict[str, Any]) -> str | None:
    """Return what *item* says it is called."""
    return said(folded(item), NAME_KEYS)


def whole(fields: dict[str, Any]) -> str | bool | None:
    """Return the document's own status, if it states one beside its entries."""
    for key in WHOLE_KEYS:
        word = fields.get(key)
        if isinstance(word, str | bool):
            return word
    return None


def has_state(fields: dict[str, Any]) -> bool:
    """Whether an object states how something is: by a word under a key that means state."""
    for key in _STATED.intersection(fields):
        word = fields[key]
        if key in _STATUS_KEYS and isinstance(word, str | bool) and word != "":
            return True
        if key in _CODE_OR_STATUS and status_of(word) != "unknown":
            return True
    return False


def is_plain(value: object) -> bool:
    """Whether *value* is a listed word, or an object that states something."""
    return is_stating(value) or (isinstance(value, str) and is_status_word(value))


def is_known(value: object) -> bool:
    """Whether *value* is a listed word, a switch or an HTTP code, or an object that states some."""
    return is_stating(value) or is_status_word(value)


def is_stating(value: object) -> bool:
    """Whether *value* is an object that states how something is."""
    return isinstance(value, dict) and has_state(folded(value))


def states_or_lacks(value: object) -> bool:
    """Whether *value* states something, or has an empty place for a state."""
    if isinstance(value, dict):
        return not _STATED.isdisjoint(folds(value))
    return value is None or value == "" or is_status_word(value)


def tells(value: object) -> bool:
    """Whether *value* states how something is: a word, known or not, or an object with one."""
    if isinstance(value, dict):
        return has_state(folded(value))
    return is_status_word(value) or (
        isinstance(value, str) and bool(value) and not re.search(r"[\s/:]|^\d", value)
    )
