"""How each test fares on each line: what the trends tell of some, and the rest in a word."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

from reportgen.config.settings import FlakyRules
from reportgen.model.overtime import Line, LineKey, OverTime, Slower, TestState, Trends
from reportgen.model.text import clean
from reportgen.overtime.flaky import course_of, state_of
from reportgen.overtime.flaky.course import Course
from reportgen.overtime.flaky.states import is_gone, unremarkable
from reportgen.render.strips import TESTS
from reportgen.website.words import MEANINGS, STATE_TONES, STATE_WORDS, word_of
from reportgen.wording import marked, phrase

GONE: Final = "gone"
ORDER: Final = ("broken", "flaky", "suspect", "recovered", "healthy", "insufficient", GONE)
"""The states, the worst first: that of several lines is the worst."""
LETTERS: Final = dict(zip(ORDER, "bfsrhig", strict=True))
"""One letter for each."""
_GONE_MEANS: Final = marked("none of the last runs had it")
_Key: TypeAlias = tuple[str, str]
"""A job and a variant."""


def words() -> dict[str, Any]:
    """Return what pages call states and outcomes, by their letters, with the tone of each."""
    return {
        "states": {
            LETTERS[state]: {
                "state": state,
                "word": phrase(STATE_WORDS.get(state, state)),
                "tone": STATE_TONES.get(state, "none"),
                "means": phrase(MEANINGS.get(state, _GONE_MEANS)),
            }
            for state in ORDER
        },
        "outcomes": {
            letter: {"word": phrase(meaning.word), "tone": meaning.tone}
            for letter, meaning in TESTS.items()
        },
    }


class Standing:
    """What *trends* tell of the tests of *lines*, and the state of those it does not name."""

    def __init__(self, lines: Sequence[Line], trends: Trends, rules: FlakyRules) -> None:
        told: dict[_Key, dict[str, TestState]] = {}
        for state in trends.tests:
            told.setdefault(_key(state), {})[state.test] = state
        pace: dict[_Key, dict[str, Slower]] = {}
        for change in (*trends.faster, *trends.slower):
            if change.test:
                pace.setdefault(_key(change), {})[change.test] = change
        self._lines = {
            line.key: _OnLine(
                line, told.get(_line(line.key), {}), pace.get(_line(line.key), {}), rules
            )
            for line in lines
        }

    def states_on(self, line: Line) -> Sequence[str]:
        """Return the states of the tests of *line*, in its order."""
        return self._lines[line.key].states

    def slower_on(self, line: Line) -> frozenset[str]:
        """Return the ids of the tests that became slower on *line* and stayed so."""
        return frozenset(
            test
            for test, change in self._lines[line.key].pace.items()
            if change.after_s > change.before_s
        )

    def said_of(self, line: Line, places: Sequence[int]) -> dict[str, Any]:
        """
        Return in columns what is stated of the tests at *places*.

        That is the state of each, by its letter, and why where the trends tell it.
        """
        found = self._lines[line.key]
        ids = [line.tests[at].id for at in places]
        return {
            "states": "".join([LETTERS[found.states[at]] for at in places]),
            "told": {
                str(row): _state(found.told[test])
                for row, test in enumerate(ids)
                if test in found.told
            },
            "pace": {
                str(row): _change(found.pace[test])
                for row, test in enumerate(ids)
                if test in found.pace
            },
        }


class _OnLine:
    """The same of one *line*: what is *told* of its tests, and their *pace*, by their ids."""

    def __init__(
        self,
        line: Line,
        told: Mapping[str, TestState],
        pace: Mapping[str, Slower],
        rules: FlakyRules,
    ) -> None:
        self._line = line
        self._rules = rules
        self.told = told
        self.pace = pace

    @cached_property
    def states(self) -> Sequence[str]:
        """The states of the tests, in the order of the line; most have the results of another."""
        by_letters: dict[str, str] = {}
        course = course_of(self._line)
        states = []
        for test, letters in zip(self._line.tests, self._line.outcomes, strict=True):
            told = self.told.get(test.id)
            if told:
                states.append(word_of(told))
                continue
            state = by_letters.get(letters)
            if state is None:
                state = by_letters[letters] = _state_of(letters, course, self._rules)
            states.append(state)
        return states


def _state_of(letters: str, course: Course, rules: FlakyRules) -> str:
    if is_gone(letters, course, rules):
        return GONE
    return unremarkable(letters, course, rules) or state_of(letters, course, rules).state


def _key(found: OverTime) -> _Key:
    return found.job or "", repr(sorted(found.variant.items()))


def _line(key: LineKey) -> _Key:
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
