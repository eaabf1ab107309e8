"""What the rules of the gate are judged on, and how one says what became of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from reportgen.config import Settings
from reportgen.config.settings import GatePolicy
from reportgen.model.baseline import Baseline
from reportgen.model.coverage import CoverageTotal
from reportgen.model.memory import MemoryTrend
from reportgen.model.report import (
    Change,
    Citations,
    Claim,
    Environment,
    Evidence,
    EvidenceState,
    Finding,
    FindingId,
    Rule,
)
from reportgen.model.run import Artifact, Run, RunInfo
from reportgen.model.tests import Case, Counts
from reportgen.model.text import quote
from reportgen.wording import phrase

MOST_EVIDENCE: Final = 20

Numbers = Mapping[str, int | float | None]


class Grounds(NamedTuple):
    """
    The run and what the analyses made of it.

    *memory* are the trends of what a program holds itself, *services* the names of what counts as
    a service, *claims* what the evidence says of the tests that are listed.
    """

    settings: Settings
    run: Run
    facts: RunInfo
    cases: Sequence[Case]
    counts: Counts
    new_failures: int
    change: Change
    environment: Environment
    evidence: EvidenceState
    findings: Sequence[Finding]
    claims: Sequence[Claim]
    services: Sequence[str]
    memory: Sequence[MemoryTrend]
    coverage: Sequence[CoverageTotal]
    baseline: Baseline | None
    cite: Citations

    @property
    def policy(self) -> GatePolicy:
        """The rules as they are configured."""
        return self.settings.gate

    @property
    def base(self) -> str:
        """How a sentence calls the baseline."""
        return quote(self.baseline.label) if self.baseline else phrase("the base")

    def judged(
        self,
        name: str,
        reason: str,
        numbers: Numbers,
        evidence: Iterable[Evidence] = (),
        *,
        passed: bool,
    ) -> Rule:
        """Return the rule *name* as one that could be judged."""
        return Rule(
            name=name,
            state="passed" if passed else "failed",
            reason=reason,
            numbers=dict(numbers),
            evidence=_first(evidence),
            asked=self._is_set(name),
        )

    def unjudged(self, name: str, reason: str, evidence: Iterable[Evidence] = ()) -> Rule:
        """Return the rule *name* as one that could not be judged."""
        return Rule(
            name=name,
            state="unjudged",
            reason=reason,
            evidence=_first(evidence),
            asked=self._is_set(name),
        )

    def unset(self, name: str, reason: str | None = None) -> Rule:
        """Return the rule *name* as one that nobody asked for."""
        return Rule(name=name, state="unjudged", reason=reason or phrase("no limit is set"))

    def of(self, *ids: FindingId) -> list[Finding]:
        """Return the findings of the kinds *ids*."""
        wanted: Collection[str] = ids
        return [finding for finding in self.findings if finding.id in wanted]

    def results(self) -> tuple[Evidence, ...]:
        """Return where the results of tests stand."""
        return self.at(artifact for artifact in self.run.artifacts if artifact.counts.tests)

    def at(self, artifacts: Iterable[Artifact]) -> tuple[Evidence, ...]:
        """Return *artifacts* as evidence."""
        return _first(self.cite.at(artifact.path) for artifact in artifacts)

    def _is_set(self, name: str) -> bool:
        return name.replace("-", "_") in self.policy.model_fields_set


def shown_by(findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    """Return what shows *findings*."""
    return _first(evidence for finding in findings for evidence in finding.evidence)


def _first(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    found: dict[tuple[str, str], Evidence] = {}
    for each in evidence:
        found.setdefault((each.artifact, each.place), each)
        if len(found) == MOST_EVIDENCE:
            break
    return tuple(found.values())
