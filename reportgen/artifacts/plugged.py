"""
Readers of plugins: asked of what no reader of ours takes as a whole.

A plugin takes nothing away: a file that one of our formats claims, even broken, is not offered to
it, and what stands in lines that we know is found beside what it finds.
"""

from collections.abc import Callable, Sequence
from typing import Final

from reportgen.artifacts.discovery import Found
from reportgen.artifacts.outcomes import accepted, bad, duplicate
from reportgen.artifacts.unclaimed import UNKNOWN
from reportgen.errors import PluginError, ReadError
from reportgen.model.run import Artifact, Observations, Problem
from reportgen.readers import DOCUMENTS, Reader
from reportgen.readers.source import Source

_OURS: Final = frozenset({*(reader.NAME for reader in DOCUMENTS), "reportgen-run"})
Outcome = tuple[Artifact, Observations]


def extended(
    readers: Sequence[Reader],
    item: Found,
    source: Source,
    outcome: Outcome,
    known: dict[str, str],
    read: Callable[[Reader, Source], Observations],
) -> Outcome:
    """
    Return *outcome*, that of our own readers, with what the first of *readers* finds that matches.

    *known* maps hashes of results to the paths they were met at; *read* reads a whole file.
    """
    artifact, observations = outcome
    if not _is_free(artifact, source):
        return outcome
    reader, slips = _first(readers, source)
    if reader is not None:
        artifact, observations = _read(reader, item, source, outcome, known, read)
    if slips:
        artifact = artifact.model_copy(update={"problems": (*artifact.problems, *slips)})
    return artifact, observations


def _is_free(artifact: Artifact, source: Source) -> bool:
    """Whether no format of ours has claimed the file, be it a broken one."""
    if artifact.format in _OURS or (artifact.status == "rejected" and artifact.format != UNKNOWN):
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
    outcome: Outcome,
    known: dict[str, str],
    read: Callable[[Reader, Source], Observations],
) -> Outcome:
    artifact, beside = outcome
    sha256, holds_tests = artifact.sha256, reader.HOLDS_TESTS
    first = known.setdefault(sha256, item.path) if holds_tests else item.path
    if first != item.path:
        return duplicate(item, sha256, reader, first), Observations()
    try:
        observed = read(reader, source)
    except ReadError as error:
        if source.kind != "text":
            rejected = bad(item, sha256, reader.NAME, error.message, error.place)
            return rejected.model_copy(update={"holds_tests": holds_tests}), Observations()
        # What its lines hold was found without the plugin, and stays.
        problem = Problem(
            kind="unreadable", severity="error", message=error.message, place=error.place
        )
        observed = Observations(problems=(problem,), truncated=True)
    if source.kind == "text":
        observed = _joined(beside, observed)
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
