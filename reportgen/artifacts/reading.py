"""
Read every artifact once, hash it, and keep going when one is bad.

The only place that catches what a reader raises:
it costs that file and becomes a problem of the report.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import BinaryIO, Final, NamedTuple

from reportgen.artifacts.carrying import Came, packed, unpacked
from reportgen.artifacts.discovery import Found
from reportgen.artifacts.outcomes import (
    SLIP,
    accepted,
    artifact_of,
    bad,
    duplicate,
    stumbled,
)  # fmt: skip
from reportgen.artifacts.overlaps import settle
from reportgen.artifacts.pieces import join
from reportgen.artifacts.plugged import extended
from reportgen.artifacts.restated import File, restated, told
from reportgen.artifacts.sharing import processes_for, side_by_side
from reportgen.artifacts.unclaimed import UNKNOWN, claims_a_format, opinion_of
from reportgen.config import Limits
from reportgen.config.limits import amount, raised_by
from reportgen.errors import ReadError
from reportgen.model.run import Artifact, Observations, Problem, Run
from reportgen.model.steps import Log, is_log_of
from reportgen.readers import DOCUMENTS, LINES, Reader
from reportgen.readers.bounds import Bounds, stopped
from reportgen.readers.lines import Gathered, LineReader, StumbledError, gather
from reportgen.readers.source import CHUNK, Source
from reportgen.redaction import Redactor, redacted

_LIMITS: Final = Limits()
Progress = Callable[[int], None]

LOG: Final = "log"
"""The format of plain text: worth keeping where a step bears its name."""


def read_run(  # noqa: PLR0913 - none is like another, and all but the first have a default
    found: Sequence[Found],
    progress: Progress = lambda _: None,
    variant_properties: tuple[str, ...] = (),
    shards: tuple[str, ...] = (),
    redactor: Redactor | None = None,
    limits: Limits = _LIMITS,
    clock: Callable[[], float] = stopped,
    *,
    more: Sequence[Reader] = (),
    processes: int = 1,
) -> Run:
    """
    Return all that *found* holds.

    *variant_properties* name the properties that tell the same test in two environments apart,
    *shards* are patterns of folders whose names do not.
    No file takes more than *limits* allow; how long one takes is told by *clock*, in seconds: by
    default it stands still, so that the same input gives the same run.
    What *redactor* finds is taken out of every text as soon as a file is read, and counted.
    *progress* is called with the number of bytes of each file when it is done.
    *more* readers, those of plugins, are asked of what no reader of ours takes as a whole.
    At most so many *processes* read, where that is worth it; what comes of it is the same. More
    than one is for a process without threads.
    """
    settings = _Settings(variant_properties, redactor, limits, clock, more)
    artifacts: list[Artifact] = []
    observed: list[Observations] = []
    for artifact, observations in _every(found, settings, progress, processes):
        artifacts.append(artifact)
        observed.append(observations)
    artifacts, observed = join(artifacts, observed)
    steps = tuple(step for each in observed for step in each.steps)
    names = tuple(dict.fromkeys(step.name for step in steps))
    logs = tuple(
        each.log
        for each in observed
        if each.log and any(is_log_of(each.log.name, name) for name in names)
    )
    explaining = {log.artifact for log in logs}
    holding = [n for n, each in enumerate(observed) if each.cases]
    files = [File(artifacts[n].path, artifacts[n].format, observed[n].cases) for n in holding]
    again = {holding[at]: path for at, path in restated(files).items()}
    for n, problem in told(again, observed).items():
        problems = (*artifacts[n].problems, problem)
        artifacts[n] = artifacts[n].model_copy(update={"problems": problems})
    holding = [n for n in holding if n not in again]
    overlaps = settle([(artifacts[n].path, observed[n].cases) for n in holding], shards)
    for path, problem in overlaps.problems.items():
        n = next(n for n in holding if artifacts[n].path == path)
        problems = (*artifacts[n].problems, problem)
        artifacts[n] = artifacts[n].model_copy(update={"problems": problems})
    # All of it was checked when it was observed.
    return Run.model_construct(
        artifacts=tuple(
            _unexplaining(artifact)
            if artifact.format == LOG and not artifact.is_broken and artifact.path not in explaining
            else artifact
            for artifact in artifacts
        ),
        cases=[case for held in overlaps.cases for case in held],
        services=tuple(service for each in observed for service in each.services),
        memory=tuple(series for each in observed for series in each.memory),
        out_of_memory=tuple(event for each in observed for event in each.out_of_memory),
        steps=steps,
        coverage=tuple(each for seen in observed for each in seen.coverage),
        inventories=tuple(each.inventory for each in observed if each.inventory is not None),
        logs=logs,
        timestamps=tuple(moment for each in observed for moment in each.timestamps),
        results_at={
            artifacts[n].path: max(observed[n].timestamps)
            for n in holding
            if observed[n].timestamps
        },
        redacted=dict(sorted(redactor.counts.items())) if redactor else {},
    )


def _unexplaining(artifact: Artifact) -> Artifact:
    """Return a log that nothing is known from, with why it is left aside."""
    why = Problem(
        kind="note",
        severity="info",
        message="text in which no format is recognised, and no step bears its name",
    )
    return artifact.model_copy(update={"status": "ignored", "problems": (*artifact.problems, why)})


class _Settings(NamedTuple):
    """What decides how a file is read."""

    variant_properties: tuple[str, ...]
    redactor: Redactor | None
    limits: Limits
    clock: Callable[[], float]
    more: Sequence[Reader]


def _every(
    found: Sequence[Found], settings: _Settings, progress: Progress, processes: int
) -> Iterator[tuple[Artifact, Observations]]:
    """Yield what came of each file, in their order; the same results are counted once."""
    known: dict[str, str] = {}
    redactor = settings.redactor
    for item, each in zip(
        found, _in_order(found, settings, known, progress, processes), strict=True
    ):
        came = each
        first = known.setdefault(came.artifact.sha256, item.path) if came.claimed else item.path
        if first != item.path:
            twice = duplicate(item, came.artifact.sha256, came.artifact.format, first)
            came = _redacted(item, Came(twice, Observations()), redactor)
        if redactor is not None:
            redactor.counts.update(came.redacted)
        yield came.artifact, came.observations


def _in_order(
    found: Sequence[Found],
    settings: _Settings,
    known: dict[str, str],
    progress: Progress,
    processes: int,
) -> Iterator[Came]:
    """Yield what came of each file. What is *known* to be the same results is not read again."""
    sizes = [item.size for item in found]
    count = processes_for(sizes, processes)
    if count == 1:
        for item in found:
            yield _came(item, settings, known)
            progress(item.size)
        return
    # In which order files are read says nothing about which of the same results is the first.
    kept: list[Came | None] = [None] * len(found)
    work = side_by_side(
        sizes, lambda place: _came(found[place], settings, {}), packed, unpacked, count
    )
    with closing(work):
        for place, came in work:
            kept[place] = came
            progress(sizes[place])
    for place, held in enumerate(kept):
        kept[place] = None
        assert held is not None  # noqa: S101 - each place has come
        yield held


def _came(item: Found, settings: _Settings, known: Mapping[str, str]) -> Came:
    """Return what came of a file, without secrets; *known* maps hashes to where they were met."""
    bounds = Bounds(settings.limits, settings.clock)
    source = Source(item.path, item.opener, settings.variant_properties, bounds)
    came = _read(item, source, known)
    if settings.more and came.artifact.sha256:
        came = extended(settings.more, item, source, came, _read_document)
    return _redacted(item, came, settings.redactor)


def _read(item: Found, source: Source, known: Mapping[str, str]) -> Came:
    """Return what came of a file; that its hash is *known* to be of results is enough of it."""
    if item.refusal is not None:
        return Came(bad(item, "", UNKNOWN, item.refusal, ""), Observations())
    sha256 = ""
    reader: Reader | None = None
    try:
        with item.opener() as stream:
            sha256 = _hash(stream)
        if source.kind != "text" or not source.is_long:
            reader = next((each for each in DOCUMENTS if each.matches(source)), None)
        if reader is not None:
            # Results count once. Elsewhere the name is part of the meaning: two logs with the same
            # line explain two steps.
            claimed = reader.HOLDS_TESTS
            if claimed and sha256 in known:
                again = artifact_of(item, sha256, reader.NAME, "ignored", ())
                return Came(again, Observations(), claimed=True)
            return accepted(
                item, sha256, reader.NAME, _read_document(reader, source), holds_tests=claimed
            )
        if source.kind == "text" and not claims_a_format(source):
            return _read_log(item, sha256, source)
        return Came(_unclaimed(item, sha256, source), Observations())
    except ReadError as error:
        name, message, place = _format(reader, source), error.message, error.place
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        name, message, place = UNKNOWN, f"cannot be read: {reason}", ""
    except Exception as error:  # noqa: BLE001 - whatever a reader does costs this file and no other
        message = stumbled(error, reader.TITLE if reader else "any format")
        name, place = _format(reader, source), ""
    claimed = reader is not None and reader.HOLDS_TESTS
    return Came(bad(item, sha256, name, message, place), Observations(), claimed=claimed)


def _redacted(item: Found, came: Came, redactor: Redactor | None) -> Came:
    """Return it without secrets, and how many; what cannot be looked through is not shown."""
    if redactor is None:
        return came
    mine = redactor.apart()
    artifact, observations = came.artifact, came.observations
    try:
        artifact, observations = redacted((artifact, observations), mine)
    except Exception as error:  # noqa: BLE001 - the same boundary, for the same file
        # The error's own text may quote what was to be taken out.
        message = f"{SLIP} while secrets were looked for ({type(error).__name__})"
        artifact = bad(item, artifact.sha256, artifact.format, message, "")
        observations = Observations()
    return Came(artifact, observations, came.claimed, dict(mine.counts))


def _read_document(reader: Reader, source: Source) -> Observations:
    """Return what *reader* finds; JSON lines that end in the middle of one are told to be cut."""
    observed = reader.read(source)
    if source.kind != "json" or source.broken is None:
        return observed
    problem = Problem(
        kind="truncated",
        severity="error",
        message=f"ends in the middle of a document ({source.broken.message}); "
        "what stands before it was read",
        place=source.broken.place,
    )
    return observed.model_copy(
        update={"problems": (*observed.problems, problem), "truncated": True}
    )


def _hash(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def _format(reader: Reader | None, source: Source) -> str:
    """Return what a broken file most likely was meant to be."""
    if reader is not None:
        return reader.NAME
    try:
        kind = source.kind
    except Exception:  # noqa: BLE001 - why it cannot be read is told already
        kind = "binary"
    if kind == "xml" or source.path.lower().endswith((".xml", ".trx", ".xml.gz", ".trx.gz")):
        return "junit"
    return kind if kind == "json" else UNKNOWN


def _read_log(item: Found, sha256: str, source: Source) -> Came:
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
    message = f"more than {most} of text: only formats that stand in lines were looked for; "
    return Problem(kind="note", severity="info", message=message + raised_by("text"))


def _unclaimed(item: Found, sha256: str, source: Source) -> Artifact:
    status, name, message, holds_tests = opinion_of(source)
    if status == "rejected":
        return bad(item, sha256, name, message, "").model_copy(update={"holds_tests": holds_tests})
    note = Problem(kind="note", severity="info", message=message)
    return artifact_of(item, sha256, name, status, (note,) if message else ())
