"""Health documents: what each states, and that nothing is called up that does not say so."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.health import Service
from reportgen.readers.statuses import status_of
from tests.conftest import ROOT
from tests.readers.files import expectation, fixtures, read_file, read_json

FOLDER = ROOT / "fixtures" / "health"
FIXTURES = fixtures(FOLDER, ".json")


def flat(services: tuple[Service, ...]) -> tuple[str | None, tuple[Service, ...]]:
    """Return the document's own state, where it states one, and the services it names."""
    if len(services) == 1 and services[0].aggregate:
        return services[0].status, services[0].parts
    return None, services


def stated(service: Service, expected: dict[str, Any]) -> dict[str, Any]:
    """Return of *service* what *expected* speaks of, in its words."""
    reason = expected["reason_contains"]
    seen: dict[str, Any] = {
        "name": service.name,
        "status": service.status,
        "latency_ms": service.latency_ms,
        "reason_contains": reason
        if reason is None or reason in (service.reason or "")
        else service.reason,
    }
    if "parts" in expected:
        pairs = zip(service.parts, expected["parts"], strict=True)
        seen["parts"] = [stated(part, wanted) for part, wanted in pairs]
    return seen


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    """A document gives the services, states, latencies and reasons that it states."""
    expected, run = expectation(path), read_file(path)
    overall, services = flat(run.services)

    if not expected.get("readable", True):
        assert "rejected" == run.artifacts[0].status
        assert () == services
    elif "statuses" in expected:
        assert expected["statuses"] == [service.status for service in services]
    else:
        assert expected["overall"] == overall
        assert expected["services"] == [
            stated(service, wanted)
            for service, wanted in zip(services, expected["services"], strict=True)
        ]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_places_lead_to_the_entry(path: Path) -> None:
    """Each service names its artifact and a place in it."""
    services = flat(read_file(path).services)[1]

    assert [path.name] * len(services) == [service.artifact for service in services]
    assert [] == [service.name for service in services if not service.place.startswith("/")]
    assert len(services) == len({service.place for service in services})


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"name": "shop", "version": "1.2.0", "private": True}, id="package"),
        pytest.param({"openapi": "3.1.0", "paths": {}}, id="openapi"),
        pytest.param({"compilerOptions": {"strict": True}}, id="tsconfig"),
        pytest.param([], id="empty-list"),
        pytest.param({}, id="empty-object"),
        pytest.param([1, 2, 3], id="numbers"),
        pytest.param({"lines": {"covered": 230}}, id="coverage"),
    ],
)
def test_other_documents_are_no_health(document: object) -> None:
    """A document of another kind names no service, and is told to be of no known shape."""
    run = read_json("other.json", document)

    assert () == run.services
    assert "ignored" == run.artifacts[0].status


def test_jobs_are_no_health() -> None:
    """What states the conclusion of a job names no service."""
    job = {"status": "success", "stage": "build", "conclusion": "success"}

    assert () == read_json("other.json", {"build": job}).services


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("UP", "up"),
        ("up ", "up"),
        ("Out Of Service", "down"),
        ("OUT_OF_SERVICE", "down"),
        ("major-outage", "down"),
        ("under maintenance", "degraded"),
        ("starting", "unknown"),
        ("not up", "unknown"),
        ("up?", "unknown"),
        ("upp", "unknown"),
        ("", "unknown"),
        ("\u0443\u0440", "unknown"),
        ("503", "down"),
        ("200", "up"),
        ("\uff12\uff10\uff10", "unknown"),
        ("0", "unknown"),
        (204, "up"),
        (404, "down"),
        (503, "down"),
        (1, "unknown"),
        (0, "unknown"),
        (600, "unknown"),
        (200.0, "unknown"),
        (True, "up"),
        (False, "down"),
        (None, "unknown"),
        ([], "unknown"),
        ({"status": "up"}, "unknown"),
    ],
)
def test_words(word: object, status: str) -> None:
    """A listed word has its state; every other word, number or thing is unknown."""
    assert status == status_of(word)


@given(st.text())
def test_no_word_but_the_listed_is_up(word: str) -> None:
    """Whatever else a document says of a service, it is not up."""
    listed = {
        "up",
        "ok",
        "okay",
        "pass",
        "passed",
        "passing",
        "healthy",
        "operational",
        "green",
        "success",
        "succeeded",
        "available",
        "alive",
        "online",
        "ready",
        "running",
        "serving",
        "working",
        "active",
        "normal",
        "true",
        "connected",
        "reachable",
    }
    known = word.strip().casefold() in listed or word.strip() in map(str, range(200, 400))

    assert known == (status_of(word) == "up")


@pytest.mark.parametrize(
    ("entry", "latency"),
    [
        ({"latency_ms": 340}, 340.0),
        ({"responseTimeMs": 340}, 340.0),
        ({"response_time": "340ms"}, 340.0),
        ({"response_time": "0.34s"}, 340.0),
        ({"duration_s": 0.5}, 500.0),
        ({"latency_us": 500}, 0.5),
        ({"elapsed_seconds": 2}, 2000.0),
        ({"latency": 340}, None),
        ({"latency_ms": -1}, None),
        ({"latency_ms": True}, None),
        ({"latency_ms": "soon"}, None),
        ({"ms": 12}, None),
    ],
)
def test_latency(entry: dict[str, object], latency: float | None) -> None:
    """A number is a latency only where a unit is said; what cannot be one is unknown."""
    run = read_json("health.json", {"services": {"api": {"status": "up", **entry}}})

    assert latency == run.services[0].latency_ms


def test_the_document_states_the_time_of_all() -> None:
    """A document's time is that of each service without its own; both date the run."""
    run = read_json(
        "health.json",
        {
            "timestamp": "2025-09-15T13:00:00+02:00",
            "services": {
                "api": {"status": "up"},
                "db": {"status": "up", "checked_at": "2025-09-15T12:00:00Z"},
            },
        },
    )

    assert ["11:00", "12:00"] == [f"{s.checked_at:%H:%M}" for s in run.services if s.checked_at]
    assert ["11:00", "12:00"] == [f"{moment:%H:%M}" for moment in run.timestamps]


def test_a_service_that_is_up_needs_no_reason() -> None:
    """The message of a service that is up is no reason; that of another is."""
    run = read_json(
        "health.json",
        {
            "services": {
                "api": {"status": "up", "message": "all fine"},
                "db": {"status": "down", "message": " broken "},
            }
        },
    )

    assert [None, "broken"] == [service.reason for service in run.services]


def test_keys_with_slashes_make_pointers() -> None:
    """A place is a JSON Pointer: slashes and tildes of a name are escaped."""
    run = read_json("health.json", {"services": {"a/b~c": {"status": "down"}}})

    assert "/services/a~1b~0c" == run.services[0].place
