"""What a build says while it goes on: on a terminal, after a moment, and nowhere else."""

import io
import sys

import pytest

from reportgen.artifacts import Found
from reportgen.cli import progress
from reportgen.cli.judging import _progress
from reportgen.cli.progress import shown


class Terminal(io.StringIO):
    """A stream that says that somebody looks at it."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI there is nothing to tell, and nothing is printed."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with shown("making", "parts") as watch:
        assert watch is None

    assert not stream.getvalue()


def test_asked_to_be_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, too."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    with shown("making", "parts", quiet=True) as watch:
        assert watch is None


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less than a moment is not worth a look."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_now", lambda: 0.0)
    with shown("making", "parts") as watch:
        assert watch is not None
        watch(1, 2)
        watch(2, 2)

    assert not terminal.getvalue()


def test_long_work_tells_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much is done, of how much, how fast, and how long it takes; in the end it is gone."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    now = iter((0.0, 10.0, 20.0))
    monkeypatch.setattr(progress, "_now", lambda: next(now))
    with shown("making", "parts") as watch:
        assert watch is not None
        watch(100, 1000)
        watch(300, 1000)
    said = terminal.getvalue()

    assert "100/1000" in said
    assert "10 parts/s" in said
    assert "300/1000" in said
    assert "15 parts/s" in said
    assert said.endswith("\x1b[2K")


def test_reading_tells_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many megabytes are read, of how many and how fast, in whatever order files are done."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    now = iter((0.0, 2.0, 4.0))
    monkeypatch.setattr(progress, "_now", lambda: next(now))
    found = [Found(name, 30_000_000, io.BytesIO) for name in ("a", "b")]
    with _progress(found, quiet=False) as step:
        step(30_000_000)
        step(30_000_000)
    said = terminal.getvalue()

    assert "reading 2 files" in said
    assert "30/60" in said
    assert "60/60" in said
    assert "15 MB/s" in said
