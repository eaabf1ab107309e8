"""Rules for known issues, as pytest, Surefire and Jest are told them."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import playwright
import pytest

from reportgen.analysis.quarantine import RUNNERS, Quarantine, RunnerName, export
from reportgen.config import KnownIssue
from reportgen.model.tests import Case
from tests.analysis.jobs import AT
from tests.factories import make_case


def case(class_name: str, name: str, file: str | None = None, suite: str = "s") -> Case:
    """Return a test that is called so."""
    return make_case(name, class_name=class_name, file=file, suite=suite)


def told(runner: RunnerName, *tests: Case, by: str = "*quarantined*") -> Quarantine:
    """Return what *runner* is told where the rule names what fits *by*, or has that in its id."""
    return export([KnownIssue(issue="#7", test=by)], tests, AT, runner)


def everything(runner: RunnerName, *tests: Case) -> Quarantine:
    """Return what *runner* is told where the rule names all *tests*."""
    return told(runner, *tests, by="*")


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (case("tests.test_shop", "test_pays"), "tests/test_shop.py::test_pays"),
        (case("tests.test_shop.TestTill", "test_a"), "tests/test_shop.py::TestTill::test_a"),
        (case("test_shop.TestTill.TestIn", "test_a"), "test_shop.py::TestTill::TestIn::test_a"),
        (case("shop_test", "test_a[1-x y]"), "shop_test.py::test_a[1-x y]"),
        (case("test_unit.test_shop", "test_a"), "test_unit/test_shop.py::test_a"),
        (case("unit-tests.test_shop", "test_a"), "unit-tests/test_shop.py::test_a"),
        (case("checks.shop.Till", "test_a", "checks/shop.py"), "checks/shop.py::Till::test_a"),
        (case("checks.shop", "test_a", "checks\\shop.py"), "checks/shop.py::test_a"),
        (case("v1.2.test_x", "test_a", "v1.2/test_x.py"), "v1.2/test_x.py::test_a"),
        (case("tests.test_shop", "test_a", "shop/till.py"), "tests/test_shop.py::test_a"),
        (
            case("tests.test_shop", "test_a", "/srv/tests/test_shop.py"),
            "tests/test_shop.py::test_a",
        ),
        (case("tests.test_shop", "test_a[-x]"), "tests/test_shop.py::test_a[-x]"),
    ],
)
def test_node_ids(test: Case, expected: str) -> None:
    """The file is the stated one where that is the test's own, else that of its module."""
    assert Quarantine(f"--deselect={expected}\n", 1, ()) == everything("pytest", test)


@pytest.mark.parametrize(
    ("test", "why"),
    [
        (case("shop.Till", "test_a"), "its file cannot be told"),
        (case("", "test_a"), "its file cannot be told"),
        (case("v1.2.test_x", "test_a"), "its file cannot be told"),
        (case("..test_x", "test_a"), "its file cannot be told"),
        (case("tests.test_shop", "pays two"), "not called as a function"),
        (case("tests.test_shop", "test_a[1"), "not called as a function"),
        (case("tests.test_shop.a b", "test_a"), "its class is not called"),
    ],
)
def test_node_ids_that_cannot_be_told(test: Case, why: str) -> None:
    """What does not stand in the results is not guessed."""
    found = everything("pytest", test)

    assert ("", 0) == found[:2]
    assert why in found.unsaid[0]
    assert "of the rule for `#7` is not left out" in found.unsaid[0]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (case("com.acme.TillTest", "pays"), "com/acme/TillTest.java#pays"),
        (case("com.acme.TillTest", "pays(String)[1]"), "com/acme/TillTest.java#pays"),
        (case("com.acme.TillTest", "pays{int}[2]"), "com/acme/TillTest.java#pays"),
        (case("com.acme.TillTest", "pays[0]"), "com/acme/TillTest.java#pays+pays[*]"),
        (case("com.acme.TillTest$Inner", "pays"), "com/acme/TillTest$Inner.java#pays"),
        (case("TillTest", "zahltÄ"), "TillTest.java#zahltÄ"),
        (case("com.acme.TillTest", "pays two coins"), None),
        (case("com.acme.TillTest", "pays*"), None),
        (case("com.acme.*", "pays"), None),
        (case("!com.acme.TillTest", "pays"), None),
        (case("#com.acme.TillTest", "pays"), None),
        (case("%regex[.*]", "pays"), None),
        (case("", "pays"), None),
    ],
)
def test_methods(test: Case, expected: str | None) -> None:
    """A line is a class and a method of Java and nothing else: patterns are refused."""
    found = everything("surefire", test)

    assert (f"{expected}\n" if expected else "") == found.text
    assert (expected is None) == bool(found.unsaid)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (case("till", "sums"), "till sums"),
        (case("till sums", "till sums"), "till sums"),
        (case("till", "till sums"), "till sums"),
        (case("", "sums"), "sums"),
        (case("till.test.js", "sums"), "sums"),
        (case("prices", "adds", suite="prices.test.ts"), "prices adds"),
        (case("inner", "adds", suite="prices.test.ts › prices"), "prices inner adds"),
    ],
)
def test_full_names(test: Case, expected: str) -> None:
    """A name begins with the titles of the blocks around it, once, and never with a file."""
    assert f"^(?!(?:{expected})$)\n" == everything("jest", test).text


HOSTILE = [
    "a\n--deselect=b", "a\r--co", "a\u2028b", "a\x0bb", "a\x85b", "a\x00", "-p no:cacheprovider",
    "--collect-only", "a\ufffdb", "a" * 5_000, "a\x1b[31m", "a\u202eb",
]  # fmt: skip


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(name: str, runner: RunnerName) -> None:
    """A name that ends its line, or begins like an option, is refused in every place."""
    nothing = RUNNERS[runner].printed(())

    for test in (
        case("tests.test_shop", name),
        case(name, "test_a"),
        case("tests.test_shop", f"test_a[{name}\n]"),
    ):
        found = everything(runner, test)

        assert (nothing, 0, 1) == (found.text, found.tests, len(found.unsaid))
        assert found.unsaid[0].isprintable()


@pytest.mark.parametrize("runner", RUNNERS)
def test_texts_are_sorted(runner: RunnerName) -> None:
    """The same tests give the same text, in whatever order they come and however often."""
    tests = [case("test_a", f"test_{letter}") for letter in "cab"]
    text = everything(runner, *tests).text

    assert text == everything(runner, *reversed(tests), tests[0]).text
    assert sorted(text.splitlines()) == text.splitlines()
    assert re.findall("test_[abc]", text.replace("test_a.py", "").replace("test_a ", "")) != []


@pytest.mark.parametrize(
    ("runner", "kept", "other"),
    [
        ("pytest", case("test_a", "test_quarantined"), case("test_a", "test_quarantined_")),
        ("pytest", case("test_a", "test_quarantined"), case("test_a", "test_quarantined[1]")),
        ("surefire", case("a.B", "quarantined(int)[1]"), case("a.B", "quarantined(int)[2]")),
        ("surefire", case("a.B", "quarantined[0]"), case("a.B", "quarantined[1]")),
        ("surefire", case("B", "quarantined"), case("a.B", "quarantined")),
        ("jest", case("till", "quarantined"), case("Till", "Quarantined")),
        ("jest", case("till", "quarantined"), case("till", "quarantined", suite="other")),
    ],
)
def test_no_other_test_is_left_out(runner: RunnerName, kept: Case, other: Case) -> None:
    """Where a runner cannot tell a test from one that no rule names, both run, and that is said."""
    rules = [KnownIssue(issue="#7", test=kept.id)]
    found = export(rules, [kept, other], AT, runner)
    both = everything(runner, kept, other)

    assert (RUNNERS[runner].printed(()), 0) == found[:2]
    assert f"`{other.title}`, which no rule names, would not run either" in found.unsaid[0]
    assert () == both.unsaid
    assert both.tests


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (KnownIssue(issue="#7", test="*", expires=date(2025, 9, 14)), "expired on 2025-09-14"),
        (KnownIssue(issue="#7", message="x"), "names no test, only a message"),
        (KnownIssue(issue="#7", service="x", step="y"), "only a service and a step"),
        (KnownIssue(issue="#7", test="*", message="x"), "asks for a message"),
        (KnownIssue(issue="#7", test="gone*"), "no test that is recorded is called `gone*`"),
    ],
)
def test_rules_that_leave_out_nothing(rule: KnownIssue, why: str) -> None:
    """A rule that cannot be told to a runner is named with the reason."""
    found = export([rule], [case("test_a", "test_b")], AT, "pytest")

    assert ("", 0) == found[:2]
    assert "the rule for `#7`" in found.unsaid[0]
    assert why in found.unsaid[0]


def test_a_rule_counts_on_its_last_day() -> None:
    """It is left out as long as it excuses."""
    rule = KnownIssue(issue="#7", test="*", expires=date(2025, 9, 15))

    assert 1 == export([rule], [case("test_a", "test_b")], AT, "pytest").tests


TITLES = [
    "pays", "doesn't pay (yet)", "a.b", "a|b", "^a$", "a\\b", "a/b", "{1}", "[x]", "a+b?*", "$(id)",
    "`id`", 'says "no"', "a!b", "müde", "😀 smiles", "a;b&c", "50% off", "#7", "~", "é",
]  # fmt: skip


NODE = str(Path(playwright.__file__).parent / "driver" / "node")
"""The Node.js that the browser's driver brings along: it is there wherever the tests are."""


def test_the_pattern_of_jest() -> None:
    """JavaScript matches with it every full name but those, whatever characters they hold."""
    tests = [case("till", title) for title in TITLES]
    names = [f"till {title}" for title in TITLES]
    near = [
        "till",
        "pays",
        "till pays twice",
        "till axb",
        "till a",
        "",
        "x till pays",
        "till\npays",
    ]
    pattern = everything("jest", *tests).text.removesuffix("\n")
    code = (
        "const [p, ...names] = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(names.filter(n => new RegExp(p, 'i').test(n))))"
    )
    done = subprocess.run(
        [NODE, "-e", code],
        input=json.dumps([pattern, *names, *near]), capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip

    assert near == json.loads(done.stdout)


def test_the_pattern_of_jest_in_a_shell() -> None:
    """Between single quotes nothing ends the word, and all of it is ASCII."""
    pattern = everything("jest", *(case("till", title) for title in TITLES)).text.strip()
    done = subprocess.run(
        ["sh", "-c", f"printf %s '{pattern}'"], capture_output=True, encoding="utf-8", check=True
    )

    assert pattern == done.stdout
    assert pattern.isascii()
    assert set() == set("'\"`!\n") & set(pattern.replace("(?!", ""))


def test_the_pattern_of_nothing() -> None:
    """Without a test to leave out all tests match."""
    assert ".*\n" == export([], [case("till", "pays")], AT, "jest").text
