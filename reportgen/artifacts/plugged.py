"""
Readers of plugins: asked of what no reader of ours takes as a whole.

A plugin takes nothing away: a file that one of our formats claims, even broken, is not offered to
it, and what stands in lines that we know is found beside what it finds.
"""

from collections.abc import Callable, Sequence
from functools import cache

from reportgen.artifacts.carrying import Came
from reportgen.artifacts.discovery import Found
from reportgen.artifacts.outcomes import accepted, bad
from reportgen.artifacts.unclaimed import UNKNOWN
from reportgen.errors import PluginError, ReadError
from reportgen.model.run import Artifact, Observations, Problem
from reportgen.readers import DOCUMENTS, Reader
from reportgen.readers.source import Source


@cache
def _ours() -> frozenset[str]:
    """Return the formats of ours that are the whole of a file."""
    return frozenset({*(reader.NAME for reader in DOCUMENTS), "reportgen-run"})


def extended(
    readers: Sequence[Reader],
    item: Found,
    source: Source,
    came: Came,
    read: Callable[[Reader, Source], Observations],
) -> Came:
    """
    Return *came*, what our own readers made, with what the first of *readers* finds that matches.

    *read* reads a whole file.
    """
    if not _is_free(came.artifact, source):
        return came
    reader, slips = _first(readers, source)
    if reader is not None:
        came = _read(reader, item, source, came, read)
    if slips:
        problems = (*came.artifact.problems, *slips)
        came = came._replace(artifact=came.artifact.model_copy(update={"problems": problems}))
    return came


def _is_free(artifact: Artifact, source: Source) -> bool:
    """Whether no format of ours has claimed the file, be it a broken one."""
    if artifact.format in _ours() or (artifact.status == "rejected" and artifact.format != UNKNOWN):
        return False
    return source.kind != "text" or not source.is_long


def _first(readers: Sequence[Reader], source: Source) -> tuple[Reader | None, list[Problem]]:
    """Return the first that takes the file, and what went wrong with those before it."""
    slips: list[Problem] = []
    for reader in readers:
        try:
            if reader.matches(source):
                return reader, slips
        except PluginError as error:
            slips.append(Problem(kind="plugin", severity="warning", message=error.message))
    return None, slips


def _read(
    reader: Reader,
    item: Found,
    source: Source,
    came: Came,
    read: Callable[[Reader, Source], Observations],
) -> Came:
    sha256, holds_tests = came.artifact.sha256, reader.HOLDS_TESTS
    try:
        observed = read(reader, source)
    except ReadError as error:
        if source.kind != "text":
            rejected = bad(item, sha256, reader.NAME, error.message, error.place)
            rejected = rejected.model_copy(update={"holds_tests": holds_tests})
            return Came(rejected, Observations(), claimed=holds_tests)
        # What its lines hold was found without the plugin, and stays.
        problem = Problem(
            kind="unreadable", severity="error", message=error.message, place=error.place
        )
        observed = Observations(problems=(problem,), truncated=True)
    if source.kind == "text":
        observed = _joined(came.observations, observed)
    return accepted(item, sha256, reader.NAME, observed, holds_tests=holds_tests)


def _joined(lines: Observations, whole: Observations) -> Observations:
    """Return what stands in *lines* of a file, and what it is as a *whole*."""
    return whole.model_copy(
        update={
            "services": (*lines.services, *whole.services),
            "memory": (*lines.memory, *whole.memory),
            "out_of_memory": (*lines.out_of_memory, *whole.out_of_memory),
            "timestamps": (*lines.timestamps, *whole.timestamps),
            "problems": (*lines.problems, *whole.problems),
            "log": lines.log,
            "truncated": lines.truncated or whole.truncated,
        }
    )
