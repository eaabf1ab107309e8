"""
No sentence of a comparison without its evidence: what it can say of two runs, and what lets it.

Each row has the words by which a sentence is known, two runs of which it is true, and two that lack
what makes it true; the words must stand in the one comparison and not in the other.
"""

import re
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from reportgen.analysis import baseline_of, difference_of
from reportgen.model.baseline import Seen, Since
from reportgen.model.difference import Difference
from reportgen.model.run import RunInfo
from reportgen.render import html
from reportgen.render.markdown import comparison
from tests.analysis.jobs import (
    AT,
    DATABASE_DOWN,
    GREEN,
    UP,
    Files,
    failed,
    judged,
    passed,
    readings,
    skipped,
    step,
    suite,
)


class Two(NamedTuple):
    """Two runs: their files, what is known of them beside these, and since when tests fail."""

    base: Files
    head: Files
    base_facts: RunInfo = RunInfo()
    head_facts: RunInfo = RunInfo()
    config: str = ""
    since: Since | None = None


class Sentence(NamedTuple):
    """A sentence, two runs that show it, and two that do not."""

    words: str
    shown: Two
    unshown: Two
    where: str = "markdown html"

    def __str__(self) -> str:
        """Return what pytest calls the sentence."""
        return self.words


def only(*cases: str) -> Files:
    """Return a run of *cases*."""
    return {"junit.xml": suite(*cases)}


def covered(lines: int, branches: int = 0) -> str:
    """Return a coverage report of a hundred lines."""
    return (
        f'<coverage line-rate="0.{lines}" branch-rate="0" lines-covered="{lines}" '
        f'lines-valid="100" branches-covered="{branches}" branches-valid="10" version="7" '
        'timestamp="1757943300"><packages/></coverage>'
    )


def facts(**fields: object) -> RunInfo:
    """Return what is known of a run beside its files."""
    return RunInfo.model_validate(fields)


RED: Final = only(passed("adds"), failed("pays"))
SKIP: Final = only(passed("adds"), skipped("pays"))
ONE: Final = only(passed("adds"))
FLAKY: Final = only(
    passed("adds"),
    '<testcase classname="shop.Till" name="pays"><flakyFailure message="late"/></testcase>',
)
CUT: Final[Files] = {"junit.xml": f'<testsuite name="unit">{passed("adds")}<testca'}
SLOW: Final = only(passed("adds"), passed("pays", time="0.9"))
UNTIMED: Final = only('<testcase classname="shop.Till" name="pays"/>')
NAMED: Final = only(passed("adds"), passed("pays_the_whole_bill"))
RENAMED: Final = only(passed("adds"), passed("pays_the_whole_bills"))
OTHER: Final = only(passed("adds"), passed("ships_by_sea"))
STALE: Final[Files] = {
    "health.json": {
        "timestamp": "2025-09-01T00:00:00Z",
        "services": {"api": {"status": "up", "latency_ms": 7}},
    }
}
FAST: Final[Files] = {"health.json": {"services": {"api": {"status": "up", "latency_ms": 7}}}}
DOWN: Final[Files] = {"health.json": {"services": {"api": {"status": "down"}}}}
KNOWN: Final = '[[known-issues]]\nissue = "#7"\nmessage = "assert 2"\n'
REFUSED: Final = "connection refused by database:5432"
REFUSING: Final[Files] = {
    "junit.xml": suite(passed("adds"), failed("pays", REFUSED, kind="error")), **DATABASE_DOWN,
}  # fmt: skip
BAD: Final = Seen("20250913T000000Z-b", AT, "bad0000000000000")
GOOD: Final = Seen("20250912T000000Z-a", AT, "900d000000000000")

SAME: Final = Two(GREEN, GREEN)
TESTS: Final = (
    Sentence("no test differs", SAME, Two(GREEN, RED)),
    Sentence("no test differs", SAME, Two(GREEN, ONE)),
    Sentence("no test differs", SAME, Two(ONE, GREEN)),
    Sentence("no test differs", SAME, Two(GREEN, SKIP)),
    Sentence("no test differs", SAME, Two(SKIP, GREEN)),
    Sentence("no test differs", SAME, Two(GREEN, FLAKY)),
    Sentence("no test differs", SAME, Two(RED, RED)),
    Sentence("no test differs", SAME, Two(UP, UP)),
    Sentence("no test differs", SAME, Two(UP, GREEN)),
    Sentence("neither run has a test result", Two(UP, UP), Two(UP, GREEN)),
    Sentence("neither run has a test result", Two(UP, UP), Two(GREEN, UP)),
    Sentence("1 new failure", Two(GREEN, RED), Two(RED, RED)),
    Sentence("1 new failure", Two(GREEN, RED), Two(GREEN, FLAKY)),
    Sentence("new failures 1", Two(GREEN, RED), Two(RED, RED), where="html"),
    Sentence("new failures · 1", Two(GREEN, RED), Two(RED, RED), where="markdown"),
    Sentence("1 still failing", Two(RED, RED), Two(GREEN, RED)),
    Sentence("1 still failing", Two(RED, RED), Two(ONE, RED)),
    Sentence("1 still failing", Two(RED, RED), Two(SKIP, RED)),
    Sentence("1 fixed", Two(RED, GREEN), Two(GREEN, GREEN)),
    Sentence("1 fixed", Two(RED, GREEN), Two(RED, SKIP)),
    Sentence("1 fixed", Two(RED, GREEN), Two(RED, ONE)),
    Sentence("1 fixed", Two(RED, GREEN), Two(RED, FLAKY)),
    Sentence("1 fixed", Two(RED, GREEN), Two(RED, only(passed("pays"), failed("pays")))),
    Sentence("1 new test", Two(ONE, GREEN), Two(GREEN, GREEN)),
    Sentence("1 new test", Two(ONE, GREEN), Two(NAMED, RENAMED)),
    Sentence("1 missing test", Two(GREEN, ONE), Two(GREEN, SKIP)),
    Sentence("1 missing test", Two(GREEN, ONE), Two(NAMED, RENAMED)),
    Sentence("1 newly skipped", Two(GREEN, SKIP), Two(SKIP, SKIP)),
    Sentence("1 newly skipped", Two(GREEN, SKIP), Two(ONE, SKIP)),
    Sentence("1 no longer skipped", Two(SKIP, GREEN), Two(ONE, GREEN)),
    Sentence("1 no longer skipped", Two(SKIP, GREEN), Two(SKIP, RED)),
    Sentence("1 no longer skipped", Two(SKIP, GREEN), Two(SKIP, FLAKY)),
    Sentence("1 flaky", Two(GREEN, FLAKY), Two(GREEN, GREEN)),
    Sentence("1 flaky", Two(GREEN, FLAKY), Two(FLAKY, FLAKY)),
    Sentence("1 flaky", Two(GREEN, FLAKY), Two(GREEN, RED)),
    Sentence("passed → passed after 1 failed attempt", Two(GREEN, FLAKY), Two(FLAKY, FLAKY)),
    Sentence("failed → passed after 1 failed attempt", Two(RED, FLAKY), Two(RED, GREEN)),
    Sentence("1 renamed", Two(NAMED, RENAMED), Two(NAMED, OTHER)),
    Sentence("was shop.Till.pays_the_whole_bill", Two(NAMED, RENAMED), Two(NAMED, NAMED)),
    Sentence("passed → failed", Two(GREEN, RED), Two(RED, RED)),
    Sentence("failed → passed", Two(RED, GREEN), Two(RED, RED)),
    Sentence("passed → not there", Two(GREEN, ONE), Two(GREEN, SKIP)),
    Sentence("not there → failed", Two(ONE, RED), Two(GREEN, RED)),
    Sentence(
        "assert 2 == 3", Two(GREEN, RED), Two(GREEN, only(passed("adds"), failed("pays", "x")))
    ),
    Sentence("a known issue", Two(GREEN, RED, config=KNOWN), Two(GREEN, RED)),
    Sentence(
        "a known issue",
        Two(GREEN, RED, config=KNOWN),
        Two(GREEN, RED, config=f"{KNOWN}expires = 2025-09-14"),
    ),
    Sentence("explained by an outage", Two(GREEN, REFUSING), Two(GREEN, {**REFUSING, **UP})),
    Sentence("explained by an outage", Two(GREEN, REFUSING), Two(GREEN, {**RED, **DATABASE_DOWN})),
    Sentence(
        "failing since the run of 2025-09-15 13:35 UTC (commit bad000000000)",
        Two(RED, RED, since=Since(BAD, GOOD)),
        Two(RED, RED, since=Since(BAD)),
    ),
    Sentence(
        "last passed in the run of 2025-09-15 13:35 UTC (commit 900d00000000)",
        Two(RED, RED, since=Since(BAD, GOOD)),
        Two(RED, RED, since=Since(BAD)),
    ),
    Sentence("failing at least since", Two(RED, RED, since=Since(BAD)), Two(RED, RED)),
    Sentence(
        "failing at least since",
        Two(RED, RED, since=Since(BAD)),
        Two(RED, RED, since=Since(BAD, GOOD)),
    ),
    Sentence(
        "failing", Two(RED, RED, since=Since(BAD, GOOD)), Two(RED, GREEN, since=Since(BAD, GOOD))
    ),
)

TIMES: Final = (
    Sentence("2 tests timed on both sides", SAME, Two(GREEN, ONE)),
    Sentence("1 test timed on both sides", Two(GREEN, ONE), Two(GREEN, UNTIMED)),
    Sentence("timed on both sides", SAME, Two(UNTIMED, UNTIMED)),
    Sentence(
        "timed on both sides", Two(ONE, RED), Two(SKIP, only(skipped("adds"), passed("pays")))
    ),
    Sentence("+800 %", Two(GREEN, SLOW), Two(SLOW, SLOW)),
    Sentence("+800 %", Two(GREEN, SLOW), Two(ONE, SLOW)),
    Sentence(
        "2 tests without",
        Two(GREEN, only(passed("a"), '<testcase name="b"/>', '<testcase name="c"/>')),
        SAME,
    ),
)

SIDES: Final = (
    Sentence("api up", Two({**GREEN, **UP}, {**GREEN, **UP}), Two(GREEN, GREEN)),
    Sentence("api up", Two({**GREEN, **UP}, GREEN), Two({**GREEN, **STALE}, GREEN)),
    Sentence("up, 7 ms", Two({**GREEN, **FAST}, GREEN), Two({**GREEN, **STALE}, GREEN)),
    Sentence("7 ms", Two({**GREEN, **FAST}, GREEN), Two({**GREEN, **STALE}, GREEN)),
    Sentence(
        "changed", Two({**GREEN, **UP}, {**GREEN, **DOWN}), Two({**GREEN, **UP}, {**GREEN, **UP})
    ),
    Sentence("gone", Two({**GREEN, **UP}, GREEN), Two({**GREEN, **UP}, {**GREEN, **UP})),
    Sentence("up new", Two(GREEN, {**GREEN, **UP}), Two({**GREEN, **UP}, {**GREEN, **UP})),
    Sentence("environment ready", Two({**GREEN, **UP}, GREEN), Two({**GREEN, **STALE}, GREEN)),
    Sentence("evidence complete", SAME, Two(CUT, CUT)),
    Sentence(
        "peaks",
        Two({**GREEN, "memory.log": readings(1, 2)}, GREEN),
        Two(GREEN, GREEN),
    ),
    Sentence(
        "+100 %",
        Two({**GREEN, "memory.log": readings(1, 2)}, {**GREEN, "memory.log": readings(1, 4)}),
        Two(GREEN, {**GREEN, "memory.log": readings(1, 4)}),
    ),
    Sentence(
        "80 of 100 lines (80 %)",
        Two({**GREEN, "coverage.xml": covered(80)}, GREEN),
        Two({**GREEN, "coverage.xml": covered(90)}, GREEN),
    ),
    Sentence(
        "points",
        Two({**GREEN, "coverage.xml": covered(80)}, {**GREEN, "coverage.xml": covered(90)}),
        Two(GREEN, {**GREEN, "coverage.xml": covered(90)}),
    ),
    Sentence(
        "points",
        Two({**GREEN, "coverage.xml": covered(80)}, {**GREEN, "coverage.xml": covered(90)}),
        Two({**GREEN, "coverage.xml": covered(80)}, {**GREEN, "coverage.xml": covered(80)}),
    ),
    Sentence(
        "1 step",
        Two({**GREEN, "steps.json": step("build")}, GREEN),
        SAME,
    ),
    Sentence(
        "passed failed changed",
        Two(
            {**GREEN, "steps.json": step("build")},
            {**GREEN, "steps.json": step("build", "failure")},
        ),
        Two({**GREEN, "steps.json": step("build")}, {**GREEN, "steps.json": step("build")}),
    ),
)

UNLIKE: Final = (
    Sentence(
        "compared although the base is the later of the two",
        Two(GREEN, GREEN, facts(started_at=AT.replace(hour=14)), facts(started_at=AT)),
        Two(GREEN, GREEN, facts(started_at=AT), facts(started_at=AT.replace(hour=14))),
    ),
    Sentence(
        "both are the same run",
        Two(GREEN, GREEN, facts(id="a"), facts(id="a")),
        Two(GREEN, GREEN, facts(id="a"), facts(id="b")),
    ),
    Sentence(
        "compared although the project differs: one and two",
        Two(GREEN, GREEN, facts(project="one"), facts(project="two")),
        Two(GREEN, GREEN, facts(project="one"), facts(project=None)),
    ),
    Sentence(
        "compared although the job differs: one and two",
        Two(GREEN, GREEN, facts(job="one"), facts(job="two")),
        Two(GREEN, GREEN, facts(job="one"), facts(job="one")),
    ),
    Sentence(
        "compared although the variant differs: os=linux and none",
        Two(GREEN, GREEN, facts(id="a", variant={"os": "linux"}), facts(id="b")),
        Two(GREEN, GREEN, facts(id="a"), facts(id="b")),
    ),
    Sentence(
        "compared although they are of different shards",
        Two(GREEN, GREEN, facts(id="a", shard_index=1), facts(id="b", shard_index=2)),
        Two(GREEN, GREEN, facts(id="a", shard_index=1), facts(id="b", shard_index=1)),
    ),
    Sentence("the evidence of left is partial", Two(CUT, GREEN), Two(GREEN, CUT)),
    Sentence("the evidence of right is partial", Two(GREEN, CUT), Two(CUT, GREEN)),
    Sentence("the evidence of left is missing", Two(UP, GREEN), Two(CUT, GREEN)),
    Sentence("it may lack what was there", Two(CUT, GREEN), SAME),
)


def _difference(two: Two, folder: Path) -> Difference:
    base = judged(folder / "base", two.base, config=two.config)
    head = judged(folder / "head", two.head, config=two.config)
    base, head = (
        report.model_copy(update={"run": known})
        for report, known in ((base, two.base_facts), (head, two.head_facts))
    )
    known = baseline_of(base)
    if two.since:
        known = known._replace(since=dict.fromkeys(known.tests, two.since))
    return difference_of(base, head, known, ("left", "right"))


def said(difference: Difference, form: str) -> str:
    """Return the words of *difference* without what sets them apart."""
    if form == "markdown":
        plain = re.sub(r"<[^>]*>|[|`*\\⚠️]|(?<=\n)[-#]+ ", " ", comparison.render(difference))
    else:
        page = html.render_difference(difference)
        plain = re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    plain = re.sub("[\u200b\u2060]|['\"]", "", unescape(plain))
    return re.sub(r" (?=[.,;:)])", "", " ".join(plain.split())).casefold()


PRINTED: Final = [
    pytest.param(sentence, form, id=f"{sentence.words}-{form}")
    for sentence in (*TESTS, *TIMES, *SIDES, *UNLIKE)
    for form in sentence.where.split()
]


@pytest.mark.parametrize(("sentence", "form"), PRINTED)
def test_no_sentence_without_its_evidence(sentence: Sentence, form: str, tmp_path: Path) -> None:
    """Two runs that show a sentence have the comparison say it; those that do not, have not."""
    words = sentence.words.casefold()

    assert words in said(_difference(sentence.shown, tmp_path / "a"), form)
    assert words not in said(_difference(sentence.unshown, tmp_path / "b"), form)
