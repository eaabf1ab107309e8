"""
The words by which CI systems themselves say why a job ended.

GitHub's conclusions, GitLab's ``failure_reason``
(https://docs.gitlab.com/api/jobs/ and ``Enums::Ci::CommitStatus`` in GitLab's source),
states of Azure Pipelines, Buildkite and CircleCI.
They are words of a field, so a row matches the whole of it.
"""

from typing import Final

from reportgen.config.categories.category import Category, row

ROWS: Final[tuple[Category, ...]] = (
    row(
        "unknown",
        r"^(?:timed_out|timedout|stuck_or_timeout_failure|job_execution_timeout)$",
        "it ran into the time limit of the CI system",
        "see in its log what it waited for, or raise the limit",
    ),
    row(
        "infrastructure",
        r"^(?:runner_system_failure|runner_unsupported|scheduler_failure|api_failure"
        r"|data_integrity_failure|infrastructure_fail|abandoned|agent_lost|agent_stop"
        r"|agent_refused)$",
        "the CI system itself failed",
        "run the job again; check the runner",
    ),
    row(
        "infrastructure",
        r"^(?:no_matching_runner|expired)$",
        "no runner took the job",
        "start a runner that may take the job",
    ),
    row(
        "infrastructure",
        r"^ci_quota_exceeded$",
        "the CI account has no minutes left",
        "check the CI account",
    ),
    row(
        "dependency",
        r"^(?:missing_dependency_failure|image_pull_failure)$",
        "what the job depends on could not be had",
        "check the artifacts and images that the job asks for",
    ),
    row(
        "configuration",
        r"^(?:startup_failure|action_required|unauthorized|unmet_prerequisites|deployment_rejected"
        r"|protected_environment_failure|insufficient_upstream_permissions"
        r"|environment_creation_failure|secrets_provider_not_found)$",
        "the CI system did not let the job start",
        "read what the CI system says of the job",
    ),
)
