"""A log: the formats that stand in its lines, and its end, which may explain a step."""

from typing import TYPE_CHECKING, Final

from reportgen.artifacts.carrying import Came
from reportgen.artifacts.discovery import Found
from reportgen.artifacts.outcomes import accepted, stumbled
from reportgen.config.limits import amount, raised_by
from reportgen.model.run import Observations, Problem
from reportgen.model.steps import Log
from reportgen.readers import LINES
from reportgen.readers.lines import Gathered, LineReader, StumbledError, gather
from reportgen.readers.source import Source
from reportgen.wording import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

LOG: Final = "log"
"""The format of plain text: worth keeping where a step bears its name."""


def read_log(item: Found, sha256: str, source: Source) -> Came:
    """Collect what the lines of a log hold: several formats may stand in one."""
    gathered, said = _gathered(source)
    slipped = bool(said)
    if source.is_long:
        said.append(_only_lines(source))
    held = [observed for _, observed in gathered.found]
    merged = Observations(
        services=tuple(service for each in held for service in each.services),
        memory=tuple(series for each in held for series in each.memory),
        out_of_memory=tuple(event for each in held for event in each.out_of_memory),
        timestamps=tuple(moment for each in held for moment in each.timestamps),
        problems=(*said, *(problem for each in held for problem in each.problems)),
        log=Log(name=source.stem, artifact=item.path, lines=gathered.tail),
        truncated=slipped or any(each.truncated for each in held),
    )
    name = gathered.found[0][0].NAME if gathered.found else LOG
    return accepted(item, sha256, name, merged)


def _gathered(source: Source) -> tuple[Gathered, list[Problem]]:
    """
    Return what the lines of *source* hold, and which formats failed on them.

    The log is read again without one that failed: what the others find is not lost.
    """
    asked: Sequence[LineReader] = LINES
    slips = list[Problem]()
    while True:
        try:
            return gather(source, asked), slips
        except StumbledError as failed:
            asked = tuple(each for each in asked if each is not failed.reader)
            message = stumbled(failed.__cause__, failed.reader.TITLE)
            slips.append(Problem(kind="unreadable", severity="error", message=message))


def _only_lines(source: Source) -> Problem:
    """Return that formats which are the whole of a file were not tried on *source*."""
    most = amount(source.limits.text)
    message = phrase(
        "more than {most} of text: only formats that stand in lines were looked for; {raised}",
        most=most,
        raised=raised_by("text"),
    )
    return Problem(kind="note", severity="info", message=message)
