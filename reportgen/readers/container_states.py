"""
What the state of a container says about the service in it.

Docker, Compose and Podman share the words:
https://docs.docker.com/reference/api/engine/ (ContainerState) and, for health,
https://docs.docker.com/reference/dockerfile/#healthcheck.

* Without a health check, running is all there is to know, and counts as up.
* A container that ended with code 0 did its work: that tells nothing of a service.
* One that was only created and has an exit code could not be started.
* Exit code 137 is signal 9, from the kernel for lack of memory or from anyone else.
"""

from typing import Final, NamedTuple

from reportgen.model.health import ServiceStatus
from reportgen.model.run import Problem
from reportgen.model.text import one_line
from reportgen.wording import phrase

SAYS_UNKNOWN: Final = frozenset(
    {"starting", "created", "removing", "configured", "initialized", "stopping"}
)
"""Words of a container of which nobody knows yet, or no more, how it is."""

KILLED: Final = 137
"""The exit code of what signal 9 ended."""

_HEALTH: Final[dict[str, ServiceStatus]] = {
    "healthy": "up",
    "unhealthy": "down",
    "starting": "unknown",
}
_STATE: Final[dict[str, ServiceStatus]] = {
    "paused": "degraded",
    "restarting": "down",
    "dead": "down",
}
_ENDED: Final = {"exited", "stopped"}
_NO_HEALTH: Final = {"", "none"}


class ContainerState(NamedTuple):
    """How the service in a container is, and the word that says so."""

    status: ServiceStatus
    word: str


def state_of(state: str, health: str, exit_code: float | None) -> ContainerState:
    """
    Return how a container is that is in *state*, with the last word of its health check.

    What a check said of a container that no longer runs does not count.
    """
    state, health = state.strip().lower(), health.strip().lower()
    if state == "running" and health not in _NO_HEALTH:
        return ContainerState(_HEALTH.get(health, "unknown"), health)
    if state == "running":
        return ContainerState("up", state)
    if state == "created" and exit_code:
        return ContainerState("down", state)
    if state in _ENDED:
        return ContainerState("unknown" if exit_code == 0 else "down", state)
    return ContainerState(_STATE.get(state, "unknown"), state)


def ended_with(exit_code: float | None) -> str:
    """Return the phrase for how a container ended."""
    return "ended" if exit_code is None else f"exited with code {exit_code:g}"


def maybe_out_of_memory(name: str, place: str) -> Problem:
    """Return the warning that *name* was killed, which is no proof of what for."""
    return Problem(
        kind="note",
        severity="warning",
        message=phrase(
            '"{name}" ended with exit code 137 (signal 9): it may have run out of memory, and '
            "nothing here proves it",
            name=one_line(name, 80),
        ),
        place=place,
    )
