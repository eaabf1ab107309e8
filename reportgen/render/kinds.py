"""Which findings are told apart from what needs attention, on every page alike."""

from typing import Final

from reportgen.model.report import Finding, FindingId

KNOWN: Final[frozenset[FindingId]] = frozenset({"still-failing", "flaky", "known-issue"})
"""Kinds that were there before this run, or come and go."""
SLOWER: Final[frozenset[FindingId]] = frozenset({"slower-test", "step-slower"})


def is_known(finding: Finding) -> bool:
    """Whether *finding* is of a test or a service of which nobody has to be told today."""
    return finding.id in KNOWN and finding.severity != "error"
