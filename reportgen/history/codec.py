"""
A report as a history keeps it: storage format 1.

Gzipped JSON. Tests are columns of integers against one table of strings, so that thousands of runs
can be scanned; everything else is rows. The bytes depend on the report alone.

Format 1 (0.1): first version.
"""

import gzip
import json
import zlib
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from reportgen.model.report import Report
from reportgen.model.tests import PASSED, Case, Errored, Failed, Outcome, Passed, Skipped

FORMAT: Final = 1
MAX_BYTES: Final = 512 << 20
_LETTERS: Final = {"passed": "P", "failed": "F", "errored": "E", "skipped": "S"}
_COLUMNS: Final = ("suite", "class_name", "name", "file", "artifact")
_NUMBERS: Final = ("at_line", "line", "duration_s")


class DamagedRecordError(Exception):
    """A record cannot be read; the text says why."""


def encode(report: Report) -> bytes:
    """Return *report* as a record."""
    strings: dict[str, int] = {}
    columns: dict[str, Any] = {
        name: [
            -1 if (text := getattr(case, name)) is None else strings.setdefault(text, len(strings))
            for case in report.cases
        ]
        for name in _COLUMNS
    }
    for name in _NUMBERS:
        columns[name] = [getattr(case, name) for case in report.cases]
    columns["outcome"] = "".join(_LETTERS[case.outcome.name] for case in report.cases)
    outcomes = TypeAdapter[Outcome](Outcome)
    columns["outcomes"] = {
        index: outcomes.dump_python(case.outcome, mode="json")
        for index, case in enumerate(report.cases)
        if case.outcome != PASSED
    }
    record = {
        "format": FORMAT,
        "report": report.model_dump(mode="json", exclude={"cases"}),
        "strings": list(strings),
        "tests": columns,
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)


def decode(data: bytes) -> Report:
    """
    Return the report of a record.

    Raises:
        DamagedRecordError: it is broken, too large, or of a format this version does not know.

    """
    try:
        unpacker = zlib.decompressobj(wbits=31)
        text = unpacker.decompress(data, MAX_BYTES)
        if not unpacker.eof:
            raise DamagedRecordError("it is cut off or larger than the limit")
        record = json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise DamagedRecordError(f"it is broken: {error}") from error
    if not isinstance(record, dict) or "format" not in record:
        raise DamagedRecordError("it is no record of a run")
    if record["format"] != FORMAT:
        raise DamagedRecordError(
            f"it has format {record['format']!r:.20}, this version of reportgen reads {FORMAT}"
        )
    try:
        cases = _cases(record["tests"], record["strings"])
        return Report.model_validate({**record["report"], "cases": cases})
    except (ValidationError, KeyError, IndexError, TypeError, ValueError) as error:
        raise DamagedRecordError(f"its content is not as agreed: {type(error).__name__}") from error


def _cases(columns: dict[str, Any], strings: list[str]) -> list[Case]:
    outcomes = TypeAdapter(dict[int, Outcome]).validate_python(columns["outcomes"])
    letters = columns["outcome"]
    if {len(columns[name]) for name in (*_COLUMNS, *_NUMBERS)} != {len(letters)}:
        raise ValueError("the columns differ in length")
    if any(row >= len(letters) for row in outcomes):
        raise ValueError("there is an outcome without a test")

    def text(index: int) -> str | None:
        return None if index < 0 else strings[index]

    cases = []
    for row, letter in enumerate(letters):
        outcome: Passed | Failed | Errored | Skipped = outcomes.get(row, PASSED)
        if _LETTERS[outcome.name] != letter:
            raise ValueError("an outcome and its letter differ")
        cases.append(
            Case(
                suite=text(columns["suite"][row]) or "",
                class_name=text(columns["class_name"][row]) or "",
                name=text(columns["name"][row]) or "",
                outcome=outcome,
                artifact=text(columns["artifact"][row]) or "",
                at_line=columns["at_line"][row],
                file=text(columns["file"][row]),
                line=columns["line"][row],
                duration_s=columns["duration_s"][row],
            )
        )
    return cases
