"""
The journal of systemd as JSON lines: searched for who ran out of memory.

https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format — every value is a string, times are
microseconds since the epoch; a message that is not UTF-8 is a list of bytes.
"""

from datetime import datetime
from typing import Any, Final

from reportgen.model.run import Observations
from reportgen.readers.exhaustion import Exhaustion
from reportgen.readers.numbers import moment
from reportgen.readers.pointers import pointer
from reportgen.readers.source import Source

NAME: Final = "journald"
TITLE: Final = "systemd journal"
HINT: Final = "journalctl --output=json > journal.json"
HOLDS_TESTS: Final = False

_TIME: Final = "__REALTIME_TIMESTAMP"


def matches(source: Source) -> bool:
    """Whether every object is an entry of the journal: a time of its own, and a message."""
    if source.kind != "json":
        return False
    return bool(source.documents) and all(
        isinstance(each, dict) and isinstance(each.get(_TIME), str) and "MESSAGE" in each
        for each in source.documents
    )


def read(source: Source) -> Observations:
    """Return who ran out of memory, and from when to when the journal goes."""
    entries = source.documents
    single = len(entries) == 1
    found = Exhaustion(
        source.path, lambda n: pointer("MESSAGE") if single else pointer(n - 1, "MESSAGE")
    )
    times = [_time(entry) for entry in entries]
    number = 0
    for number, (entry, at) in enumerate(zip(entries, times, strict=True), 1):
        message = _message(entry)
        who = entry.get("SYSLOG_IDENTIFIER")
        if isinstance(who, str) and who.startswith("systemd"):
            pid = entry.get("_PID")
            message = f"{who}[{pid if isinstance(pid, str) else 1}]: {message}"
        for line in message.splitlines():
            found.take(number, line, at)
    known = [at for at in times if at is not None]
    return Observations(
        out_of_memory=found.events(),
        problems=found.problems(),
        timestamps=(min(known), max(known)) if known else (),
    )


def _message(entry: dict[str, Any]) -> str:
    message = entry.get("MESSAGE")
    if isinstance(message, list) and all(
        isinstance(byte, int) and 0 <= byte < 256 for byte in message
    ):
        return bytes(message).decode("utf-8", "replace")
    return message if isinstance(message, str) else ""


def _time(entry: dict[str, Any]) -> datetime | None:
    text = entry.get(_TIME)
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 17:
        return None
    return moment(int(text) / 1_000_000)
