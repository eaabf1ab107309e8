"""A renderer: ``reportgen report --format acme-line`` prints a line for Acme's status bar."""

from reportgen.plugins import Report

API = 1
TITLE = "A line for Acme's status bar"


def render(report: Report) -> str:
    """Return the verdict and the counts, in words of reportgen's own: nothing is to be encoded."""
    counts = report.totals.counts
    return f"{report.verdict.change} | {counts.passed}/{counts.tests} | {report.verdict.decision}\n"
