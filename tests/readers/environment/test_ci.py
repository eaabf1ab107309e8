"""What the CI system states about the run, and that nothing else of the environment is read."""

from collections.abc import Mapping

import pytest

from reportgen.readers.environment import CiFacts, read_environment

GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_RUN_ID": "17",
    "GITHUB_RUN_ATTEMPT": "2",
    "GITHUB_SHA": "abc",
    "GITHUB_REPOSITORY": "o/r",
    "GITHUB_SERVER_URL": "https://ghe.example/",
    "GITHUB_JOB": "unit",
}


@pytest.mark.parametrize(
    ("environ", "facts"),
    [
        pytest.param({}, CiFacts(), id="none"),
        pytest.param({"CI": "true"}, CiFacts(), id="some-ci"),
        pytest.param({"GITHUB_ACTIONS": "false"}, CiFacts(), id="said-to-be-off"),
        pytest.param(
            {**GITHUB, "GITHUB_REF": "refs/heads/x", "GITHUB_REF_NAME": "x"},
            CiFacts(
                "github",
                "17",
                "abc",
                "x",
                None,
                "https://ghe.example/o/r/actions/runs/17/attempts/2",
                2,
                job="unit",
            ),
            id="github-push",
        ),
        pytest.param(
            {
                **GITHUB,
                "GITHUB_REF": "refs/pull/9/merge",
                "GITHUB_REF_NAME": "9/merge",
                "GITHUB_HEAD_REF": "topic",
                "GITHUB_RUN_ATTEMPT": "1",
            },
            CiFacts(
                "github",
                "17",
                "abc",
                "topic",
                9,
                "https://ghe.example/o/r/actions/runs/17",
                1,
                job="unit",
            ),
            id="github-pull-request",
        ),
        pytest.param(
            {
                **GITHUB,
                "GITHUB_REF": "refs/tags/v1",
                "GITHUB_REF_NAME": "v1",
                "GITHUB_REF_TYPE": "tag",
                "GITHUB_RUN_ATTEMPT": "x",
            },
            CiFacts(
                "github",
                "17",
                "abc",
                None,
                None,
                "https://ghe.example/o/r/actions/runs/17",
                1,
                job="unit",
            ),
            id="github-tag",
        ),
        pytest.param(
            {
                "GITLAB_CI": "true",
                "CI_PIPELINE_ID": "5",
                "CI_COMMIT_SHA": "abc",
                "CI_COMMIT_BRANCH": "main",
                "CI_PIPELINE_URL": "https://gl/p/5",
                "CI_NODE_INDEX": "2",
                "CI_NODE_TOTAL": "4",
                "CI_JOB_NAME": "unit 2/4",
            },
            CiFacts("gitlab", "5", "abc", "main", None, "https://gl/p/5", None, 1, 4, "unit 2/4"),
            id="gitlab-shard",
        ),
        pytest.param(
            {
                "GITLAB_CI": "true",
                "CI_COMMIT_SHA": "merged",
                "CI_MERGE_REQUEST_IID": "3",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "topic",
                "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "abc",
            },
            CiFacts("gitlab", None, "abc", "topic", 3),
            id="gitlab-merge-request",
        ),
        pytest.param(
            {
                "JENKINS_URL": "https://j/",
                "BUILD_NUMBER": "8",
                "GIT_COMMIT": "abc",
                "GIT_BRANCH": "origin/main",
                "BUILD_URL": "https://j/8/",
                "JOB_NAME": "shop",
            },
            CiFacts("jenkins", "8", "abc", "main", None, "https://j/8/", job="shop"),
            id="jenkins",
        ),
        pytest.param(
            {
                "TF_BUILD": "True",
                "BUILD_BUILDID": "4",
                "BUILD_SOURCEVERSION": "abc",
                "BUILD_SOURCEBRANCH": "refs/heads/main",
                "SYSTEM_TEAMPROJECT": "a b",
                "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI": "https://az/o/",
                "SYSTEM_JOBATTEMPT": "3",
            },
            CiFacts(
                "azure", "4", "abc", "main", None, "https://az/o/a%20b/_build/results?buildId=4", 3
            ),
            id="azure",
        ),
        pytest.param(
            {
                "CIRCLECI": "true",
                "CIRCLE_SHA1": "abc",
                "CIRCLE_BRANCH": "x",
                "CIRCLE_NODE_INDEX": "0",
                "CIRCLE_NODE_TOTAL": "2",
                "CIRCLE_PULL_REQUEST": "https://github.com/o/r/pull/12",
            },
            CiFacts("circleci", None, "abc", "x", 12, None, None, 0, 2),
            id="circleci",
        ),
        pytest.param(
            {
                "BUILDKITE": "true",
                "BUILDKITE_COMMIT": "HEAD",
                "BUILDKITE_PULL_REQUEST": "false",
                "BUILDKITE_RETRY_COUNT": "1",
                "BUILDKITE_BRANCH": "main",
            },
            CiFacts("buildkite", None, None, "main", None, None, 2),
            id="buildkite",
        ),
        pytest.param(
            {
                "BITBUCKET_BUILD_NUMBER": "6",
                "BITBUCKET_COMMIT": "abc",
                "BITBUCKET_PR_ID": "2",
                "BITBUCKET_REPO_FULL_NAME": "o/r",
            },
            CiFacts(
                "bitbucket", "6", "abc", None, 2, "https://bitbucket.org/o/r/pipelines/results/6"
            ),
            id="bitbucket",
        ),
    ],
)
def test_systems(environ: Mapping[str, str], facts: CiFacts) -> None:
    """Each system's variables say what they say; what they do not say is None."""
    assert facts == read_environment(environ)


@pytest.mark.parametrize("number", ["", "-1", "1.5", "²", "9" * 40, "two"])
def test_numbers_that_are_none(number: str) -> None:
    """A variable that should be a number and is none counts as absent."""
    facts = read_environment({"GITLAB_CI": "true", "CI_NODE_INDEX": number, "CI_NODE_TOTAL": "4"})

    assert facts.shard_index is None
    assert 4 == facts.shard_total


def test_secrets_are_not_kept() -> None:
    """No variable but the named ones reaches the facts."""
    facts = read_environment(
        {**GITHUB, "AWS_SECRET_ACCESS_KEY": "hunter2", "GITHUB_TOKEN": "ghs_x"}
    )

    assert "hunter2" not in repr(facts)
    assert "ghs_x" not in repr(facts)
