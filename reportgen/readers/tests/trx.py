"""
Visual Studio's TRX: ``<TestRun>``, what ``dotnet test --logger trx`` writes.

The schema is vstst.xsd of Visual Studio; the outcomes are those of
https://github.com/microsoft/vstest, ``TestOutcome`` in its TRX logger.
Classes stand in definitions after the results, so cases are made when both are known.
"""

from dataclasses import dataclass
from typing import Final

from reportgen.model.run import Observations
from reportgen.model.tests import PASSED, Outcome, Skipped
from reportgen.model.text import clean
from reportgen.patterns import pattern
from reportgen.readers.bounds import too_many_tests
from reportgen.readers.results.document import read_document
from reportgen.readers.results.outcomes import (
    errored,
    failed,
    file_name,
    unknown_result,
    whole_number,
    without_class,
)
from reportgen.readers.results.walk import Node, Walk
from reportgen.readers.source import Source
from reportgen.readers.xml import NotWellFormedError
from reportgen.wording import phrase

NAME: Final = "trx"
TITLE: Final = "Visual Studio TRX"
HINT: Final = "dotnet test --logger trx"
HOLDS_TESTS: Final = True

_RESULTS = {
    "UnitTestResult", "GenericTestResult", "ManualTestResult", "WebTestResult", "LoadTestResult",
    "TestResult", "TestResultAggregation",
}  # fmt: skip
_NO_VERDICT = {
    "NotExecuted": "",
    "Inconclusive": "inconclusive",
    "Completed": "completed without a verdict",
    "NotRunnable": "not runnable",
    "Pending": "pending",
    "NotApplicable": "not applicable",
    "Blocked": "blocked",
}
_BROKEN = {
    "Error": "",
    "Timeout": "the test timed out",
    "Aborted": "the test was aborted",
    "Disconnected": "the run was disconnected before the test ended",
    "InProgress": "the test had begun and never ended",
}
_COUNTED_RED = ("failed", "error", "timeout", "aborted", "disconnected", "inProgress")
_SPAN = pattern(r"(?:(\d{1,6})\.)?(\d{1,3}):([0-5]?\d):([0-5]?\d(?:\.\d{1,9})?)")
"""A TimeSpan of .NET: ``[d.]hh:mm:ss[.fffffff]``."""


def matches(source: Source) -> bool:
    """Whether the root element is that of a TRX file."""
    return source.kind == "xml" and source.root == "TestRun"


def read(source: Source) -> Observations:
    """
    Return the cases of *source*, as many as can be had.

    Raises:
        ReadError: nothing of it can be used.

    """
    return read_document(source, _Walk)


@dataclass(slots=True)
class _Result:
    """A result that waits for the definition of its test; *inner* counts the results inside it."""

    test: str
    name: str
    outcome: Outcome
    line: int
    duration: float | None
    inner: int = 0
    inner_red: int = 0


@dataclass(slots=True)
class _Definition:
    class_name: str
    storage: str


class _Walk(Walk):
    records = frozenset({*_RESULTS, "UnitTest", "Counters", "RunInfo", "Times"})
    kept = frozenset(
        {"Output", "ErrorInfo", "Message", "StackTrace", "TestMethod", "Text", "InnerResults"}
    )

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._results: list[_Result] = []
        self._inside: dict[int, list[int]] = {}
        self._definitions: dict[str, _Definition] = {}
        self._counters: Node | None = None
        self._summary = ""
        self._summary_line = 1
        self._run_errors = 0

    @property
    def complete(self) -> int:
        return len(self._results)

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "ResultSummary":
            self._summary, self._summary_line = clean(attributes.get("outcome", "")), self.line

    def record(self, node: Node) -> None:
        if node.name in _RESULTS:
            self._result_of(node)
        elif node.name == "UnitTest" and len(self._definitions) < self.most:
            method = node.find("TestMethod")
            # An older logger writes the assembly's full name after the class.
            class_name = method.get("className").partition(",")[0] if method else ""
            storage = clean(file_name(node.attributes.get("storage", "")))
            self._definitions[node.get("id").lower()] = _Definition(class_name, storage)
        elif node.name == "Counters":
            self._counters = node
        elif node.name == "RunInfo":
            self._run_info(node)
        elif node.name == "Times":
            self.at(node.attributes.get("start"))
            self.at(node.attributes.get("finish"))

    def cut_off(self, error: NotWellFormedError) -> Observations:
        if self._results and not self._definitions:
            self.note("{n:,} part lost in which the classes of the tests stand", "{n:,} parts lost")
        return super().cut_off(error)

    def finish(self) -> None:
        aggregates = aggregates_red = red = 0
        for result in self._results:
            is_red = result.outcome.name in {"failed", "errored"}
            # A result with results inside sums these up; it counts only where it alone is red.
            if result.inner and (not is_red or result.inner_red):
                aggregates += 1
                aggregates_red += is_red
                continue
            red += is_red
            definition = self._definitions.get(result.test, _Definition("", ""))
            self.add(
                result.outcome,
                suite=definition.storage,
                class_name=definition.class_name,
                name=without_class(result.name, definition.class_name),
                line=result.line,
                duration=result.duration,
            )
        self._hold_against_counters(len(self.cases), red, aggregates, aggregates_red)
        if (
            self._summary in {"Failed", "Error", "Aborted", "Timeout"}
            and not red + self._run_errors
        ):
            self.suite_error(
                phrase("the run"),
                phrase('its outcome is "{outcome}", no test failed', outcome=self._summary),
                self._summary_line,
            )

    def _result_of(self, node: Node) -> None:
        if len(self._results) >= self.most:
            raise too_many_tests(self.most)
        outcome = self._outcome(node)
        stated = node.attributes.get("duration")
        duration = _span(stated) if stated else None
        self.bad_times += bool(stated) and duration is None
        inner, inner_red = self._inside.pop(id(node), [0, 0])
        self._results.append(
            _Result(
                node.get("testId").lower(),
                node.get("testName"),
                outcome,
                node.line,
                duration,
                inner,
                inner_red,
            )
        )
        if (outer := _result_around(node)) is not None:
            counts = self._inside.setdefault(id(outer), [0, 0])
            counts[0] += 1
            counts[1] += outcome.name in {"failed", "errored"}

    def _outcome(self, node: Node) -> Outcome:
        stated = node.get("outcome")
        message = node.text_at("Output", "ErrorInfo", "Message").strip()
        detail = node.text_at("Output", "ErrorInfo", "StackTrace")
        match stated:
            case "Passed":
                return PASSED
            case "PassedButRunAborted" | "Warning":
                self.note(
                    '{n:,} case passed with the outcome "{outcome}"',
                    '{n:,} cases passed with the outcome "{outcome}"',
                    outcome=stated,
                )
                return PASSED
            case "Failed":
                return failed(message, detail)
            case _ if stated in _NO_VERDICT:
                return Skipped(": ".join(filter(None, (_NO_VERDICT[stated], message))))
            case _ if stated in _BROKEN:
                return errored(message or _BROKEN[stated], detail, stated)
            case "":
                # The schema's default, which an older logger leaves out.
                return errored(
                    message or "the report states no outcome, which stands for an error", detail
                )
            case _:
                return unknown_result(stated)

    def _run_info(self, node: Node) -> None:
        """Report what the test host said of the run as a whole, for example that it crashed."""
        if node.get("outcome") in {"Error", "Failed", "Aborted", "Timeout"}:
            self._run_errors += 1
            self.suite_error(
                phrase("the run"), node.text_at("Text") or phrase("no message"), node.line
            )

    def _hold_against_counters(
        self, held: int, red: int, aggregates: int, aggregates_red: int
    ) -> None:
        """Compare with the counters; whether these include results that sum up others varies."""
        if self._counters is None:
            return
        stated = self._counters.attributes
        reds = [whole_number(stated.get(name)) for name in _COUNTED_RED]
        self.compare(
            phrase("the run"),
            self._counters.line,
            ("test", whole_number(stated.get("total")), (held, held + aggregates)),
            (
                "failure",
                sum(count or 0 for count in reds) if reds[0] is not None else None,
                (red, red + aggregates_red),
            ),
        )


def _result_around(node: Node) -> Node | None:
    around = node.parent
    while around is not None and around.name not in _RESULTS:
        around = around.parent
    return around


def _span(text: str) -> float | None:
    """Return the seconds of a TimeSpan, or None."""
    found = _SPAN.fullmatch(text.strip())
    if not found:
        return None
    days, hours, minutes, rest = found.groups()
    return (int(days or 0) * 24 + int(hours)) * 3600 + int(minutes) * 60 + float(rest)
