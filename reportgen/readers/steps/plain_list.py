"""
A list of steps as people write it by hand.

``[{"name": "build", "status": "passed", "duration_s": 3}]``, such a list under ``steps``, ``jobs``
or ``stages``, or ``{"build": "success", "test": "failure"}``; there is no specification.

Health is written the same way, so words alone prove nothing: something has to say that it is steps.
That is the key around the list, a field that only what was run has, or a name that is one of the
words for steps; where a field of health stands, or results of tests do, it is not ours.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.run import Observations
from reportgen.model.steps import Step, StepStatus
from reportgen.readers.jobs import elapsed, known, lasted, objects, observed, step
from reportgen.readers.numbers import moment, seconds
from reportgen.readers.shapes import as_object, as_text
from reportgen.readers.source import Source

NAME: Final = "steps-json"
TITLE: Final = "step outcomes, hand-made"
HINT: Final = '[{"name": "build", "status": "passed", "duration_s": 3}, …]'
HOLDS_TESTS: Final = False

_WORDS: Final[dict[str, StepStatus]] = {
    "passed": "passed",
    "success": "passed",
    "succeeded": "passed",
    "failed": "failed",
    "failure": "failed",
    "timed_out": "failed",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "aborted": "cancelled",
    "skipped": "skipped",
    "running": "running",
    "in_progress": "running",
}
_BARE_WORDS: Final = frozenset(["success", "failure", "cancelled", "canceled", "skipped"])
"""Words of a bare object: CI systems use them, and health hardly does."""
_WRAPPERS: Final = ("steps", "jobs", "stages")
_NAME_KEYS: Final = ("name", "step", "job", "stage")
_WORD_KEYS: Final = ("status", "outcome", "conclusion", "result", "state")
_OWN_KEYS: Final = frozenset(
    ["step", "job", "stage", "duration_s", "exit_code", "exit_status", "allowed_failure",
     "allow_failure", "continue_on_error"]
)  # fmt: skip
_ALLOWED_KEYS: Final = ("allowed_failure", "allow_failure")
_REASON_KEYS: Final = ("reason", "error", "message", "failure_reason")
_HEALTH_KEYS: Final = re.compile(
    r"(?:response|latency|ping|rtt).*|url|endpoint|service|component|healthy|health|"
    r"(?:last_)?checked(?:_at)?|http_(?:status|code)|status_code|uptime|dependencies|checks|details"
)
_TEST_KEYS: Final = frozenset(
    ["suite", "classname", "class_name", "fullName", "nodeid", "assertions", "failureMessages",
     "file", "tests"]
)  # fmt: skip
_STEP_NAMES: Final = frozenset(
    ["build", "compile", "test", "tests", "lint", "deploy", "checkout", "install", "package",
     "publish", "release", "e2e", "typecheck", "format", "docker", "migrate", "smoke", "bundle",
     "upload", "unit-tests", "integration-tests", "docker-build"]
)  # fmt: skip
_NAMED_SO: Final = re.compile(r"(?:^|[\W_])(?:steps?|jobs|stages|pipeline)(?:[\W_]|$)")


class _Entry(NamedTuple):
    at: tuple[str | int, ...]
    name: str
    word: str
    fields: dict[str, Any]


def matches(source: Source) -> bool:
    """Whether each entry states an end in words of CI, and something says that it is steps."""
    return source.kind == "json" and bool(_entries(source))


def read(source: Source) -> Observations:
    """Return the entries in the file's order."""
    found = _entries(source)
    ends = (
        moment(entry.fields.get(key)) for entry in found for key in ("completed_at", "finished_at")
    )
    return observed((_step(source.path, entry) for entry in found), moments=ends)


def _entries(source: Source) -> list[_Entry]:
    """Return the entries, or nothing where one of them, or all together, may be something else."""
    document: Any = source.document
    at: tuple[str | int, ...] = ()
    key = next((key for key in _WRAPPERS if key in as_object(document)), None)
    if key is not None:
        document, at = document[key], (key,)
    listed = isinstance(document, list)
    held = list(_listed(document, at) if listed else _keyed(as_object(document), at))
    if not held or len(held) != len(document):
        return []
    known_words = sum(entry.word in _WORDS for entry in held)
    if any(entry.fields.keys() & _TEST_KEYS for entry in held) or not known_words:
        return []
    if key is not None:
        return held
    if known_words < len(held) or any(_is_of_service(entry.fields) for entry in held):
        return []
    stem = source.stem.lower()
    is_said = (
        (_NAMED_SO.search(stem) is not None and "health" not in stem)
        or any(entry.fields.keys() & _OWN_KEYS for entry in held)
        or any(entry.name.lower() in _STEP_NAMES for entry in held)
    )
    return held if is_said else []


def _listed(items: list[Any], at: tuple[str | int, ...]) -> Iterator[_Entry]:
    for place, fields in objects(items, *at):
        name = next((as_text(fields[k]) for k in _NAME_KEYS if as_text(fields.get(k))), "")
        if name and (word := _word(fields)):
            yield _Entry(place, name, word, fields)


def _keyed(document: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[_Entry]:
    for name, value in document.items():
        fields = as_object(value)
        if fields and (word := _word(fields)):
            yield _Entry((*at, name), name, word, fields)
        elif as_text(value).lower() in _BARE_WORDS:
            yield _Entry((*at, name), name, as_text(value).lower(), {})


def _word(fields: dict[str, Any]) -> str:
    """
    Return the only word for an end, folded; two that differ are none that could be believed.

    That something is completed says nothing of how, and contradicts nothing.
    """
    words = {as_text(fields[key]).lower() for key in _WORD_KEYS if as_text(fields.get(key))}
    words.discard("completed")
    return words.pop() if len(words) == 1 else ""


def _is_of_service(fields: dict[str, Any]) -> bool:
    """Whether a field of *fields* is what health tells of a service."""
    return any(_HEALTH_KEYS.fullmatch(key.lower()) for key in fields)


def _step(path: str, entry: _Entry) -> Step:
    fields = entry.fields
    reason = next((fields[key] for key in _REASON_KEYS if as_text(fields.get(key))), None)
    return step(
        entry.name,
        known(_WORDS, entry.word),
        entry.word,
        path,
        entry.at,
        allowed_failure=any(fields.get(key) is True for key in _ALLOWED_KEYS),
        duration_s=_duration(fields),
        job=fields.get("job") if entry.name != fields.get("job") else None,
        started_at=moment(fields.get("started_at")),
        attempt=fields.get("attempt"),
        url=fields.get("url"),
        stated_reason=reason,
    )


def _duration(fields: dict[str, Any]) -> float | None:
    """Return the time that a key gives with its unit, or that two moments do."""
    for key, unit in (("duration_s", 1.0), ("duration_seconds", 1.0), ("duration_ms", 1e-3)):
        if (found := lasted(fields.get(key), unit)) is not None:
            return found
    written = as_text(fields.get("duration"))
    if re.search(r"[a-z]$", written):
        return lasted(seconds(written))
    ended = fields.get("completed_at") or fields.get("finished_at")
    return elapsed(fields.get("started_at"), ended)
