"""
``docker ps --format json``: the containers of a machine.

https://docs.docker.com/reference/cli/docker/container/ls/
One object a line from Docker, one array from Podman and from the engine's ``/containers/json``.

* Health and exit code have no field, they stand in ``Status``: ``Up 2 minutes (unhealthy)``,
  ``Up 1 second (health: starting)``, ``Exited (137) 18 seconds ago``.
* Containers that ended are listed with ``--all`` alone: what is missing here may have failed.
* Templates that people write give less: names and ``Status`` are enough.
* Older clients give no ``State``; the first word of ``Status`` says it.
"""

from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations, Problem
from reportgen.patterns import pattern
from reportgen.readers.container_states import KILLED, SAYS_UNKNOWN, maybe_out_of_memory, state_of
from reportgen.readers.pointers import pointer
from reportgen.readers.services import observed, service
from reportgen.readers.shapes import all_have, as_list, as_number, as_text, entries
from reportgen.readers.source import Source

NAME: Final = "docker-ps"
TITLE: Final = "docker ps"
HINT: Final = "docker ps --all --format json > containers.json"
HOLDS_TESTS: Final = False

_HEALTH: Final = pattern(r"\((?:health: )?(healthy|unhealthy|starting)\)")
_ENDED: Final = pattern(r"(?:Exited|Restarting) \((-?\d{1,9})\)")
_STATUS: Final = pattern(
    r"Up (?:\d|About|Less)|(?:Exited|Restarting) \(-?\d|Created$|Dead$|Removal In Progress$"
)
_BEGINNINGS: Final = {
    "up": "running",
    "exited": "exited",
    "restarting": "restarting",
    "created": "created",
    "dead": "dead",
    "removal": "removing",
}


def matches(source: Source) -> bool:
    """Whether the document holds containers with names and states, and nothing else."""
    return all_have(source, "Names", "Status") and all(
        isinstance(item["Status"], str)
        and (item.keys() >= {"Image", "State"} or _STATUS.match(item["Status"]))
        for _, item in entries(source)
    )


def read(source: Source) -> Observations:
    """Return each container as a service of its own name."""
    services: list[Service] = []
    problems: list[Problem] = []
    for at, item in entries(source):
        exit_code = _exit_code(item)
        each = _service(item, exit_code, at, source.path)
        services.append(each)
        if exit_code == KILLED:
            problems.append(maybe_out_of_memory(each.name, pointer(*at, "Status")))
    return observed(services, problems, SAYS_UNKNOWN)


def _service(
    item: dict[str, Any], exit_code: float | None, at: tuple[int, ...], artifact: str
) -> Service:
    said = as_text(item["Status"])
    health = _HEALTH.search(said)
    found = state_of(_state(item), health[1] if health else "", exit_code)
    return service(_name(item), found.word, artifact, at, status=found.status, reason=said)


def _name(item: dict[str, Any]) -> str:
    """Return the first name; further ones are links of other containers."""
    names = item["Names"]
    first = as_list(names)[0] if as_list(names) else names
    short = as_text(first).partition(",")[0].removeprefix("/")
    return short or (as_text(item.get("ID")) or as_text(item.get("Id")))[:12]


def _state(item: dict[str, Any]) -> str:
    said = as_text(item["Status"])
    if "(Paused)" in said:
        return "paused"
    begins = said.partition(" ")[0].lower()
    return as_text(item.get("State")) or _BEGINNINGS.get(begins, begins)


def _exit_code(item: dict[str, Any]) -> float | None:
    """Return the code a container ended with, from the words, or from Podman's own field."""
    if found := _ENDED.match(as_text(item["Status"])):
        return float(found[1])
    ended = _state(item) in {"exited", "stopped"}
    return as_number(item.get("ExitCode")) if ended else None
