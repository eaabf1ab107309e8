"""What the pages say of many runs, each with its numbers, and what they do where there is none."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from reportgen.config.settings import Settings
from reportgen.model.overtime import MemoryPoint, Trends
from reportgen.model.report import Cause, Report, Totals
from reportgen.model.tests import count
from reportgen.website import pages
from reportgen.website.causes import MOST_SEEN_ONCE
from reportgen.website.pages.services import calendar, tone_of
from tests.factories import (
    MOMENT,
    make_case,
    make_failure,
    make_finding,
    make_report,
    make_run,
    make_step,
    make_verdict,
)
from tests.website.trends import (
    make_cause,
    make_day,
    make_growth,
    make_incident,
    make_moment,
    make_slower,
    make_state,
    make_suite,
    make_trends,
    make_uptime,
)

SUBJECTS = ("flaky", "failures", "speed", "services", "memory")


def make_runs(number: int, **fields: Any) -> list[Report]:  # noqa: ANN401 - any field of a report
    """Return *number* runs, an hour apart, oldest first."""
    return [
        make_report(
            run=make_run(id=f"run-{n:03}", started_at=MOMENT + timedelta(hours=n)), **fields
        )
        for n in range(number)
    ]


def planned(
    trends: Trends | None = None,
    records: Sequence[Report] | None = None,
    **options: Any,  # noqa: ANN401 - any option
) -> dict[str, str]:
    """Return the texts of the pages by their addresses."""
    return dict(pages.plan(make_runs(1) if records is None else records, trends=trends, **options))


def plain(text: str) -> str:
    """Return what a reader sees of *text*, on one line."""
    text = re.sub(r"</?(?:a|b|bdi|code|i|span|time)\b[^>]*>", "", text)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def body(text: str) -> str:
    """Return the words of the main part of a page."""
    return plain(text.partition("<main")[2].partition(">")[2].partition("</main>")[0])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_pages_without_findings_say_that_nothing_is_known(subject: str) -> None:
    """Nothing looked at is not the same as nothing found."""
    text = body(planned()[f"{subject}/index.html"])

    assert "No runs were looked at together" in text
    assert "icon-good" not in text


@pytest.mark.parametrize("subject", [*SUBJECTS, "steps", "runs"])
def test_every_subject_has_its_page_without_any_run(subject: str) -> None:
    """An address that somebody kept leads somewhere from the first day on."""
    assert f"{subject}/index.html" in planned(records=[])


def test_titles_name_the_thing_and_the_project() -> None:
    """A tab says what it is about."""
    found = planned(make_trends())
    titles = {
        url: plain(re.findall(r"<title>(.*?)</title>", text)[0])
        for url, text in found.items()
        if url.endswith(".html")
    }

    assert "Flaky tests · netra" == titles["flaky/index.html"]
    assert "api · netra" == titles["services/api-5452702f91.html"]
    assert "AssertionError: assert 500 == 201 · netra" == titles["failures/c0ffee0123456789.html"]
    assert len(titles) == len(set(titles.values()))
    assert all(title.endswith("netra") or " · netra · " in title for title in titles.values())


def test_flaky_test_says_k_of_n_and_why() -> None:
    """A rate has both numbers, its window and its reason."""
    text = body(planned(make_trends())["flaky/index.html"])

    assert "2 of 18 results red, 2 times between passes" in text
    assert "60 runs, 2025-07-17 to 2025-09-15" in text
    assert "Passed and failed on commit 3f2a9c1b" in text
    assert "wasted some 12 min 30 s" in text
    assert "TimeoutError: no pong within 5 s" in text


def test_one_test_on_two_lines_is_one_entry() -> None:
    """Each line has its own numbers; the worst decides where the test stands."""
    states = (
        make_state(state="suspect", job="e2e", variant={"os": "windows"}, failed=1, ran=30),
        make_state(job="e2e", variant={"os": "linux"}),
    )
    text = planned(make_trends(tests=states))["flaky/index.html"]

    assert 1 == text.count('<article class="card')
    assert "Flaky 1 · " in body(text)
    assert "Suspect 0" in body(text)
    assert "e2e · os=windows" in body(text)
    assert "1 of 30 results red" in body(text)


def test_recovered_tests_stand_apart() -> None:
    """A test that was flaky and is no longer is not on the work list."""
    text = body(
        planned(make_trends(tests=(make_state(state="healthy", recovered=True),)))[
            "flaky/index.html"
        ]
    )

    assert "Flaky 0" in text
    assert "Recovered 1 · " in text


def test_flaky_page_says_how_to_quarantine() -> None:
    """The command that it names exists."""
    text = body(planned(make_trends())["flaky/index.html"])

    assert "reportgen quarantine export --for pytest" in text


def test_tests_beyond_the_page_are_counted() -> None:
    """What is left out is said, and where it is."""
    states = tuple(make_state(test=f"{n:016x}") for n in range(203))
    text = planned(make_trends(tests=states))["flaky/index.html"]

    assert 200 == text.count('<article class="card')
    assert "3 more are not shown" in body(text)


def test_causes_seen_once_are_folded() -> None:
    """What was seen in several runs comes first."""
    causes = (make_cause(id="a" * 16, runs=1), make_cause())
    found = planned(make_trends(causes=causes))
    text = body(found["failures/index.html"])

    assert "Seen in several runs 1" in text
    assert "Seen in one run only 1" in text
    assert "4 × 3" in text
    assert {"failures/aaaaaaaaaaaaaaaa.html", "failures/c0ffee0123456789.html"} <= set(found)


def test_few_causes_of_one_run_have_a_page() -> None:
    """Over runs there is nothing to tell of the others: they are listed, and their run says all."""
    often = [make_cause(id=f"{number:016x}", runs=2) for number in range(30)]
    once = [make_cause(id=f"{number:016x}", runs=1) for number in range(30, 60)]
    found = planned(make_trends(causes=(*once, *often)))
    pages = [f"failures/{each.id}.html" for each in (*often, *once[:MOST_SEEN_ONCE])]
    text = body(found["failures/index.html"])

    assert {*pages, "failures/index.html"} == {url for url in found if "failures/" in url}
    assert "Seen in several runs 30" in text
    assert "Seen in one run only 30" in text
    assert "more are not shown" not in text


def test_cause_on_two_lines_has_one_page() -> None:
    """One thing, one address."""
    causes = (make_cause(job="unit"), make_cause(job="e2e", failures=3))
    text = body(planned(make_trends(causes=causes))["failures/c0ffee0123456789.html"])

    assert "unit" in text
    assert "e2e" in text


def test_cause_page_names_tests_and_place() -> None:
    """What failed, where, in how many of how many runs."""
    text = body(planned(make_trends())["failures/c0ffee0123456789.html"])

    assert "billing/charges.py:create" in text
    assert "tests.billing.test_charge" in text
    assert "3 of 60" in text
    assert "Tests 1 of 4" in text


def test_slower_has_before_after_and_commits() -> None:
    """Between which runs it happened is one click away."""
    slower = make_slower(until=make_moment("run-000", commit="aaaaaaaaa1"), agreed=False)
    found = planned(make_trends(slower=(slower,)))["speed/index.html"]

    assert "1.2 s → 2.5 s" in body(found)
    assert "+108.3 %" in body(found)
    assert "one of two methods" in body(found)
    assert '<a href="../runs/run-000/index.html"><code dir="auto">aaaaaaaa</code></a>' in found


def test_change_from_nothing_has_no_share() -> None:
    """A share of zero is not a number."""
    text = body(planned(make_trends(slower=(make_slower(before_s=0.0),)))["speed/index.html"])

    assert "0 ms → 2.5 s" in text
    assert "%" not in text.partition("Faster")[0]


def test_suites_that_changed_are_told() -> None:
    """A suite that is gone is a failure that no test shows."""
    suites = (make_suite(), make_suite("tests.e2e", change="newly-skipped"))
    text = body(planned(make_trends(suites=suites))["speed/index.html"])

    assert "Suites that changed 2" in text
    assert "vanished" in text
    assert "newly skipped" in text


def test_slower_suite_is_told_once() -> None:
    """It stands among what became slower, and not again among the suites."""
    slower = (make_slower("tests.api", kind="suite", test=None),)
    suites = (make_suite("tests.api", change="newly-slow"),)
    text = body(planned(make_trends(slower=slower, suites=suites))["speed/index.html"])

    assert "Slower 1" in text
    assert "Suites that changed 0" in text


def test_line_that_became_slower_is_called_a_job() -> None:
    """All its tests changed together: no one of them is at fault."""
    slower = (make_slower("all tests", kind="line"),)
    text = body(planned(make_trends(slower=slower))["speed/index.html"])

    assert "job all tests" in text


@pytest.mark.parametrize(
    ("day", "tone"),
    [
        (None, "gap"),
        (make_day(), "good"),
        (make_day(up=3, worst="down"), "warn"),
        (make_day(up=0, worst="down"), "bad"),
        (make_day(up=0, worst="degraded"), "warn"),
        (make_day(up=0, unknown=4, worst="unknown"), "none"),
        (make_day(up=3, unknown=1), "good"),
    ],
)
def test_tone_of_a_day(day: Any, tone: str) -> None:  # noqa: ANN401 - a day or none
    """Full only where every check that could tell found it up; no check is a gap, never up."""
    assert tone == tone_of(day)


def test_calendar_has_a_place_for_every_day() -> None:
    """Days without a check are there, and empty."""
    found = calendar([make_day(2), make_day(0)], MOMENT.date(), 4)

    assert [None, make_day(2), None, make_day(0)] == found
    assert found == calendar([make_day(9), make_day(2), make_day()], date(2025, 9, 15), 4)


def test_uptime_is_of_checks_that_could_tell() -> None:
    """Those that could not are counted beside, not as down and not as up."""
    service = make_uptime(up=10, checks=14, unknown=2)
    found = planned(make_trends(services=(service,)))

    assert "up in 10 of 12 checks (83.3 %), 2 could not tell" in body(found["services/index.html"])
    page = body(found["services/api-5452702f91.html"])
    assert "Up, last 7 days 10 of 12 checks (83.3 %)" in page


def test_service_that_nobody_could_judge_is_not_up() -> None:
    """No share is printed of nothing."""
    service = make_uptime(up=0, checks=3, unknown=3, status="unknown", days=())
    text = body(planned(make_trends(services=(service,)))["services/index.html"])

    assert "no check could tell, 3 could not tell" in text
    assert "%" not in text


def test_incidents_are_told_newest_first() -> None:
    """Each with its first and last failing check; one that is not over says so."""
    early, late = (MOMENT - timedelta(days=days) for days in (9, 1))
    incidents = (
        make_incident(first_at=early, last_at=early, over_at=early + timedelta(hours=2)),
        make_incident(first_at=late, last_at=late, over=None, checks=7),
    )
    service = make_uptime(incidents=incidents, status="down")
    text = body(planned(make_trends(services=(service,)))["services/api-5452702f91.html"])

    assert text.index("2025-09-14 13:35 UTC") < text.index("2025-09-06 13:35 UTC")
    assert "not yet" in text
    assert "after 2 h" in text


def test_page_of_a_service_stays_where_it_is() -> None:
    """Also when a further job begins to check it."""
    one, two = (make_trends(services=(make_uptime(job=job),)) for job in ("unit", None))
    before, after = (
        [url for url in planned(trends) if url.startswith("services/api")] for trends in (one, two)
    )

    assert before == after


def test_namesakes_have_pages_of_their_own() -> None:
    """Services that differ by case alone, or by their line, are not mixed up."""
    services = (
        make_uptime("API"),
        make_uptime("api"),
        make_uptime("api"),
        make_uptime("api", job="e2e"),
    )
    found = [url for url in planned(make_trends(services=services)) if url.startswith("services/")]

    assert 5 == len({url.casefold() for url in found})


def test_memory_that_grows_comes_first() -> None:
    """Whatever the order of the findings; first and last peak beside it."""
    memory = (make_growth("calm", verdict="stable", since=None), make_growth("leaky"))
    text = body(planned(make_trends(memory=memory))["memory/index.html"])

    assert text.index("leaky") < text.index("calm")
    assert "100.0 MiB → 119.0 MiB" in text
    assert "+1.0 MiB" in text


def test_free_memory_is_worst_where_it_is_least() -> None:
    """Its peaks are the least that was free."""
    memory = (make_growth("host", kind="system_available"),)
    found = planned(make_trends(memory=memory))
    (url,) = (url for url in found if url.startswith("memory/host"))

    assert "lowest 100.0 MiB" in body(found["memory/index.html"])
    assert "Least in each run" in body(found[url])


def test_gain_that_is_unknown_is_a_dash() -> None:
    """Readings without a course have none."""
    points = (MemoryPoint("run-000", 1 << 20, None),)
    found = planned(make_trends(memory=(make_growth(points=points),)))
    (url,) = (url for url in found if url.startswith("memory/worker"))

    assert body(found[url]).endswith("2025-09-15 13:35 UTC 3f2a9c1b 1.0 MiB –")


def test_page_of_a_process_has_a_table_of_its_runs() -> None:
    """The curve has its numbers below, newest first, linked where the run has a page."""
    points = (MemoryPoint("run-000", 1 << 20, 0), MemoryPoint("gone", 2 << 20, -1024))
    found = planned(make_trends(memory=(make_growth(points=points),)))
    (url,) = (url for url in found if url.startswith("memory/worker"))

    assert '<a href="../runs/run-000/index.html">' in found[url]
    assert "gone 2.0 MiB −1.0 KiB 2025-09-15 13:35 UTC" in body(found[url])
    assert 'role="img" aria-label="Peak memory of worker in 2 runs' in found[url]


def test_steps_count_what_was_decided() -> None:
    """Skipped, cancelled and superseded results are neither successes nor failures."""
    statuses = ("passed", "failed", "skipped", "cancelled", "passed")
    runs = [
        run.model_copy(update={"steps": (make_step("deploy", status=status, duration_s=10.0 + n),)})
        for n, (run, status) in enumerate(zip(make_runs(5), statuses, strict=True))
    ]
    runs[0] = runs[0].model_copy(
        update={"steps": (make_step("deploy", status="failed", superseded=True), *runs[0].steps)}
    )
    text = body(planned(records=runs)["steps/index.html"])

    assert "deploy passed 2 of 3 66.7 % PFSCP 1 attempt superseded median 11 s, last 14 s" in text


def test_steps_of_pull_requests_do_not_count() -> None:
    """What one change breaks says nothing of the step."""
    runs = make_runs(2, steps=(make_step("lint"),))
    change = make_report(
        run=make_run(id="change", branch="feature"), steps=(make_step("lint", status="failed"),)
    )
    text = body(planned(records=[*runs, change])["steps/index.html"])

    assert "2 runs of default branches" in text
    assert "lint passed 2 of 2" in text


def test_runs_list_says_new_known_and_time() -> None:
    """Beside the median of the same line, once enough runs are known."""
    runs = make_runs(6, cases=[make_case(duration_s=2.0)])
    slow = make_report(
        run=make_run(id="slow", started_at=MOMENT + timedelta(days=1), branch="feature"),
        cases=[make_case(duration_s=3.0), make_failure(duration_s=None)],
        findings=(make_finding(case=1), make_finding(id="flaky"), make_finding(id="known-issue")),
    )
    text = body(planned(records=[*runs, slow])["runs/index.html"])

    assert "1 of 2 1 2 3 s +50 % 2 s" in text
    few = body(planned(records=[*runs[:2], slow])["runs/index.html"])
    assert "1 of 2 1 2 3 s –" in few


def test_runs_list_has_the_newest_and_months_have_all() -> None:
    """No run is more than two clicks from the list; what a page leaves out is counted."""
    runs = make_runs(203)
    found = planned(records=runs)

    assert 200 == found["runs/index.html"].count('<th scope="row"><a href="../runs/')
    assert "3 older runs not in this table" in body(found["runs/index.html"])
    assert 203 == found["runs/2025-09.html"].count('<th scope="row"><a href="../runs/')


def test_new_run_changes_the_last_part_of_a_month_alone() -> None:
    """Parts are cut from the first run of the month on."""
    before, after = planned(records=make_runs(340)), planned(records=make_runs(341))
    rows = re.compile(r'<th scope="row">.*')

    assert (
        rows.findall(before["runs/2025-09.html"])[-1]
        == rows.findall(after["runs/2025-09.html"])[-1]
    )


def test_big_month_has_parts() -> None:
    """A page stays readable: five hundred runs each, the oldest on the first."""
    moments = [MOMENT + timedelta(minutes=n) for n in range(501)]
    runs = [
        make_report(run=make_run(id=f"run-{n:03}", started_at=when))
        for n, when in enumerate(moments)
    ]
    found = planned(records=runs)

    assert 500 == found["runs/2025-09.html"].count('<th scope="row">')
    assert "run-500" in found["runs/2025-09-p2.html"]
    assert "run-000" in found["runs/2025-09.html"]


def test_runs_without_a_moment_have_a_page() -> None:
    """They are on no month."""
    runs = [make_report(run=make_run(started_at=None))]

    assert "moment unknown" in body(planned(records=runs)["runs/undated.html"])


def test_overview_shows_the_default_branch_and_what_to_do() -> None:
    """The newest run is of a feature branch; the question is whether main is healthy."""
    red = make_verdict(change="regressed", decision="fix", headline="Change regressed")
    feature = make_report(
        run=make_run(id="feature", branch="feature", started_at=MOMENT + timedelta(days=9)),
        verdict=red,
    )
    text = body(planned(make_trends(), [*make_runs(2), feature])["index.html"])

    assert text.startswith("Latest run on main Change validated")
    assert "Flaky tests, by the time they waste 1" in text
    assert "tests.unit.test_races: 2 of 18 results red, wasted some 12 min 30 s" in text
    assert "Memory grows 1" in text
    assert "Became slower 1" in text


def test_overview_says_that_no_default_branch_is_recorded() -> None:
    """It is not passed off as one."""
    runs = [make_report(run=make_run(branch="feature"))]

    assert "none of a default branch is recorded" in body(planned(records=runs)["index.html"])


def test_overview_counts_states() -> None:
    """Also that there is nothing broken."""
    text = planned(make_trends())["index.html"]

    assert "<b>240</b> healthy" in text
    assert "<b>0</b> broken" in text
    assert "<b>1 of 1</b> services up" in text


def test_overview_without_findings_is_not_green() -> None:
    """Where nothing was looked at together, nothing is said to be fine."""
    text = body(planned()["index.html"])

    assert "Not looked at: nothing is known over runs." in text


def test_overview_names_services_that_are_not_up() -> None:
    """With both numbers."""
    services = (make_uptime(status="down"), make_uptime("idle", status="unknown"))
    text = body(planned(make_trends(services=services))["index.html"])

    assert "Services not up 1" in text
    assert "api is down: up in 10 of 12 checks (83.3 %)" in text


def test_about_says_what_is_missing() -> None:
    """Damage, gaps, thresholds and algorithms stand on one page."""
    runs = [
        *make_runs(2),
        make_report(run=make_run(id="partial"), verdict=make_verdict(evidence="partial")),
    ]
    found = planned(
        make_trends(),
        runs,
        problems=["`a.json.gz` is cut off"],
        settings=Settings(),
        store_bytes=3_000,
    )
    text = body(found["about/index.html"])

    assert "a.json.gz is cut off" in text
    assert "Complete evidence 2 of 3" in text
    assert "Size of the history 2.9 KiB 1000 B a run" in text
    assert "flaky.same-commit-days 14" in text
    assert "services.stale-after 1 d" in text
    assert "services/1" in text


def test_run_page_leads_to_what_is_known_of_its_failures() -> None:
    """By the ids of the test and of the cause; a failure that nobody knows leads nowhere."""
    known = make_failure("test_known", "AssertionError: assert 500 == 201")
    racing = make_failure("test_races", "never seen")
    runs = make_runs(
        1,
        cases=[known, racing, make_failure("test_new", "never seen"), make_case()],
        causes=(
            Cause(id="c0ffee0123456789", says="assert 500 == 201", cases=(0,)),
            Cause(id="0123456789abcdef", says="never seen", cases=(1, 2)),
        ),
    )
    trends = make_trends(tests=(make_state(test=racing.id),))
    text = planned(trends, runs)["runs/run-000/index.html"]
    section = text.partition('id="over-runs"')[2].partition("</section>")[0]

    assert 'href="../../failures/c0ffee0123456789.html"' in section
    assert f'href="../../flaky/index.html#t-{racing.id}"' in section
    assert "test_new" not in section


def test_run_page_does_not_depend_on_other_runs() -> None:
    """Another run, far from it, leaves its bytes as they are: it need not be written again."""
    before, after = planned(records=make_runs(9)), planned(records=make_runs(12))

    assert before["runs/run-003/index.html"] == after["runs/run-003/index.html"]


def test_overview_tells_one_thing_once() -> None:
    """What became slower on two lines is one entry, with how many there are."""
    slower = (
        make_slower(job="unit"),
        make_slower(job="e2e"),
        make_slower("tests.other", job="e2e"),
    )
    text = body(planned(make_trends(slower=slower))["index.html"])

    assert "Became slower 2" in text
    assert "on unit: 1.2 s → 2.5 s (+108.3 %), and on 1 more job or variant" in text
    assert "on e2e: 1.2 s → 2.5 s (+108.3 %) more" in text


def test_overview_names_suites_that_are_gone() -> None:
    """A suite that no longer runs fails nowhere, so it has to be said."""
    text = body(planned(make_trends())["index.html"])

    assert "Suites that changed 1 tests.old ran in 20 runs and is gone since" in text


def test_overview_shows_two_weeks_day_by_day() -> None:
    """The most red tests of a day; a day without a run has no number and is no zero."""
    red = make_report(
        run=make_run(id="red", started_at=MOMENT - timedelta(days=2)),
        cases=[make_failure("one"), make_failure("two"), make_case("three")],
    )
    old = make_report(run=make_run(id="old", started_at=MOMENT - timedelta(days=14)))
    green = make_report(run=make_run(id="green", started_at=MOMENT), cases=[make_case("one")])
    records = [
        each.model_copy(
            update={"totals": Totals(counts=count(each.cases), untimed=len(each.cases))}
        )
        for each in (red, old, green)
    ]
    text = planned(records=records)["index.html"]
    days = re.findall(r'<tr><th scope="row">(\S+)</th>(.*?)</tr>', text)

    assert 14 == len(days)
    assert ("2025-09-15", "1 0 0 0 –") == (days[0][0], plain(days[0][1]))
    assert ("2025-09-14", "0 – – – –") == (days[1][0], plain(days[1][1]))
    assert ("2025-09-13", "1 2 0 0 –") == (days[2][0], plain(days[2][1]))
    # Of three numbers there are two days, of the time none; one more is in the legend.
    assert 3 * 12 + 14 + 1 == text.count('<rect fill="url(#hatch)"')


def test_two_weeks_without_a_moment_are_not_shown() -> None:
    """Nobody knows on which days the runs were."""
    records = [make_report(run=make_run(started_at=None))]

    assert "Day by day" not in planned(records=records)["index.html"]
