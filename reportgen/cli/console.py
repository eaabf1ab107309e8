"""What the commands say: data on stdout as UTF-8 whatever the locale, everything else on stderr."""

import os
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from reportgen.cli.encoding import encoded
from reportgen.cli.streams import forget, note
from reportgen.model.report import Report
from reportgen.model.units import plural
from reportgen.wording import phrase


def emit(text: str | Iterable[str], output: Path | None) -> None:
    """
    Print *text*, which may come in pieces, or write it to *output* whole.

    Raises:
        UsageError: the file cannot be written.

    """
    if output is None or str(output) == "-":
        emit_bytes(_bytes_of(text))
        return
    save(output, text)


def _bytes_of(text: str | Iterable[str]) -> bytes | memoryview:
    """Return *text* for stdout; no list of pieces is made: it takes ten times their size."""
    if isinstance(text, str):
        return encoded(text, sys.stdout)
    made = BytesIO()
    for piece in text:
        made.write(encoded(piece, sys.stdout))
    return made.getbuffer()


def emit_bytes(data: bytes | memoryview) -> None:
    """
    Print *data* on stdout; a reader that has gone, as `head` does, wants no more and is no fault.

    Raises:
        UsageError: stdout is closed, or cannot be written, as on a disk that is full.

    """
    from reportgen.errors import UsageError

    hint = phrase("print it to a place that can be written to, or name one with --output")
    if sys.stdout is None:  # closed from the start: `>&-`
        raise UsageError(phrase("cannot write to standard output: it is closed"), hint)
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        forget(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            reason = (error.strerror or str(error)).lower()
            raise UsageError(
                phrase("cannot write to standard output: {reason}", reason=reason), hint
            ) from error


def save(path: Path, text: str | Iterable[str]) -> None:
    """
    Write *text*, which may come in pieces, to *path* whole or not at all.

    A device or a pipe is written to as it is.

    Raises:
        UsageError: it cannot be written.

    """
    from reportgen import files
    from reportgen.errors import UsageError

    data = (piece.encode("utf-8") for piece in ((text,) if isinstance(text, str) else text))
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            # Renamed over, `/dev/null` would be a file from then on, for everyone.
            with path.open("wb") as stream:
                stream.writelines(data)
        else:
            files.write(path, data)
    except OSError as error:
        raise UsageError(
            phrase(
                'cannot write "{path}": {reason}',
                path=path,
                reason=(error.strerror or str(error)).lower(),
            ),
            phrase("name a place that can be written to"),
        ) from error


def say(text: str, *, quiet: bool = False) -> None:
    """Print a line on stderr, unless asked to be quiet."""
    if not quiet:
        note(text)


def warn(text: str) -> None:
    """Print on stderr what the user should know even when asked to be quiet."""
    note("reportgen: " + phrase("warning: {text}", text=text))


def summary(report: Report) -> str:
    """Return the run in one line of our own words: nothing of it comes from an artifact."""
    verdict, counts = report.verdict, report.totals.counts
    unread = sum(artifact.status in {"rejected", "partial"} for artifact in report.artifacts)
    trouble = ""
    if unread:
        trouble = phrase(", {artifacts} not read in full", artifacts=plural(unread, "artifact"))
    return "reportgen: " + phrase(
        "{headline}, evidence {evidence}; decision: {decision}; gate {gate} ({tests}, {red:,} red, "
        "{files}{trouble})",
        headline=verdict.headline,
        evidence=phrase(verdict.evidence),
        decision=verdict.decision,
        gate=phrase(verdict.gate.status),
        tests=plural(counts.tests, "test"),
        red=counts.red,
        files=plural(len(report.artifacts), "file"),
        trouble=trouble,
    )


def wants_colour() -> bool:
    """Whether stdout is a terminal that shows colour, https://no-color.org."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
