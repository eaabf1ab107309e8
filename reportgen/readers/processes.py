"""
Tells apart the processes that write the collections of their garbage into one log.

Runtimes number their collections and print the time since their own start, but seldom who they are.
A line belongs to the process whose count and clock it continues; one that continues none is of a
new process.
"""

from typing import Final

from reportgen.model.memory import SeriesKind

HEAP: Final[tuple[SeriesKind, ...]] = ("heap_before_gc", "heap_after_gc", "heap_committed")
"""What a collection tells of the heap, in the order in which it does; series are called so."""

_MOST: Final = 64


class Processes:
    """Numbers the processes of a log from 1; a count may come up to *late* after a higher one."""

    def __init__(self, late: int = 0) -> None:
        self._late = late
        self._last: list[tuple[int, float]] = []

    def of(self, count: int | None, at: float | None) -> int:
        """Return the number of the process whose collection *count* happened *at* its time."""
        count, at = count or 0, at or 0.0
        fitting = [
            (abs(count - seen - 1), -number)
            for number, (seen, when) in enumerate(self._last)
            if when <= at and self._continues(seen, count)
        ]
        if fitting:
            number = -min(fitting)[1]
        elif len(self._last) < _MOST:
            self._last.append((count, at))
            number = len(self._last) - 1
        else:
            number = _MOST - 1
        seen, _ = self._last[number]
        self._last[number] = (max(seen, count) if fitting else count, at)
        return number + 1

    def _continues(self, seen: int, count: int) -> bool:
        if not count:
            return not seen  # numbering began anew, or there is none
        return count > seen or (self._late > 0 and count > seen - self._late)


def named(name: str, number: int) -> str:
    """Return what the series *name* of process *number* is called: the first needs no number."""
    return name if number == 1 else f"{name} {number}"
