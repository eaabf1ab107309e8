"""
Results that stand in several files: the same results twice, or the same tests in two environments.

The same results twice (Ant writes each suite into its own file and all of them into another) are
counted as they stand, and the report says so.
The same tests with other results, in files of different folders (a matrix), are tests of their own:
their suites bear the folder's name.
The folders of shards are parts of one run: their names tell nothing apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from reportgen.model.run import Problem
from reportgen.model.tests import Case
from reportgen.model.text import one_line
from reportgen.model.units import plural
from reportgen.wording import phrase


class Overlaps(NamedTuple):
    """The cases with their suites told apart, and the problems by the path of the artifact."""

    cases: list[list[Case]]
    problems: dict[str, Problem]


class _Suite(NamedTuple):
    """
    The cases of one suite in one file; *file* and *at* say where they stand.

    Where they follow each other, as nearly always, *at* is a range: a number for each would take as
    much as half the row.
    *folder* is where the file lies, without the folders of shards.
    """

    path: str
    folder: tuple[str, ...]
    file: int
    at: range | tuple[int, ...]


def settle(files: Sequence[tuple[str, list[Case]]], shards: Sequence[str] = ()) -> Overlaps:
    """
    Return the cases of *files* (path and cases, in order), told apart where they overlap.

    *shards* are patterns of the names of folders that hold shards.
    """
    cases = [held for _, held in files]
    if len(files) < 2:
        return Overlaps(cases, {})
    suites = _suites(files, shards)
    repeated = _repeated(suites, cases)
    for group in _same_names(suites, repeated, cases):
        labels = _labels([suite.folder for suite in group])
        for suite in group:
            label = labels[suite.folder]
            if label and cases[suite.file] is files[suite.file][1]:
                cases[suite.file] = cases[suite.file].copy()
            for index in suite.at if label else ():
                case = cases[suite.file][index]
                cases[suite.file][index] = replace(case, suite=f"{case.suite} [{label}]".lstrip())
    return Overlaps(cases, _problems(repeated, cases))


def _suites(files: Sequence[tuple[str, list[Case]]], shards: Sequence[str]) -> list[_Suite]:
    found = []
    for file, (path, held) in enumerate(files):
        places: dict[str, list[range]] = defaultdict(list)
        begin = 0
        for suite, run in groupby(map(attrgetter("suite"), held)):
            end = begin + len(list(run))
            places[suite].append(range(begin, end))
            begin = end
        folder = _folder(path, shards)
        found += [_Suite(path, folder, file, _joined(runs)) for runs in places.values()]
    return found


def _joined(runs: Sequence[range]) -> range | tuple[int, ...]:
    return runs[0] if len(runs) == 1 else tuple(chain.from_iterable(runs))


def _repeated(suites: list[_Suite], cases: list[list[Case]]) -> dict[_Suite, _Suite]:
    """Return the suites whose results stand in an earlier file already, with that one."""
    first: dict[int, _Suite] = {}
    found: dict[_Suite, _Suite] = {}
    for alike in _alike(suites, cases):
        for suite in alike:
            held = [cases[suite.file][index] for index in suite.at]
            results = frozenset((c.class_name, c.name, c.outcome.name, c.duration_s) for c in held)
            seen = first.setdefault(hash(results), suite)
            if seen.file != suite.file and len(seen.at) == len(suite.at):
                found[suite] = seen
    return {suite: found[suite] for suite in suites if suite in found}


def _alike(suites: list[_Suite], cases: list[list[Case]]) -> Iterable[list[_Suite]]:
    """
    Return the groups of *suites* that may hold the same results.

    They have as many cases, and these took as long. That is found out in a sixth of the time that
    all results take, and hardly two suites are alike in it that are not the same.
    """
    sizes = Counter(len(suite.at) for suite in suites)
    groups: dict[tuple[int, int], list[_Suite]] = defaultdict(list)
    for suite in suites:
        if sizes[len(suite.at)] == 1:
            continue
        took = [cases[suite.file][index].duration_s for index in suite.at]
        if any(took):  # without times, equal results are no sign of the same run
            groups[len(took), sum(map(hash, took))].append(suite)
    return [group for group in groups.values() if len(group) > 1]


def _same_names(
    suites: list[_Suite], repeated: dict[_Suite, _Suite], cases: list[list[Case]]
) -> list[list[_Suite]]:
    """Return groups of suites of one name, in different folders, that share a test."""
    by_name: dict[str, list[_Suite]] = defaultdict(list)
    for suite in suites:
        if suite not in repeated:
            by_name[cases[suite.file][suite.at[0]].suite].append(suite)
    return [
        group
        for group in by_name.values()
        if len({suite.folder for suite in group}) > 1 and _share_a_test(group, cases)
    ]


def _share_a_test(group: list[_Suite], cases: list[list[Case]]) -> bool:
    folders: dict[tuple[str, str], tuple[str, ...]] = {}
    for suite in group:
        for index in suite.at:
            case = cases[suite.file][index]
            if folders.setdefault((case.class_name, case.name), suite.folder) != suite.folder:
                return True
    return False


def _folder(path: str, shards: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in path.split("/")[:-1]
        if not any(fnmatchcase(name, pattern) for pattern in shards)
    )


def _labels(given: list[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Return for each folder the part by which it differs from the others."""
    folders = sorted(set(given))
    shortest = min(len(folder) for folder in folders)
    head = next(
        (n for n in range(shortest) if len({folder[n] for folder in folders}) > 1), shortest
    )
    return {folder: one_line("/".join(folder[head:]), 60) for folder in folders}


def _problems(repeated: dict[_Suite, _Suite], cases: list[list[Case]]) -> dict[str, Problem]:
    by_file: dict[str, list[tuple[_Suite, _Suite]]] = defaultdict(list)
    for suite, earlier in repeated.items():
        by_file[suite.path].append((suite, earlier))
    found = {}
    for path, pairs in by_file.items():
        suite, earlier = pairs[0]
        name = one_line(cases[suite.file][suite.at[0]].suite, 80)
        message = phrase(
            'the suite "{suite}" is in {path} too, with the same results: {cases} counted twice',
            suite=name,
            path=earlier.path,
            cases=plural(len(suite.at), "case"),
        )
        if len(pairs) > 1:
            message += phrase(
                " (and {suites} like it)", suites=plural(len(pairs) - 1, "more suite")
            )
        found[path] = Problem(kind="duplicate", severity="warning", message=message)
    return found
