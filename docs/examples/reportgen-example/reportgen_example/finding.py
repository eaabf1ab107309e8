"""Findings: Acme wants every run to hold results of its bench, and none of a test called TODO."""

from collections.abc import Iterator

from reportgen.plugins import Cited, PluginFinding, Report

API = 1


def findings(report: Report) -> Iterator[PluginFinding]:
    """Yield each test that is a placeholder; while there is one, nothing is proven."""
    for case in report.cases:
        if case.name.startswith("TODO"):
            yield PluginFinding(
                id="placeholder",
                severity="warning",
                subject=case.title,
                reason=f"{case.title} is a placeholder and tests nothing",
                cited=(Cited(artifact=case.artifact, place=case.place),),
                advice="write the test, or take it out",
                doubts=True,
            )
