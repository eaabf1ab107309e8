"""Files of Allure results, as two adapters write them and as nobody should."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.artifacts import discover, read_run
from reportgen.errors import ReadError
from reportgen.model.run import Observations, Run
from reportgen.model.tests import Case, Counts, Errored, Failed, Skipped, count
from reportgen.readers.tests import allure
from tests.conftest import Golden
from tests.readers.siblings import FIXTURES, problems, source_of, told

FOLDER = FIXTURES / "allure"
START, STOP = 1757943072100, 1757943072350


def result(**more: object) -> dict[str, Any]:
    """Return a result of a test that passed."""
    plain = {
        "uuid": "u1", "historyId": "h1", "name": "adds", "fullName": "shop.Till.adds",
        "status": "passed", "start": START, "stop": STOP,
    }  # fmt: skip
    return plain | more


def labels(**named: str) -> list[dict[str, str]]:
    """Return labels as a result lists them."""
    return [{"name": name, "value": value} for name, value in named.items()]


def seen(document: object) -> Observations:
    """Return what is read of *document*, which must be recognised."""
    source = source_of(json.dumps(document).encode(), "u1-result.json")
    assert allure.matches(source)
    return allure.read(source)


def case(**more: object) -> Case:
    """Return the case of a result."""
    (found,) = seen(result(**more)).cases
    return found


def run_of(folder: Path) -> Run:
    """Return all that *folder* holds."""
    return read_run(discover([str(folder)]))


# ── real files ──────────────────────────────────────────────────────────────────────────────────


def lines(run: Run) -> list[str]:
    """Return the cases of *run* in the order of their names; those of the files are random."""
    found = []
    for each in run.cases:
        attempts = getattr(each.outcome, "attempts", ())
        tries = " after " + ", ".join(attempt.outcome for attempt in attempts) if attempts else ""
        outcome, says = told(each)
        suite = f"{each.suite} › " if each.suite else ""
        place = f" {each.file}:{each.line}" if each.file else ""
        found.append(
            f"{suite}{each.class_name} › {each.name}: {outcome}{tries}{place}"
            + (f" · {says}" if says else "")
        )
    return sorted(found)


@pytest.mark.parametrize("adapter", ["pytest", "mocha"])
def test_golden(adapter: str, golden: Golden) -> None:
    """The tests of a folder, with their attempts, and what broke outside of them."""
    run = run_of(FOLDER / adapter / "allure-results")
    said = sorted(
        f"{problem.severity} {problem.kind}: {problem.message}"
        for artifact in run.artifacts
        for problem in artifact.problems
        if problem.kind != "note"
    )

    golden(f"allure-{adapter}.txt", "".join(f"{line}\n" for line in [*lines(run), *said]))


def test_counts_are_those_of_the_tools() -> None:
    """As pytest says on its console, and Mocha, whose broken hook is an error of no test."""
    assert Counts(12, 6, 1, 3, 2, 1) == count(run_of(FOLDER / "pytest" / "allure-results").cases)
    assert Counts(13, 5, 3, 2, 3, 1) == count(run_of(FOLDER / "mocha").cases)


def test_junit_beside_it_counts_once() -> None:
    """Each of the twelve tests has one result, with the attempt that JUnit calls a pass."""
    run = run_of(FOLDER / "pytest")
    (left_out,) = (artifact for artifact in run.artifacts if artifact.path == "junit.xml")

    assert Counts(12, 6, 1, 3, 2, 1) == count(run.cases)
    assert {"count-mismatch", "duplicate"} == {problem.kind for problem in left_out.problems}


def test_what_a_test_attached_is_no_evidence() -> None:
    """An answer that says UP is what a test saw, not how the service is."""
    run = run_of(FOLDER / "pytest" / "allure-results")
    attached = [each for each in run.artifacts if each.path.endswith("-attachment.json")]

    assert () == run.services
    assert ["ignored"] == [each.status for each in attached]


def test_tests_of_pytest_bear_the_names_of_its_junit() -> None:
    """A nicer title changes no identity, and parameters stand as pytest writes them."""
    ours = {(each.class_name, each.name) for each in run_of(FOLDER / "pytest/allure-results").cases}
    theirs = {(each.class_name, each.name) for each in run_of(FOLDER / "pytest/junit.xml").cases}

    assert theirs == ours


# ── a result ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("passed", "passed"),
        ("failed", "failed"),
        ("broken", "errored"),
        ("skipped", "skipped"),
        ("unknown", "skipped"),
        (None, "skipped"),
    ],
)
def test_statuses(status: str | None, expected: str) -> None:
    """What is not known to have passed has not."""
    assert expected == case(status=status).outcome.name


def test_a_status_that_is_missing_is_no_pass() -> None:
    """An adapter that was killed leaves none."""
    document = result()
    del document["status"]
    (found,) = seen(document).cases

    assert ("skipped", "the report states no result") == told(found)


def test_a_step_that_nobody_wrote_is_no_pass() -> None:
    """As allure-cucumberjs 3.12.2 tells of what Cucumber calls undefined, and fails."""
    step = {"name": "Given a till", "statusDetails": {"message": "not implemented"}}
    outcome = case(steps=[{"name": "logged", "statusDetails": {}}, step]).outcome

    assert Skipped('the step "Given a till" has no result: not implemented') == outcome


@pytest.mark.parametrize(
    "step",
    [
        {"name": "logged"},
        {"name": "logged", "status": None, "statusDetails": {}},
        {"name": "raises", "status": "broken", "statusDetails": {"message": "expected"}},
        {"name": "passes", "status": "passed", "statusDetails": {"message": "fine"}},
        "odd",
    ],
)
def test_other_steps_change_nothing(step: object) -> None:
    """A step may break where the test expects it; the test's own status counts."""
    assert "passed" == case(steps=[step]).outcome.name


def test_a_failure_says_what_it_said() -> None:
    """Message and trace, and the files beside the result that it names; none that leads away."""
    attachments = [{"source": "a-attachment.png"}, {"source": "../../etc/passwd"}, {"source": 3}, 7]
    details = {"message": "5 != 6", "trace": "a trace", "known": True, "muted": True}
    outcome = case(status="failed", statusDetails=details, attachments=attachments).outcome

    assert isinstance(outcome, Failed)
    assert ("5 != 6", "a trace") == (outcome.troubles[0].message, outcome.troubles[0].detail)
    assert ("a-attachment.png",) == outcome.attachments


def test_times() -> None:
    """Milliseconds become seconds; the run was at that moment."""
    observed = seen(result())

    assert 0.25 == observed.cases[0].duration_s
    assert [START / 1000, STOP / 1000] == [when.timestamp() for when in observed.timestamps]


@pytest.mark.parametrize(
    ("start", "stop"),
    [(None, STOP), (START, None), (STOP, START), (0, STOP), (True, STOP), ("1", "2"), (1.5, 2.5)],
)
def test_times_that_cannot_be_are_unknown(start: object, stop: object) -> None:
    """Never zero; and the report says so."""
    observed = seen(result(start=start, stop=stop))

    assert observed.cases[0].duration_s is None
    assert [("note", "no time can be read, so it is unknown", "")] == problems(observed)
    assert () == observed.timestamps


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"labels": labels(testClass="shop.Till", suite="shop.Till")}, ("", "shop.Till", "adds")),
        (
            {"labels": labels(testClass="shop.Till", parentSuite="smoke", suite="Till")},
            ("smoke", "shop.Till", "adds"),
        ),
        ({"labels": labels(parentSuite="a", suite="b", subSuite="c")}, ("a › b", "c", "adds")),
        ({"labels": labels(suite="b")}, ("", "b", "adds")),
        ({}, ("", "", "adds")),
        ({"name": " "}, ("", "", "shop.Till.adds")),
        (
            {"fullName": "t.m.C#own", "name": "A title", "labels": labels(framework="pytest")},
            ("", "t.m.C", "own"),
        ),
        (
            {
                "fullName": "t.m#own", "name": "A title", "labels": labels(framework="pytest"),
                "parameters": [{"name": "a", "value": "'x'"}, {"name": "b", "value": "2"}],
            },
            ("", "t.m", "own[x-2]"),
        ),
    ],
)  # fmt: skip
def test_names(more: dict[str, object], expected: tuple[str, str, str]) -> None:
    """Suite, class and name, as JUnit would have them."""
    found = case(**more)

    assert expected == (found.suite, found.class_name, found.name)


def test_parameters_tell_tests_apart() -> None:
    """Those of the name or of a suite are there already, excluded ones say nothing of the test."""
    parameters = [
        {"name": "share", "value": "0.5"},
        {"name": "Retry", "value": "1", "excluded": True},
        {"name": "password", "value": "s3cret", "mode": "masked"},
    ]

    assert "adds[0.5]" == case(parameters=parameters).name
    assert "adds 0.5" == case(parameters=parameters, name="adds 0.5").name
    assert "adds" == case(parameters=parameters, labels=labels(suite="0.5")).name
    assert "adds" == case(parameters=parameters[1:]).name


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ("till:src/till.test.js: prices > adds", ("src/till.test.js", None)),
        ("src/till.test.ts#prices adds", ("src/till.test.ts", None)),
        ("src/till.spec.ts:17:5", ("src/till.spec.ts", 17)),
        ("shop.Till.adds", (None, None)),
        ("adds 1.js and more", (None, None)),
    ],
)
def test_files(full: str, expected: tuple[str | None, int | None]) -> None:
    """A file is one where the full name begins with it, and is of a kind that is known."""
    found = case(fullName=full)

    assert expected == (found.file, found.line)
    assert (expected[0] or "") == found.suite


def test_tests_of_two_files_are_two() -> None:
    """Suites and names repeat from file to file; then the file tells tests apart."""
    suites = labels(parentSuite="till", suite="prices")
    found = {case(labels=suites, fullName=f"till:src/{name}.js#adds").id for name in "ab"}

    assert 2 == len(found)


# ── around results ──────────────────────────────────────────────────────────────────────────────


def test_a_container_holds_no_test() -> None:
    """It tells of what broke to whoever sees the results."""
    befores = [{"name": "drawer", "status": "broken", "statusDetails": {"message": "stuck"}}]
    observed = seen({"uuid": "c1", "children": ["u1", 3], "befores": befores, "afters": [{}]})

    assert observed.piece is not None
    assert [] == observed.cases
    assert () == observed.problems
    assert ("u1",) == observed.piece.covers
    assert ['the fixture "drawer" broke before its tests: stuck'] == [
        problem.message for problem in observed.piece.broke
    ]


def test_errors_of_the_run_are_told() -> None:
    """Tests that they kept from running are in no file at all."""
    error = {"message": "no database", "trace": "at hook", "timestamp": START}
    observed = seen({"attachments": [], "errors": [error] * 25})

    assert ("suite-error", "the run broke outside any test: no database", "") == (
        problems(observed)[0]
    )
    assert "and 5 more times" == problems(observed)[-1][1]
    assert () == seen({"attachments": [], "errors": []}).problems


# ── what is none of it ──────────────────────────────────────────────────────────────────────────

FOREIGN: dict[str, object] = {
    "a list": [result()],
    "no uuid": {key: value for key, value in result().items() if key != "uuid"},
    "health": {"status": "UP", "name": "api"},
    "another status": result(status="UP"),
    "a status that is a list": result(status=[]),
    "nothing of Allure": {"uuid": "u1", "name": "adds", "status": "passed"},
    "an attachment": {"uuid": "u1", "children": [], "status": "UP"},
    "errors of something else": {"attachments": [], "errors": [{"code": 1}]},
    "errors that are none": {"attachments": [], "errors": ["no"]},
    "categories": [{"name": "Ignored", "matchedStatuses": ["skipped"]}],
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_not_recognised(what: str) -> None:
    """All or nothing: a word in a document makes no result."""
    source = source_of(json.dumps(FOREIGN[what]).encode(), "u1-result.json")

    assert not allure.matches(source)
    with pytest.raises(ReadError):
        allure.read(source)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = ("labels", "parameters", "attachments", "statusDetails", "fullName", "start", "stop", "name")


@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.sampled_from(["failed", "passed", None]))
def test_odd_values_cost_nothing(more: dict[str, object], status: str | None) -> None:
    """What has another shape counts as absent: the result itself stands."""
    (found,) = seen(result(status=status) | more | {"fullName": "a.b"}).cases

    assert {"failed": "failed", "passed": "passed", None: "skipped"}[status] == found.outcome.name
    assert found.name


FIELDS = ("name", "value", "mode", "excluded", "status", "statusDetails", "source", "message")
INNER = st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON), max_size=3)


@given(INNER, INNER, INNER)
def test_odd_values_further_in_cost_nothing(one: object, two: object, three: object) -> None:
    """Wherever a value has another shape than it should."""
    more = {"labels": one, "parameters": two, "steps": three, "attachments": one}

    assert 1 == len(seen(result(status="failed", **more)).cases)
    assert [] == seen({"uuid": "c", "befores": one, "afters": two, "children": three}).cases


@given(JSON, JSON, JSON)
def test_odd_fixtures_cost_nothing(befores: object, afters: object, children: object) -> None:
    """The same holds for containers."""
    source = source_of(
        json.dumps(
            {"uuid": "c", "befores": befores, "afters": afters, "children": children}
        ).encode()
    )

    if allure.matches(source):
        assert [] == allure.read(source).cases


def test_hostile_text_is_cleaned() -> None:
    """Escapes of terminals and texts without end reach no report."""
    details = {"message": "\x1b[31mred\x1b[0m\0", "trace": "x" * 200_000}
    found = case(name="\x1b[2Jadds", status="broken", statusDetails=details)

    assert isinstance(found.outcome, Errored)
    assert ("adds", "red\ufffd") == (found.name, found.outcome.troubles[0].message)
    assert len(found.outcome.troubles[0].detail) < 100_000
