"""What was measured beside tests in the newest runs: states of services, and peaks of memory."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reportgen.model.brief import Brief
from reportgen.model.health import ServiceStatus
from reportgen.model.text import clean, one_line
from reportgen.website.data.files import head

STATUSES: Final[Mapping[ServiceStatus, str]] = {
    "up": "U", "degraded": "D", "down": "X", "unknown": "?",
}  # fmt: skip
ABSENT: Final = "."
_WORST_LAST: Final = "U?DX"
_NAME: Final = 120


def document(reports: Sequence[Brief], key: str, runs: int) -> dict[str, Any]:
    """
    Return the services and the memory of *reports*, of those that state any, by the ids of runs.

    Of each there is a letter or a number for every name; where two have one name the worse counts.
    """
    services: dict[str, int] = {}
    series: dict[tuple[str, str], int] = {}
    letters: dict[str, dict[int, str]] = {}
    peaks: dict[str, dict[int, int]] = {}
    for report in sorted(reports, key=lambda report: report.run.id):
        for service in report.services:
            at = services.setdefault(_name(service.name), len(services))
            of_run = letters.setdefault(report.run.id, {})
            letter = STATUSES[service.status]
            of_run[at] = max(of_run.get(at, letter), letter, key=_WORST_LAST.index)
        for peak in report.peaks:
            at = series.setdefault((_name(peak.name), peak.kind), len(series))
            held = peaks.setdefault(report.run.id, {})
            held[at] = max(held.get(at, 0), peak.peak)
    return head("measures", "measures", key, runs) | {
        "services": list(services),
        "states": {
            run: "".join(of_run.get(at, ABSENT) for at in range(max(of_run) + 1))
            for run, of_run in letters.items()
        },
        "memory": [list(each) for each in series],
        "peaks": {
            run: [held.get(at) for at in range(max(held) + 1)] for run, held in peaks.items()
        },
    }


def _name(text: str) -> str:
    return one_line(clean(text), _NAME)
