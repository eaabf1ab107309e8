"""Numbers as people read them: no locale, no rounding up to success."""

from datetime import datetime

from reportgen.wording import phrase, phrase_many

_KIB = 1024


def duration(seconds: float | None) -> str:
    """
    Return *seconds* in the two largest fitting units.

    ``0.27 s``, ``12.5 s``, ``3 min 45 s``, ``2 h 5 min``, ``3 d 4 h``; unknown is an en dash.
    """
    if seconds is None:
        return "–"
    if 0 < seconds < 0.001:
        return "<1 ms"
    if seconds < 0.1:
        return f"{abs(seconds) * 1000:.0f} ms"
    if seconds < 10:
        return f"{seconds:.2f}".rstrip("0").rstrip(".") + " s"
    if seconds < 60:
        return f"{seconds:.1f}".rstrip("0").rstrip(".") + " s"
    whole = round(seconds)
    for size, unit, below, smaller in (
        (86_400, "d", 3_600, "h"),
        (3_600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if whole >= size:
            rest = whole % size // below
            return f"{whole // size} {unit} {rest} {smaller}" if rest else f"{whole // size} {unit}"
    return f"{whole} s"


def latency(milliseconds: float | None) -> str:
    """Return a latency: ``340 ms``, ``3.7 s``; unknown is an en dash."""
    if milliseconds is None:
        return "–"
    if 0 < milliseconds < 0.01:
        return "<0.01 ms"
    if milliseconds < 999.5:
        return f"{milliseconds:.3g} ms"
    return f"{milliseconds / 1000:.1f} s"


def size(count: float | None) -> str:
    """
    Return a number of bytes in binary units, one decimal: ``224.1 MiB``.

    The unit is always written as the binary one it is.
    """
    if count is None:
        return "–"
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if round(abs(value), 1) < _KIB:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= _KIB
    return f"{value:.1f} TiB"


def percent(part: int, whole: int) -> str:
    """
    Return *part* of *whole* as a percentage that never claims more than it knows.

    ``100 %`` only where all are in, ``0 %`` only where none is.
    """
    if not whole:
        return "–"
    if part >= whole:
        return "100 %"
    share = 100 * part / whole
    if share > 99.9:
        return "99.9 %"
    if part and share < 0.1:
        return "0.1 %"
    return f"{share:.1f} %".replace(".0 %", " %")


def signed_percent(share: float) -> str:
    """Return a relative change: ``+0.8 %``, ``−12 %`` (with a minus sign, not a hyphen)."""
    return f"{share * 100:+.1f} %".replace("-", "\N{MINUS SIGN}").replace(".0 %", " %")


def plural(number: int, noun: str, nouns: str | None = None) -> str:
    """Return *number* with its noun: ``1 test``, ``1,204 tests``."""
    return phrase_many(f"{{n:,}} {noun}", f"{{n:,}} {nouns or noun + 's'}", number)


def listing(items: list[str], most: int = 5, of: int | None = None) -> str:
    """
    Return *items* as prose: ``a, b and c``; beyond *most* the rest is counted.

    Where they are the first *of* more, all of them are named, and of the others how many.
    """
    if of is not None and of > len(items):
        return phrase("{names} and {more:,} more", names=", ".join(items), more=of - len(items))
    most = most if of is None else len(items)
    if len(items) > most:
        named = ", ".join(items[:most])
        return phrase("{names} and {more:,} more", names=named, more=len(items) - most)
    if len(items) > 1:
        return phrase("{names} and {last}", names=", ".join(items[:-1]), last=items[-1])
    return items[0] if items else phrase("none")


def moment(when: datetime | None) -> str:
    """Return a moment for people: ``2025-09-15 13:35 UTC``; unknown is an en dash."""
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "–"


def instant(when: datetime | None) -> str | None:
    """Return a moment for machines (RFC 3339, UTC): ``2025-09-15T13:35:00Z``."""
    if when is None:
        return None
    fraction = f".{when.microsecond:06d}".rstrip("0") if when.microsecond else ""
    return f"{when:%Y-%m-%dT%H:%M:%S}{fraction}Z"
