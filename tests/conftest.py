"""
What the tests share: fixtures, the option that accepts goldens, and the rule on skipping.

Three environment variables are read here and nowhere else:
``REPORTGEN_SHARED`` names the folder of the files that `corpus` tests read,
``REPORTGEN_CHROMIUM`` the browser, and ``REPORTGEN_NO_SKIPS=1`` turns every skip into a failure.
"""

import contextlib
import difflib
import io
import os
import shlex
import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.story import Story

ROOT: Final = Path(__file__).resolve().parent.parent
GOLDEN: Final = ROOT / "tests" / "golden"
NO_SKIPS: Final = os.environ.get("REPORTGEN_NO_SKIPS") == "1"
DIFF_LINES: Final = 200
"""How much of a difference is printed; more is better read with the version control's own diff."""

# Typer decides about colour and width once, when its printing is first imported.
for _name in (
    "GITHUB_ACTIONS",
    "FORCE_COLOR",
    "PY_COLORS",
    "NO_COLOR",
    "COLUMNS",
    "TERMINAL_WIDTH",
):
    os.environ.pop(_name, None)

# How fast a machine is decides no test; a run that must be repeatable draws the same examples.
settings.register_profile(
    "reportgen",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=NO_SKIPS,
)
settings.load_profile("reportgen")


class CliResult(NamedTuple):
    """What a command leaves: its exit code and the text of both streams."""

    exit_code: int
    stdout: str
    stderr: str


class RunCli(Protocol):
    """Run the command line in this process and say what came out."""

    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> CliResult:
        """
        Run ``reportgen`` with *arguments*.

        The process environment is empty but for what a program needs to start, and *env*.
        """
        ...


class Golden(Protocol):
    """Compare a text with the one that was accepted before."""

    def __call__(self, name: str, text: str) -> None:
        """Fail, with the difference, unless the file *name* in ``tests/golden`` holds *text*."""
        ...


def shared_folder() -> Path | None:
    """Return the folder of the files for `corpus` tests, None when they are not here."""
    named = os.environ.get("REPORTGEN_SHARED")
    if not named:
        return None
    folder = Path(named).resolve()
    if not folder.is_dir():
        msg = f"REPORTGEN_SHARED names no folder: {named}"
        raise pytest.UsageError(msg)
    return folder


def difference(expected: str, actual: str, name: str) -> str:
    """Return a unified diff from *expected* to *actual*, cut when it is long."""
    lines = list(
        difflib.unified_diff(
            expected.splitlines(keepends=True),
            actual.splitlines(keepends=True),
            f"accepted/{name}",
            f"actual/{name}",
        )
    )
    shown = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines[:DIFF_LINES])
    left_out = len(lines) - DIFF_LINES
    return shown + (f"… {left_out} more lines\n" if left_out > 0 else "")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes goldens instead of comparing with them."""
    parser.addoption(
        "--accept-golden",
        action="store_true",
        help="write the texts that tests produce to tests/golden instead of comparing with them",
    )


def pytest_report_header() -> list[str]:
    """Say which outside things the run has."""
    return [
        f"corpus: {shared_folder() or 'left out, REPORTGEN_SHARED is not set'}",
        f"chromium: {find_chromium() or 'not found, REPORTGEN_CHROMIUM is not set'}",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that read files kept elsewhere when those are not here."""
    if shared_folder():
        return
    outside = [
        item
        for item in items
        if item.get_closest_marker("corpus") or "shared_dir" in getattr(item, "fixturenames", ())
    ]
    items[:] = [item for item in items if item not in outside]
    config.hook.pytest_deselected(items=outside)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Make a failure of *report* when it skips and nothing may be skipped."""
    if not NO_SKIPS or report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"REPORTGEN_NO_SKIPS: nothing may be skipped here. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Hold a test to the rule on skipping."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Hold a whole module to the rule on skipping."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """Return the folder of the inputs that ship with the project."""
    return ROOT / "fixtures"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of the files kept elsewhere; a test that asks for it is a `corpus` test."""
    folder = shared_folder()
    assert folder, "a test without them is left out when tests are collected"
    return folder


def find_chromium() -> Path | None:
    """Return the browser that ``REPORTGEN_CHROMIUM`` names, or one on the search path."""
    named = os.environ.get("REPORTGEN_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    return Path(found) if found else None


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Return a Chromium to start; skip the test where there is none."""
    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium: install one, or name it in REPORTGEN_CHROMIUM")
    return found


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return the comparison with ``tests/golden/``; ``--accept-golden`` makes it write."""
    accept: bool = request.config.getoption("--accept-golden")
    command = f"python3 dev.py golden {shlex.quote(request.node.nodeid)}"

    def compare(name: str, text: str) -> None:
        __tracebackhide__ = True
        path = GOLDEN / name
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        if not path.is_file():
            pytest.fail(
                f"tests/golden/{name} does not exist; to accept:\n  {command}", pytrace=False
            )
        accepted = path.read_bytes().decode()
        if accepted != text:
            changes = difference(accepted, text, name)
            pytest.fail(f"{changes}\nto accept tests/golden/{name}:\n  {command}", pytrace=False)

    return compare


def start_environment(home: Path) -> dict[str, str]:
    """Return the variables that a program needs to start, and nothing that it could report."""
    needed = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return kept | {"HOME": str(home), "USERPROFILE": str(home)}


@pytest.fixture
def run_cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunCli:
    """Return the command line to call; it works in `tmp_path` and sees no CI variables."""
    monkeypatch.chdir(tmp_path)
    return runner(tmp_path)


def runner(home: Path) -> RunCli:
    """Return the command line to call, for a user whose home is *home*."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> CliResult:
        variables = start_environment(home) | dict(env or {})
        with mock.patch.dict(os.environ, variables, clear=True):
            # Imported late: a test of something else must not pay for the whole command line.
            from reportgen.cli import main  # noqa: PLC0415

            return call(main, [str(argument) for argument in arguments], stdin)

    return run


def call(main: Callable[[Sequence[str]], int], argv: Sequence[str], stdin: bytes) -> CliResult:
    """Call *main* with streams of our own that take text and bytes, like those of a process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    with mock.patch("sys.stdin", given), redirect_stdout(out), redirect_stderr(err):
        exit_code = main(argv)
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return CliResult(exit_code, *texts)


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> "Story":
    """Return the history of the story of sixty runs; only to be read."""
    from tests.story import replay  # noqa: PLC0415 - only tests of many runs need it

    folder = tmp_path_factory.mktemp("story")
    with contextlib.chdir(folder):
        return replay(runner(folder), folder / "history")
