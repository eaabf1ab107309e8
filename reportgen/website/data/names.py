"""
What tests are called, once for all runs: the results of a run name its tests by their places here.

Tests stand in the order in which runs first had them, so that a further run adds names at the end
and moves none. The list is cut into files, of which the last alone changes then.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from reportgen.model.overtime import Column, Named
from reportgen.model.text import clean, one_line
from reportgen.website.data import files
from reportgen.website.data.levels import digest
from reportgen.website.parts import Part
from reportgen.website.places import Page

LIST: Final = f"{files.FOLDER}/names-of-results"
"""The address of what says which files there are, without a suffix: its name has no key."""
MOST_IN_A_FILE: Final = 4_096
"""So many tests make some 300 kB."""
LONGEST: Final = 300
UNNAMED: Final = "unnamed test"


class Known(NamedTuple):
    """The names up to the last one that a run brought: how many there are, and their digest."""

    length: int
    key: str


class _OfTests(NamedTuple):
    """Where *tests* have their places; they are kept, so that no others get their identity."""

    tests: Sequence[Named]
    places: Sequence[int]
    otherwise: frozenset[int]


class Names:
    """The names of all tests of *columns*, which may come in any order."""

    def __init__(self, columns: Iterable[Column] = ()) -> None:
        self._tests: list[Named] = []
        self._places: dict[str, int] = {}
        self._of_tests: dict[int, _OfTests] = {}
        self._known: dict[str, Known] = {}
        self._steps: list[Known] = []
        now = Known(0, digest("names"))
        seen: set[int] = set()
        for column in sorted(columns, key=lambda column: column.run.id):
            if id(column.tests) not in seen:  # most runs share theirs
                seen.add(id(column.tests))
                now = self._after(now, column.tests)
            self._known[column.run.id] = now

    def _after(self, now: Known, tests: Sequence[Named]) -> Known:
        fresh = [test for test in tests if test.id not in self._places]
        if not fresh:
            return now
        for test in fresh:
            self._places[test.id] = len(self._tests)
            self._tests.append(test)
        self._steps.append(Known(len(self._tests), digest(now.key, *map(repr, fresh))))
        return self._steps[-1]

    def until(self, run_id: str) -> Known | None:
        """Return what was known with the run *run_id*; None where its tests were not read."""
        return self._known.get(run_id)

    def places_of(self, column: Column) -> tuple[Sequence[int], frozenset[int]]:
        """
        Return the places of the tests of *column*, which is one of those that the names are of.

        With them come the numbers of those that are called otherwise here: what changes from run
        to run in a name, as an address does, makes no other test.
        """
        found = self._of_tests.get(id(column.tests))
        if found is None or found.tests is not column.tests:
            places = [self._places[test.id] for test in column.tests]
            otherwise = frozenset(
                at
                for at, (place, test) in enumerate(zip(places, column.tests, strict=True))
                if self._tests[place] is not test and self._tests[place] != test
            )
            found = self._of_tests[id(column.tests)] = _OfTests(column.tests, places, otherwise)
        return found.places, found.otherwise

    def place_of(self, test: str) -> int | None:
        """Return the place of the test with the id *test*."""
        return self._places.get(test)

    def title(self, place: int) -> str | None:
        """Return what the test at *place* is called in a table; None where there is none."""
        return shown(self._tests[place].title) if place < len(self._tests) else None

    def suite(self, place: int) -> str | None:
        """Return the suite of the test at *place* likewise."""
        return shown_suite(self._tests[place].suite) if place < len(self._tests) else None

    def parts(self) -> Iterator[Part]:
        """Yield a part for each file of names, and one for what leads to them."""
        keys = []
        for number, start in enumerate(range(0, len(self._tests), MOST_IN_A_FILE)):
            tests = self._tests[start : start + MOST_IN_A_FILE]
            keys.append(digest(*map(repr, tests)))
            yield Part(f"{LIST}/{number}", keys[-1], partial(_pages, number, keys[-1], tests))
        key = digest(*keys, *(step.key for step in self._steps))
        yield Part(LIST, key, partial(self._make_list, key, keys))

    def _make_list(self, key: str, keys: Sequence[str]) -> Iterator[Page]:
        document = {
            **files.lone("names-of-results", "names-of-results", key),
            "tests": len(self._tests),
            "steps": [list(step) for step in self._steps],
            "files": [
                f"{files.FOLDER}/results-names/{number}-{each}.js"
                for number, each in enumerate(keys)
            ],
            "keys": list(keys),
        }
        yield from files.scripts(document, LIST)


def shown(title: str) -> str:
    """Return what a row calls the test with *title*: one line, never empty."""
    return one_line(clean(title), LONGEST) or UNNAMED


def shown_suite(suite: str) -> str:
    """Return what a row calls *suite*."""
    return one_line(clean(suite), LONGEST)


def _pages(number: int, key: str, tests: Sequence[Named]) -> Iterator[Page]:
    suites: dict[str, int] = {}
    of_suites = [suites.setdefault(shown_suite(test.suite), len(suites)) for test in tests]
    name = f"results-names/{number}"
    document = {
        **files.lone("results-names", name, key),
        "tests": len(tests),
        "ids": "\n".join(test.id for test in tests),
        "titles": "\n".join(shown(test.title) for test in tests),
        "suites": list(suites),
        "suite": of_suites,
    }
    yield from files.scripts(document, f"{files.FOLDER}/{name}-{key}")
