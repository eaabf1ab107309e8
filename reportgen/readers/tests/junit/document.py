"""One pass over one JUnit file: expat's events → cases, in the order of the file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from reportgen.model.rows import fast_case, row_maker
from reportgen.model.run import Observations, Problem
from reportgen.model.tests import (
    PASSED,
    SUITE_SEPARATOR,
    Case,
    Errored,
    Failed,
    Outcome,
    Passed,
    Skipped,
)
from reportgen.model.text import clean, one_line
from reportgen.patterns import pattern
from reportgen.readers.bounds import too_many_tests
from reportgen.readers.numbers import is_ambiguous, moment, seconds
from reportgen.readers.results.document import truncation
from reportgen.readers.results.frames import place_of
from reportgen.readers.results.outcomes import UNNAMED
from reportgen.readers.results.text import BoundedText
from reportgen.readers.source import Source
from reportgen.readers.tests.junit.frames import CaseFrame, SuiteFrame
from reportgen.readers.tests.junit.oddities import Oddities, suite_name
from reportgen.readers.tests.junit.output import properties, with_output
from reportgen.readers.tests.junit.verdicts import (
    INTERIM,
    RESULTS,
    STREAMS,
    by_attributes,
    by_children,
    trouble,
)
from reportgen.readers.xml import Leaves, NotWellFormedError, Parser
from reportgen.wording import phrase

if TYPE_CHECKING:
    from datetime import datetime

MAX_RESULTS: Final = 50
"""Results kept of one case or suite; further ones are counted."""

_USUAL: Final = 3
"""How many attributes a case has of which there is nothing to tell: class, name and time."""
_MOST_TIMES: Final = 10_000
"""Times that are remembered as they are written: short ones come again and again."""
_SUITES = frozenset({"testsuite", "testsuites"})
_PROPERTIES = frozenset({"properties", "property"})
_KEPT_INSIDE = STREAMS | {"stackTrace"}
_OUTSIDE_CASES = frozenset({"failure", "error", "skipped"})
_LINE = pattern(r"[1-9][0-9]{0,8}")


class Document:
    """
    A JUnit file as far as it was read.

    Suites and cases are kept on stacks, so that a case counts wherever it stands.
    A case becomes an element only with its first child that matters: most have none.
    """

    def __init__(self, source: Source) -> None:
        self.cases: list[Case] = []
        self.problems: list[Problem] = []
        self._artifact = source.path
        self._wanted = frozenset(source.variant_properties)
        self._variants: dict[int, dict[str, str]] = {}
        self._odd = Oddities()
        self._moments: list[datetime] = []
        self._names = _Cleaned()
        self._times: dict[str, float] = {}
        self._suites = [SuiteFrame("", None, {}, 0)]
        self._open: list[CaseFrame] = []
        self._depth = 0
        self._most = source.limits.tests
        # The child being read, where it stands, and inside it an element whose text counts apart.
        self._child: Element | None = None
        self._child_depth = 0
        self._child_text: BoundedText | None = None
        self._inner: Element | None = None
        self._text: BoundedText | None = None
        # Where the output stands that is being read; its text needs no element.
        self._stream_depth = 0
        self._parser = Parser(
            source, self._start, self._end, self._characters, Leaves("testcase", self._take)
        )

    @property
    def complete(self) -> int:
        """How many cases were read to their end."""
        return len(self.cases)

    def parse(self, data: Iterable[bytes]) -> None:
        """
        Parse *data*; what was complete before an error stays.

        Raises:
            NotWellFormedError: the document is cut off or damaged.
            ReadError: a guard was hit.

        """
        self._parser.run(data)

    def observations(self) -> Observations:
        """Return what a whole document holds."""
        return self._result(truncated=False)

    def cut_off(self, error: NotWellFormedError) -> Observations:
        """
        Return what stood before the break.

        Raises:
            ReadError: nothing did.

        """
        self.problems.append(truncation(error, self.complete))
        for suite in reversed(self._suites):
            self._odd.end_suite(suite)
        return self._result(truncated=True)

    def _result(self, *, truncated: bool) -> Observations:
        self._tell_variants_apart()
        odd = self._odd.problems(truncated=truncated, empty=not self.cases)
        # Its parts are right as they were made; what checks them takes longer to build than a small
        # file takes to be read.
        return Observations.model_construct(
            cases=self.cases,
            problems=(*odd, *self.problems),
            timestamps=(min(self._moments), max(self._moments)) if self._moments else (),
            truncated=truncated,
        )

    def _tell_variants_apart(self) -> None:
        """Give the suites of an environment its name: their cases are tests of their own."""
        for index, variant in self._variants.items():
            case = self.cases[index]
            values = ", ".join(value for _, value in sorted(variant.items()))
            self.cases[index] = replace(
                case,
                suite=f"{case.suite} [{values}]".lstrip(),
            )

    # ── elements ────────────────────────────────────────────────────────────────────────────

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if name == "testcase":
            self._child = self._inner = self._text = None
            self._stream_depth = 0
            self._open.append(CaseFrame(attributes, self._parser.line, self._depth))
            if len(self.cases) >= self._most:
                raise too_many_tests(self._most)
        elif self._child is not None:
            if name in _KEPT_INSIDE and self._depth == self._child_depth + 1:
                self._inner = Element(name, attributes)
                self._child.append(self._inner)
                self._child_text, self._text = self._text, BoundedText()
        elif self._open:
            self._start_inside(self._open[-1], name, attributes)
        elif name in _SUITES:
            self._start_suite(name, attributes)
        elif name in _PROPERTIES:
            self._start_property(name, attributes)
        elif name in _OUTSIDE_CASES:
            self._read_child(Element(name, attributes))

    def _start_inside(self, frame: CaseFrame, name: str, attributes: dict[str, str]) -> None:
        if self._depth == frame.depth + 1:
            self._start_child(frame, name, attributes)
        elif not self._stream_depth:
            self._start_property(name, attributes)

    def _start_child(self, frame: CaseFrame, name: str, attributes: dict[str, str]) -> None:
        if name in RESULTS or name in INTERIM:
            frame.results += 1
            if frame.results > MAX_RESULTS:
                self._odd.dropped += 1
                # The first of its kind is kept all the same: it may be the verdict.
                if frame.element is None or frame.element.find(name) is not None:
                    return
        elif name in STREAMS:
            self._start_stream(frame)
            return
        elif name in _PROPERTIES:
            self._start_property(name, attributes)
            return
        else:
            if name not in frame.unknown:
                frame.unknown.add(name)
                self._odd.unknown_child(name)
            return
        if frame.element is None:
            frame.element = Element("testcase", frame.attributes)
        child = Element("skipped" if name == "skip" else name, attributes)
        frame.element.append(child)
        self._read_child(child)

    def _start_stream(self, frame: CaseFrame) -> None:
        """Read output up to its end, with the text of any markup in it."""
        if frame.output is None:
            frame.output = BoundedText()
        else:
            frame.output.add("\n")
        self._text, self._stream_depth = frame.output, self._depth

    def _start_property(self, name: str, attributes: dict[str, str]) -> None:
        """Keep a property that tells environments apart; its value may be text still to come."""
        if name != "property" or attributes.get("name") not in self._wanted:
            return
        if "value" in attributes:
            self._keep_property(attributes["name"], attributes["value"])
        else:
            self._read_child(Element("property", attributes))

    def _read_child(self, child: Element) -> None:
        self._child, self._child_depth, self._text = child, self._depth, BoundedText()

    def _start_suite(self, element: str, attributes: dict[str, str]) -> None:
        outer = self._suites[-1]
        # The root's name is a title of the run (often with a date in it), not a part of the path.
        name = self._names[attributes.get("name", "")] if element == "testsuite" else ""
        path = f"{outer.path}{SUITE_SEPARATOR}{name}" if outer.path and name else outer.path or name
        file = attributes.get("file") or attributes.get("filepath") or outer.file
        self._suites.append(SuiteFrame(path, file, attributes, self._parser.line, len(self.cases)))
        if (stated := attributes.get("timestamp")) and (when := moment(stated)):
            self._moments.append(when)

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.add(text)

    def _end(self, name: str) -> None:
        if self._inner is not None and self._depth == self._child_depth + 1:
            self._inner.text, self._inner = str(self._text), None
            self._text, self._child_text = self._child_text, None
        elif self._child is not None:
            if self._depth == self._child_depth:
                self._end_child(self._child)
        elif name == "testcase" and self._open:
            self._end_case(self._open.pop())
        elif self._stream_depth:
            if self._depth == self._stream_depth:
                self._text, self._stream_depth = None, 0
        elif name in _SUITES and not self._open and len(self._suites) > 1:
            self._end_suite()
        self._depth -= 1

    def _end_child(self, child: Element) -> None:
        child.text = str(self._text)
        self._child = self._text = None
        if child.tag == "property":
            self._keep_property(child.get("name", ""), child.text.strip())
            return
        if self._open:
            return
        suite, get = self._suites[-1], child.get
        if child.tag == "skipped":
            said = one_line((get("message") or child.text).strip(), 160)
            message = phrase(
                'the suite "{suite}" says that it was skipped: {why}',
                suite=suite_name(suite),
                why=said,
            )
            self._odd.tell("note", "info", message, suite.line)
        elif len(suite.troubles) < MAX_RESULTS:
            is_error = child.tag == "error"
            said_so = trouble(get("message"), child.text, get("type"), is_error=is_error)
            suite.troubles.append(said_so)
        else:
            self._odd.dropped += 1

    def _end_suite(self) -> None:
        suite = self._suites.pop()
        if suite.variant:
            for index in range(suite.first_case, len(self.cases)):
                self._variants[index] = {**suite.variant, **self._variants.get(index, {})}
        outer = self._suites[-1]
        outer.tests += suite.tests
        outer.failed += suite.failed
        outer.errored += suite.errored
        self._odd.end_suite(suite)
        self._odd.compare(suite)

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def _take(self, held: Sequence[dict[str, str]], lines: Sequence[int]) -> None:
        """
        Take cases that hold no element.

        Most do, and state a class, a name and a time. What makes one any other than these is left
        to `_end_case`, which says the same of these as well.
        There may be a million: what is looked up for each is looked up once.
        """
        self._child = self._inner = self._text = None
        self._stream_depth = 0
        if len(self.cases) + len(held) > self._most:
            raise too_many_tests(self._most)
        suite, artifact = self._suites[-1], self._artifact
        path, inherits = suite.path, bool(suite.file)
        add, names, time_of, read_time = (
            self.cases.append, self._names, self._times.get, self._duration
        )  # fmt: skip
        make = row_maker(PASSED, artifact)
        for attributes, line in zip(held, lines, strict=True):
            if len(attributes) == _USUAL and not inherits:
                try:
                    class_name = names[attributes["classname"]]
                    time = attributes["time"]
                    name = attributes["name"]
                except KeyError:
                    pass
                else:
                    if class_name and name.isprintable() and name.strip():
                        duration = time_of(time)
                        if duration is None:
                            duration = read_time(time)
                        suite.tests += 1
                        add(make(path, class_name, name, line, duration))
                        continue
            self._end_case(CaseFrame(attributes, line, self._depth + 1))

    def _end_case(self, frame: CaseFrame) -> None:
        get = frame.attributes.get
        suite = self._suites[-1]
        status, result = get("status"), get("result")
        outcome: Outcome = PASSED
        if frame.element is not None or status or result:
            outcome = self._outcome(frame.element, status, result)
        class_name = self._names[get("classname") or get("class") or ""]
        name = clean(get("name") or "")
        name = name if name.strip() else UNNAMED
        file = get("file") or get("filepath") or suite.file
        line = int(stated) if (stated := get("line")) and _LINE.fullmatch(stated) else None
        if self._wanted:
            self._keep_variant(frame)
        suite.tests += 1
        if outcome is not PASSED and isinstance(outcome, Failed | Errored):
            suite.failed += outcome.name == "failed"
            suite.errored += outcome.name == "errored"
            if frame.output is not None:
                outcome = self._with_output(outcome, frame.output)
            file, line = place_of(outcome, class_name, file, line)
        self.cases.append(
            fast_case(
                suite.path,
                class_name,
                name,
                outcome,
                self._artifact,
                frame.line,
                self._names[file] if file else None,
                line,
                self._duration(get("time")),
            )
        )

    def _outcome(self, element: Element | None, status: str | None, result: str | None) -> Outcome:
        """Return the verdict of the children; only where they give none, that of the attributes."""
        told = by_children(element) if element is not None else None
        children = () if element is None else element
        if isinstance(told, Skipped) and any(child.tag in INTERIM for child in children):
            self._odd.lost_attempts += 1
        if told is not None and not isinstance(told, Passed):
            return told
        stated = by_attributes(status, result)
        if stated is PASSED:
            return told or PASSED
        self._odd.by_status += 1
        return stated

    def _duration(self, time: str | None) -> float | None:
        """Return the duration, unknown where it cannot be read."""
        if not time:
            return None
        duration = self._times.get(time)
        if duration is not None:
            return duration
        duration = seconds(time)
        if duration is None:
            self._odd.bad_times += 1
        elif "," in time and is_ambiguous(time):
            self._odd.ambiguous_times += 1
        elif len(self._times) < _MOST_TIMES:
            self._times[time] = duration
        return duration

    def _with_output(self, outcome: Failed | Errored, output: BoundedText) -> Failed | Errored:
        kept = with_output(outcome, str(output))
        self._odd.outside_attachments += kept.outside
        self._odd.dropped_attachments += kept.beyond
        return kept.outcome

    def _keep_property(self, name: str, value: str) -> None:
        """Keep a property of the case that is open, or else of the suite."""
        if self._open:
            frame = self._open[-1]
            variant = frame.variant = {} if frame.variant is None else frame.variant
        else:
            variant = self._suites[-1].variant
        variant[name] = one_line(clean(value), 60)

    def _keep_variant(self, frame: CaseFrame) -> None:
        """Keep the properties of a case; those in its output where no element states them."""
        own = frame.variant or {}
        if frame.output is not None:
            for name, value in properties(clean(str(frame.output))):
                if name in self._wanted:
                    own.setdefault(name, one_line(value, 60))
        if own:
            self._variants[len(self.cases)] = own


class _Cleaned(dict[str, str]):
    """Texts as they are cleaned, made once: classes, files and suites come by the thousand."""

    def __missing__(self, text: str) -> str:
        made = self[text] = clean(text)
        return made
