"""Why a step ended as it did: what the CI system states, and what the end of its log says."""

import re
from collections.abc import Sequence
from typing import Final

from reportgen.analysis.steps.lines import bare, is_error, is_finding, is_hiccup
from reportgen.config import INFRASTRUCTURE, Category, Settings
from reportgen.config.categories import BUILT_IN, CAUSES, STATED, UNKNOWN, UNREACHED
from reportgen.model.steps import Log, LogLine, Step, is_log_of, log_key
from reportgen.model.text import quote
from reportgen.wording import phrase

NEAR_THE_END: Final = 25
"""How many lines from its end a log may name the reason in."""
# This machine, as lines about connections name it; its port 53 is a resolver, not a program.
_THIS_MACHINE: Final = re.compile(
    r"(?<![\w.-])(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[?::1\]?)(?![\w-]|\.\w|:53\b)",
    re.IGNORECASE,
)


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
        told = _told(step, row, stated, stated)
        return step.model_copy(update={**told, "log": log and log.artifact})
    if log is not None:
        found = _telling(log.lines[-NEAR_THE_END:], settings)
        if found is not None:
            line, row = found
            text = bare(line.text)
            told = _told(step, row, text) if row else {"reason": quote(text, 200)}
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
    What cannot be had gives way to the line above it that tells why: nobody was reached.
    A place in a file with what is wrong there counts where no line speaks of an error.
    """
    rows = (*settings.categories, *CAUSES)
    found: tuple[LogLine, Category | None] | None = None
    finding: LogLine | None = None
    for line in reversed(lines):
        text = bare(line.text)
        if found is not None and found[1] is not None and found[1].name == "dependency":
            if (row := _cause(text, UNREACHED)) is not None:
                return line, row
            continue
        if is_hiccup(text):
            continue
        row = _cause(text, rows)
        if row is not None and (found is None or row.decisive):
            found = (line, row)
            if not _gives_way(row):
                return found
        elif found is None and is_error(line.text, text):
            found = (line, None)
        elif finding is None and is_finding(text):
            finding = line
    return found or ((finding, None) if finding else None)


def _gives_way(row: Category) -> bool:
    """Whether a line above one that *row* knows may tell more."""
    return row.name == "dependency" or (row.name == UNKNOWN and not row.decisive)


def _cause(text: str, rows: Sequence[Category]) -> Category | None:
    return next((row for row in rows if row.search(text)), None)


def _told(step: Step, row: Category, line: str, word: str | None = None) -> dict[str, object]:
    """
    Return what *row* says of *step*, which ended with *line*.

    Infrastructure is named by its cause; whatever else it was stands in the line itself.
    *word* is what the CI system states where that is a mere word.
    """
    text = quote(line.strip(), 160)
    if _may_be_its_own(step, row, line):
        return {"reason": text}
    reason = phrase(row.says) if row.says else text
    if row.says and word is not None:
        reason += f" ({text})"
    elif row.says and row.name != INFRASTRUCTURE:
        reason += f": {text}"
    return {
        "reason": reason,
        "cause": row.name,
        "advice": phrase(row.advice) if row.advice else row.advice,
        "infrastructure": row.name == INFRASTRUCTURE,
    }


def _may_be_its_own(step: Step, row: Category, line: str) -> bool:
    """
    Whether nobody answered because what *step* deploys did not start.

    Where a deployment asks its own machine and is refused, the line does not tell that from an
    outage. A row of the user's does: they know their services.
    """
    return (
        step.category == "deploy"
        and row.connectivity
        and row in BUILT_IN
        and _THIS_MACHINE.search(line) is not None
    )
