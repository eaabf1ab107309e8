"""Findings in the order in which they are told, and claims that scripts can tell apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from reportgen.model.report import Claim, Finding, FindingId

_RANK: Final = {"error": 0, "warning": 1, "info": 2}
_FIRST: Final[dict[FindingId, int]] = {
    "no-tests": 0, "new-failure": 1, "contradiction": 2, "truncated-artifact": 3,
    "unreadable-artifact": 4,
}  # fmt: skip


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return *findings* the gravest first, and of these first what only the author can mend."""
    return tuple(sorted(findings, key=lambda f: (_RANK[f.severity], _FIRST.get(f.id, len(_FIRST)))))


def told_apart(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return *claims* with ids of their own: scripts find a claim by its id."""
    seen: Counter[str] = Counter()
    result = []
    for claim in claims:
        seen[claim.id] += 1
        number = seen[claim.id]
        own = claim if number == 1 else claim.model_copy(update={"id": f"{claim.id}-{number}"})
        result.append(own)
    return tuple(result)
