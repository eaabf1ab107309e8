"""Coverage beside the baseline's: what is compared, and that it judges nothing."""

from pathlib import Path

import pytest

from reportgen.analysis.coverage import beside
from reportgen.model.coverage import Coverage, CoverageTotal
from tests.analysis.jobs import GREEN, Files, judged


def lcov(covered: int, total: int) -> str:
    """Return a tracefile with these lines."""
    return f"SF:a.c\nLF:{total}\nLH:{covered}\nend_of_record\n"


def coverage(name: str = "lcov.info", artifact: str = "lcov.info", covered: int = 1) -> Coverage:
    """Return the totals of a report."""
    return Coverage(name=name, artifact=artifact, lines_covered=covered, lines_total=4)


def test_the_same_report_of_the_base_stands_beside(tmp_path: Path) -> None:
    """A report is known by its name, in whatever folder the base lies."""
    report = judged(
        tmp_path,
        {**GREEN, "lcov.info": lcov(3, 4)},
        base={**GREEN, "out/lcov.info": lcov(1, 2)},
    )
    (total,) = report.coverage

    assert (25.0, None) == (total.lines_change, total.branches_change)


@pytest.mark.parametrize("base", [None, GREEN, {**GREEN, "other.info": lcov(1, 2)}])
def test_without_the_same_report_nothing_is_compared(tmp_path: Path, base: Files | None) -> None:
    """What the base does not have is no fall and no rise."""
    report = judged(tmp_path, {**GREEN, "lcov.info": lcov(3, 4)}, base=base)

    assert [None] == [total.base for total in report.coverage]


@pytest.mark.parametrize(("covered", "base"), [(0, 4), (0, 0), (4, 0)])
def test_coverage_judges_nothing(tmp_path: Path, covered: int, base: int) -> None:
    """However far it falls, the verdict and the findings are those of the run without it."""
    without = judged(tmp_path / "a", GREEN, base=GREEN)
    beside_it = judged(
        tmp_path / "b",
        {**GREEN, "lcov.info": lcov(covered, 4)},
        base={**GREEN, "lcov.info": lcov(base, 4)},
    )

    assert (without.verdict.change, without.verdict.decision, without.verdict.gate) == (
        beside_it.verdict.change,
        beside_it.verdict.decision,
        beside_it.verdict.gate,
    )
    assert without.findings == beside_it.findings


def test_paths_tell_namesakes_apart() -> None:
    """Of several reports of one name each is compared with the one at its own path."""
    api, web = coverage(artifact="api/lcov.info"), coverage(artifact="web/lcov.info")
    old_web = coverage(artifact="web/lcov.info", covered=2)

    assert (
        CoverageTotal(measured=api),
        CoverageTotal(measured=web, base=old_web),
    ) == beside([api, web], [old_web, coverage(artifact="app/lcov.info")])


def test_what_cannot_be_told_apart_is_not_compared() -> None:
    """Two reports of one name and one path may be either."""
    twins = [coverage(), coverage(covered=2)]

    assert [None, None] == [total.base for total in beside(twins, twins)]
    assert [None] == [total.base for total in beside([coverage()], twins)]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((1, 4), (1, 4), 0.0),
        ((3, 4), (1, 4), 50.0),
        ((0, 0), (1, 4), None),
        ((1, 4), (0, 0), None),
        ((None, None), (1, 4), None),
        ((1, 4), (None, None), None),
    ],
)
def test_changes(
    now: tuple[int | None, int | None],
    before: tuple[int | None, int | None],
    expected: float | None,
) -> None:
    """A change is in percentage points; of nothing there is no percentage."""
    total = CoverageTotal(
        measured=Coverage(name="a", branches_covered=now[0], branches_total=now[1]),
        base=Coverage(name="a", branches_covered=before[0], branches_total=before[1]),
    )

    assert (None, expected) == (total.lines_change, total.branches_change)
