"""Two runs side by side, in all three formats: they fit, and nothing in them is live."""

import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.analysis import baseline_of, difference_of
from reportgen.errors import UsageError
from reportgen.model.baseline import Seen, Since
from reportgen.model.coverage import Coverage, CoverageTotal
from reportgen.model.difference import Difference
from reportgen.model.report import Report
from reportgen.model.tests import Case, Errored, Failed, Skipped, Trouble
from reportgen.model.text import clean
from reportgen.render import difference as as_json
from reportgen.render import html, sides
from reportgen.render.markdown import comparison
from reportgen.render.markdown.targets import TARGETS
from tests.factories import (
    MOMENT,
    make_case,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
    make_verdict,
)
from tests.render.markdown.renderers import COMMAND, HOSTILE, LIVE, RENDERERS, read
from tests.render.test_html import FORBIDDEN, PAYLOADS, check_structure, parse

MARKDOWN = sorted(name for name, target in TARGETS.items() if target.dialect == "markdown")
OURS = {
    *("h3", "h4", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("code", "strong", "sub"),
}  # fmt: skip


def red(text: str) -> Failed:
    """Return a failure that says *text*."""
    return Failed((Trouble("failure", text, text, text),))


def hostile(text: str) -> Difference:
    """Return a comparison with *text* in every field that an artifact can fill."""
    said: dict[str, Any] = {"suite": text, "class_name": text, "file": text, "artifact": text}

    def case(name: str, **more: Any) -> Case:  # noqa: ANN401 - any field
        return make_case(f"{text} {name}", **said, **more)

    def side(outcomes: list[Case], number: int) -> Report:
        run = make_run(
            id=f"{text}{number}", project=f"{text}{number}", commit=text, branch=text,
            job=f"{text}{number}", variant={text: f"{text}{number}"},
        )  # fmt: skip
        name = f"{text}{number}"
        return make_report(
            run=run,
            cases=outcomes,
            verdict=make_verdict(evidence="partial"),
            services=(make_service(text, parts=(make_service(name, status="down"),)),),
            memory=(make_trend(name=name, artifact=text), make_trend(name=text)),
            steps=(make_step(text, job=text), make_step(name)),
            coverage=(
                CoverageTotal(measured=Coverage(name=text, lines_covered=number, lines_total=9)),
            ),
        )

    base = side(
        [case("still", outcome=red(text)), case("mends", outcome=red(text)), case("goes"),
         case("skips"), case("breaks"), case("is renamed here", duration_s=1.0), case("slow")], 1,
    )  # fmt: skip
    trouble = Trouble("error", text, text, text)
    head = side(
        [case("still", outcome=red(text)), case("mends"), case("comes", outcome=red("x")),
         case("skips", outcome=Skipped(text)), case("breaks", outcome=Errored((trouble,))),
         case("is renamed here now"), case("slow", duration_s=9.0)], 2,
    )  # fmt: skip
    since = {test: Since(Seen(text, MOMENT, text), Seen(text, None, text)) for test in
             baseline_of(base).tests}  # fmt: skip
    return difference_of(base, head, baseline_of(base)._replace(since=since), (text, text + "2"))


def many(number: int) -> Difference:
    """Return a comparison in which *number* tests broke."""
    before = [make_case(f"test_{at}") for at in range(number)]
    after = [make_case(f"test_{at}", outcome=red("2 != 3")) for at in range(number)]
    return difference_of(make_report(cases=before), make_report(cases=after))


@pytest.mark.parametrize("renderer", RENDERERS)
@given(text=HOSTILE, target=st.sampled_from(["github-comment", "bitbucket-cloud", "commonmark"]))
@example(text="</details>\n\n# x @user #1 | `", target="github-comment")
@settings(max_examples=30)
def test_markdown_does_nothing(renderer: str, text: str, target: str) -> None:
    """Whatever stands in every field, the page has our elements, and nothing in it is live."""
    made = comparison.render(hostile(text), target)
    page = read(RENDERERS[renderer](made))

    assert set(page.tags) <= OURS
    assert not LIVE.search(page.live)
    assert not page.links
    assert not COMMAND.search(made)
    if TARGETS[target].html:
        assert "@" not in made


@given(
    text=st.text()
    | st.sampled_from(PAYLOADS)
    | st.tuples(st.text(), st.sampled_from(PAYLOADS)).map("".join)
)
@settings(max_examples=30)
def test_html_has_no_markup_of_theirs(text: str) -> None:
    """Whatever stands in an artifact: the page has our elements and attributes, no others."""
    check_structure(html.render_difference(hostile(text)))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_shows_it_as_text(payload: str) -> None:
    """What was refused as markup can still be read."""
    shown = "".join(parse(html.render_difference(hostile(payload))).itertext())

    assert shown.count(clean(payload).strip("`").split("`")[0][:8]) > 10


@given(text=st.text() | st.sampled_from(PAYLOADS))
@settings(max_examples=30)
def test_json_is_json(text: str) -> None:
    """Whatever stands in an artifact, the document is UTF-8, printable and read back."""
    made = as_json.render(hostile(text))
    found = json.loads(made.encode("utf-8"))

    assert {"schema_version", "base", "head", "although", "tests", "times", "services", "memory",
            "coverage", "steps"} == set(found)  # fmt: skip
    assert FORBIDDEN.search(made) is None


@pytest.mark.parametrize("target", MARKDOWN)
@pytest.mark.parametrize("number", [1, 100, 5_000])
def test_markdown_fits(number: int, target: str) -> None:
    """However much differs, the text keeps to the budget and says how much of it is shown."""
    made = comparison.render(many(number), target)

    assert TARGETS[target].measure(made) <= TARGETS[target].budget
    assert f"#### New failures · {number:,}" in made
    if number > 100:
        assert re.search(rf"\d+ of {number:,} tests shown", made)


@pytest.mark.parametrize("target", [name for name in TARGETS if name not in MARKDOWN])
def test_every_dialect_says_what_differs(target: str) -> None:
    """Trackers without Markdown get the comparison too; annotations are of one run."""
    if TARGETS[target].dialect == "annotations":
        with pytest.raises(UsageError, match="takes no comparison"):
            comparison.render(many(3), target)
    else:
        assert "3 new failures" in comparison.render(many(3), target)


@given(limit=st.integers(500, 6_000), target=st.sampled_from(MARKDOWN))
@settings(max_examples=40)
def test_any_limit_holds(limit: int, target: str) -> None:
    """A limit is kept in the target's unit, and rows that are shown are whole."""
    made = comparison.render(many(40), target, limit)

    assert TARGETS[target].measure(made) <= limit
    assert made.startswith("### Comparison — 40 new failures")
    for line in made.splitlines():
        assert not line.startswith("|") or line.endswith("|")


def test_a_hopeless_limit_is_refused() -> None:
    """Rather no comparison than one without its headline."""
    with pytest.raises(UsageError, match="no report fits"):
        comparison.render(many(1), "gitlab", 50)


def test_what_is_unlike_is_never_left_out() -> None:
    """However short the text, it says that the runs are not of one kind."""
    base = make_report(run=make_run(id="a", job="one " * 50))
    head = make_report(run=make_run(id="b", job="two " * 50))
    made = comparison.render(difference_of(base, head), "commonmark", 300)

    assert "compared although the job differs" in made
    assert "one" not in made


def test_long_tables_on_the_page() -> None:
    """What the page leaves out is counted, and what differs comes first."""
    text = html.render_difference(many(700))
    rows = [sides.Row(str(at), "x", "x" if at < 9 else "y") for at in range(10)]

    assert "200 more are left out here" in text
    assert ["9", "0"] == [row.name for row in sides.shown(rows, 2)]


def test_nothing_differs() -> None:
    """Two runs alike say so."""
    report = make_report(run=make_run(id="a"))
    found = difference_of(report, report.model_copy(update={"run": make_run(id="b")}))

    assert "no test differs" == sides.headline(found)
    assert [] == sides.groups(found)
    assert ["Time"] == [table.title for table in sides.tables(found)]
