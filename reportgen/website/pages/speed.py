"""What became slower or faster and stayed so, and suites that changed their ways."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.overtime import Slower, SuiteOverRuns
from reportgen.model.text import one_line
from reportgen.render.account.words import Tone
from reportgen.render.addresses import test_url
from reportgen.render.overtime.words import of_line
from reportgen.website.known import History, Seen
from reportgen.website.places import Page, Place, digest, rendered, thing
from reportgen.website.words import CONFIDENCES, SUITE_CHANGES, after_the_name
from reportgen.wording import lowered, marked, phrase

URL: Final = "speed/index.html"
MOST_ROWS: Final = 200
KINDS: Final = {
    "test": marked("Test"),
    "suite": marked("Suite"),
    "step": marked("Step"),
    "line": marked("Job"),
}
_NAME: Final = 200
_FULL: Final = 100


class Change(NamedTuple):
    """
    A change of pace; *share* is what it adds to the time before, None where that was nothing.

    *before* and *after* are the lengths of two bars, the longer `_FULL`.
    """

    anchor: str
    found: Slower
    test_url: str | None
    reason: str
    kind: str
    subject: str
    label: str
    share: float | None
    before: float
    after: float
    until: Seen | None
    since: Seen | None


class SuiteRow(NamedTuple):
    """A suite that changed its ways."""

    found: SuiteOverRuns
    reason: str
    suite: str
    label: str
    word: str
    tone: Tone
    since: Seen | None


def key_of(found: Slower) -> str:
    """Return what tells a change of pace from all others, for ever."""
    return digest(found.kind, found.subject, found.test or "", of_line(found), found.since.run)


def kind_of(found: Slower) -> str:
    """Return what the kind of thing that changed its pace is called within a line."""
    return lowered(phrase(KINDS[found.kind]))


def pages(history: History) -> Iterator[Page]:
    """Yield the one page."""
    trends = history.trends
    slower = _changes("s", trends.slower if trends else (), history)
    faster = _changes("f", trends.faster if trends else (), history)
    # What became slower stands among what became slower.
    suites = [each for each in trends.suites if each.change != "newly-slow"] if trends else []
    yield rendered(
        Place(URL, thing(phrase("Speed"), history.site), URL),
        history.site,
        "speed.html.j2",
        trends=trends,
        slower=slower,
        slower_left_out=len(trends.slower) - len(slower) if trends else 0,
        faster=faster,
        faster_left_out=len(trends.faster) - len(faster) if trends else 0,
        suites=[_suite(suite, history) for suite in suites[:MOST_ROWS]],
        suites_left_out=max(0, len(suites) - MOST_ROWS),
        confidences=CONFIDENCES,
    )


def _changes(kind: str, found: Sequence[Slower], history: History) -> list[Change]:
    anchors: set[str] = set()
    changes = []
    for each in found[:MOST_ROWS]:
        key = key_of(each)
        while key in anchors:  # the same change told twice
            key += "-2"
        anchors.add(key)
        longest = max(each.before_s, each.after_s) or 1.0
        changes.append(
            Change(
                anchor=f"{kind}-{key}",
                found=each,
                test_url=test_url(each.test) if each.kind == "test" and each.test else None,
                reason=after_the_name(each.reason.removeprefix(f"{each.kind} ")),
                kind=kind_of(each),
                subject=one_line(each.subject, _NAME),
                label=one_line(of_line(each), _NAME),
                share=each.after_s / each.before_s - 1 if each.before_s > 0 else None,
                before=round(max(_FULL * each.before_s / longest, 1), 1),
                after=round(max(_FULL * each.after_s / longest, 1), 1),
                until=history.seen(each.until),
                since=history.seen(each.since),
            )
        )
    return changes


def _suite(found: SuiteOverRuns, history: History) -> SuiteRow:
    word, tone = SUITE_CHANGES[found.change]
    label = one_line(of_line(found), _NAME)
    suite = one_line(found.suite, _NAME)
    reason = after_the_name(found.reason.removeprefix("the suite "), of_line(found))
    return SuiteRow(found, reason, suite, label, word, tone, history.seen(found.since))
