"""
Outcomes of a line → which tests are broken, flaky, suspect, healthy, and why.

Having failed once is not being flaky: a change may have broken the test, or a machine the run.
What counts are contradictions, a pass and a failure of the same commit, and failures that stand
alone between passes. Streaks, outages and runs in which most tests were red tell neither.
"""

from reportgen.overtime.flaky.course import Course, course_of
from reportgen.overtime.flaky.opinion import FlakyOpinion, Switch, judge, preview, rank, told
from reportgen.overtime.flaky.states import Judged, state_of

__all__ = [
    "Course", "FlakyOpinion", "Judged", "Switch", "course_of", "judge", "preview", "rank",
    "state_of", "told",
]  # fmt: skip
