"""The secrets that are known by their form, as data: one row per kind, each with its source."""

from typing import Final

from reportgen.redaction.kinds import addresses, commands, headers, private_keys, vendors
from reportgen.redaction.kinds.kind import Kind

KINDS: Final = (
    private_keys.KIND, *headers.KINDS, *vendors.KINDS, *addresses.KINDS, commands.KIND,
)  # fmt: skip
"""In the order in which they are looked for: what a wider one would take goes first."""

__all__ = ["KINDS", "Kind"]
