"""
What stands at the places that a report names: evidence, quoted.

A place is known when a report is judged, so the few files that are named are opened once more.
Only what is still the very file that was read is quoted, and nothing is guessed: a place that
is not found, or not found for certain, is named without a quote, as it was before.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from reportgen.artifacts.discovery import Found
from reportgen.config import Limits
from reportgen.errors import ReadError
from reportgen.model.report import Evidence, Report
from reportgen.model.text import clean
from reportgen.patterns import pattern
from reportgen.readers.bounds import Bounds
from reportgen.readers.pointers import pointer
from reportgen.readers.source import CHUNK, Source
from reportgen.redaction import Redactor, redacted

MOST_PLACES: Final = 100
"""So many different places of a report are quoted: claims first, then findings in their order."""
MOST_BYTES: Final = 32 << 20
"""A larger file is not read a second time."""
LONGEST: Final = 240
_BEFORE_COLUMN: Final = 60
_LINES: Final = pattern(r"lines? ([1-9]\d{0,8})(?:–([1-9]\d{0,8}))?(?:, column ([1-9]\d{0,8}))?")
# They end a line for `str.splitlines` and not for a log: behind one, numbers may mean either.
_DOUBTFUL: Final = pattern("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

Place = tuple[str, str]
"""An artifact and a place in it, as evidence names them."""


def quoted(
    report: Report, found: Sequence[Found], limits: Limits, redactor: Redactor | None = None
) -> Report:
    """
    Return *report* with the text at the places that its claims and findings name.

    *found* are the files that it was made of. Tests have what they said, and are not quoted.
    """
    wanted = _wanted(report)
    # What was refused, or is cut off, is not evidence of anything but that.
    whole = {artifact.path for artifact in report.artifacts if artifact.status == "read"}
    by_path = {item.path: item for item in found if item.path in whole}
    texts: dict[Place, str] = {}
    for artifact, named in wanted.items():
        if artifact in by_path:
            for place, text in _texts(by_path[artifact], named, limits, redactor):
                texts[artifact, place] = text
    return _with(report, texts) if texts else report


def _wanted(report: Report) -> dict[str, list[Evidence]]:
    """Return the places to quote by their artifacts."""
    findings = (each.evidence for each in report.findings if each.case is None)
    named = dict.fromkeys(
        each
        for evidence in (*(claim.evidence for claim in report.verdict.claims), *findings)
        for each in evidence
        if _LINES.fullmatch(each.place) or each.place.startswith("/")
    )
    wanted: dict[str, list[Evidence]] = {}
    for each in list(named)[:MOST_PLACES]:
        wanted.setdefault(each.artifact, []).append(each)
    return wanted


def _texts(
    item: Found, named: Sequence[Evidence], limits: Limits, redactor: Redactor | None
) -> Iterator[tuple[str, str]]:
    """Yield the places of *named*, all in *item*, with what stands there."""
    if item.size > MOST_BYTES:
        return
    source = Source(item.path, item.opener, bounds=Bounds(limits))
    lines = [each.place for each in named if _LINES.fullmatch(each.place)]
    pointers = [each.place for each in named if each.place.startswith("/")]
    try:
        if _hash(item) != named[0].sha256:
            return
        if lines and source.kind in {"xml", "json", "text"}:
            yield from _at_lines(source, lines, redactor)
        if pointers and source.kind == "json":
            yield from _at_pointers(source, pointers, redactor)
    except (ReadError, OSError):
        return  # what could be said of the file is said already


def _hash(item: Found) -> str:
    digest = hashlib.sha256()
    with item.opener() as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


class _Span(NamedTuple):
    """The first and the last line of a place, and the column of the fault in it, all from 1."""

    first: int
    last: int
    column: int | None


def _span(place: str) -> _Span:
    found = _LINES.fullmatch(place)
    assert found  # noqa: S101 - only such places are asked for
    first, last, column = found.groups()
    return _Span(int(first), int(last or first), int(column) if column else None)


def _at_lines(
    source: Source, places: Sequence[str], redactor: Redactor | None
) -> Iterator[tuple[str, str]]:
    spans = {place: _span(place) for place in places}
    held = _held(source, {at for span in spans.values() for at in (span.first, span.last)})
    for place, span in spans.items():
        ends = [held[at] for at in dict.fromkeys((span.first, span.last)) if at in held]
        if len(ends) < len({span.first, span.last}) or not any(map(str.strip, ends)):
            continue
        shown = [_shown(line, span.column, redactor) for line in ends]
        yield place, (" … " if span.last > span.first + 1 else " ⏎ ").join(shown)


def _held(source: Source, numbers: set[int]) -> dict[int, str]:
    """Return the lines *numbers* of *source*, as far as all readers would number them so."""
    held: dict[int, str] = {}
    waiting = sorted(numbers, reverse=True)
    before = 0
    for piece in source.line_pieces():
        if source.kind == "text" and _DOUBTFUL.search(piece):
            break
        count = piece.count("\n")
        if waiting[-1] <= before + count:
            lines = piece.split("\n")
            while waiting and waiting[-1] <= before + count:
                number = waiting.pop()
                held[number] = lines[number - before - 1]
        before += count
        if not waiting:
            break
    return held


def _shown(line: str, column: int | None, redactor: Redactor | None) -> str:
    """Return *line* without secrets, and then as short as it is shown."""
    text = " ".join(clean(redactor.text(line) if redactor else line).split())
    start = max(0, column - _BEFORE_COLUMN) if column and len(text) > LONGEST else 0
    return f"{'…' if start else ''}{_short(text[start:])}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _at_pointers(
    source: Source, places: Sequence[str], redactor: Redactor | None
) -> Iterator[tuple[str, str]]:
    for place in places:
        keys = [key.replace("~1", "/").replace("~0", "~") for key in place[1:].split("/")]
        value = source.document
        for key in keys:
            value = _under(value, key)
        if value is _NOTHING:
            continue
        # Under its name: that may be what tells a secret.
        named = {keys[-1]: value}
        (shown,) = (redacted(named, redactor) if redactor else named).values()
        text = json.dumps(shown, ensure_ascii=False)
        yield place, _short(clean(" ".join(text.split())))


_NOTHING: Final = object()


def _under(value: Any, key: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what *value* has under *key*, as `reportgen.readers.pointers` prints it."""
    if isinstance(value, list) and key.isascii() and key.isdigit():
        return value[int(key)] if int(key) < len(value) else _NOTHING
    if isinstance(value, Mapping):
        # Two keys that print alike make a place that may be either's.
        alike = [name for name in value if _printed(name) == key]
        return value[alike[0]] if len(alike) == 1 else _NOTHING
    return _NOTHING


def _printed(name: str) -> str:
    return pointer(name)[1:].replace("~1", "/").replace("~0", "~")


def _with(report: Report, texts: Mapping[Place, str]) -> Report:
    def each(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        return tuple(
            replace(one, text=text) if (text := texts.get((one.artifact, one.place))) else one
            for one in evidence
        )

    claims = tuple(
        claim.model_copy(update={"evidence": each(claim.evidence)})
        for claim in report.verdict.claims
    )
    return report.model_copy(
        update={
            "verdict": report.verdict.model_copy(update={"claims": claims}),
            "findings": tuple(
                finding
                if finding.case is not None
                else finding.model_copy(update={"evidence": each(finding.evidence)})
                for finding in report.findings
            ),
        }
    )
