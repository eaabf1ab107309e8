"""Why a step ended as it did: what the CI system states, and what the end of its log says."""

import re
from collections.abc import Sequence
from typing import Final

from reportgen.config import INFRASTRUCTURE, Category, Settings
from reportgen.config.categories import CAUSES, STATED
from reportgen.model.steps import Log, LogLine, Step, is_log_of, log_key
from reportgen.model.text import quote

_ERROR_LINE = re.compile(
    r"errors?\b|\bfatal\b|\bfailed\b|\bfailure\b|exceptions?\b|\bcannot\b|\bdenied\b|\bpanic\b"
    r"|traceback|\bnot found\b|\bundefined\b|\bbelow the threshold\b|(?-i:\bE[A-Z]{4,}\b)|✗|❌",
    re.IGNORECASE,
)
# Lines that say only that something failed; the reason stands above them.
_TRAILER = re.compile(
    r"process completed with exit code|exit(?:ed)?(?: with)?(?: status| code)?:? \d+\W*$"
    r"|^make(?:\[\d+\])?: \*\*\*"
    r"|failed to solve|did not complete successfully|the operation was canceled"
    r"|npm (?:ERR!|error) (?:code|errno|A complete log|command|path|\S{0,20}$)"
    r"|^\W*ERROR\W+(?:-> )?\[Help \d|to see the full stack trace of the errors|re-run Maven using"
    r"|for more information about the errors and possible solutions|script returned exit code"
    r"|BUILD FAILURE|build failed\W*$|^\W*error\W*$|^##\[error\]\W*$|command failed with exit"
    r"|\b0 errors?\b|without errors?|no errors?\b",
    re.IGNORECASE,
)
# A hiccup that the tool itself tried to get over is not why it ended.
_HICCUP = re.compile(r"\bretry(?:ing)?\b|\bretries\b|\battempt \d|\bwarn(?:ing)?\b", re.IGNORECASE)
NEAR_THE_END: Final = 25
"""How many lines from its end a log may name the reason in."""


def log_of(step: Step, logs: Sequence[Log]) -> Log | None:
    """
    Return the log that bears the step's name: that of its job, beside it, or the only one.

    An attempt that was superseded has none: the log is that of the last one.
    """
    if step.superseded:
        return None
    named = [log for log in logs if is_log_of(log.name, step.name)]
    folder = step.artifact.rpartition("/")[0]
    of_job = [
        log
        for log in named
        if step.job
        and log_key(log.artifact.rpartition("/")[0].rpartition("/")[2]) == log_key(step.job)
    ]
    beside = [log for log in named if log.artifact.rpartition("/")[0] == folder]
    fitting = of_job or beside or named
    return fitting[0] if len(fitting) == 1 else None


def explained(step: Step, log: Log | None, settings: Settings) -> Step:
    """
    Return *step* with why it ended.

    What the CI system states counts first where it names a cause; then the step's log, read from
    its end; then what the CI system states, whatever it is.
    """
    stated = step.stated_reason
    if stated and (row := _cause(stated, (*settings.categories, *STATED, *CAUSES))):
        return step.model_copy(update={**_told(row, stated, stated), "log": log and log.artifact})
    if log is not None:
        found = _telling(log.lines[-NEAR_THE_END:], settings)
        if found is not None:
            line, row = found
            told = _told(row, line.text) if row else {"reason": quote(line.text.strip(), 200)}
            place = {"log": log.artifact, "log_place": f"line {line.number}"}
            return step.model_copy(update={**told, **place})
    return step.model_copy(
        update={"reason": quote(stated, 200) if stated else None, "log": log and log.artifact}
    )


def _telling(
    lines: Sequence[LogLine], settings: Settings
) -> tuple[LogLine, Category | None] | None:
    """
    Return the last line that says why, with the row that knows it, or None where no line does.

    A plain error gives way to a line above it that decides: a time limit, a lack of memory.
    """
    plain: LogLine | None = None
    for line in reversed(lines):
        if _HICCUP.search(line.text):
            continue
        row = _cause(line.text, (*settings.categories, *CAUSES))
        if row is not None and (plain is None or row.decisive):
            return line, row
        if plain is None and _ERROR_LINE.search(line.text) and not _TRAILER.search(line.text):
            plain = line
    return (plain, None) if plain is not None else None


def _cause(text: str, rows: Sequence[Category]) -> Category | None:
    return next((row for row in rows if row.search(text)), None)


def _told(row: Category, line: str, word: str | None = None) -> dict[str, object]:
    """
    Return what *row* says of a step that ended with *line*.

    Infrastructure is named by its cause; whatever else it was stands in the line itself.
    *word* is what the CI system states where that is a mere word.
    """
    text = quote(line.strip(), 160)
    reason = row.says or text
    if row.says and word is not None:
        reason += f" ({text})"
    elif row.says and row.name != INFRASTRUCTURE:
        reason += f": {text}"
    return {
        "reason": reason,
        "cause": row.name,
        "advice": row.advice,
        "infrastructure": row.name == INFRASTRUCTURE,
    }
