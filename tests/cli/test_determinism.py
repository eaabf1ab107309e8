"""Same input, same bytes: wherever, whenever, in whatever order and language it is read."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tests.cli.jobs import LATER, RUNS, contents
from tests.conftest import start_environment

FORMATS: Final = ("markdown", "html", "json", "text", "junit")
FIRST: Final = RUNS / "red"
SECOND: Final = RUNS / "staging-1041"
LEDGER: Final = "public/reportgen-build.json"


class Surroundings(NamedTuple):
    """Where and how a command is run: none of it may be seen in what it makes."""

    folder: str
    seed: int
    env: Mapping[str, str]
    umask: int = 0o022


EVERYWHERE: Final = (
    Surroundings("a", 1, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}),
    Surroundings(
        "b/deeper/still",
        2,
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1",
         "PYTHONUTF8": "1", "COLUMNS": "40", "FORCE_COLOR": "1"},
        0o077,
    ),
    Surroundings(
        "c with blanks/größe",
        3,
        {"TZ": "America/St_Johns", "LC_ALL": "C", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2",
         "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LANGUAGE": "ar", "NO_COLOR": "1"},
        0o002,
    ),
)  # fmt: skip


def copied(run: Path, to: Path, chance: random.Random) -> list[str]:
    """Copy the files of *run* in an order of their own, of any age; return the paths at its top."""
    files = [path for path in sorted(run.rglob("*")) if path.is_file()]
    chance.shuffle(files)
    for path in files:
        copy = to / path.relative_to(run)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        moment = chance.randrange(10**9, 2 * 10**9)
        os.utime(copy, (moment, moment))
    tops = [path.relative_to(to.parent).as_posix() for path in sorted(to.iterdir())]
    chance.shuffle(tops)
    return tops


def command(place: Surroundings, folder: Path, *arguments: str) -> bytes:
    """Run the command line in *folder* of *place*; return what it printed."""
    umask = os.umask(place.umask)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", *arguments],
            cwd=folder,
            env=start_environment(folder) | {"SOURCE_DATE_EPOCH": "1757937600"} | dict(place.env),
            capture_output=True,
            check=False,
            timeout=120,
        )
    finally:
        os.umask(umask)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def everything(place: Surroundings, root: Path) -> tuple[list[bytes], dict[str, bytes]]:
    """Return the reports in all formats, and a site and a history of two runs, made in *place*."""
    folder = root / place.folder
    chance = random.Random(place.seed)  # noqa: S311 - no secret
    before = copied(FIRST, folder / "before", chance)
    now = copied(SECOND / "artifacts", folder / "now", chance)
    shutil.copyfile(SECOND / "reportgen.toml", folder / "reportgen.toml")
    shared = ("--history", "history", "--quiet")
    printed = [command(place, folder, "report", *now, *shared, "-f", each) for each in FORMATS]
    for paths in (before, now):
        at = ("--at", LATER) if paths is now else ()
        command(place, folder, "build", *paths, *shared, *at, "--out", "public", "--no-ci")
    made = {
        f"{name}/{path}": data
        for name in ("public", "history")
        for path, data in contents(folder / name).items()
    }
    return printed, made


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Order, age, folder, zone, language, encoding, hash seed, width and umask change nothing."""
    first, *others = [everything(place, tmp_path) for place in EVERYWHERE]

    assert {"public/index.html", LEDGER} <= set(first[1])
    assert any(name.startswith("history/runs/") for name in first[1])
    for printed, made in others:
        assert first[0] == printed
        assert [] == [name for name in {**first[1], **made} if first[1].get(name) != made.get(name)]


def test_the_moment_of_the_source_is_taken(tmp_path: Path) -> None:
    """Without a moment in the artifacts SOURCE_DATE_EPOCH is that of the run, not the clock."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "junit.xml").write_text('<testsuite><testcase name="n" classname="c"/></testsuite>')
    said = command(EVERYWHERE[0], folder, "report", "junit.xml", "-f", "json", "--quiet")

    assert b'"started_at": "2025-09-15T12:00:00Z"' in said
