"""
Failures of which the cause is known: the same fault, said anew in every run.

A cause has a sentence with places for what changes, ids, paths, times, numbers, addresses, and
the place in the project where it is raised. Some differ by a word or a number alone, as HTTP 503
and HTTP 404 do; some are raised deep in the project, below whatever test runs into them; and some
are bare assertions, which say nearly the same in different tests and are different faults.
Traces are those of Python, Java and Node.js; lines move where the code above them changed.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Final, Literal, NamedTuple, TypeAlias
from uuid import UUID

from reportgen.model.tests import Trouble
from simulate.world import AREAS, BEGAN, DEEDS

SERVICES: Final = ("payments", "ledger", "search", "mailer", "sessions")
SENTENCES: Final = (
    ("requests.exceptions.HTTPError", "HTTP 503 from https://{service}.staging.example/v2/{id}"),
    ("requests.exceptions.HTTPError", "HTTP 404 from https://{service}.staging.example/v2/{id}"),
    ("ConnectionRefusedError", "{service} at 10.0.{small}.{small}:{port}: Connection refused"),
    ("TimeoutError", "{service} did not answer within {seconds} s (request {uuid})"),
    ("FileNotFoundError", "[Errno 2] No such file or directory: '{path}/{service}.lock'"),
    ("KeyError", "'{service}_total' is not in the record {uuid} of {moment}"),
    ("ValueError", "row {number} of {service}.csv has {small} columns, expected 12"),
    ("sqlite3.OperationalError", "database is locked: {path}/{service}.db after {ms} ms"),
    ("AttributeError", "<Session object at {address}> has no attribute '{service}'"),
    ("shop.errors.StaleToken", "token {hex} for {service} expired at {moment}"),
    ("MemoryError", "cannot allocate {number} bytes for the buffer of {service}"),
    ("AssertionError", "order {id} was sent to {service} {small} times\nassert {small} == 1"),
)
"""Types and sentences; each is a cause of its own for every service."""


LINES_MOVE: Final = 0.15
"""In how many runs a file of the project has become longer or shorter since the one before."""
Tool: TypeAlias = Literal["python", "java", "node"]


class Cause(NamedTuple):
    """
    A fault: how it reads, in which file and function it is raised, and the tests that meet it.

    *own* says that the tests raise it themselves.
    """

    number: int
    tool: Tool
    type: str
    sentence: str
    area: str
    function: str
    line: int
    tests: tuple[int, ...]
    own: bool


class Failure(NamedTuple):
    """A red result: the test it is of, what it says, and the number of its cause."""

    test: str
    trouble: Trouble
    cause: int


def failures(seed: int, causes: int = 40, runs: int = 12) -> tuple[Failure, ...]:
    """Return what *causes* faults let tests say over *runs* runs, in the order of the runs."""
    chance = Random(f"messages/{seed}")
    known = _causes(chance, causes)
    moved = dict.fromkeys(AREAS, 0)
    made = []
    for _ in range(runs):
        for area in AREAS:
            moved[area] += chance.randrange(-3, 9) * (chance.random() < LINES_MOVE)
        for cause in known:
            if chance.random() < 0.6:
                seen = [test for test in cause.tests if chance.random() < 0.8] or [cause.tests[0]]
                for test in seen:
                    trouble = _trouble(chance, cause, test, moved[cause.area])
                    made.append(Failure(_title(cause, test), trouble, cause.number))
    return tuple(made)


def _causes(chance: Random, number: int) -> list[Cause]:
    said = [
        (kind, text.replace("{service}", name)) for kind, text in SENTENCES for name in SERVICES
    ]
    chance.shuffle(said)
    tool: Tool = chance.choice(("python", "java", "node"))
    made: list[Cause] = []
    for place in range(number):
        area, deed = AREAS[place % len(AREAS)], DEEDS[place % len(DEEDS)]
        own = place % 4 == 0
        kind, sentence = BARE[tool] if own else said.pop()
        tests = range(10 * place, 10 * place + (1 if own else chance.choice((1, 1, 2, 5, 10))))
        function = f"{deed}_{place}"
        made.append(
            Cause(place, tool, kind, sentence, area, function, 40 + 7 * place, tuple(tests), own)
        )
    return made


def _title(cause: Cause, test: int) -> str:
    return f"tests.test_{cause.area}.test_{test}"


def _trouble(chance: Random, cause: Cause, test: int, moved: int) -> Trouble:
    said = _filled(chance, cause.sentence)
    frames = [(f"test_{cause.area}", f"test_{test}", 30 + 5 * (test % 90) + moved)]
    if not cause.own:
        frames.append((cause.area, cause.function, cause.line + moved))
    message = f"{cause.type}: {said}"
    return Trouble("failure", message, TRACES[cause.tool](message, frames), cause.type)


Frames: TypeAlias = list[tuple[str, str, int]]
"""File, function and line, the outermost first, which is that of the test."""


def _python(message: str, frames: Frames) -> str:
    lines = []
    for file, function, line in frames:
        folder = "tests" if file.startswith("test_") else "shop"
        lines += [f"{folder}/{file}.py:{line}: in {function}", f"    {function}_of(order)"]
    return "\n".join(lines + [f"E   {line}" for line in message.splitlines()])


def _java(message: str, frames: Frames) -> str:
    lines = [message]
    for file, function, line in reversed(frames):
        name = file.title().replace("_", "")
        lines.append(f"\tat org.example.shop.{name}.{function}({name}.java:{line})")
    lines.append("\tat java.base/java.lang.reflect.Method.invoke(Method.java:568)")
    return "\n".join(lines)


def _node(message: str, frames: Frames) -> str:
    lines = [message]
    for file, function, line in reversed(frames):
        folder = "test" if file.startswith("test_") else "src"
        lines.append(f"    at {function} (/srv/ci/project/{folder}/{file}.js:{line}:11)")
    lines.append(
        "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"
    )
    return "\n".join(lines)


TRACES: Final[dict[Tool, Callable[[str, Frames], str]]] = {
    "python": _python,
    "java": _java,
    "node": _node,
}
BARE: Final[dict[Tool, tuple[str, str]]] = {
    "python": ("AssertionError", "assert {small} == {number}"),
    "java": ("org.opentest4j.AssertionFailedError", "expected: <{small}> but was: <{number}>"),
    "node": ("AssertionError", "expected {small} to equal {number}"),
}
"""What tools say of values that differ, which is all that a bare assertion says."""


def _filled(chance: Random, sentence: str) -> str:
    """Return *sentence* with something new in each of its places."""
    for place, draw in PLACES.items():
        while f"{{{place}}}" in sentence:
            sentence = sentence.replace(f"{{{place}}}", draw(chance), 1)
    return sentence


def _moment(chance: Random) -> str:
    at = BEGAN + timedelta(milliseconds=chance.randrange(10**10))
    return at.isoformat(timespec="milliseconds")


def _path(chance: Random) -> str:
    return f"/tmp/pytest-of-runner/pytest-{chance.randrange(1, 500)}/run{chance.randrange(9)}"  # noqa: S108 - a text


PLACES: Final[dict[str, Callable[[Random], str]]] = {
    "id": lambda chance: f"order-{chance.randrange(10**6):06}",
    "uuid": lambda chance: str(UUID(int=chance.getrandbits(128))),
    "hex": lambda chance: f"{chance.getrandbits(128):032x}",
    "address": lambda chance: f"0x7f{chance.getrandbits(40):010x}",
    "path": _path,
    "moment": _moment,
    "port": lambda chance: str(chance.randrange(1024, 65536)),
    "seconds": lambda chance: f"{chance.uniform(1, 60):.2f}",
    "ms": lambda chance: str(chance.randrange(100, 9000)),
    "number": lambda chance: str(chance.randrange(10, 10**5)),
    "small": lambda chance: str(chance.randrange(2, 250)),
}
"""What changes from one failure of a cause to the next."""
