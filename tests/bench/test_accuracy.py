"""What reportgen says of many runs is right as often as the page on accuracy promises."""

import accuracy
import judging
import pytest
from measuring import KINDS, measure
from scoring import Row, Score

JUDGED = [kind for kind, (module, _) in KINDS.items() if judging.has(module)]


@pytest.mark.parametrize("kind", JUDGED)
def test_the_aims_are_reached(kind: str) -> None:
    """No row misses its aim, and at least one has an aim."""
    rows = measure(kind, accuracy.QUICK)

    assert [] == [row for row in rows if row.is_missed]
    assert any(aim for row in rows for aim in row.aims)


def test_flaky_tests_and_new_failures_are_judged() -> None:
    """The list above is that of what is there, and these are."""
    assert {"flaky", "new-failures"} <= set(JUDGED)


def test_what_is_not_judged_misses() -> None:
    """Whoever measures what reportgen does not do is told so."""
    KINDS["weather"] = ("overtime.weather", lambda _: iter(()))
    try:
        rows = measure("weather", accuracy.QUICK)
    finally:
        del KINDS["weather"]

    assert [True] == [row.is_missed for row in rows]


def test_a_row_of_the_table() -> None:
    """A share stands with its counts; where nothing was asked there is nothing."""
    rows = [Row("x", Score(19, 20, 9, 10), (0.95, 0.95)), Row("y", Score(recalled=0, true=0))]

    assert ["x", "0.950 (19 of 20)", "0.900 (9 of 10)", "0.95 / 0.95 missed"] == cells(rows, 0)
    assert ["y", "", "none", ""] == cells(rows, 1)


def cells(rows: list[Row], at: int) -> list[str]:
    """Return the cells of the row *at* of the table of *rows*."""
    line = accuracy.table(rows).splitlines()[2 + at]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_page_holds_a_table_of_today() -> None:
    """Its table has the rows that are measured, whatever their numbers, and says of each aim."""
    text = accuracy.PAGE.read_text(encoding="utf-8")
    shown = text.partition(accuracy.BEGIN)[2].partition(accuracy.END)[0].splitlines()[2:]
    flaky = [row.what for row in measure("flaky", range(1))]

    assert flaky == [line.strip("|").split("|")[0].strip() for line in shown[: len(flaky)]]


def test_writing_replaces_the_table_alone() -> None:
    """The words of the page are written by hand, and stay."""
    rows = [Row("x", Score(1, 1, 1, 1))]
    before = f"words\n{accuracy.BEGIN}old\n{accuracy.END}\nmore\n"
    after = accuracy.page(before, rows)

    assert f"words\n{accuracy.BEGIN}{accuracy.table(rows)}{accuracy.END}\nmore\n" == after
    assert after == accuracy.page(after, rows)
