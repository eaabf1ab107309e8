"""All tests of a report as data in the page."""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.model.tests import Case
from reportgen.model.text import clean, one_line
from reportgen.render import html
from reportgen.render.account.everything import _Table, everything
from reportgen.render.account.tests import row_of
from tests.factories import make_case, make_failure, make_report


def rows_of(pieces: Iterator[str]) -> dict[str, Any]:
    """Return the data that *pieces* are of."""
    rows: dict[str, Any] = json.loads("".join(pieces))
    return rows


def titles_of(data: dict[str, Any]) -> list[str]:
    """Return the titles of *data*, which stand one a line."""
    titles: str = data["titles"]
    return titles.split("\n")


def test_what_repeats_stands_once() -> None:
    """Suites and notes are places in tables; an unknown time is null."""
    cases = [
        make_case("a", suite="unit", duration_s=0.25),
        make_failure("b", "no pong", suite="api", duration_s=None),
        make_case("c", suite="unit", duration_s=0.0005),
    ]
    data = rows_of(everything(cases, len(cases)).pieces)

    assert data["suites"] == ["unit", "api"]
    assert data["notes"] == ["", "no pong"]
    assert [title.rpartition(".")[2] for title in titles_of(data)] == ["a", "b", "c"]
    assert [data["outcomes"][at] for at in data["outcome"]] == ["passed", "failed", "passed"]
    assert data["suite"] == [0, 1, 0]
    assert data["ms"] == [250, None, 0.5]
    assert data["note"] == [0, 1, 0]


def test_rows_end_at_the_bound_and_are_counted() -> None:
    """The first rows stay, the rest is counted, and the data keeps to about its size."""
    cases = [make_case(f"test_{number:05}") for number in range(10_000)]
    kept = everything(cases, len(cases), 50_000)
    written = "".join(kept.pieces)

    assert 500 < kept.rows < 2_000
    assert kept.rows + kept.left_out == 10_000
    assert len(written.encode()) <= 50_000 + 300
    assert titles_of(json.loads(written))[-1].endswith(f"test_{kept.rows - 1:05}")


@given(
    cases=st.lists(
        st.builds(
            make_case,
            st.sampled_from(["test_a", " t", "t ", "a\nb", "", "é<", '"\\', "\u2028", "x" * 310])
            | st.text(max_size=8),
            suite=st.sampled_from(["unit", "unit ", "", "s" * 310, "a\tb"]),
            class_name=st.sampled_from(["", "C"]),
            duration_s=st.sampled_from([None, 0.25, 0.0005]),
        ),
        max_size=8,
    ),
    times=st.integers(1, 2),
    room=st.integers(0, 500),
)
@example([*[make_case("a")] * 250, make_case("", class_name="", suite="")], 1, 50_000)
def test_many_at_once_are_the_rows_of_each(cases: list[Case], times: int, room: int) -> None:
    """Rows that are taken together are those that are taken one by one, up to the same one."""
    cases = [case for case in cases for _ in range(times)]
    alone = _Table(room)
    all(map(alone.take, cases))
    together = everything(cases, len(cases), room)

    assert alone.rows == together.rows
    assert rows_of(alone.pieces(len(cases))) == rows_of(together.pieces)


@given(text=st.text(max_size=40))
def test_no_text_ends_the_data(text: str) -> None:
    """Any text comes back as it was cleaned, and nothing in it can end a script element."""
    case = make_failure(text, text, suite=text)
    written = "".join(everything([make_case("t"), case], 2).pieces)
    data = json.loads(written)
    line = clean(one_line(text))

    assert titles_of(data)[1] == clean(one_line(f"tests.unit.{text}")).replace("\n", " ")
    assert data["suites"] == ["tests.unit", line]
    assert clean(row_of(case).note) in data["notes"]
    assert "<" not in written
    assert "\u2028" not in written
    assert "\u2029" not in written


def test_script_is_allowed_by_its_hash_alone() -> None:
    """A page of many tests allows this very script; one of few has no script and allows none."""
    many = html.render(make_report(cases=[make_case(f"t{n}") for n in range(2_001)]))
    few = html.render(make_report(cases=[make_case(f"t{n}") for n in range(2_000)]))
    script = many.split("<script>")[1].split("</script>")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()

    assert f"script-src 'sha256-{digest}';" in many
    assert many.count("<script") == 2
    assert "unsafe-inline" not in many
    assert "<script" not in few
    assert "script-src" not in few


def test_a_page_without_all_tests_says_so() -> None:
    """Where the tests do not fit into the file, the page counts those that are missing."""
    cases = [make_case(f"{n}" + "x" * 290) for n in range(30_000)]
    text = html.render(make_report(cases=cases))
    data = json.loads(text.split('id="every-test">')[1].split("</script>")[0])
    missing = 30_000 - len(titles_of(data))

    assert 0 < missing < 10_000
    assert data["total"] == 30_000
    assert len(text.encode()) < 10_000_000
    assert f"{missing:,} of 30,000 tests are not in it at all" in text
