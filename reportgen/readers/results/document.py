"""A document of test results as it is, after a repair, or as much as stood before its break."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from reportgen.errors import ReadError
from reportgen.model.run import Observations, Problem
from reportgen.readers.mending import pieces, repair
from reportgen.readers.source import Source
from reportgen.readers.xml import NotWellFormedError, check_encoding
from reportgen.wording import phrase, phrase_many


class Pass(Protocol):
    """One reading of one document, whatever its format."""

    problems: list[Problem]

    @property
    def complete(self) -> int:
        """How many cases were read to their end."""

    def parse(self, data: Iterable[bytes]) -> None:
        """Parse *data*; what was complete before an error stays."""

    def observations(self) -> Observations:
        """Return what a whole document holds."""

    def cut_off(self, error: NotWellFormedError) -> Observations:
        """Return what stood before the break."""


AnyPass = TypeVar("AnyPass", bound=Pass)


def read_document(source: Source, make: Callable[[Source], AnyPass]) -> Observations:
    """
    Return what *source* holds: as it is, or after a repair, or as much as stood before the break.

    Raises:
        ReadError: nothing of it can be used: a guard was hit, or it breaks before the first case.

    """
    check_encoding(source.head)
    strict = make(source)
    try:
        strict.parse(source.chunks())
    except NotWellFormedError as error:
        return strict.cut_off(error) if error.cut_off else _repaired(source, strict, make, error)
    return strict.observations()


def _repaired(
    source: Source, strict: AnyPass, make: Callable[[Source], AnyPass], error: NotWellFormedError
) -> Observations:
    """Read once more without what XML forbids: one log line never costs a suite."""
    mended, done = repair(source.data(source.limits.file, "file"))
    if not done:
        return strict.cut_off(error)
    second = make(source)
    try:
        second.parse(pieces(mended))
    except NotWellFormedError as still:
        best = max(strict, second, key=lambda document: document.complete)
        return best.cut_off(still)
    second.problems.append(
        Problem(
            kind="repaired",
            severity="warning",
            message=phrase(
                "not well-formed XML ({why}); read after a repair: {repairs}",
                why=error.reason,
                repairs="; ".join(done),
            ),
            place=error.place,
        )
    )
    return second.observations()


def truncation(error: NotWellFormedError, complete: int) -> Problem:
    """
    Return the problem of a document that breaks after *complete* cases.

    Raises:
        ReadError: there is none, so that nothing can be said of the document.

    """
    if not complete:
        raise ReadError(phrase("not well-formed XML: {why}", why=error.reason), error.place)
    if error.cut_off:
        message = phrase_many(
            "the file ends too early; {n:,} complete test case before the break was read, what "
            "followed is lost",
            "the file ends too early; {n:,} complete test cases before the break were read, what "
            "followed is lost",
            complete,
        )
    else:
        message = phrase_many(
            "the file is not well-formed XML ({why}); {n:,} complete test case before the break "
            "was read, what followed is lost",
            "the file is not well-formed XML ({why}); {n:,} complete test cases before the break "
            "were read, what followed is lost",
            complete,
            why=error.reason,
        )
    return Problem(
        kind="truncated",
        severity="error",
        message=message,
        place=error.place,
    )
