"""
``docker inspect CONTAINER…``: the state of containers, with the log of their health checks.

https://docs.docker.com/reference/cli/docker/inspect/ and, for the fields,
https://docs.docker.com/reference/api/engine/ (ContainerInspect).
Written by Docker and Podman; ``-f '{{json .State}}'`` and ``-f '{{json .State.Health}}'`` give a
part of it, which does not say whose it is: the file's name has to.

* Names begin with a slash.
* The log keeps five checks; while a container starts it may be null.
* A check that took too long has the exit code -1.
* The checks are not shown as probes: Docker allows some to fail, and judges itself.
* The health of a container that ended is the last that was known, and no longer true.
"""

from datetime import timedelta
from typing import Any, Final, NamedTuple

from reportgen.model.health import Service
from reportgen.model.memory import OutOfMemory
from reportgen.model.run import Observations, Problem
from reportgen.readers.container_states import (
    KILLED,
    SAYS_UNKNOWN,
    ended_with,
    maybe_out_of_memory,
    state_of,
)
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.services import observed, service
from reportgen.readers.shapes import all_have, as_list, as_number, as_object, as_text, entries
from reportgen.readers.source import Source

NAME: Final = "docker-inspect"
TITLE: Final = "docker inspect"
HINT: Final = "docker inspect $(docker compose ps -aq) > containers.json"
HOLDS_TESTS: Final = False


_MILLISECOND: Final = timedelta(milliseconds=1)


class _Container(NamedTuple):
    name: str
    state: dict[str, Any]
    at: tuple[str | int, ...]


def matches(source: Source) -> bool:
    """Whether the document holds containers, their states, or their health."""
    if source.kind != "json":
        return False
    return (
        any(_is_container(item) for _, item in entries(source))
        or all_have(source, "Status", "Running", "ExitCode", "OOMKilled")
        or _is_health(source)
    )


def read(source: Source) -> Observations:
    """Return each container as a service, and those that the kernel killed for lack of memory."""
    containers = _containers(source)
    services: list[Service] = []
    problems: list[Problem] = []
    killed: list[OutOfMemory] = []
    for each in containers:
        services.append(_service(each, source.path))
        if each.state.get("OOMKilled") is True:
            killed.append(_out_of_memory(each, source.path))
        elif as_number(each.state.get("ExitCode")) == KILLED and not _is_running(each.state):
            problems.append(maybe_out_of_memory(each.name, pointer(*each.at, "ExitCode")))
    seen = observed(services, problems, SAYS_UNKNOWN)
    return seen.model_copy(update={"out_of_memory": tuple(killed)})


def _is_container(item: object) -> bool:
    fields = as_object(item)
    state = as_object(fields.get("State"))
    return isinstance(state.get("Status"), str) and (
        isinstance(fields.get("Name"), str) or isinstance(fields.get("Id"), str)
    )


def _is_health(source: Source) -> bool:
    """Whether it holds health alone; null is that of a container without a check."""
    if not any(isinstance(item, dict) for _, item in entries(source)):
        return False
    return all(
        item is None
        or (isinstance(item, dict) and item.keys() >= {"Status", "FailingStreak", "Log"})
        for _, item in entries(source)
    )


def _containers(source: Source) -> list[_Container]:
    found: list[_Container] = []
    for at, item in entries(source):
        nameless = f"{source.stem}#{at[0]}" if at else source.stem
        if _is_container(item):
            name = as_text(item.get("Name")).removeprefix("/") or as_text(item.get("Id"))[:12]
            found.append(_Container(name or nameless, item["State"], (*at, "State")))
        elif isinstance(item, dict) and "OOMKilled" in item:
            found.append(_Container(nameless, item, at))
        elif item is None or (isinstance(item, dict) and "FailingStreak" in item):
            found.append(_Container(nameless, {"Health": item}, at))
    return found


def _service(container: _Container, artifact: str) -> Service:
    state = container.state
    health = as_object(state.get("Health") or state.get("Healthcheck"))
    exit_code = as_number(state.get("ExitCode"))
    # Health alone does not say that the container runs, only that it was checked.
    running = "running" if health else ""
    found = state_of(
        as_text(state.get("Status")) or running, as_text(health.get("Status")), exit_code
    )
    last = as_object(next(iter(as_list(health.get("Log"))[-1:]), None))
    began, ended = moment(last.get("Start")), moment(last.get("End"))
    return service(
        container.name,
        found.word,
        artifact,
        container.at,
        status=found.status,
        latency_ms=(ended - began) / _MILLISECOND if began and ended else None,
        reason=_reason(state, health, last),
        checked_at=ended or (None if _is_running(state) else moment(state.get("FinishedAt"))),
    )


def _reason(state: dict[str, Any], health: dict[str, Any], last: dict[str, Any]) -> str:
    said = [as_text(state.get("Error")), as_text(last.get("Output"))]
    if as_text(state.get("Status")) in {"exited", "dead", "restarting", "stopped"}:
        said.insert(0, ended_with(as_number(state.get("ExitCode"))))
    if "Status" not in state and not health:
        said.append("it has no health check")
    streak = as_number(health.get("FailingStreak"))
    if not any(said) and streak:
        said.append(f"{streak:g} checks failed in a row")
    return ": ".join(filter(None, said))


def _is_running(state: dict[str, Any]) -> bool:
    return as_text(state.get("Status")).lower() in {"", "running", "paused", "created"}


def _out_of_memory(container: _Container, artifact: str) -> OutOfMemory:
    at = None if _is_running(container.state) else moment(container.state.get("FinishedAt"))
    return OutOfMemory(
        told_by="docker",
        says='"OOMKilled": true',
        process=container.name,
        at=at,
        artifact=artifact,
        place=pointer(*container.at, "OOMKilled"),
    )
