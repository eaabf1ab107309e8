"""Identity: the same test from run to run, and another one where tests differ."""

import pytest

from reportgen.model.identity import case_id, slug


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
