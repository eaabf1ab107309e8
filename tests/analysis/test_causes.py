"""What is behind the failures of one run."""

from pathlib import Path

from reportgen.analysis.causes import judge
from reportgen.causes.fingerprint import fingerprint
from reportgen.model.past import Past, SeenCause
from reportgen.model.tests import Case, Errored, Failed
from tests.analysis.jobs import AT, GREEN, failed, judged, passed, suite
from tests.factories import make_case, make_failure

REFUSED = "connection refused by database:5432 after {0} ms"


def refused(number: int) -> Case:
    """Return a test that the database refused."""
    return make_failure(f"test_{number}", REFUSED.format(number), "", file=None)


def test_many_failures_are_few_causes() -> None:
    """The cause behind most comes first, with the places of its cases in their order."""
    cases = [make_failure("test_sum", "assert 2 == 3"), *map(refused, range(300)), make_case()]
    found = judge(cases, Past())

    assert [tuple(range(1, 301)), (0,)] == [cause.cases for cause in found]
    assert REFUSED.format(0) == found[0].says
    assert [(None, None)] * 2 == [(cause.first_seen, cause.runs_seen) for cause in found]
    assert 2 == len({cause.id for cause in found})


def test_a_recorded_cause_keeps_its_id() -> None:
    """The id is handed on, with since when it is known."""
    case = refused(3)
    assert isinstance(case.outcome, Failed | Errored)
    seeds = {fingerprint(case.outcome.troubles, case.title).key: "recorded"}
    past = Past(seeds=seeds, causes={"recorded": SeenCause(AT, 4)})
    (found,) = judge([refused(7)], past)

    assert ("recorded", AT, 4) == (found.id, found.first_seen, found.runs_seen)


def test_a_report_tells_its_causes(tmp_path: Path) -> None:
    """Red cases alone have causes."""
    red = judged(tmp_path / "a", {"junit.xml": suite(passed("a"), failed("b"), failed("c"))})
    green = judged(tmp_path / "b", GREEN)

    assert {1, 2} == {at for cause in red.causes for at in cause.cases}
    assert () == green.causes
