"""What tools print of a container's memory: ``30.52MiB / 128MiB``, in use and at most."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from reportgen.patterns import pattern
from reportgen.readers.numbers import written_bytes

_USAGE: Final = pattern(r"\s*(\d[\w.]{0,20})\s*/\s*(\d[\w.]{0,20})\s*")
_ROUND: Final = pattern(r"\d+(?:\.\d)?[A-Za-z]+")


class Usage(NamedTuple):
    """What is used and the limit, in bytes; *round* tells a limit that people would choose."""

    used: int
    limit: int
    round: bool


def usage_of(text: object) -> Usage | None:
    """Return what *text* says, or None for a container that does not run."""
    found = _USAGE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    used, limit = written_bytes(found[1]), written_bytes(found[2])
    if used is None or not limit:
        return None
    return Usage(used, limit, _ROUND.fullmatch(found[2]) is not None)


def limits_of(usages: Iterable[tuple[str, Usage]]) -> dict[str, int]:
    """
    Return the limits of containers by name, without those that are the memory of the host.

    That is the largest of all and crooked, because the kernel keeps some for itself.
    """
    seen = dict(usages)
    most = max((usage.limit for usage in seen.values()), default=0)
    return {name: usage.limit for name, usage in seen.items() if usage.limit < most or usage.round}
