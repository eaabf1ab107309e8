"""Cases that hold nothing are read by a shorter way, which must say what the long one says."""

from collections.abc import Callable
from io import BytesIO
from typing import TypeAlias
from unittest.mock import patch
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.config.limits import Limits
from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.readers.bounds import Bounds
from reportgen.readers.results.document import read_document
from reportgen.readers.source import Source
from reportgen.readers.tests.junit import document
from reportgen.readers.tests.junit.verdicts import by_children, by_junitparser
from reportgen.readers.xml import Parser

Seen: TypeAlias = Observations | tuple[str, str]
"""What a file is read as, or why it is not, and where that is."""

WORDS = st.sampled_from(
    ["", " ", "till", "pays[1]", "ü\u200b", "a\x7fb", "0.5", "1,234", "x", "-1", "3", "failed"]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["classname", "class", "name", "time", "file", "filepath", "line", "status", "result"]
    ),
    WORDS,
    max_size=5,
)
USUAL = st.fixed_dictionaries(
    {
        "classname": st.sampled_from(["till", ""]),
        "name": st.sampled_from(["pays", " ", "a\x7fb"]),
        "time": st.sampled_from(["0.5", "never"]),
    }
)
CHILDREN = st.sampled_from(
    [
        "", "text", "<!-- nothing -->", "<![CDATA[<failure/>]]>", "<failure>till.py:3: n</failure>",
        "<skipped message='later'/>", "<system-out>said</system-out>", "<testcase name='inner'/>",
        "<properties><property name='os' value='linux'/></properties>",
        "<system-out>one<testcase name='odd' classname='till' time='0.5'/>two</system-out>",
        "<failure>one<testcase name='odd' classname='till' time='0.5'/>two</failure>",
        "<error message='e'/><flakyFailure message='f'/>",
        "<error/><system-out>one<testcase name='odd' classname='till' time='0.5'/>two</system-out>",
    ]
)  # fmt: skip
BETWEEN = st.sampled_from(
    [
        "", "\n  ", "\n", "text", "<system-out>said</system-out>", "<failure message='of all'/>",
        "</testsuite><testsuite name='next' file='next.py'>", "</testsuite><testsuite>",
        "<properties><property name='os' value='mac'/></properties>",
    ]
)  # fmt: skip


def element(attributes: dict[str, str], inside: str) -> str:
    """Return a test case as XML."""
    stated = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<testcase{stated}>{inside}</testcase>" if inside else f"<testcase{stated}/>"


CASES = st.builds(element, st.one_of(USUAL, USUAL, ATTRIBUTES), st.one_of(st.just(""), CHILDREN))
DOCUMENTS = st.lists(st.tuples(CASES, BETWEEN), max_size=8).map(
    lambda pairs: f"<testsuite>{''.join(map(''.join, pairs))}</testsuite>".encode()
)


def seen(data: bytes, limits: Limits | None = None) -> Seen:
    """Return what *data* is read as, or why it is not."""
    bounds = Bounds(limits or Limits())
    source = Source("junit.xml", lambda: BytesIO(data), ("os",), bounds)
    try:
        return read_document(source, document.Document)
    except ReadError as error:
        return error.message, error.place


def the_long_way(
    read: Callable[[], Seen],
) -> Seen:
    """Return what *read* returns where no element is told as one that holds nothing."""
    with patch.object(document, "Parser", lambda *given: Parser(*given[:4])):
        return read()


PLAIN = "<testcase classname='till' name='pays' time='0.5'/>"


@given(DOCUMENTS, st.integers(0, 30))
@example(
    f"<a><testsuite>{PLAIN}</testsuite><testsuite file='b.py'>{PLAIN}</testsuite></a>".encode(), 0
)
def test_both_ways_see_the_same(data: bytes, lost: int) -> None:
    """Whatever stands in and between cases, and wherever a file is cut off."""
    cut = data[: len(data) - lost]

    assert the_long_way(lambda: seen(cut)) == seen(cut)


@given(DOCUMENTS, st.integers(1, 5), st.integers(1, 4))
def test_both_ways_keep_to_the_limits(data: bytes, attributes: int, depth: int) -> None:
    """A guard that the long way has is one of the short way."""
    most = {"attributes": attributes, "depth": depth, "tests": 5}
    limits = Limits().model_copy(update=most)

    assert the_long_way(lambda: seen(data, limits)) == seen(data, limits)


def test_a_case_that_holds_nothing_takes_the_short_way() -> None:
    """If it did not, the properties above would compare the long way with itself."""
    data = b"<testsuite><testcase name='a'/><testcase name='b'><skipped/></testcase></testsuite>"
    begin = document.Document._start
    with patch.object(document.Document, "_start", autospec=True, side_effect=begin) as started:
        observed = seen(data)

    assert isinstance(observed, Observations)
    assert ["a", "b"] == [case.name for case in observed.cases]
    assert ["testsuite", "testcase", "skipped"] == [call.args[1] for call in started.mock_calls]


@given(
    st.sampled_from(["failure", "error", "skipped", "skip", "flakyFailure", "rerunError"]),
    st.dictionaries(st.sampled_from(["message", "type", "time"]), WORDS),
    WORDS,
)
def test_one_result_says_what_junitparser_makes_of_it(
    tag: str, attributes: dict[str, str], text: str
) -> None:
    """Where there is one child alone the short way gives the verdict of the long one."""
    case = Element("testcase")
    child = Element(tag, attributes)
    child.text = text
    case.append(child)

    assert by_junitparser(case) == by_children(case)
