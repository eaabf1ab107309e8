"""A bar on a terminal for what takes longer than a moment; nowhere else a word."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from reportgen.cli.streams import is_watched

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AFTER_S: Final = 1.0
_now = time.monotonic


@contextmanager
def shown(
    what: str, of: str, *, quiet: bool = False
) -> Iterator[Callable[[int, int], None] | None]:
    """
    Give what is to be told how much of *what* is done, and of how much; None where nobody looks.

    *of* is what is counted. The bar states the pace and the time that is left, and goes in the end.
    """
    if quiet or not is_watched():
        yield None
        return
    bar = _Bar(what, of)
    try:
        yield bar.tell
    finally:
        bar.stop()


class _Bar:
    """A bar that shows itself after a moment. No thread moves it: this process may be copied."""

    def __init__(self, what: str, of: str) -> None:
        self._what = what
        self._of = of
        self._begun = _now()
        self._shown: tuple[Progress, TaskID] | None = None

    def tell(self, done: int, total: int) -> None:
        """Show that *done* of *total* are done."""
        passed = _now() - self._begun
        if passed <= AFTER_S:
            return
        if self._shown is None:
            self._shown = self._start(total)
        bar, task = self._shown
        bar.update(task, completed=done, total=total, pace=f"{done / passed:,.0f} {self._of}/s")
        bar.refresh()

    def _start(self, total: int) -> "tuple[Progress, TaskID]":
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"), TimeRemainingColumn(),
            console=Console(stderr=True), transient=True, auto_refresh=False,
        )  # fmt: skip
        task = bar.add_task(self._what, total=total, pace="")
        bar.start()
        return bar, task

    def stop(self) -> None:
        """Remove the bar."""
        if self._shown is not None:
            self._shown[0].stop()
