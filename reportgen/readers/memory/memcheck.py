"""
Valgrind's memcheck: what a program lost and how many errors it made, told as a note.

https://valgrind.org/docs/manual/mc-manual.html — each line begins with the process id between
``==``, so several processes (``--trace-children=yes``) may mix. Numbers have commas.
"total heap usage" is all that was ever allocated, "in use at exit" what was left: neither is a
reading of memory over time, so there is no series.
"""

from typing import Final

from reportgen.model.run import Observations, Problem
from reportgen.model.text import one_line
from reportgen.model.units import plural, size
from reportgen.patterns import pattern
from reportgen.readers.lines import Take
from reportgen.wording import phrase

NAME: Final = "memcheck"
TITLE: Final = "Valgrind memcheck"
HINT: Final = "valgrind --leak-check=full --log-file=memcheck.txt COMMAND"
WORDS: Final = (
    "error summary:",
    "lost:",
    "command:",
    "memcheck, a memory",
    "heap blocks were freed",
)

_LINE = pattern(r"[^=]{0,80}==(?P<pid>\d{1,10})== {1,12}(?P<text>\S[^\n]{0,300})")
_LOST = pattern(r"(definitely|indirectly|possibly) lost: (\d[\d,]{0,20}) bytes in [\d,]+ blocks")
_ERRORS = pattern(r"ERROR SUMMARY: (\d[\d,]{0,20}) errors? from (\d[\d,]{0,20}) contexts?")
_MOST: Final = 1000


class _Process:
    def __init__(self) -> None:
        self.command = ""
        self.lost: dict[str, int] = {}
        self.freed = False
        self.errors: int | None = None
        self.line = 0


def collector(path: str) -> "_Collector":
    """Return a collector of a note for each process."""
    del path  # the notes belong to the artifact
    return _Collector()


class _Collector:
    def __init__(self) -> None:
        self._processes: dict[str, _Process] = {}

    def take(self, number: int, line: str) -> Take:
        found = _LINE.match(line) if "==" in line else None
        if found is None:
            return Take.NO
        text = found["text"]
        process = self._processes.get(found["pid"])
        if process is None:
            if not (text.startswith("Memcheck,") or _ERRORS.match(text) or _LOST.match(text)):
                return Take.NO
            if len(self._processes) >= _MOST:
                return Take.YES
            process = self._processes.setdefault(found["pid"], _Process())
        if text.startswith("Command: "):
            process.command = one_line(text.removeprefix("Command: "), 100)
        elif text.startswith("All heap blocks were freed"):
            process.freed = True
        elif lost := _LOST.match(text):
            process.lost[lost[1]] = _whole(lost[2])
        elif errors := _ERRORS.match(text):
            process.errors, process.line = _whole(errors[1]), number
        return Take.YES

    def observations(self) -> Observations:
        return Observations(
            problems=tuple(
                _note(pid, process)
                for pid, process in self._processes.items()
                if process.errors is not None or process.lost
            )
        )


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _note(pid: str, process: _Process) -> Problem:
    errors = process.errors
    lost = [f"{size(amount)} {how}" for how, amount in process.lost.items() if amount]
    parts = [phrase("no error summary") if errors is None else plural(errors, "error")]
    if lost:
        parts.append(phrase("lost: {parts}", parts=", ".join(lost)))
    elif process.lost or process.freed:
        parts.append(phrase("nothing lost"))
    who = phrase("process {pid}", pid=pid)
    if process.command:
        who = phrase("{command} (process {pid})", command=process.command, pid=pid)
    bad = bool(errors) or process.lost.get("definitely", 0) > 0
    return Problem(
        kind="note",
        severity="warning" if bad else "info",
        message=phrase("memcheck of {who}: {what}", who=who, what="; ".join(parts)),
        place=f"line {process.line}" if process.line else "",
    )
