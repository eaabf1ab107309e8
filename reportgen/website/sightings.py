"""In which runs each cause broke what: its failures, run by run, from the columns of the runs."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reportgen.model.overtime import RED, Column, Named
from reportgen.model.tests import Trouble


class Sighting(NamedTuple):
    """
    A run in which a cause was seen.

    *tests* are those that failed by it there; *trouble* is what one of them said.
    """

    run: str
    tests: tuple[Named, ...]
    trouble: Trouble


class Broken(NamedTuple):
    """A test that a cause broke, in how many runs, and the ids of the first and last of them."""

    test: Named
    runs: int
    first: str
    last: str


def sightings_of(columns: Iterable[Column]) -> Mapping[str, tuple[Sighting, ...]]:
    """
    Return where each cause was seen by its id, in the order of the ids of the runs.

    A run recorded the cause of each of its failures; one that recorded none is in no list.
    """
    found: dict[str, list[Sighting]] = {}
    for column in sorted(columns, key=lambda column: column.run.id):
        places: dict[str, list[int]] = {}
        for place in sorted(column.troubles):
            cause = column.causes.get(place)
            if cause is not None and column.letters[place] in RED and column.troubles[place]:
                places.setdefault(cause, []).append(place)
        for cause, of_run in places.items():
            tests = tuple(column.tests[place] for place in of_run)
            trouble = column.troubles[of_run[0]][0]
            found.setdefault(cause, []).append(Sighting(column.run.id, tests, trouble))
    return {cause: tuple(of_cause) for cause, of_cause in found.items()}


def broken_by(sightings: Iterable[Sighting]) -> list[Broken]:
    """Return the tests of *sightings*, those broken most often first, then by their titles."""
    found: dict[str, Broken] = {}
    for run, tests, _ in sightings:
        for test in tests:
            known = found.get(test.id)
            if known is None:
                found[test.id] = Broken(test, 1, run, run)
            elif known.last != run:
                found[test.id] = Broken(test, known.runs + 1, known.first, run)
    return sorted(found.values(), key=lambda each: (-each.runs, each.test.title, each.test.id))
