"""
The full account of a report as a page prints it.

Everything that needs counting, cutting, grouping or an anchor is settled here,
so that the templates of the HTML report and of the site's run page only print and loop.
"""

from typing import NamedTuple

from reportgen import __version__
from reportgen.model.report import Claim, Report
from reportgen.render.account.causes import Causes
from reportgen.render.account.coverage import CoverageRow, coverage_caption, coverage_rows
from reportgen.render.account.findings import Findings
from reportgen.render.account.memory import Series, series_views
from reportgen.render.account.services import Services
from reportgen.render.account.sources import Anchors, Citations, Sources
from reportgen.render.account.steps import StepRow, course_of, step_rows
from reportgen.render.account.tests import WIDE, Bounds, Tests
from reportgen.render.account.words import (
    CHANGE_TONES,
    CLAIM_TONES,
    DECISION_TONES,
    DECISIONS,
    ENVIRONMENT_TONES,
    EVIDENCE_TONES,
    Tone,
)
from reportgen.render.environment import plain, web_address
from reportgen.render.services import services_now
from reportgen.wording import phrase


class Axis(NamedTuple):
    """One of the three axes of the verdict."""

    name: str
    value: str
    tone: Tone
    because: str


class Judged(NamedTuple):
    """A claim with the links to its evidence."""

    claim: Claim
    tone: Tone
    citations: Citations


class Account:
    """What the page says, in the order of the page; *bounds* say how much of the tests."""

    def __init__(self, report: Report, bounds: Bounds = WIDE) -> None:
        anchors = Anchors()
        verdict = report.verdict
        self.run = report.run
        self.verdict = verdict
        self.totals = report.totals
        self.base = report.base
        self.uncompared = report.uncompared
        self.issue_url = web_address(report.issue.url) if report.issue else None
        self.name = name(report)
        self.title = (
            f"{plain(verdict.headline)} · {self.name}" if self.name else plain(verdict.headline)
        )
        self.decision = phrase(DECISIONS[verdict.decision])
        self.tone = DECISION_TONES[verdict.decision]
        self.axes = axes(report)
        self.sources = Sources(report, anchors)
        self.causes = Causes(report, anchors)
        self.findings = Findings(report, self.sources, anchors, self.causes.anchors)
        self.tests = Tests(report, self.sources, anchors, self.findings.sortings, bounds)
        self.steps: list[StepRow] = step_rows(report.steps, self.sources)
        self.steps_course = course_of(self.steps)
        self.steps_left_out = len(report.steps) - len(self.steps)
        self.services = Services(services_now(report), self.sources)
        self.memory: list[Series] = series_views(report.memory, self.sources)
        self.memory_left_out = len(report.memory) - len(self.memory)
        self.coverage: list[CoverageRow] = coverage_rows(report.coverage, self.sources)
        self.coverage_left_out = len(report.coverage) - len(self.coverage)
        self.coverage_caption = coverage_caption(report)
        self.claims = [
            Judged(claim, CLAIM_TONES[claim.state], self.sources.cite_all(claim.evidence))
            for claim in verdict.claims
        ]
        self.speed = next((each for each in self.claims if each.claim.id == "no-slower"), None)
        self.version = __version__


def name(report: Report) -> str:
    """Return what the run is called: project and title, as far as they are known."""
    return " · ".join(part for part in (report.run.project, report.run.title) if part)


def axes(report: Report) -> tuple[Axis, Axis, Axis]:
    """Return the three axes with their tones and reasons."""
    verdict, because = report.verdict, report.verdict.because
    return (
        Axis(
            phrase("Change"), phrase(verdict.change), CHANGE_TONES[verdict.change], because.change
        ),
        Axis(
            phrase("Environment"),
            phrase(verdict.environment),
            ENVIRONMENT_TONES[verdict.environment],
            because.environment,
        ),
        Axis(
            phrase("Evidence"),
            phrase(verdict.evidence),
            EVIDENCE_TONES[verdict.evidence],
            because.evidence,
        ),
    )
