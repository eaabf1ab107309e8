"""Lists of one thing a line: whether a file is one is seen at its head, before it is read whole."""

from collections.abc import Callable, Iterator

from reportgen.readers.source import Source


def head_lines(source: Source) -> list[str]:
    """Return the lines at the head of *source* that say something and are there in full."""
    text = source.head_text.removeprefix("\ufeff")
    whole, end, _ = text.rpartition("\n")
    return [line for line in (whole if end else text).splitlines() if line.strip()]


def holds_nothing_but(source: Source, belongs: Callable[[str], object]) -> bool:
    """Whether *source* has a line that *belongs*, and none at its head that does not."""
    lines = head_lines(source)
    return bool(lines) and all(belongs(line) for line in lines)


def numbered(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the lines of *source* that say something, without blanks around, from 1."""
    for number, line in enumerate(source.text.removeprefix("\ufeff").splitlines(), 1):
        if stripped := line.strip():
            yield number, stripped
