"""
What stays of a message from run to run: values that tell the moment and the machine are masked.

Digits are masked only where they are a token of their own or part of a known shape: a message
without any digit is like many others. What says which fault it is stays: codes of errors and of
HTTP, the ports of well-known services, names of hosts and of files.

`VERSION` counts the sets of these rules. Ids of causes do not depend on it: see `grouping.named`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from reportgen.causes.frames import SUFFIXES
from reportgen.patterns import pattern

VERSION: Final = 1
LONGEST: Final = 1_200
"""How many characters of a message are looked at: three quarters of them from its head."""

# What servers listen on: https://www.iana.org/assignments/service-names-port-numbers, and usage.
_SERVICES: Final = frozenset(
    map(
        str,
        (
            21, 22, 25, 53, 80, 110, 143, 389, 443, 445, 465, 587, 636, 993, 995, 1433, 1521, 1883,
            2049, 2181, 2375, 2376, 2379, 3000, 3306, 4222, 4317, 4318, 4444, 5000, 5432, 5601,
            5671, 5672, 5984, 6379, 6443, 7474, 7687, 8000, 8080, 8081, 8086, 8125, 8200, 8443,
            8500, 8529, 8983, 9000, 9042, 9090, 9092, 9093, 9200, 9300, 9411, 11211, 15672, 16686,
            26257, 27017, 50051,
        ),
    )
)  # fmt: skip
# Where XML forbids the escape character itself, readers have put the replacement character.
_ANSI = pattern("[\x1b\ufffd]\\[[0-?]*[ -/]*[@-~]")
_TEXT = r"[^\s'\"`,:;()\[\]<>|*?/\\]"
_ANY = r"[^\s'\"`,;()\[\]<>|*?]"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_CLOCK = r"\d\d?:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?[AP]M\b)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b)?"
_SPAN = r"(?:ns|us|µs|μs|ms|s|secs?|seconds?|mins?|minutes?|m|hours?|hrs?|h|days?)"
_MASKED = pattern(
    r"(?P<uuid>(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z]))"
    r"|(?P<url>\b[a-z][a-z0-9+.]{1,15}://[^\s'\"`<>()\[\]{},;]{1,400})"
    rf"|(?P<moment>(?<![\w.])(?:\d{{4}}[-/]\d\d[-/]\d\d(?:[T _]{_CLOCK})?"
    rf"|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},? )?(?:\d{{1,2}}[ -/]{_MONTH}[ -/]\d{{4}}"
    rf"|{_MONTH} {{1,2}}\d{{1,2}}(?:,? \d{{4}})?)(?:[ T:,]{{1,2}}{_CLOCK})?"
    r"|\d\d?:\d\d:\d\d(?:[.,]\d{1,9})?)(?!\w))"
    r"|(?P<code>\b(?:[Ee]rrno|ERRNO|[Ee]rror|ERROR|[Ss]tatus|[Cc]ode|[Ss]ignal|SQLSTATE|[Ee]xit(?:ed)?"
    r"|HTTP(?:/\d(?:\.\d)?)?|Response|ORA|TNS|PLS)[^\w\n]{0,3}"
    r"(?:(?:code|status|with|value|is|of|error)\b[^\w\n]{1,3}){0,3}\d{1,5}(?![\w.]))"
    rf"|(?P<tmp>(?:(?:/private)?(?:/var)?/tmp/|/dev/shm/|(?:/private)?/var/folders/|[A-Za-z]:[\\/]{{1,2}}{_ANY}{{0,200}}?"
    rf"[\\/]Te?mp[\\/]{{1,2}}){_ANY}{{1,300}})"
    rf"|(?P<path>(?<![\w.:/\\~-])(?:[A-Za-z]:[\\/]{{1,2}}|~?/)(?:{_TEXT}{{1,120}}+[\\/]{{1,2}})+{_TEXT}{{0,200}})"
    r"|(?P<windows>(?<![\w.\\/])[\w.-]{1,80}(?:\\{1,2}[\w.-]{1,80}){1,20}\.[a-z]{1,5}\b)"
    r"|(?P<host>(?<![\w.@:-])(?:[A-Za-z][\w-]{0,62}(?:\.[\w-]{1,62}){0,8}|\d{1,3}(?:\.\d{1,3}){3}"
    r"|\[[0-9a-f:]{2,45}\]):\d{1,5}(?![\w.]))"
    r"|(?P<port>\b[Pp]ort[ =:'\"]{1,3}\d{1,5}\b)"
    r"|(?P<ip>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![\w.])"
    r"|(?<![\w:])(?=[a-f:]{0,12}\d)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:]))"
    r"|(?P<worker>\bgw\d{1,3}\b)"
    r"|(?P<hex>(?<=-)(?=[a-z]{0,9}\d)[a-z0-9]{8,10}-[a-z0-9]{5}\b|\b0x[0-9A-Fa-f]{1,16}\b|(?<=[\w>\]]@)[0-9a-f]{4,8}\b"
    r"|(?<![0-9A-Za-z])(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[0-9a-f]{7,64}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])(?=(?:[A-Za-z]{0,20}\d){4})(?=[0-9A-Z]{0,40}[a-z])(?=[0-9a-z]{0,40}[A-Z])"
    r"[0-9A-Za-z]{14,80}(?![0-9A-Za-z]))"
    rf"|(?P<span>(?<![\w.])(?:\d+(?:[.,]\d+)* ?{_SPAN}(?:(?=\d)|(?!\w)))+)"
    r"|(?P<size>(?<![\w.])\d+(?:[.,]\d+)* ?(?:[kKMGT]i?)?(?:B|[Bb]ytes?)\b)"
    r"|(?P<number>(?<![\w.])[-+]?\d+(?:[.,_]\d+)*(?:[eE][-+]?\d+)?(?![^\W_])"
    r"|(?<=_)\d{3,}(?![0-9A-Za-z])|(?<=[a-z])\d{4,}(?![0-9A-Za-z]))"
)
_ROOT = pattern(
    r"~?/(?:home|Users|usr|var|opt|builds|srv|root|app|apps|code|work|workspace|workspaces|project"
    r"|etc|mnt|data|run|__w|a|github|private|Library|nix|proc|dev|sys|lib|lib64|bin|sbin)/"
)
_BEFORE_PORT: Final = "Pport =:'\""
_LIST = pattern(r"#(?:(?:, ?| )#)+")
_STATUS = pattern(r"[1-5]\d\d")
_SEGMENT = pattern(r"(?=[^\d]*\d)(?:\d+|[0-9a-f-]{7,}|(?=\D*\d\D*\d)[0-9A-Za-z_-]{12,})")


def normal(text: str) -> str:
    """Return what stays of *text* from run to run, on one line."""
    if "\x1b" in text or "\ufffd" in text:
        text = _ANSI.sub("", text)
    return _normal(_bounded(text.replace("\r\n", "\n").replace("\r", "\n")))


def forget_normal() -> None:
    """Forget the texts that were looked at last."""
    _normal.cache_clear()


def _bounded(text: str) -> str:
    """Return the head and the tail of a long *text*, each of whole lines where it has some."""
    if len(text) <= LONGEST:
        return text
    head, tail = text[: LONGEST * 3 // 4], text[-(LONGEST // 4) :]
    return " … ".join((head.rpartition("\n")[0] or head, tail.partition("\n")[2] or tail))


@lru_cache(maxsize=4_096)
def _normal(text: str) -> str:
    told = "tatus" in text
    masked = _MASKED.sub(lambda found: _mask(found, told=told), text)
    return _LIST.sub("#", " ".join(masked.split()))


def _mask(found: re.Match[str], *, told: bool) -> str:
    shape = found.lastgroup or ""
    if shape == "number":
        return found[0] if told and _STATUS.fullmatch(found[0]) else "#"
    shown = _SHOWN[shape]
    return shown if isinstance(shown, str) else shown(found[0])


def _host(host: str) -> str:
    if host.startswith("127.") or host in {"[::1]", "::1", "0.0.0.0", "[::]", "localhost"}:  # noqa: S104 - looked for
        return "localhost"
    return "<ip>" if host[0].isdigit() or host[0] in "[:" or ":" in host else _digits(host)


def _port(port: str, host: str = "") -> str:
    """Return *port* where it tells the service; a line of a source file stands there, too."""
    is_line = host.rpartition(".")[2] in SUFFIXES
    return port if port in _SERVICES and not is_line else "#"


def _url(url: str) -> str:
    scheme, _, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    place = place.rpartition("@")[2]
    host, colon, port = place.partition(":") if not place.startswith("[") else (place, "", "")
    shown = f"{_host(host) if host else ''}{f':{_port(port)}' if colon else ''}"
    return f"{scheme}://{shown}{slash}{_route(path.partition('?')[0].partition('#')[0])}"


def _route(path: str) -> str:
    """Return a path of a server: what it names stays, ids in it go."""
    return "/".join("#" if _SEGMENT.fullmatch(part) else part for part in path.split("/"))


def _temporary(path: str) -> str:
    """Return a path below a folder for temporary files: such folders have names of their own."""
    name = path.replace("\\", "/").rstrip("/.:")
    below = name.rpartition("/")[2]
    nested = name.count("/") > (2 if name.startswith("/") else 6)
    return f"<tmp>/{_digits(below)}" if nested and "." in below else "<tmp>"


def _path(path: str) -> str:
    """Return the name of a file on a disk, which lies elsewhere on each; a route stays a route."""
    parts = re.split(r"[\\/]+", path.rstrip("\\/"))
    if path[0] in "/~" and not _ROOT.match(path) and "." not in parts[-1]:
        return _route(path)
    return f"<path>/{_digits(parts[-1])}"


def _digits(name: str) -> str:
    return re.sub(r"(?<![0-9A-Za-z])\d+(?![0-9A-Za-z])|(?<=[a-z_])\d{3,}(?![0-9A-Za-z])", "#", name)


def _address(place: str) -> str:
    host, _, port = place.rpartition(":")
    return f"{_host(host)}:{_port(port, host)}"


_SHOWN: Final[dict[str, str | Callable[[str], str]]] = {
    "uuid": "<id>",
    "hex": "<id>",
    "moment": "<moment>",
    "span": "<span>",
    "size": "<size>",
    "worker": "<worker>",
    "code": str,
    "url": _url,
    "tmp": _temporary,
    "path": _path,
    "windows": lambda text: text.replace("\\\\", "/").replace("\\", "/"),
    "host": _address,
    "port": lambda text: f"port {_port(text.strip(_BEFORE_PORT))}",
    "ip": _host,
}
"""What stands for each shape: a text, or what makes one of what was found."""
