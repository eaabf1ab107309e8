"""The words of pages: every value of a closed union has one, or a page with it cannot be made."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from reportgen.model.health import ServiceStatus
from reportgen.model.memory import MemoryVerdict, SeriesKind
from reportgen.model.overtime import Confidence, FlakyState, SuiteChange
from reportgen.model.report import Decision, FindingId
from reportgen.model.steps import StepStatus
from reportgen.render.account import words
from reportgen.website.words import CONFIDENCES, STATE_TONES, SUITE_CHANGES


@pytest.mark.parametrize(
    ("union", "table"),
    [
        (Confidence, CONFIDENCES),
        (Decision, words.DECISIONS),
        (FindingId, words.FINDING_TITLES),
        (MemoryVerdict, words.MEMORY_VERDICTS),
        (SeriesKind, words.SERIES_KINDS),
        (ServiceStatus, words.SERVICE_TONES),
        (StepStatus, words.STEP_TONES),
        (SuiteChange, SUITE_CHANGES),
    ],
)
def test_every_value_has_a_word(union: Any, table: Mapping[str, object]) -> None:  # noqa: ANN401 - a union
    """Neither fewer nor more."""
    assert set(get_args(union)) == set(table)


def test_every_state_has_a_tone() -> None:
    """Beside those of the classifier there is one for tests that recovered."""
    assert {*get_args(FlakyState), "recovered"} == set(STATE_TONES)
