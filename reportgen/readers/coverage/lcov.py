"""
LCOV tracefiles (``lcov.info``): a record for each source file, from ``SF`` to ``end_of_record``.

The format is that of geninfo(1), https://github.com/linux-test-project/lcov.
``LF`` and ``LH`` are the lines found and hit, ``BRF`` and ``BRH`` the branches; where a writer
leaves them out, the ``DA`` and ``BRDA`` of the record are counted.
A file that several tests ran has a record for each: then their lines are put together,
as lcov itself does, and nothing is counted twice.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.model.text import one_line
from reportgen.patterns import pattern
from reportgen.readers.source import Source
from reportgen.readers.totals import Share, count, observed
from reportgen.wording import phrase

NAME: Final = "lcov"
TITLE: Final = "LCOV tracefile"
HINT: Final = "lcov --capture --directory . -o lcov.info, coverage lcov, nyc --reporter lcovonly"
HOLDS_TESTS: Final = False

_BEGINS = pattern(
    r"\ufeff?\s{0,100}(?:(?:TN:|VER:|#)[^\n]{0,1000}\n\s{0,100}){0,50}SF:[^\n]{1,4000}\n"
    r"\s{0,100}(?:(?:TN|VER|FN|FNL|FNA|FNDA|FNF|FNH|DA|LF|LH|BRDA|BRF|BRH|MCDC):?|end_of_record)"
)


def matches(source: Source) -> bool:
    """Whether the text begins with a record."""
    return source.kind == "text" and _BEGINS.match(source.head_text) is not None


def read(source: Source) -> Observations:
    """
    Return the sums of *source*.

    Raises:
        ReadError: a record is not ended: what it and others hold is lost.

    """
    names = Counter(_Record.names(source))
    repeated = frozenset(name for name, number in names.items() if number > 1)
    lines, branches = Counter[str](), Counter[str]()
    together: dict[str, _Record] = {}
    for record in _records(source, repeated, together):
        if record.name not in repeated:
            record.add_to(lines, branches)
    for record in together.values():
        record.add_to(lines, branches)
    return observed(
        source,
        Share(lines["covered"], lines["total"]),
        Share(branches["covered"], branches["total"]),
    )


class _Record:
    """What is known of one source file."""

    __slots__ = ("branches", "lines", "name", "stated")

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[str, bool] = {}
        self.branches: dict[str, bool] = {}
        self.stated: dict[str, int] = {}

    @staticmethod
    def names(source: Source) -> Iterator[str]:
        """Yield the name of each record of *source*."""
        for piece in source.line_pieces():
            for line in piece.splitlines():
                if line.startswith("SF:"):
                    yield line[3:].strip()

    def take(self, line: str) -> None:
        """Take a line of the record."""
        key, _, rest = line.partition(":")
        if key == "DA":
            number, _, hits = rest.partition(",")
            hit = _is_hit(hits.partition(",")[0])
            self.lines[number] = self.lines.get(number, False) or hit
        elif key == "BRDA":
            branch, _, taken = rest.rpartition(",")
            self.branches[branch] = self.branches.get(branch, False) or _is_hit(taken)
        elif key in {"LF", "LH", "BRF", "BRH"}:
            stated = count(rest)
            if stated is None:
                raise ReadError(
                    phrase('{key} is no number: "{value}"', key=key, value=one_line(rest, 40))
                )
            self.stated[key] = stated

    def forget_sums(self) -> None:
        """Drop what one of several records states where the others can be counted with it."""
        for listed, keys in ((self.lines, ("LF", "LH")), (self.branches, ("BRF", "BRH"))):
            for key in keys if listed else ():
                self.stated.pop(key, None)

    def add_to(self, lines: "Counter[str]", branches: "Counter[str]") -> None:
        """Add what the record states, or else what it lists."""
        for sums, listed, found, hit in (
            (lines, self.lines, "LF", "LH"),
            (branches, self.branches, "BRF", "BRH"),
        ):
            whole = found in self.stated and hit in self.stated
            sums["total"] += self.stated[found] if whole else len(listed)
            sums["covered"] += self.stated[hit] if whole else sum(listed.values())


def _records(
    source: Source, repeated: frozenset[str], together: dict[str, _Record]
) -> Iterator[_Record]:
    """Yield each record when it ends; those of a *repeated* name are one, kept in *together*."""
    record: _Record | None = None
    number = begun = 0
    for piece in source.line_pieces():
        for raw in piece.splitlines():
            number += 1
            line = raw.strip()
            if line.startswith("SF:"):
                if record is not None:
                    raise _not_ended(record, begun)
                name, begun = line[3:].strip(), number
                record = (
                    together.setdefault(name, _Record(name)) if name in repeated else _Record(name)
                )
            elif record is None:
                continue
            elif line == "end_of_record":
                if record.name in repeated:
                    record.forget_sums()
                yield record
                record = None
            else:
                try:
                    record.take(line)
                except ReadError as error:
                    raise ReadError(error.message, f"line {number}") from error
    if record is not None:
        raise _not_ended(record, begun)


def _not_ended(record: _Record, begun: int) -> ReadError:
    name = one_line(record.name, 80)
    return ReadError(
        phrase('the record of "{file}" is not ended: the file is cut off', file=name),
        f"line {begun}",
    )


def _is_hit(hits: str) -> bool:
    """Whether a count is more than none; ``-`` says that nobody came near."""
    text = hits.strip()
    return bool(text.lstrip("0")) and not text.startswith("-")
