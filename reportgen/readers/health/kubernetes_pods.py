"""
``kubectl get pods -o json``: the pods of a cluster, with their conditions and containers.

https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
One ``Pod``, a ``PodList`` (the API itself) or a ``List`` (kubectl), which may hold other kinds.

* The phase ``Running`` is not health: the condition ``Ready`` is.
* A pod that ``Succeeded`` did its work, and is not ready: that tells nothing of a service.
* Of init containers only those are shown that did not end well.
* ``OOMKilled`` is proof, in the state or in the one before; the exit code 137 alone is not.
* ``--watch`` gives the same pod again and again: the last state counts.
"""

from collections.abc import Iterator
from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.memory import OutOfMemory
from reportgen.model.run import Observations, Problem, Severity
from reportgen.model.text import one_line
from reportgen.readers.container_states import KILLED, maybe_out_of_memory
from reportgen.readers.numbers import moment
from reportgen.readers.pod_containers import At, containers, ends, joined, said
from reportgen.readers.pointers import pointer
from reportgen.readers.services import distinct, observed, probed, service
from reportgen.readers.shapes import all_have, as_list, as_number, as_object, as_text, entries
from reportgen.readers.source import Source
from reportgen.wording import phrase

NAME: Final = "kubernetes-pods"
TITLE: Final = "Kubernetes pods"
HINT: Final = "kubectl get pods -o json > pods.json"
HOLDS_TESTS: Final = False

_LISTS: Final = ("PodList", "List")
_SAYS_UNKNOWN: Final = {"Pending", "Succeeded", "Unknown", "waiting", "terminated", "running"}
_Pod = tuple[At, dict[str, Any]]


def matches(source: Source) -> bool:
    """Whether the document is a pod, a list of pods, or a list that holds one or nothing."""
    return all_have(source, "kind") and all(_is_ours(item) for _, item in entries(source))


def read(source: Source) -> Observations:
    """Return each pod as a service with its containers as parts, and who ran out of memory."""
    pods = list(_pods(source))
    names = distinct((_name(pod), f"{_namespace(pod)}/{_name(pod)}") for _, pod in pods)
    services: list[Service] = []
    killed: dict[tuple[str | None, object], OutOfMemory] = {}
    problems = list(_others(source))
    for name, (at, pod) in zip(names, pods, strict=True):
        services.append(_service(name, pod, at, source.path))
        for place, container, ended in ends(pod, at):
            process = f"{name}/{as_text(container.get('name'))}"
            if ended.get("reason") == "OOMKilled":
                event = _out_of_memory(process, ended, place, source.path)
                killed.setdefault((process, event.at), event)
            elif as_number(ended.get("exitCode")) == KILLED:
                problems.append(maybe_out_of_memory(process, pointer(*place, "exitCode")))
    seen = observed(probed(services), problems, _SAYS_UNKNOWN)
    return seen.model_copy(update={"out_of_memory": tuple(killed.values())})


def _is_ours(document: dict[str, Any]) -> bool:
    kind = document["kind"]
    if kind == "Pod":
        return isinstance(document.get("metadata"), dict)
    if kind not in _LISTS:
        return False
    items = document.get("items")
    if not isinstance(items, list) or "apiVersion" not in document:
        return False
    is_pods = kind == "PodList" or not items
    return is_pods or any(as_object(item).get("kind") == "Pod" for item in items)


def _pods(source: Source) -> Iterator[_Pod]:
    for at, document in entries(source):
        if document["kind"] == "Pod":
            yield at, document
            continue
        for index, item in enumerate(document["items"]):
            if as_object(item).get("kind", "Pod" if document["kind"] == "PodList" else "") == "Pod":
                yield (*at, "items", index), as_object(item)


def _others(source: Source) -> Iterator[Problem]:
    """Yield what is said of a list that holds no pods, or other things too."""
    for at, document in entries(source):
        items = as_list(document.get("items"))
        kinds = {as_text(as_object(item).get("kind")) for item in items} - {"Pod", ""}
        if document["kind"] in _LISTS and not items:
            message = phrase("the list is empty: it holds no pods")
            yield _note("warning", message, (*at, "items"))
        elif kinds:
            listed = one_line(", ".join(sorted(kinds)), 200)
            yield _note(
                "info",
                phrase("of the list only pods are read, not: {others}", others=listed),
                (*at, "items"),
            )


def _note(severity: Severity, message: str, at: At) -> Problem:
    return Problem(kind="note", severity=severity, message=message, place=pointer(*at))


def _name(pod: dict[str, Any]) -> str:
    metadata = as_object(pod.get("metadata"))
    return as_text(metadata.get("name")) or as_text(metadata.get("generateName")) or "pod"


def _namespace(pod: dict[str, Any]) -> str:
    return as_text(as_object(pod.get("metadata")).get("namespace")) or "default"


def _service(name: str, pod: dict[str, Any], at: At, artifact: str) -> Service:
    status = as_object(pod.get("status"))
    ready = _condition(status, "Ready")
    inside = [*containers(pod, at, artifact)]
    found, reason = _judged(status, ready, inside)
    if found == "up" and (
        since := as_text(as_object(pod.get("metadata")).get("deletionTimestamp"))
    ):
        found, reason = "degraded", f"is being deleted since {since}"
    return service(
        name,
        status.get("phase"),
        artifact,
        at,
        status=found,
        reason=reason,
        checked_at=moment(ready.get("lastTransitionTime")),
        parts=inside,
    )


def _judged(
    status: dict[str, Any], ready: dict[str, Any], containers: list[Service]
) -> tuple[ServiceStatus, str]:
    """Return how a pod is, and why."""
    why = [said(status), *(f"{c.name}: {c.reason}" for c in containers if c.reason)]
    if status.get("phase") == "Running":
        if ready.get("status") == "True" or (not ready and _all_ready(status)):
            return "up", ""
        if not ready and not as_list(status.get("containerStatuses")):
            return "unknown", "nothing says whether it is ready"
        return "down", joined([said(ready), *why])
    match status.get("phase"):
        case "Succeeded":
            return "unknown", "Completed"
        case "Failed":
            return "down", joined(why)
        case "Pending":
            scheduled = _condition(status, "PodScheduled")
            refused = scheduled.get("status") == "False"
            is_down = any(c.status == "down" for c in containers) or (
                refused and scheduled.get("reason") == "Unschedulable"
            )
            why = [said(scheduled) if refused else "", *why]
            return "down" if is_down else "unknown", joined(why) or said(ready)
        case _:
            return "unknown", joined(why)


def _condition(status: dict[str, Any], kind: str) -> dict[str, Any]:
    conditions = map(as_object, as_list(status.get("conditions")))
    return next((each for each in conditions if each.get("type") == kind), {})


def _all_ready(status: dict[str, Any]) -> bool:
    containers = as_list(status.get("containerStatuses"))
    return bool(containers) and all(as_object(each).get("ready") is True for each in containers)


def _out_of_memory(process: str, ended: dict[str, Any], place: At, artifact: str) -> OutOfMemory:
    return OutOfMemory(
        told_by="kubernetes",
        says='"reason": "OOMKilled"',
        process=process,
        at=moment(ended.get("finishedAt")),
        artifact=artifact,
        place=pointer(*place),
    )
