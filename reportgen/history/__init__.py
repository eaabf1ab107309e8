"""The history: runs on disk, one immutable file each. Everything else is derived from them."""

from reportgen.history.heads import Head, evidence_digest, results_digest
from reportgen.history.packing import DamagedRecordError
from reportgen.history.places import Folder, Place, open_place
from reportgen.history.store import Heads, History, Store, comparable

__all__ = [
    "DamagedRecordError", "Folder", "Head", "Heads", "History", "Place", "Store", "comparable",
    "evidence_digest", "open_place", "results_digest",
]  # fmt: skip
