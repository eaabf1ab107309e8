"""
What CI systems and containers put before the lines of others: names, and times.

The names of services, jobs and streams say nothing about memory and are taken away.
A time is kept in one form, ``2026-01-01T00:00:00.123Z `` or ``12:30:01 ``, because a reading
without a time of its own has no better one; a format that has no use for times takes it away, too.

GitHub and Azure: ``2026-01-01T00:00:00.1234567Z ``, in ``gh run view --log`` behind the names of the
job and the step. GitLab: ``2026-01-01T00:00:00.123456Z 00O ``. Jenkins: ``[2026-01-01T00:00:00.123Z] ``.
``docker compose logs``: ``web-1  | ``. ``kubectl logs --prefix``: ``[pod/web/app] ``. Kubernetes' own
files: a time and ``stdout F ``. BuildKit: ``#12 3.456 ``. ``ts`` of moreutils: ``Nov 23 12:30:01 ``.
"""

import re
from typing import Final

_DATED: Final = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
_CLOCK: Final = r"\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
_SPEAKER = re.compile(
    r"\ufeff"
    rf"|[^\t\n]{{1,200}}\t[^\t\n]{{1,200}}\t(?=\ufeff?{_DATED} )"
    r"|[A-Za-z0-9][\w.-]{0,63} {1,40}\|(?: |$)"
    r"|\[pod/[^\]\n]{1,300}\] "
    r"|#\d{1,5} \d{1,7}\.\d{1,3}(?: |$)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    rf"(?:(?P<dated>{_DATED})|\[(?P<dated_in>{_DATED})\]|\[(?P<clock_in>{_CLOCK})\]"
    rf"|[A-Z][a-z]{{2}} [ \d]\d (?P<clock>{_CLOCK}))"
    r"(?: \d\d[OE](?:[ +]|$)| (?:stdout|stderr) [FP](?: |$)| |$)",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:{_DATED}|{_CLOCK}) ", re.IGNORECASE)
_LONGEST: Final = 500
_MOST: Final = 4


def tidy(line: str) -> str:
    """Return *line* without who said it, and with its time in the one form."""
    head = line[:_LONGEST]
    at = 0
    for _ in range(_MOST):
        found = _SPEAKER.match(head, at)
        if found is None:
            break
        at = found.end()
    if stamp := _STAMP.match(head, at):
        time = next(group for group in stamp.groups() if group)
        return f"{time} {line[stamp.end() :]}" if " " in stamp[0][len(time) :] else time
    return line[at:]


def unstamped(line: str) -> str:
    """Return *line*, which is tidy, without the time before it."""
    found = _BEFORE.match(line)
    return line[found.end() :] if found else line


def is_prefix(text: str) -> bool:
    """Whether all of *text*, which stands before something in a line, is put there by others."""
    return not text or (len(text) < _LONGEST and not unstamped(tidy(text)))
