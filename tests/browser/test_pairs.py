"""Two runs side by side: the numbers and the words that ``reportgen compare`` has."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from reportgen import website
from reportgen.analysis import difference_of
from reportgen.analysis.renames import pairs, signature
from reportgen.config.settings import Settings
from reportgen.history.columns import column_of
from reportgen.model.baseline import BaseTest
from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.report import Report
from reportgen.model.tests import PASSED, Attempt, Case, Failed, Passed, Skipped, Trouble
from reportgen.overtime import trends_of
from reportgen.render import sides
from reportgen.render.account.tests import Bounds
from reportgen.resources import folder
from reportgen.website.data.documents import RunBeside
from reportgen.website.pages import run as run_pages
from tests.browser.test_filled import filled
from tests.factories import (
    MOMENT,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
)

pytestmark = pytest.mark.browser

WORDS: Final = (
    "pays", "total", "basket", "login", "fails", "mail", "receives", "recieves", "in", "full",
    "rounded", "of", "the", "a", "2", "10", "Straße", "naïve",
)  # fmt: skip
SAID: Final = (
    "KeyError: 'currency'",
    "KeyError: 'currency' after 31 ms",
    "KeyError: 'currency' after 7 ms",
    "AssertionError: 3 is not 4",
)
OUTCOMES: Final = (
    PASSED,
    PASSED,
    PASSED,
    Skipped("not today"),
    Failed((Trouble("failure", "KeyError: 'currency'"),)),
    Passed((Attempt("failed", "once", ""),)),
)
RUNS: Final = 5


def draw(chance: Random) -> Case:
    """Return a test whose name is made of a few words, which fails now and then."""
    words = [chance.choice(WORDS) for _ in range(chance.randint(2, 6))]
    name = chance.choice(("_", " ")).join(words) + chance.choice(("", "", "[eur-2]"))
    said = chance.choice(SAID) if chance.random() < 0.3 else None
    return Case(
        "unit",
        chance.choice(("", "Till", "shop.Basket")),
        name,
        PASSED if said is None else Failed((Trouble("failure", said),)),
        "junit.xml",
        file=chance.choice((None, "till.py")),
    )


def otherwise(case: Case, chance: Random) -> Case:
    """Return *case* with a word more or less, or one spelled otherwise; or in another place."""
    words = case.name.split("_")
    at = chance.randrange(len(words))
    changed = {
        "more": [*words[:at], chance.choice(WORDS), *words[at:]],
        "less": words[:at] + words[at + 1 :],
        "else": [*words[:at], chance.choice(WORDS), *words[at + 1 :]],
        "case": [*words[:at], words[at].title(), *words[at + 1 :]],
        "typo": [*words[:at], words[at][::-1], *words[at + 1 :]],
        "same": words,
    }[chance.choice(("more", "less", "else", "case", "typo", "same"))]
    return replace(
        case,
        name="_".join(changed) or "it",
        suite=chance.choice(("unit", "others")),
        file=chance.choice((case.file, "moved.py")),
    )


def judged(came: list[Case], went: list[Case]) -> dict[str, str]:
    """Return the pairs that the analysis tells."""
    missing = {
        each.id: BaseTest(
            each.title, each.outcome.name, class_name=each.class_name, name=each.name,
            file=each.file, signature=signature((each,)),
        )
        for each in went
    }  # fmt: skip
    return pairs({each.id: (each,) for each in came}, missing)


def as_data(case: Case) -> dict[str, Any]:
    """Return what the page knows of *case*."""
    outcome = case.outcome
    said = outcome.troubles[0].headline if isinstance(outcome, Failed) else ""
    return {
        "id": case.id, "class_name": case.class_name, "file": case.file, "name": case.name,
        "red": case.is_red, "said": said,
    }  # fmt: skip


def test_renames_are_those_of_the_analysis(page: Page) -> None:
    """Whatever came and went: the script tells the same pairs."""
    chance = Random(7)  # noqa: S311 - no secret
    jobs = []
    for _ in range(400):
        went = {case.id: case for case in (draw(chance) for _ in range(chance.randint(1, 8)))}
        came = [otherwise(case, chance) for case in went.values() if chance.random() < 0.9]
        came += [draw(chance) for _ in range(chance.randint(0, 3))]
        fresh = {case.id: case for case in came if case.id not in went}
        jobs.append((list(fresh.values()), list(went.values())))
    page.goto("about:blank")
    page.evaluate("window.reportgen = {}")
    page.add_script_tag(content=(folder("site") / "assets/renames.js").read_text("utf-8"))
    found = page.evaluate(
        "jobs => jobs.map(([came, went]) =>"
        " Object.fromEntries(window.reportgen.renames(came, went)))",
        [[[as_data(case) for case in side] for side in job] for job in jobs],
    )
    expected = [judged(*job) for job in jobs]

    assert expected == found
    assert 100 < sum(map(len, expected))


def changing() -> list[Report]:
    """Return runs of tests that come, go, break, and are renamed from run to run."""
    chance = Random(3)  # noqa: S311 - no secret
    runs = []
    for number in range(RUNS):
        cases = [
            Case(
                "unit",
                "Till",
                # Some are called otherwise from some run on.
                f"test_{WORDS[at % 7]}_{at}"
                + ("_it" if at % 4 == 0 and number > at % RUNS else ""),
                chance.choice(OUTCOMES),
                "junit.xml",
                duration_s=round(chance.random() * 2, 3),
            )
            for at in range(30)
            if chance.random() < 0.9
        ]
        when = MOMENT + timedelta(hours=number)
        runs.append(
            make_report(
                run=make_run(id=f"{when:%Y%m%dT%H%M%SZ}-{number:010x}", started_at=when),
                cases=cases,
            )
        )
    return runs


def build(runs: list[Report], out: Path) -> None:
    """Build the site of *runs* in *out*."""
    columns = [column_of(run) for run in runs]
    trends = trends_of(columns, Settings())
    website.build(runs, out, columns=columns, trends=trends, settings=Settings())


@pytest.fixture(scope="module", params=["results", "shards"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site whose runs have files of results, and one whose runs are too small for any."""
    out = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "results":
            patch.setattr(run_pages, "BOUNDS", Bounds(rows=1, first_rows=1))
        build(changing(), out)
    return out


def opened(page: Page, site: Path, base: Report, head: Report) -> None:
    """Open the comparison of two runs of *site*."""
    page.goto(f"{site.as_uri()}/compare.html?a={base.run.id}&b={head.run.id}")
    filled(page)


def test_the_headline_is_that_of_the_command(built: Path, page: Page) -> None:
    """By whichever way the data is read: how many are new, fixed, missing, renamed."""
    renamed = 0
    for base, head in [*pairwise(changing()), (changing()[-1], changing()[0])]:
        opened(page, built, base, head)
        difference = difference_of(base, head)

        expect(page.locator(".headline")).to_have_text(sides.headline(difference))
        former = page.locator("section", has=page.get_by_role("heading", name="Renamed"))
        lines = former.get_by_role("listitem")
        assert [f"{each.title} was {each.was}" for each in difference.tests.renamed] == [
            line.split(":")[0].split(" · ")[0] for line in lines.all_inner_texts()
        ]
        renamed += len(difference.tests.renamed)
    assert renamed > RUNS


def test_times_are_those_of_the_command(built: Path, page: Page) -> None:
    """The sum of all tests that ran on both sides, and those that differ."""
    base, head, *_ = changing()
    opened(page, built, base, head)
    table = page.get_by_role("region", name="Times that differ by 100 ms or more, side by side")
    [expected] = [each for each in sides.tables(difference_of(base, head)) if each.name == "times"]

    assert [[row.base, row.head, row.change] for row in expected.rows] == cells(table)


def cells(table: Any) -> list[list[str]]:  # noqa: ANN401 - a locator
    """Return what stands in the columns of both sides and of the change."""
    rows = table.locator("tbody tr").all()
    return [[text.strip() for text in row.locator("td").all_inner_texts()] for row in rows]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report, Report]:
    """Return the site of two runs with all that stands beside tests, and of one with nothing."""
    hostile = "<b>`x`</b>"
    case = Case("unit", "Till", "pays", OUTCOMES[4], "junit.xml")
    base = make_report(
        run=make_run(id="run-0", started_at=MOMENT),
        services=(make_service("api", parts=(make_service("db"),)), make_service(hostile)),
        memory=(make_trend((100 << 20, 110 << 20)), make_trend(kind="heap")),
        coverage=(total("unit", 90, 120), total("gone", 1, 2)),
        steps=(make_step("build"), make_step("build", status="failed"), make_step("lint")),
    )
    head = make_report(
        run=make_run(id="run-1", started_at=MOMENT + timedelta(hours=1)),
        cases=[case],
        findings=(make_finding(id="known-issue", case=0),),
        services=(make_service("api", status="down", parts=(make_service("db"),)),),
        memory=(make_trend((100 << 20, 150 << 20)),),
        coverage=(total("unit", 100, 120), total("new", 5, 5)),
        steps=(
            make_step("build", job="ci"),
            make_step("build"),
            make_step("lint", duration_s=None),
        ),
    )
    bare = make_report(run=make_run(id="run-2", started_at=MOMENT + timedelta(hours=2)))
    packed = make_report(
        run=make_run(id="run-3", started_at=MOMENT + timedelta(hours=3)), artifacts=()
    )
    out = tmp_path_factory.mktemp("measured")
    build([base, head, bare, packed], out)
    return out, base, head


def total(name: str, covered: int, whole: int) -> CoverageTotal:
    """Return a coverage report."""
    measured = Coverage(name=name, lines_covered=covered, lines_total=whole)
    return CoverageTotal(measured=measured)


def test_all_that_stands_beside_tests(measured: tuple[Path, Report, Report], page: Page) -> None:
    """Services with their parts, peaks, coverage and steps: row by row as the command has them."""
    site, base, head = measured
    opened(page, site, base, head)
    tables = [each for each in sides.tables(difference_of(base, head)) if each.name != "times"]
    found = {
        table.name: cells(page.get_by_role("region", name=f"{table.title}, side by side"))
        for table in tables
    }

    assert ["services", "memory", "coverage", "steps"] == list(found)
    assert {
        table.name: [[row.base, row.head, row.change] for row in table.rows] for table in tables
    } == found
    expect(page.locator("#app")).to_contain_text("not there → failed · a known issue")


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("run-2", "Neither run states services, memory, coverage or steps."),
        ("run-3", "are not kept: whether any changed is not known"),
    ],
)
def test_what_is_not_there_is_said(
    run: str, words: str, measured: tuple[Path, Report, Report], page: Page
) -> None:
    """A run that states nothing, and one of which only outcomes are kept."""
    page.goto(f"{measured[0].as_uri()}/compare.html?a={run}&b=run-2")
    filled(page)

    expect(page.locator("#app")).to_contain_text(words)
    assert page.locator("#app .absent.bad").count() == (run == "run-3")


def test_the_file_beside_a_run_is_as_agreed(measured: tuple[Path, Report, Report]) -> None:
    """What a page reads is what the model says."""
    for path in measured[0].glob("runs/*/beside.js"):
        text = path.read_text("utf-8")
        document = json.loads(text.partition(",")[2].removesuffix(");\n"))

        assert path.parent.name == RunBeside.model_validate(document).name.partition("/")[2]
