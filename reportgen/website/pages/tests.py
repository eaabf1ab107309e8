"""The pages that a script fills: all tests, one test, and the grid of a suite."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from reportgen.website.known import History
from reportgen.website.places import Page, Place, rendered, thing

URL: Final = "tests/index.html"
TEST_URL: Final = "test.html"
GRID_URL: Final = "grid.html"


class _Frame(NamedTuple):
    """A page without its data; *scripts* fill it, the last of them is called as its template is."""

    url: str
    title: str
    scripts: tuple[str, ...]


_FRAMES: Final = (
    _Frame(URL, "Tests", ("tests",)),
    _Frame(TEST_URL, "Test", ("copying", "times", "test")),
    _Frame(GRID_URL, "Grid of a suite", ("grid",)),
)


def pages(history: History) -> Iterator[Page]:
    """Yield the frames: each says what its script needs, and where the same is found without."""
    for frame in _FRAMES:
        yield rendered(
            Place(frame.url, thing(frame.title, history.site), URL, frame.title),
            history.site,
            f"{frame.scripts[-1]}.html.j2",
            scripts=frame.scripts,
        )
