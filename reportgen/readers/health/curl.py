r"""
``curl -w '%{json}\n'``: what curl knows of the transfers it made.

https://curl.se/docs/manpage.html#-w
One object for each URL, with a line end only where the format asks for one, since curl 7.70;
``exitcode``, ``errormsg`` and ``url`` since 7.75.

* Without an answer ``http_code`` is 0 and ``time_total`` a time nothing answered in.
* With ``--fail`` the exit code is 22 and the HTTP code is still there.
* Without ``-o`` the body stands before the object.
* The same URL asked again and again is one service with its probes.
* A URL may hold a password, which is nobody's business.
"""

from typing import Any, Final

from reportgen.model.health import Service, ServiceStatus
from reportgen.model.run import Observations, Problem
from reportgen.patterns import pattern
from reportgen.readers.services import observed, probed, service
from reportgen.readers.shapes import as_number, as_text, entries
from reportgen.readers.source import Source
from reportgen.readers.statuses import status_of
from reportgen.wording import phrase

NAME: Final = "curl"
TITLE: Final = "curl's write-out as JSON"
HINT: Final = "curl -sS -o /dev/null -w '%{json}\\n' URL >> curl.jsonl"
HOLDS_TESTS: Final = False

_USER: Final = pattern(r"(?<=://)[^/?#\s]{0,500}@")
_HTTP_ERROR: Final = 22
# https://curl.se/docs/manpage.html#EXIT: bad options, a bad URL, a disk that is full.
_NOT_THE_SERVICES_FAULT: Final = frozenset({2, 3, 4, 23, 26, 27, 43, 48})
_SAYS_UNKNOWN: Final = {"0"}


def matches(source: Source) -> bool:
    """Whether the document holds what curl writes of a transfer."""
    return source.kind == "json" and any(_is_transfer(item) for _, item in entries(source))


def read(source: Source) -> Observations:
    """Return each URL as a service, with its probes where it was asked more than once."""
    found = list(entries(source))
    transfers = [(at, item) for at, item in found if _is_transfer(item)]
    services = [_service(item, at, source) for at, item in transfers]
    problems: tuple[Problem, ...] = ()
    if others := len(found) - len(transfers):
        message = phrase(
            "{n:,} other documents stand among those of curl and were not read", n=others
        )
        if others == 1:
            message = phrase("another document stands among those of curl and was not read")
        problems = (Problem(kind="note", severity="warning", message=message, place="/"),)
    return observed(probed(services), problems, _SAYS_UNKNOWN)


def _is_transfer(item: object) -> bool:
    return isinstance(item, dict) and item.keys() >= {"http_code", "time_total"}


def _service(item: dict[str, Any], at: tuple[int, ...], source: Source) -> Service:
    url = as_text(item.get("url")) or as_text(item.get("url_effective")) or source.stem
    code, took = item["http_code"], as_number(item["time_total"])
    has_answer = bool(code) and as_number(item.get("exitcode")) in {None, 0, _HTTP_ERROR}
    return service(
        _USER.sub("", url),
        code,
        source.path,
        at,
        status=_status(item),
        latency_ms=round(took * 1000, 6) if took is not None and has_answer else None,
        reason=_USER.sub("", _reason(item)),
    )


def _status(item: dict[str, Any]) -> ServiceStatus:
    """Return what an answer means; one that curl could not take whole is none."""
    exit_code = as_number(item.get("exitcode"))
    answer = status_of(item["http_code"])
    if exit_code in _NOT_THE_SERVICES_FAULT:
        return "down" if answer == "down" else "unknown"
    if exit_code:
        return "down"
    # Without an exit code, as before 7.75, no HTTP code is no answer.
    return "down" if not item["http_code"] and exit_code is None else answer


def _reason(item: dict[str, Any]) -> str:
    said, exit_code = as_text(item.get("errormsg")), as_number(item.get("exitcode"))
    if said:
        return said
    if item["http_code"]:
        return f"HTTP {item['http_code']}"
    return f"no answer; curl's exit code is {exit_code:g}" if exit_code else "no HTTP answer"
