"""
Work under watch: inputs are tried in processes of their own, which may hang, grow or die.

A worker writes into shared memory which input it is at; who watches reads it, ends a worker that
stays at one for too long, and lets another go on behind it.
An input is known by the seed, the target and its number: nothing else decides what it is.
"""

import mmap
import multiprocessing
import os
import resource
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Final, Literal, NamedTuple

from fuzzing.mutations import mutated
from fuzzing.targets import HeldError, Target

Kind = Literal["escaped", "slow", "memory", "died", "held"]

POLL_S: Final = 0.1
_WIDTH: Final = 8


class Limits(NamedTuple):
    """What one input may take: time, and memory beyond what the process had before."""

    seconds: float = 5.0
    grown_mib: int = 250
    address_space_mib: int = 4096


class Found(NamedTuple):
    """What an input showed: *held* ones did no harm, all others are faults."""

    target: str
    number: int
    kind: Kind
    what: str


@dataclass
class Tally:
    """What came of one target."""

    target: str
    inputs: int = 0
    seconds: float = 0.0
    found: list[Found] = field(default_factory=list)

    @property
    def faults(self) -> list[Found]:
        """What must not be."""
        return [each for each in self.found if each.kind != "held"]


def input_of(target: Target, seed: int, number: int) -> bytes:
    """Return the input *number* of *target*; the same for ever, as long as its seeds are."""
    chance = Random(f"{seed}:{target.name}:{number}")
    return mutated(chance.choice(target.seeds), target.seeds, chance)


def try_one(target: Target, data: bytes, number: int) -> tuple[Kind, str] | None:
    """Return what *data* shows, or None where all is well."""
    try:
        target.attempt(data, number)
    except HeldError as held:
        return "held", str(held)
    except Exception as error:  # noqa: BLE001 - what nobody foresaw is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        return "escaped", f"{type(error).__name__} at {place}: {str(error)[:200]}"
    return None


def run(target: Target, seed: int, numbers: range, limits: Limits) -> Tally:
    """Return what the inputs *numbers* of *target* came to; a hang or a death ends none but one."""
    tally = Tally(target.name)
    begun = time.monotonic()
    begin = numbers.start
    while begin < numbers.stop:
        begin = _worked(target, seed, range(begin, numbers.stop), limits, tally)
    tally.inputs = len(numbers)
    tally.seconds = time.monotonic() - begun
    return tally


def _worked(target: Target, seed: int, numbers: range, limits: Limits, tally: Tally) -> int:
    """Let one worker go as far as it gets; return the number to go on with."""
    fork = multiprocessing.get_context("fork")
    at = mmap.mmap(-1, _WIDTH)
    at[:] = numbers.start.to_bytes(_WIDTH, "little")
    ours, theirs = fork.Pipe(duplex=False)
    worker = fork.Process(target=_work_and_leave, args=(target, seed, numbers, limits, at, theirs))
    worker.start()
    theirs.close()
    for kind in _watched(worker.is_alive, at, ours, limits, tally):
        stuck = int.from_bytes(at[:], "little")
        worker.kill()
        worker.join()
        tally.found.append(Found(target.name, stuck, kind, _said(kind, limits)))
        return stuck + 1
    worker.join()
    last = int.from_bytes(at[:], "little")
    if worker.exitcode:
        tally.found.append(Found(target.name, last, "died", f"exit code {worker.exitcode}"))
        return last + 1
    return last


def _said(kind: Kind, limits: Limits) -> str:
    return f"longer than {limits.seconds:g} s" if kind == "slow" else kind


def _watched(
    alive: Callable[[], bool], at: mmap.mmap, ours: Connection, limits: Limits, tally: Tally
) -> Iterator[Kind]:
    """Take what a worker finds, until it is done; yield once where it has to be ended."""
    last, since = at[:], time.monotonic()
    while True:
        try:
            while ours.poll(POLL_S):
                tally.found.append(Found(*ours.recv()))
        except EOFError:
            return
        if at[:] != last:
            last, since = at[:], time.monotonic()
        elif time.monotonic() - since > limits.seconds:
            yield "slow"
            return
        elif not alive() and not ours.poll(0):
            return


def _work_and_leave(
    target: Target, seed: int, numbers: range, limits: Limits, at: mmap.mmap, theirs: Connection
) -> None:
    """Work, and leave without what a process does at its end: the threads are the parent's."""
    _work(target, seed, numbers, limits, at, theirs)
    os._exit(0)


def _work(
    target: Target, seed: int, numbers: range, limits: Limits, at: mmap.mmap, theirs: Connection
) -> None:
    """Try *numbers* in turn; end early, and be replaced, where one made the process grow."""
    most = limits.address_space_mib << 20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    before = _peak_mib()
    for number in numbers:
        at[:] = number.to_bytes(_WIDTH, "little")
        shown = try_one(target, input_of(target, seed, number), number)
        if shown is not None:
            theirs.send((target.name, number, *shown))
        grown = _peak_mib() - before
        if grown > limits.grown_mib:
            theirs.send((target.name, number, "memory", f"{grown:.0f} MiB more than before"))
            at[:] = (number + 1).to_bytes(_WIDTH, "little")
            return
    at[:] = numbers.stop.to_bytes(_WIDTH, "little")


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def shares(names: Sequence[str], inputs: int, slow: Sequence[str]) -> dict[str, int]:
    """
    Return how many of *inputs* each of *names* gets; the *slow* ones a tenth of the others.

    They are rounded up, so that there are no fewer in all.
    """
    weights = {name: 1 if name in slow else 10 for name in names}
    total = sum(weights.values())
    return {name: -(-inputs * weight // total) for name, weight in weights.items()}
