"""The geometry of lines and rows over runs: inside the drawing area, and gaps stay gaps."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.charts import HEIGHT, WIDTH
from reportgen.render.traces import CELL, LEVELS, ROW, cells, trace

series = st.lists(st.none() | st.floats(0, 1e12), min_size=1, max_size=60)


def points(path: str) -> list[tuple[float, float]]:
    """Return the places that *path* names."""
    found = re.findall(r"[ML]([\d.]+) ([\d.]+)", path)
    return [(float(x), float(y)) for x, y in found]


@given(values=series)
def test_every_known_value_is_drawn_once_and_inside(values: list[float | None]) -> None:
    """As many points as values, on the line or as a dot, none outside the area."""
    found = trace(values)
    known = [value for value in values if value is not None]

    assert (found is None) == (not known)
    if found:
        drawn = points(found.path) + points(found.dots)
        assert len(known) == len(drawn)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn)


def test_gap_is_not_bridged() -> None:
    """The line ends before what is unknown and begins anew after it."""
    found = trace([1.0, 2.0, None, 2.0, 1.0])

    assert found is not None
    assert 2 == found.path.count("M")
    assert not found.dots


def test_value_between_gaps_is_a_dot() -> None:
    """A line of one point would not be seen."""
    found = trace([None, 5.0, None])

    assert found is not None
    assert (1, "") == (found.dots.count("h0"), found.path)


def test_noise_is_not_drawn_as_change() -> None:
    """One percent takes at most a tenth of the height."""
    found = trace([1_000.0, 1_010.0])

    assert found is not None
    heights = [y for _, y in points(found.path)]
    assert max(heights) - min(heights) < HEIGHT / 10


def test_marks_stand_at_their_value() -> None:
    """A mark has the place of the value that it points at."""
    found = trace([1.0, 2.0, 3.0], [1])

    assert found is not None
    assert (WIDTH / 2,) == found.marks


@given(tones=st.lists(st.sampled_from(sorted(LEVELS)), max_size=90))
def test_cells_are_one_path_a_tone(tones: list[str]) -> None:
    """Every cell is there, in its slot, and no tone that does not occur."""
    found = cells(tones)
    starts = {part.tone: [float(x) for x, _ in points(part.path)] for part in found}

    assert set(tones) == set(starts)
    assert {
        tone: [index * CELL + 1.0 for index, each in enumerate(tones) if each == tone]
        for tone in starts
    } == starts


def test_worse_is_lower() -> None:
    """The height says what the colour says."""
    heights = [ROW * LEVELS[tone] for tone in ("good", "warn", "bad", "none")]

    assert sorted(heights, reverse=True) == heights
    assert len(set(heights)) == len(heights)
