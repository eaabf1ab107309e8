"""
A process that is killed, or a disk that refuses, costs no recorded run.

Rounds of ``kill -9`` at random moments; a naive layout goes through the same rounds and loses runs,
so that the test is known to be able to fail.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reportgen.history import Folder, Store, upkeep
from reportgen.model.report import Report
from tests.factories import MOMENT, make_artifact, make_case, make_report, make_run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes to kill")

ROUNDS = pytest.mark.parametrize("rounds", [100, pytest.param(500, marks=pytest.mark.slow)])
LONGEST_S = 0.02
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def run(number: int) -> Report:
    """Return the run of an hour; every third has a test of its own."""
    when = MOMENT + timedelta(hours=number)
    names = ["adds", "pays", *([f"new_{number}"] if number % 3 == 0 else [])]
    return make_report(
        run=make_run(id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when),
        cases=[make_case(f"test_{name}", at_line=0) for name in names],
        artifacts=(make_artifact(sha256=f"{number:064}", holds_tests=True),),
    )


def killed(work: Callable[[Callable[[int], None]], None], after_s: float) -> list[int]:
    """Run *work* in a process that is killed *after_s*; return what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            work(lambda number: _write(writing, number))
        finally:
            os._exit(0)
    os.close(writing)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as stream:
        data = stream.read()
    return [int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data) - 3, 4)]


def _write(pipe: int, number: int) -> None:
    os.write(pipe, number.to_bytes(4, "big"))


class Moments:
    """
    The moments at which the rounds end.

    However fast the machine is: about as many end before the first acknowledgement as after it.
    """

    def __init__(self, rounds: int) -> None:
        self._rounds = rounds
        self._chance = random.Random(rounds)  # noqa: S311 - no secret
        self._longest_s = LONGEST_S

    def __iter__(self) -> Iterator[float]:
        """Yield how long each round may last."""
        for _ in range(self._rounds):
            yield self._chance.uniform(0, self._longest_s)

    def learn(self, *, acknowledged: bool) -> None:
        """Take less time from now on, or more, where nothing was acknowledged."""
        self._longest_s *= 0.9 if acknowledged else 1.2


def whole(folder: Path) -> tuple[list[upkeep.Damage], set[str]]:
    """Return what is damaged in the history, and the runs that are there."""
    store = Store(Folder(folder))
    return list(upkeep.verify(store)), set(store.runs)


@ROUNDS
def test_adding(rounds: int, tmp_path: Path) -> None:
    """Whenever the process dies that adds, all that it acknowledged is there and is whole."""
    acknowledged: set[int] = set()
    moments = Moments(rounds)
    for after_s in moments:
        start = max(acknowledged, default=-1) + 1

        def work(acknowledge: Callable[[int], None], start: int = start) -> None:
            store = Store(Folder(tmp_path))
            for number in range(start, sys.maxsize):
                store.record(run(number))
                store.index()
                acknowledge(number)

        done = set(killed(work, after_s))
        moments.learn(acknowledged=bool(done))
        acknowledged |= done
    damage, runs = whole(tmp_path)

    assert [] == damage
    assert acknowledged
    assert {run(number).run.id for number in acknowledged} <= runs
    assert runs == {head.run.id for head in Store(Folder(tmp_path)).heads().heads}


@ROUNDS
def test_pruning(rounds: int, tmp_path: Path) -> None:
    """Whenever the process dies that prunes, what is kept is there and is whole."""
    store = Store(Folder(tmp_path))
    newest = 0
    moments = Moments(rounds)
    for after_s in moments:
        for number in range(newest, newest + 6):
            store.record(run(number))
        newest += 6

        def work(acknowledge: Callable[[int], None]) -> None:
            pruned = Store(Folder(tmp_path))
            plan = upkeep.plan_pruning(pruned, upkeep.Keep(runs=4), LATER)
            upkeep.prune(pruned, plan)
            pruned.index()
            acknowledge(1)

        moments.learn(acknowledged=bool(killed(work, after_s)))
        kept = {run(number).run.id for number in range(newest - 4, newest)}

        assert kept <= set(Store(Folder(tmp_path)).runs)
    damage, _ = whole(tmp_path)

    assert [] == damage


@ROUNDS
def test_packing(rounds: int, tmp_path: Path) -> None:
    """Whenever the process dies that packs, every run is there, with its record or in a pack."""
    store = Store(Folder(tmp_path))
    number, every = 0, set()
    moments = Moments(rounds)
    for after_s in moments:
        for number in range(number, number + 4):  # noqa: B020 - goes on where it was
            store.record(run(number * 40))
            every.add(run(number * 40).run.id)
        number += 1

        def work(acknowledge: Callable[[int], None]) -> None:
            packed = Store(Folder(tmp_path))
            list(upkeep.pack(packed, upkeep.plan_packing(packed, "999999")))
            packed.index()
            acknowledge(1)

        moments.learn(acknowledged=bool(killed(work, after_s)))

        assert every == set(Store(Folder(tmp_path)).known)
    damage, _ = whole(tmp_path)
    store = Store(Folder(tmp_path))
    list(upkeep.pack(store, upkeep.plan_packing(store, "999999")))

    assert [] == damage
    assert every == set(store.known)
    assert () == store.runs
    assert len({name[:13] for name in store.pack_names}) == len(store.pack_names)


def test_a_naive_layout_loses_runs(tmp_path: Path) -> None:
    """One file that is written anew for each run does not survive the same rounds."""
    path = tmp_path / "history.json"
    acknowledged: set[int] = set()
    moments = Moments(200)
    for after_s in moments:
        start = max(acknowledged, default=-1) + 1

        def work(acknowledge: Callable[[int], None], start: int = start) -> None:
            for number in range(start, sys.maxsize):
                try:
                    runs = json.loads(path.read_text())
                except (OSError, ValueError):
                    runs = []
                path.write_text(json.dumps([*runs, {"number": number, "why": "x" * 2000}]))
                acknowledge(number)

        done = set(killed(work, after_s))
        moments.learn(acknowledged=bool(done))
        acknowledged |= done
    try:
        kept = {entry["number"] for entry in json.loads(path.read_text())}
    except ValueError:
        kept = set()

    assert acknowledged - kept


def _prune(store: Store) -> None:
    upkeep.prune(store, upkeep.plan_pruning(store, upkeep.Keep(runs=2), LATER))


def _pack(store: Store) -> None:
    list(upkeep.pack(store, upkeep.plan_packing(store, "999999")))


@pytest.mark.parametrize("work", [_prune, _pack], ids=["prune", "pack"])
@pytest.mark.parametrize("fault", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.unlink"])
@pytest.mark.parametrize("nth", range(6))
def test_upkeep_may_fail(
    work: Callable[[Store], None], fault: str, nth: int, tmp_path: Path
) -> None:
    """Where a call of pruning or packing fails no kept run is lost, and a next try ends it."""
    store = Store(Folder(tmp_path))
    for number in range(6):
        store.record(run(number * 300))
    kept = {run(number * 300).run.id for number in (4, 5)}
    with _failing(fault, nth), suppress(OSError):
        work(store)
    damage, _ = whole(tmp_path)

    assert [] == damage
    assert kept <= set(Store(Folder(tmp_path)).known)

    work(Store(Folder(tmp_path)))
    damage, _ = whole(tmp_path)

    assert [] == damage
    assert kept <= set(Store(Folder(tmp_path)).known)


FAULTS = ("pathlib.Path.open", "os.fsync", "pathlib.Path.replace", "pathlib.Path.mkdir")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("nth", range(8))
def test_every_call_may_fail(fault: str, nth: int, tmp_path: Path) -> None:
    """A write, a flush or a rename that fails leaves the history whole; the next try succeeds."""
    store = Store(Folder(tmp_path))
    store.record(run(0))
    with _failing(fault, nth):
        try:
            store.record(run(1))
            acknowledged = True
        except OSError:
            acknowledged = False
    damage, runs = whole(tmp_path)

    assert [] == damage
    assert run(0).run.id in runs
    assert acknowledged <= (run(1).run.id in runs)
    assert [] == [path for path in tmp_path.rglob("*.tmp") if path.is_file()]

    again = Store(Folder(tmp_path))
    again.record(run(1))

    assert ([], {run(0).run.id, run(1).run.id}) == whole(tmp_path)


@contextmanager
def _failing(name: str, nth: int) -> Iterator[None]:
    """Let the *nth* call of *name*, and all later ones, fail."""
    module, _, attribute = name.rpartition(".")
    target = Path if module == "pathlib.Path" else os
    real = getattr(target, attribute)
    calls = iter(range(10**9))

    def call(*args: object, **more: object) -> object:
        if next(calls) >= nth:
            raise OSError(28, "No space left on device")
        return real(*args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, attribute, call)
        yield
