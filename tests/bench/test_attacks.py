"""Every attack is held: nothing escapes, the good file beside it is read, time and memory end."""

import os
from pathlib import Path

import pytest
from attacks import ATTACKS, Attack
from attacks.attack import CANARY, READ, REFUSED, file
from attacks.holding import hold

LONG_S = 10
"""What may take longer is tried with ``-m slow``, and by ``bench/hardening.py``."""

# They share the processor's memory: one after the other, whatever else runs.
pytestmark = pytest.mark.xdist_group("attacks")


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(attack, marks=[pytest.mark.slow] if attack.longest_s > LONG_S else [])
        for attack in ATTACKS
    ],
    ids=lambda attack: f"{attack.kind}: {attack.name}",
)
def test_an_attack_is_held(attack: Attack) -> None:
    """It ends as it must, and says so; what lies outside stays there."""
    assert () == hold(attack).wrong


def test_no_attack_stands_twice() -> None:
    """Each name says what is done."""
    assert len(ATTACKS) == len({(attack.kind, attack.name) for attack in ATTACKS})


ONE = (
    b'<testsuite name="s"><testcase classname="c" name="n"><failure message="%s"/></testcase>'
    b"</testsuite>"
)


def test_what_gets_out_is_found() -> None:
    """A canary in a page, a status that may not be and a sentence that is not said are wrong."""
    reached = hold(Attack("t", "t", file("bad.xml", ONE % CANARY.encode()), READ))
    read = hold(Attack("t", "t", file("bad.xml", ONE % b"m"), REFUSED, "never said"))

    assert "report.md holds what it must not" in reached.wrong
    assert "bad.xml is read" in read.wrong
    assert any(wrong.startswith("does not say") for wrong in read.wrong)


def test_what_takes_too_much_is_found() -> None:
    """Memory has an end."""
    held = hold(Attack("t", "t", file("bad.xml", ONE % b"m"), READ), most_mib=0)

    assert any(wrong.endswith(" MiB") for wrong in held.wrong)


def test_a_file_that_is_written_elsewhere_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the two folders that were asked for may be there afterwards."""

    def writes(_: list[str]) -> int:
        Path("elsewhere.txt").touch()
        return 0

    monkeypatch.setattr("attacks.holding.cli.main", writes)
    held = hold(Attack("t", "t", lambda folder: os.mkdir(folder / "d"), READ))  # noqa: PTH102 - returns nothing

    assert "wrote elsewhere: ['elsewhere.txt']" in held.wrong
