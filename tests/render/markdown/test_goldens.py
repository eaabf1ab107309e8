"""
One green, one red and one catastrophic run, as every target gets it: to be read as documents.

Targets that can show the same, and have room for it, get the same text, and share a golden.
"""

from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from reportgen.render.markdown import render
from reportgen.render.markdown.links import Links
from reportgen.render.markdown.targets import TARGETS
from tests.conftest import difference
from tests.render.markdown import samples

GOLDEN: Final = Path(__file__).parent / "golden"
LINKS: Final = Links(
    code="https://example.org/shop/blob/4f2a9c1d/{path}#L{line}", site="https://example.org/site"
)
RUNS: Final = ("green", "red", "catastrophe")
SHARED: Final = MappingProxyType(
    {
        "github-issue": "github-comment",
        "github-pr": "github-comment",
        "github-check": "github-comment",
        "github-step-summary": "github-comment",
        "gitlab": "github-comment",
        "gitea": "github-comment",
        "forgejo": "github-comment",
        "bitbucket-cloud-pr": "bitbucket-cloud",
        "bitbucket-dc": "bitbucket-cloud",
        "youtrack": "bitbucket-cloud",
        "redmine": "bitbucket-cloud",
        "codecommit": "commonmark",
        "gerrit": "commonmark",
    }
)
"""Which target's golden a target shares."""
SHARED_BY_CATASTROPHES: Final = MappingProxyType(
    {
        "github-issue": "github-comment",
        "github-pr": "github-comment",
        "forgejo": "gitea",
        "bitbucket-dc": "bitbucket-cloud",
    }
)
"""The same for a run that fills the room there is, of which some targets have more."""
JSON: Final = frozenset({"adf", "slack-blocks", "teams", "discord"})


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", RUNS)
def test_golden(name: str, target: str, pytestconfig: pytest.Config) -> None:
    """The text is the one that was read and accepted, letter by letter, and fits."""
    text = render(getattr(samples, name)(), target, links=LINKS)
    suffix = "json" if TARGETS[target].dialect in JSON else "md"
    shared = SHARED_BY_CATASTROPHES if name == "catastrophe" else SHARED
    path = GOLDEN / f"{name}-{shared.get(target, target)}.{suffix}"
    if pytestconfig.getoption("--accept-golden") and target not in shared:
        path.write_text(text, encoding="utf-8", newline="\n")
    accepted = path.read_text(encoding="utf-8")

    assert accepted == text, difference(accepted, text, path.name)


@pytest.mark.parametrize("style", ["brief", "full"])
def test_golden_of_the_other_styles(style: str, pytestconfig: pytest.Config) -> None:
    """Three lines for where people talk, and the shape of a whole status update."""
    text = render(samples.seed(), links=LINKS, style=style)  # type: ignore[arg-type] # by its name
    path = GOLDEN / f"seed-github-comment-{style}.md"
    if pytestconfig.getoption("--accept-golden"):
        path.write_text(text, encoding="utf-8", newline="\n")
    accepted = path.read_text(encoding="utf-8")

    assert accepted == text, difference(accepted, text, path.name)
