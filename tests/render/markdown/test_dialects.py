"""Each dialect says the same report, keeps to its length, and lets text mean nothing."""

import json
from typing import Any

import pytest

from reportgen.render.markdown import render
from reportgen.render.markdown.dialects import frame
from reportgen.render.markdown.targets import TARGETS, Target
from tests.render.markdown import samples

OTHERS = [target for target in TARGETS.values() if target.dialect != "markdown"]
WRITTEN = [target for target in OTHERS if target.dialect != "annotations"]

every_other = pytest.mark.parametrize("target", OTHERS, ids=lambda target: target.name)
every_written = pytest.mark.parametrize("target", WRITTEN, ids=lambda target: target.name)


def length(target: Target, text: str) -> int:
    """Return the length of *text* as the target counts it, without what only carries it."""
    return target.measure(frame(target.dialect).unwrap(text))


@every_other
@pytest.mark.parametrize("failures", [1, 100, 10_000])
def test_a_disaster_fits(failures: int, target: Target) -> None:
    """However much failed, the text keeps to the budget and says how much failed."""
    text = render(samples.disaster(failures), target.name)

    assert length(target, text) <= target.budget
    assert f"{failures:,} new failures" in text


@every_written
@pytest.mark.parametrize("name", ["seed", "regression", "empty"])
def test_every_report_can_be_written(name: str, target: Target) -> None:
    """What the templates print is understood, whatever the report holds."""
    made = getattr(samples, name)()

    assert made.verdict.decision.split("-", maxsplit=1)[0] in render(made, target.name)


@pytest.mark.parametrize("name", ["jira", "slack-blocks", "teams", "discord"])
def test_what_is_json_is_json(name: str) -> None:
    """The payload is read by a program, whole."""
    made: dict[str, Any] = json.loads(render(samples.regression(), name))

    assert made
