"""The geometry of the charts: inside the drawing area, honest about scale, nothing vanishes."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.memory import Sample
from reportgen.render.charts import HEIGHT, WIDTH, Point, memory_curve, path, shares, stacked, strip

values = st.lists(st.integers(0, 1 << 45), min_size=2, max_size=60)


def sampled(readings: list[int]) -> list[Sample]:
    """Return *readings*, a second apart."""
    return [Sample(at=float(index), value=value) for index, value in enumerate(readings)]


def test_path_is_svg_path_data() -> None:
    """One move, then lines, with at most one decimal."""
    assert path([Point(0, 10), Point(12.345, 0.06)]) == "M0 10L12.3 0.1"


@given(readings=values)
def test_curve_stays_inside(readings: list[int]) -> None:
    """Whatever the readings: every point of the curve lies in the drawing area."""
    curve = memory_curve(sampled(readings))

    assert curve is not None
    points = [point.split(" ") for point in curve.path.removeprefix("M").split("L")]
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in points)


def test_noise_is_not_drawn_as_growth() -> None:
    """One percent of change takes at most a tenth of the height."""
    curve = memory_curve(sampled([1_000_000, 1_010_000]))

    assert curve is not None
    heights = [float(point.split(" ")[1]) for point in curve.path[1:].split("L")]
    assert max(heights) - min(heights) < HEIGHT / 10


def test_one_reading_is_no_curve() -> None:
    """A line has two ends."""
    assert memory_curve(sampled([5])) is None


def test_readings_without_a_clock_are_counted() -> None:
    """Where the log has no time, the axis says so."""
    curve = memory_curve([Sample(None, 1), Sample(None, 2), Sample(3.0, 3)])

    assert curve is not None
    assert (curve.left, curve.right) == ("reading 1", "reading 3")


def test_limit_is_drawn_within_reach_only() -> None:
    """A limit far away would flatten the curve; the page states it in words then."""
    near = memory_curve(sampled([100, 110]), limit=150)
    far = memory_curve(sampled([100, 110]), limit=1_000)

    assert near is not None
    assert far is not None
    assert near.limit_y is not None
    assert far.limit_y is None


@given(readings=st.lists(st.integers(0, 1 << 40), min_size=401, max_size=3_000))
def test_thinning_keeps_the_peak(readings: list[int]) -> None:
    """A long series is drawn with fewer points, but its highest is among them."""
    curve = memory_curve(sampled(readings))

    assert curve is not None
    assert curve.path.count("L") <= 400
    assert f"{round(curve.peak.y, 1):.1f}".removesuffix(".0") in {
        point.split(" ")[1] for point in curve.path[1:].split("L")
    }


@given(counts=st.lists(st.integers(0, 10**7), min_size=1, max_size=4))
def test_shares_fill_the_bar(counts: list[int]) -> None:
    """No part that exists is too thin to be seen, and together they are the whole."""
    parts = shares([("good", number) for number in counts])

    assert len(parts) == sum(number > 0 for number in counts)
    assert all(part.width >= 1 for part in parts)
    if parts:
        assert round(sum(part.width for part in parts)) == 100


def test_one_failure_among_thousands_is_seen() -> None:
    """A stacked bar keeps a small part tall enough to be seen."""
    (bar,) = stacked([("run", (("bad", 1), ("good", 50_000)))])

    assert [part.tone for part in bar.parts] == ["bad", "good"]
    assert bar.parts[0].height >= 4


def test_unknown_is_a_gap() -> None:
    """Where nothing is known nothing is drawn, not a bar of zero."""
    bars = stacked([("known", (("plain", 3.0),)), ("unknown", (("plain", None),))])

    assert [len(bar.parts) for bar in bars] == [1, 0]


def test_states_differ_by_height() -> None:
    """The strip says by height what it says by colour."""
    cells = strip([(tone, tone) for tone in ("good", "warn", "bad", "none")])
    heights = [cell.parts[0].height for cell in cells]

    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 4


@given(readings=values, slope=st.floats(-1e12, 1e12))
def test_slope_stays_inside(readings: list[int], slope: float) -> None:
    """Whatever the slope: its line lies in the drawing area, or there is none."""
    curve = memory_curve(sampled(readings), slope_per_s=slope)

    assert curve is not None
    if curve.slope:
        points = [point.split(" ") for point in curve.slope.removeprefix("M").split("L")]
        assert len(points) == 2
        assert all(-0.1 <= float(x) <= WIDTH + 0.1 for x, _ in points)
        assert all(-0.1 <= float(y) <= HEIGHT + 0.1 for _, y in points)
