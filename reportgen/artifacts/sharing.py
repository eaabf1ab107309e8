"""
Share work on files between processes: copies of this one, each of which takes what nobody has.

This process takes its part, too. What comes of the work does not depend on who did it or on how
many they are, and nothing is lost with one that ends before it is done: what it did not tell is
done again here.
"""

import gc
import os
import signal
import struct
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

T = TypeVar("T")

WORTH: Final = 4 << 20
"""So many bytes are worth a further process: to start one takes as long as to read some 300 kB."""
_PORTIONS: Final = 64
"""How many portions there are for each process: who is slower takes fewer."""
_MOST_PORTIONS: Final = 1024
_TICKET: Final = 2
_HEADER: Final = struct.Struct("<IQ")


def processes_for(sizes: Sequence[int], processes: int) -> int:
    """
    Return how many of *processes* are worth it for files of *sizes* bytes.

    A system where a process cannot be copied, or where copies are known to break, has one: to
    start further ones from the beginning takes longer than most jobs.
    """
    if sys.platform != "linux" or not hasattr(os, "memfd_create"):
        return 1
    beside = sum(sizes) - max(sizes, default=0)
    return max(1, min(processes, 1 + beside // WORTH))


def side_by_side(
    sizes: Sequence[int],
    work: Callable[[int], T],
    pack: Callable[[T], bytes],
    unpack: Callable[[bytes], T],
    processes: int,
) -> Generator[tuple[int, T]]:
    """
    Yield what *work* makes of each place in *sizes*, with the place, in any order.

    *pack* and *unpack* carry it from one process to another. What either refuses with a
    `ValueError`, and what a process that was ended has not told, is made here.
    Whoever stops early closes the generator, which ends the other processes.
    """
    portions = _portions(sizes, processes)
    tickets = _tickets(len(portions))
    left = set(range(len(sizes)))
    helpers: list[_Helper] = []
    gc.freeze()  # what is shared is not to be copied because it is looked at
    try:
        helpers.extend(_helpers(processes - 1, tickets, portions, lambda at: pack(work(at))))
        for place in _taken(tickets, portions):
            yield place, work(place)
            left.discard(place)
            for told, made in _heard(helpers, unpack):
                yield told, made
                left.discard(told)
        for helper in helpers:
            helper.wait()
        for told, made in _heard(helpers, unpack):
            yield told, made
            left.discard(told)
        for place in sorted(left):
            yield place, work(place)
    finally:
        for helper in helpers:
            helper.end()
        os.close(tickets)
        gc.unfreeze()


def _portions(sizes: Sequence[int], processes: int) -> list[list[int]]:
    """Return all places in portions, the largest first, so that all processes end together."""
    count = min(_PORTIONS * processes, _MOST_PORTIONS)
    enough = sum(sizes) / count
    portions: list[list[int]] = []
    held = enough
    for place in sorted(range(len(sizes)), key=lambda place: (-sizes[place], place)):
        if held >= enough:
            portions.append([])
            held = 0
        portions[-1].append(place)
        held += sizes[place]
    return portions


def _tickets(count: int) -> int:
    """
    Return a pipe with *count* tickets; who takes one out has the portion of its number.

    All of them fit into the smallest pipe, and each is read in one piece, because reading a pipe
    is not interrupted by another reader: pipe(7).
    """
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(_TICKET, "little") for number in range(count)))
    os.close(writing)
    return reading


def _taken(tickets: int, portions: Sequence[Sequence[int]]) -> Iterator[int]:
    """Yield the places of portions that nobody else has, until there are none."""
    while ticket := os.read(tickets, _TICKET):
        yield from portions[int.from_bytes(ticket, "little")]


def _heard(helpers: Sequence["_Helper"], unpack: Callable[[bytes], T]) -> Iterator[tuple[int, T]]:
    """Yield what *helpers* have told since the last time, but for what cannot be unpacked."""
    for helper in helpers:
        for place, data in helper.told():
            try:
                made = unpack(data)
            except ValueError:
                continue
            yield place, made


def _helpers(
    count: int, tickets: int, portions: Sequence[Sequence[int]], work: Callable[[int], bytes]
) -> Iterator["_Helper"]:
    """Yield *count* helpers, or as many as the system has room for."""
    with suppress(OSError):
        for _ in range(count):
            yield _Helper(tickets, portions, work)


class _Helper:
    """
    A copy of this process, which writes what it made into memory that both have.

    Nobody waits for the other that way, and what was written in whole is there whatever becomes of
    who wrote it.
    """

    def __init__(
        self, tickets: int, portions: Sequence[Sequence[int]], work: Callable[[int], bytes]
    ) -> None:
        from multiprocessing import get_context  # noqa: PLC0415 - most runs start no process

        self._memory = os.memfd_create("reportgen")
        self._seen = 0
        self._process: ForkProcess = get_context("fork").Process(
            target=_help, args=(tickets, portions, work, self._memory, os.getpid()), daemon=True
        )
        try:
            self._process.start()
        except OSError:
            os.close(self._memory)
            raise

    def told(self) -> Iterator[tuple[int, bytes]]:
        """Yield the places that were finished since the last time, each with what came of it."""
        size = os.fstat(self._memory).st_size
        while self._seen + _HEADER.size <= size:
            place, length = _HEADER.unpack(os.pread(self._memory, _HEADER.size, self._seen))
            begin = self._seen + _HEADER.size
            if begin + length > size:
                return
            self._seen = begin + length
            yield place, os.pread(self._memory, length, begin)

    def wait(self) -> None:
        """Wait until it has ended, by itself or not."""
        self._process.join()

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        os.close(self._memory)


def _help(
    tickets: int,
    portions: Sequence[Sequence[int]],
    work: Callable[[int], bytes],
    memory: int,
    parent: int,
) -> None:
    """Work as long as there is something to do, and somebody for whom."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    code = 1
    try:
        with open(memory, "wb", closefd=False) as told:
            for place in _taken(tickets, portions):
                if os.getppid() != parent:
                    break
                with suppress(ValueError):
                    data = work(place)
                    told.write(_HEADER.pack(place, len(data)) + data)
                    told.flush()
        code = 0
    finally:
        # Without a word: who waits for us does what we have not done.
        os._exit(code)
