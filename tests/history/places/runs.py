"""Runs to record: one an hour, each with a test of its own."""

from datetime import timedelta

from reportgen.model.report import Report
from tests.factories import MOMENT, make_artifact, make_case, make_report, make_run


def run(number: int) -> Report:
    """Return the run of the hour *number*."""
    when = MOMENT + timedelta(hours=number)
    return make_report(
        run=make_run(id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when),
        cases=[make_case(f"test_{name}", at_line=0) for name in ("adds", "pays", number)],
        artifacts=(make_artifact(sha256=f"{number:064}", holds_tests=True),),
    )
