"""Lists of one thing a line: whether a file is one is seen at its head, before it is read whole."""

from collections.abc import Callable, Iterator

from reportgen.model.text import clean
from reportgen.patterns import pattern
from reportgen.readers.source import Source

_INSTANT = pattern(r"\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z ")
"""What GitHub and GitLab write before each line of a log."""


def plain(line: str) -> str:
    """Return *line* without colours, and without the instant that a CI system wrote before it."""
    if "\x1b" in line or "\x9b" in line:
        line = clean(line)
    found = _INSTANT.match(line)
    return line[found.end() :] if found else line


def head_lines(source: Source) -> list[str]:
    """Return the lines at the head of *source* that say something and are there in full."""
    text = source.head_text.removeprefix("\ufeff")
    whole, end, _ = text.rpartition("\n")
    lines = map(plain, (whole if end else text).splitlines())
    return [line for line in lines if line.strip()]


def holds_nothing_but(source: Source, belongs: Callable[[str], object]) -> bool:
    """Whether *source* has a line that *belongs*, and none at its head that does not."""
    lines = head_lines(source)
    return bool(lines) and all(belongs(line) for line in lines)


def numbered(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lines of *source* that say something, without blanks around, from 1."""
    for number, line in enumerate(source.text.removeprefix("\ufeff").splitlines(), 1):
        if stripped := plain(line).strip():
            yield number, stripped
