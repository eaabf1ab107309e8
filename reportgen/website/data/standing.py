"""How each test fares on each line: what the trends tell of some, and the rest in a word."""

from collections.abc import Sequence
from typing import Any, Final

from reportgen.config.settings import FlakyRules
from reportgen.model.overtime import Line, LineKey, OverTime, Slower, TestState, Trends
from reportgen.model.text import clean
from reportgen.overtime.flaky import course_of, state_of
from reportgen.overtime.flaky.states import is_gone, unremarkable
from reportgen.render.strips import TESTS
from reportgen.website.words import MEANINGS, STATE_TONES, STATE_WORDS, word_of

GONE: Final = "gone"
ORDER: Final = ("broken", "flaky", "suspect", "recovered", "healthy", "insufficient", GONE)
"""The states, the worst first: that of several lines is the worst."""
LETTERS: Final = dict(zip(ORDER, "bfsrhig", strict=True))
"""One letter for each."""
_GONE_MEANS: Final = "none of the last runs had it"


def words() -> dict[str, Any]:
    """Return what pages call states and outcomes, by their letters, with the tone of each."""
    return {
        "states": {
            LETTERS[state]: {
                "state": state,
                "word": STATE_WORDS.get(state, state),
                "tone": STATE_TONES.get(state, "none"),
                "means": MEANINGS.get(state, _GONE_MEANS),
            }
            for state in ORDER
        },
        "outcomes": {
            letter: {"word": meaning.word, "tone": meaning.tone}
            for letter, meaning in TESTS.items()
        },
    }


class Standing:
    """What *trends* tell of the tests of *lines*, and the state of those it does not name."""

    def __init__(self, lines: Sequence[Line], trends: Trends, rules: FlakyRules) -> None:
        self._rules = rules
        self._told = {_key(state.test, state): state for state in trends.tests}
        self._pace = {
            _key(change.test, change): change
            for change in (*trends.faster, *trends.slower)
            if change.test
        }
        self._courses = {line.key: course_of(line) for line in lines}

    def state_of(self, line: Line, at: int) -> str:
        """Return the state of the test at *at* of *line*."""
        told = self._told.get((line.tests[at].id, *_line(line.key)))
        if told:
            return word_of(told)
        letters, course = line.outcomes[at], self._courses[line.key]
        if is_gone(letters, course, self._rules):
            return GONE
        return (
            unremarkable(letters, course, self._rules)
            or state_of(letters, course, self._rules).state
        )

    def is_slower(self, line: Line, at: int) -> bool:
        """Whether the test became slower and stayed so."""
        change = self._pace.get((line.tests[at].id, *_line(line.key)))
        return change is not None and change.after_s > change.before_s

    def said_of(self, line: Line, at: int) -> dict[str, Any]:
        """Return what is stated of the test: its state, and why where the trends tell it."""
        key = (line.tests[at].id, *_line(line.key))
        told, pace = self._told.get(key), self._pace.get(key)
        return {
            "state": self.state_of(line, at),
            **({"told": _state(told)} if told else {}),
            **({"pace": _change(pace)} if pace else {}),
        }


def _key(test: str | None, found: OverTime) -> tuple[str, str, str]:
    return test or "", found.job or "", repr(sorted(found.variant.items()))


def _line(key: LineKey) -> tuple[str, str]:
    return key.job or "", repr(sorted(key.variant))


def _state(told: TestState) -> dict[str, Any]:
    return {
        "reason": clean(told.reason),
        "failed": told.failed,
        "ran": told.ran,
        "runs": told.window.runs,
        "confidence": told.confidence,
        "algorithm": told.algorithm,
    }


def _change(pace: Slower) -> dict[str, Any]:
    return {
        "reason": clean(pace.reason),
        "before_s": pace.before_s,
        "after_s": pace.after_s,
        "since": pace.since.run,
        "until": pace.until.run,
        "confidence": pace.confidence,
    }
