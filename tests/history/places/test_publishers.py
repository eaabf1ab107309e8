"""Many publishers on one branch at once: nothing is lost, whoever is killed."""

import os
import random
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from reportgen.history import Store, upkeep
from reportgen.history.places import ChangedMeanwhileError, Git
from tests.history.places.runs import run

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes to fork and kill"),
    pytest.mark.xdist_group("publishers"),
]
KILLED = 25
LONGEST_S = 0.25
PATIENCE_S = 60


def publish(address: str, environ: Mapping[str, str], number: int) -> None:
    """Record a run, as one command does."""
    with closing(Git(address, environ)) as place:
        store = Store(place)
        while True:
            store.record(run(number))
            store.index()
            try:
                place.publish()
            except ChangedMeanwhileError:
                store.forget()
            else:
                return


def started(work: Callable[[Callable[[int], None]], None], folder: Path) -> tuple[int, int]:
    """Start *work* in a process; return its id, and the pipe into which it acknowledges."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        tempfile.tempdir = str(folder)
        work(lambda number: _write(writing, number))
        code = 0
    finally:
        os._exit(code)


def _write(pipe: int, number: int) -> None:
    os.write(pipe, number.to_bytes(4, "big"))


def acknowledged(pipe: int) -> set[int]:
    """Return the numbers that came through *pipe*, when its other end is closed."""
    with os.fdopen(pipe, "rb") as stream:
        data = stream.read()
    return {int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data) - 3, 4)}


def whole(address: str, environ: Mapping[str, str]) -> tuple[list[upkeep.Damage], set[str]]:
    """Return what is damaged in the history, and the runs that are there."""
    with closing(Git(address, environ)) as place:
        store = Store(place)
        return list(upkeep.verify(store)), set(store.runs)


@pytest.mark.parametrize(
    ("publishers", "runs"),
    [
        (2, 10),
        (4, 5),
        pytest.param(2, 100, marks=pytest.mark.slow),
        pytest.param(4, 50, marks=pytest.mark.slow),
    ],
)
def test_nothing_is_lost(
    publishers: int, runs: int, bare: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """All publish as fast as they can, from an empty repository on; all runs arrive."""
    address = f"git+{bare.as_uri()}"

    def work(acknowledge: Callable[[int], None], first: int) -> None:
        for number in range(first, first + runs):
            publish(address, environ, number)
            acknowledge(number)

    children = [
        started(lambda acknowledge, at=at: work(acknowledge, at * 1000), tmp_path)  # type: ignore[misc]  # bound now, not later
        for at in range(publishers)
    ]
    arrived = [acknowledged(pipe) for _, pipe in children]
    codes = [os.waitpid(child, 0)[1] for child, _ in children]
    damage, found = whole(address, environ)
    wanted = {at * 1000 + number for at in range(publishers) for number in range(runs)}

    assert [0] * publishers == codes
    assert wanted == set().union(*arrived)
    assert ([], {run(number).run.id for number in wanted}) == (damage, found)


def test_killing(bare: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Whenever a publisher dies, what it acknowledged is there, the branch is whole and goes on."""
    address = f"git+{bare.as_uri()}"
    chance = random.Random(1)  # noqa: S311 - no secret
    seen: set[int] = set()
    for number in range(KILLED):

        def work(acknowledge: Callable[[int], None], number: int = number) -> None:
            for at in count(number * 1000):
                publish(address, environ, at)
                acknowledge(at)

        child, pipe = started(work, tmp_path)
        if number % 2:  # on a slow machine none would come that far by itself
            select.select([pipe], [], [], PATIENCE_S)
        time.sleep(chance.uniform(0, LONGEST_S))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen |= acknowledged(pipe)
    publish(address, environ, 999_999)
    damage, found = whole(address, environ)
    checked = subprocess.run(
        ["git", "-C", bare, "fsck", "--full", "--strict"], check=False, capture_output=True
    )

    assert seen
    assert [] == damage
    assert {run(number).run.id for number in {*seen, 999_999}} <= found
    assert 0 == checked.returncode
