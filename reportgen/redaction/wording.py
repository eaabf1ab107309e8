"""How many secrets were taken out, in words."""

from collections.abc import Mapping

from reportgen.redaction.kinds import KINDS

_TITLES = {kind.name: (kind.title, kind.plural) for kind in KINDS} | {
    "known": ("known secret", "known secrets"),
    "named": ("value under a secret name", "values under secret names"),
    "configured": ("match of a configured pattern", "matches of configured patterns"),
}


def said(counts: Mapping[str, int]) -> str:
    """Return *counts* as a phrase, ``3 AWS keys, 1 JWT``; the kinds in the order of their names."""
    return ", ".join(
        f"{n:,} {_TITLES.get(kind, (kind, kind))[n != 1]}" for kind, n in sorted(counts.items())
    )
