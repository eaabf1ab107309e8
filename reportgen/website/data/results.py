"""
What each test came to in one run, for the table of its page: a few bytes a test.

Tests are named by their places in the list that all runs share (`reportgen.website.data.names`).
Rows stand in the order of that list, so that nearly all of what they say are long stretches:
of places, of outcomes. What a passed test has of its own is its time.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from json import dumps
from operator import le
from typing import Final, NamedTuple

from reportgen.model.brief import Brief
from reportgen.model.overtime import Column, Named
from reportgen.model.tests import Case
from reportgen.model.text import clean
from reportgen.render.account.tests import row_of
from reportgen.website.data import files, runlength
from reportgen.website.data.names import Known, Names, shown, shown_suite
from reportgen.website.places import Page

MOST_RESULTS: Final = 3_000_000
"""So many results of the newest runs have their times on the site: these take most of the room."""
_LETTERS: Final = {"passed": "P", "flaky": "R", "failed": "F", "errored": "E", "skipped": "S"}
_REMARKABLE: Final = re.compile(r"[^P]")
_KEY_BYTES: Final = 8


class _Rows(NamedTuple):
    """
    The cases of a run in the order of their *places*, by their numbers.

    *otherwise* has the numbers of those that the list of names calls otherwise.
    """

    order: Sequence[int]
    places: Sequence[int]
    otherwise: Collection[int]


def roomy(runs: Iterable[Brief], most: int) -> frozenset[str]:
    """Return the ids of the newest of *runs*, as many as have *most* results together."""
    kept = set()
    for brief in sorted(runs, key=lambda brief: brief.run.id, reverse=True):
        most -= brief.totals.counts.tests
        if most < 0:
            break
        kept.add(brief.run.id)
    return frozenset(kept)


def page(
    column: Column, cases: Sequence[Case], names: Names, known: Known, *, timed: bool
) -> tuple[Page, str]:
    """
    Return what *cases* came to in the run of *column* as a script, and the key that it states.

    *known* is what *names* knew with this run; times are there where it is *timed*.
    """
    rows, letters = _rows(column, cases, names, known.length)
    said = [row_of(cases[number]) for at, number in enumerate(rows.order) if letters[at] != "P"]
    notes = {"": 0}
    suites: dict[str, int] = {}
    document = {
        "total": len(cases),
        "names": list(known),
        "places": runlength.stretches(rows.places),
        "outcomes": runlength.encode(letters),
        "notes": notes,
        "note": runlength.counted([notes.setdefault(clean(row.note), len(notes)) for row in said]),
        "called": [
            [at, title, suites.setdefault(shown_suite(cases[number].suite), len(suites))]
            for at, number in enumerate(rows.order if rows.otherwise else ())
            if number in rows.otherwise
            for title in (_own_title(cases[number], rows.places[at], names, known.length),)
        ],
        "suites": suites,
        "ms": [_milliseconds(cases[at].duration_s) for at in rows.order] if timed else None,
    }
    document |= {"notes": list(notes), "suites": list(suites)}
    text = dumps(document, ensure_ascii=False)
    key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).hexdigest()
    head = files.lone("results", f"results/{column.run.id}", key)
    return files.script(head | document, f"runs/{column.run.id}/results"), key


def _rows(column: Column, cases: Sequence[Case], names: Names, known: int) -> tuple[_Rows, str]:
    """Return *cases* in the order of the first *known* of *names*, and their letters."""
    numbers = range(len(cases))
    if len(column.tests) == len(cases) and all(map(_is_same, column.tests, cases)):
        # Nearly always: each test has one result, in the order of the column.
        places, otherwise = names.places_of(column)
        letters = column.letters
        if _REMARKABLE.search(letters):
            row = list(letters)
            for found in _REMARKABLE.finditer(letters):
                row[found.start()] = _letter(cases[found.start()])
            letters = "".join(row)
    else:
        ids = [names.places.get(case.id) for case in cases]
        places = [known if place is None or place > known else place for place in ids]
        otherwise = frozenset(
            at
            for at, case in enumerate(cases)
            if places[at] == known
            or names.suite(places[at]) != shown_suite(case.suite)
            or names.title(places[at]) != shown(case.class_name, case.name)
        )
        letters = "".join(map(_letter, cases))
    if all(map(le, places, islice(places, 1, None))):
        return _Rows(numbers, places, otherwise), letters
    order = sorted(numbers, key=places.__getitem__)
    moved = _Rows(order, [places[number] for number in order], otherwise)
    return moved, "".join(letters[number] for number in order)


def _is_same(test: Named, case: Case) -> bool:
    return (
        test.name == case.name
        and test.class_name == case.class_name
        and test.suite == case.suite
        and test.file == (case.file or None)
    )


def _letter(case: Case) -> str:
    return _LETTERS["flaky" if case.is_flaky else case.outcome.name]


def _own_title(case: Case, place: int, names: Names, known: int) -> str | None:
    """Return what *case* is called; None where the *known* names call it the same."""
    title = shown(case.class_name, case.name)
    return None if place < known and title == names.title(place) else title


def _milliseconds(seconds: float | None) -> int | float | None:
    """Return *seconds* as no clock measures more exactly: whole, or with what is below ten."""
    if seconds is None:
        return None
    ms = seconds * 1000
    if ms >= 10:
        return round(ms)
    rounded = round(ms, 2)
    return int(rounded) if rounded.is_integer() else rounded
