"""
What each test of a history of outcomes is: healthy, flaky, broken from one commit to another.

A *flaky* test fails by a coin of its own in each attempt, whatever the code is; a *recovered* one
did until it was mended. A *broken* one fails in every attempt from the commit that broke it to the
one that mended it; where these are neighbours it is a failure that came *once*, and a *relapsing*
one is broken twice.
"""

from collections.abc import Iterator
from random import Random
from typing import Final, Literal, NamedTuple, TypeAlias

RATES: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3)
ON_ONE_VARIANT: Final = frozenset({"flaky", "broken", "once"})
ONE_VARIANT: Final = 0.3
"""The share of these that are so on one system alone."""
NEEDS_SERVICE: Final = 0.25
Kind: TypeAlias = Literal["healthy", "flaky", "recovered", "broken", "once", "relapsing"]


class Fate(NamedTuple):
    """
    What a test is on one line.

    It exists from the main commit *born* until before *gone*; *rate* is the chance that an attempt
    fails; from the main commit *broke* until before *mended* it fails always.
    *again* is a second such stretch, of a change that was taken back and came once more.
    """

    kind: Kind = "healthy"
    rate: float = 0.0
    flaky_until: int | None = None
    broke: int | None = None
    mended: int | None = None
    again: tuple[int, int] | None = None
    born: int = 0
    gone: int | None = None
    skips: float = 0.0
    needs_service: bool = False

    def exists(self, main: int) -> bool:
        """Whether the test is part of the code at the commit *main*."""
        return self.born <= main and (self.gone is None or main < self.gone)

    def is_broken(self, main: int) -> bool:
        """Whether the code at the commit *main* makes it fail."""
        if self.again and self.again[0] <= main < self.again[1]:
            return True
        return self.broke is not None and (
            self.broke <= main and (self.mended is None or main < self.mended)
        )

    def rate_at(self, main: int) -> float:
        """Return the chance that an attempt fails though the code is right."""
        return 0.0 if self.flaky_until is not None and main >= self.flaky_until else self.rate


class Size(NamedTuple):
    """
    How large a history is: of everything but *commits* and *variants*, how many tests.

    *per_rate* fail at each of `RATES`, which are more of the rare ones than of the others; *even*
    fail at rates that are drawn evenly between the first and the last of them.
    """

    tests: int = 300
    commits: int = 120
    variants: int = 2
    per_rate: int = 2
    even: int = 0
    broken: int = 12
    once: int = 12
    recovered: int = 3
    relapsing: int = 2
    renamed: int = 4
    cold: int = 6


def fates_of(chance: Random, size: Size) -> list[tuple[Fate, ...]]:
    """Return for each test what it is on each line."""
    free = list(range(size.tests))
    chance.shuffle(free)
    made: list[tuple[Fate, ...]] = [(Fate(),) * size.variants] * size.tests
    for fate in (*_flaky(chance, size), *_broken(chance, size), *_moving(chance, size)):
        one = fate.kind in ON_ONE_VARIANT and chance.random() < ONE_VARIANT
        at = chance.randrange(size.variants) if one else None
        made[free.pop()] = tuple(
            fate if at in {None, number} else Fate() for number in range(size.variants)
        )
    for place, on_lines in enumerate(made):
        needs, skips = chance.random() < NEEDS_SERVICE, 0.2 * (chance.random() < 0.02)
        made[place] = tuple(fate._replace(needs_service=needs, skips=skips) for fate in on_lines)
    return made


def _flaky(chance: Random, size: Size) -> Iterator[Fate]:
    """Yield tests that a coin decides, to this day or until they were mended."""
    for rate in RATES:
        for _ in range(size.per_rate):
            yield Fate("flaky", rate)
    for _ in range(size.even):
        yield Fate("flaky", chance.uniform(RATES[0], RATES[-1]))
    for _ in range(size.recovered):
        until = chance.randrange(size.commits // 4, size.commits // 2)
        yield Fate("recovered", chance.choice(RATES[3:]), flaky_until=until)


def _broken(chance: Random, size: Size) -> Iterator[Fate]:
    """Yield tests that the code makes fail: for long, for one commit, and twice."""
    last = size.commits
    for _ in range(size.broken):
        broke = chance.randrange(5, last - 1)
        mended = broke + chance.randrange(2, 16)
        yield Fate("broken", broke=broke, mended=mended if mended < last else None)
    for _ in range(size.once):
        broke = chance.randrange(5, last - 2)
        yield Fate("once", broke=broke, mended=broke + 1)
    for _ in range(size.relapsing):
        broke = chance.randrange(5, last - 30)
        mended = broke + chance.randrange(1, 9)
        back = mended + chance.randrange(1, 9)
        again = (back, back + chance.randrange(1, 9))
        yield Fate("relapsing", broke=broke, mended=mended, again=again)


def _moving(chance: Random, size: Size) -> Iterator[Fate]:
    """Yield tests that are not there all the time: renamed ones, old and new, and young ones."""
    for _ in range(size.renamed):
        when = chance.randrange(10, size.commits - 10)
        yield Fate(gone=when)
        yield Fate(born=when)
    for number in range(size.cold):
        rate = chance.choice(RATES) if number % 3 == 0 else 0.0
        born = size.commits - chance.randrange(2, 9)
        yield Fate("flaky" if rate else "healthy", rate, born=born)
