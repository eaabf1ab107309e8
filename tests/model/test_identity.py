"""Identity: the same test from run to run, and another one where tests differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.identity import case_id, case_ids, slug, slugs, url_ids
from reportgen.model.tests import PASSED, Case

VOLATILE = (
    "at 0x7f67ab861080",
    "/tmp/pytest-3/a",  # noqa: S108 - looked for, not used
    "/var/folders/a/b/T/c",
    "C:\\Users\\a\\AppData\\Local\\Temp\\b",
    "localhost:40123",
    "127.0.0.1:51877",
    "123e4567-e89b-12d3-a456-426614174000",
    "2026-01-01T02:00",
)
words = st.one_of(st.text(), st.sampled_from([*VOLATILE, "", "a-b", "--", "Ä\n", "x" * 60]))
namings = st.lists(
    st.tuples(words, words, st.builds("{}{}".format, words, words), st.none() | words), max_size=8
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("t[<till at 0x7f67ab861080>]", "t[<till at 0x7f67ab8ff210>]"),
        ("t[/tmp/pytest-of-ann/pytest-3/a0]", "t[/tmp/pytest-of-bob/pytest-14/a0]"),
        ("t[/private/var/tmp/x8f2k/db]", "t[/private/var/tmp/q0c1z/db]"),
        ("t[/var/folders/zz/abc/T/tmp1/f]", "t[/var/folders/yy/def/T/tmp2/f]"),
        (r"t[C:\Users\ann\AppData\Local\Temp\x1\f]", r"t[C:\Users\bob\AppData\Local\Temp\y2\f]"),
        ("t[http://localhost:40123/]", "t[http://localhost:51877/]"),
        ("t[127.0.0.1:40123]", "t[127.0.0.1:51877]"),
        (
            "t[123e4567-e89b-12d3-a456-426614174000]",
            "t[9b2d7c1e-0f3a-4c55-8d21-0c9e5f7a1b22]",
        ),
    ],
)
def test_what_changes_from_run_to_run_is_no_part_of_it(one: str, other: str) -> None:
    """Addresses, temporary folders, ports that the system chose and random ids do not count."""
    assert case_id("s", "C", one) == case_id("s", "C", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("t[1]", "t[2]"),
        ("t[0xff]", "t[0xfe]"),
        ("t[2026-01-01T10:00]", "t[2026-01-02T10:00]"),
        ("t[tmp/a]", "t[tmp/b]"),
        ("t[host:8080]", "t[host:8081]"),
    ],
)
def test_parameters_are_a_part_of_it(one: str, other: str) -> None:
    """What a test was given tells it from its siblings, also where it looks like a moment."""
    assert case_id("s", "C", one) != case_id("s", "C", other)


def test_a_suite_named_after_its_moment_is_the_same_suite() -> None:
    """A suite that bears the moment it ran has the same tests the next day."""
    one, other = "nightly 2026-01-01T02:00:00Z", "nightly 2026-01-02 02:00:13.5"

    assert case_id(one, "C", "t") == case_id(other, "C", "t")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("test_pays[a/b c]", "test-pays-a-b-c"),
        ("größe", "gr-e"),
        ("Größe ✓", "gr-e"),
        ("тест", ""),
        ("x" * 60, "x" * 40),
        ("a" * 39 + "-b", "a" * 39),
    ],
)
def test_a_slug_is_safe_and_short(name: str, expected: str) -> None:
    """A slug is for people to read in an address: ASCII letters, digits and hyphens, at most 40."""
    assert expected == slug(name)


@given(namings)
def test_many_at_once_are_those_of_each(tests: list[tuple[str, str, str, str | None]]) -> None:
    """To name many together is faster, and nothing else."""
    cases = [
        Case(suite, group, name, PASSED, "a.xml", file=file) for suite, group, name, file in tests
    ]

    assert [case_id(*test) for test in tests] == case_ids(tests)
    assert [slug(name) for _, _, name, _ in tests] == slugs([name for _, _, name, _ in tests])
    assert [case.url_id for case in cases] == url_ids(tests)


def test_a_thousand_and_one_are_those_of_each() -> None:
    """Names are looked at in stretches; a volatile one spoils none of its stretch."""
    tests = [("s", "C", f"t{number} at 0x7f67ab86{number:04}", None) for number in range(1_001)]

    assert [case_id(*test) for test in tests] == case_ids(tests)
    assert len(set(case_ids(tests))) == len(tests)
