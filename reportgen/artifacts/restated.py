"""
The results of one run in two formats: CTRF or Allure beside what the tool itself wrote, as JUnit.

They are the same results where each test of the one file stands in the others by name, with the
same outcome and the same time; then they count once.
The former are left out, unless they alone tell that a test passed only at a retry: then the others
are.
What Allure wrote into one folder is looked at as one file.
A red result is never left out without one like it that counts, nor are files that say less of
themselves than that: both are counted then.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportgen.model.run import Observations, Problem
from reportgen.model.tests import Case, Skipped
from reportgen.model.units import plural
from reportgen.wording import phrase

SUMMING_UP: Final = ("ctrf", "allure")
"""The formats that are written beside another."""
_IN_PIECES: Final = "allure"
"""The one of them that takes many files for one run."""
_ROUNDED_S: Final = 0.01
_SHARE: Final = 0.1
_MOST_NAMESAKES: Final = 50
_PATHS: Final = (" > ", " › ", "::")


class File(NamedTuple):
    """A file with results: where it lies, its format, and what it holds."""

    path: str
    format: str
    cases: Sequence[Case]


def restated(files: Sequence[File]) -> Mapping[int, str]:
    """Return the places of the *files* whose results stand in others, with the path of one."""
    found: dict[int, str] = {}
    groups = _groups(files)
    for group in groups:
        if group.format not in SUMMING_UP:
            continue
        near = [
            other
            for other in groups
            if other.format not in SUMMING_UP and _share_a_name(group, other)
        ]
        if not near:
            continue
        if _stands_in(group, near, with_retries=True):
            found.update(dict.fromkeys(group.places, near[0].path))
        elif all(_stands_in(other, [group], with_retries=False) for other in near):
            for other in near:
                found.update(dict.fromkeys(other.places, group.path))
    return found


def told(again: Mapping[int, str], observed: Sequence[Observations]) -> dict[int, Problem]:
    """
    Return what to say of each file whose results are, in another format, those of the path beside.

    Of many pieces of one run the first says it for all: the others have no finding of their own.
    """
    pieces = [n for n in again if observed[n].piece is not None]
    further = set(pieces[1:])
    count = sum(len(observed[n].cases) for n in pieces)
    said = {}
    for n, path in again.items():
        is_first = n not in further
        results = plural(count if n in pieces[:1] else len(observed[n].cases), "result")
        said[n] = Problem(
            kind="duplicate" if is_first else "note",
            severity="info",
            message=phrase(
                "the same {results} as in {path}, in another format: counted once",
                results=results,
                path=path,
            ),
        )
    return said


class _Group(NamedTuple):
    """Files that are one set of results; *places* says which, *path* is that of the first."""

    path: str
    format: str
    cases: Sequence[Case]
    places: Sequence[int]


def _groups(files: Sequence[File]) -> list[_Group]:
    pieces: dict[str, list[int]] = defaultdict(list)
    alone: list[_Group] = []
    for at, file in enumerate(files):
        if file.format == _IN_PIECES:
            pieces[_folder(file.path)].append(at)
        elif file.cases:
            alone.append(_Group(file.path, file.format, file.cases, (at,)))
    return [
        *alone,
        *(
            _Group(
                files[places[0]].path,
                _IN_PIECES,
                [case for at in places for case in files[at].cases],
                places,
            )
            for places in pieces.values()
        ),
    ]


def _share_a_name(one: _Group, other: _Group) -> bool:
    names = {key for case in one.cases for key in _keys(case)}
    return any(key in names for case in other.cases for key in _keys(case))


def _stands_in(file: _Group, others: Sequence[_Group], *, with_retries: bool) -> bool:
    """
    Whether every case of *file* stands in *others*, each in one of its own.

    *with_retries* asks that they also tell which of them passed only at a retry. Otherwise a case
    may also be a try that one of theirs lists as an attempt: some tools write each as a case.
    """
    candidates: dict[str, list[Case]] = defaultdict(list)
    for case in (case for other in others for case in other.cases):
        for key in dict.fromkeys(_keys(case)):
            candidates[key].append(case)
    taken: set[int] = set()
    tried: Counter[int] = Counter()
    timed = False
    for case in file.cases:
        same = next(
            (
                each
                for each in _of(case, candidates)
                if id(each) not in taken and _agree(case, each)
            ),
            None,
        )
        if same is None:
            attempt = None if with_retries else _listing(case, candidates, tried)
            if attempt is None:
                return False
            tried[id(attempt)] += 1
            continue
        tells = same.is_flaky or any(each.is_red for each in _of(case, candidates))
        if with_retries and case.is_flaky and not tells:
            return False
        taken.add(id(same))
        timed = timed or bool(case.duration_s and same.duration_s)
    return timed or all(_home(file) == _home(other) for other in others)


def _listing(
    case: Case, candidates: Mapping[str, list[Case]], tried: Mapping[int, int]
) -> Case | None:
    """Return the one of *candidates* that lists a try like *case*, and more than were *tried*."""
    for each in _of(case, candidates):
        if isinstance(each.outcome, Skipped):
            continue
        attempts = each.outcome.attempts
        is_red = any(attempt.outcome in {"failed", "errored"} for attempt in attempts)
        if tried.get(id(each), 0) < len(attempts) and (is_red or not case.is_red):
            return each
    return None


def _keys(case: Case) -> Iterator[str]:
    """Yield what other tools may call *case*, the longest name first."""
    yield f"{case.class_name} {case.name}".strip()
    yield case.name
    for sign in _PATHS:
        yield case.name.rpartition(sign)[2]


def _of(case: Case, candidates: Mapping[str, list[Case]]) -> Iterable[Case]:
    return (
        each
        for key in dict.fromkeys(_keys(case))
        for each in candidates.get(key, ())[:_MOST_NAMESAKES]
    )


def _agree(one: Case, other: Case) -> bool:
    if one.is_red != other.is_red or (one.outcome.name == "skipped") != (
        other.outcome.name == "skipped"
    ):
        return False
    if one.duration_s is None or other.duration_s is None or one.outcome.name == "skipped":
        return True
    return any(_near(mine, theirs) for mine in _times(one) for theirs in _times(other))


def _times(case: Case) -> Iterator[float]:
    """Yield how long *case* took: the last try, and all of them, as some tools have it."""
    last = case.duration_s or 0.0
    yield last
    if not isinstance(case.outcome, Skipped) and case.outcome.attempts:
        yield last + sum(attempt.duration_s or 0.0 for attempt in case.outcome.attempts)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= max(_ROUNDED_S, _SHARE * max(one, other))


def _home(group: _Group) -> str:
    """Return the folder in which the results lie; pieces have one of their own in it."""
    folder = _folder(group.path)
    return _folder(folder) if group.format == _IN_PIECES else folder


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
