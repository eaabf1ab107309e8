"""Which run this is: its moment, and an id that is the same for the same evidence."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from reportgen.config.settings import Project
from reportgen.model.run import Artifact, Run, RunInfo

_ID_BYTES = 5
_LATER = ("base_branch", "job")
"""Facts that came later: a run that does not state them keeps the id it has always had."""


def moment_of(run: Run) -> datetime | None:
    """Return the newest moment that the artifacts state, or None where they state none."""
    return max(run.timestamps, default=None)


def identify(
    facts: RunInfo, project: Project, at: datetime, artifacts: Iterable[Artifact]
) -> RunInfo:
    """
    Return *facts* with the project's name, the moment and an id.

    The id is a time stamp, so that ids sort, and a hash of who ran what: the project, the facts of
    the job, and the artifacts' hashes.
    It is safe as a file name and in a URL.
    """
    named = facts.model_copy(
        update={
            "project": project.name,
            "title": project.title,
            "issue": project.issue,
            "started_at": at,
        }
    )
    digest = blake2b(digest_size=_ID_BYTES)
    unsaid = {name for name in _LATER if getattr(named, name) is None}
    digest.update(named.model_dump_json(exclude={"id"} | unsaid).encode())
    for artifact in artifacts:
        digest.update(f"\0{artifact.path}\0{artifact.sha256}".encode("utf-8", "surrogatepass"))
    return named.model_copy(update={"id": f"{at.year:04d}{at:%m%dT%H%M%SZ}-{digest.hexdigest()}"})
