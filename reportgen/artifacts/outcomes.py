"""What came of a file, as the artifact that a report tells of."""

from functools import cache
from typing import Final

from pydantic import ValidationError

from reportgen.artifacts.carrying import Came
from reportgen.artifacts.discovery import Found
from reportgen.artifacts.unclaimed import UNKNOWN, may_hold_tests
from reportgen.model.run import Artifact, ArtifactStatus, Observations, Problem
from reportgen.model.tests import Counts, count
from reportgen.model.text import one_line
from reportgen.readers import DOCUMENTS
from reportgen.wording import phrase

SLIP: Final = "a fault of reportgen's own"
"""How the problem of a file begins, in English, that a reader with a fault was given."""
_FORESEEN: Final = (ValueError, LookupError, ArithmeticError, RecursionError, MemoryError)
"""What content may come to in code that has no fault: a number out of range, a key not there."""


def stumbled(error: BaseException | None, title: str) -> str:
    """Return what to say where reading as *title* ended with *error*: never a traceback."""
    text = _said(error)
    what = one_line(f"{type(error).__name__}: {text}" if text else type(error).__name__, 200)
    if isinstance(error, _FORESEEN):
        return phrase("cannot be understood as {title} ({what})", title=title, what=what)
    return phrase(
        "a fault of reportgen's own while it was read as {title} ({what})", title=title, what=what
    )


def _said(error: BaseException | None) -> str:
    """Return what *error* says without the values it is about, of which it shows but a part."""
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found)
    return str(error)


def accepted(
    item: Found, sha256: str, name: str, observed: Observations, *, holds_tests: bool = False
) -> Came:
    """Return the file *item* as one that gave *observed* in the format *name*."""
    status: ArtifactStatus = "partial" if observed.truncated else "read"
    artifact = Artifact(
        path=item.path,
        sha256=sha256,
        format=name,
        status=status,
        bytes=item.size,
        counts=count(observed.cases) if observed.cases else Counts(),
        problems=observed.problems,
        holds_tests=holds_tests,
    )
    return Came(artifact, observed, claimed=holds_tests)


def bad(item: Found, sha256: str, name: str, message: str, place: str) -> Artifact:
    """Return the file *item* as one that cannot be read; *place* is where in it."""
    problem = Problem(kind="unreadable", severity="error", message=message, place=place)
    return artifact_of(item, sha256, name, "rejected", (problem,))


def duplicate(item: Found, sha256: str, name: str, first: str) -> Artifact:
    """Return the file *item*, in the format *name*, as one whose bytes were met at *first*."""
    message = phrase("the same bytes as {first}; read once", first=first)
    problem = Problem(kind="duplicate", severity="warning", message=message)
    return artifact_of(item, sha256, name, "ignored", (problem,))


def artifact_of(
    item: Found, sha256: str, name: str, status: ArtifactStatus, problems: tuple[Problem, ...]
) -> Artifact:
    """Return an artifact that gave no observation."""
    return Artifact(
        path=item.path,
        sha256=sha256,
        format=name,
        status=status,
        bytes=item.size,
        problems=problems,
        holds_tests=name in _test_formats() or (name == UNKNOWN and may_hold_tests(item.path)),
    )


@cache
def _test_formats() -> frozenset[str]:
    """Return the formats of results; a run whose files can all be read does not ask."""
    return frozenset(reader.NAME for reader in DOCUMENTS if reader.HOLDS_TESTS)
