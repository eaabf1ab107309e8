"""One test as a report lists it: its name, what it came to, its attempts and its numbers."""

import re
from dataclasses import replace
from math import isfinite
from typing import Any, Final

from reportgen.model.tests import (
    PASSED,
    SUITE_SEPARATOR,
    Attempt,
    Errored,
    Failed,
    Outcome,
    OutcomeName,
    Passed,
    Skipped,
)
from reportgen.model.text import clean, one_line
from reportgen.patterns import pattern
from reportgen.readers.results.outcomes import UNNAMED, errored, failed, unknown_result
from reportgen.readers.results.text import KEPT_HEAD, BoundedText

MAX_ATTEMPTS: Final = 50
MAX_PARAMETERS: Final = 80
_LONGEST_MS: Final = 1e15
_OWN: Final = "reportgen"
"""Where reportgen's own files hold what the format has no word for."""
_RAW_BROKEN = frozenset({
    "aborted", "broken", "crashed", "error", "errored", "setup_failed", "teardown_failed",
})  # fmt: skip
_RAW_STOPPED = frozenset({"interrupted", "timed_out", "timedout", "timeout"})
_NO_VERDICT = {"skipped": "", "pending": "pending", "other": ""}
_RAW_FAILED = frozenset({"fail", "failed", "failure", "call_failed"})
# A file of Python, then the classes and the test; parameters may hold anything.
_NODE = pattern(
    r"(?P<file>[^:\[\]]{1,1000}\.py)::(?P<path>[^\[]{1,1000})(?P<parameters>\[.*)?", re.DOTALL
)


def name_of(test: dict[str, Any]) -> tuple[str, str, str, bool]:
    """Return suite, class and name, as JUnit would have them, and whether it is a node id."""
    name = text_of(test.get("name"))
    if node := _NODE.fullmatch(name):
        *classes, own = node["path"].split("::")
        module = node["file"].removesuffix(".py").replace("\\", "/").replace("/", ".")
        return "", ".".join((module, *classes)), own + (node["parameters"] or ""), True
    suite = test.get("suite")
    if isinstance(suite, str):
        suite = suite.split(" > ")
    names = [text_of(part).strip() for part in suite] if isinstance(suite, list) else []
    path = [part for part in names if part]
    # Jest's full name repeats the suites, all but the file.
    name = name.removeprefix(" ".join(path[1:]) + " ") if path[1:] else name
    class_name = path.pop() if path else ""
    return SUITE_SEPARATOR.join(path), class_name, name if name.strip() else UNNAMED, False


def outcome_of(test: dict[str, Any]) -> Outcome:
    """Return what the test came to, with its attempts and what it wrote."""
    outcome = _verdict(test)
    attempts = _attempts(test)
    match outcome:
        case Passed():
            red = tuple(each for each in attempts if each.outcome in {"failed", "errored"})
            if not red and _says_flaky(test):
                red = (Attempt("failed", "no details; the report says that it passed at a retry"),)
            return Passed(red) if red else PASSED
        case Failed() | Errored():
            output = "\n".join(filter(None, (_joined(test.get(s)) for s in ("stdout", "stderr"))))
            return replace(outcome, attempts=attempts, output=output)
        case Skipped():
            return outcome


def _verdict(test: dict[str, Any]) -> Outcome:
    stated, raw = test.get("status"), text_of(test.get("rawStatus")).strip()
    status = stated.strip().lower() if isinstance(stated, str) else ""
    message, detail = text_of(test.get("message")), text_of(test.get("trace"))
    word = raw.lower()
    is_other = status == "other"
    if status == "passed":
        return PASSED
    if (status == "failed" or is_other) and word in _RAW_BROKEN:
        return errored(message, detail, raw)
    if is_other and word in _RAW_STOPPED:
        return errored(message, detail, raw)
    if status == "failed" or (is_other and word in _RAW_FAILED):
        return failed(message, detail, raw)
    if status in _NO_VERDICT:
        said = one_line(raw, 80) if is_other else _NO_VERDICT[status]
        return Skipped(": ".join(filter(None, (said, message.strip()))))
    return unknown_result("" if stated is None else clean(str(stated)[:200]))


def _says_flaky(test: dict[str, Any]) -> bool:
    """Whether the test is called flaky, or was tried again and nobody says that it is not."""
    flaky, retries = test.get("flaky"), test.get("retries")
    return flaky is True or (flaky is not False and type(retries) is int and retries > 0)


def _attempts(test: dict[str, Any]) -> tuple[Attempt, ...]:
    """Return the attempts before the last; some reporters list that one, too."""
    listed = test.get("retryAttempts")
    if not isinstance(listed, list):
        return ()
    retries = test.get("retries")
    if type(retries) is int and 0 < retries < len(listed):
        listed = listed[:retries]
    return tuple(_attempt(each) for each in listed[:MAX_ATTEMPTS] if isinstance(each, dict))


def _attempt(attempt: dict[str, Any]) -> Attempt:
    outcome = _verdict(attempt)
    name: OutcomeName = outcome.name
    output = "\n".join(filter(None, (_joined(attempt.get(s)) for s in ("stdout", "stderr"))))
    return Attempt(
        name,
        text_of(attempt.get("message")).strip(),
        text_of(attempt.get("trace")),
        seconds_of(attempt.get("duration")),
        output,
    )


def text_of(value: object) -> str:
    """Return *value* cleaned and within bounds; nothing where it is no text."""
    if not isinstance(value, str):
        return ""
    if len(value) > KEPT_HEAD:
        bounded = BoundedText()
        bounded.add(value)
        value = str(bounded)
    return clean(value).strip("\n")


def _joined(value: object) -> str:
    """Return what stands in a stream: lines, or one text."""
    if isinstance(value, list):
        return text_of("\n".join(line for line in value if isinstance(line, str)))
    return text_of(value)


def duration_of(test: dict[str, Any]) -> object:
    """
    Return what is stated as the duration; None where reportgen itself says that none is known.

    The format demands a number, so ``0`` stands there then.
    """
    extra = test.get("extra")
    own = extra.get(_OWN) if isinstance(extra, dict) else None
    if isinstance(own, dict) and own.get("duration") == "unknown":
        return None
    return test.get("duration")


def seconds_of(milliseconds: object) -> float | None:
    """Return a duration in seconds; what cannot be one is None, never 0."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    if not 0 <= milliseconds < _LONGEST_MS or not isfinite(milliseconds):
        return None
    return milliseconds / 1000


def parameters_of(stated: object) -> str:
    """Return the values of *stated* as a name may hold them."""
    if not isinstance(stated, dict):
        return ""
    return one_line(clean(", ".join(_shown(value) for value in stated.values())), MAX_PARAMETERS)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else str(value)
