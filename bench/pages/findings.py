"""The page of the findings: every id with what it means, how it is judged, and what to do."""

from typing import Final

from pages.markup import head
from reportgen.model.findings import FINDINGS

_TEXT: Final = """\
A finding is something true about the run: with a severity, a subject, one reason, numbers, and the evidence for it.
Its id is the same in configuration, JSON, pages and feeds, for ever.
"""


def page() -> str:
    """Return the page of the findings."""
    parts = [head("Findings", "`reportgen/model/findings.py`", _TEXT)]
    parts += [
        f"## `{name}`\n\n{meaning.means}\n\n"
        f"**How it is judged.** {meaning.judged}\n\n**What to do.** {meaning.todo}\n"
        for name, meaning in FINDINGS.items()
    ]
    return "\n".join(parts)
