"""The pages that a script fills: all tests, one test, the grid of a suite, and two runs."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from reportgen.website.known import History
from reportgen.website.pages import runlists
from reportgen.website.places import Page, Place, rendered, thing
from reportgen.wording import marked, phrase

URL: Final = "tests/index.html"
TEST_URL: Final = "test.html"
GRID_URL: Final = "grid.html"
COMPARE_URL: Final = "compare.html"


class _Frame(NamedTuple):
    """
    A page without its data, in a *section* of the site.

    *scripts* fill it, the last of them is called as its template is.
    """

    url: str
    title: str
    scripts: tuple[str, ...]
    section: str = URL


_FRAMES: Final = (
    _Frame(URL, marked("Tests"), ("tests",)),
    _Frame(TEST_URL, marked("Test"), ("copying", "times", "ties", "test")),
    _Frame(GRID_URL, marked("Grid of a suite"), ("grid",)),
    _Frame(
        COMPARE_URL,
        marked("Compare two runs"),
        ("copying", "renames", "pair", "compare"),
        runlists.URL,
    ),
)


def pages(history: History) -> Iterator[Page]:
    """Yield the frames: each says what its script needs, and where the same is found without."""
    for frame in _FRAMES:
        yield rendered(
            Place(
                frame.url,
                thing(phrase(frame.title), history.site),
                frame.section,
                phrase(frame.title),
            ),
            history.site,
            f"{frame.scripts[-1]}.html.j2",
            scripts=frame.scripts,
        )
