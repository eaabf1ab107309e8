"""
What a part of the package may touch, beyond what import-linter knows.

It is read from the source: a call that no test happens to reach counts as well.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from reportgen.readers import READERS
from tests.conftest import ROOT

PACKAGE = ROOT / "reportgen"
MOST_OF_OURS = 280
"""Modules of ours that a small report may load."""


@dataclass(frozen=True)
class Reserve:
    """Something that only some modules may use, by the names under which Python offers it."""

    what: str
    names: tuple[str, ...]
    may: tuple[str, ...] = ()
    """Modules, with all below them, that may use it; none when empty."""
    only: tuple[str, ...] = ("reportgen",)
    """Where it is reserved."""


RESERVES = (
    Reserve(
        "the clock",
        (
            "datetime.now", "datetime.today", "datetime.utcnow", "date.today",
            "time.time", "time.time_ns", "time.monotonic", "time.perf_counter",
            "time.localtime", "time.gmtime",
        ),
        may=("reportgen.cli",),
    ),
    Reserve(
        "the environment", ("os.environ", "os.getenv", "sys.argv", "os.getcwd", "Path.cwd"),
        may=("reportgen.cli",),
    ),
    Reserve(
        "the disk",
        (
            "open", "pathlib.Path", "os", "io", "shutil", "tempfile", "glob",
            "read_text", "read_bytes", "write_text", "write_bytes",
        ),
        only=("reportgen.model", "reportgen.analysis"),
    ),
    Reserve(
        "the network",
        (
            "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "xmlrpc",
            "socketserver", "webbrowser",
        ),
        may=("reportgen.cli.serving",),
    ),
    Reserve(
        "other programs",
        ("subprocess", "os.system", "os.popen", "os.exec", "os.spawn", "pty"),
        may=("reportgen.cli.worktree", "reportgen.history.places.git_program"),
    ),
    Reserve(
        "copies of itself", ("multiprocessing", "os.fork", "concurrent.futures"),
        may=("reportgen.website.making", "reportgen.artifacts.sharing"),
    ),
    Reserve(
        "code that comes as data",
        # eval and exec are ruff's to find.
        ("pickle", "marshal", "shelve", "importlib.import_module", "runpy"),
        # Compiled templates lie beside compiled modules, and are trusted as those are.
        # The other two import modules of ours, by names that stand in their code.
        may=("reportgen.render.bytecode", "reportgen.cli.commands", "reportgen.readers.late"),
    ),
    Reserve(
        "code of other packages", ("importlib.metadata.entry_points",),
        may=("reportgen.plugins.installed",),
    ),
    Reserve(
        "parsers that expand entities or fetch",
        ("xml.etree", "xml.dom", "xml.sax", "lxml", "yaml"),
        # junitparser interprets single elements; they are built by us, not parsed by ElementTree.
        # The renderers only write.
        may=("reportgen.readers.tests", "reportgen.render.junit", "reportgen.render.sonarqube"),
    ),
    Reserve(
        "chance", ("random", "secrets", "uuid.uuid1", "uuid.uuid4", "os.urandom"),
        # How long to wait for other publishers.
        may=("reportgen.history.places.git",),
    ),
    Reserve("the locale", ("locale", "strftime", "gettext")),
)  # fmt: skip


def dotted(node: ast.expr) -> str:
    """Return *node* as `a.b.c`; a part that is no plain name is left empty."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case _:
            return ""


@cache
def used_names(source: str) -> tuple[tuple[str, int], ...]:
    """Return every dotted name that *source* imports or mentions, with its line."""
    return tuple(_names(ast.parse(source)))


def _names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield every dotted name in *tree*, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from ((f"{module}.{alias.name}", node.lineno) for alias in names)
            case ast.Attribute():
                yield dotted(node), node.lineno
            case ast.Name(id=name):
                yield name, node.lineno
            case _:
                pass


def is_use(name: str, reserved: str) -> bool:
    """Say whether *name* is *reserved*, something below it, or the same reached another way."""
    return (
        name == reserved
        or name.startswith(f"{reserved}.")
        or (name.endswith(f".{reserved}") and not name.startswith("reportgen."))
    )


def is_below(module: str, packages: tuple[str, ...]) -> bool:
    """Say whether *module* is one of *packages* or inside one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def uses(reserve: Reserve, module: str, source: str) -> list[str]:
    """Return where *module* uses what is reserved for others."""
    if is_below(module, reserve.may) or not is_below(module, reserve.only):
        return []
    return [
        f"{module}:{line}: {name}"
        for name, line in used_names(source)
        if any(is_use(name, reserved) for reserved in reserve.names)
    ]


def module_name(path: Path) -> str:
    """Return the dotted name of the module at *path*."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize("reserve", RESERVES, ids=lambda reserve: reserve.what)
def test_only_the_right_modules_touch(reserve: Reserve) -> None:
    """Same input, same bytes, and nothing from an artifact gets out: see SECURITY.md."""
    modules = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}

    found = [
        use
        for module, path in modules.items()
        for use in uses(reserve, module, path.read_text(encoding="utf-8"))
    ]

    assert len(modules) > 10
    assert [] == found


@pytest.mark.parametrize(
    ("what", "module", "source", "expected"),
    [
        ("the clock", "reportgen.render.html", "import time\ntime.time()", ["time.time"]),
        ("the clock", "reportgen.model", "import datetime as d\nd.date.today()", ["d.date.today"]),
        ("the clock", "reportgen.history", "from time import time", ["time.time"]),
        ("the clock", "reportgen.cli.build", "import time\ntime.time()", []),
        ("the disk", "reportgen.analysis.tests", "path.read_text()", ["path.read_text"]),
        ("the disk", "reportgen.artifacts.reading", "path.read_text()", []),
        ("the network", "reportgen.cli.report", "import http.client", ["http.client"]),
        ("code that comes as data", "reportgen.history", "import pickle", ["pickle"]),
    ],
)  # fmt: skip
def test_a_use_is_found(what: str, module: str, source: str, expected: list[str]) -> None:
    """The names are recognised however they were imported."""
    (reserve,) = (reserve for reserve in RESERVES if reserve.what == what)

    found = uses(reserve, module, source)

    assert expected == [use.rpartition(" ")[2] for use in found]


def test_starting_the_command_loads_no_parser_and_no_template_engine() -> None:
    """What a command does not need costs it no time: the rest is imported where it is used."""
    code = "import sys, reportgen.cli; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )

    late = (
        "jinja2", "markdown_it", "junitparser", "rich", "xml.parsers",
        "reportgen.analysis", "reportgen.config", "reportgen.history", "reportgen.model",
        "reportgen.overtime", "reportgen.recipes", "reportgen.render", "reportgen.website",
    )  # fmt: skip
    assert [] == [module for module in done.stdout.split() if is_below(module, late)]


def test_a_small_report_loads_only_what_it_needs(tmp_path: Path) -> None:
    """A run of JUnit XML alone pays for no other reader, no other command and no other renderer."""
    (tmp_path / "junit.xml").write_text(
        '<testsuite><testcase classname="till" name="pays"/></testsuite>', "utf-8"
    )
    code = (
        "import sys; from reportgen.cli import main;"
        "assert not main(['report', 'junit.xml', '-q', '--history', 'none', '-o', 'out.md']);"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = done.stdout.split()

    never = (
        "asyncio", "http", "markdown_it", "multiprocessing", "prometheus_client", "rich", "sqlite3",
        "reportgen.analysis.compare", "reportgen.history.columns", "reportgen.model.difference",
        "reportgen.model.overtime", "reportgen.overtime", "reportgen.recipes",
        "reportgen.render.html", "reportgen.website",
    )  # fmt: skip
    readers = {f"reportgen.readers.{name}" for name in READERS.names}
    assert [] == [module for module in loaded if is_below(module, never)]
    assert {"reportgen.readers.tests.junit"} == readers.intersection(loaded)
    assert {"reportgen.cli.build", "reportgen.cli.check"}.isdisjoint(loaded)
    # A module takes a third of a millisecond: whoever adds many asks what for.
    assert len([module for module in loaded if is_below(module, ("reportgen",))]) <= MOST_OF_OURS
