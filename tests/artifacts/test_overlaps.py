"""Results in several files: copies are told, the same tests elsewhere are told apart."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.artifacts.overlaps import settle
from reportgen.model.tests import PASSED, Case, Failed, Outcome, Trouble

RED: Outcome = Failed((Trouble("failure", "2 != 3"),))


def case(
    name: str, seconds: float | None = 0.1, outcome: Outcome = PASSED, suite: str = "unit"
) -> Case:
    """Return a case of a suite."""
    return Case(suite, "shop.Till", name, outcome, "", duration_s=seconds)


def suites(*files: tuple[str, list[Case]]) -> list[set[str]]:
    """Return the names of the suites of each file after settling."""
    return [{case.suite for case in held} for held in settle(files).cases]


def test_a_matrix_is_told_apart_by_its_folders() -> None:
    """The same tests with other results, in two folders, are tests of two environments."""
    linux, windows = [case("pays", 0.1)], [case("pays", 0.2, RED)]

    assert [{"unit [linux]"}, {"unit [windows]"}] == suites(
        ("linux/junit.xml", linux), ("windows/junit.xml", windows)
    )


def test_the_name_is_where_the_folders_differ() -> None:
    """What all folders share says nothing of the environment."""
    held = [[case("pays", n)] for n in (0.1, 0.2)]

    assert [{"unit [a/out]"}, {"unit [b/out]"}] == suites(
        ("ci/a/out/junit.xml", held[0]), ("ci/b/out/junit.xml", held[1])
    )


def test_shards_are_one_suite() -> None:
    """Files of two folders that share no test are parts of one suite, and keep its name."""
    one, other = [case("pays")], [case("returns")]

    assert [{"unit"}, {"unit"}] == suites(("shard-1/a.xml", one), ("shard-2/a.xml", other))


def test_folders_of_shards_tell_nothing_apart() -> None:
    """A test that two shards ran is one test, run twice; the folders above them still count."""
    held = [[case("pays", n)] for n in (0.1, 0.2, 0.3)]
    paths = ("linux/shard-1/a.xml", "linux/shard-2/a.xml", "windows/shard-1/a.xml")
    overlaps = settle(list(zip(paths, held, strict=True)), ("shard*",))

    assert ["unit [linux]", "unit [linux]", "unit [windows]"] == [
        case.suite for held in overlaps.cases for case in held
    ]


def test_files_of_one_folder_are_one_environment() -> None:
    """The same test twice in one folder is a repeated test, not another environment."""
    one, other = [case("pays", 0.1)], [case("pays", 0.2)]

    assert [{"unit"}, {"unit"}] == suites(("out/a.xml", one), ("out/b.xml", other))


def test_the_same_results_twice_are_told() -> None:
    """A suite whose results stand in another file already is counted and named, with both paths."""
    held = [case("pays", 0.1), case("returns", 0.25)]
    overlaps = settle([("a.xml", held), ("b/all.xml", list(reversed(held)))])

    assert 4 == sum(len(each) for each in overlaps.cases)
    assert [{"unit"}, {"unit"}] == [{case.suite for case in each} for each in overlaps.cases]
    assert {
        "b/all.xml": 'the suite "unit" is in a.xml too, with the same results: '
        "2 cases counted twice"
    } == {path: problem.message for path, problem in overlaps.problems.items()}


def test_equal_results_without_times_are_no_sign_of_a_copy() -> None:
    """Where nothing tells how long a test took, equal results are what two runs would give."""
    held = [case("pays", None)]

    assert {} == settle([("a.xml", held), ("b.xml", list(held))]).problems


FILES = st.lists(
    st.tuples(
        st.sampled_from(["a.xml", "x/a.xml", "y/a.xml", "y/b.xml"]),
        st.lists(
            st.builds(
                case,
                st.sampled_from(["pays", "returns"]),
                st.sampled_from([None, 0.1, 0.2]),
                st.sampled_from([PASSED, RED]),
                st.sampled_from(["unit", ""]),
            ),
            max_size=3,
        ),
    ),
    max_size=4,
    unique_by=lambda file: file[0],
)


@given(FILES)
def test_no_result_is_lost_or_changed(files: list[tuple[str, list[Case]]]) -> None:
    """Whatever overlaps, every case stays in its place; only suites are renamed."""
    before = [[(c.name, c.outcome, c.duration_s) for c in held] for _, held in files]
    after = [[(c.name, c.outcome, c.duration_s) for c in held] for held in settle(files).cases]

    assert before == after
