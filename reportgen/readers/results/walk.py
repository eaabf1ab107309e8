"""
Walk over a document record by record.

A format names the elements that are records (`Walk.records`) and what is kept of them;
`Walk` hands over each record when it is complete, and only then.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from reportgen.model.run import Observations, Problem
from reportgen.model.tests import Case, Outcome
from reportgen.model.text import clean, one_line
from reportgen.model.units import plural
from reportgen.readers.bounds import too_many_tests
from reportgen.readers.numbers import moment
from reportgen.readers.results.document import truncation
from reportgen.readers.results.frames import place_of
from reportgen.readers.results.outcomes import UNNAMED
from reportgen.readers.results.text import BoundedText
from reportgen.readers.source import Source
from reportgen.readers.xml import NotWellFormedError, Parser
from reportgen.wording import phrase, phrase_many

if TYPE_CHECKING:
    from datetime import datetime

MAX_NODES: Final = 200
"""Elements kept inside one record; the verdict stands in the record's own attributes."""
MAX_NOTES: Final = 20
"""Problems of one kind reported of one file; further ones are counted."""


class Node:
    """An element of a record: what it says of itself, and its children that are kept."""

    __slots__ = ("_text", "attributes", "children", "kept", "line", "name", "parent", "record")

    def __init__(
        self, name: str, attributes: dict[str, str], line: int, parent: "Node | None"
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.parent = parent
        self.children: list[Node] = []
        self.record = self
        self.kept = 0
        self._text = BoundedText()

    def add_text(self, text: str) -> None:
        """Take text that stands directly inside."""
        self._text.add(text)

    @property
    def text(self) -> str:
        """The text directly inside, cleaned, without the line ends around it."""
        return clean(str(self._text)).strip("\n")

    def get(self, name: str) -> str:
        """Return an attribute, cleaned; nothing where there is none."""
        return clean(self.attributes.get(name, ""))

    def find(self, *path: str) -> "Node | None":
        """Return the first element at *path*."""
        found: Node | None = self
        for name in path:
            if found is None:
                return None
            found = next((child for child in found.children if child.name == name), None)
        return found

    def text_at(self, *path: str) -> str:
        """Return the text of the first element at *path*; nothing where there is none."""
        found = self.find(*path)
        return found.text if found else ""

    def each(self, name: str) -> Iterator["Node"]:
        """Yield the children called *name*."""
        return (child for child in self.children if child.name == name)


class Walk(ABC):
    """
    One pass over one document, record by record.

    A format derives from it, names *records* and what is *kept* inside them, and fills the hooks:
    `record` for each complete one, `opened` and `closed` for what stands around them,
    `finish` when there is no more to come.
    """

    records: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def __init__(self, source: Source) -> None:
        self.artifact = source.path
        self.most = source.limits.tests
        self.cases: list[Case] = []
        self.problems: list[Problem] = []
        self.bad_times = 0
        self._mismatches: list[Problem] = []
        self._notes: Counter[tuple[str, str, str]] = Counter()
        self._reported: Counter[str] = Counter()
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._node: Node | None = None
        self._dropped_depth = 0
        self._parser = Parser(source, self._start, self._end, self._characters)

    # ── hooks ───────────────────────────────────────────────────────────────────────────────

    @abstractmethod
    def record(self, node: Node) -> None:
        """Take a complete record; its children are complete too."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:  # noqa: B027 - a hook that most formats leave empty
        """Take the start of an element that is in no record."""

    def closed(self, name: str) -> None:  # noqa: B027 - a hook that most formats leave empty
        """Take the end of an element that is in no record."""

    def finish(self) -> None:  # noqa: B027 - a hook that most formats leave empty
        """Take the end of the document, or what there was of it."""

    @property
    def complete(self) -> int:
        """How many cases were read to their end."""
        return len(self.cases)

    # ── what a format says ──────────────────────────────────────────────────────────────────

    @property
    def line(self) -> int:
        """The line of the event being handled."""
        return self._parser.line

    def add(
        self,
        outcome: Outcome,
        *,
        suite: str,
        class_name: str,
        name: str,
        line: int,
        duration: float | None,
        file: str | None = None,
        source_line: int | None = None,
    ) -> None:
        """
        Add a case.

        Raises:
            ReadError: there are more than any run has.

        """
        if len(self.cases) >= self.most:
            raise too_many_tests(self.most)
        name = name if name.strip() else UNNAMED
        file, source_line = place_of(outcome, class_name, file, source_line)
        self.cases.append(
            Case(
                suite,
                class_name,
                name,
                outcome,
                self.artifact,
                line,
                file,
                source_line,
                duration,
            )
        )

    def suite_error(self, who: str, says: str, line: int) -> None:
        """Report what went wrong outside any case: a crash must never look green."""
        self._reported["suite-error"] += 1
        if self._reported["suite-error"] <= MAX_NOTES:
            self.problems.append(
                Problem(
                    kind="suite-error",
                    severity="error",
                    message=phrase(
                        "{who} reports an error outside any test: {what}",
                        who=who,
                        what=one_line(says, 200),
                    ),
                    place=f"line {line}",
                )
            )

    def note(self, one: str, many: str, *, outcome: str = "", times: int = 1) -> None:
        """Count something that reads oddly; *one* and *many* name the number and *outcome*."""
        self._notes[one, many, outcome] += times

    def compare(
        self, who: str, line: int, *counts: tuple[str, int | None, tuple[int, ...]]
    ) -> None:
        """
        Hold what *who* declares against what it holds.

        Each of *counts* is a noun, the declared number, and the numbers that it may rightly be;
        the first of these is what is held.
        """
        differs = [
            phrase(
                "declares {declared}, holds {held:,}",
                declared=plural(declared, noun),
                held=held[0],
            )
            for noun, declared, held in counts
            if declared is not None and declared not in held
        ]
        if differs:
            self._reported["count-mismatch"] += 1
            if not self._mismatches:
                self._mismatches.append(
                    Problem(
                        kind="count-mismatch",
                        severity="warning",
                        message=f"{who} {phrase(' and ').join(differs)}",
                        place=f"line {line}",
                    )
                )

    def at(self, stated: object) -> None:
        """Take a moment of the run, in whatever way it is written."""
        when = moment(stated)
        if when is not None:
            self._first = when if self._first is None else min(self._first, when)
            self._last = when if self._last is None else max(self._last, when)

    # ── what the file comes to ──────────────────────────────────────────────────────────────

    def parse(self, data: Iterable[bytes]) -> None:
        """Parse *data*; what was complete before an error stays."""
        self._parser.run(data)

    def observations(self) -> Observations:
        """Return what a whole document holds."""
        self.finish()
        return self._result(self._mismatches, truncated=False)

    def cut_off(self, error: NotWellFormedError) -> Observations:
        """
        Return what stood before the break.

        Raises:
            ReadError: nothing did.

        """
        self.finish()
        self.problems.append(truncation(error, len(self.cases)))
        # While a file is cut off its counts cannot agree; the break itself is what to report.
        return self._result([], truncated=True)

    def _result(self, mismatches: list[Problem], *, truncated: bool) -> Observations:
        more = self._reported["count-mismatch"] - 1
        if mismatches and more > 0:
            first = mismatches[0]
            message = first.message + phrase(
                " (and {suites} like it)", suites=plural(more, "more suite")
            )
            mismatches = [first.model_copy(update={"message": message})]
        self._say_what_was_odd()
        bounds = (self._first, self._last) if self._first and self._last else ()
        return Observations(
            cases=self.cases,
            problems=(*self.problems, *mismatches),
            timestamps=bounds,
            truncated=truncated,
        )

    def _say_what_was_odd(self) -> None:
        if (hidden := self._reported["suite-error"] - MAX_NOTES) > 0:
            self.note(
                "{n:,} further error outside any test",
                "{n:,} further errors outside any test",
                times=hidden,
            )
        if self.bad_times:
            self.note(
                "{n:,} time not readable, so unknown",
                "{n:,} times not readable, so unknown",
                times=self.bad_times,
            )
        told = [
            phrase_many(one, many, count, outcome=outcome)
            for (one, many, outcome), count in sorted(self._notes.items())
        ]
        if not self.cases and not self.problems:
            told.append(phrase("holds no test case"))
        self.problems += [Problem(kind="note", severity="info", message=text) for text in told]

    # ── expat events ────────────────────────────────────────────────────────────────────────

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._node
        if self._dropped_depth:
            self._dropped_depth += 1
        elif parent is None:
            if name in self.records:
                self._node = Node(name, attributes, self._parser.line, None)
            else:
                self.opened(name, attributes)
        elif name in self.kept and parent.record.kept < MAX_NODES:
            self._node = Node(name, attributes, self._parser.line, parent)
            self._node.record = parent.record
            parent.record.kept += 1
            parent.children.append(self._node)
        elif name in self.records and name not in self.kept:
            self._node = Node(name, attributes, self._parser.line, parent)
        else:
            self._dropped_depth = 1

    def _end(self, name: str) -> None:
        node = self._node
        if self._dropped_depth:
            self._dropped_depth -= 1
        elif node is None:
            self.closed(name)
        else:
            self._node = node.parent
            if node.record is node:
                self.record(node)

    def _characters(self, text: str) -> None:
        if self._node is not None and not self._dropped_depth:
            self._node.add_text(text)
