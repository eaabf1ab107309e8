"""
Make parts: run what they are made by, and write their files into a folder, one page at a time.

Parts do not know each other, so several processes may make them; what comes of it is the same.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple, TypeAlias

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from reportgen.website.ledger import Entry, File
from reportgen.website.links import Link, links_of
from reportgen.website.parts import Part
from reportgen.website.recorded import UnreadableRunError
from reportgen.website.writing import check_address

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

FEWEST: Final = 64
"""So many parts are worth a second process: what it needs of a large run it reads again."""
_DIGEST_BYTES: Final = 12

Watch: TypeAlias = Callable[[int, int], None]
"""Is told how many parts are made, and of how many."""


class Made(NamedTuple):
    """What came of a part: what the ledger says of it, and where its pages lead."""

    entry: Entry
    links: tuple[Link, ...]


Outcome: TypeAlias = Made | UnreadableRunError


class LostHelperError(Exception):
    """A process that made parts ended before it was done, as when memory is short, or failed."""


@dataclass(frozen=True)
class Fresh:
    """A helper says that it made a part."""

    name: str
    entry: Entry
    links: tuple[Link, ...]
    kind: Literal["fresh"] = "fresh"


@dataclass(frozen=True)
class Unreadable:
    """A helper says that a part needs a run which cannot be read."""

    name: str
    run_id: str
    sentence: str
    kind: Literal["unreadable"] = "unreadable"


@dataclass(frozen=True)
class Failed:
    """A helper says why it can do no more; *number* is that of an error of the system."""

    text: str
    number: int | None
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True)
class Done:
    """A helper says that all its parts are made."""

    kind: Literal["done"] = "done"


Said: TypeAlias = Fresh | Unreadable | Failed | Done
_SAID: Final[TypeAdapter[Said]] = TypeAdapter(Annotated[Said, Field(discriminator="kind")])


def make_all(
    parts: Sequence[Part], folder: Path, processes: int = 1, watch: Watch | None = None
) -> Iterator[tuple[str, Outcome]]:
    """
    Make *parts* in *folder*, and yield what came of each with its name, in any order.

    A part that needs a run which cannot be read comes to that error; any other is raised.
    With several *processes*, where the system can copy one that runs, each makes every n-th part.
    """
    count = min(processes, len(parts) // FEWEST + 1) if sys.platform == "linux" else 1
    found = _side_by_side(parts, folder, count) if count > 1 else _one_by_one(parts, folder)
    for number, each in enumerate(found, 1):
        yield each
        if watch is not None:
            watch(number, len(parts))


def make(part: Part, folder: Path) -> Made:
    """Make *part* in *folder*."""
    files, links = [], []
    for url, text in part.make():
        check_address(url)
        links += links_of(url, text)
        data = text.encode("utf-8")
        path = folder / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        files.append(File(url, len(data), blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()))
    return Made(Entry(part.key, tuple(files)), tuple(links))


def _one_by_one(parts: Sequence[Part], folder: Path) -> Iterator[tuple[str, Outcome]]:
    for part in parts:
        try:
            yield part.name, make(part, folder)
        except UnreadableRunError as error:
            yield part.name, error


def _side_by_side(parts: Sequence[Part], folder: Path, count: int) -> Iterator[tuple[str, Outcome]]:
    """
    Make *parts* in *count* copies of this process.

    They inherit all that parts are made of, so that nothing of it has to be sent to them. Each has
    a pipe of its own: when this process dies, however it dies, the next word that a helper says
    meets a closed pipe and ends it.
    """
    context = get_context("fork")
    gc.freeze()  # what is shared is not to be copied because it is looked at
    helpers: list[ForkProcess] = []
    pipes: list[Connection] = []
    try:
        for number in range(count):
            ours, theirs = context.Pipe(duplex=False)
            pipes.append(ours)
            mine = parts[number::count]
            helper = context.Process(
                target=_help, args=(mine, folder, theirs, tuple(pipes)), daemon=True
            )
            helper.start()
            helpers.append(helper)
            theirs.close()
        yield from _heard(pipes)
    finally:
        for helper in helpers:
            helper.terminate()
            helper.join()
        for pipe in pipes:
            pipe.close()
        gc.unfreeze()


def _heard(pipes: Sequence[Connection]) -> Iterator[tuple[str, Outcome]]:
    """Yield what helpers say, until each of them has said that it is done."""
    busy = list(pipes)
    while busy:
        for pipe in wait(busy):
            assert isinstance(pipe, Connection)  # noqa: S101 - nothing else is waited for
            try:
                said = _SAID.validate_json(pipe.recv_bytes())
            except EOFError as error:
                raise LostHelperError("a process that made pages was ended") from error
            match said:
                case Fresh():
                    yield said.name, Made(said.entry, said.links)
                case Unreadable():
                    yield said.name, UnreadableRunError(said.run_id, said.sentence)
                case Failed(number=int(number)):
                    raise OSError(number, said.text)
                case Failed():
                    raise LostHelperError(said.text)
                case Done():
                    busy.remove(pipe)


def _help(
    parts: Sequence[Part], folder: Path, pipe: Connection, inherited: Sequence[Connection]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    for other in inherited:
        other.close()
    with suppress(BrokenPipeError):
        for said in _words(parts, folder):
            pipe.send_bytes(_SAID.dump_json(said))
    os._exit(0)


def _words(parts: Sequence[Part], folder: Path) -> Iterator[Said]:
    """Yield what a helper says that makes *parts*."""
    try:
        for name, outcome in _one_by_one(parts, folder):
            if isinstance(outcome, Made):
                yield Fresh(name, outcome.entry, outcome.links)
            else:
                yield Unreadable(name, outcome.run_id, outcome.sentence)
        yield Done()
    except OSError as error:
        yield Failed(error.strerror or str(error), error.errno)
    except Exception as error:  # noqa: BLE001 - it is raised where we were started
        yield Failed(f"{type(error).__name__}: {error}", None)
