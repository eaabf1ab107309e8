"""
A GitHub Actions run as ``gh run view --json jobs`` writes it.

https://cli.github.com/manual/gh_run_view
The REST API's jobs in camel case.
What has not ended has the conclusion ``""`` and ends in the year 1, or at null in older versions.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.readers.github import Keys, read_jobs
from reportgen.readers.jobs import Item, objects
from reportgen.readers.source import Source

NAME: Final = "github-run-view"
TITLE: Final = "GitHub run view"
HINT: Final = "gh run view ID --json attempt,conclusion,headSha,jobs,status,url > run.json"
HOLDS_TESTS: Final = False

_KEYS: Final = Keys("startedAt", "completedAt", "attempt", "databaseId", "url")


def matches(source: Source) -> bool:
    """Whether it is one run whose jobs have the identifiers and words of ``gh``."""
    if source.kind != "json":
        return False
    document = source.document
    jobs = document.get("jobs") if isinstance(document, dict) else None
    if not isinstance(jobs, list) or (not jobs and "databaseId" not in document):
        return False
    return all(
        isinstance(job, dict) and {"databaseId", "name", "status", "conclusion"} <= job.keys()
        for job in jobs
    )


def read(source: Source) -> Observations:
    """Return the steps of the jobs, in the run's order; the attempt is the run's."""
    document = source.document
    jobs = (
        Item(at, {"attempt": document.get("attempt"), **job})
        for at, job in objects(document["jobs"], "jobs")
    )
    return read_jobs(source.path, jobs, _KEYS)
