"""
Formats that stand in lines of a log among others: one pass for all of them, in constant memory.

A log of any size is read in pieces of whole lines.
A piece that holds none of a format's words is never looked at line by line for it.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple, Protocol

from reportgen.model.run import Observations
from reportgen.model.steps import LogLine
from reportgen.model.text import clean
from reportgen.patterns import pattern
from reportgen.readers.prefixes import is_prefix, tidy
from reportgen.readers.source import Source


class Take(Enum):
    """What a collector does with a line."""

    NO = auto()
    """It is not the format's: the next collector is asked."""
    YES = auto()
    """It is the format's, and nobody else's."""
    MORE = auto()
    """It is the format's, and the next line is offered here first, whatever its words."""


class Collector(Protocol):
    """What one format has found so far in one log."""

    def take(self, number: int, line: str) -> Take:
        """
        Consider *line*, which has no line end, no escapes and the *number* counted from 1.

        Of what CI systems put before a line it has at most a time: see `prefixes`.
        """

    def observations(self) -> Observations:
        """Return what was found, once all lines were offered."""


class LineReader(Protocol):
    """What every module offers that reads a format from lines of a log."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a constant of the module
        """The format's name in ``artifacts[].format``."""

    @property
    def TITLE(self) -> str:  # noqa: N802 - a constant of the module
        """What people call the format."""

    @property
    def HINT(self) -> str:  # noqa: N802 - a constant of the module
        """How such a file is made, or what it looks like."""

    @property
    def WORDS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """
        Texts in lower case, of which one is in every line that begins something.

        One that begins with a line end stands at the beginning of the line *after* the one that is
        offered: for a time that stands above what it is the time of.
        """

    def collector(self, path: str) -> Collector:
        """Return a collector for the artifact *path*."""


class Gathered(NamedTuple):
    """What stands in a log: the formats that found something, in order, and the log's end."""

    found: tuple[tuple[LineReader, Observations], ...]
    tail: tuple[LogLine, ...]


class StumbledError(Exception):
    """The collector of *reader* failed on a line or at the end; the cause is what it raised."""

    def __init__(self, reader: LineReader) -> None:
        super().__init__(reader.NAME)
        self.reader = reader


class _Asked(NamedTuple):
    reader: LineReader
    collector: Collector


KEPT_LINES: Final = 400
KEPT_CHARACTERS: Final = 2000


def gather(source: Source, readers: Iterable[LineReader]) -> Gathered:
    """
    Return what *readers* find in the lines of *source*; the first that takes a line has it.

    Raises:
        ReadError: the content is larger than is ever read, or its compression is broken.
        StumbledError: one of *readers* failed in a way that nobody foresaw.

    """
    asked = [_Asked(reader, reader.collector(source.path)) for reader in readers]
    words = _words(asked)
    recent: deque[tuple[int, str]] = deque()
    kept = number = 0
    eager: _Asked | None = None
    for piece in source.line_pieces():
        ends = piece.count("\n")
        asking = _asking(words, piece.lower())
        if asking or eager:
            eager = _offer(asking, number, piece, eager)
        recent.append((number, piece))
        kept += ends
        while len(recent) > 1 and kept - recent[0][1].count("\n") >= 2 * KEPT_LINES:
            kept -= recent.popleft()[1].count("\n")
        number += ends
    observed = [(each.reader, _observations(each)) for each in asked]
    return Gathered(
        found=tuple((reader, seen) for reader, seen in observed if seen != _NOTHING),
        tail=_tail(recent),
    )


def _observations(asked: _Asked) -> Observations:
    try:
        return asked.collector.observations()
    except Exception as error:
        raise StumbledError(asked.reader) from error


_NOTHING: Final = Observations()


class _Word(NamedTuple):
    """A word of a format; *shared* are the parts of it that other words have, too."""

    asked: _Asked
    text: str
    begins: bool
    shared: frozenset[str]


def _words(asked: Sequence[_Asked]) -> tuple[_Word, ...]:
    return tuple(
        _Word(
            each,
            word.removeprefix("\n"),
            word.startswith("\n"),
            frozenset(part for part in _SHARED if part in word.removeprefix("\n")),
        )
        for each in asked
        for word in each.reader.WORDS
    )


def _asking(words: Iterable[_Word], lowered: str) -> dict[int, list[_Asked]]:
    """Return for each line of a piece, counted from 0, whose words are in it."""
    lines: dict[int, list[_Asked]] = {}
    starts: list[int] = []
    absent = {part for part in _SHARED if part not in lowered}
    for word in words:
        if not word.shared.isdisjoint(absent):
            continue
        at = lowered.find(word.text)
        if at >= 0 and not starts:
            starts = [0, *(match.end() for match in _LINE_END.finditer(lowered))]
        while at >= 0:
            line = bisect_right(starts, at) - 1
            if not word.begins:
                _ask(lines, line, word.asked)
            elif line and is_prefix(_readable(lowered[starts[line] : at])):
                _ask(lines, line - 1, word.asked)
            # On to the next line: once in a line is enough.
            at = lowered.find(word.text, starts[line + 1]) if line + 1 < len(starts) else -1
    return lines


def _ask(lines: dict[int, list[_Asked]], line: int, asked: _Asked) -> None:
    """Note that *asked* wants *line*; words come reader by reader, so its last is itself."""
    waiting = lines.setdefault(line, [])
    if not waiting or waiting[-1] is not asked:
        waiting.append(asked)


_LINE_END: Final = pattern("\n")
# What many words have in common: a piece without it is not searched for each of them.
_SHARED: Final = (
    "mem", "rss", "kill", "oom", "total", "gc", "exit", "pid", "137", "user  ", "name", "i  ",
    "i\n", "heap", "cpu)", "age",
)  # fmt: skip


def _offer(
    asking: dict[int, list[_Asked]], before: int, piece: str, eager: _Asked | None
) -> _Asked | None:
    """Offer the lines of *piece* to who asks; return the one that wants the next line."""
    lines = piece.removesuffix("\n").split("\n")
    waiting = deque(sorted(asking))
    at = 0 if eager or not waiting else waiting[0]
    while at < len(lines):
        line = tidy(_readable(lines[at]))
        order = [each for each in asking.get(at, ()) if each != eager]
        taken = Take.NO
        for each in [eager, *order] if eager else order:
            try:
                taken = each.collector.take(before + at + 1, line)
            except Exception as error:
                raise StumbledError(each.reader) from error
            if taken is not Take.NO:
                eager = each
                break
        at += 1
        if taken is not Take.MORE:
            eager = None
            while waiting and waiting[0] < at:
                waiting.popleft()
            at = waiting[0] if waiting else len(lines)
    return eager


def _readable(text: str) -> str:
    """Return *text* without what is meant for a terminal."""
    return clean(text) if "\x1b" in text or "\x9b" in text else text


def _tail(recent: Iterable[tuple[int, str]]) -> tuple[LogLine, ...]:
    """Return the last lines that say something, with their numbers."""
    last: deque[tuple[int, str]] = deque(maxlen=KEPT_LINES)
    for before, piece in recent:
        lines = piece.split("\n")
        last.extend((n, line) for n, line in enumerate(lines, before + 1) if line.strip())
    return tuple(LogLine(number, _shown(line)) for number, line in last)


def _shown(line: str) -> str:
    """Return *line* as it is kept; the sign of a cut tells that a secret may have been cut, too."""
    text = clean(line[: KEPT_CHARACTERS + 1])
    return text if len(line) <= KEPT_CHARACTERS else f"{text[:KEPT_CHARACTERS]}…"
