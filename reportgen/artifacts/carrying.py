"""
What came of a file, and as bytes for another process.

What there are few of is JSON. Test cases stand in columns: names as one text, numbers as the
machine has them, and what repeats once, with a number for each row. A row for each of a million
cases would take as long to write and to check as to read the files.
"""

import struct
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import repeat
from math import nan
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import TypeAdapter

from reportgen.model.rows import rows
from reportgen.model.run import Artifact, Observations
from reportgen.model.tests import PASSED, Case, Outcome

T = TypeVar("T")

_LENGTH: Final = struct.Struct("<Q")
_PLACE: Final = "i"
_WHOLE: Final = "q"
_FLOAT: Final = "d"
_BETWEEN: Final = "\0"


class Came(NamedTuple):
    """
    What came of a file.

    *claimed* says that it holds results, which count once however many files have their bytes.
    *redacted* counts what was taken out of it, by kind.
    """

    artifact: Artifact
    observations: Observations
    claimed: bool = False
    redacted: dict[str, int] = {}  # noqa: RUF012 - nobody changes it


class _Few(NamedTuple):
    """
    What there are few of in test cases, of which there are *rows*: different values by column.

    *outcomes* are those that are not `PASSED`, which stand in the rows *of*; *durations* says how
    many there are, which are numbers as well.
    """

    rows: int
    of: list[int]
    outcomes: list[Outcome]
    suite: list[str]
    class_name: list[str]
    artifact: list[str]
    at_line: list[int]
    file: list[str | None]
    line: list[int | None]
    durations: int


@cache
def _carried() -> TypeAdapter[tuple[Came, _Few]]:
    """Return what writes and reads; a run that one process reads has no need of it."""
    return TypeAdapter(tuple[Came, _Few])


def packed(came: Came) -> bytes:
    """
    Return *came* as bytes.

    Raises:
        ValueError: it holds what cannot be carried, as half a character.

    """
    cases = came.observations.cases
    bare = came.observations.model_copy(update={"cases": []})
    numbers: list[array[Any]] = []
    outcomes = _column(cases, "outcome")
    of = [row for row, outcome in enumerate(outcomes) if outcome is not PASSED]
    few = _Few(
        rows=len(cases),
        of=of,
        outcomes=[outcomes[row] for row in of],
        suite=_different(_column(cases, "suite"), numbers),
        class_name=_different(_column(cases, "class_name"), numbers),
        artifact=_different(_column(cases, "artifact"), numbers),
        at_line=_lines(_column(cases, "at_line"), numbers),
        file=_different(_column(cases, "file"), numbers),
        line=_different(_column(cases, "line"), numbers),
        durations=_durations(_column(cases, "duration_s"), numbers),
    )
    head = _carried().dump_json((came._replace(observations=bare), few))
    names = _BETWEEN.join(_column(cases, "name"))
    if names.count(_BETWEEN) != max(0, len(cases) - 1):
        raise ValueError("a name holds what stands between names")
    whole = [_LENGTH.pack(len(head)), head, *(each.tobytes() for each in numbers)]
    return b"".join([*whole, names.encode("utf-8")])


def unpacked(data: bytes) -> Came:
    """
    Return what `packed` was given.

    Raises:
        ValueError: that is not what *data* holds.

    """
    reader = _Reader(data)
    try:
        came, few = _carried().validate_json(reader.take(_LENGTH.unpack(reader.take(8))[0]))
        cases = _cases(few, reader)
    except (IndexError, struct.error) as error:
        raise ValueError("cut off or mixed up") from error
    whole = came.observations.model_copy(update={"cases": cases})
    return came._replace(observations=whole)


def _cases(few: _Few, reader: "_Reader") -> list[Case]:
    count = few.rows
    if not count:
        return []
    outcomes: list[Outcome] = [PASSED] * count
    for row, outcome in zip(few.of, few.outcomes, strict=True):
        outcomes[row] = outcome
    suite = reader.column(few.suite, count)
    class_name = reader.column(few.class_name, count)
    artifact = reader.column(few.artifact, count)
    at_line = repeat(few.at_line[0]) if few.at_line else reader.numbers(_WHOLE, count)
    file = reader.column(few.file, count)
    line = reader.column(few.line, count)
    durations = reader.numbers(_FLOAT, few.durations).tolist()
    stated = [None if each != each else each for each in durations]  # noqa: PLR0124 - no number
    duration_s = reader.column(stated, count)
    names = reader.rest().decode("utf-8").split(_BETWEEN)
    if len(names) != count:
        raise ValueError("there is not a name for each row")
    return rows(
        names, suite, class_name, outcomes, artifact, at_line, file, line, duration_s
    )  # fmt: skip


class _Reader:
    """Reads *data* from its beginning on."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def take(self, size: int) -> bytes:
        """Return the next *size* bytes."""
        self._at += size
        if self._at > len(self._data):
            raise ValueError("cut off")
        return bytes(self._data[self._at - size : self._at])

    def numbers(self, kind: str, count: int) -> "array[Any]":
        """Return the next *count* numbers of a *kind*."""
        found = array(kind)
        found.frombytes(self.take(count * found.itemsize))
        return found

    def column(self, different: Sequence[T], count: int) -> Iterable[T]:
        """Return a column of *count* rows with the values *different*."""
        if len(different) == 1:
            return repeat(different[0])
        return map(different.__getitem__, self.numbers(_PLACE, count))

    def rest(self) -> bytes:
        """Return all that is left."""
        return self.take(len(self._data) - self._at)


def _column(cases: Sequence[Case], field: str) -> list[Any]:
    return list(map(attrgetter(field), cases))


def _different(column: Sequence[T], numbers: "list[array[Any]]") -> list[T]:
    """Return the different values of *column*; which of them is in which row goes to *numbers*."""
    places = {value: place for place, value in enumerate(dict.fromkeys(column))}
    if len(places) > 1:
        numbers.append(array(_PLACE, map(places.__getitem__, column)))
    return list(places)


def _lines(column: Sequence[int], numbers: "list[array[Any]]") -> list[int]:
    """Return the line where all cases stand; if there is no such, each goes to *numbers*."""
    if len(set(column)) == 1:
        return [column[0]]
    numbers.append(array(_WHOLE, column))
    return []


def _durations(column: Sequence[float | None], numbers: "list[array[Any]]") -> int:
    """
    Return how many different durations there are, which go to *numbers*.

    They are told apart by their bits: 0 and -0 are the same number and print differently.
    """
    bits = array(
        _WHOLE, array(_FLOAT, [nan if each is None else each for each in column]).tobytes()
    )
    places: list[array[Any]] = []
    different = array(_WHOLE, _different(bits, places))
    numbers += [different, *places]
    return len(different)
