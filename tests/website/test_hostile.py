"""No name that an artifact gives a thing becomes markup, an address or a page too big to open."""

import re
from functools import cache
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import html5lib  # type: ignore[import-untyped] # it ships no types
import pytest

from reportgen.config.settings import Settings
from reportgen.model.overtime import Moment, Trends
from reportgen.model.report import Because, Report
from reportgen.model.text import clean, quote
from reportgen.website import pages
from reportgen.website.links import check_links
from reportgen.website.writing import check_address
from tests.factories import (
    make_artifact,
    make_failure,
    make_finding,
    make_report,
    make_run,
    make_service,
    make_step,
    make_trend,
    make_verdict,
)
from tests.website.trends import (
    make_cause,
    make_growth,
    make_incident,
    make_moment,
    make_slower,
    make_state,
    make_suite,
    make_trends,
    make_uptime,
)

NAMES: Final = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onclick="alert(1)" x="',
    "single": "' style='color:red",
    "path": "../../../etc/passwd",
    "long": "x" * 10_000,
    "long-escaped": '"' * 10_000,
    "right-to-left": "שלום \u202eevil\u2066",
    "emoji": "👩‍💻 tests 💥",
    "terminal": "\x1b[31mred\x07",
    "lines": "one\ntwo\r\n```\n/close\n# three",
    "backticks": "a `b` ``c",
    "empty": "",
    "spaces": "   ",
    "reserved": "con",
    "index": "index",
    "cdata": "]]><!--",
    "entity": "&lt;b&gt;&#0;",
    "template": "{{ 7 * 7 }}{% raw %}",
    "link": "javascript:alert(1)",
    "upper": "INDEX",
}
OVERVIEW: Final = 150_000
TAGS: Final = """
html head meta title link body svg symbol path pattern rect use g a header nav ul ol li p main
h1 h2 h3 h4 footer section article div span b i bdi br code pre time dl dt dd details summary
table caption thead tbody tr th td figure wbr
"""
# Pages are made once for each name: tests of one name stay on one worker.
pytestmark = pytest.mark.xdist_group("hostile")
every_name = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)


def hostile_trends(name: str) -> Trends:
    """Return findings in which everything that can be called something is called *name*."""
    seen = make_moment(name, commit=name)
    place = {"job": name, "variant": {name: name}, "reason": quote(name), "algorithm": name}
    incident = make_incident(
        first=seen, last=seen, over=Moment(run=name), reasons=(name, name), worst="down"
    )
    return make_trends(
        tests=tuple(
            make_state(
                name, test=test, suite=name, file=name, strip=name, same_commit=(name,),
                first_failed=seen, last_failed=seen, last_passed=seen, says=(name,) * 10,
                state=state, **place,
            )
            for state in ("broken", "flaky", "suspect", "healthy")
            for test in (name, f"{name}.")
        ),
        slower=tuple(
            make_slower(name, test=name, since=seen, until=seen, **place) for _ in range(2)
        ),
        faster=(make_slower(name, since=seen, until=seen, **place),),
        memory=(make_growth(name, since=seen, **place), make_growth(name, since=seen, **place)),
        services=tuple(
            make_uptime(name, status="down", incidents=(incident,), **place) for _ in range(12)
        ),
        causes=(
            make_cause(
                name, id=name, type=name, where=name, variants=(name,) * 60,
                examples=(name,) * 10, first_seen=seen, last_seen=seen, **place,
            ),
            make_cause(name, id=f"{name}?", runs=1, **place),
        ),
        suites=(make_suite(name, since=seen, **place),),
    )  # fmt: skip


def hostile_report(name: str, run_id: str) -> Report:
    """Return a run in which everything that can be called something is called *name*."""
    finding = make_finding(subject=name, reason=f"{quote(name)} failed", case=0)
    return make_report(
        run=make_run(
            id=run_id, project=name, title=name, branch=name, commit=name, job=name,
            base_branch=name, issue=name, url=name, variant={name: name},
        ),
        cases=[make_failure(name, name, name, suite=name, class_name=name, file=name)],
        findings=(finding,) * 12,
        services=(make_service(name, reason=name, raw_status=name),),
        steps=(make_step(name, status="failed", reason=name, job=name),),
        memory=(make_trend(name=name),),
        artifacts=(make_artifact(name, format=name),),
        verdict=make_verdict(
            headline=quote(name),
            decision="fix",
            advice=(quote(name),) * 20,
            because=Because(change=quote(name), environment=quote(name), evidence=quote(name)),
        ),
    )  # fmt: skip


@cache
def site(name: str) -> dict[str, str]:
    """Return the pages of a history in which everything is called *name*."""
    records = [hostile_report(name, f"run-{n}") for n in range(3)]
    return dict(pages.plan(records, [quote(name)] * 9, hostile_trends(name), Settings(), 1))


@cache
def trees(name: str) -> dict[str, Element]:
    """Return every page as a browser reads it; what a validator would complain of is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return {url: parser.parse(text) for url, text in site(name).items() if url.endswith(".html")}


@every_name
def test_pages_have_no_markup_but_ours(name: str) -> None:
    """Every page parses without a single error, and holds the elements of our templates alone."""
    for url, tree in trees(name).items():
        elements = [e for e in tree.iter() if not callable(e.tag)]  # comments are
        tags = {e.tag.rpartition("}")[2] for e in elements}
        attributes = {key for e in elements for key in e.attrib}

        assert tags <= set(TAGS.split()), url
        assert not {key for key in attributes if key.startswith("on") or key == "style"}, url
        assert all(
            urlsplit(e.attrib["href"]).scheme in {"", "http", "https"}
            for e in elements
            if "href" in e.attrib
        ), url


@every_name
def test_ids_of_a_page_are_unique(name: str) -> None:
    """An anchor leads to one place, also where two things have one name."""
    for url, tree in trees(name).items():
        ids = [e.attrib["id"] for e in tree.iter() if "id" in e.attrib]

        assert len(ids) == len(set(ids)), url
        assert not any(re.search(r"\s", each) for each in ids), url


@every_name
def test_addresses_are_safe_and_links_lead_somewhere(name: str) -> None:
    """No name leaves the folder, and two things never share a file, whatever the disk."""
    found = site(name)
    for url in found:
        check_address(url)
    check_links(found)

    assert len(found) == len({url.casefold() for url in found})


@every_name
def test_what_the_name_says_is_still_read(name: str) -> None:
    """A hostile name is shown as it is, cut where it is long."""
    shown = " ".join(clean(name).replace("`", "ˋ").split())[:60].strip() or "netra"
    tree = trees(name)["flaky/index.html"]
    text = " ".join(tree.itertext())

    assert "\u202e" not in text
    assert "\x1b" not in text
    assert shown.split()[0] in text.replace("`", "ˋ") or shown == "netra"


@every_name
def test_pages_stay_small(name: str) -> None:
    """The overview opens on a phone, whatever things are called."""
    found = site(name)
    large = {url for url, text in found.items() if len(text.encode()) > 400_000}

    assert len(found["index.html"].encode()) <= OVERVIEW
    assert large <= {url for url in found if url.startswith(("runs/run-", "api/"))}


@every_name
def test_feeds_and_pictures_are_well_formed(name: str) -> None:
    """They are XML: one wrong character and nobody can read them."""
    for url, text in site(name).items():
        if url.endswith((".xml", ".svg")):
            assert fromstring(text) is not None, url  # noqa: S314 - made by us


def many(number: int) -> Trends:
    """Return findings of every kind in a large number."""
    long = "name-" * 60
    return make_trends(
        tests=tuple(
            make_state(f"{long}{n}", test=f"{n:016x}", state=state)
            for n, state in enumerate(("broken", "flaky") * number)
        ),
        slower=tuple(make_slower(f"{long}{n}") for n in range(number)),
        memory=tuple(make_growth(f"{long}{n}") for n in range(number)),
        services=tuple(make_uptime(f"{long}{n}", status="down") for n in range(number)),
        causes=tuple(make_cause(f"{long}{n}", id=f"{n:016x}") for n in range(number)),
    )


def test_overview_stays_small_in_a_large_history() -> None:
    """Five hundred of everything, forty jobs, and what is left out is counted."""
    long = "name-" * 60
    findings = tuple(
        make_finding(id=kind, subject=f"{long}{n}", reason=f"{quote(long)} {n}")
        for kind in ("new-failure", "service-down", "step-failed", "memory-growth")
        for n in range(200)
    )
    verdict = make_verdict(decision="fix", advice=(quote(long),) * 200)
    records = [
        make_report(
            run=make_run(id=f"run-{n}", job=f"{long}{n}", title=long),
            findings=findings,
            verdict=verdict,
        )
        for n in range(40)
    ]
    found = dict(pages.plan(records, [quote(long)] * 500, many(500)))["index.html"]

    assert len(found.encode()) <= OVERVIEW
    assert "495 more" in found
    assert "All 500" in found
    assert "32 more" in found
