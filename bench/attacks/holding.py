"""
Hold the command against an attack: a build in a process of its own, then what it left.

Nothing may escape, the good file beside it must not suffer, and nothing of what lies outside may be
in what was written; time and memory have an end.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NamedTuple

from attacks.attack import CANARY, Attack
from reportgen import cli

MOST_MIB: Final = 500
_WALL_PER_CPU: Final = 6
"""A busy machine is no fault: what counts is the time of the CPU."""
_OWN_MIB: Final = 60
_POLL_S: Final = 0.01
_CODES: Final = frozenset({0, 3, 4, 10})
_GOOD: Final = (
    b'<testsuite name="good"><testcase classname="good" name="passes" time="1"/>'
    b'<testcase classname="good" name="fails" time="1"><failure message="m"/></testcase>'
    b"</testsuite>"
)


class Held(NamedTuple):
    """What came of an attack: *wrong* is empty where all is as it must be."""

    attack: Attack
    wrong: tuple[str, ...]
    seconds: float
    mib: float
    """Peak memory: what the child took beyond its parent, and what a command has from the start."""


class _Ended(NamedTuple):
    code: int
    said: str
    seconds: float
    mib: float


def hold(attack: Attack, most_mib: float = MOST_MIB) -> Held:
    """Return what comes of *attack*."""
    outer = Path(mkdtemp(prefix="attack-"))
    try:
        (outer / "outside.txt").write_text(f"{CANARY}\n")
        given = outer / "in"
        given.mkdir()
        (given / "good.xml").write_bytes(_GOOD)
        attack.build(given)
        before = _beside(outer)
        ended = _build(outer, attack.longest_s)
        wrong = [
            *_of_process(ended, attack.longest_s, most_mib),
            *_of_output(outer, attack, ended.said),
        ]
        if _beside(outer) != before:
            wrong.append(f"wrote elsewhere: {sorted(_beside(outer) - before)}")
    finally:
        # Not shutil's: it cannot remove what is deeper than its own calls can be.
        subprocess.run(["rm", "-rf", str(outer)], check=False)  # noqa: S607 - any rm will do
    return Held(attack, tuple(wrong), ended.seconds, ended.mib)


def _beside(outer: Path) -> set[str]:
    return {path.name for path in (*outer.iterdir(), *outer.parent.glob("escaped*"))} - {
        "out", "history", "said.txt"
    }  # fmt: skip


def _build(outer: Path, longest_s: float) -> _Ended:
    """Build a report of what lies in *outer* in a child, which is killed when it takes too long."""
    said = outer / "said.txt"
    mine = _resident_kib()
    begun = time.monotonic()
    child = os.fork()
    if not child:
        _be_the_command(outer, said)
    code = -signal.SIGKILL
    while True:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            break
        if time.monotonic() - begun > longest_s * _WALL_PER_CPU:
            os.kill(child, signal.SIGKILL)
            _, _, usage = os.wait4(child, 0)
            break
        time.sleep(_POLL_S)
    text = said.read_text("utf-8", "replace") if said.exists() else ""
    seconds = usage.ru_utime + usage.ru_stime
    return _Ended(code, text, seconds, _OWN_MIB + (usage.ru_maxrss - mine) / 1024)


def _resident_kib() -> float:
    """Return what this process holds now, which a child begins with; its peak may be long past."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1024


def _be_the_command(outer: Path, said: Path) -> None:
    code = 70
    try:
        os.chdir(outer)
        handle = os.open(said, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        code = cli.main(["build", "in", "--out", "out", "--history", "history", "--no-ci"])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _of_process(ended: _Ended, longest_s: float, most_mib: float) -> list[str]:
    wrong = []
    if ended.code == -signal.SIGKILL:
        return [f"still running after {ended.seconds:.0f} s"]
    if ended.code not in _CODES:
        wrong.append(f"exit code {ended.code}: {ended.said.strip()[-200:]}")
    if "Traceback" in ended.said:
        wrong.append("a traceback")
    if ended.seconds > longest_s:
        wrong.append(f"{ended.seconds:.0f} s")
    if ended.mib > most_mib:
        wrong.append(f"{ended.mib:.0f} MiB")
    lines = [line.lstrip() for line in ended.said.splitlines()]
    if any(line.startswith("::") or "##[" in line or "\x1b" in line for line in lines):
        wrong.append("a command in what it said")
    return wrong


def _of_output(outer: Path, attack: Attack, said: str) -> list[str]:
    out = outer / "out"
    if not (out / "run.json").is_file():
        return ["no run.json"]
    document = json.loads((out / "run.json").read_bytes())
    wrong = []
    good = [a["counts"] for a in document["artifacts"] if a["path"] == "good.xml"]
    if [(counts["tests"], counts["failed"]) for counts in good] != [(2, 1)]:
        wrong.append("the good file beside it suffered")
    others = [a for a in document["artifacts"] if a["path"] != "good.xml"]
    wrong += [
        f"{a['path']} is {a['status']}" for a in others if a["status"] not in attack.statuses
    ][:3]
    told = [problem["message"] for a in others for problem in a["problems"]]
    if attack.says and not any(attack.says in message for message in told):
        wrong.append(f"does not say “{attack.says}”: {told[:3]}")
    for path in sorted(out.rglob("*")):
        text = path.read_text("utf-8", "replace") if path.is_file() else ""
        if CANARY in text or (path.suffix != ".json" and "<img src=x" in text):  # JSON is no markup
            wrong.append(f"{path.name} holds what it must not")
    if CANARY in said:
        wrong.append("the console holds what it must not")
    return wrong
