"""Where the time of a command goes: ``--profile`` prints its stages, seconds and megabytes."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Final, NamedTuple, ParamSpec, TypeVar

import typer

from reportgen.cli.streams import note

if sys.platform != "win32":  # which tells no peak without a package for it
    import resource

P = ParamSpec("P")
R = TypeVar("R")

_MIB: Final = 1024 * 1024
# Linux counts in KiB, macOS in bytes: getrusage(2) of each.
_UNIT: Final = 1 if sys.platform == "darwin" else 1024
_OTHER: Final = "start, and between"


class Spent(NamedTuple):
    """What a stage took: seconds by the clock and of the processor, and the peak until its end."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mib: float = 0.0


_spent: ContextVar[dict[str, Spent]] = ContextVar("spent")


@contextmanager
def profiled(*, wanted: bool) -> Iterator[None]:
    """Tell on standard error what each stage inside took, however it ends, if that is *wanted*."""
    if not wanted:
        yield
        return
    spent: dict[str, Spent] = {}
    token, began = _spent.set(spent), time.perf_counter()
    try:
        yield
    finally:
        _spent.reset(token)
        # What came before, the interpreter and the imports, has no clock of ours.
        whole = Spent(time.perf_counter() - began, _cpu_s(), _peak_mib())
        note(table(spent, whole).rstrip("\n"))


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count what happens inside as the stage *name*; a stage can be entered more than once."""
    spent = _spent.get(None)
    if spent is None:
        yield
        return
    wall, cpu = time.perf_counter(), _cpu_s()
    try:
        yield
    finally:
        before = spent.get(name, Spent())
        spent[name] = Spent(
            before.wall_s + time.perf_counter() - wall,
            before.cpu_s + _cpu_s() - cpu,
            _peak_mib(),
        )


def staged(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return what makes a function the stage *name*."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*arguments: P.args, **options: P.kwargs) -> R:
            with stage(name):
                return function(*arguments, **options)

        return run

    return decorate


def table(spent: dict[str, Spent], whole: Spent) -> str:
    """Return the stages as a table; what no stage took stands in a line of its own."""
    wall = whole.wall_s - sum(each.wall_s for each in spent.values())
    cpu = whole.cpu_s - sum(each.cpu_s for each in spent.values())
    other = Spent(max(0.0, wall), max(0.0, cpu), whole.peak_mib)
    lines = [f"{'stage':<20} {'wall s':>8} {'CPU s':>8} {'peak MiB':>9}"]
    lines += [
        f"{name:<20} {each.wall_s:>8.3f} {each.cpu_s:>8.3f} {each.peak_mib:>9.1f}"
        for name, each in (*spent.items(), (_OTHER, other), ("all", whole))
    ]
    return "".join(f"{line}\n" for line in lines)


def _cpu_s() -> float:
    """Return the CPU seconds of this process and of those that it waited for."""
    if sys.platform == "win32":
        return time.process_time()
    own, waited = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + waited.ru_utime + waited.ru_stime


def _peak_mib() -> float:
    if sys.platform == "win32":
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / _MIB


def begin(context: typer.Context, wanted: bool) -> bool:
    """Count stages from here on if that is *wanted*, until the command ends, however it does."""
    context.with_resource(profiled(wanted=wanted))
    return wanted
