"""
The rules over tests that are gone: they did not run, or are skipped now.

A test is missing beside the baseline or beside an inventory. One that both know would count twice
if they were added, so each is held against the limit by itself.
"""

from collections.abc import Iterator

from reportgen.analysis.policy.grounds import Grounds, shown_by
from reportgen.model.report import Claim, Finding, Rule
from reportgen.wording import phrase

_LISTED = {"collected-tests-ran", "listed-files-ran"}


def rules(grounds: Grounds) -> Iterator[Rule]:
    """Yield the rules over missing and newly skipped tests."""
    yield _missing(grounds)
    yield _skipped(grounds)


def _missing(grounds: Grounds) -> Rule:
    name, allowed = "max-missing-tests", grounds.policy.max_missing_tests
    if allowed is None:
        return grounds.unset(name)
    listed = [claim for claim in grounds.claims if _tells(claim)]
    if grounds.baseline is None and not listed:
        lacks = phrase(
            "nothing tells which tests exist: there is no run to compare with, and no inventory"
        )
        return grounds.unjudged(name, lacks)
    missing = grounds.of("missing-test")
    of_lists = [finding for finding in missing if "missing" in finding.numbers]
    counts: dict[str, int] = {}
    said = []
    if grounds.baseline is not None:
        counts["missing_of_base"] = len(missing) - len(of_lists)
        said.append(
            phrase("{number:,} of {base}", number=counts["missing_of_base"], base=grounds.base)
        )
    if listed:
        counts["missing_of_listed"] = max(map(_count, of_lists), default=0)
        said.append(phrase("{number:,} that are listed", number=counts["missing_of_listed"]))
    return grounds.judged(
        name,
        phrase(
            "{said} did not run, {allowed:,} allowed",
            said=phrase(" and ").join(said),
            allowed=allowed,
        ),
        {**counts, "allowed": allowed},
        shown_by(missing) or (*grounds.results(), *(e for c in listed for e in c.evidence)),
        passed=max(counts.values()) <= allowed,
    )


def _tells(claim: Claim) -> bool:
    """Whether *claim* proves how many of the listed tests ran: names that differ prove nothing."""
    return claim.id in _LISTED and claim.state != "unproven"


def _count(finding: Finding) -> int:
    return int(finding.numbers["missing"] or 0)


def _skipped(grounds: Grounds) -> Rule:
    name, allowed = "max-newly-skipped", grounds.policy.max_newly_skipped
    if allowed is None:
        return grounds.unset(name)
    if grounds.baseline is None:
        return grounds.unjudged(name, phrase("there is no run to compare with"))
    if not grounds.cases:
        return grounds.unjudged(name, phrase("no test result was read"))
    found = grounds.of("newly-skipped")
    return grounds.judged(
        name,
        phrase(
            "{number:,} newly skipped since {base}, {allowed:,} allowed",
            number=len(found),
            base=grounds.base,
            allowed=allowed,
        ),
        {"newly_skipped": len(found), "allowed": allowed},
        shown_by(found) or grounds.results(),
        passed=len(found) <= allowed,
    )
