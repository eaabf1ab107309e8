"""Suites that vanished, that are skipped now, or whose skips grow: where it is told, where not."""

from collections.abc import Mapping, Sequence

import pytest

from reportgen.model.overtime import Line, Named, SuiteOverRuns
from reportgen.model.report import EvidenceState
from reportgen.overtime.suites import judge
from tests.overtime.lines import columns_of, joined, line_of, named


def suite_of(name: str, *rows: str) -> dict[Named, str]:
    """Return the tests of the suite *name*, one for each of *rows*."""
    return {named(f"test_{number}", name): row for number, row in enumerate(rows)}


def told(line: Line) -> list[tuple[str, str]]:
    """Return what is told of which suite."""
    return [(found.change, found.suite) for found in judge(line)]


def only(line: Line) -> SuiteOverRuns:
    """Return the one suite that is told."""
    (found,) = judge(line)
    return found


def since(found: SuiteOverRuns) -> str | None:
    """Return the run since which it is so."""
    return found.since.run if found.since else None


def vanishing(row: str, evidence: Mapping[int, EvidenceState] | None = None) -> Line:
    """Return a line with a suite of two tests that came to *row*, and one that stays."""
    stays = suite_of("stays", "P" * len(row))
    return line_of({**stays, **suite_of("goes", row, row)}, evidence=evidence)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("P" * 18 + "..", True),
        ("P" * 19 + ".", False),  # absent once
        ("P" * 11 + "." * 9, True),
        ("P" * 10 + "." * 10, False),  # in half of them, not in most
        ("P" * 30 + "." * 9, True),
        ("P" * 30 + "." * 10, False),  # what long ago vanished is no news
        ("PP..", False),  # too few runs to know
        ("PPP..", True),
        ("PPP...P", False),
        ("S" * 18 + "..", True),
        ("F" * 18 + "..", True),
    ],
)
def test_vanished(row: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    """A suite that most of the last runs had, and the last two or more have not, vanished."""
    assert ([("vanished", "goes")] if expected else []) == told(vanishing(row))


def test_partial_evidence_does_not_count() -> None:
    """What a run did not bring along whole did not vanish from it."""
    row = "P" * 18 + ".."
    partial = vanishing(row, {19: "partial"})
    missing = vanishing(row + ".", {18: "missing"})

    assert ([], [("vanished", "goes")]) == (told(partial), told(missing))
    assert 2 == only(missing).numbers["runs_without"]


def test_unmerged_runs_do_not_count() -> None:
    """A change may leave a suite out until it is merged."""
    row = "P" * 18 + ".."
    line = line_of(
        {**suite_of("stays", "P" * 20), **suite_of("goes", row)}, branches="m" * 18 + "aa"
    )

    assert [] == told(line)


def test_what_vanished_is_described() -> None:
    """The reason says how many runs had it and have it no longer, and the first without it."""
    found = only(vanishing("P" * 17 + "..."))

    assert (
        "the suite `goes` is in none of the last 3 runs on `os=linux`, and was in 17 of the 20 "
        "up to now, last with 2 tests"
    ) == found.reason
    assert {"runs_without": 3, "runs_with": 17, "lost": 2} == found.numbers
    assert ("run-0017", "probable", 20) == (since(found), found.confidence, found.window.runs)
    assert ("suites/1", {"os": "linux"}, None) == (found.algorithm, found.variant, found.job)


def test_a_suite_that_has_a_new_name_did_not_vanish() -> None:
    """Its tests are there, in a suite that was not."""
    old, new = "P" * 18 + "..", "." * 18 + "PP"
    renamed = line_of({**suite_of("old", old, old, old), **suite_of("new", new, new)})
    twin = line_of({**suite_of("old", old, old, old), **suite_of("twin", *["P" * 20] * 3)})

    assert ([], [("vanished", "old")]) == (told(renamed), told(twin))


def sharded(gone: Sequence[int], evidence: EvidenceState | None = None) -> Line:
    """Return a line of ten runs in two parts; those of *gone* lack the second, or have it so."""
    rows = "".join("P." for _ in range(10)), "".join(".P" for _ in range(10))
    commits = "aabbccddeeffgghhiijj"
    columns = columns_of(
        {**suite_of("first", rows[0], rows[0]), **suite_of("second", rows[1], rows[1])},
        commits=commits,
        evidence=None if evidence is None else {2 * at + 1: evidence for at in gone},
    )
    lost = set() if evidence else {2 * at + 1 for at in gone}
    return joined(column for number, column in enumerate(columns) if number not in lost)


def test_parts_of_a_run_are_seen_together() -> None:
    """Each shard lacks the suites of the others; a suite that no shard has any more vanished."""
    assert [] == told(sharded([]))
    assert [] == told(sharded([9]))
    assert [("vanished", "second")] == told(sharded([8, 9]))


def test_a_part_that_is_not_whole_makes_the_run_not_whole() -> None:
    """Where a shard's report is damaged, what the others lack may have been in it."""
    assert [] == told(sharded([8, 9], "partial"))


def test_a_repeated_run_counts_for_itself() -> None:
    """Two runs of one commit with the same tests are no parts of one."""
    row = "P" * 18 + ".."
    line = line_of(
        {**suite_of("stays", "P" * 20), **suite_of("goes", row)}, commits="abcdefghijklmnopqrss"
    )

    assert [("vanished", "goes")] == told(line)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["PPPPPS"] * 3, True),
        (["PPPPPS"] * 2, False),  # two tests are no suite to speak of
        (["PPPPPS"] * 9 + ["PPPPPP"], True),
        (["PPPPPS"] * 8 + ["PPPPPP"] * 2, False),  # not nearly all
        (["PPS"] * 3, False),  # too few runs to know
        (["PPPS"] * 3, True),
        (["PPPSSP"] * 3, False),  # no longer
        (["SSSSSS"] * 3, False),  # always
        (["SSSSSS"] * 6 + ["PPPPPS"] * 6, False),  # half of it always
        (["PPPPPS", "PPPPPS", "SSSSSS"], False),  # two tests more
        (["P" * 6 + "S" * 20] * 3, True),
        (["P" * 6 + "S" * 21] * 3, False),  # no news
        (["PPP..S"] * 3, True),
        (["FFFFFS"] * 3, True),
    ],
)
def test_newly_skipped(rows: list[str], expected: bool) -> None:  # noqa: FBT001 - of the table
    """A suite of which the last runs skip nearly all, and those before did not, is told."""
    line = line_of({**suite_of("stays", "P" * len(rows[0])), **suite_of("skips", *rows)})

    assert ([("newly-skipped", "skips")] if expected else []) == told(line)


def test_what_is_newly_skipped_is_described() -> None:
    """The reason says how many are skipped, for how long, and how many were before."""
    found = only(line_of(suite_of("skips", *["P" * 8 + "SS"] * 3, "P" * 8 + "SS")))

    assert (
        "the last 2 runs skipped nearly all of the suite `skips` on `os=linux`: 4 of 4 tests now, "
        "0 in the 8 runs before (median)"
    ) == found.reason
    assert {
        "skipped": 4, "tests": 4, "skipped_before": 0, "runs": 2, "runs_before": 8, "lost": 4,
    } == found.numbers  # fmt: skip
    assert ("run-0008", "probable") == (since(found), found.confidence)
    assert "possible" == only(line_of(suite_of("skips", *["PPPS"] * 3))).confidence


def growing(skips: Sequence[int], tests: int = 20) -> Line:
    """Return a line with a suite of which each run skips so many tests."""
    rows = ["".join("S" if at < skip else "P" for skip in skips) for at in range(tests)]
    return line_of(suite_of("grows", *rows))


@pytest.mark.parametrize(
    ("skips", "expected"),
    [
        ([1] * 30 + [4] * 10, True),
        ([1] * 30 + [3] * 10, False),  # two tests, ten points
        ([number // 6 for number in range(40)], True),  # little by little
        ([1] * 10 + [4] * 10, True),
        ([1] * 9 + [4] * 10, False),  # too few before
        ([1] * 31 + [4] * 9, True),
        ([1] * 34 + [4] * 6, False),  # one of them is not above
        ([1, 7] * 20, False),  # back and forth
        ([8] * 10 + [1] * 20 + [7] * 10, False),  # up and down again
        ([7] * 30 + [1] * 10, False),
        ([1] * 40, False),
    ],
)
def test_growing_skips(skips: list[int], expected: bool) -> None:  # noqa: FBT001 - of the table
    """The last ten runs skip more of the suite than the thirty before, and it only ever rose."""
    assert ([("growing-skips", "grows")] if expected else []) == told(growing(skips))


def test_growing_skips_of_a_large_suite() -> None:
    """Three tests of a hundred are no tenth of it."""
    assert [] == told(growing([1] * 30 + [10] * 10, tests=100))
    assert [("growing-skips", "grows")] == told(growing([1] * 30 + [11] * 10, tests=100))


def test_what_grows_is_described() -> None:
    """The reason has both medians with their shares, and since when the skips are above."""
    found = only(growing([1] * 28 + [2, 3] + [5] * 10))

    assert (
        "the suite `grows` skips more and more on `os=linux`: the median of the last 10 runs is "
        "5 tests (25 %), that of the 30 before 1 test (5 %)"
    ) == found.reason
    assert ("run-0028", "probable", 40) == (since(found), found.confidence, found.window.runs)
    assert {
        "skipped": 5, "skipped_before": 1, "share": 0.25, "share_before": 0.05, "runs": 10,
        "runs_before": 30, "lost": 4,
    } == found.numbers  # fmt: skip


def test_runs_in_which_most_failed_do_not_count() -> None:
    """A run that lost its machine halfway neither lacks a suite nor skips it."""
    red = suite_of("red", *["P" * 18 + "FF"] * 30)

    assert [] == told(line_of({**red, **suite_of("goes", "P" * 18 + "..")}))
    assert [] == told(line_of({**red, **suite_of("skips", *["P" * 18 + "SS"] * 3)}))


def test_worst_first() -> None:
    """Suites that vanished come first, then those that are skipped, the larger first."""
    line = line_of(
        {
            **suite_of("a stays", "P" * 20),
            **suite_of("b skips", *["P" * 18 + "SS"] * 3),
            **suite_of("c skips", *["P" * 18 + "SS"] * 4),
            **suite_of("d goes", "P" * 18 + ".."),
        }
    )

    assert [("vanished", "d goes"), ("newly-skipped", "c skips"), ("newly-skipped", "b skips")] == (
        told(line)
    )


def test_nothing_recorded() -> None:
    """A line without runs has no suites."""
    assert () == judge(joined([]))


def test_names_are_quoted() -> None:
    """What artifacts call a suite never leaves its backticks."""
    found = only(line_of(suite_of("a`b\n# c", "PPPPP..") | suite_of("stays", "P" * 7)))

    assert found.reason.startswith("the suite `aˋb ⏎ # c` is in none of the last 2 runs")
