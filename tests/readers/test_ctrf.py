"""CTRF, as several reporters write it and as nobody should."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.model.tests import Attempt, Failed, Passed
from reportgen.readers.tests import ctrf, junit
from tests.readers.files import read_bytes
from tests.readers.siblings import FIXTURES, outcomes, problems, read, source_of

FOLDER = FIXTURES / "ctrf"


def report(*tests: object, **summary: object) -> dict[str, Any]:
    """Return a report of *tests* by a tool called till."""
    results = {"tool": {"name": "till"}, "summary": summary, "tests": list(tests)}
    return {"results": results}


def entry(name: object = "adds", status: object = "passed", **more: object) -> dict[str, object]:
    """Return a test as a report lists it."""
    return {"name": name, "status": status, **more}


def seen(*documents: object, between: str = "\n") -> Observations:
    """Return what is read of *documents*, which must be recognised."""
    data = between.join(json.dumps(document) for document in documents).encode()
    source = source_of(data, "report.json")
    assert ctrf.matches(source)
    return ctrf.read(source)


def test_pytest_is_seen_as_in_its_junit_report() -> None:
    """Node ids become class and name, so that both reports of a run tell of the same tests."""
    observed = read(ctrf, FOLDER / "ctrf-pytest.json")
    from_junit = junit.read(
        source_of(
            b'<testsuites name="pytest tests"><testsuite name="pytest">'
            b'<testcase classname="tests.test_prices.TestRefuses" name="test_negative"/>'
            b'<testcase classname="tests.test_prices" name="test_discount[0.25]"/>'
            b"</testsuite></testsuites>"
        )
    )
    by_name = {case.name: case.id for case in observed.cases}

    assert {case.name: case.id for case in from_junit.cases}.items() <= by_name.items()
    assert ("errored", "RuntimeError: the printer does not answer") == outcomes(observed)[
        "test_receipt"
    ]
    assert [] == problems(observed)


def test_jest_and_playwright_name_suites_in_one_text() -> None:
    """The innermost suite is the class; Jest's names lose the suites that they repeat."""
    jest = read(ctrf, FOLDER / "ctrf-jest.json").cases
    playwright = read(ctrf, FOLDER / "ctrf-playwright.json").cases

    assert ("prices.test.js › prices", "with a discount", "of 0.25") == (
        jest[5].suite,
        jest[5].class_name,
        jest[5].name,
    )
    assert ("", "prices.test.js", "stands alone") == (
        jest[7].suite,
        jest[7].class_name,
        jest[7].name,
    )
    assert "network.spec.js › the printer" == f"{playwright[0].suite} › {playwright[0].class_name}"


def test_attempts_and_output_are_kept() -> None:
    """A pass at the second try is flaky and remembers the first; a failure keeps what it wrote."""
    flaky, red, *_ = read(ctrf, FOLDER / "ctrf-playwright.json").cases

    assert isinstance(flaky.outcome, Passed)
    assert isinstance(red.outcome, Failed)
    assert flaky.is_flaky
    (first,) = flaky.outcome.attempts
    assert ("failed", True) == (first.outcome, first.message.startswith("Error: expect(received)"))
    assert ["failed"] == [attempt.outcome for attempt in red.outcome.attempts]
    assert "prints\npaper jam" == red.outcome.output
    assert ("/srv/ci/project/e2e/network.spec.js", 12) == (red.file, red.line)


OUTCOMES: dict[str, tuple[dict[str, object], tuple[str, str]]] = {
    "passed": (entry(), ("passed", "")),
    "in capitals": (entry(status="Passed"), ("passed", "")),
    "failed": (entry(status="failed", message="no"), ("failed", "no")),
    "failed without words": (entry(status="failed"), ("failed", "no message")),
    "broken": (entry(status="failed", rawStatus="broken", message="no"), ("errored", "no")),
    "set up in vain": (
        entry(status="failed", rawStatus="setup_failed"),
        ("errored", "setup_failed"),
    ),
    "skipped": (entry(status="skipped", message="later"), ("skipped", "later")),
    "pending": (entry(status="pending"), ("skipped", "pending")),
    "pending for a reason": (entry(status="pending", message="x"), ("skipped", "pending: x")),
    "other": (entry(status="other", rawStatus="todo"), ("skipped", "todo")),
    "other that failed": (entry(status="other", rawStatus="failed"), ("failed", "failed")),
    "other that broke": (entry(status="other", rawStatus="error"), ("errored", "error")),
    "other that was stopped": (
        entry(status="other", rawStatus="timedOut"),
        ("errored", "timedOut"),
    ),
    "unknown": (
        entry(status="peculiar"),
        ("errored", 'the report states an unknown result, "peculiar"'),
    ),
    "no status": ({"name": "adds"}, ("skipped", "the report states no result")),
    "a status that is a list": (
        entry(status=["passed"]),
        ("errored", "the report states an unknown result, \"['passed']\""),
    ),
    "a status that is true": (
        entry(status=True),
        ("errored", 'the report states an unknown result, "True"'),
    ),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_outcomes(name: str) -> None:
    """Only what says that it passed has passed."""
    stated, expected = OUTCOMES[name]

    assert {"adds": expected} == outcomes(seen(report(stated)))


@pytest.mark.parametrize(
    ("more", "flaky"),
    [
        ({"flaky": True}, True),
        ({"retries": 2}, True),
        ({"retries": 2, "flaky": False}, False),
        ({"retries": 0}, False),
        ({"retries": True}, False),
        ({"retryAttempts": [{"status": "failed"}]}, True),
        ({"retryAttempts": [{"status": "passed"}]}, False),
        ({"retryAttempts": [{"status": "failed"}, {"status": "passed"}], "retries": 1}, True),
        ({"retryAttempts": "failed"}, False),
        ({"retryAttempts": [1, None]}, False),
    ],
)
def test_what_is_flaky(more: dict[str, object], *, flaky: bool) -> None:
    """A test is flaky that passed after a try that failed, or that is said to have."""
    (case,) = seen(report(entry(**more))).cases

    assert flaky == case.is_flaky
    assert "passed" == case.outcome.name


def test_the_last_try_is_no_attempt() -> None:
    """Some reporters list the final try among the attempts; it is told once."""
    tries = [{"status": "failed", "message": text, "duration": 5} for text in ("one", "two")]
    (case,) = seen(report(entry(status="failed", retries=1, retryAttempts=tries))).cases

    assert isinstance(case.outcome, Failed)
    assert (Attempt("failed", "one", "", 0.005),) == case.outcome.attempts


@pytest.mark.parametrize(
    ("stated", "expected"),
    [(56, 0.056), (0, 0.0), (1.5, 0.0015), (-1, None), (True, None), ("5", None), (1e300, None),
     (None, None), (10**400, None)],
)  # fmt: skip
def test_durations(stated: object, expected: float | None) -> None:
    """Durations are milliseconds; what cannot be one is unknown, never 0."""
    observed = seen(report(entry(duration=stated)))

    assert expected == observed.cases[0].duration_s
    assert [("note", "1 time not readable, so unknown", "")] * (
        expected is None and stated is not None
    ) == problems(observed)


def test_times_in_seconds_and_milliseconds() -> None:
    """Older reporters write seconds since the epoch; none writes both."""
    old = seen(report(entry(), start=1757943072, stop=1757943075))
    new = seen(report(entry(), start=1757943072000, stop=1757943075000))
    none = seen(report(entry(), start=0, stop="soon"))

    assert old.timestamps == new.timestamps
    assert 2 == len(new.timestamps)
    assert () == none.timestamps


def test_parameters_tell_namesakes_apart() -> None:
    """Where a name stands twice, parameters are part of it; elsewhere they are not."""
    twice = [entry(parameters={"of": value}) for value in ("a", 2)]
    once = entry("rounds", parameters={"of": "c"})

    assert ["adds[a]", "adds[2]", "rounds"] == [
        case.name for case in seen(report(*twice, once)).cases
    ]


def test_declared_counts_are_compared() -> None:
    """The summary serves only to say that it differs."""
    observed = seen(report(entry(), entry("rounds", "failed"), tests=3, passed=1, failed=2))

    assert [
        (
            "count-mismatch",
            "the summary declares 3 tests, holds 2 and declares 2 failed tests, holds 1",
            "line 1",
        )
    ] == problems(observed)
    assert [] == problems(seen(report(entry(), tests="3", passed=None, failed=0.5)))


@pytest.mark.parametrize("between", ["\n", "", "\n\x1e"])
def test_several_reports_in_one_file(between: str) -> None:
    """Reports in a row are all read, and each is held against its own summary."""
    first, second = report(entry(), tests=1), report(entry("rounds"), tests=2)
    observed = seen(first, second, between=between)

    assert ["adds", "rounds"] == [case.name for case in observed.cases]
    assert ["count-mismatch"] == [kind for kind, _, _ in problems(observed)]


def test_reports_in_a_list() -> None:
    """A list of reports is as good as reports in a row."""
    assert 2 == len(seen([report(entry()), report(entry("rounds"))]).cases)


def test_order_does_not_matter() -> None:
    """Tools that sort keys put the tests before the name of the tool."""
    results = {"summary": {"tests": 1}, "tests": [entry("a.py::T::t")], "tool": {"name": "pytest"}}
    (case,) = seen({"environment": {}, "results": results}).cases

    assert ("pytest", "a.T", "t") == (case.suite, case.class_name, case.name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tests/test_a.py::test_x", ("tests.test_a", "test_x")),
        ("tests/test_a.py::T::U::test_x[a::b]", ("tests.test_a.T.U", "test_x[a::b]")),
        ("Till::adds", ("", "Till::adds")),
        ("a.py::", ("", "a.py::")),
        ("", ("", "(no name)")),
        (5, ("", "(no name)")),
    ],
)
def test_names(name: object, expected: tuple[str, str]) -> None:
    """Node ids of pytest are taken apart, all other names are kept."""
    (case,) = seen(report(entry(name))).cases

    assert expected == (case.class_name, case.name)


@pytest.mark.parametrize(
    ("suite", "expected"),
    [
        (["a", "b"], ("a", "b")),
        ("a > b > c", ("a › b", "c")),
        ("a", ("", "a")),
        ([], ("", "")),
        (["", 5, None, "a"], ("", "a")),
        ({"a": 1}, ("", "")),
    ],
)
def test_suites(suite: object, expected: tuple[str, str]) -> None:
    """A suite is a list, or a text in older reports; other values are none."""
    (case,) = seen(report(entry(suite=suite))).cases

    assert expected == (case.suite, case.class_name)


REFUSED: dict[str, tuple[str, str]] = {
    "no tests": ('{"reportFormat":"CTRF","results":{"tool":{}}}', "no list of tests"),
    "no tests beside a summary": ('{"results":{"tool":{},"summary":{}}}', "no list of tests"),
    "no results": ('{"reportFormat":"CTRF"}', "no list of tests"),
    "results that are a list": ('{"reportFormat":"CTRF","results":[]}', "no list of tests"),
    "tests that are an object": ('{"results":{"tool":{},"tests":{}}}', "no list of tests"),
    "cut in the first test": ('{"results":{"tool":{},"tests":[{"name":"a"', "not JSON"),
    "cut in the tool": ('{"results":{"tool":{', "not JSON"),
    "the same key twice": ('{"results":{"tool":{},"tests":[],"tests":[]}}', "stands twice"),
    "the same key twice inside": ('{"results":{"tool":{},"tests":[{"a":1,"a":2}]}}', "twice"),
    "no number": ('{"results":{"tool":{},"tests":[{"duration":NaN}]}}', "a number is written"),
    "too deep": ('{"results":{"tool":{"a":' + "[" * 70 + "]" * 70 + "}}}", "nested deeper"),
    "another document": ('{"results":{"tool":{},"tests":[]}}\n[5]', "document 2 is no CTRF"),
    "no JSON between": ('{"results":{"tool":{} "tests":[]}}', "a comma or } was expected"),
    "no colon": ('{"results":{"tool":{},"tests"[]}}', "a colon was expected"),
    "no key": ('{"results":{"tool":{},5:[]}}', "a key was expected"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    """A report without a list of tests, or that is no JSON, is an error with a place."""
    text, says = REFUSED[name]
    source = source_of(text.encode(), "report.json")

    assert ctrf.matches(source)
    with pytest.raises(ReadError) as caught:
        ctrf.read(source)
    assert says in caught.value.message
    assert bool(caught.value.place) == (name != "too deep")


def test_bytes_that_are_no_text() -> None:
    """Bytes that are not UTF-8 are refused, with their place."""
    with pytest.raises(ReadError, match="not UTF-8"):
        ctrf.read(source_of(b'{"results":{"tool":{},"tests":[{"name":"\xff"}]}}', "a.json"))


def test_a_cut_file_keeps_what_stood_before() -> None:
    """Complete tests before the cut count, the rest is told to be lost, counts are not compared."""
    text = json.dumps(report(entry(), entry("rounds"), tests=9), indent=1)
    cut = source_of(text[: text.index('"rounds"')].encode(), "report.json")
    observed = ctrf.read(cut)

    assert ["adds"] == [case.name for case in observed.cases]
    assert observed.truncated
    assert ["truncated"] == [kind for kind, _, _ in problems(observed)]


@pytest.mark.parametrize("length", range(0, 2000, 97))
def test_any_cut_is_told(length: int) -> None:
    """A report that was cut anywhere is refused or partial, never whole."""
    data = (FOLDER / "ctrf-jest.json").read_bytes()
    data = data[: len(data) - 2 - length]
    run = read_bytes("report.json", data)

    assert run.artifacts[0].status in {"partial", "rejected"}


@pytest.mark.parametrize("item", [None, 5, "passed", [], [{"status": "passed"}]])
def test_what_is_no_test(item: object) -> None:
    """An entry that is no test never looks green."""
    observed = seen(report(item, tests=1))

    assert ["errored"] == [case.outcome.name for case in observed.cases]
    assert [] == problems(observed)


def test_hostile_values_are_text_or_nothing() -> None:
    """Values of other types are left out; text is cleaned and bounded."""
    odd = {
        "message": ["no"], "trace": {"a": 1}, "filePath": 5, "line": "12", "stderr": 7,
        "stdout": [1, "out\x1b[31m"], "parameters": [1], "rawStatus": ["x"], "suite": 5,
    }  # fmt: skip
    (case,) = seen(report(entry("\ud800" * 3, "failed", **odd))).cases
    (long,) = seen(report(entry(status="failed", trace="x" * 10**6))).cases

    assert isinstance(case.outcome, Failed)
    assert isinstance(long.outcome, Failed)
    assert ("\ufffd" * 3, None, None, "out") == (
        case.name,
        case.file,
        case.line,
        case.outcome.output,
    )
    assert len(long.outcome.troubles[0].detail) < 70_000


@pytest.mark.parametrize(
    "document",
    [
        {"results": []},
        {"tests": [], "tool": {}, "summary": {}},
        {"runs": [{"tool": {}, "results": []}]},
        [],
        [report(entry()), {"status": "UP"}],
    ],
)
def test_what_is_no_report(document: object) -> None:
    """Documents of other shapes are left to other readers."""
    assert not ctrf.matches(source_of(json.dumps(document).encode(), "a.json"))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9)
    | st.sampled_from(["passed", "failed", "other", "a.py::b", "a > b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
FIELDS = (
    "name", "status", "rawStatus", "duration", "suite", "filePath", "line", "message", "trace",
    "retries", "flaky", "retryAttempts", "stdout", "stderr", "parameters",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), VALUES, VALUES)
def test_any_value_anywhere(fields: dict[str, object], summary: object, tool: object) -> None:
    """Whatever stands where, each test is a case, and green only where it says so."""
    attempt = {**fields, "retryAttempts": [fields, fields]}
    results = {"tool": tool, "summary": summary, "tests": [fields, attempt]}
    run = read_bytes("report.json", json.dumps({"results": results}).encode())
    status = fields.get("status")
    green = isinstance(status, str) and status.strip().lower() == "passed"

    assert [green, green] == [case.outcome.name == "passed" for case in run.cases]


def test_a_large_report_is_read() -> None:
    """A report may be larger than what other JSON may be: it is read test by test."""
    tests = [entry(f"adds {n}", "passed", message="x" * 900) for n in range(10_000)]
    run = read_bytes("report.json", json.dumps(report(*tests, tests=10_000)).encode())

    assert ("read", 10_000) == (run.artifacts[0].status, len(run.cases))
