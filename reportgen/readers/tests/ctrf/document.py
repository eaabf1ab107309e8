"""One pass over one file: its reports, their tests as cases, and what they declare."""

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportgen.errors import ReadError
from reportgen.model.rows import fast_case
from reportgen.model.run import Observations, Problem
from reportgen.model.tests import Case, Outcome
from reportgen.model.units import plural
from reportgen.readers.bounds import too_many_tests
from reportgen.readers.members import Members, NotJsonError
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.results.frames import place_of
from reportgen.readers.results.outcomes import UNNAMED, errored
from reportgen.readers.source import Source
from reportgen.readers.tests.ctrf.entries import (
    duration_of,
    name_of,
    outcome_of,
    parameters_of,
    seconds_of,
    text_of,
)
from reportgen.wording import phrase, phrase_many

if TYPE_CHECKING:
    from datetime import datetime

MAX_MISMATCHES: Final = 20
_NODES_ARE_OF: Final = "pytest"
"""Whose node ids they are, where the file is cut before it names the tool."""


class _Row(NamedTuple):
    """A test as it was read; *node* says that its suite is what the tool calls itself."""

    suite: str
    class_name: str
    name: str
    outcome: Outcome
    line: int
    file: str | None
    source_line: int | None
    duration: float | None
    parameters: str
    node: bool


class Document:
    """One pass over one file, which may hold several reports."""

    def __init__(self, source: Source) -> None:
        self._artifact = source.path
        self._most = source.limits.tests
        self._json = Members(source)
        self._cases: list[Case] = []
        self._rows: list[_Row] = []
        self._statuses: Counter[str] = Counter()
        self._mismatches: list[Problem] = []
        self._moments: list[datetime] = []
        self._bad_times = 0
        self._tool = ""
        self._summary: tuple[dict[str, Any], int] | None = None
        self._listed = False

    def observations(self) -> Observations:
        """Return what the file holds, or what it held before its break."""
        problems: list[Problem] = []
        truncated = False
        try:
            for number in self._json.documents():
                if self._json.next == "[":
                    for _ in self._json.items():
                        self._report(number)
                else:
                    self._report(number)
        except NotJsonError as error:
            self._settle()
            if not self._cases:
                raise
            truncated = True
            problems.append(_cut(error, len(self._cases)))
        if self._bad_times:
            times = phrase_many(
                "{n:,} time not readable, so unknown",
                "{n:,} times not readable, so unknown",
                self._bad_times,
            )
            problems.append(_note(times))
        if not self._cases:
            problems.append(_note(phrase("holds no test case")))
        return Observations(
            cases=self._cases,
            problems=(*problems, *self._mismatches[:MAX_MISMATCHES]),
            timestamps=(min(self._moments), max(self._moments)) if self._moments else (),
            truncated=truncated,
        )

    def _report(self, number: int) -> None:
        """Read one report; its parts may stand in any order."""
        self._forget()
        if self._json.next != "{":
            raise ReadError(
                phrase("document {number} is no CTRF report", number=number),
                f"line {self._json.line}",
            )
        for key in self._json.members():
            if key == "timestamp":
                self._at(self._json.value())
            elif key == "results" and self._json.next == "{":
                self._results()
        if not self._listed:
            raise ReadError(
                phrase("no list of tests under results.tests"), pointer("results", "tests")
            )
        self._settle()
        if self._summary is not None:
            self._compare(*self._summary)

    def _forget(self) -> None:
        """Begin anew: what one report says of itself is not said of the next."""
        self._statuses.clear()
        self._tool, self._summary, self._listed = "", None, False

    def _results(self) -> None:
        for part in self._json.members():
            if part == "tests" and self._json.next == "[":
                self._listed = True
                self._tests()
            elif part == "summary" and self._json.next == "{":
                line = self._json.line
                self._summary = (self._json.value(), line)
            elif part == "tool" and self._json.next == "{":
                self._tool = text_of(self._json.value().get("name"))

    def _tests(self) -> None:
        for _ in self._json.items():
            if len(self._cases) + len(self._rows) >= self._most:
                raise too_many_tests(self._most)
            line = self._json.line
            self._rows.append(self._row(self._json.value(), line))

    def _row(self, test: Any, line: int) -> _Row:  # noqa: ANN401 - JSON is anything
        if not isinstance(test, dict):
            self._statuses[""] += 1
            outcome: Outcome = errored("the report holds no test here, but another kind of value")
            return _Row("", "", UNNAMED, outcome, line, None, None, None, "", node=False)
        status = test.get("status")
        self._statuses[status.strip().lower() if isinstance(status, str) else ""] += 1
        outcome = outcome_of(test)
        file = text_of(test.get("filePath")).strip() or None
        stated = test.get("line")
        source_line = stated if type(stated) is int and 0 < stated < 10**9 else None
        suite, class_name, name, node = name_of(test)
        file, source_line = place_of(outcome, class_name, file, source_line)
        duration = duration_of(test)
        seconds = seconds_of(duration)
        self._bad_times += duration is not None and seconds is None
        return _Row(
            suite, class_name, name, outcome, line, file, source_line, seconds,
            parameters_of(test.get("parameters")), node,
        )  # fmt: skip

    def _settle(self) -> None:
        """Make cases of the rows; where names repeat, parameters tell them apart."""
        names = Counter((row.suite, row.class_name, row.name) for row in self._rows)
        for row in self._rows:
            name = row.name
            if row.parameters and names[row.suite, row.class_name, row.name] > 1:
                name = f"{name}[{row.parameters}]"
            suite = (self._tool or _NODES_ARE_OF) if row.node else row.suite
            self._cases.append(
                fast_case(
                    suite, row.class_name, name, row.outcome,
                    self._artifact, row.line, row.file, row.source_line, row.duration,
                )
            )  # fmt: skip
        self._rows.clear()

    def _compare(self, summary: dict[str, Any], line: int) -> None:
        """Hold the declared counts against what is there; they serve for nothing else."""
        held = {
            "tests": self._statuses.total(),
            "passed": self._statuses["passed"],
            "failed": self._statuses["failed"],
        }
        differs = [
            phrase(
                "declares {declared}, holds {held:,}", declared=_named(name, declared), held=count
            )
            for name, count in held.items()
            if type(declared := summary.get(name)) is int and declared != count
        ]
        if differs:
            self._mismatches.append(
                Problem(
                    kind="count-mismatch",
                    severity="warning",
                    message=phrase("the summary {differs}", differs=phrase(" and ").join(differs)),
                    place=f"line {line}",
                )
            )
        self._at(summary.get("start"))
        self._at(summary.get("stop"))

    def _at(self, stated: object) -> None:
        when = moment(stated)
        if when is not None:
            self._moments.append(when)


def _named(what: str, count: int) -> str:
    match what:
        case "passed":
            return plural(count, "passed test")
        case "failed":
            return plural(count, "failed test")
        case _:
            return plural(count, "test")


def _cut(error: NotJsonError, complete: int) -> Problem:
    return Problem(
        kind="truncated",
        severity="error",
        message=phrase_many(
            "the file breaks ({why}); {n:,} complete test case before the break was read, what "
            "followed is lost",
            "the file breaks ({why}); {n:,} complete test cases before the break were read, what "
            "followed is lost",
            complete,
            why=error.message,
        ),
        place=error.place,
    )


def _note(message: str) -> Problem:
    return Problem(kind="note", severity="info", message=message)
