"""
What the CI system says about the run in its environment variables.

Sources: GitHub "Variables reference", GitLab "Predefined CI/CD variables",
Jenkins "Using environment variables", Azure "Predefined variables",
CircleCI "Built-in environment variables", Buildkite
"Environment variables", Bitbucket "Variables and secrets".
Only the named variables are read; the environment as a whole holds secrets.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

from reportgen.model.run import CiName

Environ = Mapping[str, str]


class CiFacts(NamedTuple):
    """What the environment says; None where it does not. Shards are counted from 0."""

    ci: CiName = "none"
    run_key: str | None = None
    commit: str | None = None
    branch: str | None = None
    pull_request: int | None = None
    url: str | None = None
    attempt: int | None = None
    shard_index: int | None = None
    shard_total: int | None = None
    job: str | None = None


def read_environment(environ: Environ) -> CiFacts:
    """Return the facts of the CI system that *environ* names, the most specific one first."""
    for flag, facts in _SYSTEMS:
        value = environ.get(flag, "")
        if value and value.lower() != "false":
            return facts({name: text for name, text in environ.items() if text})
    return CiFacts()


def _number(text: str | None, *, less: int = 0) -> int | None:
    return (
        int(text) - less if text and text.isascii() and text.isdigit() and len(text) < 10 else None
    )


def _first(env: Environ, *names: str) -> str | None:
    return next((env[name] for name in names if name in env), None)


def _github(env: Environ) -> CiFacts:
    run, attempt = env.get("GITHUB_RUN_ID"), _number(env.get("GITHUB_RUN_ATTEMPT")) or 1
    pull = re.fullmatch(r"refs/pull/(\d+)/\w+", env.get("GITHUB_REF", ""))
    on_branch = env.get("GITHUB_REF_TYPE", "branch") == "branch"
    url = None
    if run and "GITHUB_REPOSITORY" in env:
        server = env.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/")
        url = f"{server}/{env['GITHUB_REPOSITORY']}/actions/runs/{run}"
        url += f"/attempts/{attempt}" if attempt > 1 else ""
    return CiFacts(
        "github", run, env.get("GITHUB_SHA"),
        env.get("GITHUB_HEAD_REF")
        or (env.get("GITHUB_REF_NAME") if on_branch and not pull else None),
        _number(pull[1]) if pull else None, url, attempt, job=env.get("GITHUB_JOB"),
    )  # fmt: skip


def _gitlab(env: Environ) -> CiFacts:
    return CiFacts(
        "gitlab", env.get("CI_PIPELINE_ID"),
        _first(env, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA"),
        _first(
            env, "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_BRANCH", "CI_COMMIT_REF_NAME"
        ),
        _number(env.get("CI_MERGE_REQUEST_IID")),
        _first(env, "CI_PIPELINE_URL", "CI_JOB_URL"), None,
        _number(env.get("CI_NODE_INDEX"), less=1), _number(env.get("CI_NODE_TOTAL")),
        env.get("CI_JOB_NAME"),
    )  # fmt: skip


def _jenkins(env: Environ) -> CiFacts:
    branch = _first(env, "CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH")
    return CiFacts(
        "jenkins", env.get("BUILD_NUMBER"), env.get("GIT_COMMIT"),
        branch.removeprefix("origin/") if branch else None,
        _number(_first(env, "CHANGE_ID", "ghprbPullId")),
        env.get("BUILD_URL"), job=env.get("JOB_NAME"),
    )  # fmt: skip


def _azure(env: Environ) -> CiFacts:
    branch = _first(env, "SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH")
    collection, build = env.get("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"), env.get("BUILD_BUILDID")
    url = None
    if collection and build:
        project = quote(env.get("SYSTEM_TEAMPROJECT", ""))
        url = f"{collection.rstrip('/')}/{project}/_build/results?buildId={build}"
    return CiFacts(
        "azure", build, _first(env, "SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_SOURCEVERSION"),
        branch.removeprefix("refs/heads/") if branch else None,
        _number(
            _first(
                env, "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "SYSTEM_PULLREQUEST_PULLREQUESTID"
            )
        ),
        url,
        _number(env.get("SYSTEM_JOBATTEMPT")) or 1,
        _number(env.get("SYSTEM_JOBPOSITIONINPHASE"), less=1),
        _number(env.get("SYSTEM_TOTALJOBSINPHASE")), env.get("SYSTEM_JOBNAME"),
    )  # fmt: skip


def _circleci(env: Environ) -> CiFacts:
    pull = _first(env, "CIRCLE_PR_NUMBER", "CIRCLE_PULL_REQUEST")
    return CiFacts(
        "circleci", env.get("CIRCLE_WORKFLOW_ID"), env.get("CIRCLE_SHA1"), env.get("CIRCLE_BRANCH"),
        _number(pull.rstrip("/").rpartition("/")[2]) if pull else None,
        env.get("CIRCLE_BUILD_URL"), None,
        _number(env.get("CIRCLE_NODE_INDEX")), _number(env.get("CIRCLE_NODE_TOTAL")),
        env.get("CIRCLE_JOB"),
    )  # fmt: skip


def _buildkite(env: Environ) -> CiFacts:
    commit, pull = env.get("BUILDKITE_COMMIT"), env.get("BUILDKITE_PULL_REQUEST")
    return CiFacts(
        "buildkite", env.get("BUILDKITE_BUILD_ID"), commit if commit != "HEAD" else None,
        env.get("BUILDKITE_BRANCH"), _number(pull),
        env.get("BUILDKITE_BUILD_URL"), (_number(env.get("BUILDKITE_RETRY_COUNT")) or 0) + 1,
        _number(env.get("BUILDKITE_PARALLEL_JOB")),
        _number(env.get("BUILDKITE_PARALLEL_JOB_COUNT")),
        env.get("BUILDKITE_LABEL"),
    )  # fmt: skip


def _bitbucket(env: Environ) -> CiFacts:
    number, repository = env.get("BITBUCKET_BUILD_NUMBER"), env.get("BITBUCKET_REPO_FULL_NAME")
    url = f"https://bitbucket.org/{repository}/pipelines/results/{number}" if repository else None
    return CiFacts(
        "bitbucket", number, env.get("BITBUCKET_COMMIT"), env.get("BITBUCKET_BRANCH"),
        _number(env.get("BITBUCKET_PR_ID")),
        url, _number(env.get("BITBUCKET_STEP_RUN_NUMBER")),
        _number(env.get("BITBUCKET_PARALLEL_STEP")),
        _number(env.get("BITBUCKET_PARALLEL_STEP_COUNT")),
        env.get("BITBUCKET_STEP_UUID"),
    )  # fmt: skip


_SYSTEMS: Final[tuple[tuple[str, Callable[[Environ], CiFacts]], ...]] = (
    ("GITHUB_ACTIONS", _github),
    ("GITLAB_CI", _gitlab),
    ("TF_BUILD", _azure),
    ("CIRCLECI", _circleci),
    ("BUILDKITE", _buildkite),
    ("BITBUCKET_BUILD_NUMBER", _bitbucket),
    ("JENKINS_URL", _jenkins),
)
