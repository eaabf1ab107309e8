"""How many processes may work: what the machine and a container offer, and what is asked for."""

import os
import threading
from pathlib import Path

import pytest

from reportgen.cli.processes import MOST, VARIABLE, processes
from reportgen.errors import UsageError

NOWHERE = Path("/nonexistent/cpu.max")


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer four processors to a process without threads."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        ("max 100000\n", 4),
        ("200000 100000\n", 2),
        ("150000 100000\n", 2),
        ("50000 100000\n", 1),
        ("900000 100000\n", 4),
        ("0 0\n", 4),
        ("what\n", 4),
        ("", 4),
    ],
)
def test_a_container_has_its_share(quota: str, expected: int, tmp_path: Path) -> None:
    """Of the processors that are there a container may use as many as it is given."""
    path = tmp_path / "cpu.max"
    path.write_text(quota, "ascii")

    assert expected == processes({}, path)


def test_what_is_asked_for_counts() -> None:
    """The variable says more, or fewer, but there is an end."""
    asked = {number: processes({VARIABLE: number}, NOWHERE) for number in ("1", "3", "7", "9999")}

    assert {"1": 1, "3": 3, "7": 7, "9999": MOST} == asked
    assert 4 == processes({VARIABLE: ""}, NOWHERE)


@pytest.mark.parametrize("stated", ["0", "-1", "two", "1.5", "²", " 2"])
def test_what_is_no_number_is_a_mistake(stated: str) -> None:
    """Nothing is guessed; the variable and its value are named."""
    with pytest.raises(UsageError) as caught:
        processes({VARIABLE: stated}, NOWHERE)

    assert f'{VARIABLE} is "{stated}"' == caught.value.message


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy would wait for ever for what a thread holds that it lacks."""
    monkeypatch.setattr(threading, "active_count", lambda: 2)

    assert 1 == processes({VARIABLE: "4"}, NOWHERE)


def test_where_nobody_tells_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems that do not tell which processors are offered have one."""
    monkeypatch.delattr(os, "sched_getaffinity")

    assert 1 == processes({}, NOWHERE)
