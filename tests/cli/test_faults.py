"""Full disks, closed streams, stores that fail: what is told, and what is left."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Final
from unittest import mock

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from reportgen.history import Folder, Store, open_place, upkeep
from reportgen.history.packing import pack, unpack
from tests.cli.jobs import LATER, NOON, RUNS, contents
from tests.conftest import RunCli, start_environment

PROCESS: Final = [sys.executable, "-m", "reportgen"]
GREEN: Final = str(RUNS / "green")
RED: Final = str(RUNS / "red")
PRINTING: Final = (
    ("report", RED, "-f", "html", "-q"),
    ("formats",),
    ("schema",),
    ("history", "list"),
    ("history", "export", "-o", "-"),
)

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")


def run(
    *arguments: str,
    folder: Path,
    prepare: Callable[[], None] | None = None,
    **streams: IO[bytes] | None,
) -> "subprocess.CompletedProcess[bytes]":
    """Run the command line in *folder*, with what is captured where *streams* say nothing else."""
    piped: dict[str, IO[bytes] | int | None] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    return subprocess.run(
        [*PROCESS, *arguments],
        cwd=folder,
        env=start_environment(folder),
        check=False,
        timeout=120,
        preexec_fn=prepare,
        stdout=(piped | streams)["stdout"],
        stderr=(piped | streams)["stderr"],
    )


@pytest.fixture
def recorded(run_cli: RunCli, tmp_path: Path) -> Path:
    """Return a folder with a history of one run."""
    assert run_cli("history", "add", GREEN, "--at", NOON, "-q").exit_code == 0
    return tmp_path


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_takes_a_little(arguments: tuple[str, ...], recorded: Path) -> None:
    """`head -c 10` takes ten bytes and goes: the command ends well and says nothing."""
    with subprocess.Popen(
        [*PROCESS, *arguments],
        cwd=recorded,
        env=start_environment(recorded),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        taken = os.read(process.stdout.fileno(), 10)
        process.stdout.close()
        said = process.stderr.read()
        code = process.wait(timeout=60)

    assert 10 == len(taken)
    assert 0 == code
    assert b"Traceback" not in said
    assert b"Broken" not in said


@needs_full
@pytest.mark.parametrize("arguments", PRINTING[::4], ids=" ".join)
def test_an_output_that_is_full(arguments: tuple[str, ...], recorded: Path) -> None:
    """What could not be printed was not printed: wrong usage, with the reason, and no trace."""
    with Path("/dev/full").open("wb") as full:
        done = run(*arguments, folder=recorded, stdout=full)

    assert 2 == done.returncode
    assert b"cannot write to standard output: no space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", PRINTING[::4], ids=" ".join)
def test_an_output_that_is_closed(arguments: tuple[str, ...], recorded: Path) -> None:
    """`>&-` is told, not taken for done."""
    done = run(*arguments, folder=recorded, stdout=None, prepare=lambda: os.close(1))

    assert 2 == done.returncode
    assert b"cannot write to standard output: it is closed" in done.stderr


@needs_full
@pytest.mark.parametrize("how", ["closed", "full"])
def test_nobody_can_be_told(how: str, recorded: Path) -> None:
    """A standard error that takes nothing costs no report and changes no exit code."""
    with Path("/dev/full").open("wb") as full:
        streams = {"stderr": full} if how == "full" else {"stderr": None}
        prepare = (lambda: os.close(2)) if how == "closed" else None
        done = run("report", RED, "-f", "json", folder=recorded, prepare=prepare, **streams)
        wrong = run("report", "nosuch", folder=recorded, prepare=prepare, **streams)

    assert 0 == done.returncode
    assert "fix" == json.loads(done.stdout)["verdict"]["decision"]
    assert 3 == wrong.returncode


def limited(most: int) -> Callable[[], None]:
    """Return what lets a process write no file beyond *most* bytes, as a quota does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize(
    "most",
    [
        *(pytest.param(size, marks=pytest.mark.slow) for size in (0, 1_000, 4_000, 1 << 20)),
        12_000,
    ],
)
def test_a_quota(most: int, tmp_path: Path) -> None:
    """However little may be written: what was there stays, and what is there is whole."""
    build = ("build", "--out", "public", "--no-ci", "--quiet")
    assert 0 == run(*build, GREEN, "--at", NOON, folder=tmp_path).returncode
    before = {name: contents(tmp_path / name) for name in ("public", "reportgen-history")}
    done = run(*build, RED, "--at", LATER, folder=tmp_path, prepare=limited(most))
    after = {name: contents(tmp_path / name) for name in ("public", "reportgen-history")}
    store = Store(Folder(tmp_path / "reportgen-history"))

    assert done.returncode == (0 if most == 1 << 20 else 2)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0 or b"file too large" in done.stderr
    assert [] == list(upkeep.verify(store))
    runs = {name for name in before["reportgen-history"] if name.startswith("runs/")}
    assert runs <= set(after["reportgen-history"])
    site = {name: data for name, data in before["public"].items() if name.endswith("index.html")}
    assert set(site) <= set(after["public"])
    assert all(
        data.endswith(b"</html>\n") for name, data in after["public"].items() if name in site
    )

    again = run(*build, RED, "--at", LATER, folder=tmp_path)

    assert 0 == again.returncode
    assert 2 == len(Store(Folder(tmp_path / "reportgen-history")).runs)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Give a file system of *size* at *folder*; where none may be mounted the test is skipped."""
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)],
        check=False,
        capture_output=True,
    )
    if not mounted or mounted.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("size", ["64k", "128k", "256k", "512k"])
def test_a_disk_that_is_full(size: str, tmp_path: Path) -> None:
    """Where there is no room for a build it says so, and records are whole or not there."""
    with small_disk(tmp_path / "small", size) as disk:
        done = run("build", GREEN, "--out", "public", "--no-ci", "--quiet", folder=disk)
        damage = list(upkeep.verify(Store(Folder(disk / "reportgen-history"))))
        report = disk / "public" / "run.json"
        whole = not report.exists() or json.loads(report.read_bytes())

    assert 2 == done.returncode
    assert b"no space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    assert [] == damage
    assert whole


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", GREEN, "--out", "/proc/nowhere", "--no-ci"),
        ("build", GREEN, "--history", "/proc/nowhere", "--no-ci"),
        ("history", "add", GREEN, "--history", "/proc/nowhere"),
        ("report", GREEN, "-o", "/proc/nowhere/report.md"),
    ],
    ids=" ".join,
)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody may write")
def test_a_folder_that_is_read_only(arguments: tuple[str, ...], run_cli: RunCli) -> None:
    """The place is named, and what to do."""
    result = run_cli(*arguments)

    assert 2 == result.exit_code
    assert "/proc/nowhere" in result.stderr
    assert "next: " in result.stderr


def test_a_clock_that_went_ahead(run_cli: RunCli) -> None:
    """A run of the future is no base of one of today, and what it rests on is old by its clock."""
    ahead = run_cli("build", GREEN, "--at", "2099-01-01T00:00:00Z", "--out", "a", "--no-ci", "-q")
    now = run_cli("build", RED, "--at", LATER, "--out", "b", "--no-ci", "-q")
    first, second = (json.loads(Path(name, "run.json").read_bytes()) for name in ("a", "b"))

    assert (0, 0) == (ahead.exit_code, now.exit_code)
    assert "unproven" == first["verdict"]["change"]
    assert "contradiction" in {found["id"] for found in first["findings"]}
    assert "nothing to compare with" in Path("b", "report.md").read_text("utf-8")
    assert "regressed" == second["verdict"]["change"]


@pytest.mark.parametrize(("what", "kept"), [("runs", "1"), ("names", "9")])
def test_a_history_of_a_newer_version(what: str, kept: str, run_cli: RunCli) -> None:
    """It is told what wrote it and what reads it; nothing of it is changed or removed."""
    for path, at in ((GREEN, NOON), (RED, LATER)):
        assert run_cli("history", "add", path, "--at", at, "-q").exit_code == 0
    history = Path("reportgen-history")
    shutil.rmtree(history / "index")
    for path_of in (history / what).rglob("*.gz"):
        first, *rest = unpack(path_of.read_bytes())
        path_of.write_bytes(pack({**first, "format": 2}, *rest))
    before = {name: data for name, data in contents(history).items() if "index" not in name}
    said = [
        run_cli("history", "verify"),
        run_cli("history", "prune", "--keep-runs", kept),
        run_cli("history", "pack", "--before", "2099-01"),
        run_cli("build", RED, "--at", "2025-09-20T00:00:00Z", "--out", "public", "--no-ci", "-q"),
    ]
    after = contents(history)

    assert [4, 0, 0, 0] == [result.exit_code for result in said]
    assert before.items() <= after.items()
    for result in said[:1] + said[2:]:
        assert "a newer one wrote it; upgrade to read it" in result.stdout + result.stderr


CALLS: Final = ("find", "exists", "cat_file", "pipe_file", "rm_file", "modified")


@contextmanager
def vanishing(call: str, nth: int) -> Iterator[None]:
    """Let the *nth* use of *call* of the store, and every later one, find nobody there."""
    real = getattr(MemoryFileSystem, call)
    numbers = count()

    def answer(self: MemoryFileSystem, *arguments: object, **named: object) -> object:
        if next(numbers) >= nth:
            raise ConnectionResetError(104, "Connection reset by peer")
        return real(self, *arguments, **named)

    with mock.patch.object(MemoryFileSystem, call, answer):
        yield


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "nth", [0, 1, *(pytest.param(nth, marks=pytest.mark.slow) for nth in range(2, 8))]
)
def test_a_store_that_vanishes(call: str, nth: int, run_cli: RunCli, tmp_path: Path) -> None:
    """Whichever call meets nobody: no run is lost, none is half there, and the way on is told."""
    address = f"memory://{tmp_path.as_posix()}/h"
    build = ("build", "--out", "public", "--history", address, "--no-ci", "-q")
    assert 0 == run_cli(*build, GREEN, "--at", NOON).exit_code
    before = Store(open_place(address, {})).runs
    with vanishing(call, nth):
        result = run_cli(*build, RED, "--at", LATER)
        pruned = run_cli("history", "prune", "--history", address, "--keep-runs", "9")
    store = Store(open_place(address, {}))

    assert result.exit_code in {0, 2}
    assert pruned.exit_code in {0, 2}
    assert "a fault of our own" not in result.stderr + pruned.stderr
    assert result.exit_code == 0 or "next: " in result.stderr
    assert set(before) <= set(store.runs)
    assert [] == list(upkeep.verify(store))
    assert len(store.runs) == 2 or result.exit_code == 2
    assert "regressed" == json.loads(Path("public/run.json").read_bytes())["verdict"]["change"]

    again = run_cli(*build, RED, "--at", LATER)

    assert 0 == again.exit_code
    assert 2 == len(Store(open_place(address, {})).runs)
