"""A service that was checked more than once: every rendering says how many checks found it up."""

from reportgen.model.health import Probe
from reportgen.model.report import Report
from reportgen.render import html, json, markdown
from tests.factories import make_report, make_service

PHRASE = "2 of 3 checks up, p50 12 ms, p95 40 ms"


def report(*probes: Probe) -> Report:
    """Return a report on one service."""
    return make_report(services=(make_service("api", probes=probes),))


CHECKED = report(Probe(None, "up", 12), Probe(None, "down", None), Probe(None, "up", 40))


def test_people_read_it() -> None:
    """Markdown and HTML say it in the same words."""
    assert PHRASE in markdown.render(CHECKED)
    assert PHRASE in html.render(CHECKED)


def test_scripts_read_it() -> None:
    """JSON has the numbers, and only where there is more than one check."""
    (service,) = json.document(CHECKED)["services"]
    (once,) = json.document(report())["services"]

    assert {"up": 2, "checks": 3, "p50_ms": 12, "p95_ms": 40} == service["uptime"]
    assert "uptime" not in once


def test_no_latency_is_no_quantile() -> None:
    """Checks that never answered have no latency, and none is made up."""
    unanswered = report(Probe(None, "down", None), Probe(None, "down", None))

    assert "0 of 2 checks up" in markdown.render(unanswered)
    assert "p50" not in markdown.render(unanswered)
