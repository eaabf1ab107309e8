"""What the CI system states about the run, and that nothing else of the environment is read."""

import json
from typing import Any

import pytest

from reportgen.readers.environment import CiFacts, read_environment

SHA = "4f2a9c1d" * 5
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_RUN_ID": "17",
    "GITHUB_RUN_NUMBER": "8",
    "GITHUB_RUN_ATTEMPT": "2",
    "GITHUB_SHA": "abc",
    "GITHUB_REPOSITORY": "o/r",
    "GITHUB_SERVER_URL": "https://ghe.example/",
    "GITHUB_JOB": "unit",
}
PULL = {
    **GITHUB,
    "GITHUB_REF": "refs/pull/9/merge",
    "GITHUB_REF_NAME": "9/merge",
    "GITHUB_REF_TYPE": "branch",
    "GITHUB_HEAD_REF": "topic",
    "GITHUB_BASE_REF": "main",
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_EVENT_PATH": "/srv/ci/event.json",
    "GITHUB_RUN_ATTEMPT": "1",
}
RUN = "https://ghe.example/o/r/actions/runs/17"
TRAVIS = {"TRAVIS": "true", "TRAVIS_COMMIT": "merge", "TRAVIS_BRANCH": "main"}
DRONE = {"DRONE": "true", "DRONE_COMMIT_SHA": "abc", "DRONE_BRANCH": "main"}
APPVEYOR = {"APPVEYOR": "True", "APPVEYOR_REPO_COMMIT": "merge", "APPVEYOR_REPO_BRANCH": "main"}
JENKINS = {"JENKINS_URL": "https://j/", "GIT_COMMIT": "abc"}

SYSTEMS: tuple[tuple[str, dict[str, str], dict[str, Any]], ...] = (
    ("none", {}, {}),
    ("some-ci", {"CI": "true"}, {}),
    ("said-to-be-off", {**GITHUB, "GITHUB_ACTIONS": "false"}, {}),
    ("empty-is-unset", {**GITHUB, "GITHUB_ACTIONS": ""}, {}),
    ("woodpecker-is-not-drone", {"CI": "woodpecker", "CI_COMMIT_SHA": "abc"}, {}),
    (
        "github-push",
        {**GITHUB, "GITHUB_REF": "refs/heads/x/y", "GITHUB_HEAD_REF": ""},
        {"ci": "github", "run_key": "17", "commit": "abc", "branch": "x/y", "job": "unit",
         "url": f"{RUN}/attempts/2", "attempt": 2},
    ),
    (
        "github-pull-request",
        PULL,
        {"ci": "github", "run_key": "17", "commit": "abc", "branch": "topic", "job": "unit",
         "base_branch": "main", "pull_request": 9, "url": RUN, "attempt": 1},
    ),
    (
        "github-tag",
        {**GITHUB, "GITHUB_REF": "refs/tags/v1", "GITHUB_REF_NAME": "v1",
         "GITHUB_REF_TYPE": "tag", "GITHUB_RUN_ATTEMPT": "x"},
        {"ci": "github", "run_key": "17", "commit": "abc", "url": RUN, "job": "unit"},
    ),
    (
        "github-name-alone",
        {"GITHUB_ACTIONS": "true", "GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "x"},
        {"ci": "github", "branch": "x"},
    ),
    (
        "gitea",
        {**GITHUB, "GITEA_ACTIONS": "true", "GITHUB_REF": "refs/heads/x"},
        {"ci": "github", "run_key": "17", "commit": "abc", "branch": "x", "job": "unit",
         "url": "https://ghe.example/o/r/actions/runs/8", "attempt": 2},
    ),
    (
        "gitlab-shard",
        {"GITLAB_CI": "true", "CI_PIPELINE_ID": "5", "CI_COMMIT_SHA": "abc", "CI_NODE_TOTAL": "4",
         "CI_COMMIT_BRANCH": "main", "CI_PIPELINE_URL": "https://gl/p/5", "CI_NODE_INDEX": "2",
         "CI_JOB_NAME": "unit 2/4"},
        {"ci": "gitlab", "run_key": "5", "commit": "abc", "branch": "main",
         "url": "https://gl/p/5", "shard_index": 1, "shard_total": 4, "job": "unit 2/4"},
    ),
    (
        "gitlab-merge-request",
        {"GITLAB_CI": "true", "CI_COMMIT_SHA": "merged", "CI_MERGE_REQUEST_IID": "3",
         "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "topic", "CI_COMMIT_REF_NAME": "topic",
         "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "abc",
         "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_JOB_URL": "https://gl/j/6"},
        {"ci": "gitlab", "commit": "abc", "branch": "topic", "base_branch": "main",
         "pull_request": 3, "url": "https://gl/j/6"},
    ),
    (
        "gitlab-tag",
        {"GITLAB_CI": "true", "CI_COMMIT_REF_NAME": "v1", "CI_COMMIT_TAG": "v1"},
        {"ci": "gitlab"},
    ),
    (
        "jenkins",
        {**JENKINS, "BUILD_NUMBER": "8", "GIT_BRANCH": "origin/feature/a", "JOB_NAME": "shop",
         "BUILD_URL": "https://j/8/"},
        {"ci": "jenkins", "run_key": "8", "commit": "abc", "branch": "feature/a",
         "url": "https://j/8/", "job": "shop"},
    ),
    (
        "jenkins-pull-request",
        {**JENKINS, "CHANGE_ID": "34", "CHANGE_BRANCH": "z", "CHANGE_TARGET": "main",
         "BRANCH_NAME": "PR-34", "GIT_BRANCH": "PR-34"},
        {"ci": "jenkins", "commit": "abc", "branch": "z", "base_branch": "main",
         "pull_request": 34},
    ),
    (
        "jenkins-pull-request-without-branch",
        {**JENKINS, "CHANGE_ID": "34", "BRANCH_NAME": "PR-34", "GIT_BRANCH": "PR-34"},
        {"ci": "jenkins", "commit": "abc", "pull_request": 34},
    ),
    (
        "jenkins-pull-request-builder",
        {**JENKINS, "ghprbPullId": "5", "ghprbActualCommit": "def", "ghprbSourceBranch": "z",
         "ghprbTargetBranch": "main", "GIT_BRANCH": "origin/pr/5/merge"},
        {"ci": "jenkins", "commit": "def", "branch": "z", "base_branch": "main",
         "pull_request": 5},
    ),
    (
        "jenkins-gitlab-merge-request",
        {**JENKINS, "gitlabMergeRequestIid": "6", "gitlabMergeRequestLastCommit": "def",
         "gitlabSourceBranch": "z", "gitlabTargetBranch": "main", "GIT_BRANCH": "origin/main"},
        {"ci": "jenkins", "commit": "def", "branch": "z", "base_branch": "main",
         "pull_request": 6},
    ),
    (
        "jenkins-gitlab-push",
        {**JENKINS, "gitlabSourceBranch": "main", "gitlabTargetBranch": "main",
         "gitlabMergeRequestLastCommit": "def", "GIT_BRANCH": "origin/main"},
        {"ci": "jenkins", "commit": "abc", "branch": "main"},
    ),
    (
        "jenkins-with-another-remote",
        {**JENKINS, "GIT_BRANCH": "upstream/topic", "GIT_LOCAL_BRANCH": "topic"},
        {"ci": "jenkins", "commit": "abc", "branch": "topic"},
    ),
    (
        "jenkins-without-an-address",
        {"JENKINS_HOME": "/var/lib/jenkins", "BUILD_NUMBER": "3", "SVN_REVISION": "4711"},
        {"ci": "jenkins", "run_key": "3", "commit": "4711"},
    ),
    ("jenkins-detached", {**JENKINS, "GIT_BRANCH": "detached"}, {"ci": "jenkins", "commit": "abc"}),
    (
        "jenkins-inside-another",
        {**JENKINS, "GITLAB_CI": "true", "CI_COMMIT_SHA": "def"},
        {"ci": "gitlab", "commit": "def"},
    ),
    (
        "azure",
        {"TF_BUILD": "True", "BUILD_BUILDID": "4", "BUILD_SOURCEVERSION": "abc",
         "BUILD_SOURCEBRANCH": "refs/heads/a/b", "SYSTEM_TEAMPROJECT": "a b",
         "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI": "https://az/o/", "SYSTEM_JOBATTEMPT": "3",
         "SYSTEM_JOBPOSITIONINPHASE": "3", "SYSTEM_TOTALJOBSINPHASE": "5",
         "SYSTEM_JOBNAME": "unit"},
        {"ci": "azure", "run_key": "4", "commit": "abc", "branch": "a/b", "attempt": 3,
         "url": "https://az/o/a%20b/_build/results?buildId=4", "shard_index": 2,
         "shard_total": 5, "job": "unit"},
    ),
    (
        "azure-pull-request",
        {"TF_BUILD": "True", "BUILD_SOURCEVERSION": "merged",
         "BUILD_SOURCEBRANCH": "refs/pull/56/merge",
         "SYSTEM_PULLREQUEST_SOURCECOMMITID": "abc",
         "SYSTEM_PULLREQUEST_SOURCEBRANCH": "refs/heads/q",
         "SYSTEM_PULLREQUEST_TARGETBRANCH": "main", "SYSTEM_PULLREQUEST_PULLREQUESTID": "889",
         "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "56"},
        {"ci": "azure", "commit": "abc", "branch": "q", "base_branch": "main",
         "pull_request": 56},
    ),
    (
        "azure-matrix",
        {"TF_BUILD": "True", "SYSTEM_JOBPOSITIONINPHASE": "3", "SYSTEM_TOTALJOBSINPHASE": "5",
         "SYSTEM_PARALLELEXECUTIONTYPE": "MultiConfiguration"},
        {"ci": "azure"},
    ),
    (
        "azure-slices",
        {"TF_BUILD": "True", "SYSTEM_JOBPOSITIONINPHASE": "3", "SYSTEM_TOTALJOBSINPHASE": "5",
         "SYSTEM_PARALLELEXECUTIONTYPE": "MultiMachine"},
        {"ci": "azure", "shard_index": 2, "shard_total": 5},
    ),
    (
        "azure-tag",
        {"TF_BUILD": "True", "BUILD_SOURCEBRANCH": "refs/tags/v1"},
        {"ci": "azure"},
    ),
    (
        "circleci",
        {"CIRCLECI": "true", "CIRCLE_SHA1": "abc", "CIRCLE_BRANCH": "x", "CIRCLE_NODE_INDEX": "0",
         "CIRCLE_NODE_TOTAL": "2", "CIRCLE_PULL_REQUEST": "https://github.com/o/r/pull/12"},
        {"ci": "circleci", "commit": "abc", "branch": "x", "pull_request": 12, "shard_index": 0,
         "shard_total": 2},
    ),
    (
        "buildkite",
        {"BUILDKITE": "true", "BUILDKITE_COMMIT": "HEAD", "BUILDKITE_PULL_REQUEST": "false",
         "BUILDKITE_RETRY_COUNT": "1", "BUILDKITE_BRANCH": "main",
         "BUILDKITE_PULL_REQUEST_BASE_BRANCH": ""},
        {"ci": "buildkite", "branch": "main", "attempt": 2},
    ),
    (
        "bitbucket",
        {"BITBUCKET_BUILD_NUMBER": "6", "BITBUCKET_COMMIT": "abc", "BITBUCKET_PR_ID": "2",
         "BITBUCKET_PR_DESTINATION_BRANCH": "main", "BITBUCKET_REPO_FULL_NAME": "o/r",
         "BITBUCKET_STEP_RUN_NUMBER": "2", "BITBUCKET_PARALLEL_STEP": "1",
         "BITBUCKET_PARALLEL_STEP_COUNT": "3"},
        {"ci": "bitbucket", "run_key": "6", "commit": "abc", "base_branch": "main",
         "pull_request": 2, "url": "https://bitbucket.org/o/r/pipelines/results/6",
         "attempt": 2, "shard_index": 1, "shard_total": 3},
    ),
    (
        "bitbucket-tag",
        {"BITBUCKET_BUILD_NUMBER": "6", "BITBUCKET_TAG": "v1", "BITBUCKET_WORKSPACE": "o",
         "BITBUCKET_REPO_SLUG": "r"},
        {"ci": "bitbucket", "run_key": "6",
         "url": "https://bitbucket.org/o/r/pipelines/results/6"},
    ),
    (
        "travis-push",
        {**TRAVIS, "TRAVIS_PULL_REQUEST": "false", "TRAVIS_BUILD_ID": "7",
         "TRAVIS_JOB_NUMBER": "7.1", "TRAVIS_BUILD_WEB_URL": "https://t/7"},
        {"ci": "travis", "run_key": "7", "commit": "merge", "branch": "main", "job": "7.1",
         "url": "https://t/7"},
    ),
    (
        "travis-pull-request",
        {**TRAVIS, "TRAVIS_PULL_REQUEST": "3", "TRAVIS_PULL_REQUEST_SHA": "abc",
         "TRAVIS_PULL_REQUEST_BRANCH": "topic"},
        {"ci": "travis", "commit": "abc", "branch": "topic", "base_branch": "main",
         "pull_request": 3},
    ),
    ("travis-tag", {**TRAVIS, "TRAVIS_TAG": "main"}, {"ci": "travis", "commit": "merge"}),
    (
        "drone-push",
        {**DRONE, "DRONE_TARGET_BRANCH": "main", "DRONE_SOURCE_BRANCH": "main",
         "DRONE_BUILD_NUMBER": "5", "DRONE_BUILD_LINK": "https://d/5", "DRONE_STAGE_NAME": "unit"},
        {"ci": "drone", "run_key": "5", "commit": "abc", "branch": "main", "url": "https://d/5",
         "job": "unit"},
    ),
    (
        "drone-pull-request",
        {**DRONE, "DRONE_TARGET_BRANCH": "main", "DRONE_SOURCE_BRANCH": "topic",
         "DRONE_PULL_REQUEST": "4"},
        {"ci": "drone", "commit": "abc", "branch": "topic", "base_branch": "main",
         "pull_request": 4},
    ),
    (
        "appveyor",
        {**APPVEYOR, "APPVEYOR_URL": "https://av", "APPVEYOR_ACCOUNT_NAME": "o",
         "APPVEYOR_PROJECT_SLUG": "r", "APPVEYOR_BUILD_ID": "11", "APPVEYOR_JOB_NUMBER": "2"},
        {"ci": "appveyor", "run_key": "11", "commit": "merge", "branch": "main", "job": "2",
         "url": "https://av/project/o/r/builds/11"},
    ),
    (
        "appveyor-pull-request",
        {**APPVEYOR, "APPVEYOR_PULL_REQUEST_NUMBER": "5",
         "APPVEYOR_PULL_REQUEST_HEAD_COMMIT": "abc",
         "APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH": "topic"},
        {"ci": "appveyor", "commit": "abc", "branch": "topic", "base_branch": "main",
         "pull_request": 5},
    ),
    (
        "teamcity",
        {"TEAMCITY_VERSION": "2025.07", "BUILD_NUMBER": "31", "BUILD_VCS_NUMBER": "abc",
         "TEAMCITY_BUILDCONF_NAME": "Unit tests"},
        {"ci": "teamcity", "run_key": "31", "commit": "abc", "job": "Unit tests"},
    ),
    (
        "teamcity-pull-request",
        {"TEAMCITY_VERSION": "2025.07", "TEAMCITY_PULLREQUEST_NUMBER": "12",
         "TEAMCITY_PULLREQUEST_SOURCE_BRANCH": "topic",
         "TEAMCITY_PULLREQUEST_TARGET_BRANCH": "refs/heads/main", "BRANCH_NAME": "pull/12"},
        {"ci": "teamcity", "branch": "topic", "base_branch": "main", "pull_request": 12},
    ),
    (
        "teamcity-branch-handed-down",
        {"TEAMCITY_VERSION": "2025.07", "BRANCH_NAME": "refs/heads/topic"},
        {"ci": "teamcity", "branch": "topic"},
    ),
    (
        "teamcity-default-branch-without-its-name",
        {"TEAMCITY_VERSION": "2025.07", "BRANCH_NAME": "<default>"},
        {"ci": "teamcity"},
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "facts"), [pytest.param(*row[1:], id=row[0]) for row in SYSTEMS]
)
def test_systems(environ: dict[str, str], facts: dict[str, Any]) -> None:
    """Each system's variables say what they say; what they do not say is None."""
    assert CiFacts(**facts) == read_environment(environ)


@pytest.mark.parametrize("number", ["", "-1", "1.5", "²", "9" * 40, "two", "0", "1\n2"])
def test_numbers_that_are_none(number: str) -> None:
    """A variable that should be a number and is none counts as absent."""
    facts = read_environment({"GITLAB_CI": "true", "CI_NODE_INDEX": number, "CI_NODE_TOTAL": "4"})

    assert facts.shard_index is None
    assert 4 == facts.shard_total


def test_a_shard_beyond_the_last() -> None:
    """Of an index and a total that contradict each other neither is believed."""
    environ = {"CIRCLECI": "true", "CIRCLE_NODE_INDEX": "4", "CIRCLE_NODE_TOTAL": "4"}
    facts = read_environment(environ)

    assert (None, None) == (facts.shard_index, facts.shard_total)


@pytest.mark.parametrize(
    ("name", "fact", "text", "expected"),
    [
        ("CIRCLE_BRANCH", "branch", "x" * 10_000, None),
        ("CIRCLE_BRANCH", "branch", "a\n::error::b\x1b[31m", "a ⏎ ::error::b"),
        ("CIRCLE_BRANCH", "branch", "a\udcffb", "a\ufffdb"),
        ("CIRCLE_BRANCH", "branch", "  ", None),
        ("CIRCLE_JOB", "job", "unit\u202e", "unit⟨U+202E⟩"),
        ("CIRCLE_SHA1", "commit", "abc\ndef", None),
        ("CIRCLE_SHA1", "commit", "HEAD", None),
        ("CIRCLE_BUILD_URL", "url", "javascript:alert(1)", None),
        ("CIRCLE_BUILD_URL", "url", "https://ci/1\nhttps://ci/2", None),
        ("CIRCLE_BUILD_URL", "url", "https://ci/1 2", None),
        ("CIRCLE_PULL_REQUEST", "pull_request", "https://x/pull/12/", 12),
        ("CIRCLE_PULL_REQUEST", "pull_request", "https://x/pull/twelve", None),
        ("CIRCLE_PULL_REQUEST", "pull_request", "/" * 900, None),
    ],
)
def test_hostile_values(name: str, fact: str, text: str, expected: object) -> None:
    """Whoever names a branch chooses the text: it is one harmless line, or nothing."""
    assert expected == getattr(read_environment({"CIRCLECI": "true", name: text}), fact)


def event(**pull_request: object) -> bytes:
    """Return the event of a pull request."""
    return json.dumps({"action": "synchronize", "pull_request": pull_request}).encode()


def test_the_event_of_a_pull_request() -> None:
    """The head commit and the base of a pull request are those of the event."""
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return event(number=9, head={"sha": SHA, "ref": "topic-2"}, base={"ref": "release"})

    facts = read_environment(PULL, read)

    assert ["/srv/ci/event.json"] == asked
    assert (SHA, "topic-2", "release", 9) == (
        facts.commit,
        facts.branch,
        facts.base_branch,
        facts.pull_request,
    )


def test_the_number_of_a_pull_request_target() -> None:
    """Where the reference is the base's, the number is that of the event."""
    environ = {**PULL, "GITHUB_REF": "refs/heads/main", "GITHUB_EVENT_NAME": "pull_request_target"}
    facts = read_environment(environ, lambda _: event(number=12, head={"sha": SHA}))

    assert (12, SHA, "topic", "main") == (
        facts.pull_request,
        facts.commit,
        facts.branch,
        facts.base_branch,
    )


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b'{"pull_request": 7}',
        b'{"pull_request": {"head": {"sha": "HEAD; rm -rf /"}, "number": true}}',
        b'{"pull_request": {"head": ["sha"], "base": {"ref": 4}, "number": 1e400}}',
        event(head={"sha": "a" * 10_000, "ref": ["x"]}, number=10**30),
    ],
)
def test_events_that_cannot_be_read(data: bytes | None) -> None:
    """An event that is not there or says nothing of use leaves what the variables say."""
    assert read_environment(PULL) == read_environment(PULL, lambda _: data)


def test_only_pull_requests_have_their_event_read() -> None:
    """The event of a push is not opened: its variables say all."""
    environ = {**PULL, "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/x"}

    def refuse(path: str) -> bytes:
        raise AssertionError(path)

    assert "abc" == read_environment(environ, refuse).commit


def test_secrets_are_not_kept() -> None:
    """No variable but the named ones reaches the facts."""
    facts = read_environment(
        {**GITHUB, "AWS_SECRET_ACCESS_KEY": "hunter2", "GITHUB_TOKEN": "ghs_x"}
    )

    assert "hunter2" not in repr(facts)
    assert "ghs_x" not in repr(facts)
