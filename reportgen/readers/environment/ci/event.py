"""
The event that started a GitHub workflow, as the runner lays it on disk.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
On pull requests ``GITHUB_SHA`` is a merge commit that exists for this run alone; the commit that
people know stands in ``pull_request.head.sha``.
Gitea and Forgejo write the same.
"""

from io import BytesIO
from typing import Any, NamedTuple

from reportgen.errors import ReadError
from reportgen.patterns import pattern
from reportgen.readers.environment.ci.values import Var, name_of, number_of
from reportgen.readers.source import Source

_COMMIT = pattern(r"[0-9a-fA-F]{40}(?:[0-9a-fA-F]{24})?")


class PullRequest(NamedTuple):
    """The pull request of the event; None where the event does not say."""

    number: int | None = None
    commit: str | None = None
    branch: str | None = None
    base_branch: str | None = None


def pull_request_of(data: bytes) -> PullRequest:
    """Return the pull request that the event in *data* is about, as far as it can be read."""
    try:
        document = Source("event.json", lambda: BytesIO(data)).document
    except (ReadError, ValueError, RecursionError):
        return PullRequest()
    pull = _at(document, "pull_request")
    head = {"sha": _at(pull, "head", "sha"), "ref": _at(pull, "head", "ref")}
    texts = {name: text for name, text in head.items() if isinstance(text, str)}
    base, number = _at(pull, "base", "ref"), _at(pull, "number")
    if isinstance(base, str):
        texts["base"] = base
    if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**9:
        texts["number"] = str(number)
    commit = texts.get("sha", "")
    return PullRequest(
        number=number_of(texts, (Var("number"),)),
        commit=commit if _COMMIT.fullmatch(commit) else None,
        branch=name_of(texts, (Var("ref"),)),
        base_branch=name_of(texts, (Var("base"),)),
    )


def _at(value: Any, *keys: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what stands in *value* under *keys*, or None where that is no object."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
