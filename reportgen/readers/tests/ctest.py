"""
CTest's own report: ``Test.xml``, which ``ctest -T Test`` writes for CDash.

https://cmake.org/cmake/help/latest/manual/ctest.1.html; the elements are those of CMake's
``cmCTestTestHandler``.
What CTest counts as failed is red here too: a test whose program or fixture is missing did not run,
and CTest fails the run for it.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.model.tests import PASSED, Outcome, Skipped
from reportgen.readers.numbers import number, seconds
from reportgen.readers.results.document import read_document
from reportgen.readers.results.outcomes import errored, failed, unknown_result
from reportgen.readers.results.walk import Node, Walk
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "ctest"
TITLE: Final = "CTest XML"
HINT: Final = "ctest -T Test --no-compress-output, which writes Testing/<date>/Test.xml"
HOLDS_TESTS: Final = True

_ON_PURPOSE = ("Disabled", "SKIP_RETURN_CODE", "SKIP_REGULAR_EXPRESSION")
_COMPLETED = "Completed"


def matches(source: Source) -> bool:
    """Whether it is a report of tests; CTest's other reports have the same root."""
    return source.kind == "xml" and source.root == "Site" and "<Testing" in source.head_text


def read(source: Source) -> Observations:
    """
    Return the cases of *source*, as many as can be had.

    Raises:
        ReadError: nothing of it can be used.

    """
    return read_document(source, _Walk)


class _Walk(Walk):
    records = frozenset({"Test", "StartTestTime", "EndTestTime"})
    kept = frozenset({"Name", "Path", "Results", "NamedMeasurement", "Measurement", "Value"})

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._listing = False
        self._listed = 0
        self._list_line = 1
        self._has_list = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the hook's form
        if name == "TestList":
            self._listing = self._has_list = True
            self._list_line = self.line

    def closed(self, name: str) -> None:
        if name == "TestList":
            self._listing = False

    def record(self, node: Node) -> None:
        if node.name != "Test":
            self.at(number(node.text))
        elif self._listing:
            self._listed += 1
        else:
            self._case(node)

    def finish(self) -> None:
        listed = self._listed if self._has_list else None
        self.compare(
            phrase("the list of tests"), self._list_line, ("test", listed, (len(self.cases),))
        )

    def _case(self, node: Node) -> None:
        measured = {
            each.get("name"): each.text_at("Value")
            for results in node.each("Results")
            for each in results.each("NamedMeasurement")
        }
        stated = measured.get("Execution Time")
        duration = seconds(stated)
        self.bad_times += bool(stated) and duration is None
        self.add(
            self._outcome(node, measured),
            suite=node.text_at("Path").removeprefix(".").removeprefix("/"),
            class_name="",
            name=node.text_at("Name"),
            line=node.line,
            duration=duration,
        )

    def _outcome(self, node: Node, measured: dict[str, str]) -> Outcome:
        completion = measured.get("Completion Status", "")
        match status := node.get("Status"):
            case "passed":
                return PASSED
            case "failed":
                return failed(_why(measured), self._output(node), measured.get("Exit Code", ""))
            case "notrun" if completion.startswith(_ON_PURPOSE):
                return Skipped(completion)
            case "notrun":
                return errored(completion or "the test was not run", self._output(node), "Not Run")
            case _:
                return unknown_result(status)

    def _output(self, node: Node) -> str:
        """Return what the test printed, unless it is packed: nothing unpacks to more than it is."""
        value = node.find("Results", "Measurement", "Value")
        if value is None:
            return ""
        if value.get("compression") or value.get("encoding"):
            self.note(
                "{n:,} red case with packed output, which is not read (see ctest "
                "--no-compress-output)",
                "{n:,} red cases with packed output, which is not read (see ctest "
                "--no-compress-output)",
            )
            return ""
        return value.text


def _why(measured: dict[str, str]) -> str:
    """Return why a test failed, from CTest's word for it, the exit value and the completion."""
    code, value = measured.get("Exit Code", ""), measured.get("Exit Value", "")
    completion = measured.get("Completion Status", "")
    why = code or "failed"
    if code == "Failed" and value:
        why = f"failed with exit value {value}"
    return why if completion in {"", _COMPLETED, code} else f"{why}: {completion}"
