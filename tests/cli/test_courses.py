"""How a failing test fared before: a strip beside it, in a file that needs no other."""

from pathlib import Path

from tests.analysis.jobs import Files, failed, passed, skipped, suite
from tests.cli.jobs import put
from tests.conftest import RunCli

SAYS = (
    'aria-label="4 runs from oldest to newest: 1 passed, 2 failed, 1 skipped; the newest: failed"'
)
BRIEF = "failed in 2 of 3 runs, this one on the right"


def day(number: int) -> str:
    """Return the noon of a day."""
    return f"2025-09-{number:02}T12:00:00Z"


def shop(pays: str) -> Files:
    """Return a JUnit file of two tests, of which one may fail."""
    return {"junit.xml": suite(passed("adds"), pays)}


def record(run_cli: RunCli) -> str:
    """Record three runs, and return the folder of a fourth, in which the test fails."""
    for number, pays in enumerate((passed("pays"), failed("pays"), skipped("pays")), 1):
        run_cli("history", "add", put(shop(pays)), "--at", day(number))
    return put(shop(failed("pays")))


def test_a_failing_test_has_a_strip(run_cli: RunCli) -> None:
    """Beside what needs attention and where it is told in full; the other test has none."""
    folder = record(run_cli)
    result = run_cli("report", folder, "--at", day(4), "-f", "html")

    assert 2 == result.stdout.count(SAYS)
    assert 2 == result.stdout.count(BRIEF)


def test_without_a_history_there_is_none(run_cli: RunCli) -> None:
    """Nobody looked back, so that nothing is said of runs before."""
    result = run_cli("report", put(shop(failed("pays"))), "--at", day(4), "-f", "html")

    assert '<p class="course' not in result.stdout


def test_a_page_of_the_site_has_none(run_cli: RunCli) -> None:
    """The page of a run stays as it is when runs come in between: the page of the test has all."""
    folder = record(run_cli)
    run_cli("build", folder, "--at", day(4))
    [report] = Path("public").glob("report.html")
    pages = Path("public").glob("runs/*/index.html")

    assert SAYS in report.read_text("utf-8")
    assert not any('<p class="course' in page.read_text("utf-8") for page in pages)
