"""
What one file may take: the limits of the configuration, and how long reading it may go on.

Nothing is interrupted: who reads looks at the watch between pieces. Where no clock is given none
runs out.
"""

from collections.abc import Callable

from reportgen.config.limits import Limits, amount, raised_by
from reportgen.errors import ReadError
from reportgen.wording import phrase


def stopped() -> float:
    """Return the time of a clock that stands still."""
    return 0.0


class Watch:
    """
    A watch that is started with a file and runs out after *most_s*.

    *clock* returns seconds, from whatever beginning. By default it stands still.
    """

    def __init__(self, most_s: float, clock: Callable[[], float] = stopped) -> None:
        self._most_s = most_s
        self._clock = clock
        self._begun = clock()

    def look(self) -> None:
        """
        Go on, or not.

        Raises:
            ReadError: the time is over.

        """
        if self._clock() - self._begun > self._most_s:
            raise ReadError(
                phrase(
                    "reading it takes longer than the limit of {limit:g} s of CPU; {raised}",
                    limit=self._most_s,
                    raised=raised_by("time"),
                )
            )


class Bounds:
    """The *limits*, and a watch for one file by *clock*."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = stopped) -> None:
        self.limits = limits
        self.watch = Watch(limits.time.total_seconds(), clock)


def too_large(limit: int, key: str) -> ReadError:
    """Return what to raise of content of more than *limit* bytes; *key* is what it hit."""
    return ReadError(
        phrase(
            "larger than the limit of {limit}; {raised}", limit=amount(limit), raised=raised_by(key)
        )
    )


def too_many_tests(limit: int) -> ReadError:
    """Return what to raise of a file of more than *limit* cases."""
    return ReadError(
        phrase(
            "more than {limit:,} test cases, the limit; {raised}",
            limit=limit,
            raised=raised_by("tests"),
        )
    )
