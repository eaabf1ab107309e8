"""
What many runs show, as JSON for scripts.

Version 1. Fields are only ever added; a change of meaning raises `SCHEMA_VERSION`.
Moments are RFC 3339 in UTC; what is not known is null.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from reportgen.model.overtime import CaseHistory, Preview, TestState, Trends
from reportgen.render.overtime.words import of_flaky

SCHEMA_VERSION: Final = 1
_OF_FLAKY: Final = ("runs", "since", "until", "states", "tests")


def trends(found: Trends) -> str:
    """Return all of *found*."""
    return _text(_plain(found))


def flaky(found: Trends) -> str:
    """Return how the tests of *found* fare, without all else."""
    data = _plain(found)
    return _text({name: data[name] for name in _OF_FLAKY} | {"summary": of_flaky(found)})


def history(found: CaseHistory) -> str:
    """Return all that is recorded of one test."""
    return _text(_plain(found))


def preview(changes: Sequence[Preview]) -> str:
    """Return which tests other thresholds would call otherwise."""
    return _text({"changes": [_plain(change) for change in changes]})


def schema(of: str) -> dict[str, Any]:
    """Return the JSON Schema of what the command *of* prints: ``flaky``, ``test`` or ``trends``."""
    model = CaseHistory if of == "test" else Trends
    described = model.model_json_schema(mode="serialization")
    properties = described["properties"]
    if of == "flaky":
        properties = {name: properties[name] for name in _OF_FLAKY} | {
            "summary": {"title": "Summary", "type": "string"}
        }
    properties = {"schema_version": {"const": SCHEMA_VERSION}, **properties}
    return described | {"properties": properties, "required": list(properties)}


def _plain(found: Trends | CaseHistory | TestState | Preview) -> dict[str, Any]:
    data: dict[str, Any] = found.model_dump(mode="json")
    return data


def _text(data: dict[str, Any]) -> str:
    document = {"schema_version": SCHEMA_VERSION, **data}
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
