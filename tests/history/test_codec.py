"""Records: everything comes back as it was, and what is damaged is named, never half read."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.history import DamagedRecordError
from reportgen.history import codec as module
from reportgen.history.codec import decode, encode
from reportgen.model.report import Report
from reportgen.model.tests import (
    PASSED,
    Attempt,
    Case,
    Errored,
    Failed,
    Outcome,
    Passed,
    Skipped,
    Trouble,
)
from reportgen.model.text import clean
from tests.factories import (
    make_failure,
    make_finding,
    make_report,
    make_service,
    make_step,
    make_trend,
)

TEXT = st.text(max_size=12).map(clean)
TIMES = st.none() | st.floats(0, 1e6)
ATTEMPTS = st.lists(
    st.builds(Attempt, st.sampled_from(["failed", "errored"]), TEXT, TEXT, TIMES), max_size=2
).map(tuple)
TROUBLES = st.lists(
    st.builds(Trouble, st.sampled_from(["failure", "error"]), TEXT, TEXT, TEXT),
    min_size=1,
    max_size=2,
).map(tuple)
OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.just(PASSED),
    st.builds(Passed, ATTEMPTS),
    st.builds(Failed, TROUBLES, ATTEMPTS, st.booleans()),
    st.builds(Errored, TROUBLES, ATTEMPTS, st.booleans()),
    st.builds(Skipped, TEXT),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case as a reader could have made it."""
    suite, class_name, name = draw(TEXT), draw(TEXT), draw(TEXT)
    return Case(
        suite,
        class_name,
        name,
        draw(OUTCOMES),
        draw(TEXT),
        draw(st.integers(0, 10**9)),
        draw(st.none() | TEXT),
        draw(st.none() | st.integers(0, 10**9)),
        draw(TIMES),
    )


def full_report() -> Report:
    """Return a report with something of everything."""
    case = make_failure(id="0" * 16)
    return make_report(
        cases=[case],
        findings=(make_finding(case=0, numbers={"a": 1, "b": 2.5, "c": None}),),
        services=(make_service(parts=(make_service("part"),)),),
        steps=(make_step(),),
        memory=(make_trend(),),
    )


def record(report: Report) -> dict[str, Any]:
    """Return what a record holds."""
    content: dict[str, Any] = json.loads(gzip.decompress(encode(report)))
    return content


@given(st.lists(cases(), max_size=5))
def test_cases_come_back(drawn: list[Case]) -> None:
    """Every case, its outcome, texts and times survive, whatever they hold."""
    report = make_report(cases=drawn)

    assert report == decode(encode(report))


def test_everything_comes_back() -> None:
    """All other parts of a report survive, too."""
    assert full_report() == decode(encode(full_report()))


def test_the_bytes_depend_on_the_report_alone() -> None:
    """No clock and no name of a file stands in a record."""
    assert encode(full_report()) == encode(full_report())
    assert b"\0\0\0\0" == encode(full_report())[4:8]


@given(st.data())
def test_any_damage_is_named_or_harmless(data: st.DataObject) -> None:
    """A record that was cut or changed is refused, or it still says the same."""
    whole = encode(full_report())
    at = data.draw(st.integers(0, len(whole)))
    written = data.draw(st.binary(max_size=4))
    cut = data.draw(st.booleans())
    damaged = whole[:at] + written + (b"" if cut else whole[at + len(written) :])
    try:
        report = decode(damaged)
    except DamagedRecordError:
        report = full_report()

    assert full_report() == report


@given(
    st.binary(max_size=100)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
        lambda v: gzip.compress(json.dumps(v).encode())
    )
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """What is no record is never read as one."""
    with pytest.raises(DamagedRecordError):
        decode(data)


def _drop(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda content: content.pop(key)


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no format": _drop("format"),
    "no report": _drop("report"),
    "no tests": _drop("tests"),
    "no strings": _drop("strings"),
    "another format": lambda c: c.update(format=99),
    "format of text": lambda c: c.update(format="1"),
    "an unknown field": lambda c: c["report"].update(extra=1),
    "an unknown outcome": lambda c: c["tests"].update(outcome="X"),
    "an outcome that differs": lambda c: c["tests"].update(outcome="P"),
    "a string that is not there": lambda c: c["tests"].update(name=[99]),
    "strings that are numbers": lambda c: c.update(strings=[1] * 9),
    "too few times": lambda c: c["tests"].update(duration_s=[]),
    "a negative time": lambda c: c["tests"].update(duration_s=[-1]),
    "columns of another kind": lambda c: c.update(tests=[]),
    "a report of another kind": lambda c: c.update(report=[]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_records_that_are_not_as_agreed(change: str) -> None:
    """A record whose parts do not fit is refused as a whole."""
    content = record(full_report())
    CHANGES[change](content)

    with pytest.raises(DamagedRecordError):
        decode(gzip.compress(json.dumps(content).encode()))


def test_a_newer_format_says_so() -> None:
    """A record of a later version is not called broken."""
    content = record(full_report()) | {"format": 2}

    with pytest.raises(
        DamagedRecordError, match="it has format 2, this version of reportgen reads 1"
    ):
        decode(gzip.compress(json.dumps(content).encode()))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that unpacks to more than the limit is not unpacked whole."""
    monkeypatch.setattr(module, "MAX_BYTES", 1 << 16)

    with pytest.raises(DamagedRecordError, match="cut off or larger than the limit"):
        decode(gzip.compress(b" " * (1 << 20)))
