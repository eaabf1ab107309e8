"""Proofs that something ran out of memory → findings: who says so, what was killed, the words."""

from collections.abc import Iterator, Sequence
from typing import Final

from reportgen.model.memory import OutOfMemory, OutOfMemoryTeller
from reportgen.model.report import Citations, Evidence, Finding
from reportgen.model.text import quote
from reportgen.wording import marked, phrase, phrase_many

MOST_KILLS: Final = 20
"""So many are told one by one."""

_WHO: Final[dict[OutOfMemoryTeller, str]] = {
    "kernel": marked("the kernel killed {who}, as the machine was out of memory"),
    "cgroup": marked("the kernel killed {who}, as its cgroup was out of memory"),
    "systemd-oomd": marked("systemd-oomd killed {who}, as memory was short"),
    "docker": marked("Docker says that {who} was killed for memory"),
    "kubernetes": marked("Kubernetes says that {who} was killed for memory"),
    "jvm": marked("the JVM{who} ran out of memory"),
    "v8": marked("Node.js{who} ran out of heap"),
    "python": marked("Python{who} ran out of memory"),
    "go": marked("the Go program{who} ran out of memory"),
}
_RUNTIMES: Final[frozenset[OutOfMemoryTeller]] = frozenset({"jvm", "v8", "python", "go"})
_CONTAINERS: Final[frozenset[OutOfMemoryTeller]] = frozenset({"docker", "kubernetes"})
_OPTION: Final[dict[OutOfMemoryTeller, str]] = {
    "jvm": marked("; `-Xmx` sets the heap of the JVM"),
    "v8": marked("; `--max-old-space-size` sets the heap of Node.js"),
}


def findings_of(kills: Sequence[OutOfMemory], cite: Citations) -> Iterator[Finding]:
    """
    Yield a finding for each of *kills*; what two artifacts tell in the same words is one.

    Beyond `MOST_KILLS` they are counted.
    """
    told: dict[tuple[str, ...], tuple[OutOfMemory, list[Evidence]]] = {}
    for kill in kills:
        # The kernel's words hold the id of the process: said twice, it is one kill.
        by_words = kill.told_by in {"kernel", "cgroup"} and "total-vm:" in kill.says
        key = (kill.told_by, kill.says) if by_words else (kill.artifact, kill.place, kill.says)
        evidence = cite.at(kill.artifact, kill.place)
        seen = told.setdefault(key, (kill, []))[1]
        if evidence not in seen:
            seen.append(evidence)
    for kill, seen in list(told.values())[:MOST_KILLS]:
        yield Finding(
            id="out-of-memory", severity="error", subject=kill.process or kill.artifact,
            reason=f"{_what(kill)}: {quote(kill.says, 200)}",
            evidence=tuple(seen), advice=_advice(kill),
        )  # fmt: skip
    if rest := list(told.values())[MOST_KILLS:]:
        yield Finding(
            id="out-of-memory", severity="error", subject=rest[0][0].artifact,
            reason=phrase_many(
                "{n:,} more time something ran out of memory",
                "{n:,} more times something ran out of memory",
                len(rest),
            ),
            numbers={"more": len(rest)}, evidence=tuple(seen[0] for _, seen in rest[:MOST_KILLS]),
        )  # fmt: skip


def _what(kill: OutOfMemory) -> str:
    name = quote(kill.process) if kill.process else ""
    if kill.told_by in _RUNTIMES:
        return phrase(_WHO[kill.told_by], who=f" {name}" if name else "")
    unnamed = phrase("a container") if kill.told_by in _CONTAINERS else phrase("a process")
    return phrase(_WHO[kill.told_by], who=name or unnamed)


def _advice(kill: OutOfMemory) -> str:
    who = (
        quote(kill.process)
        if kill.process
        else phrase("what wrote {artifact}", artifact=quote(kill.artifact))
    )
    return phrase(
        "give {who} more memory, or make it need less{option}",
        who=who,
        option=phrase(_OPTION.get(kill.told_by, "")),
    )
