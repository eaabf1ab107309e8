"""The configuration: every mistake is named at once, with the key that was meant."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from reportgen.config import DEFAULT_NAME, KnownIssue, Settings, load
from reportgen.config.quantities import (
    parse_bytes,
    parse_duration,
    parse_percent,
    parse_points,
)
from reportgen.errors import ConfigError, ExitCode

EVERYTHING = """
[project]
name = "netra"
title = "Staging validation"
issue = "#1041"
issue-url = "https://example.org/issues/{id}"
[services]
required = ["api", "database"]
optional = ["metrics"]
stale-after = "24h"
slow-after = "2s"
[memory]
limit = "512 MiB"
[tests]
retries = "separate"
variant-properties = ["os", "python"]
shards = ["part-*"]
[flaky]
same-commit-days = 14
window-results = 50
isolated-failures = 2
min-results = 10
recovery-days = 7
recovery-results = 30
streak = 3
broken-after = 3
[gate]
max-new-failures = 0
require-evidence = "partial"
allow-environment = ["ready", "degraded", "unknown"]
min-tests = 1
allow-unproven = false
max-missing-tests = 0
max-newly-skipped = 0
max-duration-increase = "20 %"
max-memory-increase = "10 %"
max-coverage-decrease = "1 point"
require-services = true
expect = ["junit:unit", "junit:e2e", "health"]
shards = 4
[[known-issues]]
issue = "#1264"
message = "SSL SYSCALL error"
owner = "@db-team"
expires = 2026-12-31
[[categories]]
name = "infrastructure"
message = "Connection refused|HTTP 503"
"""


def load_text(folder: Path, text: str) -> Settings:
    """Return the settings of a configuration that holds *text*."""
    path = folder / "some.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, folder)


def mistakes(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a configuration that holds *text*, line by line."""
    with pytest.raises(ConfigError) as caught:
        load_text(folder, text)
    return caught.value.message.replace(str(folder), "").splitlines()


def test_every_documented_key_is_known(tmp_path: Path) -> None:
    """The configuration of the product's description is accepted as it stands."""
    settings = load_text(tmp_path, EVERYTHING)

    assert timedelta(hours=24) == settings.services.stale_after
    assert 512 << 20 == settings.memory.limit
    assert ("api", "database") == settings.services.required
    assert "#1264" == settings.known_issues[0].issue
    assert (20.0, 10.0, 1.0) == (
        settings.gate.max_duration_increase,
        settings.gate.max_memory_increase,
        settings.gate.max_coverage_decrease,
    )
    assert ("junit:unit", "junit:e2e", "health") == settings.gate.expect


def test_nothing_is_configured_by_default(tmp_path: Path) -> None:
    """Without a file everything has its default, which an empty file gives as well."""
    assert Settings() == load(None, tmp_path) == load_text(tmp_path, "")
    assert (0, "partial", ("ready", "degraded", "unknown"), 1) == (
        Settings().gate.max_new_failures,
        Settings().gate.require_evidence,
        Settings().gate.allow_environment,
        Settings().gate.min_tests,
    )


def test_where_the_configuration_is_found(tmp_path: Path) -> None:
    """What is named comes first, then reportgen.toml, then the table in pyproject.toml."""
    (tmp_path / "pyproject.toml").write_text('[tool.reportgen.project]\nname = "third"')
    third = load(None, tmp_path).project.name
    (tmp_path / DEFAULT_NAME).write_text('[project]\nname = "second"')
    second = load(None, tmp_path).project.name
    (tmp_path / "mine.toml").write_text('[project]\nname = "first"')
    first = load(tmp_path / "mine.toml", tmp_path).project.name

    assert ("first", "second", "third") == (first, second, third)


def test_a_project_without_our_table(tmp_path: Path) -> None:
    """A pyproject.toml that does not speak of reportgen configures nothing."""
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nkey = 1")

    assert Settings() == load(None, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[gate]\nmin-test = 1", 'gate.min-test: there is no such key; did you mean "min-tests"?'),
        (
            "[gate]\nmin_tests = 1",
            'gate.min_tests: there is no such key; did you mean "min-tests"?',
        ),
        ("[gates]", 'gates: there is no such key; did you mean "gate"?'),
        ("xyzzy = 1", "xyzzy: there is no such key"),
        (
            '[[known-issues]]\nissue = "#1"\ntests = "x"',
            'known-issues.0.tests: there is no such key; did you mean "test"?',
        ),
        ('[services]\nstale-after = "soon"', 'services.stale-after: not a duration: "soon"'),
        ('[services]\nstale-after = "-1h"', 'services.stale-after: not a duration: "-1h"'),
        ('[memory]\nlimit = "much"', 'memory.limit: not a size: "much"'),
        ("[memory]\nlimit = 0", "memory.limit: "),
        ("[memory]\nlimit = -5", "memory.limit: "),
        (
            "[flaky]\nsame-commit-day = 7",
            'flaky.same-commit-day: there is no such key; did you mean "same-commit-days"?',
        ),
        ("[flaky]\nsame-commit-days = 0", "flaky.same-commit-days: "),
        ("[flaky]\nrecovery-days = 99999999999", "flaky.recovery-days: "),
        ("[flaky]\nisolated-failures = 1", "flaky.isolated-failures: "),
        ("[flaky]\nbroken-after = 1", "flaky.broken-after: "),
        ("[flaky]\nmin-results = -1", "flaky.min-results: "),
        ("[gate]\nmax-new-failures = -1", "gate.max-new-failures: "),
        ('[gate]\nrequire-evidence = "some"', "gate.require-evidence: "),
        ('[gate]\nallow-environment = ["fine"]', "gate.allow-environment.0: "),
        (
            '[gate]\nmax-duration-increases = "20 %"',
            (
                "gate.max-duration-increases: there is no such key; did you mean "
                '"max-duration-increase"?'
            ),
        ),
        (
            '[gate]\nmax-duration-increase = "20"',
            'gate.max-duration-increase: not a percentage: "20"; write for example "20 %"',
        ),
        ('[gate]\nmax-memory-increase = "-5 %"', 'gate.max-memory-increase: not a percentage: "-5'),
        ("[gate]\nmax-memory-increase = -5", "gate.max-memory-increase: "),
        ("[gate]\nmax-memory-increase = true", "gate.max-memory-increase: "),
        ("[gate]\nmax-memory-increase = inf", "gate.max-memory-increase: "),
        (
            '[gate]\nmax-coverage-decrease = "1 %"',
            'gate.max-coverage-decrease: no number of percentage points: "1 %"; write "1 point"',
        ),
        ('[gate]\nmax-coverage-decrease = "101 points"', "gate.max-coverage-decrease: "),
        ("[gate]\nmax-missing-tests = -1", "gate.max-missing-tests: "),
        ("[gate]\nshards = 0", "gate.shards: "),
        ('[gate]\nexpect = "junit"', "gate.expect: "),
        (
            '[gate]\nexpect = ["junit", "JUnit: unit"]',
            'gate.expect.1: nothing that can be expected: "JUnit: unit"; write a kind or a format',
        ),
        ('[gate]\nexpect = ["junit:"]', "gate.expect.0: nothing that can be expected"),
        ('[services]\nrequired = "api"', "services.required: "),
        (
            '[[known-issues]]\nissue = "#1"',
            "known-issues.0: needs one of message, test, service or step",
        ),
        ('[[known-issues]]\nmessage = "x"', "known-issues.0.issue: "),
        (
            '[[known-issues]]\nissue = "#1"\nmessage = "("',
            "known-issues.0.message: not a regular expression: ",
        ),
        (
            '[[categories]]\nname = "infrastructure"\nmessage = "[a"',
            "categories.0.message: not a regular expression: ",
        ),
        (
            '[[known-issues]]\nissue = "#1"\ntest = "a"\nexpires = "soon"',
            "known-issues.0.expires: ",
        ),
        (
            '[project]\nissue-url = "javascript:alert(1)//{id}"',
            "project.issue-url: must begin with https",
        ),
        ('[project]\nissue-url = "https://example.org/"', "project.issue-url: must hold {id}"),
        ("project = 1", "project: "),
    ],
)
def test_mistakes(text: str, expected: str, tmp_path: Path) -> None:
    """A mistake is named by its key and what is wrong, with the key that was meant."""
    headline, *lines = mistakes(tmp_path, text)

    assert '1 mistake in "/some.toml":' == headline
    assert 1 == len(lines)
    assert lines[0].startswith(f"  {expected}")


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    """Who mends one mistake does not meet the next one only then."""
    lines = mistakes(
        tmp_path, '[gate]\nmin-test = 1\n[memory]\nlimit = "much"\n[services]\nslow = 1'
    )

    assert '3 mistakes in "/some.toml":' == lines[0]
    assert ["gate", "memory", "services"] == sorted(
        line.split(".")[0].strip() for line in lines[1:]
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[project", "is not TOML"),
        (b"a = 1\na = 2", "is not TOML"),
        (b"a = " + b"[" * 2_000 + b"]" * 2_000, "nests tables or lists too deep"),
        (
            b'[[categories]]\nname = "a"\nmessage = "' + b"(" * 5_000 + b")" * 5_000 + b'"',
            "too deep or too large for a regular expression",
        ),
        (b"\xff\xfe", "it is not UTF-8 text"),
    ],
)
def test_broken_files(data: bytes, message: str, tmp_path: Path) -> None:
    """A file that is no TOML stops the command as wrong usage does."""
    path = tmp_path / "broken.toml"
    path.write_bytes(data)

    with pytest.raises(ConfigError, match=message) as caught:
        load(path, tmp_path)
    assert ExitCode.USAGE == caught.value.exit_code


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_files_that_are_none(name: str, tmp_path: Path) -> None:
    """A configuration that was named and cannot be read is an error, not a default."""
    with pytest.raises(ConfigError, match="cannot read the configuration"):
        load(tmp_path / name, tmp_path)


KEYS = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=20)


def known_keys(model: type[BaseModel]) -> set[str]:
    """Return the keys that a table accepts."""
    return {field.alias or name for name, field in model.model_fields.items()}


@given(st.sampled_from([None, "project", "services", "memory", "tests", "flaky", "gate"]), KEYS)
def test_any_unknown_key_is_named(table: str | None, key: str) -> None:
    """No key is passed over in silence, in whatever table it stands."""
    inner = Settings if table is None else type(getattr(Settings(), table))
    data: dict[str, Any] = {key: {}} if table is None else {table: {key: 0}}
    places: list[tuple[Any, ...]] = []
    try:
        Settings.model_validate(data)
    except ValidationError as error:
        places = [tuple(e["loc"]) for e in error.errors() if e["type"] == "extra_forbidden"]

    assert (key not in known_keys(inner)) == bool(places)
    assert all(place[-1] == key for place in places)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "project": VALUES | st.fixed_dictionaries({"issue-url": VALUES}),
            "services": VALUES | st.fixed_dictionaries({"stale-after": VALUES, "required": VALUES}),
            "memory": VALUES | st.fixed_dictionaries({"limit": VALUES}),
            "flaky": VALUES | st.fixed_dictionaries({"streak": VALUES, "recovery-days": VALUES}),
            "gate": VALUES
            | st.fixed_dictionaries({"allow-environment": VALUES})
            | st.fixed_dictionaries({"max-memory-increase": VALUES, "expect": VALUES}),
            "known-issues": VALUES
            | st.lists(st.fixed_dictionaries({"issue": VALUES, "expires": VALUES})),
            "categories": VALUES
            | st.lists(st.fixed_dictionaries({"name": VALUES, "message": VALUES})),
        },
    )
)
def test_any_value_is_accepted_or_refused(data: dict[str, Any]) -> None:
    """Whatever stands in the file, it makes settings or a list of mistakes, never another error."""
    settings = Settings()
    with suppress(ValidationError):
        settings = Settings.model_validate(data)

    assert settings == Settings.model_validate(settings.model_dump(by_alias=True))


def test_huge_amounts_are_mistakes() -> None:
    """An amount that no machine can hold is refused like any other mistake."""
    for table in (
        {"services": {"stale-after": "99999999999w"}},
        {"memory": {"limit": "9" * 400 + "B"}},
    ):
        with pytest.raises(ValidationError):
            Settings.model_validate(table)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("24h", 86_400), ("2s", 2), ("500ms", 0.5), ("1.5 min", 90), ("2d", 172_800), ("1W", 604_800)],
)
def test_durations(text: str, seconds: float) -> None:
    """A duration is a number with a unit."""
    assert timedelta(seconds=seconds) == parse_duration(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("512 MiB", 512 << 20),
        ("512MB", 512_000_000),
        ("1.5 GiB", 3 << 29),
        ("10", 10),
        ("2k", 2000),
    ],
)
def test_sizes(text: str, count: int) -> None:
    """In a configuration MiB is binary and MB is decimal, as the standard says."""
    assert count == parse_bytes(text)


@pytest.mark.parametrize(
    ("text", "number"), [("20 %", 20.0), ("20%", 20.0), (" 0.5 % ", 0.5), ("0 %", 0.0)]
)
def test_percentages(text: str, number: float) -> None:
    """A percentage is a number of hundredths."""
    assert number == parse_percent(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 point", 1.0), ("0.5 points", 0.5), ("2pp", 2.0), ("1 percentage point", 1.0)],
)
def test_points(text: str, number: float) -> None:
    """Points tell how far a percentage moved; they are no percentage of it."""
    assert number == parse_points(text)


@pytest.mark.parametrize("text", ["", "%", "20", "-1 %", "1e3 %", "20 %%", "∞ %", "9" * 400 + "%"])
def test_percentages_that_are_none(text: str) -> None:
    """What is no number of hundredths is refused, with an example."""
    with pytest.raises(ValueError, match="not a percentage"):
        parse_percent(text)


@pytest.mark.parametrize("text", ["", "point", "1", "1 %", "-1 point", "1 pointy", "1 p"])
def test_points_that_are_none(text: str) -> None:
    """What is no number of points is refused, with an example."""
    with pytest.raises(ValueError, match="no number of percentage points"):
        parse_points(text)


@pytest.mark.parametrize("text", ["", "h", "1", "1 hour", "1h2m", "1e3s", "-1s", "∞"])
def test_durations_that_are_none(text: str) -> None:
    """What is no number with a unit is refused, with an example."""
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("expires", "expired"), [("2025-09-14", True), ("2025-09-15", False), ("2025-09-16", False)]
)
def test_the_last_day_still_counts(expires: str, expired: bool) -> None:  # noqa: FBT001 - a column of the table
    """A rule expires when its day is over, in UTC."""
    rule = KnownIssue.model_validate({"issue": "#1", "test": "*", "expires": expires})

    assert expired == rule.is_expired(datetime(2025, 9, 15, 23, 59, 59, tzinfo=UTC))


@pytest.mark.parametrize(
    ("issue", "url"),
    [("#1264", "https://x/1264"), ("!7", "https://x/7"), ("NET-3", "https://x/NET-3")],
)
def test_issue_links(issue: str, url: str) -> None:
    """The number of an issue goes where the address has its place; without an address no link."""
    settings = Settings.model_validate({"project": {"issue-url": "https://x/{id}"}})
    link = settings.issue_link(issue)

    assert link is not None
    assert (issue, url) == (link.text, link.url)
    assert Settings().issue_link(issue) is None


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("test_adds[1]", "test_adds[1]", True),
        ("test_adds[a-c]", "test_adds[a-c]", True),
        ("test_adds[!x]", "test_adds[!x]", True),
        ("test_adds[1]", "test_adds[2]", False),
        ("test_adds[1]", "test_adds1", True),
        ("*test_adds[1]", "shop.test_adds[1]", False),
        ("*test_adds[[]1]", "shop.test_adds[1]", True),
        ("test_adds[[]*", "test_adds[1]", True),
        ("test_adds*", "test_adds[1]", True),
        ("TEST_adds[1]", "test_adds[1]", False),
    ],
)
def test_a_name_to_the_letter_or_a_glob(pattern: str, name: str, fits: bool) -> None:  # noqa: FBT001 - a column of the table
    """What is written as the thing is called means it, brackets and all; else it is a glob."""
    rules = (
        KnownIssue(issue="#7", test=pattern),
        KnownIssue(issue="#7", service=pattern),
        KnownIssue(issue="#7", step=pattern),
    )

    assert [fits] * 3 == [
        rules[0].matches_test((name,), ""),
        rules[1].matches_service(name),
        rules[2].matches_step(name),
    ]
