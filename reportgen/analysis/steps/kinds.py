"""What kind of step a name speaks of: building, deploying, testing or something else."""

import re
from collections.abc import Sequence
from typing import Final

from reportgen.model.steps import Step, StepCategory

# Step names are free text; the first group with a word in them decides. What begins with a word of
# reporting is about results, not what makes them ("Upload test report").
_REPORTING: Final = frozenset(
    ["upload", "download", "publish", "comment", "notify", "summarize", "archive", "cache", "save"]
)
_WORDS: Final[dict[StepCategory, str]] = {
    "test": "test tests testing unittest unittests unit integration acceptance functional "
    "regression e2e spec specs check checks verify pytest jest vitest mocha karma junit surefire "
    "ctest gtest tox nox rspec phpunit cypress playwright smoke cucumber behave bats",
    "deploy": "deploy deployment release rollout publish promote helm terraform provision ship "
    "migrate kubectl kustomize argocd ansible pulumi serverless",
    "build": "build compile docker image images package bundle buildx kaniko maven gradle make "
    "install setup bootstrap compose start up pull dependencies",
}

# Steps that look at the source and judge it, without running it.
_INSPECTING: Final = frozenset(
    {
        "lint", "linter", "linters", "linting", "eslint", "tslint", "stylelint", "pylint", "flake8",
        "ruff", "golangci", "clippy", "shellcheck", "hadolint", "rubocop", "phpcs", "checkstyle",
        "ktlint", "detekt", "spotless", "format", "formatting", "fmt", "rustfmt", "gofmt",
        "prettier", "black", "isort", "biome", "typecheck", "tsc", "mypy", "pyright", "pyre",
        "phpstan", "psalm", "vet", "analyze", "analysis", "sonar", "sonarqube", "sonarcloud",
        "codeql", "semgrep", "bandit", "gosec", "precommit",
    }
)  # fmt: skip


def category_of(name: str) -> StepCategory:
    """Return what kind of step *name* sounds like."""
    words = _words_of(name)
    if _is_reporting(words):
        return "deploy" if words[0] == "publish" and "test" not in name.lower() else "other"
    return next(
        (kind for kind, known in _WORDS.items() if set(words) & set(known.split())), "other"
    )


def kind_of(step: Step) -> StepCategory:
    """
    Return what kind *step* is: by its name, else by that of its job.

    An attempt that a later one superseded is of no kind: nothing is concluded from it.
    """
    if step.superseded:
        return "other"
    own = category_of(step.name)
    if own != "other" or step.job is None or _is_reporting(_words_of(step.name)):
        return own
    return category_of(step.job)


def inspects(step: Step) -> bool:
    """Whether *step* judges the source by looking at it: a linter, a formatter, a type checker."""
    words = _words_of(step.name)
    if step.superseded or _is_reporting(words):
        return False
    names = (step.name, step.job or "")
    # As names are written ("CodeQL", "ESLint"), and word by word ("RunLint").
    found = {word for name in names for word in (*_words_of(name), *_words_of(name.lower()))}
    return bool(_INSPECTING & found)


def _words_of(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower())


def _is_reporting(words: Sequence[str]) -> bool:
    return bool(words) and words[0] in _REPORTING
