"""Coverage in each format: said where it is known, and not a word where it is not."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.document import adapter
from reportgen.model.report import Comparison, Report
from reportgen.render import html, markdown, text
from reportgen.render import json as json_format
from reportgen.render.coverage import change, sentence, share
from tests.factories import make_artifact, make_report
from tests.render.markdown.renderers import HOSTILE

RENDERERS: dict[str, Callable[[Report], str]] = {
    "markdown": markdown.render,
    "html": html.render,
    "text": text.render,
    "json": json_format.render,
}


def covered(
    lines: tuple[int, int] | None, branches: tuple[int, int] | None = None, name: str = "lcov.info"
) -> Coverage:
    """Return the totals of a report at ``out/``."""
    return Coverage(
        name=name,
        lines_covered=lines[0] if lines else None,
        lines_total=lines[1] if lines else None,
        branches_covered=branches[0] if branches else None,
        branches_total=branches[1] if branches else None,
        artifact=f"out/{name}",
        place="line 2",
    )


NOW = covered((1_304, 1_500), (7, 8))
BEFORE = covered((1_286, 1_500), (8, 8))


def make(*totals: CoverageTotal, base: str | None = None) -> Report:
    """Return a report with *totals*, compared with *base*."""
    return make_report(
        artifacts=(make_artifact(), make_artifact("out/lcov.info", format="lcov")),
        coverage=totals,
        base=Comparison(label=base) if base else None,
    )


COMPARED = make(CoverageTotal(measured=NOW, base=BEFORE), base="run 7")


@pytest.mark.parametrize("name", RENDERERS)
def test_nothing_is_said_without_coverage(name: str) -> None:
    """A run without a coverage report has no word of it."""
    assert "coverage" not in RENDERERS[name](make()).lower()


def test_markdown() -> None:
    """The title has what was covered, the line below how it changed and since when."""
    lines = markdown.render(COMPARED).splitlines()
    at = next(n for n, line in enumerate(lines) if "Coverage" in line)

    assert [
        "#### Coverage · 1,304 of 1,500 lines (86.9 %), 7 of 8 branches (87.5 %)",
        "",
        (
            "- `out/lcov.info`: 1,304 of 1,500 lines (86.9 %, +1.2 points since `run 7`), "
            "7 of 8 branches (87.5 %, −12.5 points)"
        ),
    ] == lines[at : at + 3]


def test_markdown_of_many() -> None:
    """Reports are never summed up, since they may overlap; those left out are counted."""
    totals = [CoverageTotal(measured=covered((n, 40), name=f"{n}.info")) for n in range(12)]
    made = markdown.render(make(*totals))

    assert "#### Coverage · 12 reports" in made
    assert "`out/9.info`: 9 of 40 lines (22.5 %)" in made
    assert "`out/10.info`" not in made
    assert "10 of 12 coverage reports shown." in made


@pytest.mark.parametrize("limit", [400, 500, 600, 700, 800])
def test_markdown_says_when_coverage_is_left_out(limit: int) -> None:
    """In little room only the title is left, and then its absence is told."""
    made = markdown.render(COMPARED, limit=limit)

    assert "−12.5 points" not in made
    assert ("#### Coverage" in made) != ("coverage" in made or "sections" in made)


def test_a_name_of_its_own_is_shown() -> None:
    """Where a report calls itself otherwise than its file, both are named."""
    own = covered((1, 2), name="till").model_copy(update={"artifact": "jacoco.xml"})
    made = make(CoverageTotal(measured=own))

    assert "- `jacoco.xml` `till`: 1 of 2 lines (50 %)" in markdown.render(made)


def test_html() -> None:
    """The page has a row for each report, with a link to the artifact."""
    page = html.render(COMPARED)
    section = page[page.index('aria-labelledby="coverage"') :].partition("</section>")[0]

    assert '1,304 of 1,500 (86.9 %) <span class="note">+1.2 points</span>' in section
    assert '7 of 8 (87.5 %) <span class="note">−12.5 points</span>' in section
    assert "changes in percentage points since run 7" in section
    assert '<a href="#artifact-' in section


def test_html_of_many() -> None:
    """More reports than anybody reads are counted."""
    totals = [CoverageTotal(measured=covered((n, 400), name=f"{n}.info")) for n in range(203)]
    page = html.render(make(*totals))

    assert "3 more reports are left out here" in page
    assert "–" in page


def test_text() -> None:
    """A terminal gets one line."""
    four = [CoverageTotal(measured=NOW, base=BEFORE)] * 5
    alone, many = (text.render(make(*some, base="x")) for some in (four[:1], four))

    assert (
        "coverage: 1,304 of 1,500 lines (86.9 %, +1.2 points since 'x'), "
        "7 of 8 branches (87.5 %, −12.5 points) [out/lcov.info]"
    ) in alone.splitlines()
    assert ["· 2 more reports"] == [
        line[-16:] for line in many.splitlines() if line.startswith("coverage")
    ]


def test_json() -> None:
    """Scripts get numbers, of the baseline too; the document is as agreed with and without."""
    data = json.loads(json_format.render(COMPARED))
    (found,) = data["coverage"]

    assert {
        "name": "lcov.info",
        "lines_covered": 1304,
        "lines_total": 1500,
        "branches_covered": 7,
        "branches_total": 8,
        "base": {
            "lines_covered": 1286,
            "lines_total": 1500,
            "branches_covered": 8,
            "branches_total": 8,
        },
        "artifact": "out/lcov.info",
    } == found
    assert adapter().validate_json(json_format.render(COMPARED))
    assert adapter().validate_json(json_format.render(make()))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (covered((4, 4)), None, "4 of 4 lines (100 %)"),
        (covered((99_999, 100_000)), None, "99,999 of 100,000 lines (99.9 %)"),
        (covered((0, 0)), None, "0 of 0 lines (–)"),
        (covered(None, (1, 2)), None, "1 of 2 branches (50 %)"),
        (covered((1, 4)), covered((1, 4)), "1 of 4 lines (25 %, unchanged since x)"),
        (covered((1, 4)), covered(None, (1, 4)), "1 of 4 lines (25 %)"),
        (covered(None), None, ""),
    ],
)
def test_sentences(now: Coverage, before: Coverage | None, expected: str) -> None:
    """All of them only where all are covered; what is not counted is not said."""
    assert expected == sentence(CoverageTotal(measured=now, base=before), "x")


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (0.0, "unchanged"),
        (0.01, "+<0.1 points"),
        (-0.01, "−<0.1 points"),
        (0.06, "+0.1 points"),
        (-12.34, "−12.3 points"),
    ],
)
def test_changes(points: float, expected: str) -> None:
    """A change is never rounded to none."""
    assert expected == change(points)


def test_an_unknown_share() -> None:
    """What is not counted is a dash."""
    assert ("–", "–") == (share(None, 4), share(1, None))


@given(HOSTILE, st.sampled_from(sorted(RENDERERS)))
def test_hostile_names(words: str, name: str) -> None:
    """Whatever a report is called, no format breaks on it."""
    odd = Coverage(name=words, artifact=words, lines_covered=1, lines_total=2)
    made = RENDERERS[name](make(CoverageTotal(measured=odd, base=odd), base=words))

    assert "1 of 2" in made or name == "json"
    if name == "html":
        assert "<script" not in made.partition("<body")[2]
