"""The list to work on: tests that are broken, flaky or suspect, and those that recovered."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from reportgen.model.overtime import TestState, Trends
from reportgen.model.text import one_line
from reportgen.render.account.words import Tone
from reportgen.render.addresses import test_url
from reportgen.render.overtime.words import of_line
from reportgen.render.strips import TESTS, Strip, strip
from reportgen.website.known import History, Seen
from reportgen.website.places import Page, Place, anchor, digest, rendered, thing
from reportgen.website.words import MEANINGS, STATE_TONES, after_the_name, days_of, word_of
from reportgen.wording import phrase

URL: Final = "flaky/index.html"
ORDER: Final = ("broken", "flaky", "suspect", "recovered")
MOST_IN_GROUP: Final = 200
MOST_LINES: Final = 12
MOST_MESSAGES: Final = 5
MOST_COMMITS: Final = 4
_NAME: Final = 300
_SAID: Final = 500


class OnLine(NamedTuple):
    """How the test fares on one line."""

    label: str
    state: TestState
    reason: str
    word: str
    tone: Tone
    strip: Strip
    window: str
    commits: tuple[str, ...]
    first_failed: Seen | None
    last_failed: Seen | None
    last_passed: Seen | None


class Entry(NamedTuple):
    """A test, on all lines where there is something to say of it."""

    anchor: str
    url: str
    title: str
    suite: str
    file: str | None
    wasted_s: float | None
    lines: tuple[OnLine, ...]
    lines_left_out: int
    says: tuple[str, ...]
    says_left_out: int


class Group(NamedTuple):
    """The tests in one state."""

    word: str
    tone: Tone
    meaning: str
    entries: tuple[Entry, ...]
    left_out: int

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self.entries) + self.left_out


def by_test(trends: Trends) -> dict[str, list[TestState]]:
    """Return the states of each test, in the order of what costs most."""
    found: dict[str, list[TestState]] = {}
    for state in trends.tests:
        found.setdefault(state.test, []).append(state)
    return found


def worst_word(states: list[TestState]) -> str:
    """Return the worst of the states of one test on several lines."""
    return min((word_of(state) for state in states), key=_rank)


def _rank(word: str) -> int:
    return ORDER.index(word) if word in ORDER else len(ORDER)


def test_urls(trends: Trends) -> Mapping[str, tuple[str, str]]:
    """Return the state of each test that the page shows, and where on the site it stands."""
    found = {}
    for word, tests in _sorted(trends).items():
        for test in list(tests)[:MOST_IN_GROUP]:
            found[test] = (word, f"{URL}#{anchor('t', test)}")
    return found


def url_of(test: str, shown: Mapping[str, tuple[str, str]]) -> str:
    """Return where the page tells of *test*: in its entry where it is *shown*, else at its top."""
    return shown[test][1] if test in shown else URL


def _sorted(trends: Trends) -> dict[str, dict[str, list[TestState]]]:
    groups: dict[str, dict[str, list[TestState]]] = {word: {} for word in ORDER}
    for test, states in by_test(trends).items():
        word = worst_word(states)
        if word in groups:
            groups[word][test] = states
    return groups


def pages(history: History) -> Iterator[Page]:
    """Yield the one page."""
    trends = history.trends
    groups = []
    if trends:
        for word, tests in _sorted(trends).items():
            entries = [
                _entry(test, states, history)
                for test, states in list(tests.items())[:MOST_IN_GROUP]
            ]
            left_out = len(tests) - len(entries)
            meaning = MEANINGS[word]
            groups.append(Group(word, STATE_TONES[word], meaning, tuple(entries), left_out))
    yield rendered(
        Place(URL, thing(phrase("Flaky tests"), history.site), URL),
        history.site,
        "flaky.html.j2",
        trends=trends,
        groups=groups,
        meanings=MEANINGS,
        letters=TESTS,
    )


def _entry(test: str, states: list[TestState], history: History) -> Entry:
    first = states[0]
    wasted = [state.wasted_s for state in states if state.wasted_s is not None]
    says = tuple(dict.fromkeys(one_line(s, _SAID) for state in states for s in state.says[::-1]))
    return Entry(
        anchor=anchor("t", test),
        url=test_url(test),
        title=one_line(first.title, _NAME),
        suite=one_line(first.suite, _NAME),
        file=one_line(first.file, _NAME) if first.file else None,
        wasted_s=sum(wasted) if wasted else None,
        lines=tuple(_on_line(state, history) for state in states[:MOST_LINES]),
        lines_left_out=max(0, len(states) - MOST_LINES),
        says=says[:MOST_MESSAGES],
        says_left_out=max(0, len(says) - MOST_MESSAGES),
    )


def _on_line(state: TestState, history: History) -> OnLine:
    word = word_of(state)
    return OnLine(
        label=one_line(of_line(state), _NAME),
        state=state,
        reason=after_the_name(state.reason, of_line(state)),
        word=word,
        tone=STATE_TONES[word],
        strip=strip(state.strip),
        window=days_of(state.window),
        commits=tuple(commit[:8] for commit in state.same_commit[-MOST_COMMITS:]),
        first_failed=history.seen(state.first_failed),
        last_failed=history.seen(state.last_failed),
        last_passed=history.seen(state.last_passed),
    )


def key_of(state: TestState) -> str:
    """Return what tells a test on one line from all others, for ever."""
    return digest(state.test, of_line(state))
