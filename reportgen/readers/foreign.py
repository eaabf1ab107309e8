"""What states something in the words of health and is none: tests, jobs, logs, packages."""

import re
from collections.abc import Iterable
from typing import Any, Final

from reportgen.patterns import pattern
from reportgen.readers.fields import is_stating
from reportgen.readers.statuses import is_status_word

# Documents of other kinds that also state a status: CI jobs, test reports, measurements, events
# of a forge, packages and their dependencies, quality gates.
_FOREIGN_KEYS: Final = {
    "conclusion", "stage", "pipeline", "jobs", "tests", "resultType", "errorType", "schema_version",
    "MemUsage", "heapUsed", "metadata", "TargetHealthDescriptions", "heartbeatList", "checkResults",
    "sender", "workflow_run", "check_run", "check_suite", "pull_request", "head_sha", "sha",
    "documentation_url", "projectStatus", "executionStatus", "testResults", "testNodes",
    "devDependencies", "peerDependencies", "lockfileVersion", "scripts", "engines",
}  # fmt: skip
# Services may be called so, too: then a state stands there.
_MAYBE_NAMES: Final = {"stage", "pipeline", "jobs", "tests", "metadata"}
# Items of lists that state an outcome of something else: a test, a job, a line of a log.
_FOREIGN_ITEM_KEYS: Final = _FOREIGN_KEYS | {
    "suite", "classname", "fullName", "assertions", "failureMessages", "attempts", "level",
    "logger", "levelname", "severity", "user_agent", "userAgent", "remote_addr",
    "desiredCount", "runningCount",
}  # fmt: skip
# Tests pass and fail in the same words.
_TEST_NAME: Final = pattern(
    r"test_.*|Test[A-Z].*|.*\.py::.*|.*::tests?::.*|.*\.(?:spec|test)\.[cm]?[jt]sx?\b.*", re.DOTALL
)


def is_foreign(document: dict[str, Any]) -> bool:
    """Whether a key tells that the document is about something else."""
    return not _FOREIGN_KEYS.isdisjoint(document) and any(
        not (key in _MAYBE_NAMES and (is_status_word(value) or is_stating(value)))
        for key, value in document.items()
        if key in _FOREIGN_KEYS
    )


def is_foreign_item(item: object) -> bool:
    """Whether an item of a list, or a line, tells that it is about something else."""
    return isinstance(item, dict) and not _FOREIGN_ITEM_KEYS.isdisjoint(item)


def are_timed(items: list[Any]) -> bool:
    """Whether any item has a duration: what takes a while is a test or a job, not a service."""
    return any(isinstance(item, dict) and "duration" in item for item in items)


def are_tests(names: Iterable[str]) -> bool:
    """Whether all *names* are those of tests."""
    return all(_TEST_NAME.fullmatch(name[:200]) for name in names)
