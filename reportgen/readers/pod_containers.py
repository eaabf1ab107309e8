"""
The containers of a Kubernetes pod: how each is, why, and how it ended.

https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states
"""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from reportgen.model.health import Service, ServiceStatus
from reportgen.readers.services import service
from reportgen.readers.shapes import as_list, as_number, as_object, as_text

# A container that waits for one of these will wait until somebody mends something.
_HOPELESS: Final = {
    "ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName",
    "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "CrashLoopBackOff",
}  # fmt: skip

At: TypeAlias = tuple[str | int, ...]
"""The keys that lead to something in the document."""


def containers(pod: dict[str, Any], at: At, artifact: str) -> Iterator[Service]:
    """Yield the containers of *pod*, but not the init containers that did their work."""
    status = as_object(pod.get("status"))
    for key in ("initContainerStatuses", "containerStatuses"):
        for index, each in enumerate(map(as_object, as_list(status.get(key)))):
            is_init = key.startswith("init")
            state = as_object(each.get("state"))
            ended = as_object(state.get("terminated"))
            if is_init and "terminated" in state and as_number(ended.get("exitCode")) == 0:
                continue
            word = next((w for w in ("waiting", "terminated", "running") if w in state), None)
            found = _container_status(each, word, is_init=is_init)
            reason = _why(as_object(state.get(word)), each, found) if word else ""
            yield service(
                as_text(each.get("name")) or f"container {index}",
                word,
                artifact,
                (*at, "status", key, index),
                status=found,
                reason=reason,
            )


def _container_status(
    container: dict[str, Any], word: str | None, *, is_init: bool
) -> ServiceStatus:
    state = as_object(as_object(container.get("state")).get(word or ""))
    match word:
        case "running" if container.get("ready") is True:
            return "up"
        case "running":
            return "unknown" if is_init else "down"
        case "waiting":
            return "down" if as_text(state.get("reason")) in _HOPELESS else "unknown"
        case "terminated":
            return "unknown" if as_number(state.get("exitCode")) == 0 else "down"
        case _:
            return "unknown"


def _why(state: dict[str, Any], container: dict[str, Any], found: ServiceStatus) -> str:
    """Return why a container is not up; of one that starts over also how it ended last."""
    if "startedAt" in state and "exitCode" not in state:
        return "not ready" if found == "down" else ""
    code = as_number(state.get("exitCode"))
    last = as_object(as_object(container.get("lastState")).get("terminated"))
    ended = f"exit code {code:g}" if code else ""
    return joined([said(state), ended, f"before: {_ended(last)}" if last else ""])


def _ended(last: dict[str, Any]) -> str:
    code = as_number(last.get("exitCode"))
    return ", ".join(filter(None, [said(last), "" if code is None else f"exit code {code:g}"]))


def said(state: dict[str, Any]) -> str:
    """Return the reason and the message that a state or a condition gives."""
    return ": ".join(filter(None, [as_text(state.get("reason")), as_text(state.get("message"))]))


def joined(reasons: list[str]) -> str:
    """Return several reasons as one; empty ones are left out."""
    return "; ".join(filter(None, reasons))


def ends(pod: dict[str, Any], at: At) -> Iterator[tuple[At, dict[str, Any], dict[str, Any]]]:
    """Yield the ends of the pod's containers: the last, and the one before."""
    status = as_object(pod.get("status"))
    for key in ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"):
        for index, each in enumerate(map(as_object, as_list(status.get(key)))):
            for when in ("state", "lastState"):
                ended = as_object(as_object(each.get(when)).get("terminated"))
                if ended:
                    yield (*at, "status", key, index, when, "terminated"), each, ended
