"""
What CI systems and containers put before the lines of others: names, and times.

The names of services, jobs and streams say nothing about memory and are taken away.
A time is kept in one form, ``2026-01-01T00:00:00.123Z `` or ``12:30:01 ``, because a reading
without a time of its own has no better one; a format that has no use for times takes it away, too.

Known are

- GitHub and Azure: ``2026-01-01T00:00:00.1234567Z ``;
  ``gh run view --log`` puts the names of the job and the step before it, each with a tab
- GitLab: ``2026-01-01T00:00:00.123456Z 00O ``
- Jenkins: ``[2026-01-01T00:00:00.123Z] `` and ``[12:30:01] ``
- ``docker compose logs``: ``web-1  | ``, with ``--timestamps`` a time behind it
- ``kubectl logs --prefix``: ``[pod/web/app] ``; the kubelet's own files: a time and ``stdout F ``
- BuildKit: ``#12 3.456 ``, the seconds since the step began
- ``ts`` of moreutils and syslog: ``Nov 23 12:30:01 ``
"""

import re
from typing import Final

from reportgen.patterns import pattern

_DATED: Final = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
_CLOCK: Final = r"\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
_SPEAKER = pattern(
    r"\ufeff"
    rf"|[^\t\n]{{1,200}}\t[^\t\n]{{1,200}}\t(?=\ufeff?{_DATED} )"
    r"|[A-Za-z0-9][\w.-]{0,63} {1,40}\|(?: |$)"
    r"|\[pod/[^\]\n]{1,300}\] "
    r"|#\d{1,5} \d{1,7}\.\d{1,3}(?: |$)",
    re.IGNORECASE,
)
_STAMP = pattern(
    rf"(?:(?P<dated>{_DATED})|\[(?P<dated_in>{_DATED})\]|\[(?P<clock_in>{_CLOCK})\]"
    rf"|[A-Z][a-z]{{2}} [ \d]\d (?P<clock>{_CLOCK}))"
    r"(?: \d\d[OE](?:[ +]|$)| (?:stdout|stderr) [FP](?: |$)| |$)",
    re.IGNORECASE,
)
_BEFORE = pattern(rf"(?:{_DATED}|{_CLOCK}) ", re.IGNORECASE)
_LONGEST: Final = 500
_MOST: Final = 4


def tidy(line: str) -> str:
    """Return *line* without who said it, and with its time in the one form."""
    head = line[:_LONGEST]
    at = _behind_speakers(head, 0)
    stamp = _STAMP.match(head, at)
    if stamp is None:
        return line[at:]
    at = _behind_speakers(head, stamp.end())
    if at > stamp.end() and (inner := _STAMP.match(head, at)):
        stamp, at = inner, inner.end()  # the container's time is nearer to what it says
    time = next(group for group in stamp.groups() if group)
    return f"{time} {line[at:]}" if at > stamp.end() or " " in stamp[0][len(time) :] else time


def _behind_speakers(head: str, at: int) -> int:
    """Return where the names end that stand in *head* from *at* on."""
    for _ in range(_MOST):
        found = _SPEAKER.match(head, at)
        if found is None:
            break
        at = found.end()
    return at


def unstamped(line: str) -> str:
    """Return *line*, which is tidy, without the times before it: a CI system's, a container's."""
    for _ in range(2):
        found = _BEFORE.match(line)
        line = line[found.end() :] if found else line
    return line


def is_prefix(text: str) -> bool:
    """Whether all of *text*, which stands before something in a line, is put there by others."""
    return not text or (len(text) < _LONGEST and not unstamped(tidy(text)))
