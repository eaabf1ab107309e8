"""
What stands beside the tests of a run, in a file of its own, for pages about runs and tests.

``runs/<id>/beside.js`` holds the services, the memory, the coverage and the steps of one run, each
with its state in the words of ``reportgen compare``; the page that compares two runs pairs them.
The page of a test reads there what explains its failures: causes, issues, former names.
It depends on the record of its run alone, so that a further run changes none of these files.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from reportgen.analysis.compare import side_of, things
from reportgen.analysis.compare.tests import EXCUSES
from reportgen.model.coverage import percentage
from reportgen.model.difference import Excuse
from reportgen.model.report import Report
from reportgen.model.tests import Case, Passed, Skipped
from reportgen.model.text import clean, one_line, parts
from reportgen.render import sides
from reportgen.render.environment import web_address
from reportgen.website.data import files
from reportgen.website.data.documents import ThingBeside
from reportgen.website.data.names import Names, shown
from reportgen.website.places import Page

KEY: Final = "1"
"""Which form the file has: what it says is decided by the record of its run."""
MOST: Final = 500
"""So many rows of one kind are kept."""
MOST_TESTS: Final = 2_000
"""Of so many tests there is more to say."""
MOST_SKIPS: Final = 500
"""Of so many skipped tests the reason is kept."""
_REASON: Final = 200


def page(report: Report, names: Names, results: str | None) -> Page:
    """
    Return the file of *report*, which has an id.

    *results* is the key of the file with the results of its tests, which *names* name; None where
    it has none.
    """
    kept = bool(report.artifacts)  # a run that is packed names none
    kinds = (
        ("services", _services(report)),
        ("memory", _memory(report)),
        ("coverage", _coverage(report)),
        ("steps", _steps(report)),
    )
    run = report.run
    document: dict[str, Any] = files.lone("beside", f"beside/{run.id}", KEY) | {
        "project": None if run.project is None else clean(run.project),
        "shard": run.shard_index,
        "time": sides.all_time(side_of(report)),
    }
    document |= {name: _kind(rows) if kept else None for name, rows in kinds}
    notable = [
        case
        for case in report.cases
        if not isinstance(case.outcome, Passed) or case.outcome.attempts
    ]
    told = {
        "excuses": dict(islice(_excuses(report), MOST_TESTS)),
        "attempts": dict(islice(_attempts(notable), MOST_TESTS)),
        "causes": dict(islice(_causes(report), MOST_TESTS)),
        "issues": dict(islice(_issues(report), MOST_TESTS)),
        "former": dict(islice(_former(report), MOST_TESTS)),
        "skips": _skips(notable),
        "results": results,
        "called": list(islice(_called(notable, names), MOST_TESTS)) if results else [],
    }
    document |= {name: value for name, value in told.items() if value}
    return files.script(document, f"runs/{run.id}/beside")


def _kind(rows: Iterable[ThingBeside]) -> dict[str, Any]:
    found = list(rows)
    kept = [[clean(row.name), clean(row.says), row.mark] for row in found[:MOST]]
    more = len(found) - len(kept)
    return {"rows": kept, **({"left_out": more} if more else {})}


# A run beside itself has all its things once, in the names that two runs are compared by.


def _services(report: Report) -> Iterator[ThingBeside]:
    for pair in things.services(report, report):
        row = sides.service(pair)
        yield ThingBeside(row.name, row.head, pair.head.status if pair.head else None)


def _memory(report: Report) -> Iterator[ThingBeside]:
    for pair in things.memory(report, report):
        row = sides.peak(pair)
        yield ThingBeside(row.name, row.head, pair.head)


def _coverage(report: Report) -> Iterator[ThingBeside]:
    for pair in things.coverage(report, report):
        row = sides.covered(pair)
        yield ThingBeside(row.name, row.head, percentage(pair.head, "lines"))


def _steps(report: Report) -> Iterator[ThingBeside]:
    for pair in things.steps(report, report):
        row = sides.step(pair)
        yield ThingBeside(row.name, row.head, pair.head.status if pair.head else None)


def _excuses(report: Report) -> Iterator[tuple[str, Excuse]]:
    for finding in report.findings:
        excuse = EXCUSES.get(finding.id)
        if excuse and finding.case is not None:
            yield report.cases[finding.case].id, excuse


def _attempts(cases: Iterable[Case]) -> Iterator[tuple[str, int]]:
    for case in cases:
        if case.is_flaky and isinstance(case.outcome, Passed):
            yield case.id, len(case.outcome.attempts)


def _causes(report: Report) -> Iterator[tuple[str, str]]:
    for cause in report.causes:
        for at in cause.cases:
            yield report.cases[at].id, cause.id


def _issues(report: Report) -> Iterator[tuple[str, tuple[str, str]]]:
    for finding in report.findings:
        url = web_address(finding.link.url) if finding.link else None
        if finding.case is not None and finding.link and url:
            yield report.cases[finding.case].id, (clean(finding.link.text), url)


def _former(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the new tests that are renamed ones, and what these were called."""
    for finding in report.findings:
        if finding.id == "new-test" and "renamed" in finding.numbers and finding.case is not None:
            quoted = [part.text for part in parts(finding.reason) if part.quoted]
            if len(quoted) > 1:  # as every version wrote it that is known
                yield report.cases[finding.case].id, clean(quoted[1])


def _skips(cases: Iterable[Case]) -> dict[str, list[str]]:
    skipped = ((case.id, case.outcome) for case in cases)
    found: dict[str, list[str]] = {}
    for test, outcome in islice(
        ((test, each) for test, each in skipped if isinstance(each, Skipped)), MOST_SKIPS
    ):
        found.setdefault(one_line(clean(outcome.reason), _REASON), []).append(test)
    return found


def _called(cases: Iterable[Case], names: Names) -> Iterator[tuple[int, str, str]]:
    for case in cases:
        if case.is_red or case.is_flaky:
            place = names.places.get(case.id)
            if place is not None:
                yield place, case.id, shown(case.class_name, case.name)
