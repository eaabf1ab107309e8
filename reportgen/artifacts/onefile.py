"""
One file: hashed, read, and without its secrets, whatever is wrong with it.

The only place that catches what a reader raises:
it costs that file and becomes a problem of the report.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from reportgen.artifacts.carrying import Came
from reportgen.artifacts.discovery import Found
from reportgen.artifacts.logs import read_log
from reportgen.artifacts.outcomes import accepted, artifact_of, bad, stumbled
from reportgen.artifacts.plugged import extended
from reportgen.artifacts.unclaimed import UNKNOWN, claims_a_format, opinion_of
from reportgen.config import Limits
from reportgen.errors import ReadError
from reportgen.model.run import Artifact, Observations, Problem
from reportgen.readers import DOCUMENTS, Reader
from reportgen.readers.bounds import Bounds
from reportgen.readers.source import CHUNK, Source
from reportgen.redaction import Redactor, redacted
from reportgen.wording import phrase


class Settings(NamedTuple):
    """What decides how a file is read."""

    variant_properties: tuple[str, ...]
    redactor: Redactor | None
    limits: Limits
    clock: Callable[[], float]
    more: Sequence[Reader]


def came_of(item: Found, settings: Settings, known: Mapping[str, str]) -> Came:
    """Return what came of a file, without secrets; *known* maps hashes to where they were met."""
    bounds = Bounds(settings.limits, settings.clock)
    source = Source(item.path, item.opener, settings.variant_properties, bounds)
    came = _read(item, source, known)
    if settings.more and came.artifact.sha256:
        came = extended(settings.more, item, source, came, _read_document)
    return without_secrets(item, came, settings.redactor)


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
            return read_log(item, sha256, source)
        return Came(_unclaimed(item, sha256, source), Observations())
    except ReadError as error:
        name, message, place = _format(reader, source), error.message, error.place
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        name, message, place = UNKNOWN, phrase("cannot be read: {reason}", reason=reason), ""
    except Exception as error:  # noqa: BLE001 - whatever a reader does costs this file and no other
        message = stumbled(error, reader.TITLE if reader else phrase("any format"))
        name, place = _format(reader, source), ""
    claimed = reader is not None and reader.HOLDS_TESTS
    return Came(bad(item, sha256, name, message, place), Observations(), claimed=claimed)


def without_secrets(item: Found, came: Came, redactor: Redactor | None) -> Came:
    """Return it without secrets, and how many; what cannot be looked through is not shown."""
    if redactor is None:
        return came
    mine = redactor.apart()
    artifact, observations = came.artifact, came.observations
    try:
        artifact, observations = redacted((artifact, observations), mine)
    except Exception as error:  # noqa: BLE001 - the same boundary, for the same file
        # The error's own text may quote what was to be taken out.
        message = phrase(
            "a fault of reportgen's own while secrets were looked for ({error})",
            error=type(error).__name__,
        )
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
        message=phrase(
            "ends in the middle of a document ({reason}); what stands before it was read",
            reason=source.broken.message,
        ),
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


def _unclaimed(item: Found, sha256: str, source: Source) -> Artifact:
    status, name, message, holds_tests = opinion_of(source)
    if status == "rejected":
        return bad(item, sha256, name, message, "").model_copy(update={"holds_tests": holds_tests})
    note = Problem(kind="note", severity="info", message=message)
    return artifact_of(item, sha256, name, status, (note,) if message else ())
