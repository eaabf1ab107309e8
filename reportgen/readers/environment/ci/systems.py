"""
The CI systems and where each states the facts of a run: one row for each fact.

Sources, all read as of 2026: GitHub "Variables reference", Gitea "Actions variables", GitLab
"Predefined CI/CD variables", Jenkins "Using environment variables" and the plugins Git, GitLab and
GitHub Pull Request Builder, Azure "Predefined variables", CircleCI "Built-in environment
variables", Buildkite "Environment variables", Bitbucket "Variables and secrets", Travis CI
"Environment variables", Drone "Environment reference", TeamCity "Predefined build parameters",
AppVeyor "Environment variables".

The order is that of recognition, the most specific first: runners of one system are started by
jobs of another, and Jenkins is what others are most often started by.
Gitea and Forgejo call themselves GitHub too; their addresses have the number of the run where
GitHub's have its id.
Jenkins states its own address only where an administrator entered it, its home always.
TeamCity states no branch by itself; ``BRANCH_NAME`` is what its users hand down.
Woodpecker is no Drone: it states its own ``CI_*`` variables, which are not read.
"""

from typing import Final, NamedTuple

from reportgen.model.run import CiName
from reportgen.readers.environment.ci.values import Link, Var


class System(NamedTuple):
    """
    A CI system: the variable that names it, and the cells of each fact in order of preference.

    *shard* counts from 0; a system that counts from 1 takes one off.
    A fact without a cell is one that the system does not state.
    """

    flag: str
    ci: CiName
    run: tuple[Var, ...]
    commit: tuple[Var, ...]
    branch: tuple[Var, ...]
    url: tuple[Var | Link, ...]
    job: tuple[Var, ...]
    base: tuple[Var, ...] = ()
    pull: tuple[Var, ...] = ()
    attempt: tuple[Var, ...] = ()
    shard: tuple[Var, ...] = ()
    shards: tuple[Var, ...] = ()
    event: tuple[Var, ...] = ()


_HEADS: Final = ("refs/heads/",)
_AZURE_MATRIX: Final = "SYSTEM_PARALLELEXECUTIONTYPE=MultiConfiguration"
"""The jobs of a matrix are numbered like slices, though each runs all tests in its own way."""
_JENKINS_NO_BRANCH: Final = ("CHANGE_ID", "TAG_NAME", "ghprbPullId", "gitlabMergeRequestIid")
"""Where one of them is set, what is checked out is a tag or a merge."""
_GITHUB_RUN: Final = (
    "{GITHUB_SERVER_URL|https://github.com}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}"
)
_GITHUB: Final = System(
    flag="GITHUB_ACTIONS",
    ci="github",
    run=(Var("GITHUB_RUN_ID"),),
    commit=(Var("GITHUB_SHA"),),
    branch=(
        Var("GITHUB_HEAD_REF"),
        Var("GITHUB_REF", strip=_HEADS),
        Var("GITHUB_REF_NAME", given="GITHUB_REF_TYPE=branch", without=("GITHUB_REF",)),
    ),
    base=(Var("GITHUB_BASE_REF"),),
    pull=(Var("GITHUB_REF", strip=("refs/pull/",), path_part=0),),
    url=(
        Link(
            _GITHUB_RUN + "/attempts/{GITHUB_RUN_ATTEMPT}",
            above_one="GITHUB_RUN_ATTEMPT",
        ),
        Link(_GITHUB_RUN),
    ),
    attempt=(Var("GITHUB_RUN_ATTEMPT"),),
    job=(Var("GITHUB_JOB"),),
    event=(Var("GITHUB_EVENT_PATH"),),
)
_GITEA: Final = _GITHUB._replace(
    flag="GITEA_ACTIONS",
    url=(Link("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_NUMBER}"),),
)
_JENKINS: Final = System(
    flag="JENKINS_URL",
    ci="jenkins",
    run=(Var("BUILD_NUMBER"),),
    commit=(
        Var("ghprbActualCommit"),
        Var("gitlabMergeRequestLastCommit", given="gitlabMergeRequestIid"),
        Var("GIT_COMMIT"),
        Var("SVN_REVISION"),
    ),
    branch=(
        Var("CHANGE_BRANCH"),
        Var("ghprbSourceBranch"),
        Var("gitlabSourceBranch", given="gitlabMergeRequestIid"),
        Var("BRANCH_NAME", without=_JENKINS_NO_BRANCH),
        Var("GIT_LOCAL_BRANCH", without=_JENKINS_NO_BRANCH),
        Var(
            "GIT_BRANCH",
            strip=("refs/heads/", "refs/remotes/", "remotes/", "origin/"),
            without=_JENKINS_NO_BRANCH,
        ),
    ),
    base=(
        Var("CHANGE_TARGET"),
        Var("ghprbTargetBranch"),
        Var("gitlabTargetBranch", given="gitlabMergeRequestIid"),
    ),
    pull=(Var("CHANGE_ID"), Var("ghprbPullId"), Var("gitlabMergeRequestIid")),
    url=(Var("BUILD_URL"),),
    job=(Var("JOB_NAME"),),
)

SYSTEMS: Final[tuple[System, ...]] = (
    _GITEA,
    _GITEA._replace(flag="FORGEJO_ACTIONS"),
    _GITHUB,
    System(
        flag="GITLAB_CI",
        ci="gitlab",
        run=(Var("CI_PIPELINE_ID"),),
        commit=(
            Var("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"),
            Var("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA"),
            Var("CI_COMMIT_SHA"),
        ),
        branch=(
            Var("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"),
            Var("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME"),
            Var("CI_COMMIT_BRANCH"),
            Var("CI_COMMIT_REF_NAME", without=("CI_COMMIT_TAG",)),
        ),
        base=(
            Var("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
            Var("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME"),
        ),
        pull=(Var("CI_MERGE_REQUEST_IID"), Var("CI_EXTERNAL_PULL_REQUEST_IID")),
        url=(Var("CI_PIPELINE_URL"), Var("CI_JOB_URL")),
        shard=(Var("CI_NODE_INDEX", plus=-1),),
        shards=(Var("CI_NODE_TOTAL"),),
        job=(Var("CI_JOB_NAME"),),
    ),
    System(
        flag="TF_BUILD",
        ci="azure",
        run=(Var("BUILD_BUILDID"),),
        commit=(Var("SYSTEM_PULLREQUEST_SOURCECOMMITID"), Var("BUILD_SOURCEVERSION")),
        branch=(
            Var("SYSTEM_PULLREQUEST_SOURCEBRANCH", strip=_HEADS),
            Var("BUILD_SOURCEBRANCH", strip=_HEADS),
        ),
        base=(Var("SYSTEM_PULLREQUEST_TARGETBRANCH", strip=_HEADS),),
        pull=(
            Var("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER"),
            Var("SYSTEM_PULLREQUEST_PULLREQUESTID"),
        ),
        url=(
            Link(
                "{SYSTEM_TEAMFOUNDATIONCOLLECTIONURI}/{SYSTEM_TEAMPROJECT}"
                "/_build/results?buildId={BUILD_BUILDID}"
            ),
        ),
        attempt=(Var("SYSTEM_JOBATTEMPT"),),
        shard=(Var("SYSTEM_JOBPOSITIONINPHASE", plus=-1, without=(_AZURE_MATRIX,)),),
        shards=(Var("SYSTEM_TOTALJOBSINPHASE", without=(_AZURE_MATRIX,)),),
        job=(Var("SYSTEM_JOBNAME"),),
    ),
    System(
        flag="CIRCLECI",
        ci="circleci",
        run=(Var("CIRCLE_WORKFLOW_ID"),),
        commit=(Var("CIRCLE_SHA1"),),
        branch=(Var("CIRCLE_BRANCH"),),
        pull=(Var("CIRCLE_PR_NUMBER"), Var("CIRCLE_PULL_REQUEST", path_part=-1)),
        url=(Var("CIRCLE_BUILD_URL"),),
        shard=(Var("CIRCLE_NODE_INDEX"),),
        shards=(Var("CIRCLE_NODE_TOTAL"),),
        job=(Var("CIRCLE_JOB"),),
    ),
    System(
        flag="BUILDKITE",
        ci="buildkite",
        run=(Var("BUILDKITE_BUILD_ID"),),
        commit=(Var("BUILDKITE_COMMIT"),),
        branch=(Var("BUILDKITE_BRANCH", without=("BUILDKITE_TAG",)),),
        base=(Var("BUILDKITE_PULL_REQUEST_BASE_BRANCH"),),
        pull=(Var("BUILDKITE_PULL_REQUEST"),),
        url=(Var("BUILDKITE_BUILD_URL"),),
        attempt=(Var("BUILDKITE_RETRY_COUNT", plus=1),),
        shard=(Var("BUILDKITE_PARALLEL_JOB"),),
        shards=(Var("BUILDKITE_PARALLEL_JOB_COUNT"),),
        job=(Var("BUILDKITE_LABEL"),),
    ),
    System(
        flag="BITBUCKET_BUILD_NUMBER",
        ci="bitbucket",
        run=(Var("BITBUCKET_BUILD_NUMBER"),),
        commit=(Var("BITBUCKET_COMMIT"),),
        branch=(Var("BITBUCKET_BRANCH"),),
        base=(Var("BITBUCKET_PR_DESTINATION_BRANCH"),),
        pull=(Var("BITBUCKET_PR_ID"),),
        url=(
            Link(
                "https://bitbucket.org/{BITBUCKET_REPO_FULL_NAME}"
                "/pipelines/results/{BITBUCKET_BUILD_NUMBER}"
            ),
            Link(
                "https://bitbucket.org/{BITBUCKET_WORKSPACE}/{BITBUCKET_REPO_SLUG}"
                "/pipelines/results/{BITBUCKET_BUILD_NUMBER}"
            ),
        ),
        attempt=(Var("BITBUCKET_STEP_RUN_NUMBER"),),
        shard=(Var("BITBUCKET_PARALLEL_STEP"),),
        shards=(Var("BITBUCKET_PARALLEL_STEP_COUNT"),),
        job=(Var("BITBUCKET_STEP_UUID"),),
    ),
    System(
        flag="TRAVIS",
        ci="travis",
        run=(Var("TRAVIS_BUILD_ID"),),
        commit=(Var("TRAVIS_PULL_REQUEST_SHA"), Var("TRAVIS_COMMIT")),
        branch=(
            Var("TRAVIS_PULL_REQUEST_BRANCH"),
            Var("TRAVIS_BRANCH", without=("TRAVIS_PULL_REQUEST", "TRAVIS_TAG")),
        ),
        base=(Var("TRAVIS_BRANCH", given="TRAVIS_PULL_REQUEST"),),
        pull=(Var("TRAVIS_PULL_REQUEST"),),
        url=(Var("TRAVIS_BUILD_WEB_URL"), Var("TRAVIS_JOB_WEB_URL")),
        job=(Var("TRAVIS_JOB_NAME"), Var("TRAVIS_JOB_NUMBER")),
    ),
    System(
        flag="DRONE",
        ci="drone",
        run=(Var("DRONE_BUILD_NUMBER"),),
        commit=(Var("DRONE_COMMIT_SHA"), Var("DRONE_COMMIT")),
        branch=(
            Var("DRONE_SOURCE_BRANCH", without=("DRONE_TAG",)),
            Var("DRONE_BRANCH", without=("DRONE_PULL_REQUEST", "DRONE_TAG")),
        ),
        base=(
            Var("DRONE_TARGET_BRANCH", given="DRONE_PULL_REQUEST"),
            Var("DRONE_BRANCH", given="DRONE_PULL_REQUEST"),
        ),
        pull=(Var("DRONE_PULL_REQUEST"),),
        url=(Var("DRONE_BUILD_LINK"),),
        job=(Var("DRONE_STAGE_NAME"), Var("DRONE_STEP_NAME")),
    ),
    System(
        flag="APPVEYOR",
        ci="appveyor",
        run=(Var("APPVEYOR_BUILD_ID"),),
        commit=(Var("APPVEYOR_PULL_REQUEST_HEAD_COMMIT"), Var("APPVEYOR_REPO_COMMIT")),
        branch=(
            Var("APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH"),
            Var(
                "APPVEYOR_REPO_BRANCH",
                without=("APPVEYOR_PULL_REQUEST_NUMBER", "APPVEYOR_REPO_TAG_NAME"),
            ),
        ),
        base=(Var("APPVEYOR_REPO_BRANCH", given="APPVEYOR_PULL_REQUEST_NUMBER"),),
        pull=(Var("APPVEYOR_PULL_REQUEST_NUMBER"),),
        url=(
            Link(
                "{APPVEYOR_URL|https://ci.appveyor.com}/project/{APPVEYOR_ACCOUNT_NAME}/{APPVEYOR_PROJECT_SLUG}"
                "/builds/{APPVEYOR_BUILD_ID}"
            ),
        ),
        job=(Var("APPVEYOR_JOB_NAME"), Var("APPVEYOR_JOB_NUMBER")),
    ),
    System(
        flag="TEAMCITY_VERSION",
        ci="teamcity",
        run=(Var("BUILD_NUMBER"),),
        commit=(Var("BUILD_VCS_NUMBER"),),
        branch=(
            Var("TEAMCITY_PULLREQUEST_SOURCE_BRANCH", strip=_HEADS),
            Var("BRANCH_NAME", strip=_HEADS, without=("TEAMCITY_PULLREQUEST_NUMBER",)),
        ),
        base=(Var("TEAMCITY_PULLREQUEST_TARGET_BRANCH", strip=_HEADS),),
        pull=(Var("TEAMCITY_PULLREQUEST_NUMBER"),),
        url=(Var("BUILD_URL"),),
        job=(Var("TEAMCITY_BUILDCONF_NAME"),),
    ),
    _JENKINS,
    _JENKINS._replace(flag="JENKINS_HOME"),
)
