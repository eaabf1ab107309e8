"""
``docker compose ps --format json``: the containers of a Compose project.

https://docs.docker.com/reference/cli/docker/compose/ps/
One object a line since Compose 2.21, one array before, which has no ``Status``.

* Containers that ended are listed with ``--all`` alone: what is missing here may have failed.
* ``Health`` is empty where there is no health check.
* A service with several containers is told apart by their numbers, as in Compose's own logs.
"""

import re
from typing import Any, Final

from reportgen.model.health import Service
from reportgen.model.run import Observations, Problem
from reportgen.readers.container_states import (
    KILLED,
    SAYS_UNKNOWN,
    ended_with,
    maybe_out_of_memory,
    state_of,
)
from reportgen.readers.pointers import pointer
from reportgen.readers.services import distinct, observed, service
from reportgen.readers.shapes import all_have, as_number, as_text, entries
from reportgen.readers.source import Source

NAME: Final = "docker-compose-ps"
TITLE: Final = "docker compose ps"
HINT: Final = "docker compose ps --all --format json > containers.json"
HOLDS_TESTS: Final = False

_ENDED: Final = {"exited", "dead", "restarting"}


def matches(source: Source) -> bool:
    """Whether the document holds containers of services of a project, and nothing else."""
    return all_have(source, "Service", "Project", "State")


def read(source: Source) -> Observations:
    """Return each container as a service of the name that the project gives it."""
    found = list(entries(source))
    names = distinct((_service_name(item), _own_name(item)) for _, item in found)
    services: list[Service] = []
    problems: list[Problem] = []
    for name, (at, item) in zip(names, found, strict=True):
        services.append(_service(name, item, at, source.path))
        if as_number(item.get("ExitCode")) == KILLED and as_text(item["State"]) in _ENDED:
            problems.append(maybe_out_of_memory(name, pointer(*at, "ExitCode")))
    return observed(services, problems, SAYS_UNKNOWN)


def _service_name(item: dict[str, Any]) -> str:
    return as_text(item["Service"]) or _container_name(item)


def _container_name(item: dict[str, Any]) -> str:
    return as_text(item.get("Name")) or as_text(item.get("Names")) or as_text(item.get("ID"))


def _own_name(item: dict[str, Any]) -> str:
    """Return the name of a container without that of the project: ``web-2``, ``web-run-1f2e``."""
    name, project = _container_name(item), as_text(item["Project"])
    return re.sub(rf"^{re.escape(project)}[-_]", "", name) if project else name


def _service(name: str, item: dict[str, Any], at: tuple[int, ...], artifact: str) -> Service:
    exit_code = as_number(item.get("ExitCode"))
    state = as_text(item["State"])
    found = state_of(state, as_text(item.get("Health")), exit_code)
    ended = ended_with(exit_code) if state in _ENDED else ""
    return service(
        name,
        found.word,
        artifact,
        at,
        status=found.status,
        reason=as_text(item.get("Status")) or ended,
    )
