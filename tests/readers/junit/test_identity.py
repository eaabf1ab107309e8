"""Pitfalls 22–26: names, output, properties, places and moments."""

from datetime import UTC, datetime

from tests.readers.junit.reading import artifact, case, problems, read, troubles, verdicts


def test_22_a_case_without_a_name_counts() -> None:
    """Missing, empty and blank names are shown as such; ``class`` stands in for ``classname``."""
    run = read("22-missing-names.xml")

    assert [
        ("", "(no name)", None, None),
        ("", "(no name)", None, None),
        ("", "(no name)", None, None),
        ("Till", "adds", "till.py", 7),
        ("Till", "counts", None, None),
    ] == [(each.class_name, each.name, each.file, each.line) for each in run.cases]


def test_23_hostile_names_are_kept_whole_and_made_visible() -> None:
    """Markup is text, long names stay long, characters that turn text around are spelled out."""
    run = read("23-hostile-names.xml")

    assert "<script>alert(1)</script>" == run.cases[0].suite
    assert [
        (")", r"<img src=x onerror=alert(1)> $HOME `id` C:\temp"),
        ("emoji", "🧾 paid ⟨U+202E⟩dlog⟨U+2066⟩"),
        ("lines", "first\nsecond\ttab"),
        ("long", "x" * 5000),
    ] == [(each.class_name, each.name) for each in run.cases]


def test_24_output_is_no_result() -> None:
    """Output may stand anywhere and hold markup; only direct children are results."""
    run = read("24-output-everywhere.xml")

    assert [("prints", "failed"), ("quiet", "passed")] == verdicts(run)
    assert [("failure", "", "breaks", "trace with markup")] == troubles(run, "prints")
    assert [
        ("note", "info", "1 attachment named outside the artifact's folder, left out", "")
    ] == problems(run)


def test_25_properties_are_not_unknown_children() -> None:
    """Properties may stand in suites and cases, bare or in a list, with their value as text."""
    run = read("25-properties.xml")

    assert [("adds", "passed"), ("counts", "passed")] == verdicts(run)
    assert [] == problems(run)


def test_26_places_and_moments_come_in_many_formats() -> None:
    """What cannot be read is unknown, never now; a suite's file serves its cases."""
    run = read("26-timestamps.xml")

    assert (
        datetime(2025, 9, 15, 13, 35, tzinfo=UTC),
        datetime(2025, 9, 15, 13, 37, tzinfo=UTC),
    ) == run.timestamps
    assert ("a.py", 12) == (case(run, "a").file, case(run, "a").line)
    assert "tests/c.js" == case(run, "c").file
    assert case(run, "f").line is None
    assert "read" == artifact(run).status
