"""The fuzzer finds what it is there to find, and a short run of it finds nothing."""

import os
from random import Random

import fuzz
import pytest
from fuzzing import samples
from fuzzing.mutations import MOST_BYTES, mutated
from fuzzing.targets import HeldError, Target, targets
from fuzzing.watching import Limits, input_of, run

from reportgen.readers import READERS

pytestmark = pytest.mark.xdist_group("fuzz")

SEED = 20_251_115
INPUTS = 12_000
QUICK = Limits(seconds=0.5, grown_mib=100)


def test_a_short_run_finds_nothing() -> None:
    """Twelve thousand damaged inputs: nothing escapes, hangs, grows, or dies."""
    tallies = fuzz.fuzz(list(targets()), INPUTS, SEED, Limits(seconds=30))

    assert [] == [fault for tally in tallies for fault in tally.faults]
    assert sum(tally.inputs for tally in tallies) > INPUTS * 0.9


def test_every_reader_is_fuzzed() -> None:
    """A format that nothing is fuzzed for would be believed by nobody."""
    assert {reader.NAME for reader in READERS} == set(samples.by_format())


def escapes(data: bytes, number: int) -> None:
    """Stumble over one input of ten."""
    if number % 10 == 3:
        raise TypeError(f"unhashable type, {len(data)} bytes")


def hangs(_: bytes, number: int) -> None:
    """Stay at one input for ever."""
    while number == 3:
        pass


def grows(_: bytes, number: int) -> None:
    """Take much memory for one input."""
    if number == 3:
        bytearray(os.urandom(1)) * (200 << 20)


def dies(_: bytes, number: int) -> None:
    """End the process at one input."""
    if number == 3:
        os._exit(9)


def is_held(_: bytes, number: int) -> None:
    """Stumble where somebody catches."""
    if number == 3:
        raise HeldError("cannot be understood")


@pytest.mark.parametrize(
    ("attempt", "kind"),
    [(escapes, "escaped"), (hangs, "slow"), (grows, "memory"), (dies, "died"), (is_held, "held")],
)
def test_what_is_wrong_is_found(attempt: object, kind: str) -> None:
    """One bad input is found, is named, and costs none of the others."""
    tally = run(Target("bad", [b"seed"], attempt), 1, range(10), QUICK)  # type: ignore[arg-type]  # a function of the list

    assert [(3, kind)] == [(found.number, found.kind) for found in tally.found]
    assert 10 == tally.inputs
    assert (kind != "held") == bool(tally.faults)


def test_the_same_seed_gives_the_same_inputs() -> None:
    """What a number showed can be shown again, and another seed is another input."""
    target = Target("bad", [b'{"a": [1, 2, 3]}', b"<a b='c'/>"], escapes)
    made = [input_of(target, 1, number) for number in range(200)]

    assert made == [input_of(target, 1, number) for number in range(200)]
    assert made != [input_of(target, 2, number) for number in range(200)]
    assert len(set(made)) > 150


def test_a_change_does_not_grow_without_end() -> None:
    """An input stays so small that what it shows is the fault of its content."""
    seed = b'{"a": "' + b"x" * 5000 + b'"}'
    made = [mutated(seed, [seed], Random(number)) for number in range(500)]  # noqa: S311 - no secret

    assert max(map(len, made)) <= MOST_BYTES


def test_the_table_names_the_first_input_of_each_fault() -> None:
    """Whoever reads the table can try that input again."""
    tally = run(Target("bad", [b""], dies), 1, range(5), QUICK)

    assert "    died: exit code 9 (first: 3)" in fuzz.table([tally])
