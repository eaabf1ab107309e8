"""
What makes two failures the same: the type of the exception, where it broke, what stays of the text.

Most messages say little by themselves (``assert # == #``): the same words at two places are two
causes, so the place counts. Where something outside the tests does not work, it is met at many
places and the message names it: then the place does not count.

A failing assertion whose source is printed is known by that source, whatever values it compared.
Where a trace names no function and the message is a common one, only the test tells it apart.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from reportgen.causes.normal import forget_normal, normal
from reportgen.causes.places import Place, place_in
from reportgen.causes.saying import PANIC, Saying, is_empty, saying
from reportgen.model.tests import Trouble
from reportgen.model.text import one_line
from reportgen.patterns import pattern

LONGEST_QUOTE: Final = 300
_KEY_BYTES: Final = 12
_TELLING_WORDS: Final = 5

_WORD = pattern(r"[^\W\d_]{2,}")
_PARAMETERS = pattern(r"\s*[\[({#].*", re.DOTALL)
# What is outside the tests and met by many: a server, a name, a disk, a file, a module, a fixture.
_OUTSIDE = pattern(
    r"connection (?:was |has been )?(?:refused|reset|closed|aborted|timed out|failed)"
    r"|connection to .{1,100}(?:failed|refused|timed out)|connect timeout|no route to host"
    r"|(?:could not|cannot|can't|unable to|failed to) (?:connect|resolve|reach|establish)"
    r"|(?:cannot|could not) be resolved|unreachable|not reachable|max retries exceeded"
    r"|ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOSPC|EMFILE"
    r"|name or service not known|no such host|name resolution|unknown ?host|getaddrinfo"
    r"|i/o timeout|dial (?:tcp|udp|unix)|read timed? ?out|deadline exceeded|handshake"
    r"|too many connections|remaining connection slots|certificate|service unavailable"
    r"|bad gateway|gateway time-?out|docker daemon|session not created|could not start"
    r"|timed out waiting for|waiting for .{1,100} to (?:open|start|become|be )"
    r"|no space left|disk quota|too many open files|cannot allocate memory"
    r"|read-only file system|permission denied|no such file or directory"
    r"|no module named|(?:cannot|could not) find module|executable doesn't exist"
    r"|fixture '[^']{1,100}' not found|relation .{1,100} does not exist|no such table"
    r"|unknown database|database .{1,100} does not exist|authentication failed"
    r"|access denied|environment variable",
    re.IGNORECASE,
)
# What such a message names: an address, a service's port, a file, something in quotes.
_NAMED = pattern(
    r"://[^\s/#]|\b[A-Za-z][\w.-]{0,80}:(?:\d|#)|<ip>:\d|port \d|<(?:path|tmp)>/"
    r"|[\w-]{1,60}\.(?:local|internal|com|org|net|io|svc)\b"
    r"|(?:lookup|ENOTFOUND|EAI_AGAIN|host:?|at|for|to) [A-Za-z][\w-]{0,62}(?:[.:]|\Z)"
    r"|'[^']{2,200}'|\"[^\"]{2,200}\"|`[^`]{2,200}`|\u201c[^\u201d]{2,200}\u201d"
)
_ROUTE = pattern(r"(://[^/\s'\")]{1,200})/[^\s'\")]*|(\burl: )/\S*")
_OVERDUE = pattern(
    r"time(?:d |-)?out|exceeded|deadline|did not finish|took too long", re.IGNORECASE
)
# A comparison in the words of the tool alone, without a message of the test's.
_BARE = pattern(
    r"assert |expect\(|expected\b|Failed asserting|Assert\.|[^:\n]{1,200} [!=]= |left: |want\b"
    r"|values (?:differ|are not)",
    re.IGNORECASE,
)
_STATUS = pattern(r"(?<![\w.])[1-5]\d\d(?![\w.])")


class Fingerprint(NamedTuple):
    """
    What a failure is known by.

    *says* is what it said, in its own words, on one line; *where* the place of the project that
    is nearest to the fault, empty where none is named.
    *key* is the same for the same cause, and for as long as the rules are; *text* is what of its
    message counts, and *near* what two failures must share to be compared by it.
    """

    type: str
    where: str
    says: str
    key: str
    text: str = ""
    near: str = ""


def fingerprint(troubles: Sequence[Trouble], test: str = "") -> Fingerprint:
    """
    Return what the failure is known by that said *troubles*: the first of them counts.

    *test* is the title of the test, which counts, without its parameters, where nothing else
    tells the place. Whoever compares fingerprints gives it always, or never.
    """
    first = troubles[0] if troubles else Trouble("failure")
    said, place, text, outside, says = _read(first)
    where = place.name if place else ""
    if outside:
        text = _ROUTE.sub(r"\1\2", text)
        return Fingerprint(said.type, where, says, _key("outside", said.type, text), text)
    source = place.source if place and said.is_assertion else ""
    telling = _is_telling(text, is_assertion=said.is_assertion)
    at = _anchor(place, source, _PARAMETERS.sub("", test) or test, telling=telling)
    near = f"{said.type}\0{at}\0{source}"
    if _is_whole(source) and _BARE.match(said.text):
        status = _STATUS.findall(said.text) if "status" in f"{source}{said.text}" else ()
        text = " ".join(status)
    return Fingerprint(said.type, where, says, _key("at", near, text), text, near)


def forget() -> None:
    """Forget what failures said; told again, it is read again. A large run has megabytes of it."""
    _read.cache_clear()
    forget_normal()


class _Reading(NamedTuple):
    """What a trouble says, whatever test it is of; *outside* is what the tests did not break."""

    said: Saying
    place: Place | None
    text: str
    outside: bool
    says: str


@lru_cache(maxsize=8_192)
def _read(trouble: Trouble) -> _Reading:
    said = saying(trouble)
    text = normal(said.text)
    outside = not said.is_assertion and _OUTSIDE.search(text) and _NAMED.search(text)
    return _Reading(
        said=said,
        place=place_in(trouble.detail or trouble.message),
        text=text,
        outside=bool(outside),
        says=one_line(_quoted(trouble, said), LONGEST_QUOTE),
    )


def _quoted(trouble: Trouble, said: Saying) -> str:
    """Return the line by which people know a failure; without a message what its trace says."""
    if not is_empty(trouble.message) and said.type != PANIC:
        return trouble.headline
    return said.text.strip().partition("\n")[0] or trouble.headline


def _anchor(place: Place | None, source: str, test: str, *, telling: bool) -> str:
    """Return what of the place counts: as much as keeps common words of two places apart."""
    if place and (place.function or source):
        return place.name
    return (place.name if place else "") if telling else f"{place.file if place else ''}\0{test}"


def _is_telling(text: str, *, is_assertion: bool) -> bool:
    """Whether *text* says enough to be one thing wherever it is said."""
    return (
        not is_assertion
        and len(_WORD.findall(text)) >= _TELLING_WORDS
        and not _OVERDUE.search(text)
    )


def _is_whole(source: str) -> bool:
    """Whether a line of the source holds all of a statement, not only its first line."""
    return len(source) > len("assert x") and source.count("(") == source.count(")")


def _key(*parts: str) -> str:
    text = "\0".join(parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).hexdigest()
