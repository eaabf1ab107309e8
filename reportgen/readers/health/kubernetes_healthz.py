"""
The verbose answer of ``/livez``, ``/readyz`` and ``/healthz`` of a Kubernetes component.

https://kubernetes.io/docs/reference/using-api/health-checks/
``[+]name ok``, ``[-]name failed: reason withheld``, at the end ``readyz check passed``.
Servers made with controller-runtime answer in the same way, and so does etcd, but for the end.

* Checks that were excluded are not known, whatever the line says after the word.
* ``kubectl get --raw`` gives a bad answer in a message of its own, on one line and escaped.
* Without ``?verbose`` the answer is ``ok``, which names nothing and is not read.
* Without its last line an answer is cut off, and not known to be good.
"""

import re
from collections.abc import Iterator
from typing import Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations, Problem
from reportgen.model.text import clean, one_line
from reportgen.patterns import pattern
from reportgen.readers.prefixes import tidy, unstamped
from reportgen.readers.services import observed, service
from reportgen.readers.source import MAX_LINE, Source
from reportgen.wording import phrase

NAME: Final = "kubernetes-healthz"
TITLE: Final = "Kubernetes health endpoint, verbose"
HINT: Final = "kubectl get --raw '/readyz?verbose' > readyz.txt"
HOLDS_TESTS: Final = False

_CHECK: Final = pattern(r"\[([+-])\](\S{1,500}) (ok|failed|excluded)\b(?:[^:]{0,100}: ?(.*))?")
_VERDICT: Final = pattern(r"(\S{1,200}) check (passed|failed)")
# etcd ends its answer in one word.
_LAST_WORD: Final = pattern(r"(ok)")
_WARNING: Final = pattern(r"warn: (.*)")
_OF_KUBECTL: Final = pattern(r"Error from server|command terminated with exit code")


def matches(source: Source) -> bool:
    """Whether nearly all of the text is such an answer."""
    if source.kind != "text" or not ("[+]" in source.head_text or "[-]" in source.head_text):
        return False
    lines = [text for _, text in _lines(source.head_text)]
    checks = sum(_CHECK.match(line) is not None for line in lines)
    known = (_VERDICT, _WARNING, _OF_KUBECTL)
    others = sum(any(form.match(line) for form in known) for line in lines)
    others += bool(lines) and _LAST_WORD.fullmatch(lines[-1]) is not None
    return checks > 0 and 2 * (checks + others) > len(lines)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers; a quoted answer in its own lines."""
    lines = [_plain(line) for line in text.splitlines()]
    has_plain = any(line.startswith(("[+]", "[-]")) for line in lines)
    for number, line in enumerate(lines, 1):
        answer = [line]
        if not has_plain and _OF_KUBECTL.match(line):
            quoted = answer[0].partition('("[')[2].rpartition('")')[0]
            answer = f"[{quoted}".replace('\\"', '"').split("\\n") if quoted else answer
        yield from ((number, each.strip()) for each in answer if each.strip())


def _plain(line: str) -> str:
    """Return *line* without colours, and without what a log put before it."""
    return unstamped(tidy(clean(line[:MAX_LINE].replace("\ufeff", "")))).strip()


def read(source: Source) -> Observations:
    """Return each answer as a service with its checks as parts."""
    services: list[Service] = []
    problems: list[Problem] = []
    checks: list[Service] = []
    first = 1
    for number, text in _lines(source.text):
        if found := _CHECK.match(text):
            first = first if checks else number
            checks.append(_check(found, source.path, number))
        elif found := _VERDICT.fullmatch(text):
            services.append(_whole(found[1], found[2], checks, source.path, number))
            checks = []
        elif checks and (found := _LAST_WORD.fullmatch(text)):
            services.append(_whole(source.stem, found[1], checks, source.path, number))
            checks = []
        elif found := _WARNING.match(text):
            message = phrase("the server warns: {warning}", warning=one_line(found[1], 200))
            problems.append(_note(message, f"line {number}"))
        elif not _OF_KUBECTL.match(text):
            message = phrase('a line that is no check: "{line}"', line=one_line(text, 120))
            problems.append(_note(message, f"line {number}"))
    if checks:
        services.append(_whole(source.stem, None, checks, source.path, first))
    seen = observed(services, problems, {"excluded"})
    return seen if not checks else _cut(seen, len(source.lines))


def _check(found: re.Match[str], artifact: str, number: int) -> Service:
    word, said = found[3], found[4]
    status: ServiceStatus = "up" if word == "ok" and found[1] == "+" else "down"
    return service(
        found[2],
        word,
        artifact,
        f"line {number}",
        status="unknown" if word == "excluded" else status,
        reason=said if word == "failed" else None,
    )


def _whole(
    name: str, word: str | None, checks: list[Service], artifact: str, number: int
) -> Service:
    failed = [check.name for check in checks if check.status == "down"]
    # A bad check is proof without the verdict; good ones are not.
    status: ServiceStatus = "down" if failed or word == "failed" else "unknown"
    return service(
        name,
        word,
        artifact,
        f"line {number}",
        status="up" if word in {"passed", "ok"} and not failed else status,
        reason=f"failed: {', '.join(failed)}" if failed else None,
        parts=checks,
        aggregate=True,
    )


def _note(message: str, place: str) -> Problem:
    return Problem(kind="note", severity="warning", message=message, place=place)


def _cut(seen: Observations, lines: int) -> Observations:
    problem = Problem(
        kind="truncated",
        severity="error",
        message=phrase(
            "ends without saying whether the check passed; what stands before it was read"
        ),
        place=f"line {lines}",
    )
    return seen.model_copy(update={"problems": (*seen.problems, problem), "truncated": True})
