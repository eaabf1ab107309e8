"""
Rules for known issues → which matched nothing, and which have matched nothing for long.

A rule is known by its issue: where several have the same, one that matches speaks for all.
That a rule is dead changes no verdict and no gate: it is about the configuration, not the run.
"""

from collections.abc import Iterable, Iterator, Sequence

from reportgen.config import Settings
from reportgen.model.baseline import Baseline
from reportgen.model.report import Finding
from reportgen.model.text import quote
from reportgen.model.units import plural
from reportgen.wording import phrase


def quiet_in(settings: Settings, findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the issues of the rules that match none of *findings*, in the order of the rules."""
    if not settings.known_issues:
        return ()
    matched = {issue for finding in findings for issue in finding.issues}
    return tuple(
        dict.fromkeys(rule.issue for rule in settings.known_issues if rule.issue not in matched)
    )


def judge(quiet: Sequence[str], settings: Settings, baseline: Baseline | None) -> Iterator[Finding]:
    """Yield a finding for each of the *quiet* rules that did nothing for long before, too."""
    known = baseline.quiet_rules if baseline else None
    if known is None:
        return
    for issue in quiet:
        if issue in known.issues:
            yield Finding(
                id="known-issue",
                severity="info",
                subject=issue,
                reason=phrase(
                    "the rule for {issue} matched nothing in the last {runs}: "
                    "remove it, or see whether what it waits for still happens",
                    issue=quote(issue),
                    runs=plural(known.runs, "run"),
                ),
                numbers={"runs": known.runs},
                link=settings.issue_link(issue),
            )
