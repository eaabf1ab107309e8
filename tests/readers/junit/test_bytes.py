"""Pitfalls 30–36: what is not quite XML, and what is meant to harm."""

import pytest

from tests.readers.junit.reading import artifact, problems, read, troubles, verdicts

INVALID = "not well-formed XML (not well-formed (invalid token)); read after a repair: "
JUNK = "the file is not well-formed XML (junk after document element); "
BROKEN = "the file is not well-formed XML (not well-formed (invalid token)); "
LOST_AFTER_TWO = "2 complete test cases before the break were read, what followed is lost"
LOST = "1 complete test case before the break was read, what followed is lost"


@pytest.mark.parametrize(
    ("name", "message", "place"),
    [
        ("30-empty.xml", "the file is empty", ""),
        ("30-blank.xml", "the file is empty", ""),
        (
            "30-truncated-before-any-case.xml",
            "not well-formed XML: no element found",
            "line 3, column 15",
        ),
    ],
)
def test_30_nothing_is_not_zero_tests(name: str, message: str, place: str) -> None:
    """An empty file, or one that is cut before its first case, is rejected and says why."""
    run = read(name)

    assert "rejected" == artifact(run).status
    assert [("unreadable", "error", message, place)] == problems(run)
    assert artifact(run).holds_tests


def test_30_cases_before_the_cut_are_kept() -> None:
    """A cut file is partial: complete cases count, the one that is cut does not."""
    run = read("30-truncated.xml")

    assert "partial" == artifact(run).status
    assert [("adds", "passed"), ("counts", "failed")] == verdicts(run)
    assert [("failure", "", "one short", "at till.py:3")] == troubles(run, "counts")
    assert [
        (
            "truncated",
            "error",
            f"the file ends too early; {LOST_AFTER_TWO}",
            "line 5, column 43",
        )
    ] == problems(run)


def test_30_a_suite_error_before_the_cut_is_kept() -> None:
    """What an open suite said before the cut is part of the report."""
    run = read("30-truncated-after-suite-error.xml")

    assert "partial" == artifact(run).status
    assert [
        (
            "suite-error",
            "error",
            'the suite "till" reports an error outside any test: the drawer is on fire',
            "line 2",
        ),
        ("truncated", "error", f"the file ends too early; {LOST}", "line 5, column 3"),
    ] == problems(run)


def test_31_control_characters_cost_nothing_but_themselves() -> None:
    """One colour code in a log must not cost the suite; text inside CDATA stays as it was."""
    run = read("31-control-characters.xml")

    assert "read" == artifact(run).status
    assert [("colours", "failed"), ("bell", "passed"), ("plain", "passed")] == verdicts(run)
    assert [
        ("failure", "", "red", "if (a && b) red  end &#27; &amp;"),
    ] == troubles(run, "colours")
    assert [
        (
            "repaired",
            "warning",
            f"{INVALID}4 characters that XML forbids replaced",
            "line 3, column 72",
        )
    ] == problems(run)


def test_32_a_bare_less_than_breaks_the_file() -> None:
    """Structure is never guessed at: what stands before it counts, line and column are named."""
    run = read("32-raw-less-than.xml")

    assert "partial" == artifact(run).status
    assert [("before", "passed")] == verdicts(run)
    assert [("truncated", "error", BROKEN + LOST, "line 4, column 20")] == problems(run)


def test_32_a_bare_ampersand_is_mended() -> None:
    """A lone ampersand can mean but one thing."""
    run = read("32-raw-ampersand.xml")

    assert [("salt & pepper", "passed"), ("this & that", "passed")] == verdicts(run)
    assert "till & drawer" == run.cases[0].suite
    assert [
        ("repaired", "warning", f"{INVALID}2 bare ampersands mended", "line 2, column 24")
    ] == problems(run)


def test_33_blanks_before_the_declaration_are_removed() -> None:
    """White space before ``<?xml`` is the one prefix that cannot mean anything."""
    run = read("33-blank-before-declaration.xml")

    assert "read" == artifact(run).status
    assert [("adds", "passed")] == verdicts(run)
    assert ["repaired"] == [problem[0] for problem in problems(run)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("33-text-before-declaration.xml", "not XML: it begins with other text"),
        (
            "33-comment-before-declaration.xml",
            "not well-formed XML: XML or text declaration not at start of entity",
        ),
    ],
)
def test_33_anything_else_before_it_is_an_error(name: str, message: str) -> None:
    """Output of the program mixed into the report is named, not skipped."""
    run = read(name)
    (told,) = problems(run)

    assert "rejected" == artifact(run).status
    assert message == told[2]


@pytest.mark.parametrize("name", ["33-text-after-root.xml", "33-several-roots.xml"])
def test_33_what_follows_the_root_is_lost_and_said_to_be(name: str) -> None:
    """Text or a second root after the end: the first root counts, the file is partial."""
    run = read(name)

    assert "partial" == artifact(run).status
    assert [("adds", "passed")] == verdicts(run)
    assert [("truncated", "error", JUNK + LOST, "line 3, column 1")] == problems(run)


@pytest.mark.parametrize(
    "name", ["34-utf-8-bom.xml", "34-utf-16-le.xml", "34-latin-1-declared.xml"]
)
def test_34_declared_encodings_are_followed(name: str) -> None:
    """A byte-order mark or a declaration says how the bytes are to be read."""
    run = read(name)

    assert [("größe", "Prüfung", "zählt")] == [
        (case.suite, case.class_name, case.name) for case in run.cases
    ]
    assert [] == problems(run)


@pytest.mark.parametrize(
    ("name", "names", "text"),
    [
        ("34-latin-1-undeclared.xml", ("größe", "Prüfung", "zählt"), None),
        ("34-one-bad-byte.xml", ("größe", "Prüfung", "zählt"), "café"),
        ("34-cyrillic-declared-with-escape.xml", ("касса", "", "цена"), "m"),
    ],
)
def test_34_bad_bytes_change_no_name(
    name: str, names: tuple[str, str, str], text: str | None
) -> None:
    """A test keeps its identity when a byte elsewhere in the file is wrong, and that is said."""
    run = read(name)
    (only,) = run.cases

    assert names == (only.suite, only.class_name, only.name)
    assert ["repaired"] == [problem[0] for problem in problems(run)]
    assert text is None or text == troubles(run, only.name)[0][2]


def test_34_an_encoding_that_is_not_on_the_list_is_refused() -> None:
    """Encodings that hide markup are not decoded."""
    run = read("34-encoding-refused.xml")

    assert "rejected" == artifact(run).status
    assert [
        ("unreadable", "error", 'the encoding "UTF-7" is not accepted; write UTF-8', "line 1")
    ] == problems(run)


@pytest.mark.parametrize("name", ["35-external-entity.xml", "35-entity-bomb.xml"])
def test_35_a_document_type_is_refused(name: str) -> None:
    """No entity is ever declared, so none can read a file or grow."""
    run = read(name)

    assert "rejected" == artifact(run).status
    assert [
        (
            "unreadable",
            "error",
            "has a document type declaration (DOCTYPE), which is refused: it can name other files",
            "line 2",
        )
    ] == problems(run)


@pytest.mark.parametrize(
    ("name", "limit", "key"),
    [
        ("36-too-deep.xml", "nested deeper than the limit of 64 elements", "depth"),
        (
            "36-many-attributes.xml",
            "more than 256 attributes in one element, the limit",
            "attributes",
        ),
    ],
)
def test_36_limits_are_named(name: str, limit: str, key: str) -> None:
    """What is too much is refused with the limit that it broke, and what raises that."""
    message = f"{limit}; raise limits.{key} to read more"
    run = read(name)

    assert "rejected" == artifact(run).status
    assert [("unreadable", "error", message, "line 2")] == problems(run)
