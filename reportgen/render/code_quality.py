"""
The failed tests of a report as a Code Quality report of GitLab, for its merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GitLab compares two such files by their fingerprints and shows what is new, so a fingerprint is made
of the kind of the finding and of the test, and stands once.
An entry has to name a line of the code: findings that have none there, as those about services,
are left out, and the command says how many.
"""

import json
from collections import Counter
from typing import Any, Final

from reportgen.model.report import Finding, Report
from reportgen.model.run import Severity
from reportgen.model.tests import Case
from reportgen.model.units import plural
from reportgen.render.alerts import Place, alerts, case_of, message_of, place_of

NAME: Final = "code-quality"
SUFFIX: Final = ".json"

_SEVERITY: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "info": "info"}

Made = dict[str, Any]


def render(report: Report) -> str:
    """Return the findings of *report* that stand in the code, as a list."""
    seen: Counter[str] = Counter()
    made = [_entry(*each, seen) for each in _placed(report)]
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def left_out(report: Report) -> list[str]:
    """Return in our own words what has no place in the file."""
    without = len(alerts(report)) - len(_placed(report))
    if not without:
        return []
    return [f"{plural(without, 'finding')} left out: no line of the code to show it at"]


def _placed(report: Report) -> list[tuple[Finding, Case, Place]]:
    return [
        (found, case, place)
        for found in alerts(report)
        if (case := case_of(found, report)) is not None
        and (place := place_of(found, case)) is not None
        and place.source
    ]


def _entry(found: Finding, case: Case, place: Place, seen: Counter[str]) -> Made:
    key = f"{found.id}-{case.id}"
    seen[key] += 1
    return {
        "description": message_of(found),
        "check_name": found.id,
        "fingerprint": key if seen[key] == 1 else f"{key}-{seen[key]}",
        "severity": _SEVERITY[found.severity],
        # The format demands a line; where none is known, the file begins at the first.
        "location": {"path": place.path, "lines": {"begin": place.line or 1}},
    }
