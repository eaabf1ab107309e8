"""What holds for any document, and for any damage to one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import cast
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.model.tests import Case, Errored, Failed, Passed, Skipped
from reportgen.model.text import clean
from tests.conftest import ROOT
from tests.readers.junit.reading import DIALECTS, artifact, read_bytes

JUNIT = ROOT / "fixtures" / "junit"
FIXTURES = sorted(
    path for folder in (JUNIT, JUNIT / "not-well-formed", DIALECTS) for path in folder.glob("*.xml")
)

# What XML 1.0 can hold; a carriage return does not survive, as the standard has it.
TEXT = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cs"],
        exclude_characters="".join(map(chr, (*range(9), 11, 12, *range(13, 32), 0xFFFE, 0xFFFF))),
    ),
    max_size=20,
)
RESULTS = ("failure", "error", "skipped", "flakyFailure", "flakyError", "system-out", "properties")


@dataclass
class Written:
    """What one written case must be read as."""

    suite: str
    class_name: str
    name: str
    outcome: str
    messages: list[str] = field(default_factory=list)
    attempts: int = 0


def as_name(name: str) -> str:
    """Return what the report calls a case of this name."""
    return clean(name) if clean(name).strip() else "(no name)"


@st.composite
def cases(draw: st.DrawFn, path: str) -> tuple[ET.Element, Written]:
    """Draw a case under the suite *path*, with any results in any order."""
    name, class_name = draw(TEXT), draw(TEXT)
    element = ET.Element("testcase", {"name": name, "classname": class_name})
    kinds = draw(st.lists(st.sampled_from(RESULTS), max_size=4))
    messages: dict[str, list[str]] = {kind: [] for kind in RESULTS}
    for kind in kinds:
        message = draw(TEXT)
        ET.SubElement(element, kind, {"message": message}).text = draw(TEXT)
        messages[kind].append(clean(message))
    attempts = len(messages["flakyFailure"]) + len(messages["flakyError"])
    red = [messages[kind].pop(0) for kind in kinds if kind in {"failure", "error"}]
    outcome = next(
        (
            verdict
            for kind, verdict in (
                ("error", "errored"),
                ("failure", "failed"),
                ("skipped", "skipped"),
            )
            if kind in kinds
        ),
        "passed",
    )
    return element, Written(path, clean(class_name), as_name(name), outcome, red, attempts)


@st.composite
def suites(draw: st.DrawFn, path: str = "", depth: int = 0) -> tuple[ET.Element, list[Written]]:
    """Draw a suite with cases and suites in any order."""
    name = draw(TEXT)
    own = clean(name)
    inner = f"{path} › {own}" if path and own else path or own
    element = ET.Element("testsuite", {"name": name})
    written: list[Written] = []
    for _ in range(draw(st.integers(0, 3))):
        if depth < 3 and draw(st.booleans()):
            child, below = draw(suites(inner, depth + 1))
            written += below
        else:
            child, one = draw(cases(inner))
            written.append(one)
        element.append(child)
    return element, written


def told(case: Case) -> Written:
    """Return what was read in the form of what was written."""
    messages: list[str] = []
    attempts = 0
    match case.outcome:
        case Failed() | Errored():
            messages = [trouble.message for trouble in case.outcome.troubles]
            attempts = len(case.outcome.attempts)
        case Passed():
            attempts = len(case.outcome.attempts)
        case Skipped():
            pass
    return Written(case.suite, case.class_name, case.name, case.outcome.name, messages, attempts)


@given(suites())
def test_what_is_written_is_read(drawn: tuple[ET.Element, list[Written]]) -> None:
    """Any tree of suites and cases gives the verdicts, names, paths and messages it was made of."""
    element, written = drawn
    for expected in written:
        if expected.outcome == "skipped":
            expected.attempts = 0  # a skipped case has no attempts in the model

    run = read_bytes(ET.tostring(element, encoding="utf-8", xml_declaration=True))

    assert "read" == artifact(run).status
    assert written == [told(case) for case in run.cases]


@given(suites())
def test_encodings_change_nothing(drawn: tuple[ET.Element, list[Written]]) -> None:
    """The same tree in UTF-8 and in UTF-16 is the same run."""
    narrow, wide = (
        read_bytes(ET.tostring(drawn[0], encoding=encoding, xml_declaration=True))
        for encoding in ("utf-8", "utf-16")
    )

    assert [told(case) for case in narrow.cases] == [told(case) for case in wide.cases]
    assert [case.id for case in narrow.cases] == [case.id for case in wide.cases]


def mutants(data: bytes, count: int) -> Iterator[bytes]:
    """Yield *count* damaged forms of *data*: cut, flipped, shuffled, with parts twice."""
    chance = Random(len(data))  # noqa: S311 - damage need not be a secret
    for _ in range(count):
        cut = sorted(chance.randrange(len(data) + 1) for _ in range(3))
        parts = [data[: cut[0]], data[cut[0] : cut[1]], data[cut[1] : cut[2]], data[cut[2] :]]
        match chance.randrange(4):
            case 0:
                yield data[: cut[0]]
            case 1:
                changed = bytearray(data)
                for _ in range(chance.randrange(1, 5)):
                    changed[chance.randrange(len(data))] = chance.randrange(256)
                yield bytes(changed)
            case 2:
                chance.shuffle(parts)
                yield b"".join(parts)
            case _:
                yield b"".join([*parts[:2], *parts[1:]])


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_damage_costs_the_file_at_most(path: Path) -> None:
    """Whatever happens to the bytes, a run is returned and its counts add up."""
    data = path.read_bytes()

    for mutant in mutants(data, 60) if data else [b""]:
        run = read_bytes(mutant)
        counts = artifact(run).counts

        assert counts.tests == counts.passed + counts.failed + counts.errored + counts.skipped
        assert counts.tests == len(run.cases)
        assert artifact(run).status == "read" or artifact(run).problems


def cut_points(data: bytes) -> Iterator[int]:
    """Yield places to cut at: all in a small file, and those around each case's end in any."""
    if len(data) < 1500:
        yield from range(1, len(data))
        return
    ends = [at for at in range(len(data)) if data.startswith((b"</testcase>", b"/>"), at)]
    chance = Random(len(data))  # noqa: S311 - damage need not be a secret
    for end in chance.sample(ends, min(len(ends), 12)):
        yield from range(max(1, end - 2), min(len(data), end + 13))


@pytest.mark.parametrize(
    "path",
    [path for path in FIXTURES if path.parent == JUNIT or path.name[:2] < "30"],
    ids=lambda path: path.name,
)
def test_a_cut_keeps_exactly_the_complete_cases(path: Path) -> None:
    """The cases that end before the cut are kept, no other, and the loss is never called read."""
    data = path.read_bytes()
    whole = [told(case) for case in read_bytes(data).cases]
    end = len(data.rstrip())

    for at in cut_points(data):
        run = read_bytes(data[:at])
        kept = [told(case) for case in run.cases]
        complete = sum(1 for where in case_ends(data) if where <= at)

        assert whole[:complete] == kept, f"cut at byte {at}"
        if at < end:
            assert artifact(run).status != "read", f"cut at byte {at}"


def case_ends(data: bytes) -> list[int]:
    """Return where each case ends, by a parser of another make than ours."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(["end"])
    # From Expat 2.6 on it waits for more before it looks again at what is not whole yet.
    flush: Callable[[], None] = getattr(parser, "flush", lambda: None)
    found: list[int] = []
    for at in range(len(data)):
        parser.feed(data[at : at + 1])
        flush()
        for event in parser.read_events():
            _, element = cast("tuple[str, ET.Element]", event)
            if element.tag.rpartition("}")[2] == "testcase":
                found.append(at + 1)
    return found


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_run(data: bytes) -> None:
    """What calls itself JUnit XML and is noise is rejected, not raised."""
    assume(b"</testsuite" not in data)  # a suite without cases is no noise
    run = read_bytes(b"<testsuite>" + data)

    assert artifact(run).status != "read"
