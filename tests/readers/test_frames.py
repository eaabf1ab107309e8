"""The place in the source that a failure names: of the project, and no part of the identity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.causes.frames import MAX_LINES, Frame, project_frames
from reportgen.model.tests import PASSED, Case, Errored, Failed, Outcome, Trouble
from reportgen.readers import Reader
from reportgen.readers.results.frames import place_of
from reportgen.readers.tests import junit, nunit, trx, xunit_net
from tests.readers.siblings import FIXTURES, read, source_of


def first_project_frame(detail: str) -> Frame | None:
    """Return the first frame of the project in *detail*."""
    return next(project_frames(detail), None)


def failed(detail: str, message: str = "") -> Failed:
    """Return a failure that says *detail*."""
    return Failed((Trouble("failure", message, detail),))


def read_text(text: str) -> list[Case]:
    """Return the cases of a JUnit file that holds *text* in one suite."""
    return junit.read(source_of(f"<testsuite>{text}</testsuite>".encode())).cases


@pytest.mark.parametrize(
    ("reader", "path", "name", "place"),
    [
        (junit, "pytest-xunit2.xml", "test_parse_rejects_words", "tests/test_orders.py:36"),
        (junit, "bats-junit.xml", "loses the third price", "till.bats:14"),
        (junit, "behave-till.xml", "Breaks", "features/till.feature:18"),
        (junit, "catch2-junit.xml", "fails and throws", "till_test.cpp:31"),
        (junit, "gotestsum.xml", "TestPanics", "panics/panics_test.go:8"),
        (junit, "jest-junit.xml", "throws", "till.test.js:15"),
        (junit, "node-test.xml", "throws", "till.test.js:16"),
        (junit, "playwright-junit.xml", "misses the total on a page", "tests/till.spec.js:23"),
        (junit, "rspec-junit-formatter.xml", "the till breaks", "./spec/till_spec.rb:22"),
        (junit, "surefire-junit5.xml", "moreThanPaid", "org/example/till/TillTest.java:80"),
        (junit, "vitest-junit.xml", "till > throws", "till.test.js:17"),
        (nunit, "nunit-results.xml", "Rounds(2.5d,2)", "work/PriceTests.cs:21"),
        (trx, "trx-results.trx", "Rounds", "/src/PriceTests.cs:21"),
        (xunit_net, "xunit-v2.xml", "Rounds(price: 2.5, expected: 2)", "work/PriceTests.cs:21"),
    ],
)
def test_real_reports(reader: Reader, path: str, name: str, place: str) -> None:
    """What a tool prints of a failure leads to the line of the project."""
    cases = read(reader, FIXTURES / reader.NAME / path).cases
    (case,) = (each for each in cases if each.name == name)

    assert place == f"{case.file}:{case.line}"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("gtest.xml", ("till_test.cpp", 21)),
        ("phpunit-junit.xml", ("TillTest.php", 20)),
        ("unittest-xml-reporting-one-file.xml", ("test_ledger.py", 39)),
    ],
)
def test_what_the_report_states_wins(name: str, place: tuple[str, int]) -> None:
    """Where attributes give file and line, they stay, whatever the trace says."""
    case = next(each for each in read(junit, FIXTURES / "junit" / name).cases if each.is_red)
    assert isinstance(case.outcome, Failed | Errored)
    trouble = case.outcome.troubles[0]

    assert place == first_project_frame(trouble.detail)
    assert place[1] != case.line


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('  File "/home/runner/work/shop/shop/till.py", line 3, in total', ("till.py", 3)),
        ('E     File "/builds/group/shop/till.py", line 3', ("till.py", 3)),
        ("till.py:3: AssertionError", ("till.py", 3)),
        ("\tat app//org.example.Till$Drawer.open(Till.java:3)", ("org/example/Till.java", 3)),
        ("\tat org.example.Till.adds two prices(Till.kt:3)", ("org/example/Till.kt", 3)),
        ("    at async f (file:///__w/shop/shop/src/till.ts:3:7)", ("src/till.ts", 3)),
        ("    at f (webpack://shop/./src/till.tsx:3:7)", ("src/till.tsx", 3)),
        (r"    at f (D:\a\shop\shop\src\till.js:3:7)", ("src/till.js", 3)),
        ("\tError Trace:\t/home/runner/work/shop/shop/till_test.go:3", ("till_test.go", 3)),
        ("\t/srv/ci/project/till.go:3 +0x27", ("till.go", 3)),
        ("thread 'adds' panicked at src/till.rs:3:5:", ("src/till.rs", 3)),
        ("thread 'adds' panicked at 'lost', src/till.rs:3:5", ("src/till.rs", 3)),
        ("../src/till.cc:3: Failure", ("src/till.cc", 3)),
        (r"C:\work\till.cpp(3): error: Value of: total", ("work/till.cpp", 3)),
        ("   at Till.Total(List`1 p) in /home/vsts/work/1/s/Till.cs:line 3", ("Till.cs", 3)),
        ("# ./lib/till.rb:3:in `total'", ("lib/till.rb", 3)),
        ("#0 /var/lib/jenkins/workspace/shop/src/Till.php(3): total()", ("src/Till.php", 3)),
        ("/usr/src/app/Till.php:3", ("Till.php", 3)),
        ("/opt/shop/till.py:3: in total", ("/opt/shop/till.py", 3)),
    ],
)  # fmt: skip
def test_a_frame_is_shortened_to_the_project(line: str, place: tuple[str, int]) -> None:
    """Each tool's way to write a frame is known, and the folder of the checkout is left out."""
    assert place == first_project_frame(f"it failed\n{line}\nand so on")


@pytest.mark.parametrize(
    "line",
    [
        '  File "/usr/lib/python3.11/unittest/case.py", line 57, in run',
        '  File "/srv/ci/project/.venv/lib/python3.11/site-packages/a.py", line 1',
        '  File "<frozen importlib._bootstrap>", line 241, in f',
        "\tat org.junit.jupiter.api.Assertions.fail(Assertions.java:55)",
        "\tat java.base/java.util.ArrayList.get(ArrayList.java:427)",
        "\tat org.example.Till.total(Unknown Source)",
        "    at process.processImmediate (node:internal/timers:483:21)",
        "    at Module._load (internal/modules/cjs/loader.js:3:7)",
        "    at f (/srv/ci/project/node_modules/jest/build/index.js:3:7)",
        "    at f (http://localhost:9876/base/till.js:3:7)",
        "\t/opt/hostedtoolcache/go/1.22/x64/src/testing/testing.go:1396 +0x24e",
        "\t/root/go/pkg/mod/example.org/x/y.go:3 +0x1",
        "   at /rustc/9fc6b4312/library/core/src/panicking.rs:72:14",
        r"   at NUnit.Framework.Assert.That() in /_/src/NUnitFramework/Assert.cs:line 3",
        "# /var/lib/gems/3.1.0/gems/rspec-core-3.12/lib/rspec.rb:3:in `run'",
        "#0 /srv/ci/project/vendor/phpunit/phpunit/src/TestCase.php(3): run()",
        "/var/tmp/pytest-of-runner/pytest-0/till.py:3: in total",  # noqa: S108 - text of a trace
        r"C:\Users\runner\AppData\Local\Temp\x\till.py:3: in total",
        "db.example.org:5432: Connection refused",
        "12:30:45 started",
        "till.py:0: nothing",
        "/srv/ci/project/.py:3: nothing",
    ],
)
def test_what_is_not_of_the_project_is_passed_over(line: str) -> None:
    """Libraries, test tools, temporary folders, hosts and times are no place in the source."""
    assert first_project_frame(line) is None
    assert ("till.py", 3) == first_project_frame(f"{line}\ntill.py:3: Error\ntill.py:9: Error")


def test_a_failure_changes_no_identity() -> None:
    """A test without a class is known by its file, which a trace must neither give nor change."""
    trace = "<failure>src/till.py:3: Error</failure>"
    for attributes in ('name="a"', 'name="a" file="b.py"', 'name="a" classname="B"'):
        green, red = read_text(f"<testcase {attributes}/><testcase {attributes}>{trace}</testcase>")

        assert green.id == red.id


def test_a_line_goes_with_its_file() -> None:
    """A stated file is given a line of its own only, and no line stands without a file."""
    trace = failed("src/till.py:3: in total\ntests/test_till.py:9: in adds")

    assert ("/src/tests/test_till.py", 9) == place_of(trace, "", "/src/tests/test_till.py", None)
    assert ("other.py", None) == place_of(trace, "Till", "other.py", None)
    assert (None, None) == place_of(trace, "", None, None)
    assert ("other.py", 1) == place_of(trace, "Till", "other.py", 1)
    assert (None, None) == place_of(PASSED, "Till", None, None)


def test_the_file_of_the_test_is_the_place() -> None:
    """Of several frames of the project, the one in the test's own file is the test's place."""
    python = failed("src/till.py:3: in total\ntests/test_till.py:9: in adds")
    java = failed("at org.a.Till.add(Till.java:3)\nat org.a.TillTest.adds(TillTest.java:9)")

    assert ("tests/test_till.py", 9) == place_of(python, "tests.test_till.TestTill", None, None)
    assert ("org/a/TillTest.java", 9) == place_of(java, "org.a.TillTest", None, None)
    assert ("src/till.py", 3) == place_of(python, "Till", None, None)


def test_the_message_speaks_where_there_is_no_detail() -> None:
    """Some tools write the place into the message alone; later troubles help out."""
    outcome: Outcome = Errored((Trouble("error", "lost"), Trouble("error", "till.cc:3: lost")))

    assert ("till.cc", 3) == place_of(outcome, "Till", None, None)


def test_not_every_line_is_tried() -> None:
    """After a bounded number of lines with a number the search ends."""
    few, many = "a:1\n" * (MAX_LINES - 1), "a:1\n" * MAX_LINES

    assert ("till.py", 3) == first_project_frame(f"{few}till.py:3")
    assert first_project_frame(f"{many}till.py:3") is None


PIECES = st.sampled_from(
    (
        *("at ", "f", "(", ")", "/", "..", ".", "\\", ":", "3", "\n", ".py", ".java", "org."),
        *(
            'File "',
            '", line ',
            " in ",
            "C:",
            "/var/folders/",
            "file://",
            "node:",
            "\u276f ",
            "\ud800",
        ),
    )
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text())
def test_any_text_gives_a_place_inside_or_none(text: str) -> None:
    """No text breaks the search, leads up, or gives a temporary folder or a line that is none."""
    found = first_project_frame(text)

    if found is not None:
        file, line = found
        assert line > 0
        assert ".." not in file.split("/")
        assert not file.startswith(("/var/folders/", "file:"))
        assert "\n" not in file
