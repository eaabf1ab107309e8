"""
What tests are called, once for all that the site says of them: everything else tells their places.

Tests stand in the order in which runs first had them, so that a further run adds names at the end
and moves none. The list is cut into files, of which the last alone changes then.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from json import dumps
from typing import Any, Final, NamedTuple

from reportgen.model.overtime import Column, Named
from reportgen.model.text import clean, one_line
from reportgen.website.data import files
from reportgen.website.data.levels import digest
from reportgen.website.parts import Part
from reportgen.website.places import Page

LIST: Final = f"{files.FOLDER}/names"
"""The address of what says which files there are, without a suffix: its name has no key."""
MOST_IN_A_FILE: Final = 4_096
"""So many tests make some 200 kB."""
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
    """
    The names of all tests of *columns*, which may come in any order.

    *tests* has them by their places, *places* the place of each by its id.
    """

    def __init__(self, columns: Iterable[Column] = ()) -> None:
        self.tests: list[Named] = []
        self.places: dict[str, int] = {}
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
        self.all = now
        """All of them, as the last run knew them."""

    def _after(self, now: Known, tests: Sequence[Named]) -> Known:
        fresh = [test for test in tests if test.id not in self.places]
        if not fresh:
            return now
        for test in fresh:
            self.places[test.id] = len(self.tests)
            self.tests.append(test)
        self._steps.append(Known(len(self.tests), digest(now.key, dumps(fresh))))
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
            places = [self.places[test.id] for test in column.tests]
            otherwise = frozenset(
                at
                for at, (place, test) in enumerate(zip(places, column.tests, strict=True))
                if self.tests[place] is not test and self.tests[place] != test
            )
            found = self._of_tests[id(column.tests)] = _OfTests(column.tests, places, otherwise)
        return found.places, found.otherwise

    def title(self, place: int) -> str | None:
        """Return what the test at *place* is called in a table; None where there is none."""
        if place >= len(self.tests):
            return None
        return shown(self.tests[place].class_name, self.tests[place].name)

    def suite(self, place: int) -> str | None:
        """Return the suite of the test at *place* likewise."""
        return shown_suite(self.tests[place].suite) if place < len(self.tests) else None

    def parts(self) -> Iterator[Part]:
        """Yield a part for each file of names, and one for what leads to them."""
        keys = []
        for number, start in enumerate(range(0, len(self.tests), MOST_IN_A_FILE)):
            tests = self.tests[start : start + MOST_IN_A_FILE]
            keys.append(digest(dumps(tests)))
            yield Part(f"{LIST}/{number}", keys[-1], partial(_pages, number, keys[-1], tests))
        yield Part(
            LIST, digest(*keys, *chain(*map(_words, self._steps))), partial(self._list, keys)
        )

    def _list(self, keys: Sequence[str]) -> Iterator[Page]:
        document = {
            **files.lone("names-list", "names", self.all.key),
            "tests": len(self.tests),
            "most": MOST_IN_A_FILE,
            "steps": [list(step) for step in self._steps],
            "files": [_path(number, key) for number, key in enumerate(keys)],
            "keys": list(keys),
        }
        yield from files.pages(document, LIST)


def _words(known: Known) -> tuple[str, str]:
    return str(known.length), known.key


def shown(class_name: str, name: str) -> str:
    """Return what a row calls the test *name* of a class: one line, never empty."""
    within, own = _line(class_name), _line(name)
    return f"{within}.{own}" if within else own or UNNAMED


def shown_suite(suite: str) -> str:
    """Return what a row calls *suite*."""
    return _line(suite)


def _line(text: str) -> str:
    return one_line(clean(text), LONGEST)


def _path(number: int, key: str) -> str:
    return f"{LIST}/{number}-{key}.js"


def _pages(number: int, key: str, tests: Sequence[Named]) -> Iterator[Page]:
    document = files.lone("names", f"names/{number}", key) | _columns(tests)
    yield files.script(document, _path(number, key).removesuffix(".js"))


def _columns(tests: Sequence[Named]) -> dict[str, Any]:
    names = [_line(test.name) for test in tests]
    return {
        "tests": len(tests),
        "ids": "\n".join(test.id for test in tests),
        "names": "\n".join(names),
        **_table("suites", "suite", [test.suite for test in tests]),
        **_table("class_names", "class_name", [test.class_name for test in tests]),
        **_table("files", "file", [test.file or "" for test in tests]),
    }


def _table(many: str, one: str, texts: Iterable[str]) -> dict[str, Any]:
    """Return *texts* as places in a table of them, each with how often it follows itself."""
    table: dict[str, int] = {}
    counted: list[int] = []
    for text, same in groupby(texts):
        counted += (table.setdefault(_line(text), len(table)), sum(1 for _ in same))
    return {many: list(table), one: counted}
