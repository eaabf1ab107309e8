"""
Rows of test cases, made without checking: there may be a million of them.

For readers, and for whoever reads back what they made: checking takes longer than reading.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

from reportgen.model.tests import Case, Outcome


def fast_case(  # noqa: PLR0913, PLR0917 - the fields of a row
    suite: str, class_name: str, name: str, outcome: Outcome, artifact: str, at_line: int,
    file: str | None, line: int | None, duration_s: float | None,
) -> Case:  # fmt: skip
    """Return a case from values that are known to be right."""
    case = _new(Case)
    _set_suite(case, suite)
    _set_class_name(case, class_name)
    _set_name(case, name)
    _set_outcome(case, outcome)
    _set_artifact(case, artifact)
    _set_at_line(case, at_line)
    _set_file(case, file)
    _set_line(case, line)
    _set_duration_s(case, duration_s)
    return case


def row_maker(
    outcome: Outcome, artifact: str
) -> Callable[[str, str, str, int, float | None], Case]:
    """
    Return what makes a case as `fast_case` does, with an *outcome* and an *artifact* for all.

    It takes the suite, the class, the name, the line and the seconds; no place in the source.
    """
    new, row = _new, Case
    suites, classes, names, lines = _set_suite, _set_class_name, _set_name, _set_at_line
    outcomes, artifacts, durations = _set_outcome, _set_artifact, _set_duration_s
    files, places = _set_file, _set_line

    def make(suite: str, class_name: str, name: str, line: int, duration: float | None) -> Case:
        case = new(row)
        suites(case, suite)
        classes(case, class_name)
        names(case, name)
        outcomes(case, outcome)
        artifacts(case, artifact)
        lines(case, line)
        files(case, None)
        places(case, None)
        durations(case, duration)
        return case

    return make


def rows(  # noqa: PLR0913, PLR0917 - the same
    name: Sequence[str], suite: Iterable[str], class_name: Iterable[str],
    outcome: Iterable[Outcome], artifact: Iterable[str], at_line: Iterable[int],
    file: Iterable[str | None], line: Iterable[int | None], duration_s: Iterable[float | None],
) -> list[Case]:  # fmt: skip
    """
    Return the cases whose fields stand in columns, each as long as that of the *name* at least.

    A loop over each column takes three quarters of what one over the rows does.
    """
    made = list(map(_new, repeat(Case, len(name))))
    for put, column in (
        (_set_suite, suite),
        (_set_class_name, class_name),
        (_set_name, name),
        (_set_outcome, outcome),
        (_set_artifact, artifact),
        (_set_at_line, at_line),
        (_set_file, file),
        (_set_line, line),
        (_set_duration_s, duration_s),
    ):
        deque(map(put, made, column), maxlen=0)
    return made


_new = object.__new__
(
    _set_suite, _set_class_name, _set_name, _set_outcome, _set_artifact, _set_at_line, _set_file,
    _set_line, _set_duration_s,
) = (
    vars(Case)[slot].__set__
    for slot in ("suite", "class_name", "name", "outcome", "artifact", "at_line", "file", "line",
                 "duration_s")
)  # fmt: skip
