"""Lists of tests and of test files that other tools than pytest print, and plain lists."""

import pytest

from reportgen.analysis import judge
from reportgen.config import Settings
from reportgen.model.run import Inventory, Run, RunInfo
from tests.analysis.jobs import AT
from tests.readers.files import read_file, read_json, read_text
from tests.readers.test_inventory import FIXTURES, only, ran_of

HERE = FIXTURES[0].parent
JUNIT = HERE.parent / "junit"


def listed(name: str, text: str) -> Inventory | None:
    """Return the inventory in a file called *name* that holds *text*, if it is one."""
    inventories = read_text(name, text).inventories
    return inventories[0] if inventories else None


def told(run: Run) -> list[tuple[str, str]]:
    """Return the kinds and messages of the problems of the one artifact of *run*."""
    return [(problem.kind, problem.message) for problem in run.artifacts[0].problems]


@pytest.mark.parametrize(
    ("name", "report", "ran"),
    [
        ("ctest-list.txt", "ctest-junit.xml", 7),
        ("ctest-list.json", "ctest-junit.xml", 7),
        ("inventory-names.txt", "ctest-junit.xml", 6),
        ("collected.json", "ctest-junit.xml", 7),
        ("go-list.txt", "gotestsum.xml", 7),
    ],
)
def test_names_are_those_of_the_results(name: str, report: str, ran: int) -> None:
    """Listed tests are known again in the report of the same tool on the same project."""
    assert ran == ran_of(only(read_file(HERE / name)), read_file(JUNIT / report))


def test_files_are_those_of_the_results() -> None:
    """Listed files are known again in Jest's report on the same project."""
    files = only(read_file(HERE / "jest-list.txt"))
    run = Run(cases=read_file(JUNIT / "jest-junit.xml").cases, inventories=(files,))
    report = judge(run, RunInfo(), AT, Settings())

    assert "tests of 3 of 3 listed test files ran" in [c.text for c in report.verdict.claims]
    assert report.totals.collected is None


class TestCtest:
    """``ctest -N``."""

    def test_the_end_is_missing(self) -> None:
        """A list without its total is cut off, and says so."""
        run = read_text("list.txt", "Test project /srv/ci\n  Test #1: sums\n  Test #2: lo")

        assert "partial" == run.artifacts[0].status
        assert ("sums", "lo") == only(run).names
        assert ["truncated"] == [kind for kind, _ in told(run)]

    def test_another_number(self) -> None:
        """A total that is not the number of what is listed is a mismatch."""
        run = read_text("list.txt", "Test project /srv/ci\n  Test #1: sums\nTotal Tests: 3\n")

        assert [("count-mismatch", "lists 1 test, says that there are 3")] == told(run)

    def test_a_run_is_no_list(self) -> None:
        """What CTest prints of a run is no list of tests."""
        text = (
            "Test project /srv/ci\n    Start 1: sums\n1/1 Test #1: sums ....   Passed    0.01 sec\n"
            "\n100% tests passed, 0 tests failed out of 1\n"
        )

        assert listed("ctest.txt", text) is None

    @pytest.mark.parametrize(
        ("tests", "place"),
        [(None, "/tests"), ({}, "/tests"), ([{"name": "a"}, 3], "/tests/1"), ([{}], "/tests/0")],
    )
    def test_json_that_is_not_as_agreed(self, tests: object, place: str) -> None:
        """A list with a test that has no name is refused, with the place."""
        (artifact,) = read_json("list.json", {"kind": "ctestInfo", "tests": tests}).artifacts

        assert "rejected" == artifact.status
        assert [place] == [problem.place for problem in artifact.problems]


class TestGo:
    """``go test -list``."""

    @pytest.mark.parametrize(
        "text",
        [
            "ok  \texample.org/till\t0.003s\n",
            "=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\nok  \texample.org/till\t0.003s\n",
            "TestA passes\nok  \texample.org/till\t0.003s\n",
            "Testing the till\n",
        ],
    )
    def test_other_output_is_no_list(self, text: str) -> None:
        """What go prints of a run, and prose, is no list of tests."""
        assert listed("go.txt", text) is None

    def test_benchmarks_are_no_tests(self) -> None:
        """A benchmark is listed and runs only when asked for: it is not missed."""
        text = "BenchmarkA\nTestÜ\nFuzzC\nok  \texample.org/till\t(cached)\n"
        inventory = listed("go.txt", text)

        assert inventory is not None
        assert ("example.org/till::TestÜ", "example.org/till::FuzzC") == inventory.ids

    def test_the_end_is_missing(self) -> None:
        """Names whose package is not named are cut off, and kept as names."""
        run = read_text("go.txt", "TestA\nok  \texample.org/till\t0.1s\nTestB\n")

        assert (("example.org/till::TestA",), ("TestB",)) == (only(run).ids, only(run).names)
        assert ["truncated"] == [kind for kind, _ in told(run)]


class TestJest:
    """``jest --listTests``."""

    @pytest.mark.parametrize(
        "text",
        [
            "/srv/ci/src/till.test.ts\n/srv/ci/src/__tests__/sums.tsx\n",
            "\n> till@1.0.0 test\n> jest --listTests\n\n/srv/ci/a.spec.js\n/srv/ci/b.test.mjs\n",
            "C:\\ci\\till.test.js\r\nC:\\ci\\sums.test.js\r\n",
            '["/srv/ci/a.test.js", "/srv/ci/b.test.js"]',
        ],
    )
    def test_files(self, text: str) -> None:
        """Absolute paths of scripts that are called tests are a list of files."""
        inventory = listed("list.txt", text)

        assert inventory is not None
        assert (2, 0) == (len(inventory.files), inventory.total)

    @pytest.mark.parametrize(
        "text",
        [
            "/srv/ci/src/till.ts\n/srv/ci/src/sums.ts\n",
            "src/till.test.ts\nsrc/sums.test.ts\n",
            "/srv/ci/till.test.js: 3 errors\n",
            "/srv/ci/till.test.js\nsomething else\n",
            "[]",
            '["/srv/ci/a.test.js", 3]',
            '["till", "test"]',
        ],
    )
    def test_other_lists(self, text: str) -> None:
        """Sources, relative paths and other lines are no list of Jest's."""
        assert listed("list.txt", text) is None

    def test_a_line_beyond_the_head(self) -> None:
        """A line that is no path is left out and told, however late it comes."""
        paths = "".join(f"/srv/ci/{n:05}.test.js\n" for n in range(5000))
        run = read_text("list.txt", f"{paths}jest-haste-map: duplicate mock\n")

        assert 5000 == len(only(run).files)
        assert [("note", "1 line that are no paths of test files, left out")] == told(run)


class TestNames:
    """Lists that only their name tells."""

    @pytest.mark.parametrize("name", ["tests.txt", "inventory-7.txt", "Collected.TXT"])
    def test_the_name_decides(self, name: str) -> None:
        """A plain list is one where the file is called so, and nowhere else."""
        assert ("sums", "loses") == only(read_text(name, "sums\nloses\n")).names
        assert listed("names.txt", "sums\nloses\n") is None

    @pytest.mark.parametrize(
        "text",
        [
            "sums two prices\n",
            "sums\n\n# comment\n",
            "passed\nfailed\n",
            "12\n13\n",
            "https://ci.example.org/1\n",
            "sums\nsrc/till.test.js\n",
            "a=1\nb=\n",
            "x" * 600,
            "tests: 12\n",
        ],
    )
    def test_lines_that_are_no_names(self, text: str) -> None:
        """One line that cannot be a name, and it is no list of names."""
        assert listed("tests.txt", text) is None

    @pytest.mark.parametrize(
        "document", [[], [1], ["a", None], {"tests": ["a"]}, [["a"]], ["a\nb"], ["ok", "failed"]]
    )
    def test_json_that_is_no_list_of_names(self, document: object) -> None:
        """Of JSON only an array of texts is a list of names."""
        assert () == read_json("tests.json", document).inventories

    def test_ids_of_pytest(self) -> None:
        """Ids of pytest are read as such, and that their total is missing is said."""
        run = read_text("tests.txt", "a/test_b.py::TestC::test_d[x]\n")

        assert ("a.test_b.TestC::test_d[x]",) == only(run).ids
        assert ["note"] == [kind for kind, _ in told(run)]

    def test_files(self) -> None:
        """Paths of source files are a list of files, never counted as tests."""
        inventory = only(read_text("inventory.txt", "tests/test_a.py\nsrc\\b.spec.ts\n"))

        assert (("tests/test_a.py", "src\\b.spec.ts"), 0) == (inventory.files, inventory.total)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("till.txt", "TestSum\nok  \texample.org/till\t0.003s\n"),
        ("till.txt", "Test project /srv/ci/project\n  Test #1: sum\n\nTotal Tests: 1\n"),
        ("till.txt", "tests/test_till.py::test_sum\n\n1 test collected in 0.01s\n"),
        ("till.txt", "tests/test_till.py: 1\n"),
        ("tests.txt", "sum\n"),
    ],
)
def test_colours_and_times_before_lines(name: str, text: str) -> None:
    """What a terminal or a CI system adds to each line changes nothing."""
    logged = "".join(
        f"2026-03-09T07:01:00.1234567Z \x1b[32m{line}\x1b[0m\n" for line in text.splitlines()
    )

    assert listed(name, text) == listed(name, logged)
    assert listed(name, text) is not None
