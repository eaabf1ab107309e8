"""Attacks: hostile input of known kinds, made when it is needed, and what must come of each."""

from attacks.attack import Attack
from attacks.documents import DOCUMENTS
from attacks.packed import PACKED
from attacks.trees import TREES

__all__ = ["ATTACKS", "Attack"]

ATTACKS: tuple[Attack, ...] = (*DOCUMENTS, *PACKED, *TREES)
"""All attacks, by what they are made of."""
