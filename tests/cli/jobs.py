"""The runs that ship with the project, and small ones, as a command line is given them."""

from pathlib import Path
from typing import Final

from tests.analysis.jobs import GREEN, Files, failed, passed, suite, write
from tests.conftest import ROOT

RUNS: Final = ROOT / "fixtures" / "runs"
SHIPPED: Final = ("green", "red", "outage", "leaking", "truncated", "staging-1041")
NOON: Final = "2025-09-15T12:00:00Z"
LATER: Final = "2025-09-16T12:00:00Z"

RED: Final[Files] = {"junit.xml": suite(passed("adds"), failed("pays"))}
BROKEN: Final[Files] = {**GREEN, "e2e.xml": "<testsuite"}


def shipped(name: str) -> tuple[str, ...]:
    """Return the arguments that name a run of the project, with its configuration if it has one."""
    folder = RUNS / name
    if (folder / "artifacts").is_dir():
        return str(folder / "artifacts"), "--config", str(folder / "reportgen.toml")
    return (str(folder),)


def put(files: Files, name: str = "art") -> str:
    """Write *files* into the folder *name* of the place where the commands run."""
    write(Path(name), files)
    return name


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder*."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
