"""The facts of a run, from the row of the CI system that the environment names."""

from collections.abc import Callable
from typing import NamedTuple

from reportgen.model.run import CiName
from reportgen.patterns import pattern
from reportgen.readers.environment.ci.event import PullRequest, pull_request_of
from reportgen.readers.environment.ci.systems import SYSTEMS, System
from reportgen.readers.environment.ci.values import (
    Environ,
    is_on,
    name_of,
    number_of,
    text_of,
    url_of,
)

_COMMIT = pattern(r"(?!HEAD$)[\w.:@/+-]+")
"""One word, whatever the version control; ``HEAD`` is what was asked for and no commit."""


class CiFacts(NamedTuple):
    """What the environment says; None where it does not. Shards are counted from 0."""

    ci: CiName = "none"
    run_key: str | None = None
    commit: str | None = None
    branch: str | None = None
    base_branch: str | None = None
    pull_request: int | None = None
    url: str | None = None
    attempt: int | None = None
    shard_index: int | None = None
    shard_total: int | None = None
    job: str | None = None


def read_environment(
    environ: Environ, read_event: Callable[[str], bytes | None] = lambda _: None
) -> CiFacts:
    """
    Return the facts of the CI system that *environ* names, the most specific one first.

    *read_event* returns the content of the file that describes what started the run, or None.
    """
    for system in SYSTEMS:
        if is_on(environ, system.flag):
            return _facts(system, environ, read_event)
    return CiFacts()


def _facts(system: System, environ: Environ, read_event: Callable[[str], bytes | None]) -> CiFacts:
    pull = _pull_request(system, environ, read_event)
    index = number_of(environ, system.shard, least=0)
    total = number_of(environ, system.shards)
    if index is not None and total is not None and index >= total:
        index = total = None  # one of them is wrong, and nobody knows which
    commit = text_of(environ, system.commit) or ""
    return CiFacts(
        ci=system.ci,
        run_key=text_of(environ, system.run),
        commit=pull.commit or (commit if _COMMIT.fullmatch(commit) else None),
        branch=pull.branch or name_of(environ, system.branch),
        base_branch=pull.base_branch or name_of(environ, system.base),
        pull_request=pull.number or number_of(environ, system.pull),
        url=url_of(environ, system.url),
        attempt=number_of(environ, system.attempt),
        shard_index=index,
        shard_total=total,
        job=text_of(environ, system.job),
    )


def _pull_request(
    system: System, environ: Environ, read_event: Callable[[str], bytes | None]
) -> PullRequest:
    """Return the pull request of the event, where the run is one of a pull request."""
    path = text_of(environ, system.event)
    is_of_pull_request = environ.get("GITHUB_EVENT_NAME", "").startswith(
        "pull_request"
    ) or environ.get("GITHUB_REF", "").startswith("refs/pull/")
    data = read_event(path) if path and is_of_pull_request else None
    return pull_request_of(data) if data is not None else PullRequest()
