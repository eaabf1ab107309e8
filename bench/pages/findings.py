"""The page of the findings: every id, which is the same in configuration, JSON and pages."""

from typing import Final, get_args

from pages.markup import code, head, table
from reportgen.model.report import FindingId

_TEXT: Final = """\
A finding is something true about the run: with a severity, a subject, one reason, numbers, and the evidence for it.
Its id is the same in configuration, JSON, pages and feeds, for ever.
"""


def page() -> str:
    """Return the page of the findings."""
    rows = [(code(name),) for name in get_args(FindingId)]
    return "\n".join(
        [
            head("Findings", "`reportgen/model/report.py`", _TEXT),
            table(("finding",), rows),
        ]
    )
