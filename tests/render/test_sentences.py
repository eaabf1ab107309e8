"""
No sentence without its evidence: what a report can say, and the files that let it say so.

Each row has the words by which a sentence is known, files that are reason enough for it, and the
same files without that reason; the words must stand in the one report and not in the other.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import pytest

from reportgen.model.report import Report
from reportgen.render import html, markdown, text
from tests.analysis.jobs import (
    DATABASE_DOWN,
    GREEN,
    UP,
    Files,
    failed,
    judged,
    log,
    passed,
    readings,
    skipped,
    step,
    suite,
)


class Sentence(NamedTuple):
    """A sentence, what shows it, and what does not."""

    words: str
    shown: Files
    unshown: Files
    where: str = "markdown text html"
    base: Files | None = None
    no_base: Files | None = None
    config: str = ""
    no_config: str | None = None

    def __str__(self) -> str:
        """Return what pytest calls the sentence."""
        return self.words


MARKDOWN: Final = "markdown"
HTML: Final = "html"
PAGES: Final = "markdown html"
RED: Final[Files] = {"junit.xml": suite(passed("adds"), failed("pays"))}
SKIPPED: Final[Files] = {"junit.xml": suite(skipped("adds"), skipped("pays"))}
FLAKY: Final[Files] = {
    "junit.xml": suite(
        passed("adds"),
        '<testcase classname="shop.Till" name="pays"><flakyFailure message="late"/></testcase>',
    )
}
CUT: Final[Files] = {"junit.xml": f'<testsuite name="unit">{passed("adds")}{passed("pays")}<testca'}
LOST: Final[Files] = {**GREEN, "e2e.xml": ""}
STALE: Final[Files] = {
    "health.json": {"timestamp": "2025-09-01T00:00:00Z", "services": {"api": {"status": "up"}}}
}
UNCLEAR: Final[Files] = {"health.json": {"services": {"api": {"status": "unknown"}}}}
TESTED: Final[Files] = {"steps.json": step("test")}
UNTESTED: Final[Files] = {"steps.json": step("test", "failure")}
BUILT: Final[Files] = {"steps.json": step("build")}
REFUSED: Final = "connection refused by database:5432"
OUTAGE: Final[Files] = {
    "junit.xml": suite(passed("adds"), failed("pays", REFUSED, kind="error")),
}
STEADY: Final[Files] = {"memory.log": readings(*(200 + n % 2 for n in range(20)))}
RISING: Final[Files] = {"memory.log": readings(*(200 + 20 * n for n in range(20)))}
SHORT: Final[Files] = {"memory.log": readings(200, 200, 200)}
FULL: Final = "write: no space left on device"
KILL: Final = (
    "Sep 15 13:33:00 runner kernel: [1.0] Out of memory: Killed process 42 (node) "
    "total-vm:1kB, anon-rss:2kB, file-rss:0kB, shmem-rss:0kB, UID:0"
)
LISTED: Final[Files] = {
    "junit.xml": suite(passed("test_a", "test_till"), passed("test_b", "test_till")),
    "listed.txt": "test_till.py::test_a\ntest_till.py::test_b\n\n2 tests collected in 0.01s\n",
}
KNOWN: Final = '[[known-issues]]\nissue = "#7"\n'
COVERED: Final = (
    '<coverage line-rate="0.{0}" branch-rate="0" lines-covered="{0}" lines-valid="100" '
    'version="7" timestamp="1757943300"><packages/></coverage>'
)


def build(*lines: str) -> Files:
    """Return a failed build beside two green tests, and its log of *lines*."""
    return {**GREEN, "steps.json": step("build", "failure"), "build.log": log(*lines)}


GOOD: Final = (
    Sentence("services: 1 of 1 up", {**GREEN, **UP}, {**GREEN, **DATABASE_DOWN}, where=MARKDOWN),
    Sentence("steps: 1 of 1 passed", {**GREEN, **BUILT}, build("boom"), where=MARKDOWN),
    Sentence(
        "2 tests: 2 passed", {"junit.xml": suite(passed("a"), passed("b"))}, RED, where=MARKDOWN
    ),
    Sentence("change validated", GREEN, SKIPPED),
    Sentence("change validated", GREEN, RED),
    Sentence("change validated", GREEN, CUT),
    Sentence("change validated", GREEN, LOST),
    Sentence("change validated", GREEN, UP),
    Sentence("change validated", {**GREEN, **TESTED}, {**GREEN, **UNTESTED}),
    Sentence("change validated", GREEN, {**OUTAGE, **DATABASE_DOWN}),
    Sentence("change validated", GREEN, {**GREEN, "steps.json": step("lint", "failure")}),
    Sentence(
        "change validated",
        {"junit.xml": suite(passed("a"), attributes='timestamp="2025-09-15T13:00:00Z"')},
        {"junit.xml": suite(passed("a"), attributes='timestamp="2025-09-14T13:00:00Z"')},
    ),
    Sentence("do now: approve", GREEN, SKIPPED, where="markdown text"),
    Sentence("decision approve", GREEN, SKIPPED, where="text html"),
    Sentence("hold the deployment", {**GREEN, **DATABASE_DOWN}, {**GREEN, **UP}),
    Sentence("environment ready", {**GREEN, **UP}, GREEN),
    Sentence("environment ready", {**GREEN, **UP}, {**GREEN, **STALE}),
    Sentence("environment ready", {**GREEN, **UP}, {**GREEN, **UNCLEAR}),
    Sentence("environment ready", {**GREEN, **UP}, {**GREEN, **DATABASE_DOWN}),
    Sentence(
        "environment ready",
        {**GREEN, **UP},
        {**GREEN, **UP},
        no_config='[services]\noptional = ["api"]',
    ),
    Sentence(
        "environment ready",
        {**GREEN, **UP},
        {**GREEN, **UP},
        no_config='[services]\nrequired = ["api", "queue"]',
    ),
    Sentence("environment degraded", {**GREEN, "h.json": {"api": "degraded"}}, {**GREEN, **UP}),
    Sentence("evidence complete", GREEN, CUT),
    Sentence("evidence complete", GREEN, LOST),
    Sentence("evidence complete", GREEN, UP),
    Sentence("evidence complete", {**GREEN, **TESTED}, {**GREEN, **UNTESTED}),
    Sentence(
        "complete", GREEN, GREEN, no_base={"junit.xml": suite(passed("gone"), passed("adds"))}
    ),
    Sentence(
        "evidence complete", GREEN, {"junit.xml": suite(passed("adds"), attributes='tests="2"')}
    ),
    Sentence("steps of tests and results agree", {**GREEN, **TESTED}, GREEN),
    Sentence("steps of tests and results agree", {**GREEN, **TESTED}, {**GREEN, **BUILT}),
    Sentence("steps of tests and results agree", {**GREEN, **TESTED}, {**RED, **TESTED}),
    Sentence("no test failed", GREEN, RED, where=PAGES),
    Sentence("no test failed", GREEN, SKIPPED, where=PAGES),
    Sentence("no test failed", GREEN, UP, where=PAGES),
    Sentence("no test failed", GREEN, OUTAGE, where=PAGES),
    Sentence("no test failed holds", GREEN, FLAKY, where=MARKDOWN),
    Sentence("no test failed holds", GREEN, LOST, where=MARKDOWN),
    Sentence("in its last attempt", FLAKY, GREEN, where=PAGES),
    Sentence("no failure is new", RED, RED, where=PAGES, base=RED, no_base=GREEN),
    Sentence("2 of 2 tests that ran passed", GREEN, RED),
    Sentence("2 of 2 tests that ran passed holds", GREEN, LOST, where=MARKDOWN),
    Sentence("that ran and passed 2 of 2 (100 %)", GREEN, LOST, where=MARKDOWN),
    Sentence("that ran passed (100 %)", GREEN, LOST, where=HTML),
    Sentence("as far as could be read", LOST, GREEN, where=PAGES),
    Sentence("2 of 2 collected tests ran", LISTED, {**LISTED, **GREEN}, where=PAGES),
    Sentence("2 tests collected", LISTED, GREEN, where=PAGES),
    Sentence("1 of 1 artifact read in full", GREEN, CUT, where=PAGES),
    Sentence("1 of 1 service up", {**GREEN, **UP}, {**GREEN, **STALE}),
    Sentence("1 of 1 service is up", {**GREEN, **UP}, {**GREEN, **STALE}, where=PAGES),
    Sentence("Services · 1 of 1 up", {**GREEN, **UP}, {**GREEN, **STALE}, where=MARKDOWN),
    Sentence("Services up 1 of 1 (100 %)", {**GREEN, **UP}, {**GREEN, **STALE}, where=MARKDOWN),
    Sentence("1 of 1 up", {**GREEN, **UP}, {**GREEN, **STALE}, where=PAGES),
    Sentence("1 of 1 step that ran passed", {**GREEN, **BUILT}, build("x"), where=PAGES),
    Sentence("Steps · 1 of 1 passed", {**GREEN, **BUILT}, build("x"), where=MARKDOWN),
    Sentence("Steps passed 1 of 1", {**GREEN, **BUILT}, build("x"), where=MARKDOWN),
    Sentence("is stable", {**GREEN, **STEADY}, {**GREEN, **SHORT}, where=PAGES),
    Sentence("is stable", {**GREEN, **STEADY}, {**GREEN, **RISING}, where=PAGES),
    Sentence("is stable", {**GREEN, **STEADY}, GREEN, where=PAGES),
    Sentence("Memory · stable", {**GREEN, **STEADY}, {**GREEN, **SHORT}, where=MARKDOWN),
    Sentence(
        "stable · 1 out of memory",
        {**GREEN, **STEADY, "kernel.log": log(KILL)},
        {**GREEN, **STEADY},
        where=MARKDOWN,
    ),
    Sentence(
        "stable · 1 over the limit",
        {**GREEN, **STEADY},
        {**GREEN, **STEADY},
        where=MARKDOWN,
        config='[memory]\nlimit = "100 MiB"',
        no_config="",
    ),
    Sentence("too short to judge", {**GREEN, **SHORT}, {**GREEN, **STEADY}, where=PAGES),
    Sentence("No finding of severity error or warning", GREEN, FLAKY, where=HTML),
    Sentence("Gate: passed", GREEN, SKIPPED, where=MARKDOWN),
    Sentence("gate passed", GREEN, SKIPPED, where="text"),
    Sentence("Gate passed", GREEN, RED, where=HTML),
    Sentence("0 unreadable", GREEN, LOST, where=MARKDOWN),
)

CAUSES: Final = (
    Sentence("known and flaky · 1 flaky", FLAKY, GREEN, where=MARKDOWN),
    Sentence(
        "known and flaky · 1 known issue",
        RED,
        RED,
        config=f'{KNOWN}message = "assert 2"',
        no_config=f'{KNOWN}message = "assert 3"',
        where=MARKDOWN,
    ),
    Sentence(
        "known and flaky · 1 still failing", RED, RED, base=RED, no_base=GREEN, where=MARKDOWN
    ),
    Sentence(
        "shown: 10 of 11 findings",
        {"junit.xml": suite(*(failed(f"t{at}") for at in range(11)))},
        {"junit.xml": suite(*(failed(f"t{at}") for at in range(10)))},
        where=MARKDOWN,
    ),
    Sentence("deployment blocked", {**GREEN, **DATABASE_DOWN}, {**GREEN, **UP}),
    Sentence("deployment blocked", build(FULL), build("till.c:3:1: error: expected ';'")),
    Sentence("failed for an infrastructure reason", build(FULL), build("no idea")),
    Sentence("failed for a reason outside the change", build(FULL), build("no"), where=PAGES),
    Sentence("the disk is full", build(FULL), build("disk of the till")),
    Sentence("(infrastructure)", build(FULL), build("error: TILL-17")),
    Sentence("(infrastructure)", build(FULL), {**GREEN, "steps.json": step("build", "failure")}),
    Sentence("explained by database", {**OUTAGE, **DATABASE_DOWN}, {**OUTAGE, **UP}),
    Sentence("explained by database", {**OUTAGE, **DATABASE_DOWN}, OUTAGE),
    Sentence("explained by database", {**OUTAGE, **DATABASE_DOWN}, {**RED, **DATABASE_DOWN}),
    Sentence("explained by an outage", {**OUTAGE, **DATABASE_DOWN}, OUTAGE, where=PAGES),
    Sentence("failed because of an outage", {**OUTAGE, **DATABASE_DOWN}, OUTAGE),
    Sentence("1 new failure", RED, GREEN),
    Sentence("1 new failure since base", RED, RED, where=PAGES, base=GREEN, no_base=RED),
    Sentence("1 new failure since base", RED, RED, where=PAGES, base=GREEN, no_base=UP),
    Sentence("database is down", {**GREEN, **DATABASE_DOWN}, {**GREEN, **UP}),
    Sentence("restore database", {**GREEN, **DATABASE_DOWN}, {**GREEN, **UP}),
    Sentence("was last checked at", {**GREEN, **STALE}, {**GREEN, **UP}),
    Sentence(
        "is up in a.json and down in b.json",
        {**GREEN, "a.json": {"api": "up"}, "b.json": {"api": "down"}},
        {**GREEN, "a.json": {"api": "up"}, "b.json": {"queue": "down"}},
    ),
    Sentence(
        "is up in a.json and down in b.json",
        {**GREEN, "a.json": {"api": "up"}, "b.json": {"api": "down"}},
        {
            **GREEN,
            "a.json": {"timestamp": "2025-09-15T13:30:00Z", "services": {"api": "up"}},
            "b.json": {"timestamp": "2025-09-15T13:10:00Z", "services": {"api": "down"}},
        },
    ),
    Sentence("all results that were read are green", {**GREEN, **UNTESTED}, {**RED, **UNTESTED}),
    Sentence(
        "of an earlier run",
        {"junit.xml": suite(passed("a"), attributes='timestamp="2025-09-14T13:00:00Z"')},
        {"junit.xml": suite(passed("a"), attributes='timestamp="2025-09-15T03:00:00Z"')},
    ),
    Sentence("passed after 1 failed attempt", FLAKY, GREEN),
    Sentence("1 flaky", FLAKY, GREEN),
    Sentence("passed only on a later attempt", FLAKY, GREEN, where=MARKDOWN),
    Sentence("Passed only after a retry 1", FLAKY, GREEN, where=HTML),
    Sentence("failed as known", RED, RED, config=f'{KNOWN}message = "assert 2"', no_config=""),
    Sentence(
        "known issue",
        RED,
        RED,
        config=f'{KNOWN}message = "assert 2"',
        no_config=f'{KNOWN}message = "assert 2"\nexpires = 2025-09-14',
        where=MARKDOWN,
    ),
    Sentence(
        "expired on",
        RED,
        RED,
        config=f'{KNOWN}message = "assert 2"\nexpires = 2025-09-14',
        no_config=f'{KNOWN}message = "assert 2"\nexpires = 2025-09-16',
    ),
    Sentence(
        "(known: #7)",
        {**GREEN, **DATABASE_DOWN},
        {**GREEN, **DATABASE_DOWN},
        config=f'{KNOWN}service = "database"',
        no_config=f'{KNOWN}service = "queue"',
    ),
    Sentence("Out of memory", {**GREEN, "kernel.log": log(KILL)}, GREEN),
    Sentence("look for a leak", {**GREEN, **RISING}, {**GREEN, **STEADY}),
    Sentence("skipped, none ran", SKIPPED, GREEN),
    Sentence("no test result was read", UP, {**GREEN, **UP}),
    Sentence("could not be read in full", CUT, GREEN),
)

REFUSED_TWICE: Final[Files] = {
    "junit.xml": suite(
        failed("pays", REFUSED, kind="error"), failed("ships", REFUSED, kind="error")
    ),
}
REFUSED_BY_TWO: Final[Files] = {
    "junit.xml": suite(
        failed("pays", REFUSED, kind="error"),
        failed("ships", "connection refused by cache:6379", kind="error"),
    ),
}
CAUSES_IN_COMMON: Final = (
    Sentence("1 cause explains 2 of 2 failures", REFUSED_TWICE, REFUSED_BY_TWO),
    Sentence("1 cause explains 2 of 2 failures", REFUSED_TWICE, OUTAGE),
    Sentence("and 1 more with the same cause", REFUSED_TWICE, REFUSED_BY_TWO),
    Sentence("2 × connection refused by database:5432", REFUSED_TWICE, REFUSED_BY_TWO),
)

COMPARISONS: Final = (
    Sentence("compared with base", GREEN, GREEN, base=GREEN),
    Sentence("which had 2 tests holds", GREEN, GREEN, MARKDOWN, base=GREEN, no_base=UP),
    Sentence("no earlier run to compare with", GREEN, GREEN, where=PAGES, no_base=GREEN),
    Sentence("nothing to compare with", GREEN, GREEN, where="text", no_base=GREEN),
    Sentence("no test result in the base", GREEN, GREEN, where=PAGES, base=UP, no_base=GREEN),
    Sentence("1 fixed", GREEN, GREEN, where=MARKDOWN, base=RED, no_base=GREEN),
    Sentence("1 fixed", GREEN, FLAKY, where=MARKDOWN, base=RED, no_base=RED),
    Sentence("passed; it failed in base", GREEN, GREEN, where=HTML, base=RED, no_base=GREEN),
    Sentence("passed; it failed in base", GREEN, FLAKY, where=HTML, base=RED, no_base=RED),
    Sentence("it failed in base too", RED, RED, base=RED, no_base=GREEN),
    Sentence("1 failed before", RED, RED, base=RED, no_base=GREEN),
    Sentence("it passed in base", RED, RED, base=GREEN, no_base=RED),
    Sentence("base has no result of it", RED, RED, base=UP, no_base=GREEN),
    Sentence(
        "1 renamed",
        {"junit.xml": suite(passed("adds"), passed("pays_all"))},
        {"junit.xml": suite(passed("adds"), passed("ships_by_sea"))},
        where=MARKDOWN,
        base={"junit.xml": suite(passed("adds"), passed("pays_alls"))},
        no_base={"junit.xml": suite(passed("adds"), passed("pays_alls"))},
    ),
    Sentence(
        "did not run; it passed in base",
        GREEN,
        GREEN,
        base={"junit.xml": suite(passed("adds"), passed("pays"), passed("gone"))},
        no_base={"junit.xml": suite(passed("adds"), passed("pays"), skipped("gone"))},
    ),
    Sentence("was skipped; it passed in base", SKIPPED, SKIPPED, base=GREEN, no_base=SKIPPED),
    Sentence(
        "points since base",
        {**GREEN, "coverage.xml": COVERED.format(90)},
        {**GREEN, "coverage.xml": COVERED.format(90)},
        where="markdown text",
        base={**GREEN, "coverage.xml": COVERED.format(80)},
        no_base=GREEN,
    ),
    Sentence(
        "points",
        {**GREEN, "coverage.xml": COVERED.format(90)},
        {**GREEN, "coverage.xml": COVERED.format(90)},
        where=HTML,
        base={**GREEN, "coverage.xml": COVERED.format(80)},
        no_base=GREEN,
    ),
    Sentence("was checked in the base", GREEN, GREEN, base={**GREEN, **UP}, no_base=GREEN),
)

ABSENCES: Final = (
    Sentence("no health artifact was read", GREEN, {**GREEN, **UP}),
    Sentence("services (no health artifact)", GREEN, {**GREEN, **UP}, where=PAGES),
    Sentence("memory (no memory log)", GREEN, {**GREEN, **STEADY}, where=PAGES),
    Sentence("CI steps (no step outcomes)", GREEN, {**GREEN, **BUILT}, where=PAGES),
    Sentence("No health artifact was read", GREEN, {**GREEN, **UP}, where=HTML),
    Sentence("No memory log was read", GREEN, {**GREEN, **STEADY}, where=HTML),
    Sentence("No step artifact was read", GREEN, {**GREEN, **BUILT}, where=HTML),
    Sentence("No test result was read", UP, GREEN, where=HTML),
    Sentence("No earlier run to compare with", GREEN, GREEN, where=HTML, no_base=GREEN),
    Sentence("nothing fresh shows the state of api", {**GREEN, **UNCLEAR}, {**GREEN, **UP}),
    Sentence("its log does not say why", build("done"), build(FULL)),
)


def _markdown(report: Report) -> str:
    unmarked = re.sub(r"<[^>]*>|[|`*\\❓✅❌◐⏭️⚠]", " ", markdown.render(report))
    return re.sub("[\u200b\u2060]", "", unescape(unmarked))


def _html(report: Report) -> str:
    page = html.render(report).replace("<wbr>", "")  # where a name may break is no blank
    # A place in a sentence is marked up, and no word is cut by it.
    return unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


RENDERERS: Final[Mapping[str, Callable[[Report], str]]] = MappingProxyType(
    {"markdown": _markdown, "html": _html, "text": text.render}
)


def said(report: Report, form: str) -> str:
    """Return the words of *report* without what sets them apart."""
    plain = re.sub(r"['\"]", "", RENDERERS[form](report))
    return re.sub(r" (?=[.,;:)])", "", " ".join(plain.split())).casefold()


PRINTED: Final = [
    pytest.param(sentence, form, id=f"{sentence.words}-{form}")
    for sentence in (*GOOD, *CAUSES, *CAUSES_IN_COMMON, *COMPARISONS, *ABSENCES)
    for form in sentence.where.split()
]


@pytest.mark.parametrize(("sentence", "form"), PRINTED)
def test_no_sentence_without_its_evidence(sentence: Sentence, form: str, tmp_path: Path) -> None:
    """What shows a sentence has the report say it; without that the report does not."""
    config, other = sentence.config, sentence.no_config
    shown = judged(tmp_path / "a", sentence.shown, base=sentence.base, config=config)
    unshown = judged(
        tmp_path / "b",
        sentence.unshown,
        base=sentence.no_base,
        config=config if other is None else other,
    )
    words = sentence.words.casefold()

    assert words in said(shown, form)
    assert words not in said(unshown, form)
