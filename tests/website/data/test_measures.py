"""Services and memory of runs in few bytes: nothing is stated of a run that states nothing."""

from reportgen.model.brief import Brief, Peak, ServiceSeen, brief_of
from reportgen.website.data import measures
from tests.factories import make_report, make_run


def make_brief(run: str, *services: ServiceSeen, peaks: tuple[Peak, ...] = ()) -> Brief:
    """Return a run that states *services* and *peaks*."""
    return brief_of(make_report(run=make_run(id=run)))._replace(services=services, peaks=peaks)


def test_letters_stand_in_the_order_of_the_names() -> None:
    """A service that a run says nothing of has a dot, or nothing at the end."""
    reports = [
        make_brief("run-1", ServiceSeen("web", "degraded"), ServiceSeen("mail", "unknown")),
        make_brief("run-0", ServiceSeen("api", "up"), ServiceSeen("web", "down")),
        make_brief("run-2"),
    ]
    found = measures.document(reports, "key", 3)

    assert ["api", "web", "mail"] == found["services"]
    assert {"run-0": "UX", "run-1": ".D?"} == found["states"]


def test_of_two_with_one_name_the_worse_counts() -> None:
    """Whichever is stated first."""
    reports = [
        make_brief("run-0", ServiceSeen("api", "down"), ServiceSeen("api", "up")),
        make_brief("run-1", ServiceSeen("api", "unknown"), ServiceSeen("api", "degraded")),
    ]

    assert {"run-0": "X", "run-1": "D"} == measures.document(reports, "key", 2)["states"]


def test_peaks_are_bytes_or_unknown() -> None:
    """What a run did not measure is null, never 0."""
    reports = [
        make_brief("run-0", peaks=(Peak("worker", "rss", 5), Peak("worker", "heap", 0))),
        make_brief("run-1", peaks=(Peak("worker", "heap", 7), Peak("worker", "heap", 6))),
    ]
    found = measures.document(reports, "key", 2)

    assert [["worker", "rss"], ["worker", "heap"]] == found["memory"]
    assert {"run-0": [5, 0], "run-1": [None, 7]} == found["peaks"]
