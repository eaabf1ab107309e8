"""
The results of one run in two formats: CTRF beside what the test tool itself wrote (JUnit, TRX …).

They are the same results where each test of the one file stands in the others by name, with the
same outcome and the same time; then they count once.
CTRF is left out, unless it alone tells that a test passed only at a retry: then the others are.
A red result is never left out without one like it that counts, nor are files that say less of
themselves than that: both are counted then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportgen.model.tests import Case

SUMMING_UP: Final = "ctrf"
"""The format that is written beside another."""
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
    for at, file in enumerate(files):
        if file.format != SUMMING_UP or not file.cases:
            continue
        others = {n: other for n, other in enumerate(files) if other.format != SUMMING_UP}
        near = {n: other for n, other in others.items() if _share_a_name(file, other)}
        if not near:
            continue
        if _stands_in(file, list(near.values()), with_retries=True):
            found[at] = next(iter(near.values())).path
        elif all(_stands_in(other, [file], with_retries=False) for other in near.values()):
            found.update(dict.fromkeys(near, file.path))
    return found


def _share_a_name(one: File, other: File) -> bool:
    names = {key for case in one.cases for key in _keys(case)}
    return any(key in names for case in other.cases for key in _keys(case))


def _stands_in(file: File, others: Sequence[File], *, with_retries: bool) -> bool:
    """
    Whether every case of *file* stands in *others*, each in one of its own.

    *with_retries* asks that they also tell which of them passed only at a retry.
    """
    candidates: dict[str, list[Case]] = defaultdict(list)
    for case in (case for other in others for case in other.cases):
        for key in dict.fromkeys(_keys(case)):
            candidates[key].append(case)
    taken: set[int] = set()
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
            return False
        tells = same.is_flaky or any(each.is_red for each in _of(case, candidates))
        if with_retries and case.is_flaky and not tells:
            return False
        taken.add(id(same))
        timed = timed or bool(case.duration_s and same.duration_s)
    return timed or all(_folder(file.path) == _folder(other.path) for other in others)


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
    apart = abs(one.duration_s - other.duration_s)
    return apart <= max(_ROUNDED_S, _SHARE * max(one.duration_s, other.duration_s))


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
