"""Health JSON that people wrote: what counts as a service, and what only looks like one."""

from typing import Any

import pytest

from reportgen.model.run import Run
from tests.readers.files import read_json, read_text

Json = dict[str, Any]


def states(run: Run) -> dict[str, str]:
    """Return the states of the services of *run*, by their names."""
    return {service.name: service.status for service in run.services}


def messages(run: Run) -> list[tuple[str, str]]:
    """Return what was told of the artifact, with the place."""
    return [(problem.message, problem.place) for problem in run.artifacts[0].problems]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"api": True, "database": False}, {"api": "up", "database": "down"}),
        ({"api": 200, "order_db": 503}, {"api": "up", "order_db": "down"}),
        ({"darkMode": True, "newTill": False}, {}),
        ({"width": 200, "height": 300}, {}),
        ({"api": True, "darkMode": False}, {}),
        ({"health": "true"}, {"health": "up"}),
        ({"health": "true", "db": "down"}, {"health": "up"}),
        ({"status": "SERVICE_UNKNOWN"}, {"health": "unknown"}),
        ({"status": "down", "error": "timeout"}, {"health": "down"}),
        ({"error": {"status": 500, "message": "x"}}, {}),
        ({"services": {"a": "up", "b": None, "c": {}, "d": ""}},
         {"a": "up", "b": "unknown", "c": "unknown", "d": "unknown"}),
        ({"data": {"a": "up", "b": None, "c": {}}}, {"a": "up"}),
        ({"services": {"a": None}}, {}),
        ([{"url": "https://till.example", "status": 200}], {"https://till.example": "up"}),
        ([{"name": "test_sum", "status": "passed", "duration": 3}], {}),
        ({"checks": [{"name": "a", "status": "ok", "duration": "3ms"}]}, {"a": "up"}),
        ({"details": {"a": {"status": "up"}, "b": {"status": "down"}}}, {"a": "up", "b": "down"}),
        ({"Services": [{"Name": "a", "Status": "UP"}]}, {"a": "up"}),
        ({"services": {"a": "up"}, "checks": ["x"], "dependencies": {"b": "down"}},
         {"a": "up", "b": "down"}),
        ({"services": {"a": {"status": "up", "checks": {"path": "/health"}}}}, {"a": "up"}),
        ({"services": {"a": {"services": {"x": "up", "y": "down"}}, "b": "up"}},
         {"a": "down", "b": "up"}),
        ({"services": [{"id": "a", "status": "up"}, {"id": "b", "status": None}, {"id": "c"}]},
         {"a": "up", "b": "unknown", "c": "unknown"}),
        ([{"name": "a", "status": "up"}, {"name": "b", "status": ""}, {"name": "c"}],
         {"a": "up", "b": "unknown"}),
        ({"a": "up", "b": None, "c": ""}, {"a": "up", "b": "unknown", "c": "unknown"}),
        ({"a": "up", "b": None, "note": "to be mended"}, {"a": "up"}),
        ({"a": {"http_code": 200}, "b": {"http_code": 0, "error": "refused"}},
         {"a": "up", "b": "unknown"}),
        ({"web": "up", "jobs": "down", "metadata": "up"},
         {"web": "up", "jobs": "down", "metadata": "up"}),
        ({"success": True, "data": {"status": "ok"}}, {"health": "up"}),
        ({"data": {"app": {"status": "ok"}, "version": "stable"}}, {"app": "up"}),
        ({"health": {"a": "ok", "b": "down"}}, {"a": "up", "b": "down"}),
        ({"health": {"status": "down"}}, {"health": "down"}),
        ({"health": {"enabled": True, "interval": 10}}, {}),
        ({"status": {"text": "ok"}, "name": "x"}, {}),
        ({"details": {"a": "ok", "b": "down"}}, {"a": "up", "b": "down"}),
        ({"healthChecks": [{"name": "a", "status": "pass"}]}, {"a": "up"}),
        ({"services": [{"serviceName": "a", "isHealthy": False}]}, {"a": "down"}),
        ({"status": "fail", "errors": ["a: refused", "b: late"]}, {"health": "down"}),
        ({"status": "fail", "errors": [{"path": "/a"}]}, {}),
    ],
)  # fmt: skip
def test_what_is_a_service(document: Any, expected: dict[str, str]) -> None:  # noqa: ANN401 - JSON is anything
    """Names with states are services where a key, a word or their names say so."""
    assert expected == states(read_json("health.json", document))


@pytest.mark.parametrize(
    "document",
    [
        {"dependencies": {"react": "^18.0.0", "next": "latest"}},
        {"scripts": {"test": "jest", "health": "ok"}, "dependencies": {"up": "up"}},
        {"status": "success", "data": {"resultType": "vector", "result": [{"value": [1, "1"]}]}},
        {"action": "completed", "workflow_run": {"status": "completed"},
         "workflow": {"state": "active"}},
        {"projectStatus": {"status": "OK", "conditions": []}},
        {"message": "Not Found", "documentation_url": "x", "status": "404"},
        {"name": "till", "info": {"status": "deployed"}},
        {"services": [{"serviceName": "a", "status": "ACTIVE", "desiredCount": 2}]},
        {"results": [{"name": "test_sum", "status": "passed", "time": 0.1}]},
        {"tests/test_till.py::test_sum": "passed", "tests/test_till.py::test_tax": "failed"},
        [{"name": "till.spec.ts > sums", "status": "passed"}],
        {"jobs": [{"id": 1}], "status": "success"},
    ],
)  # fmt: skip
def test_other_things_in_the_words_of_health(document: Any) -> None:  # noqa: ANN401 - JSON is anything
    """Packages, events, queries, quality gates and tests are no services."""
    assert {} == states(read_json("health.json", document))


def test_several_reasons_are_one() -> None:
    """A list of texts is as good a reason as one."""
    (root,) = read_json("health.json", {"status": "fail", "errors": ["a: refused", "b"]}).services

    assert "a: refused; b" == root.reason


def test_the_whole_has_its_own_name() -> None:
    """A document that states a status for all is one service, named by itself or its file."""
    run = read_json("health.json", {"service": "till", "overall": "ok", "checks": {"a": "down"}})

    assert {"till": "up"} == states(run)
    assert [("a", "down")] == [(part.name, part.status) for part in run.services[0].parts]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"api": "ok", "db": "no answer"}, ('"no answer" is no state; left out', "/db")),
        ({"services": {"api": "ok", "n": 1}}, ('"1" is no state; left out', "/services/n")),
        ([{"name": "a", "status": "up"}, {"status": "down"}],
         ("a state without a name; left out", "/1")),
        ({"services": {"api": "fine-ish"}},
         ('the state "fine-ish" is not known; read as unknown', "/services/api")),
        ({"services": {"api": {"status": "ok", "error": "late"}}},
         ('says "ok" and names an error: late', "/services/api")),
    ],
)  # fmt: skip
def test_nothing_is_left_out_in_silence(document: object, expected: tuple[str, str]) -> None:
    """What stands among services and cannot be read as one is told with its place."""
    assert [expected] == messages(read_json("health.json", document))


def test_reasons_lie_one_level_deeper() -> None:
    """An object that gives details gives the reason in them."""
    run = read_json("health.json", {"services": {"a": {"ok": False, "details": {"error": "x"}}}})

    assert "x" == run.services[0].reason


def test_lines_about_services() -> None:
    """Each line is a check of the service that it names, in the order of the times."""
    run = read_text(
        "health.jsonl",
        '{"service":"a","status":"down","latency_ms":9,"ts":1757943120}\n'
        '{"service":"b","status":"weird"}\n'
        '{"service":"a","status":"up","ts":1757943060}\n',
    )

    assert {"a": "down", "b": "unknown"} == states(run)
    assert [("up", None), ("down", 9.0)] == [p[1:] for p in run.services[0].probes]
    assert () == run.services[1].probes
    assert "/0" == run.services[0].place


def test_lines_without_a_name() -> None:
    """Lines that name nothing are checks of what the file is named after."""
    run = read_text("till.jsonl", '{"status":"up"}\n{"status":"down","error":"refused"}\n')

    assert {"till": "down"} == states(run)
    assert ["up", "down"] == [probe.status for probe in run.services[0].probes]


def test_a_line_that_states_nothing() -> None:
    """One line among checks that says nothing is told; the others are read."""
    run = read_text("health.jsonl", '{"api":"ok"}\n{"note":"no answer"}\n{"api":"down"}\n')

    assert {"api": "down"} == states(run)
    assert [("this check states nothing; left out", "/1")] == messages(run)


@pytest.mark.parametrize(
    "line",
    [
        '{"level":"info","service":"till","status":200,"msg":"GET /"}',
        '{"name":"lint","status":"passed","stage":"test","pipeline":1}',
        '{"event":"sold","price":3}',
        '{"name":"sums","status":"passed","duration":0.2}',
        '{"name":"test_sum","status":"passed"}',
        '{"severity":"INFO","service":"till","status":"ok"}',
    ],
)
def test_lines_of_logs_are_no_checks(line: str) -> None:
    """Lines of a structured log state outcomes of other things."""
    assert () == read_text("out.jsonl", f"{line}\n{line}\n").services


@pytest.mark.parametrize(
    "document",
    [
        [{"name": "Ada", "status": "active"}, {"name": "Bo", "status": "active"}],
        {"name": "Ada", "status": "active", "updated_at": "2025-01-01T00:00:00Z"},
        {"data": [{"id": "7", "name": "pen", "state": "available"}]},
        {"ada": "active", "bo": "active"},
        {"status": "success"},
    ],
)
def test_words_that_fit_users_and_products_prove_nothing(document: object) -> None:
    """What could be said of anybody is no health: nothing is up because an account is active."""
    assert () == read_json("answer.json", document).services


def test_the_name_of_a_file_may_tell_what_a_lone_word_is_of() -> None:
    """An answer that says no more than success is health where the file is called after it."""
    assert ["up"] == [s.status for s in read_json("health.json", {"status": "success"}).services]


@pytest.mark.parametrize(
    "document",
    [
        {"services": {"ada": "active"}},
        {"api": "active"},
        [{"name": "ada", "status": "active"}, {"name": "bo", "status": "down"}],
        [{"name": "ada", "status": "active", "latency_ms": 3}],
        [{"service": "ada", "status": "active"}],
    ],
)
def test_the_same_words_of_services_count(document: object) -> None:
    """Where anything else says that these are services, they are up."""
    assert "up" in {service.status for service in read_json("health.json", document).services}
