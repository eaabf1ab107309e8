"""An earlier report → something to compare a run with, and what differs from it."""

from typing import TYPE_CHECKING

from reportgen.analysis import health, renames
from reportgen.model.baseline import Baseline, BasePeak, BaseTest, worst
from reportgen.model.report import Report
from reportgen.model.units import moment
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.model.difference import Difference


def baseline_of(report: Report, label: str | None = None, *, same_line: bool = False) -> Baseline:
    """
    Return *report*, of an earlier run, as something to compare with.

    *label* is how sentences call it; by default by its moment.
    *same_line* says that it is of the same unmerged branch: then what was new there is new still.
    """
    excused_nothing = {"infrastructure-failure"} | ({"new-failure"} if same_line else set())
    unsettling = [f for f in report.findings if f.id in excused_nothing]
    open_cases = {f.case for f in unsettling if f.case is not None}
    # A finding that does not know which test of that name it is about may be about any.
    open_titles = {f.subject for f in unsettling if f.case is None}
    found: dict[str, BaseTest] = {}
    for index, case in enumerate(report.cases):
        test, is_red = case.id, case.is_red
        is_open = index in open_cases or case.title in open_titles
        known = found.get(test)
        seen = known or BaseTest(case.title, case.outcome.name)
        took = None if case.outcome.name == "skipped" else case.duration_s
        found[test] = BaseTest(
            title=case.title,
            outcome=worst(seen.outcome, case.outcome.name),
            red=seen.red + (is_red and not is_open),
            unsettled=seen.unsettled or is_open,
            timed=seen.timed + (took is not None),
            duration_s=seen.duration_s + (took or 0.0),
            class_name=case.class_name,
            name=case.name,
            file=case.file,
            signature=renames.signature_with(case, known),
        )
    named = label or phrase("run of {when}", when=moment(report.run.started_at))
    return Baseline(
        named,
        found,
        report.run.id,
        report.run.started_at,
        services=health.names_of(report.services),
        coverage=tuple(each.measured for each in report.coverage),
        memory=tuple(
            BasePeak(trend.series.name, trend.series.kind, trend.peak, trend.series.artifact)
            for trend in report.memory
        ),
    )


def difference_of(
    base: Report,
    head: Report,
    known: Baseline | None = None,
    labels: tuple[str | None, str | None] = (None, None),
) -> "Difference":
    """
    Return what differs from *base* to *head*, side by side.

    *known* is the base as a baseline, where more is known of it than it says itself.
    *labels* are how sentences call the two; by default by their moments.
    """
    from reportgen.analysis import compare  # noqa: PLC0415 - one command compares

    return compare.compare(base, head, known or baseline_of(base), renames.pairs, labels)
