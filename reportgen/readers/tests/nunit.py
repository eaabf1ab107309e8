"""
NUnit 3: ``<test-run>``, the console runner's own report.

https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html
Namespaces and fixtures are suites there; here the suite is the assembly, the class names the rest.
"""

from dataclasses import dataclass
from typing import Final

from reportgen.model.run import Observations
from reportgen.model.tests import PASSED, SUITE_SEPARATOR, Outcome, Skipped
from reportgen.model.text import clean, one_line
from reportgen.readers.numbers import seconds
from reportgen.readers.results.document import read_document
from reportgen.readers.results.outcomes import (
    errored,
    failed,
    file_name,
    unknown_result,
    whole_number,
)
from reportgen.readers.results.walk import Node, Walk
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "nunit"
TITLE: Final = "NUnit 3 XML"
HINT: Final = "nunit3-console tests.dll, which writes TestResult.xml"
HOLDS_TESTS: Final = True

_BROKEN = {"Error", "Invalid", "Cancelled"}
_OF_OTHERS = {"Child", "Parent"}
"""Sites of a suite's failure that is told elsewhere: at the case, or at the suite around."""
_CHILDREN_FAILED = "One or more child tests"


def matches(source: Source) -> bool:
    """Whether the root element is that of NUnit 3."""
    return source.kind == "xml" and source.root == "test-run"


def read(source: Source) -> Observations:
    """
    Return the cases of *source*, as many as can be had.

    Raises:
        ReadError: nothing of it can be used.

    """
    return read_document(source, _Walk)


@dataclass(slots=True)
class _Suite:
    kind: str
    name: str
    full_name: str
    attributes: dict[str, str]


class _Walk(Walk):
    records = frozenset({"test-case", "failure", "reason"})
    kept = frozenset({"failure", "reason", "message", "stack-trace"})

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._suites: list[_Suite] = []
        self._run: dict[str, str] = {}
        self._run_line = 1
        self._red = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "test-suite":
            self._suites.append(
                _Suite(
                    attributes.get("type", ""),
                    clean(attributes.get("name", "")),
                    clean(attributes.get("fullname", "")),
                    attributes,
                )
            )
        elif name == "test-run":
            self._run, self._run_line = attributes, self.line
            self.at(attributes.get("start-time"))
            self.at(attributes.get("end-time"))

    def closed(self, name: str) -> None:
        if name == "test-suite" and self._suites:
            self._suites.pop()

    def record(self, node: Node) -> None:
        if node.name == "test-case":
            self._case(node)
        elif node.parent is None and self._suites:
            self._trouble_of_suite(node, self._suites[-1])

    def finish(self) -> None:
        self.compare(
            phrase("the run"),
            self._run_line,
            ("test", whole_number(self._run.get("total")), (len(self.cases),)),
            ("failure", whole_number(self._run.get("failed")), (self._red,)),
        )

    def _case(self, node: Node) -> None:
        outcome = self._outcome(node)
        self._red += outcome.name in {"failed", "errored"}
        fixture = next((suite for suite in reversed(self._suites) if "Fixture" in suite.kind), None)
        class_name = node.get("classname") or (fixture.full_name if fixture else "")
        path = [file_name(suite.name) for suite in self._suites if suite.kind == "Assembly"]
        # A fixture with arguments is several suites of one class; its name tells them apart.
        if fixture and fixture.full_name not in {"", class_name}:
            path.append(fixture.name)
        stated = node.get("duration") or node.get("time")
        duration = seconds(stated)
        self.bad_times += bool(stated) and duration is None
        self.add(
            outcome,
            suite=SUITE_SEPARATOR.join(path),
            class_name=class_name,
            name=node.get("name"),
            line=node.line,
            duration=duration,
        )

    def _outcome(self, node: Node) -> Outcome:
        result, label = node.get("result"), node.get("label")
        message, detail = (node.text_at("failure", part) for part in ("message", "stack-trace"))
        reason = node.text_at("reason", "message").strip()
        match result:
            case "Passed":
                return PASSED
            case "Warning":
                self.note("{n:,} case passed with a warning", "{n:,} cases passed with a warning")
                return PASSED
            case "Failed":
                make = errored if label in _BROKEN else failed
                return make(message or reason, detail, label)
            case "Skipped":
                return Skipped(reason or label)
            case "Inconclusive":
                return Skipped(f"inconclusive: {reason}" if reason else "inconclusive")
            case _:
                return unknown_result(result)

    def _trouble_of_suite(self, node: Node, suite: _Suite) -> None:
        """Report a suite's own failure: its set-up or tear-down broke, or it did not load."""
        message = node.text_at("message")
        site = suite.attributes.get("site")
        if suite.attributes.get("result") != "Failed" or site in _OF_OTHERS:
            return
        if site is None and message.startswith(_CHILDREN_FAILED):
            return
        self.suite_error(
            phrase('the suite "{suite}"', suite=one_line(suite.name, 120)),
            message or phrase("no message"),
            node.line,
        )
