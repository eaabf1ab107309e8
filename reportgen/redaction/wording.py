"""How many secrets were taken out, in words."""

from collections.abc import Mapping

from reportgen.redaction.kinds import KINDS
from reportgen.wording import phrase_many

_TITLES = {kind.name: (kind.title, kind.plural) for kind in KINDS}


def _counted(kind: str, n: int) -> str:
    match kind:
        case "known":
            return phrase_many("{n:,} known secret", "{n:,} known secrets", n)
        case "named":
            return phrase_many(
                "{n:,} value under a secret name", "{n:,} values under secret names", n
            )
        case "configured":
            return phrase_many(
                "{n:,} match of a configured pattern", "{n:,} matches of configured patterns", n
            )
        case _:
            title, several = _TITLES.get(kind, (kind, kind))
            return phrase_many(f"{{n:,}} {title}", f"{{n:,}} {several}", n)


def said(counts: Mapping[str, int]) -> str:
    """Return *counts* as a phrase, ``3 AWS keys, 1 JWT``; the kinds in the order of their names."""
    return ", ".join(_counted(kind, n) for kind, n in sorted(counts.items()))
