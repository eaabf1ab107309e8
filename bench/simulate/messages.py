"""
Failures of which the cause is known: the same fault, said anew in every run.

A cause has a sentence with places for what changes, ids, paths, times, numbers, addresses, and
the place in the project where it is raised. Some differ by a word or a number alone, as HTTP 503
and HTTP 404 do; some are raised deep in the project, below whatever test runs into them; and some
are bare assertions, which say nearly the same in different tests and are different faults.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Final, NamedTuple
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


class Cause(NamedTuple):
    """A fault: how it reads, where it is raised, and the tests that run into it."""

    number: int
    type: str
    sentence: str
    frame: str
    tests: tuple[int, ...]


class Failure(NamedTuple):
    """A red result: the test it is of, what it says, and the number of its cause."""

    test: int
    trouble: Trouble
    cause: int


def failures(seed: int, causes: int = 40, runs: int = 12) -> tuple[Failure, ...]:
    """Return what *causes* faults let tests say over *runs* runs, in the order of the runs."""
    chance = Random(f"messages/{seed}")
    known = _causes(chance, causes)
    made = []
    for _ in range(runs):
        for cause in known:
            if chance.random() < 0.6:
                seen = [test for test in cause.tests if chance.random() < 0.8] or [cause.tests[0]]
                made += [
                    Failure(test, _trouble(chance, cause, test), cause.number) for test in seen
                ]
    return tuple(made)


def _causes(chance: Random, number: int) -> list[Cause]:
    said = [
        (kind, text.replace("{service}", name)) for kind, text in SENTENCES for name in SERVICES
    ]
    chance.shuffle(said)
    made: list[Cause] = []
    for place in range(number):
        test = 10 * place
        area, deed = AREAS[place % len(AREAS)], DEEDS[place % len(DEEDS)]
        if place % 4 == 0:
            line = f"tests/test_{area}.py:{100 + place}: in test_{deed}_{test}"
            made.append(Cause(place, "AssertionError", "assert {small} == {number}", line, (test,)))
            continue
        kind, sentence = said.pop()
        deep = f"shop/{area}.py:{40 + place}: in {deed}_{place}"
        tests = tuple(test + more for more in range(chance.choice((1, 1, 2, 5, 10))))
        made.append(Cause(place, kind, sentence, deep, tests))
    return made


def _trouble(chance: Random, cause: Cause, test: int) -> Trouble:
    message = f"{cause.type}: {_filled(chance, cause.sentence)}"
    own = f"tests/test_{AREAS[test // 10 % len(AREAS)]}.py:{100 + test}: in test_{test}"
    frames = [cause.frame] if cause.frame.startswith("tests/") else [own, cause.frame]
    lines = [part for frame in frames for part in (frame, f"    {frame.rpartition(' ')[2]}()")]
    lines += [f"E   {line}" for line in message.splitlines()]
    return Trouble("failure", message, "\n".join(lines), cause.type)


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
