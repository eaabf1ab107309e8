"""
Finds in the lines of a log who ran out of memory, by what the tools themselves print.

Proof is a line in the very shape that a kernel, a runtime or a container engine prints: prose that
names an error, a test that is called after one, and an error that a program caught are none.
An exit code of 137 or a signal 9 is what a kill for memory leaves behind, and other kills, too:
it is told as possible, never as proof.

The shapes are those of `reportgen.readers.exhaustion_shapes`.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from reportgen.model.memory import OutOfMemory, OutOfMemoryTeller
from reportgen.model.run import Problem
from reportgen.model.text import clean, one_line
from reportgen.readers import exhaustion_shapes as shapes
from reportgen.readers.lines import Take
from reportgen.readers.numbers import moment
from reportgen.readers.prefixes import unstamped
from reportgen.wording import phrase, phrase_many

_MOST_EVENTS: Final = 100
_NEAR: Final = 12
_SAID: Final = 300


class _Seen(NamedTuple):
    line: int
    event: OutOfMemory


class _Chosen(NamedTuple):
    """What the kernel says before the line of the kill: who tells, and of whom where it is sure."""

    told_by: OutOfMemoryTeller
    event: _Seen | None = None


class Exhaustion:
    """
    Takes lines one by one and keeps what they prove.

    *path* is the artifact, *place* gives the words for the line of a number.
    """

    def __init__(self, path: str, place: Callable[[int], str]) -> None:
        self._path = path
        self._place = place
        self._seen: list[_Seen] = []
        self._known: set[tuple[str, ...]] = set()
        self._left_out = 0
        self._chosen: dict[str, _Chosen] = {}
        self._indent: int | None = None
        self._bare: tuple[int, str] | None = None
        self._possible: tuple[int, str] | None = None
        self._possible_more = 0

    def take(self, number: int, line: str, at: datetime | None = None) -> Take:
        """Consider *line*, which stands in the log *at* a moment where that is known."""
        line, at = self._unstamped(line[:4096], at)
        if (taken := self._of_traceback(number, line, at)) is not None:
            return taken
        if (taken := self._of_frame(number, line, at)) is not None:
            return taken
        if shapes.TRACEBACK in line:
            self._indent = line.index(shapes.TRACEBACK)
            return Take.MORE
        if self._of_kernel(number, line, at) or self._of_shape(number, line, at):
            return Take.YES
        if line.rstrip().endswith(shapes.BARE_JVM) and _without_lead(line) == shapes.BARE_JVM:
            self._bare = (number, shapes.BARE_JVM)
            return Take.MORE
        if found := shapes.POSSIBLE.search(line):
            if self._possible is None:
                self._possible = (number, one_line(found[0], 100))
            else:
                self._possible_more += 1
        return Take.NO

    def _unstamped(self, line: str, at: datetime | None) -> tuple[str, datetime | None]:
        """Return *line* without the time of a CI system, and the time: its own or that one."""
        rest = unstamped(line)
        return rest, at or (_moment(line) if len(rest) < len(line) else None)

    # Python: the error that ends a traceback, at the traceback's own indentation.
    def _of_traceback(self, number: int, line: str, at: datetime | None) -> Take | None:
        if self._indent is None:
            return None
        rest = line[self._indent :]
        if rest[:1] in {" ", "\t"}:
            return Take.MORE
        self._indent = None
        if not shapes.OF_PYTHON.fullmatch(rest.rstrip()):
            return None
        self._add(number, "python", rest, at=at or _moment(line))
        return Take.YES

    # A bare name of the error counts only where a frame of its stack follows.
    def _of_frame(self, number: int, line: str, at: datetime | None) -> Take | None:
        bare, self._bare = self._bare, None
        if bare is None or bare[0] != number - 1 or not shapes.FRAME.search(line):
            return None
        self._add(bare[0], "jvm", bare[1], at=at or _moment(line))
        return Take.YES

    def _of_kernel(self, number: int, line: str, at: datetime | None) -> bool:
        if "rocess" not in line and "oom-kill:" not in line:
            return False
        if found := shapes.KILLED.search(line):
            if "total-vm:" not in line and not _teller(found):
                return False
            chosen = self._chosen.pop(found["pid"], _Chosen("kernel"))
            told_by = _teller(found) or chosen.told_by
            says = line[found.start() :].removeprefix(": ")
            stamp = _stamp(line[: found.start()])
            self._add(
                number, told_by, says, found["name"], at or _moment(line), (found["pid"], stamp)
            )
            return True
        if found := shapes.CHOSEN.search(line):
            # A child may be killed in its place: this alone proves nothing.
            self._choose(found["pid"], _Chosen(_teller(found) or "kernel"))
            return True
        if found := shapes.CONSTRAINT.search(line):
            teller: OutOfMemoryTeller = "cgroup" if found["what"] == "MEMCG" else "kernel"
            event = self._event(number, teller, found[0], found["name"], at or _moment(line))
            self._choose(found["pid"], _Chosen(teller, _Seen(number, event)))
            return True
        return False

    def _choose(self, pid: str, chosen: _Chosen) -> None:
        """Remember who says that *pid* was chosen; the kill itself is told by the next line."""
        if len(self._chosen) < _MOST_EVENTS:
            self._chosen[pid] = chosen

    def _of_shape(self, number: int, line: str, at: datetime | None) -> bool:
        for shape in shapes.ANYWHERE:
            if shape.word in line and (found := shape.pattern.search(line)):
                self._add_shape(shape, found, number, at or _moment(line))
                return True
        bare: str | None = None
        for shape in shapes.WHOLE:
            if shape.word in line:
                bare = _without_lead(line) if bare is None else bare
                if found := shape.pattern.fullmatch(bare):
                    self._add_shape(shape, found, number, at or _moment(line))
                    return True
        return False

    def _add_shape(
        self, shape: shapes.Shape, found: re.Match[str], number: int, at: datetime | None
    ) -> None:
        name = found.groupdict().get("name")
        self._add(number, shape.told_by, found[0], name, at)

    def _add(
        self,
        number: int,
        told_by: OutOfMemoryTeller,
        says: str,
        process: str | None = None,
        at: datetime | None = None,
        key: tuple[str, ...] = (),
    ) -> None:
        """Keep an event, unless it is told already: by the same kill, text, or some lines above."""
        says = _short(says)
        unnamed = told_by in {"docker", "kubernetes"} and process is None
        if not key:
            key = (told_by, process or says, str(number) if unnamed else "")
            if process is None and any(
                seen.event.told_by == told_by and number - seen.line <= _NEAR
                for seen in self._seen[-3:]
            ):
                return
        if key in self._known:
            return
        if len(self._seen) >= _MOST_EVENTS:
            self._left_out += 1
            return
        self._known.add(key)
        self._seen.append(_Seen(number, self._event(number, told_by, says, process, at)))

    def _event(
        self,
        number: int,
        told_by: OutOfMemoryTeller,
        says: str,
        process: str | None,
        at: datetime | None,
    ) -> OutOfMemory:
        return OutOfMemory(
            told_by=told_by,
            says=_short(says),
            process=process,
            at=at,
            artifact=self._path,
            place=self._place(number),
        )

    def events(self) -> tuple[OutOfMemory, ...]:
        """Return what was proved, in the order of the lines."""
        cut_off = [chosen.event for chosen in self._chosen.values() if chosen.event]
        return tuple(seen.event for seen in sorted((*self._seen, *cut_off), key=lambda s: s.line))

    def problems(self) -> tuple[Problem, ...]:
        """Return what is possible and not proved, and what did not fit."""
        if self._left_out:
            message = phrase_many(
                "{n:,} more kill for memory in this log",
                "{n:,} more kills for memory in this log",
                self._left_out,
            )
            return (Problem(kind="note", severity="warning", message=message),)
        if self._possible is None or self.events():
            return ()
        number, text = self._possible
        more = (
            phrase(", and {n:,} times more", n=self._possible_more) if self._possible_more else ""
        )
        message = phrase(
            '"{text}"{more}: may have been killed for memory, which is not proved; the kernel\'s '
            "log would tell",
            text=text,
            more=more,
        )
        return (
            Problem(kind="note", severity="warning", message=message, place=self._place(number)),
        )


def _without_lead(line: str) -> str:
    """Return *line* without the times, levels and names that logs put before it."""
    at = 0
    for _ in range(8):
        found = shapes.LEAD.match(line, at)
        if found is None:
            break
        at = found.end()
    return line[at:].strip()


def _short(text: str) -> str:
    return one_line(clean(text), _SAID)


def _teller(found: re.Match[str]) -> OutOfMemoryTeller | None:
    if found["group"]:
        return "cgroup"
    return "kernel" if found["all"] else None


def _stamp(before: str) -> str:
    """Return the time in *before* as it is written: it tells the kills of a reused id apart."""
    found = shapes.STAMP.search(before) or shapes.DATED.search(before) or shapes.ISO.search(before)
    return found[0] if found else before[:40].strip()


def _moment(line: str) -> datetime | None:
    """Return the moment that stands before the text of the kernel, if one does."""
    if found := shapes.DATED.search(line[:200]):
        _, month, day, clock, year = found.groups()
        return moment(f"{day} {month} {year} {clock} +0000")
    found = shapes.ISO.search(line[:200])
    return moment(found[0].replace(",", ".")) if found else None
