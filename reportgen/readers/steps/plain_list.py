"""
A list of steps as people write it by hand.

``[{"name": "build", "status": "passed", "duration_s": 3}]``, such a list under ``steps``, ``jobs``
or ``stages``, or ``{"build": "success", "test": "failure"}``; there is no specification.

Health is written the same way, so words alone prove nothing: something has to say that it is steps.
That is the key around the list, a field that only what was run has, or a name that is one of the
words for steps; where a field of health stands, or results of tests do, it is not ours.
Words that health and tests use as well (``ok``, ``error``, a bare ``passed``) need more: a file
called so, or names of which each is a step's.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.run import Observations
from reportgen.model.steps import Step, StepStatus
from reportgen.patterns import pattern
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
_LOOSE: Final[dict[str, StepStatus]] = {
    "ok": "passed",
    "pass": "passed",
    "fail": "failed",
    "error": "failed",
    "errored": "failed",
    "timeout": "failed",
    "skip": "skipped",
}
"""Words that health and tests use no less."""
_BARE_WORDS: Final = frozenset(["success", "failure", "cancelled", "canceled", "skipped"])
"""Words of a bare object: CI systems use them, and health hardly does."""
_EXIT_KEYS: Final = ("exit_code", "exit_status", "exitcode", "exit")
_ALL_WORDS: Final = _WORDS | _LOOSE
_WRAPPERS: Final = ("steps", "jobs", "stages")
_NAME_KEYS: Final = ("name", "step", "job", "stage")
_WORD_KEYS: Final = ("status", "outcome", "conclusion", "result", "state")
_OWN_KEYS: Final = frozenset(
    ["step", "job", "stage", "duration_s", "exit_code", "exit_status", "allowed_failure",
     "allow_failure", "continue_on_error"]
)  # fmt: skip
_ALLOWED_KEYS: Final = ("allowed_failure", "allow_failure")
_REASON_KEYS: Final = ("reason", "error", "message", "failure_reason")
_HEALTH_KEYS: Final = pattern(
    r"(?:response|latency|ping|rtt).*|url|endpoint|service|component|healthy|health|"
    r"(?:last_)?checked(?:_at)?|http_(?:status|code)|status_code|uptime|dependencies|checks|details"
)
_TEST_KEYS: Final = frozenset(
    ["suite", "classname", "class_name", "fullName", "nodeid", "assertions", "failureMessages",
     "file", "tests", "databaseId", "workflowName"]
)  # fmt: skip
_STEP_NAMES: Final = frozenset(
    ["build", "compile", "test", "tests", "lint", "deploy", "checkout", "install", "package",
     "publish", "release", "e2e", "typecheck", "format", "docker", "migrate", "smoke", "bundle",
     "upload", "unit-tests", "integration-tests", "docker-build"]
)  # fmt: skip
_NAMED_SO: Final = pattern(r"(?:^|[\W_])(?:steps?|jobs|stages|pipeline)(?:[\W_]|$)")


class _Entry(NamedTuple):
    at: tuple[str | int, ...]
    name: str
    word: str
    fields: dict[str, Any]
    loose: bool = False
    """Whether its word needs more to be believed to be a step's."""


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
    known_words = sum(entry.word in _ALL_WORDS for entry in held)
    if any(entry.fields.keys() & _TEST_KEYS for entry in held) or not known_words:
        return []
    stem = source.stem.lower()
    is_named = _NAMED_SO.search(stem) is not None and "health" not in stem
    is_sure = (
        is_named
        or key in {"steps", "stages"}
        or all(entry.name.lower() in _STEP_NAMES for entry in held)
    )
    if any(entry.loose for entry in held) and not is_sure:
        return []
    if key is not None:
        return held
    if known_words < len(held) or any(_is_of_service(entry.fields) for entry in held):
        return []
    is_said = (
        is_named
        or any(entry.fields.keys() & _OWN_KEYS for entry in held)
        or any(entry.name.lower() in _STEP_NAMES for entry in held)
    )
    return held if is_said else []


def _listed(items: list[Any], at: tuple[str | int, ...]) -> Iterator[_Entry]:
    for place, fields in objects(items, *at):
        name = next((as_text(fields[k]) for k in _NAME_KEYS if as_text(fields.get(k))), "")
        if name and (word := _word(fields)):
            yield _Entry(place, name, word, fields, word in _LOOSE)


def _keyed(document: dict[str, Any], at: tuple[str | int, ...]) -> Iterator[_Entry]:
    for name, value in document.items():
        fields = as_object(value)
        if fields and (word := _word(fields)):
            yield _Entry((*at, name), name, word, fields, word in _LOOSE)
        elif (bare := as_text(value).lower()) in _ALL_WORDS:
            yield _Entry((*at, name), name, bare, {}, bare not in _BARE_WORDS)


def _word(fields: dict[str, Any]) -> str:
    """
    Return the only word for an end, folded; two that differ are none that could be believed.

    That something is completed says nothing of how, and contradicts nothing.
    What has no word at all is told by the code with which it exited.
    """
    words = {as_text(fields[key]).lower() for key in _WORD_KEYS if as_text(fields.get(key))}
    words.discard("completed")
    if not words and (code := _exit_code(fields)) is not None:
        return "failed" if code else "passed"
    return words.pop() if len(words) == 1 else ""


def _exit_code(fields: dict[str, Any]) -> int | None:
    """Return the code with which what was run exited, where it is told."""
    codes = (fields.get(key) for key in _EXIT_KEYS)
    return next((each for each in codes if type(each) is int), None)


def _is_of_service(fields: dict[str, Any]) -> bool:
    """Whether a field of *fields* is what health tells of a service."""
    return any(_HEALTH_KEYS.fullmatch(key.lower()) for key in fields)


def _step(path: str, entry: _Entry) -> Step:
    fields = entry.fields
    reason = next((fields[key] for key in _REASON_KEYS if as_text(fields.get(key))), None)
    if reason is None and (code := _exit_code(fields)):
        reason = f"exit status {code}"
    return step(
        entry.name,
        known(_ALL_WORDS, entry.word),
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
