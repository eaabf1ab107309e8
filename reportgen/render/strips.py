"""Strips: what one thing came to in run after run, as letters in colours."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Final, NamedTuple

from reportgen.model.overtime import (
    ABSENT,
    ERRORED,
    FAILED,
    OUTAGE,
    PASSED,
    RETRIED,
    SKIPPED,
)
from reportgen.model.units import plural
from reportgen.wording import marked, phrase, phrase_many

MOST_CELLS: Final = 60
CANCELLED: Final = "C"
UNKNOWN: Final = "?"


class Meaning(NamedTuple):
    """What a letter stands for, and the class of its colour."""

    word: str
    tone: str


TESTS: Final[Mapping[str, Meaning]] = {
    PASSED: Meaning(marked("passed"), "good"),
    RETRIED: Meaning(marked("passed after a failed attempt"), "warn"),
    FAILED: Meaning(marked("failed"), "bad"),
    ERRORED: Meaning(marked("errored"), "bad"),
    OUTAGE: Meaning(marked("failed in an outage"), "none"),
    SKIPPED: Meaning(marked("skipped"), "none"),
    ABSENT: Meaning(marked("not in the run"), "gap"),
}
STEPS: Final[Mapping[str, Meaning]] = {
    PASSED: Meaning(marked("passed"), "good"),
    FAILED: Meaning(marked("failed"), "bad"),
    CANCELLED: Meaning(marked("cancelled"), "warn"),
    SKIPPED: Meaning(marked("skipped"), "none"),
    UNKNOWN: Meaning(marked("not known"), "none"),
    ABSENT: Meaning(marked("not in the run"), "gap"),
}


class Stretch(NamedTuple):
    """Equal letters in a row."""

    letters: str
    tone: str


class Strip(NamedTuple):
    """Letters, oldest first, and what they say in words; *left_out* older ones are not shown."""

    stretches: tuple[Stretch, ...]
    left_out: int
    says: str


def strip(letters: str, meanings: Mapping[str, Meaning] = TESTS, most: int = MOST_CELLS) -> Strip:
    """Return the newest *most* of *letters*; runs before the first with a result are no part."""
    known = "".join(letter if letter in meanings else ABSENT for letter in letters)
    known = known.lstrip(ABSENT)
    shown = known[-most:]
    stretches = tuple(
        Stretch("".join(equal), meanings[letter].tone) for letter, equal in groupby(shown)
    )
    counted = Counter(shown)
    said = ", ".join(
        f"{counted[letter]} {phrase(meaning.word)}"
        for letter, meaning in meanings.items()
        if counted[letter]
    )
    says = phrase("no result")
    if shown:
        says = phrase_many(
            "{n} run from oldest to newest: {counts}; the newest: {newest}",
            "{n} runs from oldest to newest: {counts}; the newest: {newest}",
            len(shown),
            counts=said,
            newest=phrase(meanings[shown[-1]].word),
        )
    return Strip(stretches, len(known) - len(shown), says)


class Shape(NamedTuple):
    """All that came to one thing, as one path: *tone* is the class of its colour."""

    tone: str
    d: str


class Drawn(NamedTuple):
    """A strip as a picture of *width* by `HEIGHT`, and what it says in words, short and in full."""

    width: int
    shapes: tuple[Shape, ...]
    brief: str
    says: str


HEIGHT: Final = 16
_STEP: Final = 5
_CELL: Final = 4
# Where each begins and how high it is: whoever sees no colours sees what stands up.
_PLACES: Final[Mapping[str, tuple[int, int]]] = {
    PASSED: (11, 5),
    RETRIED: (6, 10),
    FAILED: (0, HEIGHT),
    ERRORED: (0, HEIGHT),
    OUTAGE: (6, 10),
    SKIPPED: (14, 2),
}


def drawn(letters: str) -> Drawn | None:
    """Return the course of a test, oldest first, as a picture; None where it shows one run."""
    shown = letters.lstrip(ABSENT)
    if len(shown) < 2:
        return None
    paths: dict[str, list[str]] = {}
    for at, letter in enumerate(shown):
        if letter in _PLACES:
            y, height = _PLACES[letter]
            cell = f"M{at * _STEP} {y}h{_CELL}v{height}h-{_CELL}z"
            paths.setdefault(TESTS[letter].tone, []).append(cell)
    return Drawn(
        width=len(shown) * _STEP - 1,
        shapes=tuple(Shape(tone, "".join(cells)) for tone, cells in paths.items()),
        brief=_brief(shown),
        says=strip(shown).says,
    )


def _brief(letters: str) -> str:
    counted = Counter(letters)
    ran = plural(len(letters) - counted[ABSENT] - counted[SKIPPED], "run")
    red = counted[FAILED] + counted[ERRORED] + counted[OUTAGE]
    told = []
    if red:
        told.append(phrase("failed in {number:,} of {runs}", number=red, runs=ran))
    if retried := counted[RETRIED]:
        told.append(
            phrase("passed only after a retry in {number:,} of {runs}", number=retried, runs=ran)
        )
    return ", ".join([*told, phrase("this one on the right")])
