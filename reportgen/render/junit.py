"""
The test cases of a report as one JUnit file, merged and repaired, for other tools.

The schema is ``junit-10.xsd`` of Jenkins' xUnit plugin, which pytest's own default follows, too.
Beyond it go only ``file`` and ``line`` of a case and ``time`` of an attempt, where they are known.
Every case counts once, under its verdict; junitparser would count elements.

Not kept, since JUnit has no word for it: attempts that passed or did not run,
and the line of the artifact.
What could not be read is an errored case of its own (`render.lost`).
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from math import isfinite
from typing import Any, Final, cast
from xml.etree.ElementTree import Element, tostring

import junitparser as jp
from junitparser import xunit2

from reportgen.estimates.totals import total
from reportgen.model.report import Report
from reportgen.model.tests import Attempt, Case, Errored, Failed, Passed, Skipped, Trouble, count
from reportgen.render.characters import xml_text
from reportgen.render.lost import lost

NAME: Final = "junit"
SUFFIX: Final = ".xml"

ARTIFACT: Final = "reportgen.artifact"
"""The property of a suite that names the file it was read from."""
ALSO_SKIPPED: Final = "reportgen.also-skipped"
"""
The property of a suite that names a red case which is marked as skipped, too.

A ``<skipped>`` beside the failure would hide it from tools that let the mark win, and properties of
a case are not in the schema.
"""

_FLAKY: Final = {"failed": xunit2.FlakyFailure, "errored": xunit2.FlakyError}
_RERUN: Final = {"failed": xunit2.RerunFailure, "errored": xunit2.RerunError}


def render(report: Report) -> str:
    """Return the cases of *report* as a JUnit document that ends in a line feed."""
    suites: dict[tuple[str, str], list[Case]] = {}
    cases = [*report.cases, *lost(report)]
    for case in cases:
        suites.setdefault((case.artifact, case.suite), []).append(case)
    root = _element(xunit2.JUnitXml(xml_text(report.run.title or report.run.project or "") or None))
    _declare(root, cases)
    root.text = "\n"
    # Not by junitparser's add_testsuite: it compares each suite with every other, and merges some.
    root.extend(_suite(artifact, name, held) for (artifact, name), held in suites.items())
    # Not by junitparser's tostring: where lxml is installed it writes other bytes.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


# ── suites ──────────────────────────────────────────────────────────────────────────────────────


def _new_suite(name: str) -> xunit2.TestSuite:
    return xunit2.TestSuite(xml_text(name))  # type: ignore[no-untyped-call]  # junitparser has none


def _suite(artifact: str, name: str, cases: list[Case]) -> Element:
    made = _new_suite(name)
    made.add_property(ARTIFACT, xml_text(artifact))
    for case in cases:
        if isinstance(case.outcome, Failed | Errored) and case.outcome.also_skipped:
            made.add_property(ALSO_SKIPPED, xml_text(case.title))
    suite = _element(made)
    _declare(suite, cases)
    suite.extend(map(_case, cases))
    return _on_lines(suite)


def _declare(element: Element, cases: list[Case]) -> None:
    """Write what *cases* add up to; the time is that of the cases whose time is known, if any."""
    counts = count(cases)
    element.set("tests", str(counts.tests))
    element.set("failures", str(counts.failed))
    element.set("errors", str(counts.errored))
    if element.tag == "testsuite":  # the schema has no skipped cases at the root
        element.set("skipped", str(counts.skipped))
    times = [case.duration_s for case in cases if case.duration_s is not None]
    seconds = round(total(times), 6)
    if times and isfinite(seconds):
        element.set("time", _seconds(seconds))


# ── cases ───────────────────────────────────────────────────────────────────────────────────────


def _case(case: Case) -> Element:
    made = xunit2.TestCase(xml_text(case.name), xml_text(case.class_name) or None)
    element = _element(made)
    if case.duration_s is not None:
        element.set("time", _seconds(case.duration_s))
    if case.file:
        element.set("file", xml_text(case.file))
    if case.line is not None:
        element.set("line", str(case.line))
    match case.outcome:
        case Passed(attempts=attempts):
            _add_attempts(made, attempts, _FLAKY)
        case Failed() | Errored() as red:
            made.result = [_trouble(trouble) for trouble in red.troubles]
            _add_attempts(made, red.attempts, _RERUN)
            if output := _output(red.output, red.attachments):
                made.system_out = output
        case Skipped(reason=reason):
            made.result = jp.Skipped(xml_text(reason))
    element.tail = "\n"
    return element


def _trouble(trouble: Trouble) -> jp.Failure | jp.Error:
    kind = jp.Error if trouble.kind == "error" else jp.Failure
    made = kind(xml_text(trouble.message))
    made.type = xml_text(trouble.type)
    made.text = xml_text(trouble.detail)
    return made


def _add_attempts(
    case: xunit2.TestCase,
    attempts: Iterable[Attempt],
    kinds: dict[str, type[xunit2.InterimResult]],
) -> None:
    for attempt in attempts:
        kind = kinds.get(attempt.outcome)
        if kind is None:
            continue
        made = kind(xml_text(attempt.message))
        made.type = ""  # which the model does not know and the schema demands
        if attempt.duration_s is not None:
            _element(made).set("time", _seconds(attempt.duration_s))
        made.stack_trace = xml_text(attempt.detail)
        if attempt.output:
            made.system_out = _output(attempt.output)
        case.add_interim_result(made)


def _output(text: str, attachments: Iterable[str] = ()) -> str:
    """
    Return what was written, *text*, naming *attachments* and no other files.

    Jenkins' plugin for attachments takes the path in each such mark for a file to publish;
    what readers keep does not lead out of the artifact's folder, what *text* names may.
    """
    paths = [path for path in map(xml_text, attachments) if path and "\n" not in path]
    kept = "|".join(map(re.escape, paths)) or "(?!)"
    other = re.compile(rf"\[\[(?=ATTACHMENT\|(?!(?:{kept})\]\]$))", re.MULTILINE)
    said = other.sub("[ [", xml_text(text))
    marks = dict.fromkeys(f"[[ATTACHMENT|{path}]]" for path in paths)
    return "\n".join(filter(None, [said, *(mark for mark in marks if mark not in said)]))


# ── XML ─────────────────────────────────────────────────────────────────────────────────────────


def _seconds(value: float) -> str:
    """Return *value* in digits alone, to the last one: the schema knows no exponent."""
    text = repr(value + 0.0)  # a negative zero is one more thing that it does not know
    return f"{Decimal(text):f}" if "e" in text else text


def _element(made: Any) -> Element:  # noqa: ANN401 - any of junitparser's classes
    """Return the element that *made* wraps: junitparser has no way to more attributes or lines."""
    return cast("Element", made._elem)  # noqa: SLF001 - the same


def _on_lines(suite: Element) -> Element:
    """Give each child of *suite* a line of its own, so that places in the file say something."""
    suite.text = suite.tail = "\n"
    for child in suite:
        child.tail = "\n"
    return suite
