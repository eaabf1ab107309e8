"""Containers as Docker, Compose and Podman list them."""

from typing import Any

import pytest

from reportgen.artifacts.outcomes import SLIP
from reportgen.model.run import Run
from reportgen.readers.container_states import state_of
from tests.readers.files import read_json, read_text
from tests.readers.health.mutations import varied

CHECK = {
    "Start": "2025-09-15T13:31:00.100000001+02:00",
    "End": "2025-09-15T13:31:00.142000009+02:00",
    "ExitCode": 1,
    "Output": "  no answer\n",
}


def inspected(state: dict[str, Any], name: str = "/basket") -> Run:
    """Return what is read of one container in *state*."""
    return read_json("inspect.json", [{"Id": "4f2c" * 16, "Name": name, "State": state}])


def words(run: Run) -> list[tuple[str, str, str | None]]:
    """Return the name, the state and the artifact's word of each service."""
    return [(each.name, each.status, each.raw_status) for each in run.services]


@pytest.mark.parametrize(
    ("state", "health", "exit_code", "expected"),
    [
        ("running", "healthy", 0, ("up", "healthy")),
        ("running", "unhealthy", 0, ("down", "unhealthy")),
        ("running", "starting", 0, ("unknown", "starting")),
        ("running", "", 0, ("up", "running")),
        ("running", "none", 0, ("up", "running")),
        ("running", "radiant", 0, ("unknown", "radiant")),
        ("Running", "", None, ("up", "running")),
        ("paused", "healthy", 0, ("degraded", "paused")),
        ("restarting", "unhealthy", 1, ("down", "restarting")),
        ("dead", "", 0, ("down", "dead")),
        ("exited", "healthy", 0, ("unknown", "exited")),
        ("exited", "healthy", 1, ("down", "exited")),
        ("exited", "", None, ("down", "exited")),
        ("stopped", "", 0, ("unknown", "stopped")),
        ("created", "", 0, ("unknown", "created")),
        ("created", "", 127, ("down", "created")),
        ("removing", "", 0, ("unknown", "removing")),
        ("", "", None, ("unknown", "")),
    ],
)
def test_states(
    state: str, health: str, exit_code: float | None, expected: tuple[str, str]
) -> None:
    """Health counts while a container runs; one that ended well tells nothing of a service."""
    assert expected == state_of(state, health, exit_code)


def test_the_last_check_gives_latency_reason_and_time() -> None:
    """Of the log of checks the last entry speaks, and nine digits of a second are no trouble."""
    health = {"Status": "unhealthy", "FailingStreak": 2, "Log": [{"Output": "old"}, CHECK]}
    (service,) = inspected({"Status": "running", "Health": health}).services

    assert "no answer" == service.reason
    assert 42.0 == service.latency_ms
    assert "2025-09-15T11:31:00.142000+00:00" == str(service.checked_at).replace(" ", "T")


@pytest.mark.parametrize("log", [None, [], "x", [None], [[]]])
def test_a_log_may_be_missing(log: object) -> None:
    """A container that starts has no checks yet: that is unknown, and no warning."""
    health = {"Status": "starting", "FailingStreak": 0, "Log": log}
    run = inspected({"Status": "running", "Health": health})

    assert [("basket", "unknown", "starting")] == words(run)
    assert () == run.artifacts[0].problems


def test_chatter_of_healthy_checks_is_no_reason() -> None:
    """What a check prints that passed is not said of a service that is up."""
    health = {"Status": "healthy", "Log": [CHECK]}

    assert inspected({"Status": "running", "Health": health}).services[0].reason is None


def test_a_streak_is_a_reason_where_nothing_was_printed() -> None:
    """Failing checks without output are at least counted."""
    health = {"Status": "unhealthy", "FailingStreak": 3, "Log": []}
    (service,) = inspected({"Status": "running", "Health": health}).services

    assert "3 checks failed in a row" == service.reason


def test_out_of_memory_is_what_docker_calls_so() -> None:
    """OOMKilled is proof of it; of exit code 137 alone it is only said that it may be."""
    proven = inspected({"Status": "exited", "ExitCode": 137, "OOMKilled": True})
    alone = inspected({"Status": "exited", "ExitCode": 137, "OOMKilled": False})

    assert [("docker", "basket")] == [(o.told_by, o.process) for o in proven.out_of_memory]
    assert ["/0/State/OOMKilled"] == [o.place for o in proven.out_of_memory]
    assert () == proven.artifacts[0].problems
    assert () == alone.out_of_memory
    assert ["warning"] == [p.severity for p in alone.artifacts[0].problems]


def test_a_running_container_lost_a_process_for_lack_of_memory() -> None:
    """The kernel may kill one process of a container that goes on; its end is not known then."""
    run = inspected({"Status": "running", "OOMKilled": True, "FinishedAt": "2025-09-15T13:00:00Z"})

    assert [None] == [event.at for event in run.out_of_memory]
    assert [("basket", "up", "running")] == words(run)


def test_podman_names_health_otherwise() -> None:
    """Podman has called the same field Healthcheck, and writes no slash."""
    state = {"Status": "running", "Healthcheck": {"Status": "healthy", "Log": None}}

    assert [("basket", "up", "healthy")] == words(inspected(state, "basket"))


def test_a_nameless_container_is_called_by_its_id() -> None:
    """Without a name the beginning of the id is the name, as docker ps shows it."""
    assert [("4f2c4f2c4f2c", "up", "running")] == words(inspected({"Status": "running"}, ""))


def test_inspect_of_networks_and_containers() -> None:
    """What is not a container stands beside them unread."""
    network = {"Name": "shop_default", "Id": "77", "Driver": "bridge"}
    container = {"Name": "/basket", "Id": "78", "State": {"Status": "running"}}

    assert [("basket", "up", "running")] == words(read_json("i.json", [network, container]))


def test_any_value_of_an_inspected_container_may_be_anything() -> None:
    """A wrong type anywhere breaks nothing."""
    health = {"Status": "unhealthy", "FailingStreak": 1, "Log": [CHECK]}
    state = {"Status": "running", "ExitCode": 0, "OOMKilled": True, "Error": "", "Health": health}
    document = [{"Id": "4f2c", "Name": "/basket", "State": state}]
    problems = [
        problem.message
        for changed in varied(document)
        for problem in read_json("inspect.json", changed).artifacts[0].problems
    ]

    assert [] == [each for each in problems if each.startswith((SLIP, "cannot be understood"))]


def listed(*rows: dict[str, Any]) -> Run:
    """Return what is read of rows of ``docker compose ps``."""
    filled = [{"Project": "shop", "State": "running", "Health": "", **row} for row in rows]
    return read_json("ps.json", filled)


def test_replicas_have_numbers() -> None:
    """Services of one container keep their name, those of several are told apart by it."""
    run = listed(
        {"Service": "web", "Name": "shop-web-1"},
        {"Service": "web", "Name": "shop-web-2"},
        {"Service": "ledger", "Name": "shop-ledger-1"},
        {"Service": "stock", "Name": "shop_stock_1"},
        {"Service": "stock", "Name": "shop-stock-run-1f2e"},
    )

    assert ["web-1", "web-2", "ledger", "stock_1", "stock-run-1f2e"] == [
        each.name for each in run.services
    ]


def test_json_lines_and_an_array_are_the_same() -> None:
    """Compose changed from an array to lines; what they say did not change."""
    row = '{"Service":"web","Project":"shop","State":"running","Health":"healthy","Name":"a"}'
    lines, array = read_text("ps.json", f"{row}\n{row}\n"), read_text("ps.json", f"[{row},{row}]")

    assert words(array) == words(lines)
    assert words(array)[:1] == words(read_text("ps.json", row))


def test_lines_that_end_in_the_middle() -> None:
    """A list that is cut off gives its whole lines, and says that it is cut."""
    row = '{"Service":"web","Project":"shop","State":"running","Health":"","Name":"a"}'
    run = read_text("ps.jsonl", f"{row}\n{row[:30]}")

    assert "partial" == run.artifacts[0].status
    assert [("web", "up", "running")] == words(run)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Up 20 seconds (healthy)", ("up", "healthy")),
        ("Up 20 seconds (unhealthy)", ("down", "unhealthy")),
        ("Up Less than a second (health: starting)", ("unknown", "starting")),
        ("Up 3 hours", ("up", "running")),
        ("Up 3 hours (Paused)", ("degraded", "paused")),
        ("Exited (0) 2 hours ago", ("unknown", "exited")),
        ("Exited (137) 18 seconds ago", ("down", "exited")),
        ("Exited (-1) 18 seconds ago", ("down", "exited")),
        ("Restarting (1) 2 seconds ago", ("down", "restarting")),
        ("Created", ("unknown", "created")),
        ("Dead", ("down", "dead")),
        ("Removal In Progress", ("unknown", "removing")),
    ],
)
def test_words_of_docker_ps(status: str, expected: tuple[str, str]) -> None:
    """Without a state, as older clients give it, the words say all there is."""
    run = read_json(
        "ps.json", {"ID": "1", "Image": "a:1", "Names": "web,other/w", "Status": status}
    )

    assert [("web", *expected)] == words(run)


@pytest.mark.parametrize(
    "document",
    [
        [{"Name": "/x", "State": "running"}],
        [{"Names": "x", "Status": "Up"}],
        [{"Service": "x", "State": "running"}],
        {"Status": "healthy", "FailingStreak": 0},
        [{"Id": "1", "Name": "/x", "State": {"Running": True}}],
    ],
)
def test_what_is_none_of_them(document: object) -> None:
    """Half the keys of a container are not enough to be one."""
    assert not read_json("x.json", document).artifacts[0].format.startswith("docker")
