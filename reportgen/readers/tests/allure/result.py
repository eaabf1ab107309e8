"""One result of Allure as a case: its name, what it came to, and of which test it is a try."""

import re
from dataclasses import replace
from typing import Any, Final

from reportgen.model.rows import fast_case
from reportgen.model.run import Observations, Piece, Problem
from reportgen.model.tests import (
    PASSED,
    SUITE_SEPARATOR,
    Errored,
    Failed,
    Outcome,
    Skipped,
)
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.numbers import moment
from reportgen.readers.results.frames import place_of
from reportgen.readers.results.outcomes import UNNAMED, errored, failed, unknown_result
from reportgen.readers.tests.allure.text import said, span_ms, text_of
from reportgen.wording import phrase

MAX_ATTACHMENTS: Final = 50
MAX_PARAMETERS: Final = 80
_SUITES: Final = ("parentSuite", "suite", "subSuite")
_UNSHOWN: Final = ("hidden", "masked")
# The package, then the file as the project names it, a place in it, and the path of the test:
# ``till:src/till.test.js#prices adds``, ``till:src/till.test.js: prices > adds``.
_FILE: Final = pattern(
    r"(?:[^:#]{1,200}:)?(?P<file>[^:#\s][^:#]{0,1000}\.[A-Za-z]{1,7})(?::(?P<line>\d{1,7})[:\d]*)?"
    r"(?:[#:].*)?",
    re.DOTALL,
)
_OF_FILES: Final = frozenset({
    ".js", ".jsx", ".cjs", ".mjs", ".ts", ".tsx", ".cts", ".mts", ".feature", ".rb", ".php",
    ".robot", ".go",
})  # fmt: skip


def of_result(document: dict[str, Any], artifact: str) -> Observations:
    """Return the one case that *document* holds, with what tells of which test it is a try."""
    labels = _labels(document)
    parameters = _parameters(document)
    class_name, name = _class_and_name(document, labels, parameters)
    file, stated = _file(text_of(document.get("fullName")))
    outcome = _outcome(document)
    place, line = place_of(outcome, class_name, file, stated)
    span = span_ms(document)
    problems: tuple[Problem, ...] = ()
    if span is None and not isinstance(outcome, Skipped):
        message = phrase("no time can be read, so it is unknown")
        problems = (Problem(kind="note", severity="info", message=message),)
    case = fast_case(
        _suite(labels, class_name, file), class_name, name, outcome, artifact, 0, place, line,
        (span[1] - span[0]) / 1000 if span else None,
    )  # fmt: skip
    times = () if span is None else tuple(filter(None, map(moment, span)))
    return Observations(
        cases=[case],
        problems=problems,
        timestamps=times,
        piece=Piece(
            id=_word(document.get("uuid")),
            tries_of=_word(document.get("historyId")),
            order=(*(span or (0, 0)), _retry(document)),
        ),
    )


# ── what it came to ─────────────────────────────────────────────────────────────────────────────


def _outcome(document: dict[str, Any]) -> Outcome:
    message, trace = said(document)
    match document.get("status"):
        case "passed":
            undone = _undone(document)
            return Skipped(undone) if undone else PASSED
        case "failed":
            return _with_attachments(failed(message, trace), document)
        case "broken":
            return _with_attachments(errored(message, trace), document)
        case "skipped":
            return Skipped(message.removeprefix("Skipped: "))
        case _:
            return unknown_result("")


def _undone(document: dict[str, Any]) -> str:
    """
    Return what a step says that came to no result, although the test is called passed.

    So Cucumber's adapter tells of a scenario with a step that nobody has written.
    Steps without a result that say nothing are lines of a log to some adapters.
    """
    steps = document.get("steps")
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict) and step.get("status") is None and (message := said(step)[0]):
            name = one_line(text_of(step.get("name")), 80)
            return f'the step "{name}" has no result: {one_line(message)}'
    return ""


def _with_attachments(outcome: Failed | Errored, document: dict[str, Any]) -> Outcome:
    """Return *outcome* with the files beside the result that it names."""
    listed = document.get("attachments")
    sources = [
        text_of(each.get("source"))
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
    ]
    beside = [name for name in sources if name and not set("/\\\n") & set(name)]
    return replace(outcome, attachments=tuple(beside[:MAX_ATTACHMENTS])) if beside else outcome


# ── what it is called ───────────────────────────────────────────────────────────────────────────


def _labels(document: dict[str, Any]) -> dict[str, str]:
    """Return the labels by name, of several the first."""
    found: dict[str, str] = {}
    listed = document.get("labels")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            found.setdefault(each["name"], text_of(each.get("value")).strip())
    return found


def _class_and_name(
    document: dict[str, Any], labels: dict[str, str], parameters: list[str]
) -> tuple[str, str]:
    name = text_of(document.get("name")).strip()
    full = text_of(document.get("fullName")).strip()
    if labels.get("framework") == "pytest" and "#" in full:
        class_name, _, own = full.rpartition("#")
        # What pytest calls the test, even where the report calls it something nicer.
        if name != own and not name.startswith(f"{own}["):
            name = own + (f"[{'-'.join(parameters)}]" if parameters else "")
        return class_name, name
    name = name or full or UNNAMED
    suites = [labels[each] for each in _SUITES if labels.get(each)]
    class_name = labels.get("testClass") or (suites[-1] if suites else "")
    told = " ".join((name, *suites))
    if any(value not in told for value in parameters):
        name = f"{name}[{one_line(', '.join(parameters), MAX_PARAMETERS)}]"
    return class_name, name


def _suite(labels: dict[str, str], class_name: str, file: str | None) -> str:
    """
    Return what is around the class, without suites that merely repeat parts of it.

    Tools that name tests by their files have tests of one name in several.
    """
    suites = [labels[each] for each in _SUITES if labels.get(each)]
    around = [part for part in suites if f".{part}." not in f".{class_name}."]
    if file and file not in around:
        around.insert(0, file)
    return SUITE_SEPARATOR.join(around)


def _parameters(document: dict[str, Any]) -> list[str]:
    """Return the values that make it a test of its own, and that may be shown."""
    listed = document.get("parameters")
    return [
        one_line(text_of(each.get("value")).strip("'\""), MAX_PARAMETERS)
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
        and each.get("excluded") is not True
        and each.get("mode") not in _UNSHOWN
    ]


def _file(full: str) -> tuple[str | None, int | None]:
    found = _FILE.fullmatch(full)
    if found is None or f".{found['file'].rpartition('.')[2].lower()}" not in _OF_FILES:
        return None, None
    return found["file"], int(found["line"]) if found["line"] else None


# ── of which test it is a try ───────────────────────────────────────────────────────────────────


def _word(value: object) -> str:
    return value if isinstance(value, str) and len(value) < 1_000 else ""


def _retry(document: dict[str, Any]) -> int:
    """Return which retry it is, where the adapter counts: times in milliseconds may be equal."""
    listed = document.get("parameters")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and each.get("excluded") is True and each.get("name") == "Retry":
            value = str(each.get("value"))
            return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
    return 0
