"""Lists of the tests that exist: names where they are listed, a number where not."""

from io import BytesIO
from pathlib import Path

import pytest

from reportgen.analysis import judge
from reportgen.config import Settings
from reportgen.model.run import Inventory, Run, RunInfo
from reportgen.readers.source import Source
from reportgen.readers.tests import inventory
from tests.analysis.jobs import AT
from tests.conftest import ROOT
from tests.readers.files import expectation, fixtures, read_file, read_text

FIXTURES = fixtures(ROOT / "fixtures" / "inventory", ".txt")


def only(run: Run) -> Inventory:
    """Return the one inventory of *run*."""
    (inventory,) = run.inventories
    return inventory


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    """A listing gives the tests it names and the number it states."""
    expected, inventory = expectation(path), only(read_file(path))

    assert expected["total"] == inventory.total
    assert expected["listed"] == len(inventory.ids)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_errors_of_collecting_are_told(path: Path) -> None:
    """Where pytest could not collect a file, the artifact has a problem that says so."""
    expected, run = expectation(path), read_file(path)
    problems = [problem.message for problem in run.artifacts[0].problems]

    assert bool(expected["errors"]) == any("could not collect" in text for text in problems)


def ran_of(listed: Inventory, *runs: Run) -> int | None:
    """Return how many of the *listed* tests are among the results of *runs*."""
    cases = [case for run in runs for case in run.cases]
    whole = Run(cases=cases, inventories=(listed,))
    return judge(whole, RunInfo(), AT, Settings()).totals.collected_ran


def test_names_are_those_of_the_results() -> None:
    """The tests of a listing are known again in pytest's own reports on some of them."""
    artifacts = ROOT / "fixtures" / "runs" / "staging-1041" / "artifacts"
    listed = only(read_file(artifacts / "collected.txt"))
    runs = [read_file(artifacts / name) for name in ("junit-ssot.xml", "junit-imports.xml")]

    assert 13 == ran_of(listed, *runs)


@pytest.mark.parametrize("name", ["pytest-xunit2", "pytest-xunit1"])
def test_names_count_whatever_the_suite_is_called(name: str) -> None:
    """A suite that the user named otherwise holds the same tests."""
    listed = only(read_file(ROOT / "fixtures" / "inventory" / "plain.txt"))
    ran = read_file(ROOT / "fixtures" / "junit" / f"{name}.xml")
    names = {(c.class_name, c.name) for c in ran.cases if c.outcome.name != "skipped"}

    assert len(names) == ran_of(listed, ran)


@pytest.mark.parametrize(
    ("node", "class_name", "name"),
    [
        ("a/test_b.py::test_c", "a.test_b", "test_c"),
        ("a/test_b.py::TestD::test_c", "a.test_b.TestD", "test_c"),
        ("a/test_b.py::TestD::TestE::test_c[x]", "a.test_b.TestD.TestE", "test_c[x]"),
        ("test_b.py::test_c[a::b-[1]]", "test_b", "test_c[a::b-[1]]"),
        ("test_b.py::test_c[a b/c.py::d]", "test_b", "test_c[a b/c.py::d]"),
        ("a\\test_b.py::test_c", "a.test_b", "test_c"),
    ],
)
def test_ids(node: str, class_name: str, name: str) -> None:
    """A node id is known again in the case that pytest's report states for it."""
    case = f'<testcase classname="{class_name}" name="{name}"/>'
    ran = read_text("junit.xml", f'<testsuite name="pytest">{case}</testsuite>')
    listed = only(read_text("collected.txt", f"{node}\n\n1 test collected in 0.01s\n"))

    assert 1 == ran_of(listed, ran)


@pytest.mark.parametrize(
    ("line", "total"),
    [
        ("608 tests collected in 1.02s", 608),
        ("1 test collected in 0.01s", 1),
        ("no tests collected in 0.01s", 0),
        ("====== 608 tests collected in 62.30s (0:01:02) ======", 608),
        ("13/39 tests collected (26 deselected) in 0.02s", 13),
        ("39 tests collected, 1 error in 0.30s", 39),
    ],
)
def test_totals(line: str, total: int) -> None:
    """The last line states how many tests were collected."""
    assert total == only(read_text("collected.txt", f"{line}\n")).total


@pytest.mark.parametrize(
    "text",
    ["608 tests passed in 1.02s\n", "collected 608 items\n", "a.py::b\n", "12 stamps collected\n"],
)
def test_other_text_is_no_listing(text: str) -> None:
    """Text without pytest's total of collected tests is no inventory."""
    assert () == read_text("output.txt", text).inventories


@pytest.mark.parametrize("line", ["Memory usage: 12 MiB\n", "a.py::b PASSED\n", "12 collected\n"])
def test_a_log_is_not_read_whole_to_see_that_it_is_none(line: str) -> None:
    """Whether a log is a listing is seen at its head, or line by line; it is not kept."""
    source = Source("build.log", lambda: BytesIO(line.encode() * 20_000))

    assert not inventory.matches(source)
    assert "text" not in vars(source)


def test_a_total_far_behind_the_head() -> None:
    """A listing longer than the head is known by its total at the end."""
    ids = "".join(f"test_a.py::test_{n:05}\n" for n in range(9000))
    listed = only(read_text("collected.txt", f"{ids}\n9000 tests collected in 1.02s\n"))

    assert (9000, 9000) == (len(listed.ids), listed.stated)
