"""
What came of a file, and as bytes for another process: JSON, with test cases in columns.

A row for each of a million cases would take as long to write and to check as to read the files.
"""

from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from pydantic import TypeAdapter

from reportgen.model.run import Artifact, Observations
from reportgen.model.tests import PASSED, Case, Outcome, fast_case


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


class _Texts(NamedTuple):
    """A column of texts that repeat: the different ones, and for each row the place of its own."""

    different: list[str | None]
    at: list[int]


class _Columns(NamedTuple):
    """Test cases. *outcomes* are those that are not `PASSED`, which stand in the rows *of*."""

    suite: _Texts
    class_name: _Texts
    name: list[str]
    of: list[int]
    outcomes: list[Outcome]
    artifact: _Texts
    at_line: list[int]
    file: _Texts
    line: list[int | None]
    duration_s: list[float | None]


@cache
def _carried() -> TypeAdapter[tuple[Came, _Columns]]:
    """Return what writes and reads; a run that one process reads has no need of it."""
    return TypeAdapter(tuple[Came, _Columns])


def packed(came: Came) -> bytes:
    """
    Return *came* as bytes.

    Raises:
        ValueError: it holds what JSON cannot, as half a character.

    """
    bare = came.observations.model_copy(update={"cases": []})
    return _carried().dump_json(
        (came._replace(observations=bare), _columns(came.observations.cases))
    )


def unpacked(data: bytes) -> Came:
    """
    Return what `packed` was given.

    Raises:
        ValueError: that is not what *data* holds.

    """
    came, columns = _carried().validate_json(data)
    whole = came.observations.model_copy(update={"cases": _cases(columns)})
    return came._replace(observations=whole)


def _columns(cases: Sequence[Case]) -> _Columns:
    outcomes = list(map(attrgetter("outcome"), cases))
    of = [row for row, outcome in enumerate(outcomes) if outcome is not PASSED]
    return _Columns(
        suite=_texts(cases, "suite"),
        class_name=_texts(cases, "class_name"),
        name=list(map(attrgetter("name"), cases)),
        of=of,
        outcomes=[outcomes[row] for row in of],
        artifact=_texts(cases, "artifact"),
        at_line=list(map(attrgetter("at_line"), cases)),
        file=_texts(cases, "file"),
        line=list(map(attrgetter("line"), cases)),
        duration_s=list(map(attrgetter("duration_s"), cases)),
    )


def _texts(cases: Sequence[Case], field: str) -> _Texts:
    column = list(map(attrgetter(field), cases))
    places = {text: place for place, text in enumerate(dict.fromkeys(column))}
    return _Texts(list(places), list(map(places.__getitem__, column)))


def _cases(columns: _Columns) -> list[Case]:
    outcomes: list[Outcome] = [PASSED] * len(columns.name)
    for row, outcome in zip(columns.of, columns.outcomes, strict=True):
        outcomes[row] = outcome
    texts = (columns.suite, columns.class_name, columns.artifact, columns.file)
    suite, class_name, artifact, file = (
        map(column.different.__getitem__, column.at) for column in texts
    )
    return list(
        map(
            fast_case, suite, class_name, columns.name, outcomes, artifact,
            columns.at_line, file, columns.line, columns.duration_s,
        )
    )  # fmt: skip
