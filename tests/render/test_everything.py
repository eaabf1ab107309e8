"""All tests of a report as data in the page."""

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.text import clean
from reportgen.render import html
from reportgen.render.account.everything import everything
from reportgen.render.account.tests import Row
from tests.factories import make_case, make_report


def titles_of(data: dict[str, Any]) -> list[str]:
    """Return the titles of *data*, which stand one a line."""
    titles: str = data["titles"]
    return titles.split("\n")


def row(title: str = "test_a", suite: str = "unit", note: str = "") -> Row:
    """Return a row of a test that passed."""
    return Row("passed", title, suite, 0.25, note)


def test_what_repeats_stands_once() -> None:
    """Suites and notes are places in tables; an unknown time is null."""
    rows = [
        row("a", "unit"),
        Row("failed", "b", "api", None, "no pong"),
        row("c", "unit")._replace(duration_s=0.0005),
    ]
    data = json.loads(everything(rows, 3).json)

    assert data["suites"] == ["unit", "api"]
    assert data["notes"] == ["", "no pong"]
    assert titles_of(data) == ["a", "b", "c"]
    assert [data["outcomes"][at] for at in data["outcome"]] == ["passed", "failed", "passed"]
    assert data["suite"] == [0, 1, 0]
    assert data["ms"] == [250, None, 0.5]
    assert data["note"] == [0, 1, 0]


def test_rows_end_at_the_bound_and_are_counted() -> None:
    """The first rows stay, the rest is counted, and the data keeps to about its size."""
    rows = [row(f"test_{number:05}") for number in range(10_000)]
    kept = everything(rows, len(rows), 50_000)

    assert 1_000 < kept.rows < 2_000
    assert kept.rows + kept.left_out == 10_000
    assert len(kept.json.encode()) <= 50_000 + 300
    assert titles_of(json.loads(kept.json))[-1] == f"test_{kept.rows - 1:05}"


@given(text=st.text(max_size=40))
def test_no_text_ends_the_data(text: str) -> None:
    """Any text comes back as it was cleaned, and nothing in it can end a script element."""
    written = everything([row(text, text, text)], 1).json
    data = json.loads(written)

    assert data["titles"] == clean(text).replace("\n", " ")
    assert [data["suites"][0], data["notes"][0]] == [clean(text)] * 2
    assert "<" not in written
    assert "\u2028" not in written
    assert "\u2029" not in written


def test_script_is_allowed_by_its_hash_alone() -> None:
    """A page of many tests allows this very script; one of few has no script and allows none."""
    many = html.render(make_report(cases=[make_case(f"t{n}", id=str(n)) for n in range(2_001)]))
    few = html.render(make_report(cases=[make_case(f"t{n}", id=str(n)) for n in range(2_000)]))
    script = many.split("<script>")[1].split("</script>")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()

    assert f"script-src 'sha256-{digest}';" in many
    assert many.count("<script") == 2
    assert "unsafe-inline" not in many
    assert "<script" not in few
    assert "script-src" not in few


def test_a_page_without_all_tests_says_so() -> None:
    """Where the tests do not fit into the file, the page counts those that are missing."""
    cases = [make_case(f"{n}" + "x" * 290, id=str(n)) for n in range(30_000)]
    text = html.render(make_report(cases=cases))
    data = json.loads(text.split('id="every-test">')[1].split("</script>")[0])
    missing = 30_000 - len(titles_of(data))

    assert 0 < missing < 10_000
    assert data["total"] == 30_000
    assert len(text.encode()) < 10_000_000
    assert f"{missing:,} of 30,000 tests are not in it at all" in text
