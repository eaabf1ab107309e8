"""Records: everything comes back as it was, and what is damaged is named, never half read."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.history import DamagedRecordError, packing
from reportgen.history.codec import MOST_SAMPLES, decode, encode, results, table_of
from reportgen.history.packing import pack, unpack
from reportgen.history.tables import Table, Tables
from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.health import Probe
from reportgen.model.memory import Sample
from reportgen.model.report import Comparison, Link, Report
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
    MOMENT,
    make_case,
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


COVERED = Coverage(name="unit", lines_covered=1, lines_total=2)


def full_report() -> Report:
    """Return a report with something of everything."""
    return make_report(
        cases=[make_failure(line=7), make_case()],
        findings=(make_finding(case=0, numbers={"a": 1, "b": 2.5, "c": None}),),
        services=(make_service(parts=(make_service("part"),), probes=(Probe(None, "up", 1.5),)),),
        steps=(make_step(),),
        memory=(make_trend(),),
        coverage=(CoverageTotal(measured=COVERED, base=COVERED),),
        base=Comparison(label="run of yesterday", started_at=MOMENT),
        issue=Link(text="#1", url="https://example.org/1"),
    )


def kept(report: Report) -> Report:
    """Return what a record keeps of *report*: tests by name, and places of those that said more."""

    def name(at: int) -> tuple[str, ...]:
        case = report.cases[at]
        return case.suite, case.class_name, case.name, case.file or ""

    order = sorted(range(len(report.cases)), key=name)
    cases = [replace(report.cases[at], file=report.cases[at].file or None) for at in order]
    cases = [c if c.outcome != PASSED else replace(c, at_line=0, line=None) for c in cases]
    findings = tuple(
        f if f.case is None else f.model_copy(update={"case": order.index(f.case)})
        for f in report.findings
    )
    return report.model_copy(update={"cases": cases, "findings": findings})


def tables_with(table: Table) -> tuple[Tables, str]:
    """Return tables that hold *table*, and its key."""
    key, data = Tables(absent).make(table, None)
    held = {key: data}
    return Tables(lambda wanted: held.get(wanted) or absent(wanted)), key


def absent(key: str) -> bytes:
    """Say that there is no file."""
    raise FileNotFoundError(2, "No such file or directory", key)


def through(report: Report) -> Report:
    """Return *report* after it was written and read."""
    table = table_of(report)
    tables, key = tables_with(table)
    return decode(encode(report, table, key), tables)


def written(report: Report) -> bytes:
    """Return the record of *report*."""
    table = table_of(report)
    return encode(report, table, tables_with(table)[1])


def read(data: bytes) -> Report:
    """Return the report of a record of `full_report`, with its table."""
    return decode(data, tables_with(table_of(full_report()))[0])


@given(st.lists(cases(), max_size=5))
def test_cases_come_back(drawn: list[Case]) -> None:
    """Every case, its outcome, texts and times survive, whatever they hold."""
    report = make_report(cases=drawn)

    assert kept(report) == through(report)


def test_everything_comes_back() -> None:
    """All other parts of a report survive, too."""
    assert kept(full_report()) == through(full_report())


@given(st.lists(cases(), max_size=5))
def test_results_alone(drawn: list[Case]) -> None:
    """Names, outcomes and times can be had without the rest of a record."""
    report = make_report(cases=drawn)
    table = table_of(report)
    tables, key = tables_with(table)
    found = results(encode(report, table, key), tables)

    assert [(c.name, c.outcome.name[0].upper(), c.duration_s) for c in kept(report).cases] == [
        (table[place].name, letter, took)
        for place, letter, took in zip(found.places, found.letters, found.durations_s, strict=True)
    ]


def test_many_samples_are_thinned() -> None:
    """Of a long memory log a record keeps enough to draw it, first and last among them."""
    trend = make_trend()
    samples = tuple(Sample(float(n), n) for n in range(10_000))
    series = trend.series.model_copy(update={"samples": samples})
    report = make_report(memory=(trend.model_copy(update={"series": series}),))
    (back,) = through(report).memory

    assert MOST_SAMPLES == len(back.series.samples)
    assert (samples[0], samples[-1]) == (back.series.samples[0], back.series.samples[-1])
    assert (trend.peak, trend.verdict) == (back.peak, back.verdict)


def test_the_bytes_depend_on_the_report_alone() -> None:
    """No clock and no name of a file stands in a record."""
    assert written(full_report()) == written(full_report())
    assert b"\0\0\0\0" == written(full_report())[4:8]


@given(st.data())
def test_any_damage_is_named(data: st.DataObject) -> None:
    """A record that was cut or changed anywhere is refused, never read as something else."""
    report = full_report()
    whole = written(report)
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.booleans())
    flipped = bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    damaged = whole[:at] + (b"" if cut else flipped + whole[at + 1 :])

    try:
        found = read(damaged)
    except DamagedRecordError:
        return

    # The last byte of a compressed line has bits that say nothing.
    assert not cut
    assert read(whole) == found


def test_only_bits_that_say_nothing_can_change() -> None:
    """Of all single bits of a record a few behind the end of each line are not looked at."""
    whole = written(full_report())
    unseen = []
    for at in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[at] ^= 1 << bit
            try:
                read(bytes(changed))
            except DamagedRecordError:
                continue
            unseen.append(at)

    assert len(set(unseen)) <= 3 * 3
    assert len(unseen) < 8 * 2 * 3


@pytest.mark.parametrize("system", [3, 10, 19, 255])
def test_records_of_other_systems_are_read(system: int) -> None:
    """Python 3.13 names no system where 3.12 named Unix: neither refuses what the other wrote."""
    whole = pack({"a": 1}, {"b": 2})
    foreign = whole.replace(b"\x1f\x8b\x08\0\0\0\0\0\0\x03", b"\x1f\x8b\x08\0\0\0\0\0\0%c" % system)

    assert 2 == whole.count(b"\x1f\x8b\x08\0\0\0\0\0\0\x03")
    assert [{"a": 1}, {"b": 2}] == unpack(foreign)


def test_what_is_written_is_gzip() -> None:
    """Anyone can read a record with what they have, and each line is a member of its own."""
    assert b'{"a":"\xc3\xb6"}\n[1]\n' == gzip.decompress(pack({"a": "ö"}, [1]))


@given(
    st.binary(max_size=100)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(pack)
    | st.lists(st.none() | st.just({"format": 1}), max_size=3).map(lambda lines: pack(*lines))
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """What is no record is never read as one."""
    with pytest.raises(DamagedRecordError):
        read(data)


CHANGES: dict[str, Callable[[list[Any]], Any]] = {
    "no format": lambda lines: lines[0].pop("format"),
    "another format": lambda lines: lines[0].update(format=99),
    "format of text": lambda lines: lines[0].update(format="1"),
    "no run": lambda lines: lines[0].pop("run"),
    "a table that is not there": lambda lines: lines[0].update(names="0" * 24),
    "a verdict of another kind": lambda lines: lines[0].update(change="fine"),
    "two lines": lambda lines: lines.pop(),
    "four lines": lambda lines: lines.append({}),
    "no verdict": lambda lines: lines[2].pop("verdict"),
    "an unknown field": lambda lines: lines[2]["verdict"].update(extra=1),
    "no outcomes": lambda lines: lines[1].pop("outcomes"),
    "an unknown outcome": lambda lines: lines[1].update(outcomes="PX"),
    "a failure that says nothing": lambda lines: lines[1].update(said={}),
    "a test that is not there": lambda lines: lines[1]["said"].update({"99": [{}, 1, 1]}),
    "an index out of the table": lambda lines: lines[1].update(index=[0, 99]),
    "a negative index": lambda lines: lines[1].update(index=[0, -1]),
    "too few times": lambda lines: lines[1].update(durations=[]),
    "a negative time": lambda lines: lines[1].update(durations=[-1, 2]),
    "an artifact that is not there": lambda lines: lines[1].update(artifact=[9, 2]),
    "columns of another kind": lambda lines: lines.__setitem__(1, []),
    "a rest of another kind": lambda lines: lines.__setitem__(2, []),
}


@pytest.mark.parametrize("change", CHANGES)
def test_records_that_are_not_as_agreed(change: str) -> None:
    """A record whose parts do not fit is refused as a whole."""
    lines = unpack(written(full_report()))
    CHANGES[change](lines)

    with pytest.raises(DamagedRecordError):
        read(pack(*lines))


@pytest.mark.parametrize("took", ["1", True, -1, -0.5, [1], "inf"])
def test_times_that_are_none(took: object) -> None:
    """Cases are made without checking each; what is wrong with one is found all the same."""
    lines = unpack(written(full_report()))
    lines[1]["durations"][0] = took

    with pytest.raises(DamagedRecordError):
        read(pack(*lines))


@pytest.mark.parametrize("name", [1, None, ["a"]])
def test_artifacts_without_a_name(name: object) -> None:
    """So is an artifact that has no name."""
    lines = unpack(written(full_report()))
    lines[1]["artifacts"][0] = name

    with pytest.raises(DamagedRecordError):
        read(pack(*lines))


def test_a_newer_format_says_so() -> None:
    """A record of a later version is not called broken."""
    lines = unpack(written(full_report()))
    lines[0]["format"] = 2

    with pytest.raises(
        DamagedRecordError, match="it has format 2, this version of reportgen reads 1"
    ):
        read(pack(*lines))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that unpacks to more than the limit is not unpacked whole."""
    monkeypatch.setattr(packing, "MAX_BYTES", 1 << 16)

    with pytest.raises(DamagedRecordError, match="cut off or larger than the limit"):
        read(pack(" " * (1 << 20)))


@pytest.mark.parametrize("size", [1 << 10, 1 << 20, 3 << 20])
def test_small_and_large_documents_are_read_back(size: int) -> None:
    """However hard they were compressed."""
    document = {"text": "".join(map(str, range(size // 6)))}

    assert [document] == unpack(pack(document))
