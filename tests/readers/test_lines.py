"""One pass over a log: each format gets its lines, in order, whatever its size or encoding."""

import gzip
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.memory import MemorySeries, Sample
from reportgen.model.run import Observations
from reportgen.readers import source as sources
from reportgen.readers.lines import KEPT_LINES, Take, gather
from reportgen.readers.source import Source


class Blocks:
    """Takes a line that says ``begin`` and all after it up to one that says ``end``."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self._open = False

    def take(self, number: int, line: str) -> Take:
        """Take what stands in a block."""
        if not self._open and "begin" not in line:
            return Take.NO
        self.taken.append(number)
        self._open = "end" not in line
        return Take.MORE if self._open else Take.YES

    def observations(self) -> Observations:
        """Return the numbers of the lines as samples."""
        samples = tuple(Sample(None, number) for number in self.taken)
        series = (MemorySeries(name="lines", kind="rss", samples=samples),)
        return Observations(memory=series if samples else ())


class Prose(Blocks):
    """Takes single lines that hold the word ``end``."""

    def take(self, number: int, line: str) -> Take:
        """Take one line at a time."""
        if "end" not in line:
            return Take.NO
        self.taken.append(number)
        return Take.YES


def reader(name: str, kind: type[Blocks], *words: str) -> Any:  # noqa: ANN401 - stands for a module
    """Return what stands for the module of a line format."""
    return SimpleNamespace(
        NAME=name, TITLE=name, HINT=name, WORDS=words, collector=lambda _: kind()
    )


READERS = (reader("blocks", Blocks, "begin"), reader("prose", Prose, "end"))


def source(data: bytes) -> Source:
    """Return *data* as a log."""
    return Source("build.log", lambda: BytesIO(data))


def numbers(data: bytes) -> dict[str, list[int]]:
    """Return the numbers of the lines that each format took."""
    gathered = gather(source(data), READERS)
    return {
        found.NAME: [sample.value for series in seen.memory for sample in series.samples]
        for found, seen in gathered.found
    }


def test_a_line_goes_to_the_first_that_takes_it() -> None:
    """What a block takes, its end too, is not offered to others; what follows is."""
    text = "one\nBegin\nbegin\ntwo\nthe end\nthe end\n"

    assert {"blocks": [3, 4, 5], "prose": [6]} == numbers(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"a\r\nbegin\r\nx\r\nend",
        b"a\rbegin\rx\rend\r",
        b"\xef\xbb\xbfa\nbegin\nx\nend\n",
        "a\nbegin\nx\nend\n".encode("utf-16"),
        "a\nbegin\nx\nend\n".encode("utf-16-le"),
        b"a\xff\nbegin\x9c\nx\nend\n",
        b"a\n\x1b[32mbegin\x1b[0m\nx\n\x1b[1mend\x1b[0m\n".replace(b"\x1b[31mbe\x1b[0mgin\n", b""),
        gzip.compress(b"a\nbegin\nx\nend\n"),
    ],
    ids=["crlf", "cr", "bom", "utf-16", "utf-16-le", "stray-bytes", "colour", "gzip"],
)
def test_encodings_and_line_ends(data: bytes) -> None:
    """A log is the same log in any encoding and with any line end."""
    assert {"blocks": [2, 3, 4]} == numbers(data)


@given(
    lines=st.lists(st.sampled_from(["begin", "x", "the end", "", "BEGIN", "İ begin"]), max_size=60),
    piece=st.integers(1, 40),
)
def test_pieces_do_not_matter(lines: list[str], piece: int) -> None:
    """Wherever a log is cut into pieces, the same lines are taken."""
    data = "".join(f"{line}\n" for line in lines).encode()
    whole = numbers(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "PIECE", piece)

        assert whole == numbers(data)


def test_a_line_without_end_is_cut() -> None:
    """Of a line that never ends only the beginning is kept, and the next one has its own number."""
    data = b"begin " + b"x" * 3_000_000 + b"\nend\n"
    pieces = list(source(data).line_pieces())

    assert sources.MAX_LINE + len("\nend\n") == sum(len(piece) for piece in pieces)
    assert {"blocks": [1, 2]} == numbers(data)


def test_the_tail_is_the_last_lines_that_say_something() -> None:
    """The end of a log explains a failed step: its lines keep their numbers, blank ones go."""
    data = "".join(f"line {n}\n\n" for n in range(1, 2001)).encode()
    tail = gather(source(data), ()).tail

    assert KEPT_LINES == len(tail)
    assert (3999, "line 2000") == tail[-1]
    assert (3201, "line 1601") == tail[0]


def test_nothing_is_found_in_nothing() -> None:
    """An empty log holds no line."""
    assert ((), ()) == tuple(gather(source(b""), READERS))
