"""What holds for every format of test results: damage, cuts, limits."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NamedTuple, cast
from xml.etree import ElementTree as ET

import pytest

from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.readers import Reader
from reportgen.readers.results.outcomes import file_name, whole_number, without_class
from reportgen.readers.results.text import BoundedText
from reportgen.readers.tests import ctest, nunit, trx, xunit_net
from tests.readers.siblings import FIXTURES, source_of


class Format(NamedTuple):
    """A reader, its fixtures, a case's element, and the attribute without which it is none."""

    reader: Reader
    folder: str
    element: str
    attribute: str


FORMATS = (
    Format(nunit, "nunit", "test-case", "id"),
    Format(xunit_net, "xunit-net", "test", "name"),
    Format(trx, "trx", "UnitTestResult", "testId"),
    Format(ctest, "ctest", "Test", "Status"),
)
FILES = [
    pytest.param(form, path, id=path.name)
    for form in FORMATS
    for path in sorted((FIXTURES / form.folder).iterdir())
    if path.suffix in {".xml", ".trx"}
]


def read(reader: Reader, data: bytes) -> Observations | None:
    """Return what is read, or None where the file is refused."""
    try:
        return reader.read(source_of(data))
    except ReadError:
        return None


def complete_cases(form: Format, data: bytes) -> int:
    """Return how many cases end in *data*, by a parser of another make than ours."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(["end"])
    parser.feed(data)
    elements = [cast("tuple[str, ET.Element]", event)[1] for event in parser.read_events()]
    return sum(
        element.tag.rpartition("}")[2] == form.element and form.attribute in element.attrib
        for element in elements
    )


def mutants(data: bytes, count: int) -> Iterator[bytes]:
    """Yield *count* damaged forms of *data*."""
    chance = Random(len(data))  # noqa: S311 - damage need not be a secret
    for _ in range(count):
        first, second = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(3):
            case 0:
                changed = bytearray(data)
                for _ in range(chance.randrange(1, 5)):
                    changed[chance.randrange(len(data))] = chance.randrange(256)
                yield bytes(changed)
            case 1:
                yield data[:second] + data[first:]
            case _:
                yield data[:first] + data[second:]


@pytest.mark.parametrize(("form", "path"), FILES)
def test_damage_ends_in_observations_or_a_read_error(form: Format, path: Path) -> None:
    """No other exception leaves a reader, and no case is counted that is not there."""
    data = path.read_bytes()
    starts = data.count(f"<{form.element} ".encode())

    for mutant in mutants(data, 150):
        observed = read(form.reader, mutant)

        assert observed is None or len(observed.cases) <= 2 * starts


@pytest.mark.parametrize(("form", "path"), FILES)
def test_a_cut_keeps_exactly_the_complete_cases(form: Format, path: Path) -> None:
    """Cut anywhere, a file is partial with the cases that ended before, or refused without any."""
    data = path.read_bytes().rstrip()
    # A result that sums up the results inside it is no case of its own.
    sums = 1 if path.name == "trx-data-driven.trx" else 0

    for at in range(1, len(data), max(1, len(data) // 400)):
        observed = read(form.reader, data[:at])
        complete = complete_cases(form, data[:at])

        assert (observed is None) == (complete == 0)
        if observed is not None:
            assert observed.truncated
            assert complete - sums <= len(observed.cases) <= complete


@pytest.mark.parametrize(
    ("module", "data"),
    [
        (nunit, b'<test-run><test-case name="a" result="Passed">%s</test-case></test-run>'),
        (xunit_net, b'<assembly><test name="a" result="Pass">%s</test></assembly>'),
        (
            trx,
            b'<TestRun><UnitTestResult testName="a" outcome="Passed">%s</UnitTestResult></TestRun>',
        ),
        (
            ctest,
            b'<Site><Testing><Test Status="passed"><Name>a</Name>%s</Test></Testing></Site>',
        ),
    ],
)
def test_what_stands_in_a_record_is_bounded(module: ModuleType, data: bytes) -> None:
    """A hundred thousand children of one case cost no more than a few; the verdict stays."""
    inside = b"<message/><Value/><failure/><Output/><other/>" * 20_000
    observed = module.read(source_of(data % inside))

    assert [("a", "passed")] == [(case.name, case.outcome.name) for case in observed.cases]


def test_long_text_keeps_head_and_tail() -> None:
    """The middle of what is too long is counted, not kept."""
    text = BoundedText()
    for _ in range(100):
        text.add("x" * 1024)
    text.add("the end")

    kept = str(text)

    assert kept.startswith("x" * (48 << 10))
    assert kept.endswith("the end")
    assert "\n[+36871 characters]\n" in kept
    assert len(kept) < 66_000


def test_small_parts() -> None:
    """Paths of both kinds, counts that are counts, names without their class."""
    assert ["a.dll", "a.dll", "a", ""] == [
        file_name(path) for path in (r"C:\work\a.dll", "/src/a.dll", "work/a/", "")
    ]
    assert [3, None, None, None, None] == [
        whole_number(text) for text in ("3", "-3", "", None, "12345678901")
    ]
    assert ["Adds", "Till.Adds", "Adds"] == [
        without_class("Till.Adds", "Till"),
        without_class("Till.Adds", ""),
        without_class("Adds", "Till"),
    ]
