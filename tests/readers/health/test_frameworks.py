"""The health of frameworks: what each dialect says in its own way, and what is none of it."""

from typing import Any

import pytest

from reportgen.model.health import Service
from tests.readers.files import read_json, read_text

Json = dict[str, Any]


def whole(document: object) -> Service:
    """Return the one service that *document* is about."""
    (root,) = read_json("health.json", document).services
    return root


def format_of(document: object) -> str:
    """Return the format that *document* is taken for."""
    return read_json("health.json", document).artifacts[0].format


def states(service: Service) -> list[tuple[str, str]]:
    """Return the names and states of the parts."""
    return [(part.name, part.status) for part in service.parts]


def reasons(service: Service) -> list[str | None]:
    """Return the reasons of the parts."""
    return [part.reason for part in service.parts]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({"status": "UP"}, "spring-actuator"),
        ({"status": "PAPER_LOW", "groups": ["ready"]}, "spring-actuator"),
        ({"status": "low", "components": {"a": {"status": "UP"}}}, "spring-actuator"),
        ({"status": "UP", "components": {}}, "spring-actuator"),
        ({"status": "UP", "details": {"database": "H2"}}, "spring-actuator"),
        ({"status": "UP", "db": {"status": "UP", "hello": 1}}, "spring-actuator"),
        ({"status": "ok", "components": {"a": {"status": "ok", "latency_ms": 1}}}, "health-json"),
        ({"status": "SERVING"}, "health-json"),
        ({"status": "UP", "version": "1", "db": {"status": "UP"}}, "health-json"),
        ({"status": "up", "db": {"status": "up"}}, "health-json"),
        ({"status": "UP", "checks": []}, "microprofile-health"),
        ({"outcome": "UP", "checks": [{"name": "a", "state": "UP"}]}, "microprofile-health"),
        ({"status": "UP", "checks": [{"name": "a", "status": "UP", "ms": 1}]}, "health-json"),
        ({"status": "up", "checks": [{"name": "a", "status": "up"}]}, "health-json"),
        ({"status": "ok", "checks": {"a": [{"status": "ok"}]}}, "ietf-health"),
        ({"status": "pass", "checks": {"a": {"status": "pass"}}}, "ietf-health"),
        ({"status": "Fail", "releaseId": "3"}, "ietf-health"),
        ({"status": "pass", "details": {"a": [{"metricValue": 1}]}}, "ietf-health"),
        ({"status": "ok", "checks": {"a": {"status": "ok"}}}, "health-json"),
        ({"status": "ok", "checks": {"a": "ok"}}, "health-json"),
        ({"status": "Healthy", "results": {"a": {"status": "Healthy"}}}, "aspnet-health"),
        ({"status": "Healthy", "totalDuration": "00:00:00.1"}, "aspnet-health"),
        ({"Status": "Healthy", "HealthChecks": [{"Component": "a"}]}, "aspnet-health"),
        ({"status": "Unhealthy", "errors": [{"key": "a", "value": "Unhealthy"}]}, "aspnet-health"),
        (
            {"name": "a", "status": "UP", "details": {"b": {"name": "a", "status": "UP"}}},
            "spring-actuator",
        ),
        ({"status": "OK", "component": {"name": "", "version": ""}}, "go-hellofresh-health"),
        ({"status": "Partially Available", "failures": {"a": "late"}}, "go-hellofresh-health"),
        ({"status": 2, "results": {"a": {"status": 2, "data": {}}}}, "aspnet-health"),
        ({"status": "healthy", "results": {"a": {"status": "healthy"}}}, "health-json"),
        ({"status": "ok", "info": {}, "error": {}, "details": {}}, "terminus"),
        ({"status": "ok", "info": {"n": 1}, "details": {"n": 1}}, "terminus"),
        ({"status": "OK", "component": {"name": "till"}}, "go-hellofresh-health"),
        ({"healthy": False}, "spatie-laravel-health"),
        ({"Cache(alias='x')": "OK"}, "django-health-check"),
        ({"DatabaseBackend": "working"}, "django-health-check"),
        ({"Till": "unavailable: x", "DiskUsage": "working"}, "django-health-check"),
        ({"till": "OK", "ledger": "OK"}, "health-json"),
        ({"till": "working", "ledger": "down"}, "health-json"),
        ({"PaymentCheck": "working", "LedgerCheck": "slow"}, "health-json"),
    ],
)
def test_what_is_recognised(document: Json, name: str) -> None:
    """A dialect is known by its keys; what has only its words is read as written by hand."""
    assert name == format_of(document)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"status": 503, "error": "Service Unavailable", "path": "/"}, id="error"),
        pytest.param({"status": 2, "results": {"a": {"status": 2}}}, id="numbers-alone"),
        pytest.param({"status": 1, "entries": {}}, id="nothing-numbered"),
        pytest.param({"finishedAt": 1757943072, "checkResults": {}}, id="no-list"),
        pytest.param({"a": "working on it", "b": "unavailable"}, id="prose"),
        pytest.param({"healthy": "yes"}, id="no-switch"),
    ],
)
def test_what_is_not_recognised(document: Json) -> None:
    """A document that only resembles a dialect names no service of it."""
    found = read_json("health.json", document)

    assert found.artifacts[0].format in {"json", "health-json"}
    assert all(service.status != "up" for service in found.services)


def test_spring_words_of_its_own() -> None:
    """A word the application added is read by the words that all know, else unknown and told."""
    found = read_json(
        "health.json",
        {"components": {"a": {"status": "DEGRADED"}, "b": {"status": "HALF"}}, "status": "half"},
    )

    assert "unknown" == found.services[0].status
    assert [("a", "degraded"), ("b", "unknown")] == states(found.services[0])
    assert ["/", "/components/b"] == [each.place for each in found.artifacts[0].problems]


def test_spring_tells_components_from_details() -> None:
    """Under ``details`` only what has a status is a component, at any depth."""
    root = whole(
        {
            "status": "DOWN",
            "details": {
                "db": {"status": "DOWN", "details": {"error": "pool is empty", "size": 8}},
                "stores": {"status": "UP", "details": {"n": {"status": "UP"}, "count": 1}},
            },
        }
    )

    assert [("db", "down"), ("stores", "up")] == states(root)
    assert ["pool is empty", None] == reasons(root)
    assert [("n", "up")] == states(root.parts[1])


@pytest.mark.parametrize("key", ["error", "reason", "message"])
def test_spring_reason_without_components(key: str) -> None:
    """A document without components says itself why it is not up."""
    assert "no route" == whole({"status": "DOWN", "details": {key: "no route"}}).reason


@pytest.mark.parametrize(
    ("node", "latency"),
    [
        ({"observedValue": 12.5, "observedUnit": "ms"}, 12.5),
        ({"observedValue": 2, "observedUnit": "Seconds"}, 2000.0),
        ({"observedValue": "250", "observedUnit": "µs"}, 0.25),
        ({"observedValue": 12}, None),
        ({"observedValue": 12, "observedUnit": "percent"}, None),
        ({"observedValue": -1, "observedUnit": "ms"}, None),
        ({"observedValue": True, "observedUnit": "ms"}, None),
    ],
)
def test_ietf_latency(node: Json, latency: float | None) -> None:
    """A response time is a latency where its unit is one of time; an uptime never is."""
    checks = {"a:responseTime": [{"status": "pass", **node}], "uptime": [node]}
    root = whole({"status": "pass", "checks": checks})

    assert [latency, None] == [part.latency_ms for part in root.parts]


def test_ietf_nodes() -> None:
    """Several nodes of a key are numbered; one without a state is not known."""
    root = whole(
        {"status": "ok", "serviceId": "till", "checks": {"a": [{}, {"status": "FAIL"}], "b": []}}
    )

    assert "till" == root.name
    assert [("a#0", "unknown"), ("a#1", "down"), ("b", "unknown")] == states(root)


@pytest.mark.parametrize("data", [None, {}, {"size": 1, "ready": False}, {"error": " "}, "x"])
def test_microprofile_data_without_a_reason(data: object) -> None:
    """Data is free: only a text that says why is a reason."""
    check = {"name": "a", "status": "DOWN", "data": data}

    assert [None] == reasons(whole({"status": "DOWN", "checks": [check]}))


@pytest.mark.parametrize(
    ("entry", "status", "reason"),
    [
        ({"status": "Healthy", "description": "closed"}, "up", None),
        ({"status": "Degraded", "description": "slow"}, "degraded", "slow"),
        ({"status": "Unhealthy", "description": "d", "exception": "e"}, "down", "e"),
        ({"status": "Unhealthy", "exception": {"Message": "e"}}, "down", "e"),
        ({"status": 0, "description": "d"}, "down", "d"),
        ({"status": 1}, "degraded", None),
        ({"status": 2}, "up", None),
        ({"status": 3}, "unknown", None),
        ({"status": None}, "unknown", None),
        ({"status": True}, "up", None),
    ],
)
def test_aspnet_entries(entry: Json, status: str, reason: str | None) -> None:
    """A state is a word or its number; the exception says more than the description."""
    root = whole({"status": "Degraded", "entries": {"a": entry}})

    assert [("a", status)] == states(root)
    assert [reason] == reasons(root)


@pytest.mark.parametrize(
    "check",
    [
        {"key": "db", "status": "Unhealthy"},
        {"key": "db", "value": "Unhealthy"},
        {"key": "db", "value": {"status": "Unhealthy"}},
    ],
)
@pytest.mark.parametrize("key", ["info", "errors", "results", "checks"])
def test_aspnet_lists(key: str, check: Json) -> None:
    """A list holds checks, or pairs of a name and what there is to say."""
    assert [("db", "down")] == states(whole({"status": "Unhealthy", key: [check]}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Healthy", ["up"]),
        ("\ufeffDegraded\r\n", ["degraded"]),
        ("Unhealthy\n", ["down"]),
        ("healthy", []),
        ("Healthy\nUnhealthy\n", []),
        ("ok", []),
    ],
)
def test_one_word_of_aspnet(text: str, expected: list[str]) -> None:
    """The default answer is nothing but one of three words."""
    assert expected == [service.status for service in read_text("till.txt", text).services]


@pytest.mark.parametrize("end", ["django_health_check_overall_status 0\n# EOF\n", ""])
def test_django_metrics(end: str) -> None:
    """Checks are named by their labels; what is cut off is as its worst check."""
    text = (
        'django_health_check_status{check="Cache",alias="a\\"b"} 1\n'
        'django_health_check_status{check="Disk"} 0\n'
        'django_health_check_response_time_seconds{check="Disk"} 0.25\n'
    )
    (root,) = read_text("till.txt", text + end).services

    assert ("till", "down") == (root.name, root.status)
    assert [("Cache(alias='a\"b')", None), ("Disk()", 250.0)] == [
        (part.name, part.latency_ms) for part in root.parts
    ]


def test_terminus_repeats_nothing() -> None:
    """Of NestJS only the details are read; a detail without a state is not known."""
    db = {"status": "down", "statusText": "Bad Gateway", "responseTime": 25}
    root = whole(
        {
            "status": "error",
            "info": {},
            "error": {"db": db},
            "details": {"db": db, "x": {}, "y": {"status": "up", "responseTime": "soon"}},
        }
    )

    assert [("db", "down"), ("x", "unknown"), ("y", "up")] == states(root)
    assert ["Bad Gateway", None, None] == reasons(root)
    assert [25.0, None, None] == [part.latency_ms for part in root.parts]


def test_godaddy_causes_are_one_reason() -> None:
    """Causes that name no service are why the whole is down, each said once."""
    causes = ["no paper", {"message": "no paper"}, {"message": "refused"}, {}, 3, None]
    root = whole({"status": "error", "error": causes, "details": causes})

    assert () == root.parts
    assert "no paper; refused" == root.reason


def test_django_kinds() -> None:
    """A warning is degraded, unless something worse is said with it."""
    root = whole(
        {
            "DatabaseBackend": "working",
            "DiskUsage": "warning: 91 % used",
            "CardCheck": "warning: slow\nunavailable: no answer",
            "OtherCheck": "",
        }
        | {"OtherCheck": "unknown error: unknown error"}
    )

    assert ["up", "degraded", "down", "down"] == [part.status for part in root.parts]
    assert "down" == root.status
    assert root.raw_status is None


@pytest.mark.parametrize(
    "text",
    [
        "Cache(alias='x'): OK\nbuilding the next thing\n",
        "main(): started\n",
        "def main(): pass\n",
    ],
)
def test_text_that_is_not_django(text: str) -> None:
    """Lines are the text of django-health-check only where all of them are."""
    assert () == read_text("out.txt", text).services


def test_documents_in_a_row_are_probes() -> None:
    """Answers that were saved one after the other are checks of one application and its parts."""
    lines = [
        '{"status":"DOWN","components":{"db":{"status":"DOWN"},"old":{"status":"UP"}}}',
        '{"status":"UP","components":{"db":{"status":"UP"}}}',
    ]
    (root,) = read_text("health.jsonl", "\n".join(lines)).services

    assert "up" == root.status
    assert ["down", "up"] == [probe.status for probe in root.probes]
    assert [("db", "up")] == states(root)
    assert ["down", "up"] == [probe.status for probe in root.parts[0].probes]
    assert "/1/components/db" == root.parts[0].place
