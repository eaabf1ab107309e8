"""Pods, and the verbose health endpoints of a cluster."""

from typing import Any

import pytest

from reportgen.model.health import Service
from reportgen.model.run import Run
from tests.readers.files import read_json, read_text

READY = {"type": "Ready", "status": "True", "lastTransitionTime": "2025-09-15T13:25:00Z"}
UNREADY = {"type": "Ready", "status": "False", "reason": "ContainersNotReady"}


def read_pod(phase: str | None, **status: object) -> Run:
    """Return what is read of a pod in *phase*."""
    metadata = {"name": "basket", "namespace": "shop"}
    document = {"kind": "Pod", "metadata": metadata, "status": {**status, "phase": phase}}
    return read_json("pods.json", document)


def pod(phase: str | None, **status: object) -> Service:
    """Return the pod in *phase* as a service."""
    (service,) = read_pod(phase, **status).services
    return service


def container(
    *, ready: bool = False, last: dict[str, Any] | None = None, **state: object
) -> dict[str, Any]:
    """Return the state of a container."""
    lasted = {"terminated": last} if last else {}
    return {"name": "app", "ready": ready, "state": state, "lastState": lasted}


@pytest.mark.parametrize(
    ("phase", "status", "expected"),
    [
        ("Running", {"conditions": [READY]}, "up"),
        ("Running", {"conditions": [UNREADY]}, "down"),
        ("Running", {"conditions": [{**READY, "status": "Unknown"}]}, "down"),
        ("Running", {"conditions": None}, "unknown"),
        ("Running", {"containerStatuses": [container(ready=True, running={})]}, "up"),
        ("Running", {"containerStatuses": [container(running={})]}, "down"),
        ("Succeeded", {"conditions": [{**UNREADY, "reason": "PodCompleted"}]}, "unknown"),
        ("Failed", {"reason": "Evicted"}, "down"),
        ("Pending", {}, "unknown"),
        ("Pending", {"conditions": [{"type": "PodScheduled", "status": "False"}]}, "unknown"),
        ("Unknown", {"reason": "NodeLost"}, "unknown"),
        (None, {}, "unknown"),
        ("Levitating", {"conditions": [READY]}, "unknown"),
    ],
)
def test_phases(phase: str | None, status: dict[str, Any], expected: str) -> None:
    """Running is not health, Ready is; a pod that did its work says nothing of a service."""
    assert expected == pod(phase, **status).status


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("ImagePullBackOff", "down"),
        ("ErrImagePull", "down"),
        ("InvalidImageName", "down"),
        ("CreateContainerConfigError", "down"),
        ("CrashLoopBackOff", "down"),
        ("ContainerCreating", "unknown"),
        ("PodInitializing", "unknown"),
    ],
)
def test_what_a_pending_pod_waits_for(reason: str, expected: str) -> None:
    """Some waits end by themselves, others only when somebody mends something."""
    waiting = container(waiting={"reason": reason, "message": "later"})
    for key in ("containerStatuses", "initContainerStatuses"):
        service = pod("Pending", **{key: [waiting]})

        assert expected == service.status
        assert f"app: {reason}: later" == service.reason


def test_a_pod_without_a_place() -> None:
    """What no node can take will not start, and the scheduler says why."""
    refused = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}
    service = pod("Pending", conditions=[{**refused, "message": "0/3 nodes"}])

    assert ("down", "Unschedulable: 0/3 nodes") == (service.status, service.reason)


def test_a_pod_that_is_being_deleted_is_degraded() -> None:
    """A ready pod that will be gone in a moment is not simply up."""
    metadata = {"name": "basket", "deletionTimestamp": "2025-09-15T13:30:00Z"}
    status = {"phase": "Running", "conditions": [READY]}
    (service,) = read_json(
        "pod.json", {"kind": "Pod", "metadata": metadata, "status": status}
    ).services

    assert "degraded" == service.status
    assert "is being deleted since 2025-09-15T13:30:00Z" == service.reason


@pytest.mark.parametrize("when", ["state", "lastState"])
@pytest.mark.parametrize(
    ("reason", "code", "proofs", "warnings"),
    [("OOMKilled", 137, 1, 0), ("OOMKilled", 1, 1, 0), ("Error", 137, 0, 1), ("Error", 1, 0, 0)],
)
def test_out_of_memory(when: str, reason: str, code: int, proofs: int, warnings: int) -> None:
    """OOMKilled is proof, now or before; exit code 137 alone is a warning."""
    ended = {"reason": reason, "exitCode": code, "finishedAt": "2025-09-15T13:23:00Z"}
    each = {"name": "app", "ready": True, when: {"terminated": ended}}
    run = read_pod("Running", conditions=[READY], containerStatuses=[each])
    about = [p for p in run.artifacts[0].problems if "137" in p.message]

    assert ["basket/app"] * proofs == [event.process for event in run.out_of_memory]
    assert warnings == len(about)


def test_the_same_end_counts_once() -> None:
    """A watched pod comes again and again with the end it already had."""
    ended = {"reason": "OOMKilled", "exitCode": 137, "finishedAt": "2025-09-15T13:23:00Z"}
    status = {"phase": "Running", "conditions": [UNREADY]}
    status["containerStatuses"] = [container(running={}, last=ended)]
    document = {"kind": "Pod", "metadata": {"name": "basket"}, "status": status}
    up = {**document, "status": {**status, "conditions": [READY]}}
    run = read_json("pods.json", [document, up])

    assert 1 == len(run.out_of_memory)
    assert [("basket", "up", 2)] == [(s.name, s.status, len(s.probes)) for s in run.services]


def test_lists_of_other_things() -> None:
    """Of a mixed list the pods are read, and it is said what is not."""
    items = [{"kind": "Service"}, {"kind": "Pod", "metadata": {"name": "a"}}, {"kind": "Job"}]
    run = read_json("all.json", {"kind": "List", "apiVersion": "v1", "items": items})

    assert ["a"] == [service.name for service in run.services]
    assert ["of the list only pods are read, not: Job, Service"] == [
        problem.message for problem in run.artifacts[0].problems
    ]


def test_an_empty_list_is_no_success() -> None:
    """A namespace without pods is said to be empty."""
    run = read_json("pods.json", {"kind": "List", "apiVersion": "v1", "items": []})

    assert ["warning"] == [problem.severity for problem in run.artifacts[0].problems]


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"kind": "Pod"},
        {"kind": "List", "items": []},
        {"kind": ["Pod"], "metadata": {}},
        {"kind": "List", "apiVersion": "v1", "items": [{"kind": "Service"}]},
        {"kind": "Deployment", "metadata": {"name": "a"}, "status": {"phase": "Running"}},
    ],
)
def test_what_is_no_pod(document: object) -> None:
    """Other kinds are not taken for pods."""
    assert "kubernetes-pods" != read_json("x.json", document).artifacts[0].format


def test_several_answers_in_one_file() -> None:
    """Each verdict ends an answer of its own."""
    text = "[+]ping ok\nlivez check passed\n[+]ping ok\n[-]etcd failed: late\nreadyz check failed\n"
    live, ready = read_text("health.txt", text).services

    assert [("livez", "up"), ("readyz", "down")] == [(s.name, s.status) for s in (live, ready)]
    assert [None, "late"] == [part.reason for part in ready.parts]


@pytest.mark.parametrize(
    "before", ["", "2026-02-03T09:30:00.1234567Z ", "\x1b[32m", "api-1  | ", "\ufeff"]
)
@pytest.mark.parametrize("end", ["readyz check passed", "ok"])
def test_what_logs_put_before_lines(before: str, end: str) -> None:
    """Times, colours and names before the lines of an answer change nothing in it."""
    lines = ["[+]ping ok", "[+]etcd ok", end]
    (root,) = read_text("readyz.txt", "".join(f"{before}{line}\n" for line in lines)).services

    assert ("readyz", "up", 2) == (root.name, root.status, len(root.parts))


def test_a_last_word_after_a_bad_check_is_not_believed() -> None:
    """A check that failed is proof, whatever stands at the end."""
    (root,) = read_text("readyz.txt", "[+]a ok\n[-]b failed: late\nok\n").services

    assert "down" == root.status


def test_a_bad_check_is_proof_without_a_verdict() -> None:
    """Of an answer that is cut off the failures are known, that all is well is not."""
    run = read_text("ready.txt", "[+]ping ok\n[-]etcd failed: reason withheld\n")

    assert ["down"] == [service.status for service in run.services]
    assert "partial" == run.artifacts[0].status


@pytest.mark.parametrize(
    "text",
    [
        "ok\n",
        "[+] Building 3.1s (7/7) FINISHED\n[+] Running 2/2\n",
        "[+]ping ok\nand much\nmore text\nof other kinds\n",
        "[+]ping perhaps\nreadyz check passed\n",
    ],
)
def test_what_is_no_verbose_answer(text: str) -> None:
    """A line or two that look alike do not make a log a health answer."""
    assert "kubernetes-healthz" != read_text("build.txt", text).artifacts[0].format
