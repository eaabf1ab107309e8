"""
Results that were lost, as cases that formats of test results can hold.

Such formats have no word for doubt, and a file that lost results must look green to no tool.
So what could not be read in full is an errored case of its own, named after the file.
"""

from reportgen.model.report import Report
from reportgen.model.run import Artifact
from reportgen.model.tests import Case, Errored, Trouble


def lost(report: Report) -> list[Case]:
    """Return a case for each file of tests in *report* that holds more than its cases say."""
    return [_unread(artifact) for artifact in report.artifacts if _lost_tests(artifact)]


def _lost_tests(artifact: Artifact) -> bool:
    return artifact.holds_tests and (
        artifact.status in {"partial", "rejected"}
        or any(problem.severity == "error" for problem in artifact.problems)
    )


def _unread(artifact: Artifact) -> Case:
    problems = "\n".join(
        f"{problem.severity}: {problem.message}" + (f" ({problem.place})" if problem.place else "")
        for problem in artifact.problems
    )
    return Case(
        suite=artifact.path,
        class_name="reportgen",
        name="read in full",
        outcome=Errored(
            (Trouble("error", f"{artifact.path} could not be read in full"),), output=problems
        ),
        artifact=artifact.path,
    )
