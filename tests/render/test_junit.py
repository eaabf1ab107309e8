"""
The JUnit file: any report's cases come back from it, for us and for others.

Not kept, on purpose: attempts that passed or did not run, the line of the artifact, and that a red
case is marked as skipped, too, which stands in a property that no reader asks for.
Marks in the output for files that nobody has looked at come back as plain text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from junitparser import TestCase as JunitCase

from reportgen.model.report import Report
from reportgen.model.rows import fast_case
from reportgen.model.run import Problem
from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Counts,
    Errored,
    Failed,
    Passed,
    Skipped,
    Trouble,
    count,
)
from reportgen.render import junit
from tests.conftest import ROOT, RunCli
from tests.factories import make_artifact, make_case, make_failure, make_report, make_run
from tests.readers.junit.reading import DIALECTS, artifact, read, read_bytes
from tests.render.cases import CASES

FIXTURES = ROOT / "fixtures" / "junit"
FILES = sorted(
    path
    for folder in (FIXTURES, FIXTURES / "not-well-formed", DIALECTS)
    for path in folder.glob("*.xml")
)


def tree(report: Report) -> ET.Element:
    """Return the document of *report*, read by a strict parser that is not ours."""
    return ET.fromstring(junit.render(report))  # noqa: S314 - a document of our own making


def report_of(*cases: Case) -> Report:
    """Return a report of *cases*."""
    return make_report(cases=list(cases))


# ── the schema ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Rule:
    """What ``junit-10.xsd`` of Jenkins' xUnit plugin says of an element; *text* may stand in it."""

    children: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    text: bool = False
    in_order: bool = False


_RESULT = Rule(optional=("type", "message"), text=True)
_ATTEMPT = Rule(
    ("stackTrace", "system-out", "system-err"), ("type",), ("message",), text=True, in_order=True
)
_ATTEMPTS = ("rerunFailure", "rerunError", "flakyFailure", "flakyError")
SCHEMA = {
    "testsuites": Rule(("testsuite",), (), ("name", "time", "tests", "failures", "errors")),
    "testsuite": Rule(
        ("testsuite", "properties", "testcase", "system-out", "system-err"),
        ("name", "tests", "failures", "errors"),
        ("group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log"),
    ),
    "properties": Rule(("property",)),
    "property": Rule((), ("name", "value")),
    "testcase": Rule(
        ("skipped", "error", "failure", *_ATTEMPTS, "system-out", "system-err"),
        ("name",),
        ("time", "classname", "group"),
    ),
    **dict.fromkeys(("failure", "error", "skipped"), _RESULT),
    **dict.fromkeys(_ATTEMPTS, _ATTEMPT),
    **dict.fromkeys(("stackTrace", "system-out", "system-err"), Rule(text=True)),
}
BEYOND = {"testcase": {"file", "line"}, **{name: {"time"} for name in _ATTEMPTS}}
"""What is written although the schema does not know it."""
TIME = re.compile(r"[0-9]+(\.[0-9]+)?")


def faults(root: ET.Element) -> Iterator[str]:
    """Yield where *root* breaks the schema."""
    for element in root.iter():
        rule = SCHEMA[element.tag]
        children = [child.tag for child in element]
        allowed = {*rule.required, *rule.optional, *BEYOND.get(element.tag, ())}
        if not set(children) <= set(rule.children):
            yield f"{element.tag} holds {children}"
        if rule.in_order and children != [tag for tag in rule.children if tag in children]:
            yield f"{element.tag} holds {children}, in another order"
        if not set(rule.required) <= set(element.keys()) <= allowed:
            yield f"{element.tag} has {element.keys()}"
        around = [element.text, *(child.tail for child in element)]
        if not rule.text and any((text or "").strip() for text in around):
            yield f"{element.tag} holds text"
        if not TIME.fullmatch(element.get("time", "0")):
            yield f"{element.tag} takes {element.get('time')}"


# ── there and back ──────────────────────────────────────────────────────────────────────────────


def grouped(cases: list[Case]) -> list[Case]:
    """Return *cases* suite by suite, in order of first appearance."""
    keys = list(dict.fromkeys((case.artifact, case.suite) for case in cases))
    return sorted(cases, key=lambda case: keys.index((case.artifact, case.suite)))


Told = tuple[object, ...]


def told(case: Case) -> Told:
    """Return all of *case* that comes back from a JUnit file, but for what it wrote."""
    outcome = case.outcome
    results: tuple[object, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    match outcome:
        case Passed(attempts=attempts):
            pass
        case (
            Failed(troubles=results, attempts=attempts)
            | Errored(troubles=results, attempts=attempts)
        ):
            pass
        case Skipped(reason=reason):
            results = (reason,)
    kept = [
        replace(attempt, output=attempt.output.replace("[[ATTACHMENT", "[ [ATTACHMENT"))
        for attempt in attempts
        if attempt.outcome in {"failed", "errored"}
    ]
    where = (case.id, case.suite, case.class_name, case.name, case.file, case.line)
    return (*where, case.duration_s, outcome.name, results, kept)


def wrote(case: Case) -> Told:
    """Return what *case* wrote and the files that it names."""
    if isinstance(case.outcome, Failed | Errored):
        return case.outcome.output, case.outcome.attachments
    return ()


@given(st.lists(CASES, max_size=6))
def test_what_is_written_is_read(cases: list[Case]) -> None:
    """Verdicts, names, messages, traces, times, output and red attempts come back, in order."""
    run = read_bytes(junit.render(report_of(*cases)).encode())

    assert [told(case) for case in grouped(cases)] == [told(case) for case in run.cases]
    assert [wrote(case) for case in grouped(cases)] == [wrote(case) for case in run.cases]
    assert "read" == artifact(run).status
    assert [] == [problem.message for problem in artifact(run).problems if cases]


@given(st.lists(CASES, max_size=6))
def test_the_schema_is_kept(cases: list[Case]) -> None:
    """Whatever the cases say, the document is one that validating tools take."""
    assert [] == list(faults(tree(report_of(*cases))))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_fixture_comes_back(path: Path) -> None:
    """What could be read of any file comes back; what was lost of it comes back red."""
    once = read_bytes(path.read_bytes())
    report = make_report(cases=once.cases, artifacts=once.artifacts)
    again = read_bytes(junit.render(report).encode())

    kept = [case for case in again.cases if case.class_name != "reportgen"]
    lost = [case.outcome.name for case in again.cases if case.class_name == "reportgen"]
    is_whole = artifact(once).status in {"read", "ignored"} and "error" not in {
        problem.severity for problem in artifact(once).problems
    }

    assert [] == list(faults(tree(report)))
    assert [told(case) for case in grouped(once.cases)] == [told(case) for case in kept]
    assert ([] if is_whole else ["errored"]) == lost
    assert [] == [problem.message for problem in artifact(again).problems if again.cases]


def test_the_same_report_gives_the_same_bytes() -> None:
    """Nothing but the report has a say in the document."""
    made = [
        junit.render(report_of(make_case(), make_failure(), make_case("test_adds", suite="e2e")))
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert made[0].startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
    assert made[0].endswith("</testsuites>\n")


# ── what others read ────────────────────────────────────────────────────────────────────────────


def verdict(case: JunitCase) -> str:
    """Return what junitparser's results of *case* amount to."""
    kinds = {type(result).__name__ for result in case.result}
    names = {"Error": "errored", "Failure": "failed", "Skipped": "skipped"}
    return next((name for kind, name in names.items() if kind in kinds), "passed")


def by_junitparser(text: str) -> tuple[list[Counts], list[Counts]]:
    """Return the counts that junitparser reads of each suite: declared, and from its elements."""
    declared: list[Counts] = []
    counted: list[Counts] = []
    root = JUnitXml.fromstring(text.encode())
    sums = (root.tests, root.failures, root.errors)
    for suite in root:
        found = [verdict(case) for case in suite]
        tests, failed, errored = suite.tests, suite.failures, suite.errors
        green = tests - failed - errored - suite.skipped
        declared.append(Counts(tests, green, failed, errored, suite.skipped))
        counted.append(
            Counts(len(found), *map(found.count, ("passed", "failed", "errored", "skipped")))
        )

    assert sums == (
        sum(each.tests for each in declared),
        sum(each.failed for each in declared),
        sum(each.errored for each in declared),
    )
    return declared, counted


@given(st.lists(CASES, max_size=6))
def test_junitparser_counts_the_same(cases: list[Case]) -> None:
    """The numbers that we declare are the numbers that another reader finds, suite by suite."""
    declared, counted = by_junitparser(junit.render(report_of(*cases)))
    suites: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        suites.setdefault((case.artifact, case.suite), []).append(case)
    ours = [count(each)._replace(flaky=0) for each in suites.values()]

    assert ours == declared
    assert ours == counted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_junitparser_reads_every_fixture(path: Path) -> None:
    """A file that junitparser refuses or miscounts is counted right once it went through here."""
    run = read_bytes(path.read_bytes())
    declared, counted = by_junitparser(junit.render(make_report(cases=run.cases)))

    assert declared == counted
    assert count(run.cases).tests == sum(each.tests for each in counted)
    assert count(run.cases).red == sum(each.red for each in counted)


# ── what stands where ───────────────────────────────────────────────────────────────────────────


def test_a_report_without_cases() -> None:
    """Nothing is a valid document that declares nothing."""
    root = tree(report_of())

    assert {"name": "Unit tests", "tests": "0", "failures": "0", "errors": "0"} == root.attrib
    assert [] == list(root)


def test_two_shards_become_one_document() -> None:
    """Suites of the same name in two files stay two, each with its file."""
    run = read("37-shard-a.xml", "37-shard-b.xml")
    root = tree(make_report(cases=run.cases, artifacts=run.artifacts))
    files = [suite.findall("properties/property")[0].attrib for suite in root]

    assert [
        {"name": "reportgen.artifact", "value": name}
        for name in ("37-shard-a.xml", "37-shard-b.xml")
    ] == files
    assert str(len(run.cases)) == root.get("tests")
    assert 1 == len({suite.get("name") for suite in root})


def test_suites_come_in_order_of_first_appearance() -> None:
    """Cases of a suite that others interrupt are brought together; nested paths are one name."""
    names = ["one › two", "three", "one › two"]
    root = tree(report_of(*(make_case(f"case {at}", suite=name) for at, name in enumerate(names))))

    assert [
        ("one › two", ["case 0", "case 2"]),
        ("three", ["case 1"]),
    ] == [
        (suite.get("name"), [case.get("name") for case in suite.iter("testcase")]) for suite in root
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((0.1, 0.2), "0.3"),
        ((1.5, None), "1.5"),
        ((None, None), None),
        ((0.0, -0.0), "0.0"),
        ((1e-7,), "0.0"),
        ((1e16,), "10000000000000000"),
        ((1.7e308, 1.7e308), None),
    ],
)
def test_the_time_of_a_suite(times: tuple[float | None, ...], expected: str | None) -> None:
    """It is the sum of the known times, in digits; where none is known there is none."""
    cases = [make_case(f"case {at}", duration_s=time) for at, time in enumerate(times)]
    root = tree(make_report().model_copy(update={"cases": cases}))

    assert {expected} == {root.get("time"), root[0].get("time")}
    assert [] == list(faults(root))


@pytest.mark.parametrize(
    ("time", "expected"),
    [(0.012, "0.012"), (3.0, "3.0"), (1e-7, "0.0000001"), (1e22, "1" + 22 * "0"), (-0.0, "0.0")],
)
def test_the_time_of_a_case(time: float, expected: str) -> None:
    """It is exact, and without the exponent that no schema knows."""
    (case,) = tree(report_of(make_case(duration_s=time))).iter("testcase")

    assert expected == case.get("time")


def test_what_is_unknown_is_left_out() -> None:
    """An empty attribute would be a claim."""
    bare = make_case(class_name="", duration_s=None, file=None, line=None)
    (case,) = tree(report_of(bare)).iter("testcase")

    assert {"name": "test_adds"} == case.attrib


def test_a_red_case() -> None:
    """Each trouble stands there in order, then what happened on the way, then the output."""
    troubles = (
        Trouble("failure", "5 != 6", "trace one", "AssertionError"),
        Trouble("error", "cannot clean up", "trace two", "OSError"),
    )
    tries = (
        Attempt("failed", "4 != 6", "trace zero", 0.5, output="said"),
        Attempt("passed"),
        Attempt("errored", detail="no answer"),
    )
    outcome = Errored(troubles, tries, also_skipped=True, output="hello", attachments=("a.png",))
    (suite,) = tree(report_of(make_case(outcome=outcome)))
    (case,) = suite.iter("testcase")

    assert [
        ("failure", {"message": "5 != 6", "type": "AssertionError"}, ["trace one"]),
        ("error", {"message": "cannot clean up", "type": "OSError"}, ["trace two"]),
        ("rerunFailure", {"message": "4 != 6", "type": "", "time": "0.5"}, ["trace zero", "said"]),
        ("rerunError", {"type": ""}, ["no answer"]),
        ("system-out", {}, ["hello\n[[ATTACHMENT|a.png]]"]),
    ] == [(child.tag, child.attrib, list(child.itertext())) for child in case]
    assert {
        "name": "reportgen.also-skipped", "value": "tests.unit.test_adds"
    } == suite.findall("properties/property")[1].attrib  # fmt: skip


def test_a_flaky_case() -> None:
    """A pass after failures is a pass that remembers them, as Surefire has it."""
    outcome = Passed((Attempt("failed", "5 != 6", "trace"), Attempt("errored", "no answer")))
    (suite,) = tree(report_of(make_case(outcome=outcome)))
    (case,) = suite.iter("testcase")

    assert ["flakyFailure", "flakyError"] == [child.tag for child in case]
    assert ["trace", None] == [child.findtext("stackTrace") or None for child in case]
    assert ("1", "0", "0") == tuple(suite.get(each) for each in ("tests", "failures", "errors"))


def test_a_skipped_case() -> None:
    """The reason is the message."""
    (case,) = tree(report_of(make_case(outcome=Skipped("no till here")))).iter("testcase")

    assert [("skipped", {"message": "no till here"})] == [(each.tag, each.attrib) for each in case]


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("[[ATTACHMENT|a.png]]", "[[ATTACHMENT|a.png]]"),
        ("shot:\n[[ATTACHMENT|a.png]]\nend", "shot:\n[[ATTACHMENT|a.png]]\nend"),
        ("", "[[ATTACHMENT|a.png]]"),
        ("[[ATTACHMENT|./a.png]]", "[ [ATTACHMENT|./a.png]]\n[[ATTACHMENT|a.png]]"),
        ("[[ATTACHMENT|../key]]", "[ [ATTACHMENT|../key]]\n[[ATTACHMENT|a.png]]"),
        (
            "[[ATTACHMENT|a.png]]/../key]]",
            "[ [ATTACHMENT|a.png]]/../key]]\n[[ATTACHMENT|a.png]]",
        ),
    ],
)
def test_only_kept_attachments_are_named(output: str, expected: str) -> None:
    """Each once; a path that leads elsewhere is no longer one that other tools would publish."""
    outcome = Failed((Trouble("failure"),), output=output, attachments=("a.png",))
    (case,) = tree(report_of(make_case(outcome=outcome))).iter("testcase")

    assert expected == case.findtext("system-out")


def test_attempts_and_problems_name_no_files() -> None:
    """What nobody has looked at is not published, wherever it stands."""
    mark = "[[ATTACHMENT|/etc/passwd]]"
    problem = Problem(kind="suite-error", severity="error", message=f"says {mark}")
    flaky = Passed((Attempt("failed", output=mark),))
    text = junit.render(
        make_report(
            cases=[make_case(outcome=flaky)],
            artifacts=[make_artifact(holds_tests=True, problems=(problem,))],
        )
    )

    assert 2 == text.count("[ [ATTACHMENT|/etc/passwd]]")
    assert "[[" not in text


def test_a_file_that_could_not_be_read_is_named() -> None:
    """A file that lost results is an errored case of its own: no tool may show it green."""
    problem = Problem(kind="unreadable", severity="error", message="no XML", place="line 3")
    bad = make_artifact("e2e.xml", status="rejected", holds_tests=True, problems=(problem,))
    other = make_artifact("health.json", status="rejected", problems=(problem,))
    root = tree(make_report(artifacts=(make_artifact(), bad, other)))

    assert ["tests.unit", "e2e.xml"] == [suite.get("name") for suite in root]
    assert "error: no XML (line 3)" == root[1].findtext("testcase/system-out")
    assert "e2e.xml could not be read in full" == root[1].find("testcase/error").get("message")  # type: ignore[union-attr]  # the assert says so
    assert ("1", "1", None) == tuple(root[1].get(name) for name in ("tests", "errors", "time"))
    assert ("2", "1") == (root.get("tests"), root.get("errors"))
    assert [] == list(faults(root))


# ── hostile text ────────────────────────────────────────────────────────────────────────────────

HOSTILE = "\0\x1b[31m]]><x a='\"&lt;&#0;<!-- \ud800\ufffe\uffff\U0001f600\r\n\t\x85\x0b</testcase>"


def test_hostile_text_stays_text() -> None:
    """No text becomes an element, ends one, or makes the document unreadable."""
    case = fast_case(HOSTILE, HOSTILE, HOSTILE, PASSED, HOSTILE, 1, HOSTILE, 1, 0.1)
    text = junit.render(make_report(run=make_run(title="]]><x>&")).model_copy(
        update={"cases": [case]}
    ))  # fmt: skip
    root = ET.fromstring(text.encode())  # noqa: S314 - a document of our own making
    (found,) = root.iter("testcase")
    survivor = HOSTILE.translate(
        {ord(each): "\ufffd" for each in "\0\x1b\ud800\ufffe\uffff\x0b"}
    ).replace("\r\n", "\n")

    assert [] == list(faults(root))
    assert ["testsuites", "testsuite", "properties", "property", "testcase"] == [
        element.tag for element in root.iter()
    ]
    assert {survivor} == {found.get("name"), found.get("classname"), found.get("file")}


UNCLEAN = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(UNCLEAN, UNCLEAN, UNCLEAN)
def test_any_text_is_well_formed(first: str, second: str, third: str) -> None:
    """Text that no reader has cleaned does no harm either, wherever it stands."""
    trouble = Trouble("failure", first, second, third)
    attempt = Attempt("failed", second, third, output=first)
    outcomes = [
        Failed((trouble,), (attempt,), also_skipped=True, output=third, attachments=(first,)),
        Passed((attempt,)),
        Skipped(third),
    ]
    cases = [
        make_case(first, suite=second, class_name=third, artifact=first, outcome=outcome)
        for outcome in outcomes
    ]
    root = tree(report_of(*cases))

    assert [] == list(faults(root))
    assert len(cases) == len(list(root.iter("testcase")))


# ── the command ─────────────────────────────────────────────────────────────────────────────────


def totals(run_cli: RunCli, name: str) -> dict[str, object]:
    """Return the totals of the run in *name*."""
    document = json.loads(run_cli("report", name, "-f", "json").stdout)
    found: dict[str, object] = document["totals"]
    return found


def test_the_command_prints_it_and_reads_it(run_cli: RunCli) -> None:
    """``-f junit`` prints one document, which is evidence like any other."""
    Path("art").mkdir()
    for name in ("pytest-xunit1.xml", "surefire-junit5.xml", "surefire-junit4-reruns.xml"):
        Path("art", name).write_bytes((FIXTURES / name).read_bytes())
    printed = run_cli("report", "art", "-f", "junit")
    saved = run_cli("report", "art", "-f", "junit", "-o", "out.xml")
    before, after = totals(run_cli, "art"), totals(run_cli, "out.xml")

    assert (0, 0, "") == (printed.exit_code, saved.exit_code, saved.stdout)
    assert printed.stdout == Path("out.xml").read_text("utf-8")
    assert before.pop("duration_s") == pytest.approx(after.pop("duration_s"))
    assert before == after
    assert before["flaky"]
