"""
Failures of many runs → causes: since when each is known, and how much it broke.

Failures are grouped by what they say, as in one run; a cause keeps the id under which it was first
recorded, so that it is the same over runs, lines, and versions of the rules by which texts are
compared. Of one cause in one run a few failures are looked at: they are one by what was recorded.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportgen.causes.fingerprint import Fingerprint, fingerprint
from reportgen.causes.grouping import Group, group, named
from reportgen.model.overtime import (
    RED,
    CauseOverRuns,
    Column,
    Line,
    RunFacts,
    Window,
    moment_of,
    window_of,
)
from reportgen.model.past import SeenCause
from reportgen.model.text import quote
from reportgen.model.units import listing, plural
from reportgen.wording import phrase

ALGORITHM: Final = "causes/1"
LOOKED_AT: Final = 3
"""How many failures of one recorded cause are looked at in each run."""
MOST_EXAMPLES: Final = 10


class _Share(NamedTuple):
    """Failures of one run that are of one cause by what was recorded, and what one of them said."""

    run: RunFacts
    label: str
    recorded: str | None
    prints: tuple[Fingerprint, ...]
    tests: tuple[str, ...]
    titles: tuple[str, ...]


def judge(lines: Sequence[Line]) -> tuple[CauseOverRuns, ...]:
    """Return the causes behind the failures of *lines*: the last seen first, then the largest."""
    shares = sorted(
        (share for line in lines for column in line.columns for share in _shares(column)),
        key=lambda share: (share.run.id, share.label, share.tests),
    )
    prints: list[Fingerprint] = []
    of_share: dict[int, _Share] = {}
    seeds: dict[str, str] = {}
    for share in shares:
        of_share[len(prints)] = share
        prints.extend(share.prints)
        if share.recorded:
            for each in share.prints:
                seeds.setdefault(each.key, share.recorded)
    groups = group(prints)
    runs = {run.id: run for line in lines for run in line.runs}
    window = window_of([runs[run_id] for run_id in sorted(runs)])
    found = []
    for name, together in zip(named(groups, seeds), groups, strict=True):
        # A share is of one cause by what was recorded: it goes where its first failure goes.
        own = [of_share[at] for at in together.members if at in of_share]
        if own:
            found.append(_cause(name, together, own, window))
    found.sort(key=lambda cause: cause.id)
    found.sort(key=lambda cause: (cause.last_seen.run, cause.failures), reverse=True)
    return tuple(found)


def recorded(line: Line) -> tuple[dict[str, str], dict[str, SeenCause]]:
    """
    Return what the runs of *line* before its newest recorded of causes.

    That is the id for each fingerprint, the earliest first, and for each id since when it is known.
    """
    seeds: dict[str, str] = {}
    first: dict[str, RunFacts] = {}
    runs: Counter[str] = Counter()
    for column in line.columns[:-1]:
        for share in _shares(column):
            if share.recorded:
                first.setdefault(share.recorded, column.run)
                for each in share.prints:
                    seeds.setdefault(each.key, share.recorded)
        runs.update(set(column.causes.values()))
    return seeds, {name: SeenCause(run.started_at, runs[name]) for name, run in first.items()}


def _shares(column: Column) -> Iterator[_Share]:
    """Yield the failures of *column* by the causes that were recorded; others one by one."""
    by_cause: dict[str | None, list[int]] = {}
    for place in sorted(column.troubles):
        if column.letters[place] in RED:
            by_cause.setdefault(column.causes.get(place), []).append(place)
    for name, places in by_cause.items():
        parts = [places] if name is not None else [[place] for place in places]
        for part in parts:
            yield _Share(
                run=column.run,
                label=column.line.label,
                recorded=name,
                prints=tuple(_print(column, place) for place in part[:LOOKED_AT]),
                tests=tuple(column.tests[place].id for place in part),
                titles=tuple(column.tests[place].title for place in part),
            )


def _print(column: Column, place: int) -> Fingerprint:
    return fingerprint(column.troubles[place], column.tests[place].title)


def _cause(name: str, found: Group, shares: Sequence[_Share], window: Window) -> CauseOverRuns:
    failures = sum(len(share.tests) for share in shares)
    runs = len({share.run.id for share in shares})
    tests = len({test for share in shares for test in share.tests})
    variants = tuple(sorted({share.label for share in shares if share.label}))
    first, last = moment_of(shares[0].run), moment_of(shares[-1].run)
    where = phrase(" in {where}", where=quote(found.where, 120)) if found.where else ""
    once = phrase("in the {run}", run=first.label)
    since = (
        phrase("first in the {first}, last in the {last}", first=first.label, last=last.label)
        if runs > 1
        else once
    )
    on = (
        phrase(" on {names}", names=listing([quote(each) for each in variants], 3))
        if variants
        else ""
    )
    return CauseOverRuns(
        reason=phrase(
            "{says}{where}: {failures} of {tests} in {runs} of {all:,}{on}, {since}",
            says=quote(found.prints.says, 200),
            where=where,
            failures=plural(failures, "failure"),
            tests=plural(tests, "test"),
            runs=plural(runs, "run"),
            all=window.runs,
            on=on,
            since=since,
        ),
        numbers={"failures": failures, "runs": runs, "tests": tests, "window": window.runs},
        window=window,
        confidence="certain" if len(found.keys) == 1 else "probable",
        algorithm=ALGORITHM,
        id=name,
        says=found.prints.says,
        type=found.type,
        where=found.where,
        failures=failures,
        runs=runs,
        tests=tests,
        variants=variants,
        examples=tuple(dict.fromkeys(title for share in shares for title in share.titles))[
            :MOST_EXAMPLES
        ],
        first_seen=first,
        last_seen=last,
    )
