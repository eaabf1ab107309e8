"""One test's letters → what may be a sign of flakiness: contradictions and lone failures."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.model.overtime import GREEN, RED, RETRIED
from reportgen.overtime.flaky.course import Change, Course
from reportgen.patterns import pattern

_ROW: Final = pattern(f"[{''.join(sorted(RED))}]+")


class Disagreement(NamedTuple):
    """
    One commit, or one run, that the test both passed and failed.

    *at* is the place of the run that contradicted last, *red* those of the results it was against.
    *commit* is None only where the test passed after a failed attempt of the same run (*retried*).
    *changes* are the unmerged ones that it was seen on, where it is not *settled*.
    """

    at: int
    commit: str | None
    retried: bool
    settled: bool
    changes: frozenset[Change]
    red: tuple[int, ...]

    def is_elsewhere(self, other: "Disagreement") -> bool:
        """Whether *other* was seen on other changes than this one."""
        return all(mine.differs(theirs) for mine in self.changes for theirs in other.changes)


class Episode(NamedTuple):
    """
    A few red results of settled runs with a green one on both sides.

    *red* are the places of the red runs; *begins* and *ends* count settled results: the first that
    was red, and the green one that closed it.
    """

    red: tuple[int, ...]
    begins: int
    ends: int

    @property
    def at(self) -> int:
        """The place of the last red run."""
        return self.red[-1]


class Signs(NamedTuple):
    """
    What the results of one test show; all are places of runs, oldest first.

    *settled* are the results of settled runs, *tail* the red ones among them after the last green.
    """

    results: tuple[int, ...]
    settled: tuple[int, ...]
    tail: tuple[int, ...]
    episodes: tuple[Episode, ...]
    disagreements: tuple[Disagreement, ...]


def signs_of(letters: str, course: Course, streak: int) -> Signs:
    """
    Return what *letters*, one for each run of *course*, show of a test.

    From *streak* red results in a row on, of settled runs or of one change, something lasted: it
    makes neither an episode nor a disagreement.
    """
    results = tuple(
        place
        for place, letter in enumerate(letters)
        if (letter in RED or letter in GREEN) and place not in course.left_out
    )
    settled = tuple(place for place in results if course.runs[place].settled)
    rows = _reds(letters, settled)
    lasting: set[int] = set()
    for lane in (settled, *_unmerged(results, course)):
        for begins, ends in rows if lane is settled else _reds(letters, lane):
            if ends - begins >= streak:
                lasting.update(lane[begins:ends])
    return Signs(
        results=results,
        settled=settled,
        tail=settled[rows[-1][0] :] if rows and rows[-1][1] == len(settled) else (),
        episodes=tuple(
            Episode(settled[begins:ends], begins, ends)
            for begins, ends in rows
            if begins > 0 and ends < len(settled) and ends - begins < streak
        ),
        disagreements=tuple(
            sorted(
                _disagreements(letters, course, [at for at in results if at not in lasting]),
                key=lambda found: (found.at, found.commit or ""),
            )
        ),
    )


def _unmerged(results: Iterable[int], course: Course) -> Iterable[tuple[int, ...]]:
    lanes: dict[Change, list[int]] = {}
    for place in results:
        if not course.runs[place].settled:
            lanes.setdefault(course.change(place), []).append(place)
    return map(tuple, lanes.values())


def _reds(letters: str, lane: Sequence[int]) -> list[tuple[int, int]]:
    """Return where in *lane* each row of red results begins and ends."""
    told = "".join([letters[place] for place in lane])
    return [found.span() for found in _ROW.finditer(told)]


def _disagreements(letters: str, course: Course, results: Sequence[int]) -> Iterator[Disagreement]:
    by_commit: dict[str, list[int]] = {}
    repeated = course.repeated
    # One result of one commit contradicts nothing.
    for place in [at for at in results if at in repeated or letters[at] == RETRIED]:
        commit = course.runs[place].commit
        if commit is not None:
            by_commit.setdefault(commit, []).append(place)
        else:
            yield _disagreement(None, [place], place, (), course)
    for commit, places in by_commit.items():
        said = {letters[place] for place in places}
        if len(said) == 1 and RETRIED not in said:
            continue
        red = tuple(place for place in places if letters[place] in RED)
        at = max(
            (
                place
                for before, place in zip((None, *places), places, strict=False)
                if letters[place] == RETRIED
                or (before is not None and (letters[before] in RED) != (letters[place] in RED))
            ),
            default=None,
        )
        if at is not None:
            yield _disagreement(commit, places, at, red, course)


def _disagreement(
    commit: str | None, places: Sequence[int], at: int, red: tuple[int, ...], course: Course
) -> Disagreement:
    settled = course.is_settled(at)
    return Disagreement(
        at=at,
        commit=commit,
        retried=not red,
        settled=settled,
        changes=frozenset() if settled else frozenset(map(course.change, places)),
        red=red,
    )
