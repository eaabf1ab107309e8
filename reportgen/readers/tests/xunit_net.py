"""
xUnit.net, version 2 and later: ``<assemblies>``; a single ``<assembly>`` as version 1 wrote it.

https://xunit.net/docs/format-xml-v2
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.model.tests import PASSED, Outcome, Skipped
from reportgen.model.text import clean, one_line
from reportgen.readers.numbers import seconds
from reportgen.readers.results.document import read_document
from reportgen.readers.results.outcomes import (
    failed,
    file_name,
    unknown_result,
    whole_number,
    without_class,
)
from reportgen.readers.results.walk import Node, Walk
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "xunit-net"
TITLE: Final = "xUnit.net XML"
HINT: Final = "xunit.console tests.dll -xml results.xml, or dotnet test --logger xunit"
HOLDS_TESTS: Final = True


def matches(source: Source) -> bool:
    """Whether the root element is one of xUnit.net's."""
    return source.kind == "xml" and source.root in {"assemblies", "assembly"}


def read(source: Source) -> Observations:
    """
    Return the cases of *source*, as many as can be had.

    Raises:
        ReadError: nothing of it can be used.

    """
    return read_document(source, _Walk)


class _Walk(Walk):
    records = frozenset({"test", "error", "failure"})
    kept = frozenset({"failure", "message", "stack-trace", "reason"})

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._assembly: dict[str, str] = {}
        self._name = ""
        self._line = 1
        self._before = 0
        self._red = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "assemblies":
            self.at(attributes.get("start-rtf"))
            self.at(attributes.get("finish-rtf"))
        elif name == "assembly":
            self._assembly, self._line, self._before = attributes, self.line, len(self.cases)
            self._name = clean(file_name(attributes.get("name", "")))
            self._red = 0
            date, time = attributes.get("run-date"), attributes.get("run-time")
            self.at(attributes.get("start-rtf") or (f"{date}T{time}" if date and time else None))
            self.at(attributes.get("finish-rtf"))

    def closed(self, name: str) -> None:
        if name == "assembly":
            self.compare(
                phrase('the assembly "{assembly}"', assembly=one_line(self._name, 120)),
                self._line,
                ("test", whole_number(self._assembly.get("total")), self._totals()),
                ("failure", whole_number(self._assembly.get("failed")), (self._red,)),
            )

    def _totals(self) -> tuple[int, ...]:
        """Return what may rightly stand as the total: some versions leave out what did not run."""
        held = len(self.cases) - self._before
        return held, held - (whole_number(self._assembly.get("not-run")) or 0)

    def record(self, node: Node) -> None:
        if node.name == "test":
            self._case(node)
        elif node.parent is None:
            self._trouble_of_assembly(node)

    def _case(self, node: Node) -> None:
        outcome = self._outcome(node)
        self._red += outcome.name in {"failed", "errored"}
        class_name = node.get("type")
        stated = node.get("time")
        duration = seconds(stated)
        self.bad_times += bool(stated) and duration is None
        self.add(
            outcome,
            suite=self._name,
            class_name=class_name,
            name=without_class(node.get("name") or node.get("method"), class_name),
            line=node.line,
            duration=duration,
            file=node.get("source-file") or None,
            source_line=whole_number(node.get("source-line")) or None,
        )

    def _outcome(self, node: Node) -> Outcome:
        match result := node.get("result"):
            case "Pass":
                return PASSED
            case "Fail":
                failure = node.find("failure")
                kind = failure.get("exception-type") if failure else ""
                return failed(
                    node.text_at("failure", "message"), node.text_at("failure", "stack-trace"), kind
                )
            case "Skip":
                reason = node.text_at("reason", "message") or node.text_at("reason")
                return Skipped(reason.strip())
            case "NotRun":
                return Skipped("not run: the test is explicit")
            case _:
                return unknown_result(result)

    def _trouble_of_assembly(self, node: Node) -> None:
        """Report an error outside any test: of a clean-up, a collection, the assembly."""
        failure = node if node.name == "failure" else node.find("failure")
        message = failure.text_at("message") if failure else ""
        about = " ".join(filter(None, (node.get("type"), node.get("name"))))
        says = f"{about}: {message}" if about else message
        self.suite_error(
            phrase('the assembly "{assembly}"', assembly=one_line(self._name, 120)),
            says or phrase("no message"),
            node.line,
        )
