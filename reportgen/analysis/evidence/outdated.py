"""
Results of another run: files that state a moment long before this one.

Build folders that nobody cleans and caches keep the results of an earlier run; what they hold was
true then. Clocks of time zones that a file does not state are less than a day apart.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from reportgen.model.report import Citations, Finding
from reportgen.model.tests import Case
from reportgen.model.text import quote
from reportgen.model.units import moment, plural
from reportgen.wording import phrase

OLD: Final = timedelta(days=1)


class Outdated(NamedTuple):
    """What is told of old results; *all_old* says that there are no others."""

    findings: tuple[Finding, ...]
    all_old: bool


def judge(
    results_at: Mapping[str, datetime], cases: Sequence[Case], at: datetime, cite: Citations
) -> Outdated:
    """Return which files hold results of a day or more before *at*."""
    old = {path: written for path, written in results_at.items() if at - written >= OLD}
    if not old:
        return Outdated((), all_old=False)
    held: dict[str, int] = {}
    for case in cases:
        held[case.artifact] = held.get(case.artifact, 0) + 1
    findings = [
        Finding(
            id="contradiction",
            severity="error" if old.keys() >= held.keys() else "warning",
            subject=path,
            reason=phrase(
                "{path} is of {written}, the run is of {at}: {results} of an earlier run",
                path=quote(path),
                written=moment(written),
                at=moment(at),
                results=plural(held.get(path, 0), "result"),
            ),
            numbers={"results": held.get(path, 0)},
            evidence=(cite.at(path),),
            advice=phrase("have the job remove {path} before it runs the tests", path=quote(path)),
        )
        for path, written in old.items()
        if path in held
    ]
    return Outdated(tuple(findings), all_old=bool(findings) and old.keys() >= held.keys())
