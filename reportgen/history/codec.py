"""
A report as a history keeps it: storage format 1.

Three JSON lines, each compressed by itself: the head (who ran what, and what came of it),
the results of the tests as columns beside a table of their names, and all the rest.
The bytes depend on the report alone.

Tests stand in the order of their names, which the table gives once for all runs that have the same.
Durations are whole milliseconds where they are, else seconds.
Where a test stands in its artifact is kept of those that did not simply pass.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import replace
from itertools import groupby
from math import inf
from operator import attrgetter
from types import NoneType
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from reportgen.history.heads import Head, head_from, head_of
from reportgen.history.packing import not_as_agreed, pack, unpack
from reportgen.history.schema import stored
from reportgen.history.tables import CaseName, Table, Tables
from reportgen.model.memory import MemoryTrend
from reportgen.model.report import Cause, Finding, Report
from reportgen.model.rows import fast_case
from reportgen.model.tests import PASSED, Case, Outcome
from reportgen.wording import phrase

_LETTERS: Final = {"passed": "P", "failed": "F", "errored": "E", "skipped": "S"}
_NAMES: Final = {letter: name for name, letter in _LETTERS.items()}
_REST: Final = (
    "verdict", "totals", "findings", "services", "memory", "steps", "artifacts", "coverage", "base",
    "issue", "quiet_rules", "causes", "redacted",
)  # fmt: skip
MOST_SAMPLES: Final = 500
"""How many samples of a memory series are kept: enough to draw it."""


class Results(NamedTuple):
    """What the tests of a run came to, in the order of its table: a letter and a time for each."""

    table: Table
    places: Sequence[int]
    letters: str
    durations_s: Sequence[float | None]


def table_of(report: Report) -> Table:
    """Return the names of the tests of *report*."""
    return tuple(sorted(set(_names(report.cases))))


def encode(report: Report, table: Table, names: str) -> bytes:
    """Return *report* as a record; *table* holds the names of its tests under the key *names*."""
    at = {row: n for n, row in enumerate(table)}
    index = [at[name] for name in _names(report.cases)]
    del at  # of a million tests each of these takes a hundred megabytes
    order = sorted(range(len(index)), key=index.__getitem__)
    cases = [report.cases[place] for place in order]
    moved = array("L", bytes(array("L").itemsize * len(order)))
    for new, old in enumerate(order):
        moved[old] = new
    rest = {name: stored(getattr(report, name)) for name in _REST}
    rest["findings"] = [stored(_moved(finding, moved)) for finding in report.findings]
    rest["causes"] = [
        stored(replace(cause, cases=tuple(sorted(moved[at] for at in cause.cases))))
        for cause in report.causes
    ]
    rest["memory"] = [stored(_thinned(trend)) for trend in report.memory]
    columns = _columns(cases)
    if len(index) != len(table):
        columns["index"] = [index[place] for place in order]
    return pack(head_of(report, names), columns, rest)


def decode(data: bytes, names: Tables) -> Report:
    """
    Return the report of a record; *names* gives the tables.

    Raises:
        DamagedRecordError: it is broken, too large, or of a format this version does not know.

    """
    head, columns, rest = _lines(data)
    table = names.read(head.names)
    try:
        cases = list(_cases(columns, table))
        report = _without_cases(head, rest)
        _inside(report.causes, len(cases))
        return report.model_copy(update={"cases": cases})
    except (ValidationError, KeyError, IndexError, TypeError, ValueError) as error:
        raise not_as_agreed(type(error).__name__) from error


def outline(data: bytes) -> Report:
    """
    Return the report of a record without its cases, which are not read.

    Raises:
        DamagedRecordError: see `decode`; what is wrong with the cases is not seen.

    """
    lines = unpack(data, passed_over=1)
    head = head_from(lines[0])
    if len(lines) != 3 or not isinstance(lines[2], dict):
        raise not_as_agreed(phrase("it has three parts"))
    try:
        return _without_cases(head, lines[2])
    except ValidationError as error:
        raise not_as_agreed(type(error).__name__) from error


def _without_cases(head: Head, rest: dict[str, Any]) -> Report:
    return Report.model_validate(
        {"run": head.run, **{name: rest[name] for name in _REST if name in rest}}
    )


def results(data: bytes, names: Tables) -> Results:
    """
    Return only what the tests of a record came to.

    Raises:
        DamagedRecordError: see `decode`.

    """
    lines = unpack(data, 2)
    head = head_from(lines[0])
    table = names.read(head.names)
    try:
        columns = lines[1]
        places, letters = _index(columns, table), columns["outcomes"]
        durations = [_seconds(each) for each in columns["durations"]]
        _same_length(places, letters, durations)
        return Results(table, places, letters, durations)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise not_as_agreed(type(error).__name__) from error


def _lines(data: bytes) -> tuple[Head, dict[str, Any], dict[str, Any]]:
    lines = unpack(data)
    head = head_from(lines[0])
    if len(lines) != 3 or not all(isinstance(line, dict) for line in lines):
        raise not_as_agreed(phrase("it has three parts"))
    return head, lines[1], lines[2]


def _names(cases: Sequence[Case]) -> Iterable[CaseName]:
    """Return what *cases* are called, made by column: one by one they take twice the time."""
    files = [case.file or "" for case in cases]
    columns = (map(attrgetter(field), cases) for field in ("suite", "class_name", "name"))
    return map(CaseName._make, zip(*columns, files, strict=True))


def _columns(cases: Sequence[Case]) -> dict[str, Any]:
    artifacts = {path: n for n, path in enumerate(dict.fromkeys(c.artifact for c in cases))}
    said = {
        n: [stored(case.outcome), case.at_line, case.line]
        for n, case in enumerate(cases)
        if case.outcome is not PASSED and case.outcome != PASSED
    }
    return {
        "outcomes": "".join(_LETTERS[case.outcome.name] for case in cases),
        "durations": [_milliseconds(case.duration_s) for case in cases],
        "artifacts": list(artifacts),
        "artifact": list(_runs(artifacts[case.artifact] for case in cases)),
        "said": said,
    }


def _cases(columns: dict[str, Any], table: Table) -> Iterator[Case]:
    index = _index(columns, table)
    letters, durations = columns["outcomes"], columns["durations"]
    artifacts = columns["artifacts"]
    places = [at for at, count in _pairs(columns["artifact"]) for _ in range(count)]
    said = {int(at): row for at, row in columns["said"].items()}
    _same_length(index, letters, durations, places)
    if any(not 0 <= n < len(index) for n in said):
        raise ValueError("something is said of a test that is not there")
    outcomes = TypeAdapter[Outcome](Outcome)
    _check_plain(durations, artifacts)
    for n, (at, letter, took, place) in enumerate(
        zip(index, letters, durations, places, strict=True)
    ):
        name = table[at]
        artifact, file, seconds = artifacts[place], name.file or None, _seconds(took)
        if n in said:
            fields, at_line, line = said[n]
            outcome = outcomes.validate_python({**fields, "name": _NAMES[letter]})
            yield Case(
                suite=name.suite, class_name=name.class_name, name=name.name, outcome=outcome,
                artifact=artifact, at_line=at_line, file=file, line=line, duration_s=seconds,
            )  # fmt: skip
        elif letter == "P":
            yield fast_case(
                name.suite, name.class_name, name.name, PASSED, artifact, 0, file, None, seconds
            )
        else:
            raise ValueError("a test that did not pass says nothing")


def _check_plain(durations: Sequence[object], artifacts: Sequence[object]) -> None:
    """Check what goes into nearly all cases in one pass: case by case it takes twice the time."""
    if not set(map(type, artifacts)) <= {str}:
        raise ValueError("an artifact has no name")
    if not set(map(type, durations)) <= {NoneType, int, float}:
        raise ValueError("a time is no number")
    if any(took is not None and not 0 <= took < inf for took in durations):  # type: ignore[operator]  # they are numbers
        raise ValueError("a time is none")


def _same_length(*columns: Sized) -> None:
    if len({len(column) for column in columns}) > 1:
        raise ValueError("the columns differ in length")


def _index(columns: dict[str, Any], table: Table) -> Sequence[int]:
    index: Sequence[int] = columns.get("index", range(len(table)))
    if any(not 0 <= at < len(table) for at in index):
        raise ValueError("an index leads out of the table")
    return index


def _runs(values: Iterable[int]) -> Iterator[int]:
    """Yield each value and how often it repeats."""
    for value, same in groupby(values):
        yield value
        yield sum(1 for _ in same)


def _pairs(flat: list[int]) -> Iterator[tuple[int, int]]:
    return zip(flat[::2], flat[1::2], strict=True)


def _milliseconds(seconds: float | None) -> int | float | None:
    if seconds is None:
        return None
    whole = round(seconds * 1000)
    return whole if whole / 1000 == seconds else seconds


def _seconds(stored_time: Any) -> float | None:  # noqa: ANN401 - an integer means something else
    """Return a stored time in seconds: whole milliseconds are integers, all else is seconds."""
    return stored_time / 1000 if isinstance(stored_time, int) else stored_time


def _moved(finding: Finding, moved: Sequence[int]) -> Finding:
    if finding.case is None:
        return finding
    return finding.model_copy(update={"case": moved[finding.case]})


def _inside(causes: Iterable[Cause], cases: int) -> None:
    if any(not 0 <= case < cases for cause in causes for case in cause.cases):
        raise ValueError("a cause is behind a test that is not there")


def _thinned(trend: MemoryTrend) -> MemoryTrend:
    """Return *trend* with at most `MOST_SAMPLES` samples, evenly chosen; its numbers stay."""
    samples = trend.series.samples
    if len(samples) <= MOST_SAMPLES:
        return trend
    step = (len(samples) - 1) / (MOST_SAMPLES - 1)
    chosen = tuple(samples[round(n * step)] for n in range(MOST_SAMPLES))
    return trend.model_copy(update={"series": trend.series.model_copy(update={"samples": chosen})})
