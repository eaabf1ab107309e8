"""A reader with a fault: it costs the file that it was given, and that is said."""

from collections.abc import Iterable
from io import BytesIO
from typing import NoReturn

import pytest

from reportgen.analysis import judge
from reportgen.artifacts import Found, read_run
from reportgen.artifacts.outcomes import SLIP
from reportgen.config import Settings
from reportgen.model.run import Run, RunInfo
from reportgen.readers.health import handrolled
from reportgen.readers.memory import gnu_time, out_of_memory
from reportgen.readers.source import Source
from reportgen.readers.tests import junit
from reportgen.redaction import Redactor
from tests.factories import MOMENT

HEALTH = b'{"services": {"api": "up"}}'
JUNIT = b'<testsuite name="s"><testcase classname="c" name="n" time="1"/></testsuite>'
LOG = (
    b"\tMaximum resident set size (kbytes): 2048\n"
    b"[1.0] Out of memory: Killed process 7 (node) total-vm:1kB, anon-rss:1024kB\n"
)


class NotFoundError(Exception):
    """An error that no list of built-in ones holds."""


SLIPS = [
    TypeError("unhashable type: 'list'"),
    AttributeError("'NoneType' object has no attribute 'get'"),
    NameError("name 'x' is not defined"),
    RuntimeError("dictionary changed size during iteration"),
    AssertionError(),
    NotImplementedError(),
    StopIteration(),
    NotFoundError("x" * 9_000 + "\n\x1b[31m"),
]
FORESEEN = [
    ValueError("no"), KeyError("k"), ZeroDivisionError(), RecursionError("deep"), MemoryError(),
]  # fmt: skip


def found(name: str, data: bytes) -> Found:
    """Return a file called *name* that holds *data*."""
    return Found(name, len(data), lambda: BytesIO(data))


def read(*files: tuple[str, bytes]) -> Run:
    """Return what is read of *files*."""
    return read_run([found(name, data) for name, data in files])


def fail(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, error: BaseException) -> None:
    """Let *name* of *owner* raise *error* whenever it is called."""

    def call(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(owner, name, call)


@pytest.mark.parametrize("where", ["matches", "read"])
@pytest.mark.parametrize("error", [*SLIPS, *FORESEEN], ids=lambda error: type(error).__name__)
def test_whatever_a_reader_raises_costs_its_file(
    error: Exception, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told with the kind of the error and without a trace; the file beside it is read."""
    fail(monkeypatch, handrolled, where, error)
    run = read(("a.json", HEALTH), ("b.xml", JUNIT))
    bad, good = run.artifacts
    (problem,) = bad.problems

    assert ("rejected", "error", "read") == (bad.status, problem.severity, good.status)
    assert ["n"] == [case.name for case in run.cases]
    assert type(error).__name__ in problem.message
    assert (error in SLIPS) == problem.message.startswith(SLIP)
    assert "Traceback" not in problem.message
    assert problem.message.isprintable()
    assert len(problem.message) < 400


def test_a_slip_on_results_leaves_the_change_unproven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results that a fault of ours lost are lost results: nothing is validated."""
    fail(monkeypatch, junit, "read", TypeError("no"))
    report = judge(read(("b.xml", JUNIT)), RunInfo(), MOMENT, Settings())

    assert "unproven" == report.verdict.change


def test_a_name_that_is_asked_for_may_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a file that no reader takes is inside the same boundary."""
    fail(monkeypatch, Source, "line_pieces", TypeError("no"))
    monkeypatch.setattr("reportgen.artifacts.onefile.opinion_of", lambda _: 1 / 0)
    run = read(("a.log", LOG), ("c.xml", b"<x/>"), ("b.xml", JUNIT))

    assert ["rejected", "rejected", "read"] == [each.status for each in run.artifacts]


@pytest.mark.parametrize("where", ["take", "observations"])
def test_one_format_of_a_log_fails(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other formats find in the same log is kept, and the log counts as not read in full."""
    whole = read(("a.log", LOG))
    fail(monkeypatch, type(gnu_time.collector("a.log")), where, TypeError("no"))
    run = read(("a.log", LOG))
    (artifact,) = run.artifacts

    assert (1, 1) == (len(whole.memory), len(whole.out_of_memory))
    assert whole.out_of_memory == run.out_of_memory
    assert () == run.memory
    assert "partial" == artifact.status
    assert [f"{SLIP} while it was read as {gnu_time.TITLE} (TypeError: no)"] == [
        problem.message for problem in artifact.problems
    ]


def test_all_formats_of_a_log_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is named once, and the reading ends."""
    for reader in (gnu_time, out_of_memory):
        fail(monkeypatch, type(reader.collector("a.log")), "observations", TypeError("no"))
    (artifact,) = read(("a.log", LOG)).artifacts

    assert 2 == len(artifact.problems)


def test_a_redaction_that_fails_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be looked through for secrets is not shown, nor is what the error says."""
    secret = "hunter2"  # noqa: S105 - an example
    real = Redactor.suspect

    def suspect(self: Redactor, texts: Iterable[str]) -> set[str]:
        held = list(texts)
        if any("api" in text for text in held):
            raise TypeError(secret)
        return real(self, held)

    monkeypatch.setattr(Redactor, "suspect", suspect)
    files = [found("a.json", HEALTH), found("b.xml", JUNIT)]
    run = read_run(files, redactor=Redactor([secret]))

    assert ["rejected", "read"] == [each.status for each in run.artifacts]
    assert () == run.services
    assert secret not in run.model_dump_json()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(2)])
def test_an_order_to_stop_stops(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only errors are held; who ends the command ends it."""
    fail(monkeypatch, junit, "read", error)

    with pytest.raises(type(error)):
        read(("b.xml", JUNIT))
